//! Figures: steps append what they change, and a fold adds it to cells and keeps it as history. Why so: docs/decisions/0003-statistics-cells.md
//! and 0016-figures-as-of-a-day.md. Reading is in statistics_read.rs, recounting in statistics_recount.rs, and what is counted case by case in statistics_cases.rs.
//!
//! Ids, codes, days and numbers are written into the text of these statements: each is of a type that holds nothing else.

pub use super::statistics_read::{Question, cross, keeps, known_since, placed, read, read_sql};
pub use super::statistics_recount::first_difference;

use super::db::Conn;
use super::dialect::{each, has_row_locks};
use super::statistics_rows::{DIMS, Delta, NewDelta, Noted, Stored};
use crate::base::error::Result;
use crate::domain::contribution::{CellKey, Contribution, Counter, Tally, change};
use crate::domain::region::RegionCode;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Levels of a place that is not an area.
pub(super) const COMMITTEE: i64 = 4;
pub(super) const FIRM: i64 = 5;

/// A cell of `stat_cell` by its key, in the order of its index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub level: i64,
    pub dim: &'static str,
    pub place: String,
    pub item: String,
    pub month: NaiveDate,
}

/// Where a change of the figures counts, as columns of `stat_delta` and `stat_history`.
const KEY: &str = "noted_on,month,region_code,committee_id,category,source,regime,firm_id";

/// Notes what a step changed on a day: one row for each cell that moved. Part of the step's own transaction.
pub fn add(tx: &mut Conn, on: NaiveDate, old: Option<&Contribution>, new: &Contribution) -> Result<()> {
    for (key, tally) in change(old, new) {
        let delta = NewDelta::of(on, &key, &tally);
        each!(tx, c => delta.execute(c))?;
    }
    Ok(())
}

/// Notes the changes of many cases at once; an import sums them first.
pub fn add_many(tx: &mut Conn, on: NaiveDate, changes: &Contribution) -> Result<()> {
    insert(tx, "stat_delta", changes.iter().map(|(key, tally)| (on, key, tally)))
}

/// Folds up to `limit` deltas into the cells and says how many there were. Several folds may run at once.
pub fn fold(tx: &mut Conn, limit: i64) -> Result<usize> {
    let lock = if has_row_locks(tx) { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "DELETE FROM stat_delta WHERE id IN (SELECT id FROM stat_delta ORDER BY id LIMIT {limit} {lock})
        RETURNING {KEY},{}",
        names(Counter::ALL)
    );
    let taken: Vec<Delta> = diesel::sql_query(sql).load(tx)?;
    let mut noted: BTreeMap<(NaiveDate, &CellKey), Tally> = BTreeMap::new();
    for delta in &taken {
        noted.entry((delta.noted_on, &delta.key)).or_default().merge(&delta.tally, 1);
    }
    noted.retain(|_, tally| !tally.is_zero());
    insert(tx, "stat_history", noted.iter().map(|((on, key), tally)| (*on, *key, tally)))?;
    let mut sums = BTreeMap::new();
    for ((_, key), tally) in &noted {
        spread(key, tally, &mut sums);
    }
    raise(tx, sums)?;
    Ok(taken.len())
}

/// Adds these sums to the cells.
pub(super) fn raise(tx: &mut Conn, mut sums: BTreeMap<Cell, Tally>) -> Result<()> {
    sums.retain(|_, tally| !tally.is_zero());
    // In the order of the key, so that two folds wait for one another and never in a circle.
    let cells: Vec<(Cell, Tally)> = sums.into_iter().collect();
    let raise: Vec<_> =
        Counter::ALL.iter().map(|counter| format!("{0} = stat_cell.{0} + excluded.{0}", counter.code())).collect();
    for cells in cells.chunks(200) {
        let cells: Vec<_> =
            cells.iter().map(|(cell, tally)| format!("({},{})", cell_sql(cell), tally_sql(tally))).collect();
        let sql = format!(
            "INSERT INTO stat_cell (level,dim,place,item,month,{}) VALUES {}
            ON CONFLICT (level,dim,place,item,month) DO UPDATE SET {}",
            names(Counter::ALL),
            cells.join(","),
            raise.join(", ")
        );
        diesel::sql_query(sql).execute(tx)?;
    }
    Ok(())
}

/// Adds a tally to every cell it counts in: four areas, its committee and its firm, each by every dimension.
pub(super) fn spread(key: &CellKey, tally: &Tally, cells: &mut BTreeMap<Cell, Tally>) {
    for (level, dim) in kinds() {
        if let Some(cell) = cell_at(key, level, dim) {
            cells.entry(cell).or_default().merge(tally, 1);
        }
    }
}

/// The cells of one level by one dimension.
pub(super) fn cells_at(sums: &Contribution, level: i64, dim: &'static str) -> BTreeMap<Cell, Tally> {
    let mut cells: BTreeMap<Cell, Tally> = BTreeMap::new();
    for (key, tally) in sums {
        if let Some(cell) = cell_at(key, level, dim) {
            cells.entry(cell).or_default().merge(tally, 1);
        }
    }
    cells.retain(|_, tally| !tally.is_zero());
    cells
}

/// Every level with each of its dimensions.
pub(super) fn kinds() -> impl Iterator<Item = (i64, &'static str)> {
    let of_level =
        |level| DIMS.into_iter().filter(move |dim| level >= COMMITTEE || *dim != "region").map(move |dim| (level, dim));
    (0..=FIRM).flat_map(of_level)
}

