//! Reads how long things took, case by case: pairs of days or instants, and the cases of each mediator.
//!
//! Ids, codes and days are written into the text of these statements: each is of a type that holds nothing else.

use super::db::Conn;
use super::statistics_cases::refuse_too_many;
use super::statistics_read::scope_area;
use crate::base::clock::{Instant, china_day};
use crate::base::error::{Error, Result};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::times::Time;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Timestamp};

#[derive(QueryableByName)]
struct Days {
    #[diesel(sql_type = Date)]
    began: NaiveDate,
    #[diesel(sql_type = Date)]
    ended: NaiveDate,
}

#[derive(QueryableByName)]
struct Instants {
    #[diesel(sql_type = Timestamp)]
    began: Instant,
    #[diesel(sql_type = Timestamp)]
    ended: Instant,
}

#[derive(QueryableByName)]
struct Load {
    #[diesel(sql_type = BigInt)]
    cases: i64,
}

/// The values of a measure in a period, in its unit and in no order. Areas of too many cases are refused: `too_many_to_count`.
pub fn values(c: &mut Conn, scope: &Scope, area: RegionPrefix, period: Period, time: Time) -> Result<Vec<i64>> {
    let Some(place) = place(scope, area)? else { return Ok(Vec::new()) };
    refuse_too_many(c, scope, area)?;
    let Period { from, to } = period;
    let within = format!("BETWEEN '{from}' AND '{to}'");
    let open = format!("x.accepted_on <= '{to}' AND (x.concluded_on IS NULL OR x.concluded_on > '{to}')");
    let sql = match time {
        Time::ToConclusion => format!(
            "SELECT x.accepted_on AS began, x.concluded_on AS ended FROM cases x
            WHERE {place} AND x.accepted_on IS NOT NULL AND x.concluded_on {within}"
        ),
        Time::ToAgreement => format!(
            "SELECT x.accepted_on AS began, a.agreed_on AS ended FROM cases x JOIN agreement a ON a.case_id = x.id
            WHERE {place} AND x.accepted_on IS NOT NULL AND x.outcome = 'agreed' AND a.agreed_on {within}"
        ),
        Time::ToClosure => format!(
            "SELECT x.applied_on AS began, x.closed_on AS ended FROM cases x WHERE {place} AND x.closed_on {within}"
        ),
        Time::OtherSide => format!(
            "SELECT x.applied_on AS began, MIN(k.recorded_on) AS ended FROM cases x
            JOIN party p ON p.case_id = x.id AND p.role = 'respondent'
            JOIN consent k ON k.case_id = x.id AND k.party_id = p.id AND k.matter = 'mediation'
            WHERE {place} GROUP BY x.id, x.applied_on HAVING MIN(k.recorded_on) {within}"
        ),
        Time::OpenAge => {
            let sql =
                format!("SELECT x.accepted_on AS began, x.accepted_on AS ended FROM cases x WHERE {place} AND {open}");
            let rows: Vec<Days> = diesel::sql_query(sql).load(c)?;
            return Ok(rows.iter().map(|row| (to - row.began).num_days()).collect());
        }
        Time::FirmAnswer => {
            let sql = format!(
                "SELECT a.offered_at AS began, a.answered_at AS ended FROM assignment a JOIN cases x ON x.id = a.case_id
                WHERE {place} AND a.answered_at IS NOT NULL"
            );
            let rows: Vec<Instants> = diesel::sql_query(sql).load(c)?;
            let answered = rows.iter().filter(|row| period.contains(china_day(row.ended)));
            return Ok(answered.map(|row| (row.ended - row.began).num_hours()).collect());
        }
        Time::Caseload => {
            let sql = format!(
                "SELECT count(DISTINCT x.id) AS cases FROM cases x JOIN case_mediator m ON m.case_id = x.id
                WHERE {place} AND {open} AND m.lead AND m.appointed_on <= '{to}'
                AND (m.released_on IS NULL OR m.released_on > '{to}') GROUP BY m.mediator_id"
            );
            let rows: Vec<Load> = diesel::sql_query(sql).load(c)?;
            return Ok(rows.iter().map(|row| row.cases).collect());
        }
    };
    let rows: Vec<Days> = diesel::sql_query(sql).load(c)?;
    Ok(rows.iter().map(|row| (row.ended - row.began).num_days()).collect())
}

/// The condition on a case `x` that its figures are those of a scope; none where nothing is.
fn place(scope: &Scope, area: RegionPrefix) -> Result<Option<String>> {
    match scope {
        Scope::Nothing => Ok(None),
        Scope::Regions { prefix, .. } if area.within(*prefix).is_none() => Ok(None),
        Scope::Everything | Scope::Regions { .. } => {
            let (low, high) = scope_area(scope, area).range();
            Ok(Some(format!("x.region_code BETWEEN '{low}' AND '{high}'")))
        }
        Scope::Committees(ids) if ids.is_empty() => Ok(None),
        Scope::Committees(ids) => {
            let ids: Vec<_> = ids.iter().map(|id| format!("'{id}'")).collect();
            Ok(Some(format!("x.committee_id IN ({})", ids.join(","))))
        }
        Scope::Firm { firm, lawyer: None } => Ok(Some(format!("x.firm_id = '{firm}'"))),
        Scope::Firm { .. } | Scope::Assigned { .. } | Scope::Chamber(_) => Err(Error::Forbidden),
    }
}
