//! Lists of cases within a scope; and the cases that look like a second report of the same dispute.

use super::case_scope::{Query, admits, cleared, in_area, parts, parts_by_day, within};
use super::case_search;
use super::case_tables::{heads, mediators};
use super::db::Conn;
use super::dialect::{self, each};
use super::listing::{holding, lower};
use super::schema::cases::{case_mediator, cases, party};
use super::work;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, CommitteeId, FirmId, MediatorId};
use crate::domain::case::{Case, Source, Status};
use crate::domain::case_order::{CaseOrder, CasePlace};
use crate::domain::category::Category;
use crate::domain::contact::Name;
use crate::domain::duplicates::Sketch;
use crate::domain::mediators::CaseMediator;
use crate::domain::money::Fen;
use crate::domain::parties::{PartyKind, PartyRole};
use crate::domain::policy::{Scope, Sight};
use crate::domain::region::RegionPrefix;
use chrono::NaiveDate;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// What a list is narrowed to. `from` and `to` are days of application, both included.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<Status>,
    pub category: Option<Category>,
    pub region: Option<RegionPrefix>,
    pub committee: Option<CommitteeId>,
    pub firm: Option<FirmId>,
    pub mediator: Option<MediatorId>,
    pub q: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Those whose clock runs and ends from a day to a day.
    pub due: Option<(NaiveDate, NaiveDate)>,
    /// Only what comes after this place.
    pub after: Option<CasePlace>,
}

impl Filter {
    /// The order of the list.
    pub fn order(&self) -> CaseOrder {
        if self.due.is_some() {
            CaseOrder::Due
        } else if self.from.is_some() || self.to.is_some() {
            CaseOrder::Applied
        } else {
            CaseOrder::Registered
        }
    }
}

/// A line of a list. What of it may be shown is the sight of the scope.
#[derive(Clone, Debug)]
pub struct Line {
    pub case: Case,
    pub parties: Vec<Side>,
}

/// Who stands on which side.
#[derive(Clone, Debug, Queryable)]
pub struct Side {
    pub case_id: CaseId,
    pub role: PartyRole,
    pub kind: PartyKind,
    pub name: Name,
}

/// How many cases are compared with one.
const ALIKE: i64 = 100;

/// The cases within the scope that a mediator is on and that are not closed, the oldest first.
pub fn at_work(c: &mut Conn, scope: &Scope, mediator: MediatorId, most: usize) -> Result<Vec<CaseId>> {
    let on = case_mediator::table
        .filter(case_mediator::mediator_id.eq(mediator))
        .filter(case_mediator::released_on.is_null())
        .select(case_mediator::case_id);
    let open =
        within(scope).filter(cases::id.eq_any(on)).filter(cases::status.ne_all([Status::Closed, Status::Archived]));
    let most = i64::try_from(most).map_err(Error::internal)?;
    Ok(open.select(cases::id).order(cases::id).limit(most).load(c)?)
}

/// Up to `limit` cases within the scope, in the order of the filter.
pub fn list(c: &mut Conn, scope: &Scope, filter: &Filter, limit: i64) -> Result<Vec<Line>> {
    let (order, mut found) = (filter.order(), Vec::new());
    for part in if order == CaseOrder::Registered { parts(scope) } else { parts_by_day(scope) } {
        let query = ordered(narrowed(part, filter), filter)?;
        let Some(query) = searched(c, query, scope, filter.q.as_deref()) else { continue };
        // What has to be sorted is sorted by its ids and days alone.
        let ids: Vec<CaseId> = query.select(cases::id).limit(limit).load(c)?;
        found.extend(cases::table.filter(cases::id.eq_any(ids)).select(heads::columns()).load::<Case>(c)?);
    }
    found.sort_by(|one, other| order.compare(one, other));
    found.dedup_by_key(|case| case.id);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    lines(c, scope, found)
}

/// The lines of these cases as far as they are within the scope, in no order.
pub fn of_ids(c: &mut Conn, scope: &Scope, ids: &[CaseId]) -> Result<Vec<Line>> {
    let found = within(scope).filter(cases::id.eq_any(ids)).select(heads::columns()).load(c)?;
    lines(c, scope, found)
}

/// Cases with their parties; one that is outside the scope is left out.
fn lines(c: &mut Conn, scope: &Scope, found: Vec<Case>) -> Result<Vec<Line>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CaseId> = found.iter().map(|case| case.id).collect();
    let sides: Vec<Side> = party::table
        .filter(party::case_id.eq_any(&ids))
        .order(party::id)
        .select((party::case_id, party::role, party::kind, party::name))
        .load(c)?;
    let cleared = cleared(c, scope, &ids)?;
    let mediators: Vec<CaseMediator> = match scope {
        Scope::Assigned { .. } => {
            case_mediator::table.filter(case_mediator::case_id.eq_any(&ids)).select(mediators::columns()).load(c)?
        }
        _ => Vec::new(),
    };
    let mut lines = Vec::with_capacity(found.len());
    for case in found {
        let at_work: Vec<CaseMediator> = mediators.iter().filter(|one| one.case_id == case.id).cloned().collect();
        if !admits(scope, &case, &at_work, &cleared) {
            tracing::error!(case = %case.id, "a case outside the scope was listed");
            continue;
        }
        let parties = sides.iter().filter(|side| side.case_id == case.id).cloned().collect();
        lines.push(Line { case, parties });
    }
    Ok(lines)
}

