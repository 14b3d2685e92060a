//! Reads figures by one or two dimensions: cells, and the deltas no fold has taken up yet, in one statement, so that what is read
//! is always exact. As of a past day, what was noted later is taken off again (docs/decisions/0016-figures-as-of-a-day.md).
//!
//! Ids, codes, days and numbers are written into the text of these statements: each is of a type that holds nothing else.

use super::db::Conn;
use super::statistics::names;
use super::statistics_cells::{COMMITTEE, FIRM};
use super::statistics_rows::{Figures, MonthFigures};
use crate::base::error::{Error, Result};
use crate::domain::contribution::{Counter, Tally};
use crate::domain::measures::Dimension;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::suppression::{Items, Placed, TELLING, add_seen, seen};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date};
use std::collections::BTreeMap;

/// What is asked: whole months from and to (first days, both included), in an area, by one dimension.
#[derive(Clone, Debug)]
pub struct Question {
    pub area: RegionPrefix,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: Dimension,
    /// As it was known at the end of this day; as it is now when none.
    pub as_of: Option<NaiveDate>,
}

/// The figures by item, in the order of the items; items without a figure are left out. A scope that is neither area nor
/// organisation is `Forbidden`: its figures are not kept.
pub fn read(c: &mut Conn, scope: &Scope, question: &Question) -> Result<Vec<(String, Tally)>> {
    let cells = cross(c, scope, question, Dimension::Total)?;
    Ok(cells.into_iter().map(|((item, _), tally)| (item, tally)).collect())
}

/// The figures by two dimensions. Of those whose pairs are not kept, only what was noted after the day, taken off: it is added to
/// what is counted from the cases.
pub fn cross(c: &mut Conn, scope: &Scope, question: &Question, and: Dimension) -> Result<BTreeMap<Items, Tally>> {
    let Some(sql) = crossed_sql(scope, question, and)? else { return Ok(BTreeMap::new()) };
    let rows: Vec<Figures> = diesel::sql_query(sql).load(c)?;
    let mut cells: BTreeMap<Items, Tally> = BTreeMap::new();
    for row in rows {
        // Quarters and years are kept as their months.
        let items = (in_time(question.by, row.item), in_time(and, row.other));
        cells.entry(items).or_default().merge(&row.tally, 1);
    }
    cells.retain(|_, tally| !tally.is_zero());
    Ok(cells)
}

/// Whether figures by a dimension have more items than so many: asked before they are added up.
pub fn has_more_items(c: &mut Conn, scope: &Scope, question: &Question, most: usize) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Items {
        #[diesel(sql_type = BigInt)]
        items: i64,
    }
    let Question { area, from, to, by, .. } = question;
    let (Some((places, _)), Some(dim)) = (places_sql(scope, *area, false)?, kept_as(scope, *by)) else {
        return Ok(false);
    };
    let sql = format!(
        "SELECT count(*) AS items FROM (SELECT DISTINCT item FROM stat_cell
            WHERE dim = '{dim}' AND {places} AND month BETWEEN '{from}' AND '{to}' LIMIT {}) AS found",
        most.saturating_add(1)
    );
    let found: Items = diesel::sql_query(sql).get_result(c)?;
    Ok(usize::try_from(found.items).is_ok_and(|items| items > most))
}

/// What organisations ever had in each of the smallest places of an area, month by month, as far as it tells what is small: by the
/// organisations of `question.by`, and within them by a second dimension. Of pairs that are not kept, only what is taken off.
pub fn placed(c: &mut Conn, scope: &Scope, question: &Question, and: Dimension) -> Result<Placed> {
    let Question { area, by, .. } = question;
    let (low, high) = scope_area(scope, *area).range();
    let (cell_item, delta_item) = items_sql(scope, *by, *area);
    let (cell_other, delta_other) = items_sql(scope, and, *area);
    let from = |place: &str, item: &str, other: &str, is_cell: bool| Rows {
        item: format!("{place} || ' ' || {item}"),
        other: other.to_owned(),
        within: format!("{place} BETWEEN '{low}' AND '{high}'") + if is_cell { " AND level = 3" } else { "" },
    };
    let cells = from("place", cell_item, cell_other, true);
    let deltas = from("region_code", &delta_item, &delta_other, false);
    let Some(rows) = union_sql(scope, question, and, &TELLING, [&cells, &deltas]) else { return Ok(Placed::new()) };
    let sql =
        format!("SELECT item, other, month, {} FROM ({rows}) AS figures GROUP BY item, other, month", sums(&TELLING));
    let rows: Vec<MonthFigures> = diesel::sql_query(sql).load(c)?;
    let mut placed = Placed::new();
    for row in rows {
        let (place, organisation) = row.item.split_once(' ').unwrap_or_default();
        let items = placed.entry((place.to_owned(), organisation.to_owned())).or_default();
        add_seen(items.entry(row.other).or_default().entry(row.month).or_default(), &seen(&row.tally), 1);
    }
    Ok(placed)
}

