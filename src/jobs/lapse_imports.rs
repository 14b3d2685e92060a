//! Takes away the files that a page sent to be imported and nobody confirmed within a day: they hold names and phones.

use super::Work;
use crate::base::error::Result;
use crate::workflow::run_import;
use chrono::Duration;

/// Hours for which a file waits for the word of who sent it.
const KEPT_HOURS: i64 = 24;

/// Takes them away; how many.
pub fn run(work: &Work) -> Result<usize> {
    let since = work.clock.now() - Duration::hours(KEPT_HOURS);
    run_import::lapse(&work.db, &run_import::folder(&work.config.attachments.folder), since)
}
