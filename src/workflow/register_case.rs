//! Registering a case: three facts are enough for a phone call, the rest is asked when it is needed.

use super::{access, record::record};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CommitteeId;
use crate::domain::case::{CaseFile, Difficulty, Origin, Regime, Source};
use crate::domain::category::{Category, Subcategory};
use crate::domain::committee::CommitteeStatus;
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::Terms;
use crate::domain::duplicates::{self, Duplicate, Sketch};
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::{PartyKind, PartyRole};
use crate::domain::policy::{Actor, Permission};
use crate::domain::steps::{self, NewParty, Registration};
use crate::store::db::Conn;
use crate::store::{case_lists, case_numbers, committees};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A dispute as it is reported. `applicant`, `respondent` and `summary` are required; more parties go into `parties`.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The applicant's name; their particulars can follow.
    pub applicant: Name,
    /// The respondent's name.
    pub respondent: Name,
    /// What it is about.
    pub summary: Text,
    pub applicant_kind: Option<PartyKind>,
    pub respondent_kind: Option<PartyKind>,
    pub applicant_phone: Option<crate::domain::contact::Phone>,
    pub respondent_phone: Option<crate::domain::contact::Phone>,
    /// Further parties on either side.
    #[serde(default)]
    pub parties: Vec<NewParty>,
    /// Needed only by those who work for several committees.
    pub committee_id: Option<CommitteeId>,
    pub regime: Option<Regime>,
    pub category: Option<Category>,
    pub subcategory: Option<Subcategory>,
    pub source: Option<Source>,
    /// The number of the body that referred it; unique by source in a committee.
    pub external_no: Option<Name>,
    /// Today when it is not given.
    pub applied_on: Option<NaiveDate>,
    /// In fen.
    pub amount_claimed: Option<Fen>,
    pub difficulty: Option<Difficulty>,
    /// Persons involved; the number of parties when it is not given.
    pub people: Option<i32>,
}

/// The new case with its number, at version 1.
pub fn register_case(tx: &mut Conn, actor: &Actor, input: NewCase, terms: &Terms, by: &Moment) -> Result<CaseFile> {
    let mut input = input;
    let mut parties = vec![
        side(PartyRole::Applicant, input.applicant.clone(), input.applicant_kind, input.applicant_phone.take()),
        side(PartyRole::Respondent, input.respondent.clone(), input.respondent_kind, input.respondent_phone.take()),
    ];
    parties.append(&mut input.parties);
    register_parties(tx, actor, input, parties, terms, by)
}

/// The cases of the committee that may be about the same dispute, before this one is in the books; none while it is not said which
/// committee it is.
pub fn alike(c: &mut Conn, actor: &Actor, input: &NewCase, by: &Moment) -> Result<Vec<Duplicate>> {
    let Some(committee) = access::committee(actor, input.committee_id) else { return Ok(Vec::new()) };
    let named = |role, name: &Name| (role, name.as_str().to_owned(), None);
    let mut parties =
        vec![named(PartyRole::Applicant, &input.applicant), named(PartyRole::Respondent, &input.respondent)];
    let number = |party: &NewParty| party.document_number.as_ref().map(|number| number.as_str().to_owned());
    parties.extend(input.parties.iter().map(|one| (one.role, one.name.as_str().to_owned(), number(one))));
    let sketch = Sketch {
        case_id: None,
        parties,
        amount_claimed: input.amount_claimed.unwrap_or_default(),
        applied_on: input.applied_on.unwrap_or(by.today),
        external_no: input.external_no.as_ref().map(|number| number.as_str().to_owned()),
    };
    Ok(duplicates::of(&sketch, &case_lists::alike(c, committee, &sketch)?))
}

/// `register_case` where all is known of the parties that is in the books: those of `input` are left aside.
pub fn register_parties(
    tx: &mut Conn,
    actor: &Actor,
    input: NewCase,
    parties: Vec<NewParty>,
    terms: &Terms,
    by: &Moment,
) -> Result<CaseFile> {
    if !actor.may(Permission::RegisterCase) {
        return Err(Error::Forbidden);
    }
    let missing = if input.committee_id.is_some() { Code::UnknownReference } else { Code::Missing };
    let id = access::committee(actor, input.committee_id).ok_or_else(|| Error::field("committee_id", missing))?;
    let committee = committees::by_id(tx, id)?.filter(|committee| committee.status == CommitteeStatus::Active);
    let committee = committee.ok_or_else(|| Error::field("committee_id", Code::UnknownReference))?;
    let applied_on = input.applied_on.unwrap_or(by.today);
    // Checked before a number is used up for it: years are those of the calendar in use.
    if !(2000..=by.today.year()).contains(&applied_on.year()) {
        return Err(Error::field("applied_on", Code::OutOfRange));
    }
    let case_no = case_numbers::next(tx, id, committee.case_prefix.as_str(), applied_on.year())?;
    let registration = registration(input, parties, &committee, case_no, applied_on);
    let (mut file, event) = steps::register(registration, terms, by)?;
    record(tx, None, &mut file, &event, by)?;
    Ok(file)
}

fn registration(
    input: NewCase,
    parties: Vec<NewParty>,
    committee: &crate::domain::committee::Committee,
    case_no: String,
    applied_on: NaiveDate,
) -> Registration {
    let category = input.category.or(input.subcategory.map(Subcategory::parent)).unwrap_or(Category::Other);
    // Labour disputes follow their own law (L7) unless something else is said.
    let regime = input.regime.unwrap_or(if category == Category::Labour { Regime::Labour } else { Regime::People });
    Registration {
        committee_id: committee.id,
        region_code: committee.region_code,
        case_no,
        regime,
        category,
        subcategory: input.subcategory,
        source: input.source.unwrap_or(Source::Application),
        external_no: input.external_no.map(Name::into_string),
        summary: input.summary,
        applied_on,
        amount_claimed: input.amount_claimed.unwrap_or_default(),
        difficulty: input.difficulty.unwrap_or(Difficulty::Ordinary),
        people: input.people,
        origin: Origin::Live,
        fee: Fen::ZERO,
        licensed: false,
        parties,
    }
}

fn side(
    role: PartyRole,
    name: Name,
    kind: Option<PartyKind>,
    phone: Option<crate::domain::contact::Phone>,
) -> NewParty {
    // An organisation shows itself by its name; what is guessed can be corrected.
    const ENDINGS: [&str; 10] = ["公司", "厂", "店", "社", "商会", "中心", "集团", "企业", "行", "院"];
    let looks_like_one = name.as_str().chars().count() > 4 && ENDINGS.iter().any(|end| name.as_str().ends_with(end));
    let guess = if looks_like_one { PartyKind::Organisation } else { PartyKind::Person };
    NewParty { phone, ..NewParty::named(role, kind.unwrap_or(guess), name) }
}
