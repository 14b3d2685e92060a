//! Which cases a scope finds: once as a condition of the query, once more as a check of each row that came back.

use super::assignments;
use super::db::Conn;
use super::schema::cases::{case_mediator, cases};
use crate::base::error::Result;
use crate::base::id::{CaseId, FirmId, LawyerId, MediatorId};
use crate::domain::case::Case;
use crate::domain::mediators::CaseMediator;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use diesel::connection::Connection;
use diesel::dsl::{exists, sql};
use diesel::expression::{SqlLiteral, UncheckedBind};
use diesel::internal::derives::as_expression::Bound;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// A query on cases that is being put together.
pub(super) type Query<'a> = cases::BoxedQuery<'a, <Conn as Connection>::Backend>;

/// The cases within a scope, for one that is known by its id.
pub(super) fn within<'a>(scope: &Scope) -> Query<'a> {
    let query = cases::table.into_boxed();
    match scope {
        Scope::Nothing | Scope::Chamber(_) => query.filter(sql::<Bool>("1 = 0")),
        Scope::Regions { prefix, .. } => in_area(query, *prefix),
        Scope::Committees(committees) => match committees.as_slice() {
            [only] => query.filter(cases::committee_id.eq(*only)),
            several => query.filter(cases::committee_id.eq_any(several.to_vec())),
        },
        Scope::Assigned { account, mediator: None } => query.filter(cases::registered_by.eq(*account)),
        Scope::Assigned { account, mediator: Some(mediator) } => {
            let at_work = case_mediator::table
                .filter(case_mediator::case_id.eq(cases::id))
                .filter(case_mediator::mediator_id.eq(*mediator))
                .filter(case_mediator::released_on.is_null());
            query.filter(cases::registered_by.assume_not_null().eq(*account).or(exists(at_work)))
        }
        Scope::Firm { firm, lawyer } => query.filter(shown_to(*firm, *lawyer)),
        Scope::Everything => query,
    }
}

/// The cases whose file a firm may see, as `Assignment::sight` says: it ticked «no conflict» in an offer that is not over, and a
/// contract or every party's last word allows it. A lawyer sees those that name them.
fn shown_to(firm: FirmId, lawyer: Option<LawyerId>) -> Shown {
    let any = lawyer.map_or(String::new(), |lawyer| lawyer.to_string());
    sql::<Bool>("cases.id IN (SELECT a.case_id FROM assignment a WHERE a.firm_id = ")
        .bind::<Text, _>(firm)
        .sql(
            " AND a.status IN ('offered', 'accepted') AND a.cleared_at IS NOT NULL AND coalesce(a.lawyer_id, '') LIKE ",
        )
        .bind::<Text, _>(if any.is_empty() { "%".to_owned() } else { any })
        .sql(
            " AND CASE a.basis WHEN 'entrust_contract' THEN a.contract_no IS NOT NULL ELSE NOT EXISTS (
                SELECT 1 FROM party p WHERE p.case_id = a.case_id AND NOT coalesce((
                    SELECT k.given FROM consent k WHERE k.case_id = p.case_id AND k.party_id = p.id
                    AND k.matter = 'disclosure_to_firm' AND k.firm_id = a.firm_id ORDER BY k.id DESC LIMIT 1
                ), FALSE)) END)",
        )
}

type Bind<Inner, T> = UncheckedBind<Inner, Bound<Text, T>>;
type Shown = SqlLiteral<Bool, Bind<SqlLiteral<Bool, Bind<SqlLiteral<Bool>, FirmId>>, String>>;

/// The same cases in parts, each of which comes in order from an index: of several committees at once, or of what a mediator
/// registered and works on, all would have to be sorted to find the newest. A case may be in two parts.
pub(super) fn parts<'a>(scope: &Scope) -> Vec<Query<'a>> {
    match scope {
        Scope::Committees(committees) => {
            committees.iter().map(|one| cases::table.into_boxed().filter(cases::committee_id.eq(*one))).collect()
        }
        Scope::Assigned { account, mediator: Some(mediator) } => {
            let at_work = case_mediator::table
                .filter(case_mediator::mediator_id.eq(*mediator))
                .filter(case_mediator::released_on.is_null())
                .select(case_mediator::case_id);
            let registered = cases::table.into_boxed().filter(cases::registered_by.eq(*account));
            vec![registered, cases::table.into_boxed().filter(cases::id.eq_any(at_work))]
        }
        other => vec![within(other)],
    }
}

/// The same for a list by days.
pub(super) fn parts_by_day<'a>(scope: &Scope) -> Vec<Query<'a>> {
    match scope {
        Scope::Assigned { account, mediator: Some(mediator) } => {
            let registered = cases::table.into_boxed().filter(cases::registered_by.eq(*account));
            vec![registered, cases::table.into_boxed().filter(at_work(*mediator))]
        }
        other => parts(other),
    }
}

/// The cases a mediator works on, looked for by days: these are cases of their own committee, which has indexes in that order.
pub(super) fn at_work(mediator: MediatorId) -> AtWork {
    sql::<Bool>("cases.committee_id = (SELECT r.committee_id FROM mediator r WHERE r.id = ")
        .bind::<Text, _>(mediator)
        .sql(
            ") AND EXISTS (SELECT 1 FROM case_mediator a WHERE a.case_id = cases.id AND a.released_on IS NULL
            AND a.mediator_id = ",
        )
        .bind::<Text, _>(mediator)
        .sql(")")
}

type AtWork = SqlLiteral<Bool, Bind<SqlLiteral<Bool, Bind<SqlLiteral<Bool>, MediatorId>>, MediatorId>>;

/// The cases of an area, by the first pairs of the code: indexed as such, so that the newest of a million need no sorting.
pub(super) fn in_area(query: Query<'_>, area: RegionPrefix) -> Query<'_> {
    let pairs = area.as_str().to_owned();
    match pairs.len() {
        0 => query,
        2 => query.filter(sql::<Bool>("substr(cases.region_code, 1, 2) = ").bind::<Text, _>(pairs)),
        4 => query.filter(sql::<Bool>("substr(cases.region_code, 1, 4) = ").bind::<Text, _>(pairs)),
        _ => query.filter(cases::region_code.eq(area.code())),
    }
}

/// The same question asked of a row in hand, so that a wrong query shows nothing. `cleared` are the cases cleared by the firm.
pub(super) fn admits(scope: &Scope, case: &Case, mediators: &[CaseMediator], cleared: &[CaseId]) -> bool {
    match scope {
        Scope::Nothing | Scope::Chamber(_) => false,
        Scope::Regions { prefix, .. } => prefix.contains(case.region_code),
        Scope::Committees(committees) => committees.contains(&case.committee_id),
        Scope::Assigned { account, mediator } => {
            case.registered_by == Some(*account)
                || mediators.iter().any(|one| Some(one.mediator_id) == *mediator && one.released_on.is_none())
        }
        Scope::Firm { .. } => cleared.contains(&case.id),
        Scope::Everything => true,
    }
}

/// What `admits` asks of offers: nothing but for a firm.
pub(super) fn cleared(c: &mut Conn, scope: &Scope, cases: &[CaseId]) -> Result<Vec<CaseId>> {
    if matches!(scope, Scope::Firm { .. }) { assignments::cleared(c, scope, cases) } else { Ok(Vec::new()) }
}