/// The first day as of which figures are known; none where every day is.
pub fn known_since(c: &mut Conn) -> Result<Option<NaiveDate>> {
    #[derive(QueryableByName)]
    struct Since {
        #[diesel(sql_type = Date)]
        since_on: NaiveDate,
    }
    let since: Vec<Since> =
        diesel::sql_query("SELECT since_on FROM stat_since ORDER BY since_on DESC LIMIT 1").load(c)?;
    Ok(since.first().map(|since| since.since_on))
}

/// Whether the pairs of two dimensions are kept. Places and months have cells of every dimension; of the others each has its own.
pub fn keeps(scope: &Scope, by: Dimension, and: Dimension) -> bool {
    (by != and || by == Dimension::Total) && (kept_as(scope, by).is_none() || kept_as(scope, and).is_none())
}

/// The statement of `read`; none where the scope holds nothing.
pub fn read_sql(scope: &Scope, question: &Question) -> Result<Option<String>> {
    crossed_sql(scope, question, Dimension::Total)
}

fn crossed_sql(scope: &Scope, question: &Question, and: Dimension) -> Result<Option<String>> {
    let rows = rows_sql(scope, question, and, Counter::ALL)?;
    let sums = sums(Counter::ALL);
    Ok(rows.map(|rows| {
        format!("SELECT item, other, {sums} FROM ({rows}) AS figures GROUP BY item, other ORDER BY item, other")
    }))
}

fn sums(counters: &[Counter]) -> String {
    let sums: Vec<_> =
        counters.iter().map(|counter| format!("CAST(SUM({0}) AS BIGINT) AS {0}", counter.code())).collect();
    sums.join(", ")
}

/// Which rows of a table are read, and what they count under.
struct Rows {
    item: String,
    other: String,
    within: String,
}

/// The rows that the figures are made of; none where there is nothing to be read.
fn rows_sql(scope: &Scope, question: &Question, and: Dimension, counters: &[Counter]) -> Result<Option<String>> {
    let Question { area, by, .. } = question;
    let Some((places, deltas)) = places_sql(scope, *area, [*by, and].contains(&Dimension::Region))? else {
        return Ok(None);
    };
    let (cell_item, delta_item) = items_sql(scope, *by, *area);
    let (cell_other, delta_other) = items_sql(scope, and, *area);
    let cells = Rows { item: cell_item.to_owned(), other: cell_other.to_owned(), within: places };
    let deltas = Rows { item: delta_item, other: delta_other, within: deltas };
    Ok(union_sql(scope, question, and, counters, [&cells, &deltas]))
}

/// The cells and deltas of whole months; as of a day less what was noted later.
fn union_sql(
    scope: &Scope,
    question: &Question,
    and: Dimension,
    counters: &[Counter],
    [cells, deltas]: [&Rows; 2],
) -> Option<String> {
    let Question { from, to, by, as_of, .. } = question;
    let months = format!("month BETWEEN '{from}' AND '{to}'");
    let select = |rows: &Rows, columns: &str, table: &str, also: &str| {
        let Rows { item, other, within } = rows;
        format!(
            "SELECT {item} AS item, {other} AS other, month, {columns} FROM {table} WHERE {also} {within} AND {months}"
        )
    };
    let columns = names(counters);
    let mut rows = Vec::new();
    if keeps(scope, *by, and) {
        let dim = kept_as(scope, *by).or_else(|| kept_as(scope, and)).unwrap_or("total");
        rows.push(select(cells, &columns, "stat_cell", &format!("dim = '{dim}' AND")));
        rows.push(select(deltas, &columns, "stat_delta", ""));
    }
    if let Some(day) = as_of {
        let taken_off: Vec<_> = counters.iter().map(|counter| format!("-{0} AS {0}", counter.code())).collect();
        let (taken_off, later) = (taken_off.join(","), format!("noted_on > '{day}' AND"));
        rows.extend(["stat_delta", "stat_history"].map(|table| select(deltas, &taken_off, table, &later)));
    }
    (!rows.is_empty()).then(|| rows.join(" UNION ALL "))
}

