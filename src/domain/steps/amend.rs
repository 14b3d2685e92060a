//! Correcting what was entered, and adding parties. What a later step decided is not amended.

use super::register::NewParty;
use super::step;
use crate::base::change::given;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::PartyId;
use crate::domain::case::{CaseFile, Difficulty, Regime, Source, Status};
use crate::domain::category::{Category, Subcategory};
use crate::domain::clocks::settle_due_on;
use crate::domain::contact::{Email, Name, Phone, Text};
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::{AgentAuthority, DocumentKind, DocumentNumber, ScopeRelation};
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

/// What is given replaces what is there, what is not given stays; `null` takes away what a case can do without.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// Only before acceptance: it decides the clock.
    #[serde(default, deserialize_with = "given")]
    pub regime: Option<Regime>,
    #[serde(default, deserialize_with = "given")]
    pub category: Option<Category>,
    /// Falls away by itself when it does not belong to a new category.
    #[serde(default, deserialize_with = "given")]
    pub subcategory: Option<Option<Subcategory>>,
    #[serde(default, deserialize_with = "given")]
    pub source: Option<Source>,
    #[serde(default, deserialize_with = "given")]
    pub external_no: Option<Option<Name>>,
    #[serde(default, deserialize_with = "given")]
    pub summary: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    pub amount_claimed: Option<Fen>,
    #[serde(default, deserialize_with = "given")]
    pub difficulty: Option<Difficulty>,
    #[serde(default, deserialize_with = "given")]
    pub people: Option<i32>,
    #[serde(default)]
    pub parties: Vec<PartyAmendment>,
    /// Only before an agreement.
    #[serde(default)]
    pub more_parties: Vec<NewParty>,
}

/// A party's new data.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyAmendment {
    pub id: PartyId,
    #[serde(default, deserialize_with = "given")]
    pub name: Option<Name>,
    #[serde(default, deserialize_with = "given")]
    pub document_kind: Option<Option<DocumentKind>>,
    #[serde(default, deserialize_with = "given")]
    pub document_number: Option<Option<DocumentNumber>>,
    #[serde(default, deserialize_with = "given")]
    pub phone: Option<Option<Phone>>,
    /// A new address is unconfirmed until `email_confirmed_on` says otherwise.
    #[serde(default, deserialize_with = "given")]
    pub email: Option<Option<Email>>,
    #[serde(default, deserialize_with = "given")]
    pub email_confirmed_on: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "given")]
    pub address: Option<Option<Name>>,
    #[serde(default, deserialize_with = "given")]
    pub representative: Option<Option<Name>>,
    #[serde(default, deserialize_with = "given")]
    pub agent_name: Option<Option<Name>>,
    #[serde(default, deserialize_with = "given")]
    pub agent_phone: Option<Option<Phone>>,
    #[serde(default, deserialize_with = "given")]
    pub agent_email: Option<Option<Email>>,
    #[serde(default, deserialize_with = "given")]
    pub agent_authority: Option<Option<AgentAuthority>>,
    #[serde(default, deserialize_with = "given")]
    pub scope_relation: Option<Option<ScopeRelation>>,
}

/// Corrects the case.
pub fn amend(file: &mut CaseFile, input: Amendment, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::Amend, by.today, by, |file| {
        let before = file.case.clone();
        input.more_parties.iter().try_for_each(|party| party.check(by))?;
        let added: Vec<_> = input.more_parties.into_iter().map(|party| party.of(file.case.id)).collect();
        let early =
            matches!(before.status, Status::Registered | Status::Accepted | Status::Mediating | Status::Suspended);
        rules::require(added.is_empty() || early, Code::WrongStatus)?;
        if let Some(regime) = input.regime.filter(|regime| *regime != before.regime) {
            rules::require(before.status == Status::Registered, Code::WrongStatus)?;
            file.case.regime = regime;
            file.case.due_on = settle_due_on(file, terms);
        }
        let case = &mut file.case;
        put(&mut case.category, input.category);
        let fitting = case.subcategory.filter(|second| second.parent() == case.category);
        case.subcategory = input.subcategory.unwrap_or(fitting);
        if case.subcategory.is_some_and(|second| second.parent() != case.category) {
            return Err(Error::field("subcategory", Code::SubcategoryParent));
        }
        put(&mut case.source, input.source);
        put(&mut case.external_no, input.external_no.map(|no| no.map(Name::into_string)));
        put(&mut case.summary, input.summary);
        put(&mut case.amount_claimed, input.amount_claimed);
        put(&mut case.difficulty, input.difficulty);
        put(&mut case.people, input.people);
        if case.people < 1 {
            return Err(Error::field("people", Code::OutOfRange));
        }
        let mut amended = Vec::new();
        for change in input.parties {
            amended.push(change.id);
            amend_party(file, change, by)?;
        }
        let details = json!({
            "regime": [before.regime, file.case.regime], "category": [before.category, file.case.category],
            "subcategory": [before.subcategory, file.case.subcategory], "source": [before.source, file.case.source],
            "amount_claimed": [before.amount_claimed, file.case.amount_claimed],
            "difficulty": [before.difficulty, file.case.difficulty], "people": [before.people, file.case.people],
            "parties": amended, "more_parties": added.iter().map(|party| party.id).collect::<Vec<_>>(),
        });
        file.parties.extend(added);
        Ok(details)
    })
}

fn amend_party(file: &mut CaseFile, change: PartyAmendment, by: &Moment) -> Result<()> {
    let found = file.parties.iter_mut().find(|party| party.id == change.id);
    let party = found.ok_or_else(|| Error::field("parties", Code::UnknownReference))?;
    if let Some(Some(day)) = change.email_confirmed_on {
        rules::not_in_future("email_confirmed_on", day, by.today)?;
    }
    if change.email.as_ref().is_some_and(|email| *email != party.email) {
        party.email_confirmed_on = None;
    }
    put(&mut party.name, change.name);
    put(&mut party.document_kind, change.document_kind);
    put(&mut party.document_number, change.document_number);
    put(&mut party.phone, change.phone);
    put(&mut party.email, change.email);
    put(&mut party.email_confirmed_on, change.email_confirmed_on);
    party.email_confirmed_on = party.email_confirmed_on.filter(|_| party.email.is_some());
    put(&mut party.address, change.address);
    put(&mut party.representative, change.representative);
    put(&mut party.agent_name, change.agent_name);
    put(&mut party.agent_phone, change.agent_phone);
    put(&mut party.agent_email, change.agent_email);
    put(&mut party.agent_authority, change.agent_authority);
    put(&mut party.scope_relation, change.scope_relation);
    Ok(())
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
