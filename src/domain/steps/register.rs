//! Registering a dispute: the case comes to be (F1 受理登记表).

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, CommitteeId, PartyId};
use crate::domain::case::{Case, CaseFile, Difficulty, Origin, Regime, Source, Status};
use crate::domain::category::{Category, Subcategory};
use crate::domain::clocks::settle_due_on;
use crate::domain::contact::{Email, Name, Phone, Text};
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::{
    AgentAuthority, DocumentKind, DocumentNumber, Party, PartyKind, PartyRole, ScopeRelation,
};
use crate::domain::region::RegionCode;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A new case. `case_no` is given by the committee; region and committee are checked by the caller.
#[derive(Clone, Debug)]
pub struct Registration {
    pub committee_id: CommitteeId,
    pub region_code: RegionCode,
    pub case_no: String,
    pub regime: Regime,
    pub category: Category,
    pub subcategory: Option<Subcategory>,
    pub source: Source,
    pub external_no: Option<String>,
    pub summary: Text,
    pub applied_on: NaiveDate,
    pub amount_claimed: Fen,
    pub difficulty: Difficulty,
    /// Persons involved; the number of parties when not said.
    pub people: Option<i32>,
    pub origin: Origin,
    /// What the parties pay; more than nothing only where `licensed` for commercial mediation.
    pub fee: Fen,
    pub licensed: bool,
    pub parties: Vec<NewParty>,
}

/// A party as it is entered.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    pub role: PartyRole,
    pub kind: PartyKind,
    pub name: Name,
    pub document_kind: Option<DocumentKind>,
    pub document_number: Option<DocumentNumber>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub email_confirmed_on: Option<NaiveDate>,
    pub address: Option<Name>,
    pub representative: Option<Name>,
    pub agent_name: Option<Name>,
    pub agent_phone: Option<Phone>,
    pub agent_email: Option<Email>,
    pub agent_authority: Option<AgentAuthority>,
    pub scope_relation: Option<ScopeRelation>,
}

/// The same party in another case.
impl From<&Party> for NewParty {
    fn from(party: &Party) -> Self {
        let party = party.clone();
        Self {
            role: party.role,
            kind: party.kind,
            name: party.name,
            document_kind: party.document_kind,
            document_number: party.document_number,
            phone: party.phone,
            email: party.email,
            email_confirmed_on: party.email_confirmed_on,
            address: party.address,
            representative: party.representative,
            agent_name: party.agent_name,
            agent_phone: party.agent_phone,
            agent_email: party.agent_email,
            agent_authority: party.agent_authority,
            scope_relation: party.scope_relation,
        }
    }
}

impl NewParty {
    /// A party of whom only the name is known.
    pub fn named(role: PartyRole, kind: PartyKind, name: Name) -> Self {
        Self {
            role,
            kind,
            name,
            document_kind: None,
            document_number: None,
            phone: None,
            email: None,
            email_confirmed_on: None,
            address: None,
            representative: None,
            agent_name: None,
            agent_phone: None,
            agent_email: None,
            agent_authority: None,
            scope_relation: None,
        }
    }

    /// Nothing in it lies ahead.
    pub(super) fn check(&self, by: &Moment) -> Result<()> {
        self.email_confirmed_on.map_or(Ok(()), |day| rules::not_in_future("email_confirmed_on", day, by.today))
    }

    /// The party of a case, with an id of its own.
    pub(super) fn of(self, case_id: CaseId) -> Party {
        Party {
            id: PartyId::new(),
            case_id,
            role: self.role,
            kind: self.kind,
            name: self.name,
            document_kind: self.document_kind,
            document_number: self.document_number,
            phone: self.phone,
            email: self.email,
            email_confirmed_on: self.email_confirmed_on,
            address: self.address,
            representative: self.representative,
            agent_name: self.agent_name,
            agent_phone: self.agent_phone,
            agent_email: self.agent_email,
            agent_authority: self.agent_authority,
            scope_relation: self.scope_relation,
        }
    }
}

/// The new case file at version 1 and its first event. Labour's fifteen days run from the application (L7 art 14).
pub fn register(input: Registration, terms: &Terms, by: &Moment) -> Result<(CaseFile, Event)> {
    rules::not_in_future("applied_on", input.applied_on, by.today)?;
    rules::both_sides(input.parties.iter().map(|party| &party.role))?;
    input.parties.iter().try_for_each(|party| party.check(by))?;
    rules::fee_allowed(input.regime, input.fee, input.licensed, input.applied_on)?;
    if input.subcategory.is_some_and(|second| second.parent() != input.category) {
        return Err(Error::field("subcategory", Code::SubcategoryParent));
    }
    let parties = i32::try_from(input.parties.len()).map_err(|_| Error::field("parties", Code::OutOfRange))?;
    if input.people.is_some_and(|people| people < 1) {
        return Err(Error::field("people", Code::OutOfRange));
    }
    let id = CaseId::new();
    let case = Case {
        id,
        committee_id: input.committee_id,
        region_code: input.region_code,
        case_no: input.case_no,
        status: Status::Registered,
        regime: input.regime,
        category: input.category,
        subcategory: input.subcategory,
        source: input.source,
        external_no: input.external_no,
        summary: input.summary,
        applied_on: input.applied_on,
        accepted_on: None,
        concluded_on: None,
        closed_on: None,
        outcome: None,
        outcome_reason: None,
        remedies_told_on: None,
        suspended_on: None,
        amount_claimed: input.amount_claimed,
        amount_agreed: Fen::ZERO,
        amount_paid: Fen::ZERO,
        difficulty: input.difficulty,
        people: input.people.unwrap_or(parties),
        firm_id: None,
        due_on: None,
        origin: input.origin,
        registered_by: by.account,
        version: 1,
        head_hash: String::new(),
        created_at: by.now,
        updated_at: by.now,
    };
    let mut file = CaseFile {
        parties: input.parties.into_iter().map(|party| party.of(id)).collect(),
        case,
        mediators: Vec::new(),
        consents: Vec::new(),
        meetings: Vec::new(),
        agreement: None,
        instalments: Vec::new(),
        payments: Vec::new(),
        callbacks: Vec::new(),
        extensions: Vec::new(),
        risk_reports: Vec::new(),
        tasks: Vec::new(),
        urgings: Vec::new(),
        pauses: Vec::new(),
        clock_starts: Vec::new(),
        session_plans: Vec::new(),
        attendances: Vec::new(),
        meeting_points: Vec::new(),
        group_places: Vec::new(),
        representatives: Vec::new(),
    };
    file.case.due_on = settle_due_on(&file, terms);
    let case = &file.case;
    let details = json!({
        "committee_id": case.committee_id, "regime": case.regime, "category": case.category, "subcategory": case.subcategory,
        "source": case.source, "origin": case.origin, "amount_claimed": case.amount_claimed, "fee": input.fee,
        "parties": file.parties.iter().map(|party| party.id).collect::<Vec<_>>(),
    });
    let event = Event::of(Action::Register, case.applied_on, details, &file)?;
    Ok((file, event))
}