/// The conditions on cells, and on deltas or cases, that they are of a scope; none where the scope holds nothing.
pub(super) fn places_sql(scope: &Scope, area: RegionPrefix, by_region: bool) -> Result<Option<(String, String)>> {
    Ok(match scope {
        Scope::Nothing => None,
        Scope::Everything => Some(area_sql(area, by_region)),
        Scope::Regions { prefix, .. } => area.within(*prefix).map(|area| area_sql(area, by_region)),
        Scope::Committees(ids) if ids.is_empty() => None,
        Scope::Committees(ids) => {
            let ids: Vec<_> = ids.iter().map(|id| format!("'{id}'")).collect();
            let list = ids.join(",");
            Some((format!("level = {COMMITTEE} AND place IN ({list})"), format!("committee_id IN ({list})")))
        }
        Scope::Firm { firm, lawyer: None } => {
            Some((format!("level = {FIRM} AND place = '{firm}'"), format!("firm_id = '{firm}'")))
        }
        Scope::Firm { lawyer: Some(_), .. } | Scope::Assigned { .. } | Scope::Chamber(_) => {
            return Err(Error::Forbidden);
        }
    })
}

/// What the cells of a dimension are called; none for those that every cell has: its place and its month.
pub(super) fn kept_as(scope: &Scope, by: Dimension) -> Option<&'static str> {
    match by {
        own if is_place(scope, own) => None,
        Dimension::Total => None,
        time if time.is_of_time() => None,
        other => Some(other.code()),
    }
}

fn is_organisation(scope: &Scope) -> bool {
    matches!(scope, Scope::Committees(_) | Scope::Firm { .. })
}

/// Whether a dimension is that of the places themselves: areas, the committees of a chamber, a firm.
fn is_place(scope: &Scope, by: Dimension) -> bool {
    match scope {
        Scope::Committees(_) => by == Dimension::Committee,
        Scope::Firm { .. } => by == Dimension::Firm,
        _ => by == Dimension::Region,
    }
}

/// The item of a cell, and of a delta or a case.
pub(super) fn items_sql(scope: &Scope, by: Dimension, area: RegionPrefix) -> (&'static str, String) {
    let cell = if is_place(scope, by) { "place" } else { "item" };
    match by {
        Dimension::Region if is_organisation(scope) => (cell, "region_code".to_owned()),
        Dimension::Region => (cell, region_sql(child_level(scope_area(scope, area)))),
        Dimension::Month | Dimension::Quarter | Dimension::Year => {
            ("CAST(month AS TEXT)", "CAST(month AS TEXT)".to_owned())
        }
        Dimension::Total => ("''", "''".to_owned()),
        Dimension::Committee => (cell, "committee_id".to_owned()),
        Dimension::Firm => (cell, "firm_id".to_owned()),
        Dimension::Category | Dimension::Source | Dimension::Regime => (cell, by.code().to_owned()),
    }
}

pub(super) fn in_time(by: Dimension, item: String) -> String {
    if by.is_of_time() { by.of_month(&item) } else { item }
}

fn level_of(area: RegionPrefix) -> i64 {
    match area.as_str().len() {
        0 => 0,
        2 => 1,
        4 => 2,
        _ => 3,
    }
}

fn child_level(area: RegionPrefix) -> i64 {
    (level_of(area) + 1).min(3)
}

/// The area that is read: the one asked for as far as it lies within the scope.
pub(super) fn scope_area(scope: &Scope, area: RegionPrefix) -> RegionPrefix {
    match scope {
        Scope::Regions { prefix, .. } => area.within(*prefix).unwrap_or(area),
        _ => area,
    }
}

fn region_sql(level: i64) -> String {
    match level {
        1 => "substr(region_code,1,2) || '0000'".to_owned(),
        2 => "substr(region_code,1,4) || '00'".to_owned(),
        _ => "region_code".to_owned(),
    }
}

/// The conditions on cells and on deltas of an area.
fn area_sql(area: RegionPrefix, by_region: bool) -> (String, String) {
    let (low, high) = area.range();
    // One place is said as one, so that an index on it goes on in the order of its next column.
    let deltas = if low == high {
        format!("region_code = '{low}'")
    } else {
        format!("region_code BETWEEN '{low}' AND '{high}'")
    };
    let cells = if by_region {
        format!("level = {} AND place BETWEEN '{low}' AND '{high}'", child_level(area))
    } else {
        format!("level = {} AND place = '{}'", level_of(area), area.code())
    };
    (cells, deltas)
}
