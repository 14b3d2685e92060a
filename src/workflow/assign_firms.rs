//! The committee's side of an assignment: offering a case to a firm, filing what lets it see the case, taking the case back.

use super::{access, notify, pass_on_offer, rank_firms, record::record};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AssignmentId, CaseId, FirmId, LawyerId};
use crate::domain::assignment::{ActsFor, Assignment, AssignmentStatus, DisclosureBasis, OfferTerms, end_of};
use crate::domain::case::CaseFile;
use crate::domain::contact::Name;
use crate::domain::firm::LawyerStatus;
use crate::domain::lifecycle::{self, Action};
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::policy::{Actor, Permission};
use crate::domain::steps;
use crate::store::db::Conn;
use crate::store::faults::unique;
use crate::store::{assignments, case_files, firms, lawyers};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

/// An offer to a firm; to the best ranked one when none is named.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOffer {
    pub firm_id: Option<FirmId>,
    /// A lawyer of that firm, if the committee asks for one.
    pub lawyer_id: Option<LawyerId>,
    /// The committee when it is not given.
    pub acts_for: Option<ActsFor>,
    pub basis: DisclosureBasis,
    /// The number of the entrust contract with the firm that is named; it can be filed later.
    pub contract_no: Option<Name>,
    /// The last day to answer; when it is not given, so many working days from today as the settings say.
    pub answer_due_on: Option<NaiveDate>,
}

/// What lets the firm see personal data.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferBasis {
    pub basis: DisclosureBasis,
    pub contract_no: Option<Name>,
}

/// Taking a case back from a firm.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakingBack {
    /// Offer the case to the next ranked firm at once.
    #[serde(default)]
    pub reassign: bool,
}

/// Offers a case, on behalf of its committee. `Conflict` when an offer is open, a firm is on it, or the firm cannot take it.
pub fn offer(
    tx: &mut Conn,
    actor: &Actor,
    case: CaseId,
    input: NewOffer,
    terms: &OfferTerms,
    by: &Moment,
) -> Result<Assignment> {
    let file = case_files::load(tx, &actor.scope(Permission::AssignCase), case)?;
    must_be_assignable(tx, actor, &file)?;
    let answer_due_at = answer_due_at(input.answer_due_on, terms, by)?;
    check_contract(input.basis, input.contract_no.as_ref())?;
    if input.firm_id.is_none() && (input.contract_no.is_some() || input.lawyer_id.is_some()) {
        return Err(Error::field("firm_id", Code::Missing));
    }
    let choice = rank_firms::rank(tx, &file, &terms.weights, by)?;
    let firm_id = match input.firm_id {
        None => choice.ranking.firms.first().ok_or(Error::Conflict(Code::NoFirm))?.firm_id,
        Some(named) => {
            must_be_free(tx, &file, named, by)?;
            named
        }
    };
    if let Some(lawyer) = input.lawyer_id {
        must_be_of(tx, firm_id, lawyer)?;
    }
    let offer = Assignment {
        id: AssignmentId::new(),
        case_id: case,
        region_code: file.case.region_code,
        firm_id,
        lawyer_id: input.lawyer_id,
        acts_for: input.acts_for.unwrap_or(ActsFor::Committee),
        basis: input.basis,
        contract_no: input.contract_no.map(Name::into_string),
        status: AssignmentStatus::Offered,
        offered_by: by.account,
        offered_at: by.now,
        answer_due_at,
        cleared_at: None,
        answered_at: None,
        decline_reason: None,
        released_at: None,
        version: 1,
    };
    put(tx, &file, &offer, terms, by)?;
    Ok(offer)
}

/// Files the contract or the consents on which the firm may see the case.
pub fn file_basis(
    tx: &mut Conn,
    actor: &Actor,
    id: AssignmentId,
    version: i64,
    input: OfferBasis,
) -> Result<Assignment> {
    let mut offer = held(tx, actor, id, version)?;
    check_contract(input.basis, input.contract_no.as_ref())?;
    offer.file_basis(input.basis, input.contract_no.map(Name::into_string))?;
    assignments::advance(tx, version, &offer)?;
    Ok(offer)
}

