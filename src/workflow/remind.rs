//! Tells of a day of a case that comes near or has passed: once, to those who work on it.

use super::notify;
use crate::base::error::Result;
use crate::domain::moment::Moment;
use crate::domain::policy::Scope;
use crate::domain::reminders::{TOLD, Watch};
use crate::store::case_files;
use crate::store::db::Conn;
use crate::store::reminders::{self, Due};

/// Queues the mails of one day; `false` when they were queued before.
pub fn remind(tx: &mut Conn, watch: &Watch, due: &Due, by: &Moment) -> Result<bool> {
    let file = case_files::load(tx, &Scope::Everything, due.case_id)?;
    if !reminders::note(tx, &file.case, watch, due.due_on, by.now)? {
        return Ok(false);
    }
    notify::queue_to(tx, watch.kind, &file, TOLD, by)?;
    Ok(true)
}
