//! Offers to law firms and the log of disclosures.

use super::db::Conn;
use super::record::record;
use super::schema::assignments::{assignment, disclosure};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, AssignmentId, CaseId, FirmId, IdText};
use crate::domain::assignment::{Assignment, AssignmentStatus, DisclosureLevel};
use crate::domain::policy::Scope;
use diesel::prelude::*;

record!(assignment: Assignment {
    id: AssignmentId, case_id, region_code, firm_id, lawyer_id, acts_for, basis, contract_no, status, offered_by, offered_at,
    answer_due_at, cleared_at, answered_at, decline_reason, released_at, version
});

/// The offer of an id; `NotFound` outside the scope of a firm or a lawyer.
pub fn get(c: &mut Conn, scope: &Scope, id: AssignmentId) -> Result<Assignment> {
    let found = by_id(c, id)?.filter(|offer| admits(scope, offer));
    found.ok_or(Error::NotFound)
}

/// The offers of a firm, or of one of its lawyers, latest first, from before `cursor` on.
pub fn list(c: &mut Conn, scope: &Scope, cursor: Option<AssignmentId>, limit: i64) -> Result<Vec<Assignment>> {
    let Scope::Firm { firm, lawyer } = scope else { return Ok(vec![]) };
    let mut query = assignment::table.filter(assignment::firm_id.eq(*firm)).select(columns()).into_boxed();
    if let Some(lawyer) = lawyer {
        query = query.filter(assignment::lawyer_id.eq(*lawyer));
    }
    if let Some(cursor) = cursor {
        query = query.filter(assignment::id.lt(cursor));
    }
    Ok(query.order(assignment::id.desc()).limit(limit).load(c)?)
}

/// All offers of a case, the first one first. The caller has the case in scope.
pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<Assignment>> {
    Ok(assignment::table.filter(assignment::case_id.eq(case)).select(columns()).order(assignment::id).load(c)?)
}

/// Offers whose deadline has passed without an answer.
pub fn overdue(c: &mut Conn, now: Instant, most: i64) -> Result<Vec<Assignment>> {
    Ok(assignment::table
        .filter(assignment::status.eq(AssignmentStatus::Offered))
        .filter(assignment::answer_due_at.lt(now))
        .select(columns())
        .order(assignment::answer_due_at)
        .limit(most)
        .load(c)?)
}

/// Writes an offer that was at `version`; `Stale` if somebody else changed it meanwhile.
pub fn advance(c: &mut Conn, version: i64, offer: &Assignment) -> Result<()> {
    let changed =
        diesel::update(assignment::table.filter(assignment::id.eq(offer.id)).filter(assignment::version.eq(version)))
            .set((
                assignment::lawyer_id.eq(offer.lawyer_id),
                assignment::status.eq(offer.status),
                assignment::cleared_at.eq(offer.cleared_at),
                assignment::answered_at.eq(offer.answered_at),
                assignment::decline_reason.eq(offer.decline_reason),
                assignment::released_at.eq(offer.released_at),
                assignment::version.eq(offer.version),
            ))
            .execute(c)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// How many offers and accepted cases each of the firms carries now.
pub fn loads(c: &mut Conn, firms: &[FirmId]) -> Result<Vec<(FirmId, i64)>> {
    Ok(assignment::table
        .filter(assignment::firm_id.eq_any(firms))
        .filter(assignment::status.eq_any([AssignmentStatus::Offered, AssignmentStatus::Accepted]))
        .group_by(assignment::firm_id)
        .select((assignment::firm_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// Notes that a firm was shown a case (PIPL art 56).
pub fn disclose(c: &mut Conn, offer: &Assignment, level: DisclosureLevel, to: AccountId, now: Instant) -> Result<()> {
    let id = IdText::new();
    diesel::insert_into(disclosure::table)
        .values((
            disclosure::id.eq(id.as_str()),
            disclosure::assignment_id.eq(offer.id),
            disclosure::case_id.eq(offer.case_id),
            disclosure::region_code.eq(offer.region_code),
            disclosure::firm_id.eq(offer.firm_id),
            disclosure::account_id.eq(to),
            disclosure::level.eq(level),
            disclosure::shown_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}

/// What was shown of a case: to which firm and account, how much, when. The caller has the case in scope.
pub fn disclosures(c: &mut Conn, case: CaseId) -> Result<Vec<(FirmId, AccountId, DisclosureLevel, Instant)>> {
    Ok(disclosure::table
        .filter(disclosure::case_id.eq(case))
        .select((disclosure::firm_id, disclosure::account_id, disclosure::level, disclosure::shown_at))
        .order(disclosure::id)
        .load(c)?)
}

/// A firm sees its own offers, a lawyer those that name them.
fn admits(scope: &Scope, offer: &Assignment) -> bool {
    match scope {
        Scope::Everything => true,
        Scope::Firm { firm, lawyer } => *firm == offer.firm_id && lawyer.is_none_or(|own| offer.lawyer_id == Some(own)),
        _ => false,
    }
}
