//! What is behind a figure, page by page: its cases are found by the day that counts, and counted under the same function as the cells.
//!
//! Ids, codes and days are written into the text of these statements: each is of a type that holds nothing else, or quoted.

use super::case_tables::heads;
use super::db::Conn;
use super::schema::cases::cases;
use super::statistics_cases::{below, refuse_too_many, show};
use super::statistics_read::{items_sql, places_sql};
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::contribution::Counter;
use crate::domain::measures::{Basis, Dimension};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::suppression::Items;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Date, Text};
use std::collections::BTreeSet;

/// Cases read at once.
const BATCH: usize = 200;

/// One thing behind a figure: what a case adds to it, and on which day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Behind {
    pub on: NaiveDate,
    pub case: CaseId,
    /// Sets apart what one case adds on one day.
    pub number: usize,
    pub sum: i64,
}

/// Of which figure: a count in an area and a period under items of two dimensions.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    pub area: RegionPrefix,
    pub period: Period,
    pub by: (Dimension, Dimension),
    pub items: &'a Items,
    pub counter: Counter,
}

/// A day on which a case may add something.
#[derive(QueryableByName)]
struct Day {
    #[diesel(sql_type = Date)]
    on_day: NaiveDate,
    #[diesel(sql_type = Text)]
    case_id: CaseId,
}

