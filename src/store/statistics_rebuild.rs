//! Makes every figure anew from the cases.

use super::db::Conn;
use super::dialect::has_row_locks;
use super::statistics::{add_many, fold};
use super::statistics_recount::sums;
use crate::base::error::Result;
use diesel::prelude::*;

/// Deltas folded at once.
const BATCH: i64 = 5000;

/// Puts what the cases add up to in the place of all figures that are kept. `progress` hears how many cases are counted of how many.
/// Steps taken meanwhile wait for the end of the transaction.
pub fn rebuild(tx: &mut Conn, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    if has_row_locks(tx) {
        // A step that has noted its change is waited for, and one that has not yet waits: it is counted once either way.
        diesel::sql_query("LOCK TABLE stat_delta, stat_cell IN EXCLUSIVE MODE").execute(tx)?;
    }
    for table in ["stat_delta", "stat_cell"] {
        diesel::sql_query(format!("DELETE FROM {table}")).execute(tx)?;
    }
    let sums = sums(tx, progress)?;
    add_many(tx, &sums)?;
    while fold(tx, BATCH)? > 0 {}
    Ok(())
}
