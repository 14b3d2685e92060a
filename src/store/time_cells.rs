//! How long things took, kept by month beside the cells of the figures and for the same places and dimensions: of each time how often
//! which value was taken (docs/decisions/0029-times-are-kept-as-counts.md). What is told of any days is in `times.rs`.
//!
//! Ids, codes, days and numbers are written into the text of these statements: each is of a type that holds nothing else.

use super::db::Conn;
use super::dialect::has_row_locks;
use super::statistics_cells::{AT_ONCE, Cell, Cells, Name, at_once, push_rows};
use super::statistics_read::{items_sql, kept_as, places_sql, scope_area};
use super::statistics_rows::StoredTimes;
use crate::base::error::{Error, Result};
use crate::domain::measures::Dimension;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::time_counts::{Kept, TimeCounts};
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Date, HasSqlType, Text};
use std::collections::BTreeMap;

/// Everything that is kept of an area within a scope, by a dimension that does not divide the time.
pub fn values(c: &mut Conn, scope: &Scope, area: RegionPrefix, by: Dimension) -> Result<Vec<Kept>> {
    let Some((cells, deltas)) = places_sql(scope, area, by == Dimension::Region)? else { return Ok(Vec::new()) };
    read(c, scope, (area, by), "''", [&cells, &deltas])
}

/// The same of organisations, in each of the smallest places of the area.
pub fn placed(c: &mut Conn, scope: &Scope, area: RegionPrefix, by: Dimension) -> Result<Vec<Kept>> {
    let (low, high) = scope_area(scope, area).range();
    let cells = format!("level = 3 AND place BETWEEN '{low}' AND '{high}'");
    let deltas = format!("region_code BETWEEN '{low}' AND '{high}'");
    read(c, scope, (area, by), "place", [&cells, &deltas])
}

/// Cells, and the deltas no fold has taken up yet, in one statement.
fn read(
    c: &mut Conn,
    scope: &Scope,
    (area, by): (RegionPrefix, Dimension),
    place: &str,
    [cells, deltas]: [&str; 2],
) -> Result<Vec<Kept>> {
    let dim = kept_as(scope, by).unwrap_or("total");
    let (cell_item, delta_item) = items_sql(scope, by, area);
    let delta_place = if place == "place" { "region_code" } else { place };
    let sql = format!(
        "SELECT {cell_item} AS item, {place} AS place, month, times FROM stat_time WHERE dim = '{dim}' AND {cells}
        UNION ALL SELECT {delta_item}, {delta_place}, month, times FROM stat_delta WHERE {deltas} AND times <> '{{}}'"
    );
    let rows: Vec<Kept> = diesel::sql_query(sql).load(c)?;
    let mut kept: BTreeMap<(String, String, NaiveDate), TimeCounts> = BTreeMap::new();
    for Kept { item, place, month, counts } in rows {
        kept.entry((item, place, month)).or_default().merge(&counts, 1);
    }
    // What a delta takes back is not there.
    kept.retain(|_, counts| !counts.is_zero());
    Ok(kept.into_iter().map(|((item, place, month), counts)| Kept { item, place, month, counts }).collect())
}

/// The cells of one level by one dimension as they are kept.
pub(super) fn kept(c: &mut Conn, level: i64, dim: Dimension) -> Result<Vec<(Cell, TimeCounts)>> {
    stored(c, &format!("level = {level} AND dim = '{dim}'"))
}

fn stored(c: &mut Conn, condition: &str) -> Result<Vec<(Cell, TimeCounts)>> {
    let sql = format!("SELECT level,dim,place,item,month,times FROM stat_time WHERE {condition}");
    let rows: Vec<StoredTimes> = diesel::sql_query(sql).load(c)?;
    Ok(rows.into_iter().map(|row| (row.cell, row.times)).collect())
}

/// Adds to the times of the cells.
pub(super) fn raise(tx: &mut Conn, cells: &Cells) -> Result<()> {
    let added = with_times(cells);
    if !added.is_empty() && has_row_locks(tx) {
        // What is there is read and written again: two folds do so one after the other.
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtext('stat_time'))").execute(tx)?;
    }
    for added in added.chunks(AT_ONCE) {
        let are: Vec<String> = added.iter().map(|(cell, _)| is_sql(cell)).collect();
        let mut sums: BTreeMap<Cell, TimeCounts> = stored(tx, &are.join(" OR "))?.into_iter().collect();
        for (cell, times) in added {
            sums.entry((*cell).clone()).or_default().merge(times, 1);
        }
        write(tx, &sums.iter().collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Keeps the times of cells of which nothing is kept yet.
pub(super) fn keep(tx: &mut Conn, cells: &Cells) -> Result<()> {
    write(tx, &with_times(cells))
}

fn with_times(cells: &Cells) -> Vec<(&Cell, &TimeCounts)> {
    let times = cells.iter().map(|(cell, added)| (cell, &added.times));
    let mut times: Vec<_> = times.filter(|(_, times)| !times.is_zero()).collect();
    times.sort_unstable_by_key(|(cell, _)| *cell);
    times
}

fn write(tx: &mut Conn, cells: &[(&Cell, &TimeCounts)]) -> Result<()> {
    for cells in cells.chunks(AT_ONCE) {
        let row =
            |(cell, times): &(_, &TimeCounts)| Ok((*cell, serde_json::to_string(times).map_err(Error::internal)?));
        let rows = cells.iter().map(row).collect::<Result<Vec<(&Cell, String)>>>()?;
        at_once!(tx, Written, rows);
    }
    Ok(())
}

/// The statement for so many cells: prepared once for a connection.
struct Written<'a, const N: usize>(&'a [(&'a Cell, String); N]);

impl<DB: Backend, const N: usize> QueryFragment<DB> for Written<'_, N>
where
    DB: HasSqlType<Date> + HasSqlType<Text> + HasSqlType<BigInt>,
    NaiveDate: ToSql<Date, DB>,
    Dimension: ToSql<Text, DB>,
    Name: ToSql<Text, DB>,
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO stat_time (level,dim,place,item,month,times) VALUES ");
        push_rows(&mut out, self.0, |out, times| {
            out.push_sql(",");
            out.push_bind_param::<Text, _>(times)
        })?;
        out.push_sql(" ON CONFLICT (level,dim,place,item,month) DO UPDATE SET times = excluded.times");
        Ok(())
    }
}

impl<const N: usize> QueryId for Written<'_, N> {
    type QueryId = Written<'static, N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<C, const N: usize> RunQueryDsl<C> for Written<'_, N> {}

fn is_sql(cell: &Cell) -> String {
    let Cell { level, dim, place, item, month } = cell;
    let (place, item) = (place.as_str(), item.as_str());
    format!("(level = {level} AND dim = '{dim}' AND place = '{place}' AND item = '{item}' AND month = '{month}')")
}
