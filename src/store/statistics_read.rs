//! Reads figures by one or two dimensions: cells, and the deltas no fold has taken up yet, in one statement, so that what is read
//! is always exact.
//!
//! Ids, codes, days and numbers are written into the text of these statements: each is of a type that holds nothing else.

use super::db::Conn;
use super::statistics::{COMMITTEE, FIRM, columns};
use super::statistics_rows::Figures;
use crate::base::error::{Error, Result};
use crate::domain::contribution::{Counter, Tally};
use crate::domain::measures::Dimension;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::suppression::Items;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// What is asked: whole months from and to (first days, both included), in an area, by one dimension.
#[derive(Clone, Debug)]
pub struct Question {
    pub area: RegionPrefix,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: Dimension,
}

/// The figures by item, in the order of the items; items without a figure are left out. A scope that is neither area nor
/// organisation is `Forbidden`: its figures are not kept.
pub fn read(c: &mut Conn, scope: &Scope, question: &Question) -> Result<Vec<(String, Tally)>> {
    let cells = cross(c, scope, question, Dimension::Total)?;
    Ok(cells.into_iter().map(|((item, _), tally)| (item, tally)).collect())
}

/// The figures by two dimensions whose pairs are kept.
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

/// Whether the pairs of two dimensions are kept. Places and months have cells of every dimension; of the others each has its own.
pub fn keeps(scope: &Scope, by: Dimension, and: Dimension) -> bool {
    (by != and || by == Dimension::Total) && (kept_as(scope, by).is_none() || kept_as(scope, and).is_none())
}

/// The statement of `read`; none where the scope holds nothing.
pub fn read_sql(scope: &Scope, question: &Question) -> Result<Option<String>> {
    crossed_sql(scope, question, Dimension::Total)
}

fn crossed_sql(scope: &Scope, question: &Question, and: Dimension) -> Result<Option<String>> {
    let Question { area, from, to, by } = question;
    if !keeps(scope, *by, and) {
        return Err(Error::internal("figures by these two dimensions are not kept"));
    }
    let by_region = [*by, and].contains(&Dimension::Region);
    let (places, deltas) = match scope {
        Scope::Nothing => return Ok(None),
        Scope::Everything => area_sql(*area, by_region),
        Scope::Regions { prefix, .. } => match area.within(*prefix) {
            Some(area) => area_sql(area, by_region),
            None => return Ok(None),
        },
        Scope::Committees(ids) if ids.is_empty() => return Ok(None),
        Scope::Committees(ids) => {
            let ids: Vec<_> = ids.iter().map(|id| format!("'{id}'")).collect();
            let list = ids.join(",");
            (format!("level = {COMMITTEE} AND place IN ({list})"), format!("committee_id IN ({list})"))
        }
        Scope::Firm { firm, lawyer: None } => {
            (format!("level = {FIRM} AND place = '{firm}'"), format!("firm_id = '{firm}'"))
        }
        Scope::Firm { lawyer: Some(_), .. } | Scope::Assigned { .. } | Scope::Chamber(_) => {
            return Err(Error::Forbidden);
        }
    };
    let dim = kept_as(scope, *by).or_else(|| kept_as(scope, and)).unwrap_or("total");
    let (cell_item, delta_item) = items_sql(scope, *by, *area);
    let (cell_other, delta_other) = items_sql(scope, and, *area);
    let months = format!("month BETWEEN '{from}' AND '{to}'");
    let sums: Vec<_> =
        Counter::ALL.iter().map(|counter| format!("CAST(SUM({0}) AS BIGINT) AS {0}", counter.code())).collect();
    Ok(Some(format!(
        "SELECT item, other, {sums} FROM (
            SELECT {cell_item} AS item, {cell_other} AS other, {columns} FROM stat_cell
            WHERE dim = '{dim}' AND {places} AND {months}
            UNION ALL
            SELECT {delta_item} AS item, {delta_other} AS other, {columns} FROM stat_delta WHERE {deltas} AND {months}
        ) AS figures GROUP BY item, other ORDER BY item, other",
        sums = sums.join(", "),
        columns = columns(""),
    )))
}

/// What the cells of a dimension are called; none for those that every cell has: its place and its month.
fn kept_as(scope: &Scope, by: Dimension) -> Option<&'static str> {
    match by {
        Dimension::Region if is_organisation(scope) => Some("region"),
        Dimension::Region | Dimension::Total => None,
        time if time.is_of_time() => None,
        other => Some(other.code()),
    }
}

fn is_organisation(scope: &Scope) -> bool {
    matches!(scope, Scope::Committees(_) | Scope::Firm { .. })
}

/// The item of a cell and of a delta.
fn items_sql(scope: &Scope, by: Dimension, area: RegionPrefix) -> (&'static str, String) {
    match by {
        Dimension::Region if is_organisation(scope) => ("item", "region_code".to_owned()),
        Dimension::Region => ("place", region_sql(child_level(scope_area(scope, area)))),
        Dimension::Month | Dimension::Quarter | Dimension::Year => {
            ("CAST(month AS TEXT)", "CAST(month AS TEXT)".to_owned())
        }
        Dimension::Total => ("''", "''".to_owned()),
        Dimension::Committee => ("item", "committee_id".to_owned()),
        Dimension::Firm => ("item", "firm_id".to_owned()),
        Dimension::Category | Dimension::Source | Dimension::Regime => ("item", by.code().to_owned()),
    }
}

fn in_time(by: Dimension, item: String) -> String {
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
    let deltas = format!("region_code BETWEEN '{low}' AND '{high}'");
    let cells = if by_region {
        format!("level = {} AND place BETWEEN '{low}' AND '{high}'", child_level(area))
    } else {
        format!("level = {} AND place = '{}'", level_of(area), area.code())
    };
    (cells, deltas)
}
