//! Sends the figures of the last month and the last quarter, from a set day of the month on.

use super::Work;
use crate::base::error::Result;
use crate::domain::moment::Moment;
use crate::domain::pack::due;
use crate::store::packs;
use crate::workflow::send_pack::send;
use chrono::{Duration, Timelike};

/// People looked at in one run.
const BATCH: i64 = 200;

/// From the hour of the digest on, each person in a transaction of their own, so that one that fails holds up no other; how many
/// mails that made.
pub fn run(work: &Work) -> Result<usize> {
    let (by, settings) = (Moment::at(work.clock.now(), None), &work.config.reminders);
    if settings.pack_day == 0 || (by.now + Duration::hours(8)).hour() < settings.digest_hour.into() {
        return Ok(0);
    }
    let mut sent = 0;
    for (span, period) in due(by.today, settings.pack_day.into()) {
        for account in work.db.read_now(|c| packs::waiting(c, span, period.from, BATCH))? {
            let now = by.now;
            match work.db.write_now(move |tx| send(tx, account, (span, period), now)) {
                Ok(true) => sent += 1,
                Ok(false) => {}
                Err(cause) => {
                    tracing::error!(account = %account, %cause, "somebody cannot be sent the figures of a period")
                }
            }
        }
    }
    Ok(sent)
}
