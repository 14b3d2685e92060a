//! What becomes of an offer that led to nothing: the next ranked firm is asked at once, and when none is left the committee is told.

use super::assign_firms::{is_assignable, put};
use super::{notify, rank_firms};
use crate::base::error::{Error, Result};
use crate::base::id::AssignmentId;
use crate::domain::assignment::{Assignment, AssignmentStatus, OfferTerms, end_of};
use crate::domain::case::CaseFile;
use crate::domain::moment::Moment;
use crate::domain::notices::{Audience, NoticeKind};
use crate::domain::policy::Scope;
use crate::store::db::Conn;
use crate::store::{assignments, case_files};

/// Lets an offer lapse whose deadline has passed, and asks the next firm; `false` when it was answered meanwhile.
pub fn lapse(tx: &mut Conn, id: AssignmentId, terms: &OfferTerms, by: &Moment) -> Result<bool> {
    let mut offer = assignments::by_id(tx, id)?.ok_or(Error::NotFound)?;
    let version = offer.version;
    if !offer.lapse(by.now) {
        return Ok(false);
    }
    assignments::advance(tx, version, &offer)?;
    let file = case_files::load(tx, &Scope::Everything, offer.case_id)?;
    tell_and_pass_on(tx, NoticeKind::FirmLapsed, &file, &offer, terms, by)?;
    Ok(true)
}

/// Tells the committee and the mediators how the offer ended, and asks the next firm.
pub(super) fn tell_and_pass_on(
    tx: &mut Conn,
    kind: NoticeKind,
    file: &CaseFile,
    offer: &Assignment,
    terms: &OfferTerms,
    by: &Moment,
) -> Result<()> {
    notify::queue_to(tx, kind, file, &[Audience::Committee, Audience::Mediators], by)?;
    pass_on(tx, file, offer, terms, by)
}

/// Offers the case to the best ranked firm that was not asked yet, with as many working days to answer as the last one had. A contract is
/// with one firm: the next needs its own before it sees more than the summary.
pub(super) fn pass_on(
    tx: &mut Conn,
    file: &CaseFile,
    last: &Assignment,
    terms: &OfferTerms,
    by: &Moment,
) -> Result<()> {
    if !is_assignable(file) {
        return Ok(());
    }
    let choice = rank_firms::rank(tx, file, &terms.weights, by)?;
    let Some(next) = choice.ranking.firms.first() else {
        return notify::queue_to(tx, NoticeKind::NoFirmLeft, file, &[Audience::Committee], by);
    };
    let offer = Assignment {
        id: AssignmentId::new(),
        firm_id: next.firm_id,
        lawyer_id: None,
        contract_no: None,
        status: AssignmentStatus::Offered,
        offered_by: by.account.filter(|_| last.status == AssignmentStatus::Released),
        offered_at: by.now,
        answer_due_at: end_of(terms.due_on_again(last, by.today)),
        cleared_at: None,
        answered_at: None,
        decline_reason: None,
        released_at: None,
        version: 1,
        ..last.clone()
    };
    put(tx, file, &offer, terms, by)
}
