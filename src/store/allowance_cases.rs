//! The cases that a sheet of allowances is about: those that closed in a period, with what counts of them, under the same function as the
//! figures.

use super::case_scope::{at_work, within};
use super::counted_cases::show;
use super::db::Conn;
use super::record::MANY;
use super::schema::cases::{case_mediator, cases};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, MediatorId};
use crate::domain::case::Status;
use crate::domain::contribution::Counter;
use crate::domain::counted::CountedCase;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use diesel::prelude::*;
use std::collections::HashMap;

/// Cases of one sheet, at most: the quarter of a large city.
const MOST_CASES: usize = 20_000;

/// A case and what of it decides whether it pays.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub case: CountedCase,
    pub case_no: String,
    pub is_agreed: bool,
    pub is_performed: bool,
    /// Its mother case counts in its place.
    pub is_in_group: bool,
    /// Those on the case, the lead first.
    pub mediators: Vec<MediatorId>,
}

impl Candidate {
    pub fn is_closed(&self) -> bool {
        matches!(self.case.status, Status::Closed | Status::Archived)
    }
}

/// The cases within a scope that closed in a period and an area, by that day. `area_too_wide` when a sheet cannot hold them.
pub fn closed(c: &mut Conn, scope: &Scope, area: RegionPrefix, period: Period) -> Result<Vec<Candidate>> {
    let (low, high) = area.range();
    let most = i64::try_from(MOST_CASES).map_err(Error::internal)?;
    let ids: Vec<CaseId> = within(scope)
        .filter(cases::region_code.between(low, high))
        .filter(cases::closed_on.between(period.from, period.to))
        .filter(cases::status.eq_any([Status::Closed, Status::Archived]))
        .select(cases::id)
        .limit(most + 1)
        .load(c)?;
    if ids.len() > MOST_CASES {
        return Err(Error::field("region", Code::AreaTooWide));
    }
    of_ids(c, &ids)
}

/// The cases that closed in a period and have a mediator at work on them, by that day.
pub fn of_mediator(c: &mut Conn, mediator: MediatorId, period: Period) -> Result<Vec<Candidate>> {
    let most = i64::try_from(MOST_CASES).map_err(Error::internal)?;
    // Whether a case is still closed is seen when it is read: the index knows the day alone.
    let ids: Vec<CaseId> = cases::table
        .filter(at_work(mediator))
        .filter(cases::closed_on.between(period.from, period.to))
        .select(cases::id)
        .limit(most)
        .load(c)?;
    let mut found = of_ids(c, &ids)?;
    found.retain(Candidate::is_closed);
    Ok(found)
}

/// These cases, by the day they closed.
pub fn of_ids(c: &mut Conn, ids: &[CaseId]) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for ids in ids.chunks(MANY) {
        let numbers: Vec<(CaseId, String)> =
            cases::table.filter(cases::id.eq_any(ids)).select((cases::id, cases::case_no)).load(c)?;
        let mut numbers: HashMap<CaseId, String> = numbers.into_iter().collect();
        let active = case_mediator::table
            .filter(case_mediator::case_id.eq_any(ids).and(case_mediator::released_on.is_null()))
            .order((case_mediator::lead.desc(), case_mediator::id))
            .select((case_mediator::case_id, case_mediator::mediator_id));
        let mut on: HashMap<CaseId, Vec<MediatorId>> = HashMap::new();
        for (case, mediator) in active.load(c)? {
            on.entry(case).or_default().push(mediator);
        }
        show(c, ids, &mut |case, entries| {
            let counts = |counter| entries.iter().any(|(_, counted, _)| *counted == counter);
            found.push(Candidate {
                case: case.clone(),
                case_no: numbers.remove(&case.id).unwrap_or_default(),
                is_agreed: counts(Counter::Agreed),
                is_performed: counts(Counter::Performed),
                is_in_group: !counts(Counter::Registered),
                mediators: on.remove(&case.id).unwrap_or_default(),
            });
        })?;
    }
    found.sort_by_key(|one: &Candidate| (one.case.closed_on, one.case.id));
    Ok(found)
}
