//! Reads how long things took, case by case: pairs of days or instants, and the cases of each mediator. A case of a group that counts
//! once is none here: its mother case is.
//!
//! Ids, codes and days are written into the text of these statements: each is of a type that holds nothing else.

use super::case_groups::is_one_itself;
use super::db::Conn;
use super::statistics_read::{items_sql, places_sql};
use crate::base::clock::{Instant, china_day};
use crate::base::error::Result;
use crate::domain::assignment::end_of;
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
    #[diesel(sql_type = BigInt)]
    times: i64,
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

/// The values of a measure in a period, each in its unit with its day and the item of a dimension it belongs to, in no order; of an area
/// whose cases are not too many to go through (`refuse_too_many`). Where it is known on which days all that are under way at the end of
/// the period were accepted (`since`), no others are looked at for what stands on that day.
pub fn values(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    period: Period,
    (time, by): (Time, Dimension),
    since: Option<&[NaiveDate]>,
) -> Result<Vec<Taken>> {
    let Some((_, place)) = places_sql(scope, area, false)? else { return Ok(Vec::new()) };
    let (item, one_itself) = (items_sql(scope, by, area).1, is_one_itself("cases"));
    let of = if by.is_of_organisations() { "region_code" } else { "''" };
    let since = since.filter(|_| time.is_of_a_day());
    if since.is_some_and(<[NaiveDate]>::is_empty) {
        return Ok(Vec::new());
    }
    let since = since.map_or_else(String::new, |days| {
        let days: Vec<String> = days.iter().map(|day| format!("'{day}'")).collect();
        format!("AND accepted_on IN ({})", days.join(","))
    });
    let cases = format!(
        "(SELECT cases.*, coalesce({item}, '') AS item, {of} AS place FROM cases WHERE {place} {since} AND {one_itself}) x"
    );
    let query = diesel::sql_query(statement(time, &cases, period));
    Ok(match time {
        Time::ToConclusion | Time::ToAgreement | Time::ToClosure | Time::OtherSide | Time::OpenAge => {
            let days = |row: Days| {
                let on = if time == Time::OpenAge { period.to } else { row.ended };
                Taken { item: row.item, place: row.place, on, counts: vec![((on - row.began).num_days(), row.times)] }
            };
            query.load(c)?.into_iter().map(days).collect()
        }
        Time::FirmAnswer => {
            let hours = |row: Instants| Taken {
                item: row.item,
                place: row.place,
                on: china_day(row.ended),
                counts: vec![((row.ended - row.began).num_hours(), 1)],
            };
            query.load(c)?.into_iter().map(hours).collect()
        }
        Time::Caseload => {
            let load =
                |row: Load| Taken { item: row.item, place: row.place, on: period.to, counts: vec![(row.cases, 1)] };
            query.load(c)?.into_iter().map(load).collect()
        }
    })
}

/// The rows of a measure among these `cases`, called `x`.
fn statement(time: Time, cases: &str, Period { from, to }: Period) -> String {
    let within = format!("BETWEEN '{from}' AND '{to}'");
    let open = format!("x.accepted_on <= '{to}' AND (x.concluded_on IS NULL OR x.concluded_on > '{to}')");
    // Cases of the same two days are read as one row.
    let span = |began: &str, ended: &str, rest: &str| {
        format!(
            "SELECT item, place, began, ended, count(*) AS times FROM (
                SELECT x.item, x.place, {began} AS began, {ended} AS ended FROM {cases} {rest}
            ) AS spans GROUP BY item, place, began, ended"
        )
    };
    match time {
        Time::ToConclusion => {
            let ended = format!("WHERE x.accepted_on IS NOT NULL AND x.concluded_on {within}");
            span("x.accepted_on", "x.concluded_on", &ended)
        }
        Time::ToAgreement => {
            let agreed = format!(
                "JOIN agreement a ON a.case_id = x.id
                WHERE x.accepted_on IS NOT NULL AND x.outcome = 'agreed' AND a.agreed_on {within}"
            );
            span("x.accepted_on", "a.agreed_on", &agreed)
        }
        Time::ToClosure => span("x.applied_on", "x.closed_on", &format!("WHERE x.closed_on {within}")),
        Time::OtherSide => {
            let answered = format!(
                "JOIN party p ON p.case_id = x.id AND p.role = 'respondent'
                JOIN consent k ON k.case_id = x.id AND k.party_id = p.id AND k.matter = 'mediation'
                GROUP BY x.id, x.item, x.place, x.applied_on HAVING MIN(k.recorded_on) {within}"
            );
            span("x.applied_on", "MIN(k.recorded_on)", &answered)
        }
        Time::OpenAge => span("x.accepted_on", "x.accepted_on", &format!("WHERE {open}")),
        // Few cases have an offer: SQLite keeps to the order of a cross join.
        Time::FirmAnswer => format!(
            "SELECT x.item, x.place, a.offered_at AS began, a.answered_at AS ended
            FROM assignment a CROSS JOIN {cases} WHERE a.case_id = x.id
            AND a.answered_at >= '{}' AND a.answered_at < '{}'",
            end_of(from.pred_opt().unwrap_or(from)),
            end_of(to)
        ),
        // One leads a case at a time; found case by case, for as a join PostgreSQL might read all mediators there ever were.
        Time::Caseload => format!(
            "SELECT item, MIN(place) AS place, count(*) AS cases FROM (
                SELECT x.item, x.place, (SELECT m.mediator_id FROM case_mediator m WHERE m.case_id = x.id AND m.lead
                    AND m.appointed_on <= '{to}' AND (m.released_on IS NULL OR m.released_on > '{to}')
                    ORDER BY m.id DESC LIMIT 1) AS mediator FROM {cases} WHERE {open}
            ) AS led WHERE mediator IS NOT NULL GROUP BY item, mediator"
        ),
    }
}
