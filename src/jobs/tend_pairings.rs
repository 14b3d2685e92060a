//! Lets pairings lapse that were not answered in time, ends those whose term is over, and tells of those that end soon or had no
//! service for long.

use super::Work;
use crate::base::error::{Error, Result};
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::store::{pairing_reminders, pairings};
use crate::workflow::tend_pairing::{remind, settle};

/// Pairings of one kind looked at in one run.
const BATCH: i64 = 200;

/// Each in a transaction of its own, so that one that fails holds up no other; how many something was done for.
pub fn run(work: &Work) -> Result<usize> {
    let by = Moment::at(work.clock.now(), None);
    let mut results = Vec::new();
    for id in work.db.read_now(|c| pairings::overdue(c, by.today, BATCH))? {
        let by = by.clone();
        results.push((id, work.db.write_now(move |tx| settle(tx, id, &by))));
    }
    let terms = &work.config.pairing;
    let (ending, idle) = work.db.read_now(|c| {
        let ending = pairing_reminders::ending(c, by.today, terms.remind_days, BATCH)?;
        Ok((ending, pairing_reminders::without_service(c, by.today, terms.idle_days, BATCH)?))
    })?;
    for (kind, days) in [(NoticeKind::PairingEnding, ending), (NoticeKind::PairingIdle, idle)] {
        for day in days {
            let by = by.clone();
            results.push((day.pairing_id, work.db.write_now(move |tx| remind(tx, kind, &day, &by))));
        }
    }
    let mut done = 0;
    for (id, result) in results {
        match result {
            Ok(true) => done += 1,
            // Changed meanwhile, or done by another node.
            Ok(false) | Err(Error::Stale { .. }) => {}
            Err(cause) => tracing::error!(pairing = %id, %cause, "a pairing cannot be tended"),
        }
    }
    Ok(done)
}
