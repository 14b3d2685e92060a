//! Recording what the parties say and what they are told. A refusal is recorded too; `rules` then lets the case only end.

use super::step;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{ConsentId, FirmId, MediatorId, PartyId};
use crate::domain::case::CaseFile;
use crate::domain::consent::{Channel, Consent, ConsentMatter};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consenting {
    pub party_id: PartyId,
    pub matter: ConsentMatter,
    pub given: bool,
    pub channel: Channel,
    pub recorded_on: NaiveDate,
    pub mediator_id: Option<MediatorId>,
    pub firm_id: Option<FirmId>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Who was told; all parties when empty.
    #[serde(default)]
    pub party_ids: Vec<PartyId>,
    pub channel: Channel,
    pub recorded_on: NaiveDate,
}

/// One party's word on one matter.
pub fn record_consent(file: &mut CaseFile, input: Consenting, by: &Moment) -> Result<Event> {
    step(file, Action::RecordConsent, input.recorded_on, by, |file| {
        rules::party(file, "party_id", input.party_id)?;
        if let Some(id) = input.mediator_id
            && !rules::active_mediators(file).any(|mediator| mediator.mediator_id == id)
        {
            return Err(Error::field("mediator_id", Code::UnknownReference));
        }
        let attested = push(file, &input);
        Ok(json!({
            "party_id": input.party_id, "matter": input.matter, "given": input.given, "channel": input.channel,
            "mediator_id": input.mediator_id, "firm_id": input.firm_id, "attested_by_ledger": attested,
        }))
    })
}

/// The notice of rights and duties to one, several or all parties (L6 art 30).
pub fn give_notice(file: &mut CaseFile, input: Notice, by: &Moment) -> Result<Event> {
    step(file, Action::GiveNotice, input.recorded_on, by, |file| {
        let all = || file.parties.iter().map(|party| party.id).collect();
        let told: Vec<PartyId> = if input.party_ids.is_empty() { all() } else { input.party_ids };
        for party_id in &told {
            rules::party(file, "party_ids", *party_id)?;
            let (matter, channel, recorded_on) = (ConsentMatter::RightsNotice, input.channel, input.recorded_on);
            let word = Consenting {
                party_id: *party_id,
                matter,
                given: true,
                channel,
                recorded_on,
                mediator_id: None,
                firm_id: None,
            };
            push(file, &word);
        }
        Ok(json!({ "party_ids": told, "channel": input.channel }))
    })
}

fn push(file: &mut CaseFile, word: &Consenting) -> bool {
    let attested_by_ledger = rules::attested(file);
    file.consents.push(Consent {
        id: ConsentId::new(),
        case_id: file.case.id,
        party_id: word.party_id,
        matter: word.matter,
        given: word.given,
        channel: word.channel,
        recorded_on: word.recorded_on,
        attested_by_ledger,
        mediator_id: word.mediator_id,
        firm_id: word.firm_id,
    });
    attested_by_ledger
}
