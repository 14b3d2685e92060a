//! Tells each person once a day of what falls due: time limits, the window for confirmation, instalments, callbacks, tasks, sessions.

use super::Work;
use crate::base::error::Result;
use crate::domain::moment::Moment;
use crate::store::reminders;
use crate::workflow::remind::remind;
use chrono::{Duration, Timelike};

/// People looked at in one run.
const BATCH: i64 = 200;

/// From the hour of the digest on, each person in a transaction of their own, so that one that fails holds up no other; how many
/// mails that made.
pub fn run(work: &Work) -> Result<usize> {
    let (by, settings) = (Moment::at(work.clock.now(), None), work.config.reminders);
    if (by.now + Duration::hours(8)).hour() < settings.digest_hour.into() {
        return Ok(0);
    }
    let mut told = 0;
    for account in work.db.read_now(|c| reminders::undigested(c, by.today, BATCH))? {
        let by = by.clone();
        match work.db.write_now(move |tx| remind(tx, account, &settings, &by)) {
            Ok(true) => told += 1,
            Ok(false) => {}
            Err(cause) => tracing::error!(account = %account, %cause, "somebody cannot be told of what is due"),
        }
    }
    Ok(told)
}