/// So many things behind a figure by day, from the first after a place on. An area with too many cases is refused: `too_many_to_count`.
pub fn behind(
    c: &mut Conn,
    scope: &Scope,
    figure: &Figure<'_>,
    after: Option<&(NaiveDate, CaseId, usize)>,
    limit: usize,
) -> Result<Vec<Behind>> {
    refuse_too_many(c, scope, figure.area)?;
    let Some(days) = days_sql(scope, figure)? else { return Ok(Vec::new()) };
    let (below, mut found) = (below(scope, figure.area), Vec::new());
    // On the day where the page before ended its last case may add more.
    let mut from = after.map(|(on, case, _)| (*on, *case, ">="));
    while found.len() < limit {
        let from_sql = from
            .map_or_else(String::new, |(on, case, than)| format!(" AND (on_day, case_id) {than} ('{on}', '{case}')"));
        let sql = format!(
            "SELECT on_day, case_id FROM ({days}) AS days WHERE 1 = 1{from_sql} ORDER BY on_day, case_id LIMIT {BATCH}"
        );
        let page: Vec<Day> = diesel::sql_query(sql).load(c)?;
        let wanted: BTreeSet<(NaiveDate, CaseId)> = page.iter().map(|one| (one.on_day, one.case_id)).collect();
        let ids: Vec<CaseId> = wanted.iter().map(|(_, case)| *case).collect::<BTreeSet<_>>().into_iter().collect();
        let read = cases::table.filter(cases::id.eq_any(&ids)).select(heads::columns()).load(c)?;
        let mut all = Vec::new();
        show(c, &read, &mut |case, entries| {
            let of_counter = entries.iter().enumerate().filter(|(_, (_, counter, _))| *counter == figure.counter);
            for (number, (on, _, sum)) in of_counter.filter(|(_, (on, ..))| wanted.contains(&(*on, case.id))) {
                let items = (figure.by.0.item(case, *on, below), figure.by.1.item(case, *on, below));
                if items == *figure.items {
                    all.push(Behind { on: *on, case: case.id, number, sum: *sum });
                }
            }
        })?;
        all.retain(|one| after.is_none_or(|after| (one.on, one.case, one.number) > *after));
        all.sort();
        found.append(&mut all);
        match page.last() {
            Some(last) if page.len() == BATCH => from = Some((last.on_day, last.case_id, ">")),
            _ => break,
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// The days of a figure with their cases, more of them rather than fewer; none where the scope holds nothing.
fn days_sql(scope: &Scope, figure: &Figure<'_>) -> Result<Option<String>> {
    let Some((_, place)) = places_sql(scope, figure.area, false)? else { return Ok(None) };
    let Some(period) = within_items(figure) else { return Ok(None) };
    let (from, day) = match Basis::of(figure.counter) {
        Basis::Applied => ("cases", "cases.applied_on"),
        Basis::Accepted => ("cases", "cases.accepted_on"),
        Basis::Concluded => ("cases", "cases.concluded_on"),
        Basis::Closed => ("cases", "cases.closed_on"),
        // A case that was agreed was concluded on the day of its agreement.
        Basis::Agreed => ("cases", "cases.concluded_on"),
        Basis::Paid => ("cases JOIN payment x ON x.case_id = cases.id", "x.paid_on"),
        Basis::CallbackDue => {
            // A callback has a source of its own.
            (
                "cases JOIN (SELECT case_id, due_on, result, satisfaction FROM callback) x ON x.case_id = cases.id",
                "x.due_on",
            )
        }
        Basis::RiskOver => ("cases JOIN risk_report x ON x.case_id = cases.id", "x.cleared_on"),
    };
    // Of what hangs on a case several may have one day.
    let distinct = if from == "cases" { "" } else { "DISTINCT " };
    let of = [(figure.by.0, &figure.items.0), (figure.by.1, &figure.items.1)];
    let items: String = of
        .into_iter()
        .filter(|(by, _)| *by != Dimension::Total && !by.is_of_time())
        .map(|(by, item)| {
            let own = items_sql(scope, by, figure.area).1;
            let own = if by == Dimension::Firm { format!("coalesce({own}, '')") } else { own };
            format!(" AND {own} = '{}'", item.replace('\'', "''"))
        })
        .collect();
    let Period { from: first, to: last } = period;
    Ok(Some(format!(
        "SELECT {distinct}{day} AS on_day, cases.id AS case_id FROM {from}
        WHERE {place} AND {day} BETWEEN '{first}' AND '{last}'{items}{}",
        kind_sql(figure.counter)
    )))
}

/// The days of the period that are of the months, quarters or years asked for; none where there are none.
fn within_items(figure: &Figure<'_>) -> Option<Period> {
    let of = [(figure.by.0, &figure.items.0), (figure.by.1, &figure.items.1)];
    of.into_iter().filter(|(by, _)| by.is_of_time()).try_fold(figure.period, |period, (by, item)| {
        // A month is named by its first day.
        let name = if by == Dimension::Month { item.get(..7)? } else { item.as_str() };
        Period::parse(name, name).ok()?.within(period)
    })
}

/// What all cases of a count have in common beside the day.
fn kind_sql(counter: Counter) -> &'static str {
    use Counter as C;
    match counter {
        C::Difficult => " AND cases.difficulty IN ('hard', 'major')",
        C::OwnSettlement => " AND cases.outcome = 'own_settlement'",
        C::Terminated | C::Withdrawn | C::Declined => " AND cases.outcome <> 'agreed'",
        C::Defaulted => " AND cases.outcome = 'agreed' AND cases.status IN ('defaulted', 'closed', 'archived')",
        C::Agreed | C::AgreedWritten | C::AmountAgreed | C::Performed => " AND cases.outcome = 'agreed'",
        C::AgreedOral => {
            " AND cases.outcome = 'agreed'
            AND EXISTS (SELECT 1 FROM agreement a WHERE a.case_id = cases.id AND a.form = 'oral')"
        }
        C::Confirmed => {
            " AND cases.outcome = 'agreed'
            AND EXISTS (SELECT 1 FROM agreement a WHERE a.case_id = cases.id AND a.confirmation = 'confirmed')"
        }
        C::CallbacksDeclined => " AND x.result = 'declined'",
        C::CallbacksUnreachable => " AND x.result = 'unreachable'",
        C::Fair => " AND x.satisfaction = 'fair'",
        C::Dissatisfied => " AND x.satisfaction = 'dissatisfied'",
        _ => "",
    }
}
