//! Folds what steps changed into the cells of the figures. What is read is the same before and after.

use super::Work;
use crate::base::error::Result;
use crate::store::statistics;

/// Deltas in one transaction: short enough that no writer waits noticeably.
const BATCH: i64 = 500;

/// Folds until nothing is left; the number of deltas.
pub fn run(work: &Work) -> Result<usize> {
    let mut all = 0;
    loop {
        let folded = work.db.write_now(|tx| statistics::fold(tx, BATCH))?;
        all += folded;
        if folded == 0 {
            return Ok(all);
        }
    }
}
