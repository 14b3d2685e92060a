//! Reads how long things took, case by case: pairs of days or instants, and the cases of each mediator. A case of a group that counts
//! once is none here: its mother case is.
//!
//! Ids, codes and days are written into the text of these statements: each is of a type that holds nothing else.

use super::case_groups::is_one_itself;
use super::db::Conn;
use super::statistics_cases::refuse_too_many;
use super::statistics_read::{items_sql, places_sql};
use crate::base::clock::{Instant, china_day};
use crate::base::error::Result;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::times::{Taken, Time};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text, Timestamp};

#[derive(QueryableByName)]
struct Days {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Date)]
    began: NaiveDate,
    #[diesel(sql_type = Date)]
    ended: NaiveDate,
}

#[derive(QueryableByName)]
struct Instants {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Timestamp)]
    began: Instant,
    #[diesel(sql_type = Timestamp)]
    ended: Instant,
}

#[derive(QueryableByName)]
struct Load {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = BigInt)]
    cases: i64,
}

/// The values of a measure in a period, each in its unit with its day and the item of a dimension it belongs to, in no order. Areas of
/// too many cases are refused: `too_many_to_count`.
pub fn values(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    period: Period,
    (time, by): (Time, Dimension),
) -> Result<Vec<Taken>> {
    let Some((_, place)) = places_sql(scope, area, false)? else { return Ok(Vec::new()) };
    refuse_too_many(c, scope, area)?;
    let (item, one_itself) = (items_sql(scope, by, area).1, is_one_itself("cases"));
    let cases = format!("(SELECT cases.*, coalesce({item}, '') AS item FROM cases WHERE {place} AND {one_itself}) x");
    let Period { from, to } = period;
    let within = format!("BETWEEN '{from}' AND '{to}'");
    let open = format!("x.accepted_on <= '{to}' AND (x.concluded_on IS NULL OR x.concluded_on > '{to}')");
    let sql = match time {
        Time::ToConclusion => format!(
            "SELECT x.item, x.region_code AS place, x.accepted_on AS began, x.concluded_on AS ended FROM {cases}
            WHERE x.accepted_on IS NOT NULL AND x.concluded_on {within}"
        ),
        Time::ToAgreement => format!(
            "SELECT x.item, x.region_code AS place, x.accepted_on AS began, a.agreed_on AS ended FROM {cases} JOIN agreement a ON a.case_id = x.id
            WHERE x.accepted_on IS NOT NULL AND x.outcome = 'agreed' AND a.agreed_on {within}"
        ),
        Time::ToClosure => {
            format!("SELECT x.item, x.region_code AS place, x.applied_on AS began, x.closed_on AS ended FROM {cases} WHERE x.closed_on {within}")
        }
        Time::OtherSide => format!(
            "SELECT x.item, x.region_code AS place, x.applied_on AS began, MIN(k.recorded_on) AS ended FROM {cases}
            JOIN party p ON p.case_id = x.id AND p.role = 'respondent'
            JOIN consent k ON k.case_id = x.id AND k.party_id = p.id AND k.matter = 'mediation'
            GROUP BY x.id, x.item, x.region_code, x.applied_on HAVING MIN(k.recorded_on) {within}"
        ),
        Time::OpenAge => {
            let sql = format!("SELECT x.item, x.region_code AS place, x.accepted_on AS began, x.accepted_on AS ended FROM {cases} WHERE {open}");
            let rows: Vec<Days> = diesel::sql_query(sql).load(c)?;
            let age = |row: Days| Taken { item: row.item, place: row.place, on: to, value: (to - row.began).num_days() };
            return Ok(rows.into_iter().map(age).collect());
        }
        Time::FirmAnswer => {
            let sql = format!(
                "SELECT x.item, x.region_code AS place, a.offered_at AS began, a.answered_at AS ended FROM assignment a
                JOIN {cases} ON x.id = a.case_id WHERE a.answered_at IS NOT NULL"
            );
            let rows: Vec<Instants> = diesel::sql_query(sql).load(c)?;
            let taken = rows.into_iter().map(|row| Taken {
                item: row.item,
                place: row.place,
                on: china_day(row.ended),
                value: (row.ended - row.began).num_hours(),
            });
            return Ok(taken.filter(|taken| period.contains(taken.on)).collect());
        }
        Time::Caseload => {
            let sql = format!(
                "SELECT x.item, MIN(x.region_code) AS place, count(DISTINCT x.id) AS cases FROM {cases} JOIN case_mediator m ON m.case_id = x.id
                WHERE {open} AND m.lead AND m.appointed_on <= '{to}'
                AND (m.released_on IS NULL OR m.released_on > '{to}') GROUP BY x.item, m.mediator_id"
            );
            let rows: Vec<Load> = diesel::sql_query(sql).load(c)?;
            return Ok(rows.into_iter().map(|row| Taken { item: row.item, place: row.place, on: to, value: row.cases }).collect());
        }
    };
    let rows: Vec<Days> = diesel::sql_query(sql).load(c)?;
    let taken = |row: Days| Taken {
        item: row.item,
        place: row.place,
        on: row.ended,
        value: (row.ended - row.began).num_days(),
    };
    Ok(rows.into_iter().map(taken).collect())
}
