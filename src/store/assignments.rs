//! Offers to law firms and the log of disclosures.

use super::db::Conn;
use super::record::record;
use super::schema::assignments::{assignment, disclosure};
use super::schema::cases::{case_mediator, cases};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, AssignmentId, CaseId, FirmId, IdText};
use crate::domain::assignment::{Assignment, AssignmentStatus, Disclosure, DisclosureLevel};
use crate::domain::case::Status;
use crate::domain::policy::Scope;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

record!(assignment: Assignment {
    id: AssignmentId, case_id, region_code, firm_id, lawyer_id, acts_for, basis, contract_no, status, offered_by, offered_at,
    answer_due_at, cleared_at, answered_at, decline_reason, released_at, version
});

/// The offer of an id; `NotFound` outside the scope: of a firm or a lawyer, or of those who work on the case.
pub fn get(c: &mut Conn, scope: &Scope, id: AssignmentId) -> Result<Assignment> {
    let found = within(scope).filter(assignment::id.eq(id)).select(columns()).first(c).optional()?;
    found.ok_or(Error::NotFound)
}

/// The offers within a scope, latest first, from before `cursor` on.
pub fn list(
    c: &mut Conn,
    scope: &Scope,
    status: Option<AssignmentStatus>,
    cursor: Option<AssignmentId>,
    limit: i64,
) -> Result<Vec<Assignment>> {
    let mut query = within(scope);
    if let Some(status) = status {
        query = query.filter(assignment::status.eq(status));
    }
    if let Some(cursor) = cursor {
        query = query.filter(assignment::id.lt(cursor));
    }
    Ok(query.select(columns()).order(assignment::id.desc()).limit(limit).load(c)?)
}

/// Which of these cases a firm, or one of its lawyers, has cleared of conflicts in an offer that is not over.
pub fn cleared(c: &mut Conn, scope: &Scope, cases: &[CaseId]) -> Result<Vec<CaseId>> {
    Ok(within(scope)
        .filter(assignment::case_id.eq_any(cases.to_vec()))
        .filter(assignment::status.eq_any([AssignmentStatus::Offered, AssignmentStatus::Accepted]))
        .filter(assignment::cleared_at.is_not_null())
        .select(assignment::case_id)
        .load(c)?)
}

/// All offers of a case, the first one first. The caller has the case in scope.
pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<Assignment>> {
    Ok(assignment::table.filter(assignment::case_id.eq(case)).select(columns()).order(assignment::id).load(c)?)
}

/// Offers whose deadline has passed without an answer.
pub fn overdue(c: &mut Conn, now: Instant, most: i64) -> Result<Vec<Assignment>> {
    Ok(assignment::table
        // In the words of the index `assignment_waiting`, which serves no other way of saying it.
        .filter(sql::<Bool>("assignment.status = 'offered'"))
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
                assignment::basis.eq(offer.basis),
                assignment::contract_no.eq(&offer.contract_no),
                assignment::status.eq(offer.status),
                assignment::cleared_at.eq(offer.cleared_at),
                assignment::answered_at.eq(offer.answered_at),
                assignment::decline_reason.eq(offer.decline_reason),
                assignment::released_at.eq(offer.released_at),
                assignment::version.eq(offer.version),
            ))
            .execute(c)?;
    if changed == 0 {
        return Err(Error::Stale { current: by_id(c, offer.id)?.map(|row| row.version) });
    }
    Ok(())
}

/// How many offers and accepted cases each of the firms carries now. A case that is closed is work no more, until it reopens.
pub fn loads(c: &mut Conn, firms: &[FirmId]) -> Result<Vec<(FirmId, i64)>> {
    Ok(assignment::table
        .inner_join(cases::table.on(cases::id.eq(assignment::case_id)))
        .filter(cases::status.ne_all([Status::Closed, Status::Archived]))
        .filter(assignment::firm_id.eq_any(firms))
        .filter(assignment::status.eq_any([AssignmentStatus::Offered, AssignmentStatus::Accepted]))
        .group_by(assignment::firm_id)
        .select((assignment::firm_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// How many offers each of the firms declined or let lapse since then.
pub fn refusals(c: &mut Conn, firms: &[FirmId], since: Instant) -> Result<Vec<(FirmId, i64)>> {
    Ok(assignment::table
        .filter(assignment::firm_id.eq_any(firms))
        .filter(assignment::status.eq_any([AssignmentStatus::Declined, AssignmentStatus::Lapsed]))
        .filter(assignment::answered_at.ge(since))
        .group_by(assignment::firm_id)
        .select((assignment::firm_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// Notes that a firm was shown a case (PIPL art 56).
pub fn disclose(c: &mut Conn, offer: &Assignment, level: DisclosureLevel, to: AccountId, now: Instant) -> Result<()> {
    // What one request shows is one showing.
    let same = of_offer(offer)
        .filter(disclosure::account_id.eq(to))
        .filter(disclosure::level.eq(level))
        .filter(disclosure::shown_at.eq(now));
    if same.count().get_result::<i64>(c)? > 0 {
        return Ok(());
    }
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

/// What was shown on an offer: to whom, how much, when.
pub fn disclosures(c: &mut Conn, offer: &Assignment) -> Result<Vec<Disclosure>> {
    Ok(of_offer(offer)
        .select((disclosure::firm_id, disclosure::account_id, disclosure::level, disclosure::shown_at))
        .order(disclosure::id)
        .load(c)?)
}

/// Whether the firm was shown this much on this offer.
pub fn was_shown(c: &mut Conn, offer: &Assignment, level: DisclosureLevel) -> Result<bool> {
    Ok(of_offer(offer).filter(disclosure::level.eq(level)).count().get_result::<i64>(c)? > 0)
}

type Backend = <Conn as diesel::Connection>::Backend;

fn of_offer<'a>(offer: &Assignment) -> disclosure::BoxedQuery<'a, Backend> {
    let of_case = disclosure::table.filter(disclosure::case_id.eq(offer.case_id));
    of_case.filter(disclosure::assignment_id.eq(offer.id)).into_boxed()
}

/// A firm sees its own offers, a lawyer those that name them, the staff those of their cases; a federation none.
fn within<'a>(scope: &Scope) -> assignment::BoxedQuery<'a, Backend> {
    let query = assignment::table.into_boxed();
    match scope {
        Scope::Everything => query,
        Scope::Firm { firm, lawyer: None } => query.filter(assignment::firm_id.eq(*firm)),
        Scope::Firm { firm, lawyer: Some(lawyer) } => {
            query.filter(assignment::firm_id.eq(*firm)).filter(assignment::lawyer_id.assume_not_null().eq(*lawyer))
        }
        Scope::Committees(committees) => {
            let theirs = cases::table.filter(cases::committee_id.eq_any(committees.clone())).select(cases::id);
            query.filter(assignment::case_id.eq_any(theirs))
        }
        Scope::Assigned { account, mediator } => {
            let at_work = case_mediator::table
                .filter(case_mediator::mediator_id.eq_any(mediator.as_slice().to_vec()))
                .filter(case_mediator::released_on.is_null())
                .select(case_mediator::case_id);
            let registered = cases::table.filter(cases::registered_by.eq(*account)).select(cases::id);
            query.filter(assignment::case_id.eq_any(at_work).or(assignment::case_id.eq_any(registered)))
        }
        Scope::Nothing | Scope::Regions { .. } | Scope::Chamber(_) => {
            query.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("1 = 0"))
        }
    }
}