/// Takes an open offer or an accepted case back. The firm's sight ends at once and it is told.
pub fn take_back(
    tx: &mut Conn,
    actor: &Actor,
    id: AssignmentId,
    version: i64,
    input: TakingBack,
    terms: &OfferTerms,
    by: &Moment,
) -> Result<Assignment> {
    let mut offer = held(tx, actor, id, version)?;
    let was_accepted = offer.status == AssignmentStatus::Accepted;
    offer.release(by.now)?;
    assignments::advance(tx, version, &offer)?;
    let before = case_files::load(tx, &actor.scope(Permission::AssignCase), offer.case_id)?;
    let mut file = before.clone();
    if was_accepted {
        let event = steps::release_firm(&mut file, by)?;
        record(tx, Some(&before), &mut file, &event, by).map_err(Error::of_another)?;
    }
    notify::queue_to_firm(tx, NoticeKind::FirmReleased, &file, &offer, by)?;
    if input.reassign {
        pass_on_offer::pass_on(tx, &file, &offer, terms, by)?;
    }
    Ok(offer)
}

/// Writes a new offer and tells the firm.
pub(super) fn put(tx: &mut Conn, file: &CaseFile, offer: &Assignment, terms: &OfferTerms, by: &Moment) -> Result<()> {
    if let Some(year) = terms.calendar.unknown_year(by.today, offer.answer_due_at.date()) {
        tracing::warn!(year, offer = %offer.id, "the working calendar lacks the year in which an offer falls due");
    }
    assignments::insert(tx, offer).map_err(|error| match unique(&error) {
        Some(_) => Error::Conflict(Code::OfferOpen),
        None => error,
    })?;
    notify::queue_to_firm(tx, NoticeKind::FirmOffered, file, offer, by)
}

/// A lawyer who practises in the firm.
pub(super) fn must_be_of(tx: &mut Conn, firm: FirmId, lawyer: LawyerId) -> Result<()> {
    let found = lawyers::by_id(tx, lawyer)?.filter(|one| one.firm_id == firm && one.status == LawyerStatus::Active);
    found.map(|_| ()).ok_or_else(|| Error::field("lawyer_id", Code::UnknownReference))
}

/// Whether a firm can be put on the case as it stands.
pub(super) fn is_assignable(file: &CaseFile) -> bool {
    file.case.firm_id.is_none() && !lifecycle::leads(file.case.status, Action::AssignFirm).is_empty()
}

fn must_be_assignable(tx: &mut Conn, actor: &Actor, file: &CaseFile) -> Result<()> {
    if !lifecycle::roles(Action::AssignFirm).contains(&access::role(actor)) {
        return Err(Error::Forbidden);
    }
    if lifecycle::leads(file.case.status, Action::AssignFirm).is_empty() {
        return Err(Error::Conflict(Code::WrongStatus));
    }
    let open = [AssignmentStatus::Offered, AssignmentStatus::Accepted];
    let is_open = assignments::of_case(tx, file.case.id)?.iter().any(|offer| open.contains(&offer.status));
    if is_open || file.case.firm_id.is_some() { Err(Error::Conflict(Code::OfferOpen)) } else { Ok(()) }
}

/// A firm that is named need not be near or rank high, but it must be able to take the case.
fn must_be_free(tx: &mut Conn, file: &CaseFile, id: FirmId, by: &Moment) -> Result<()> {
    let firm = firms::by_id(tx, id)?.ok_or_else(|| Error::field("firm_id", Code::UnknownReference))?;
    let load = rank_firms::loads(tx, &[id], by.today)?.get(&id).copied().unwrap_or_default();
    if !firm.accepting || load >= firm.capacity {
        return Err(Error::Conflict(Code::FirmUnavailable));
    }
    let conflicts = rank_firms::conflicts(tx, file, id)?;
    if conflicts.is_empty() { Ok(()) } else { Err(Error::Conflict(Code::ConflictOfInterest)) }
}

/// The end of the last day to answer, in China.
fn answer_due_at(on: Option<NaiveDate>, terms: &OfferTerms, by: &Moment) -> Result<Instant> {
    let on = on.unwrap_or_else(|| terms.due_on(by.today));
    // A firm must be able to look, and a case must not wait for months.
    if on <= by.today || on > by.today + Duration::days(60) {
        return Err(Error::field("answer_due_on", Code::OutOfRange));
    }
    Ok(end_of(on))
}

fn check_contract(basis: DisclosureBasis, contract_no: Option<&Name>) -> Result<()> {
    let is_odd = basis == DisclosureBasis::Consent && contract_no.is_some();
    if is_odd { Err(Error::field("contract_no", Code::Invalid)) } else { Ok(()) }
}

/// An offer on a case of the actor's committees, of the version they saw.
fn held(tx: &mut Conn, actor: &Actor, id: AssignmentId, version: i64) -> Result<Assignment> {
    let offer = assignments::get(tx, &actor.scope(Permission::AssignCase), id)?;
    Error::unless_current(offer.version, version)?;
    Ok(offer)
}