/// Where a key counts on a level by a dimension; nowhere on the level of firms where it has none.
fn cell_at(key: &CellKey, level: i64, dim: &'static str) -> Option<Cell> {
    let place = match level {
        COMMITTEE => key.committee.to_string(),
        FIRM => key.firm?.to_string(),
        level => region_at(key.region, level),
    };
    let item = match dim {
        "committee" => key.committee.to_string(),
        "category" => key.category.to_string(),
        "source" => key.source.to_string(),
        "regime" => key.regime.to_string(),
        "firm" => key.firm.map(|firm| firm.to_string()).unwrap_or_default(),
        "region" => key.region.to_string(),
        _ => String::new(),
    };
    Some(Cell { level, dim, place, item, month: key.month })
}

/// What was noted and is not yet folded, summed.
pub(super) fn waiting(c: &mut Conn) -> Result<Contribution> {
    let deltas: Vec<Delta> =
        diesel::sql_query(format!("SELECT {KEY},{} FROM stat_delta", names(Counter::ALL))).load(c)?;
    let mut sums = Contribution::new();
    for delta in deltas {
        sums.entry(delta.key).or_default().merge(&delta.tally, 1);
    }
    Ok(sums)
}

/// What was noted after a day, or ever, of each key: all of it, and the most that is taken off for any day as of which figures are told.
pub(super) fn noted_since(c: &mut Conn, since: Option<NaiveDate>) -> Result<BTreeMap<CellKey, (Tally, Tally)>> {
    const ITEMS: &str = "month,region_code,committee_id,category,source,regime,firm_id";
    let counts = |each: &dyn Fn(&str) -> String| {
        Counter::ALL.iter().map(|counter| each(counter.code())).collect::<Vec<_>>().join(",")
    };
    let after = since.map_or_else(String::new, |day| format!("WHERE noted_on > '{day}'"));
    let all = names(Counter::ALL);
    let sql = format!(
        "SELECT {ITEMS}, {whole} FROM (
            SELECT {ITEMS}, {all}, {later} FROM (
                SELECT noted_on,{ITEMS}, {days} FROM (
                    SELECT {KEY},{all} FROM stat_history {after} UNION ALL SELECT {KEY},{all} FROM stat_delta {after}
                ) AS noted GROUP BY noted_on,{ITEMS}
            ) AS days WINDOW back AS (PARTITION BY {ITEMS} ORDER BY noted_on DESC)
        ) AS taken GROUP BY {ITEMS}",
        whole = counts(&|code| {
            format!("CAST(SUM({code}) AS BIGINT) AS {code}, CAST(MAX({code}_later) AS BIGINT) AS {code}_later")
        }),
        later = counts(&|code| format!("SUM({code}) OVER back AS {code}_later")),
        days = counts(&|code| format!("SUM({code}) AS {code}")),
    );
    let rows: Vec<Noted> = diesel::sql_query(sql).load(c)?;
    Ok(rows.into_iter().map(|row| (row.key, (row.whole, row.most))).collect())
}

/// The cells of one level by one dimension as they are kept, with what waits to be folded; for verifying.
pub(super) fn standing(
    c: &mut Conn,
    waiting: &Contribution,
    level: i64,
    dim: &'static str,
) -> Result<BTreeMap<Cell, Tally>> {
    let columns = names(Counter::ALL);
    let sql =
        format!("SELECT level,dim,place,item,month,{columns} FROM stat_cell WHERE level = {level} AND dim = '{dim}'");
    let kept: Vec<Stored> = diesel::sql_query(sql).load(c)?;
    let mut cells = cells_at(waiting, level, dim);
    for Stored { cell, tally } in kept {
        cells.entry(cell).or_default().merge(&tally, 1);
    }
    cells.retain(|_, tally| !tally.is_zero());
    Ok(cells)
}

/// The code of a region at a level: 330226 is 000000, 330000, 330200, 330226. An area's own cases keep its code further down.
fn region_at(region: RegionCode, level: i64) -> String {
    let digits = match level {
        0 => 0,
        1 => 2,
        2 => 4,
        _ => 6,
    };
    format!("{:0<6}", region.as_str().get(..digits).unwrap_or_default())
}

/// The columns of counters.
pub(super) fn names(counters: &[Counter]) -> String {
    counters.iter().map(|counter| counter.code()).collect::<Vec<_>>().join(",")
}

/// Adds changes to a table of changes.
fn insert<'a>(
    tx: &mut Conn,
    table: &str,
    changes: impl Iterator<Item = (NaiveDate, &'a CellKey, &'a Tally)>,
) -> Result<()> {
    let rows: Vec<_> =
        changes.map(|(on, key, tally)| format!("('{on}',{},{})", key_sql(key), tally_sql(tally))).collect();
    for rows in rows.chunks(200) {
        let sql = format!("INSERT INTO {table} ({KEY},{}) VALUES {}", names(Counter::ALL), rows.join(","));
        diesel::sql_query(sql).execute(tx)?;
    }
    Ok(())
}

fn key_sql(key: &CellKey) -> String {
    let CellKey { month, region, committee, category, source, regime, firm } = key;
    let firm = firm.map(|firm| firm.to_string()).unwrap_or_default();
    format!("'{month}','{region}','{committee}','{category}','{source}','{regime}','{firm}'")
}

fn cell_sql(cell: &Cell) -> String {
    let Cell { level, dim, place, item, month } = cell;
    format!("{level},'{dim}','{place}','{item}','{month}'")
}

fn tally_sql(tally: &Tally) -> String {
    let mut text = String::new();
    for counter in Counter::ALL {
        let comma = if text.is_empty() { "" } else { "," };
        text += &format!("{comma}{}", tally.get(*counter));
    }
    text
}
