//! Tells of what falls due: callbacks, instalments, time limits, the window for judicial confirmation.

use super::Work;
use crate::base::error::Result;
use crate::domain::moment::Moment;
use crate::domain::reminders::WATCHES;
use crate::store::reminders;
use crate::workflow::remind::remind;

/// Days of one kind looked at in one run.
const BATCH: i64 = 200;

/// Each day in a transaction of its own, so that one that fails holds up no other; how many were told of.
pub fn run(work: &Work) -> Result<usize> {
    let by = Moment::at(work.clock.now(), None);
    let mut told = 0;
    for watch in &WATCHES {
        for due in work.db.read_now(|c| reminders::due(c, watch, by.today, BATCH))? {
            let (case, by) = (due.case_id, by.clone());
            match work.db.write_now(move |tx| remind(tx, watch, &due, &by)) {
                Ok(true) => told += 1,
                Ok(false) => {}
                Err(cause) => tracing::error!(case = %case, kind = %watch.kind, %cause, "a day cannot be told of"),
            }
        }
    }
    Ok(told)
}
