//! Which cases a scope finds: once as a condition of the query, once more as a check of each row that came back.

use super::db::Conn;
use super::schema::cases::{case_mediator, cases};
use crate::domain::case::Case;
use crate::domain::mediators::CaseMediator;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use diesel::connection::Connection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// A query on cases that is being put together.
pub(super) type Query<'a> = cases::BoxedQuery<'a, <Conn as Connection>::Backend>;

/// The cases within a scope.
pub(super) fn within<'a>(scope: &Scope) -> Query<'a> {
    let query = cases::table.into_boxed();
    match scope {
        // A firm sees a case through the assignment that made it the case's firm; a lawyer through one that names them.
        Scope::Nothing | Scope::Firm { lawyer: Some(_), .. } => query.filter(sql::<Bool>("1 = 0")),
        Scope::Regions { prefix, .. } => in_area(query, *prefix),
        Scope::Committees(committees) => query.filter(cases::committee_id.eq_any(committees.clone())),
        Scope::Assigned { account, mediator: None } => query.filter(cases::registered_by.eq(*account)),
        Scope::Assigned { account, mediator: Some(mediator) } => {
            let at_work = case_mediator::table
                .filter(case_mediator::mediator_id.eq(*mediator))
                .filter(case_mediator::released_on.is_null())
                .select(case_mediator::case_id);
            query.filter(cases::registered_by.assume_not_null().eq(*account).or(cases::id.eq_any(at_work)))
        }
        Scope::Firm { firm, lawyer: None } => query.filter(cases::firm_id.eq(*firm)),
        Scope::Everything => query,
    }
}

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

/// The same question asked of a row in hand, so that a wrong query shows nothing.
pub(super) fn admits(scope: &Scope, case: &Case, mediators: &[CaseMediator]) -> bool {
    match scope {
        Scope::Nothing => false,
        Scope::Regions { prefix, .. } => prefix.contains(case.region_code),
        Scope::Committees(committees) => committees.contains(&case.committee_id),
        Scope::Assigned { account, mediator } => {
            case.registered_by == Some(*account)
                || mediators.iter().any(|one| Some(one.mediator_id) == *mediator && one.released_on.is_none())
        }
        Scope::Firm { firm, lawyer } => case.firm_id == Some(*firm) && lawyer.is_none(),
        Scope::Everything => true,
    }
}
