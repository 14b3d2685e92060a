//! Takes away what is kept for a time only, when that is over: replies of creating requests, sign-ins with their tokens, counts of
//! tries.

use super::Work;
use crate::base::error::Result;
use crate::store::{idempotency, sessions, throttle};
use chrono::Duration;

/// Rows in one transaction: short enough that no writer waits noticeably.
const BATCH: i64 = 500;
/// The longest window in which tries are counted, but for sign-ins, which have a setting.
const LONGEST_WINDOW: Duration = Duration::days(1);

/// Purges until nothing is left; how many rows.
pub fn run(work: &Work) -> Result<usize> {
    let now = work.clock.now();
    let window = Duration::minutes(i64::from(work.config.auth.tries_minutes)).max(LONGEST_WINDOW);
    let mut all = 0;
    loop {
        let purged = work.db.write_now(move |tx| {
            Ok(idempotency::purge(tx, now, BATCH)?
                + sessions::purge(tx, now, BATCH)?
                + throttle::purge(tx, now - window, BATCH)?)
        })?;
        all += purged;
        if purged == 0 {
            return Ok(all);
        }
    }
}
