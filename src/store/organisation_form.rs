//! How many committees, members and mediators there are, and what was approved for them: for the official form of organisations.
//!
//! Codes, ids and days are written into the text of these statements: each is of a type that holds nothing else.

use super::db::Conn;
use crate::base::error::Result;
use crate::domain::organisation_form::{OrganisationCount, OrganisationTally};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// What rows are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One row of all.
    Whole,
    /// The areas directly below the one asked for.
    Region,
    Committee,
}

/// A row of one statement: up to four counts, those it has no name for are nothing.
#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = BigInt)]
    a: i64,
    #[diesel(sql_type = BigInt)]
    b: i64,
    #[diesel(sql_type = BigInt)]
    c: i64,
    #[diesel(sql_type = BigInt)]
    d: i64,
}

/// The counts of an area within a scope by row: the registry as it is now, and the allowances approved in the period.
pub fn counts(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    period: Period,
    rows: Rows,
) -> Result<BTreeMap<String, OrganisationTally>> {
    use OrganisationCount as O;
    let (item, within) = (item(area, rows), condition(scope, area));
    let Period { from, to } = period;
    // China's day begins at sixteen hours UTC of the day before.
    let approved =
        format!("s.approved_at >= '{} 16:00:00' AND s.approved_at < '{to} 16:00:00'", from.pred_opt().unwrap_or(from));
    let sum = |condition: &str| format!("CAST(coalesce(sum(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let asked: [(String, &[O]); 4] = [
        (
            format!(
                "SELECT {item} AS item, count(*) AS a, {} AS b, {} AS c, {} AS d FROM committee k WHERE {within} AND k.status = 'active' GROUP BY 1",
                sum("k.chamber_id IS NOT NULL"),
                sum("k.chamber_id IS NULL"),
                sum(&format!("k.term_end_on IS NULL OR k.term_end_on < '{to}'")),
            ),
            &[O::Committees, O::ChamberCommittees, O::OtherCommittees, O::CommitteesOutOfTerm],
        ),
        (
            format!(
                "SELECT {item} AS item, count(*) AS a, {} AS b, {} AS c, {} AS d FROM committee k JOIN committee_member m ON m.committee_id = k.id WHERE {within} AND k.status = 'active' GROUP BY 1",
                sum("m.gender = 'female'"),
                sum("m.gender = 'male'"),
                sum("m.lawyer_id IS NOT NULL"),
            ),
            &[O::Members, O::MembersFemale, O::MembersMale, O::MembersLawyers],
        ),
        (
            format!(
                "SELECT {item} AS item, count(*) AS a, {} AS b, {} AS c, {} AS d FROM committee k JOIN mediator m ON m.committee_id = k.id WHERE {within} AND k.status = 'active' AND m.status <> 'removed' GROUP BY 1",
                sum("m.employment = 'full_time'"),
                sum("m.employment = 'part_time'"),
                sum("m.gender = 'female'"),
            ),
            &[O::Mediators, O::MediatorsFullTime, O::MediatorsPartTime, O::MediatorsFemale],
        ),
        (
            format!(
                "SELECT {item} AS item, CAST(sum(p.amount) AS BIGINT) AS a, count(*) AS b, CAST(0 AS BIGINT) AS c, CAST(0 AS BIGINT) AS d FROM committee k JOIN allowance_payment p ON p.committee_id = k.id
                JOIN allowance_sheet s ON s.id = p.sheet_id WHERE {within} AND {approved} GROUP BY 1"
            ),
            &[O::Allowances, O::AllowanceCases],
        ),
    ];
    let mut found: BTreeMap<String, OrganisationTally> = BTreeMap::new();
    for (sql, counts) in asked {
        for row in diesel::sql_query(sql).load::<Counted>(c)? {
            let tally = found.entry(row.item).or_default();
            tally.extend(counts.iter().copied().zip([row.a, row.b, row.c, row.d]));
        }
    }
    Ok(found)
}

fn item(area: RegionPrefix, rows: Rows) -> String {
    match rows {
        Rows::Whole => "''".to_owned(),
        Rows::Committee => "k.id".to_owned(),
        Rows::Region => {
            let digits = (area.as_str().len() + 2).min(6);
            format!("substr(k.region_code, 1, {digits}) || '{}'", "0".repeat(6 - digits))
        }
    }
}

fn condition(scope: &Scope, area: RegionPrefix) -> String {
    match (scope, scope.area().and_then(|own| area.within(own))) {
        (Scope::Committees(ids), _) if !ids.is_empty() => {
            let ids: Vec<_> = ids.iter().map(|id| format!("'{id}'")).collect();
            format!("k.id IN ({})", ids.join(","))
        }
        (_, Some(area)) => {
            let (low, high) = area.range();
            format!("k.region_code BETWEEN '{low}' AND '{high}'")
        }
        _ => "1 = 0".to_owned(),
    }
}