fn narrowed<'a>(mut query: Query<'a>, filter: &Filter) -> Query<'a> {
    if let Some(status) = filter.status {
        query = query.filter(cases::status.eq(status));
    }
    if let Some(category) = filter.category {
        query = query.filter(cases::category.eq(category));
    }
    if let Some(region) = filter.region {
        query = in_area(query, region);
    }
    if let Some(committee) = filter.committee {
        query = query.filter(cases::committee_id.eq(committee));
    }
    if let Some(firm) = filter.firm {
        query = query.filter(cases::firm_id.eq(firm));
    }
    if let Some(mediator) = filter.mediator {
        let theirs =
            case_mediator::table.filter(case_mediator::mediator_id.eq(mediator)).select(case_mediator::case_id);
        query = query.filter(cases::id.eq_any(theirs));
    }
    query
}

/// The days that are asked for, in the order of the list, from its place on. The day of that place narrows them itself: of two bounds on the
/// same side an index would serve whichever.
fn ordered<'a>(mut query: Query<'a>, filter: &Filter) -> Result<Query<'a>> {
    let (order, mut to, mut due) = (filter.order(), filter.to, filter.due);
    if let Some(CasePlace { on, id }) = filter.after {
        query = match (order, on) {
            (CaseOrder::Registered, _) => query.filter(cases::id.lt(id)),
            (CaseOrder::Applied, Some(on)) => {
                to = Some(to.map_or(on, |to| to.min(on)));
                query.filter(cases::applied_on.lt(on).or(cases::id.lt(id)))
            }
            (CaseOrder::Due, Some(on)) => {
                due = due.map(|(from, to)| (from.max(on), to));
                query.filter(cases::due_on.assume_not_null().gt(on).or(cases::id.gt(id)))
            }
            (_, None) => return Err(Error::field("cursor", Code::Invalid)),
        };
    }
    if let Some(from) = filter.from {
        query = query.filter(cases::applied_on.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(cases::applied_on.le(to));
    }
    if let Some((from, to)) = due {
        let ends = cases::due_on.assume_not_null().between(from, to);
        query = query.filter(ends).filter(sql::<Bool>(&work::runs("cases")));
    }
    Ok(match order {
        CaseOrder::Registered => query.order(cases::id.desc()),
        CaseOrder::Applied => query.order((cases::applied_on.desc(), cases::id.desc())),
        CaseOrder::Due => query.order((cases::due_on, cases::id)),
    })
}

/// Looks for words in numbers, names and facts; under masked sight in case numbers alone, so that a search cannot tell what the
/// mask hides. `None` when there is nothing to look for.
fn searched<'a>(c: &Conn, query: Query<'a>, scope: &Scope, q: Option<&str>) -> Option<Query<'a>> {
    let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) else { return Some(query) };
    if scope.sight() != Sight::Full {
        return Some(query.filter(lower(cases::case_no).like(lower(holding(q))).escape('\\')));
    }
    case_search::query(c, q).map(|words| query.filter(dialect::found_by(c, words)))
}

/// The cases of the same committee that share a party or a reference with this one, the newest 100, for `domain/duplicates`.
/// Those of other committees are left out: it would tell too much of them.
pub fn alike(c: &mut Conn, committee: CommitteeId, dispute: &Sketch) -> Result<Vec<Sketch>> {
    let mut ids = Vec::new();
    // What is no case yet is none of them.
    let itself = dispute.case_id.map(|id| id.to_string()).unwrap_or_default();
    // One statement a name: each walks an index from the newest case on, and stops where it has enough.
    for (_, name, number) in &dispute.parties {
        let own = cases::table.filter(cases::id.eq(party::case_id)).filter(cases::committee_id.eq(committee));
        let sharing = party::table.filter(party::case_id.ne(&itself)).filter(exists(own)).select(party::case_id);
        let named = sharing.filter(party::name.eq(name)).order(party::case_id.desc()).limit(ALIKE);
        ids.extend(each!(c, c => named.load::<CaseId>(c))?);
        if let Some(number) = number {
            let numbered = sharing.filter(party::document_number.eq(number)).order(party::case_id.desc()).limit(ALIKE);
            ids.extend(each!(c, c => numbered.load::<CaseId>(c))?);
        }
    }
    if let Some(reference) = &dispute.external_no {
        let referred = cases::table.filter(cases::committee_id.eq(committee));
        // Each source is named, so that the index on committee, source and number serves.
        let referred = referred.filter(cases::source.eq_any(Source::ALL)).filter(cases::external_no.eq(reference));
        let referred = referred.filter(cases::id.ne(&itself));
        ids.extend(referred.select(cases::id).load::<CaseId>(c)?);
    }
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids.dedup();
    ids.truncate(usize::try_from(ALIKE).unwrap_or(usize::MAX));
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(CaseId, Fen, NaiveDate, Option<String>)> = cases::table
        .filter(cases::id.eq_any(&ids))
        .order(cases::id.desc())
        .select((cases::id, cases::amount_claimed, cases::applied_on, cases::external_no))
        .load(c)?;
    let sides: Vec<(CaseId, PartyRole, String, Option<String>)> = party::table
        .filter(party::case_id.eq_any(ids))
        .select((party::case_id, party::role, party::name, party::document_number))
        .load(c)?;
    let sketch = |(id, amount_claimed, applied_on, external_no)| Sketch {
        case_id: Some(id),
        parties: sides
            .iter()
            .filter(|side| side.0 == id)
            .map(|side| (side.1, side.2.clone(), side.3.clone()))
            .collect(),
        amount_claimed,
        applied_on,
        external_no,
    };
    Ok(found.into_iter().map(sketch).collect())
}
