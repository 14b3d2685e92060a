//! Makes every figure anew from the cases.

use super::db::Conn;
use super::dialect::has_row_locks;
use super::statistics_cells::raise;
use super::statistics_kinds::{each_kind, kinds};
use super::statistics_recount::recount;
use super::time_cells;
use crate::base::error::Result;
use chrono::NaiveDate;
use diesel::prelude::*;

/// What a rebuild is at: the cases, then the kinds of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Counting,
    Writing,
}

/// Puts what the cases add up to in the place of all figures that are kept. `progress` hears how many cases are counted of how many,
/// then how many kinds of figures are written of how many. Steps taken meanwhile wait for the end of the transaction. What the figures
/// were before the day `on` is no longer told: they may have been wrong by what nobody noted.
pub fn rebuild(tx: &mut Conn, on: NaiveDate, progress: &mut dyn FnMut(Stage, u64, u64)) -> Result<()> {
    if has_row_locks(tx) {
        // Between two statements, and within one, there may be minutes of work.
        for limit in ["statement_timeout", "idle_in_transaction_session_timeout"] {
            diesel::sql_query(format!("SET LOCAL {limit} = 0")).execute(tx)?;
        }
        // A step that has noted its change is waited for, and one that has not yet waits: it is counted once either way.
        diesel::sql_query("LOCK TABLE stat_delta, stat_cell, stat_time IN EXCLUSIVE MODE").execute(tx)?;
    }
    for table in ["stat_delta", "stat_cell", "stat_time", "stat_since"] {
        diesel::sql_query(format!("DELETE FROM {table}")).execute(tx)?;
    }
    diesel::sql_query(format!("INSERT INTO stat_since (since_on) VALUES ('{on}')")).execute(tx)?;
    let sums = recount(tx, &mut |done, of| progress(Stage::Counting, done, of))?;
    let (mut done, all) = (0, u64::try_from(kinds().count()).unwrap_or_default());
    each_kind(&sums, &mut |_, _, cells| {
        raise(tx, cells)?;
        time_cells::keep(tx, cells)?;
        done += 1;
        progress(Stage::Writing, done, all);
        Ok(())
    })
}
