//! Figures: steps append what they change, and a fold adds it to cells and keeps it as history. Why so: docs/decisions/0003-statistics-cells.md
//! and 0016-figures-as-of-a-day.md. Reading is in statistics_read.rs, recounting in statistics_recount.rs, and what is counted case by case in statistics_cases.rs.
//!
//! Ids, codes, days and numbers are written into the text of these statements: each is of a type that holds nothing else.

pub use super::statistics_read::{Question, cross, has_more_items, keeps, known_since, placed, read, read_sql};
pub use super::statistics_recount::first_difference;

use super::db::Conn;
use super::dialect::{each, has_row_locks};
use super::statistics_cells::{Cells, raise};
use super::statistics_kinds::{cells_at, spread};
use super::statistics_rows::{Delta, NewDelta, Noted, Stored};
use super::time_cells;
use crate::base::error::{Error, Result};
use crate::domain::contribution::{Added, CellKey, Contribution, Counter, Tally, change};
use crate::domain::measures::Dimension;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Where a change of the figures counts, as columns of `stat_delta` and `stat_history`.
const KEY: &str = "noted_on,month,region_code,committee_id,category,source,regime,firm_id";

/// Notes what a step changed on a day: one row for each cell that moved. Part of the step's own transaction.
pub fn add(tx: &mut Conn, on: NaiveDate, old: Option<&Contribution>, new: &Contribution) -> Result<()> {
    for (key, added) in change(old, new) {
        let delta = NewDelta::of(on, &key, &added)?;
        each!(tx, c => delta.execute(c))?;
    }
    Ok(())
}

/// Notes the changes of many cases at once; an import sums them first.
pub fn add_many(tx: &mut Conn, on: NaiveDate, changes: &Contribution) -> Result<()> {
    let rows = changes.iter().map(|(key, added)| {
        let times = serde_json::to_string(&added.times).map_err(Error::internal)?;
        Ok(row_sql(on, key, &added.counts, &format!(",'{times}'")))
    });
    insert(tx, "stat_delta", ",times", rows.collect::<Result<_>>()?)
}

/// Folds up to `limit` deltas into the cells and says how many there were. Several folds may run at once.
pub fn fold(tx: &mut Conn, limit: i64) -> Result<usize> {
    let lock = if has_row_locks(tx) { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "DELETE FROM stat_delta WHERE id IN (SELECT id FROM stat_delta ORDER BY id LIMIT {limit} {lock})
        RETURNING {KEY},times,{}",
        names(Counter::ALL)
    );
    let taken: Vec<Delta> = diesel::sql_query(sql).load(tx)?;
    let mut noted: BTreeMap<(NaiveDate, &CellKey), Added> = BTreeMap::new();
    for delta in &taken {
        noted.entry((delta.noted_on, &delta.key)).or_default().merge(&delta.added, 1);
    }
    let counted = noted.iter().filter(|(_, added)| !added.counts.is_zero());
    let history = counted.map(|((on, key), added)| row_sql(*on, key, &added.counts, ""));
    insert(tx, "stat_history", "", history.collect())?;
    let mut cells = Cells::new();
    for ((_, key), added) in &noted {
        spread(key, added, &mut cells);
    }
    raise(tx, &cells)?;
    time_cells::raise(tx, &cells)?;
    Ok(taken.len())
}

/// What was noted and is not yet folded, summed.
pub(super) fn waiting(c: &mut Conn) -> Result<Contribution> {
    let deltas: Vec<Delta> =
        diesel::sql_query(format!("SELECT {KEY},times,{} FROM stat_delta", names(Counter::ALL))).load(c)?;
    let mut sums = Contribution::new();
    for delta in deltas {
        sums.entry(delta.key).or_default().merge(&delta.added, 1);
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
pub(super) fn standing(c: &mut Conn, waiting: &Contribution, level: i64, dim: Dimension) -> Result<Cells> {
    let columns = names(Counter::ALL);
    let sql =
        format!("SELECT level,dim,place,item,month,{columns} FROM stat_cell WHERE level = {level} AND dim = '{dim}'");
    let kept: Vec<Stored> = diesel::sql_query(sql).load(c)?;
    let mut cells = cells_at(waiting, level, dim);
    for Stored { cell, tally } in kept {
        cells.entry(cell).or_default().counts.merge(&tally, 1);
    }
    for (cell, times) in time_cells::kept(c, level, dim)? {
        cells.entry(cell).or_default().times.merge(&times, 1);
    }
    cells.retain(|_, added| !added.is_zero());
    Ok(cells)
}

/// The columns of counters.
pub(super) fn names(counters: &[Counter]) -> String {
    counters.iter().map(|counter| counter.code()).collect::<Vec<_>>().join(",")
}

/// Adds rows to a table of changes, with the columns `also` after the counts.
fn insert(tx: &mut Conn, table: &str, also: &str, rows: Vec<String>) -> Result<()> {
    for rows in rows.chunks(200) {
        let sql = format!("INSERT INTO {table} ({KEY},{}{also}) VALUES {}", names(Counter::ALL), rows.join(","));
        diesel::sql_query(sql).execute(tx)?;
    }
    Ok(())
}

fn row_sql(on: NaiveDate, key: &CellKey, counts: &Tally, also: &str) -> String {
    let CellKey { month, region, committee, category, source, regime, firm } = key;
    let firm = firm.map(|firm| firm.to_string()).unwrap_or_default();
    let counts = counts.all().map(i64::to_string).collect::<Vec<_>>().join(",");
    format!("('{on}','{month}','{region}','{committee}','{category}','{source}','{regime}','{firm}',{counts}{also})")
}
