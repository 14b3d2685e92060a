//! What is behind a figure, page by page: its cases are found by the day that counts, and counted under the same function as the cells.
//!
//! Ids, codes and days are written into the text of these statements: each is of a type that holds nothing else, or quoted.

use super::counted_cases::show;
use super::db::Conn;
use super::statistics_cases::{below, refuse_too_many};
use super::statistics_read::{Question, items_sql, places_sql, read};
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::contribution::{CellKey, Counter};
use crate::domain::measures::{Basis, Dimension};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::suppression::Items;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Date, Text};
use std::collections::BTreeSet;

/// Cases read at once, at least and at most.
const BATCH: (usize, usize) = (50, 200);

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
    let of_area = refuse_too_many(c, scope, figure.area)?;
    let by_day = is_found_by_day(c, scope, figure, of_area, limit)?;
    let Some(days) = days_sql(scope, figure, by_day)? else { return Ok(Vec::new()) };
    let (below, batch, mut found) = (below(scope, figure.area), limit.clamp(BATCH.0, BATCH.1), Vec::new());
    // On the day where the page before ended its last case may add more.
    let mut from = after.map(|(on, case, _)| (*on, *case, ">="));
    while found.len() < limit {
        let from_sql = from
            .map_or_else(String::new, |(on, case, than)| format!(" AND (on_day, case_id) {than} ('{on}', '{case}')"));
        let sql = format!(
            "SELECT on_day, case_id FROM ({days}) AS days WHERE 1 = 1{from_sql} ORDER BY on_day, case_id LIMIT {batch}"
        );
        let page: Vec<Day> = diesel::sql_query(sql).load(c)?;
        let wanted: BTreeSet<(NaiveDate, CaseId)> = page.iter().map(|one| (one.on_day, one.case_id)).collect();
        let ids: Vec<CaseId> = wanted.iter().map(|(_, case)| *case).collect::<BTreeSet<_>>().into_iter().collect();
        let mut all = Vec::new();
        show(c, &ids, &mut |case, entries| {
            let of_counter = entries.iter().enumerate().filter(|(_, (_, counter, _))| *counter == figure.counter);
            for (number, (on, _, sum)) in of_counter.filter(|(_, (on, ..))| wanted.contains(&(*on, case.id))) {
                let at = CellKey::of(case, *on);
                let items = (figure.by.0.item(&at, below), figure.by.1.item(&at, below));
                if items == *figure.items {
                    all.push(Behind { on: *on, case: case.id, number, sum: *sum });
                }
            }
        })?;
        all.retain(|one| after.is_none_or(|after| (one.on, one.case, one.number) > *after));
        all.sort();
        found.append(&mut all);
        match page.last() {
            Some(last) if page.len() == batch => from = Some((last.on_day, last.case_id, ">")),
            _ => break,
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// Whether what hangs on cases is looked for by its day, among that of all cases there are: where enough of it is of the figure. Else it
/// is looked for case by case in the area.
fn is_found_by_day(c: &mut Conn, scope: &Scope, figure: &Figure<'_>, of_area: i64, limit: usize) -> Result<bool> {
    if !matches!(Basis::of(figure.counter), Basis::Paid | Basis::CallbackDue) {
        return Ok(false);
    }
    let mut registered = |scope: &Scope, area: RegionPrefix, by: Dimension, item: &str| {
        let Period { from, to } = Period::ever();
        let items = read(c, scope, &Question { area, from, to, by, as_of: None })?;
        let of_item = items.iter().filter(|(found, _)| found == item);
        Ok::<i64, Error>(of_item.map(|(_, tally)| tally.get(Counter::Registered)).sum())
    };
    let all = registered(&Scope::Everything, RegionPrefix::NATION, Dimension::Total, "")?;
    let mut of_figure = of_area;
    for (by, item) in [(figure.by.0, &figure.items.0), (figure.by.1, &figure.items.1)] {
        if by != Dimension::Total && !by.is_of_time() {
            of_figure = of_figure.min(registered(scope, figure.area, by, item)?);
        }
    }
    // As many are passed by as the figure is a part of all.
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(of_figure > 0 && wanted.saturating_mul(all) / of_figure < of_area)
}

/// The days of a figure with their cases, more of them rather than fewer; none where the scope holds nothing. What hangs on a case is found
/// `by_day` or case by case: SQLite keeps to the order of a cross join.
fn days_sql(scope: &Scope, figure: &Figure<'_>, by_day: bool) -> Result<Option<String>> {
    let Some((_, place)) = places_sql(scope, figure.area, false)? else { return Ok(None) };
    let Some(period) = within_items(figure) else { return Ok(None) };
    let (beside, day) = match Basis::of(figure.counter) {
        Basis::Applied => (None, "cases.applied_on"),
        Basis::Accepted => (None, "cases.accepted_on"),
        Basis::Concluded => (None, "cases.concluded_on"),
        Basis::Closed => (None, "cases.closed_on"),
        // A case that was agreed was concluded on the day of its agreement.
        Basis::Agreed => (None, "cases.concluded_on"),
        Basis::Paid => (Some("payment x"), "x.paid_on"),
        // A callback has a source of its own.
        Basis::CallbackDue => (Some("(SELECT case_id, due_on, result, satisfaction FROM callback) x"), "x.due_on"),
        Basis::RiskOver => (Some("risk_report x"), "x.cleared_on"),
    };
    let (from, case) = match beside {
        None => ("cases WHERE".to_owned(), "cases.id"),
        Some(beside) if by_day => (format!("{beside} CROSS JOIN cases WHERE cases.id = x.case_id AND"), "x.case_id"),
        Some(beside) => (format!("cases CROSS JOIN {beside} WHERE cases.id = x.case_id AND"), "x.case_id"),
    };
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
        "SELECT {day} AS on_day, {case} AS case_id FROM {from} {place} AND {day} BETWEEN '{first}' AND '{last}'{items}{}",
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
