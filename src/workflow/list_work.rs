//! What is due for somebody: the lines that their list, their digest and their calendar are made of.

use crate::base::config::Reminders;
use crate::base::error::Result;
use crate::domain::policy::{Actor, Permission};
use crate::domain::work::{OverdueSum, WorkItem, kinds, sees_sums, span};
use crate::store::db::Conn;
use crate::store::work::{self, Asked};
use chrono::{Days, NaiveDate};

/// As much as a list holds; who has more works it off from the top.
pub const MOST: i64 = 500;

/// The days that are late, and those so many days ahead, the earliest first.
pub fn items(c: &mut Conn, actor: &Actor, today: NaiveDate, ahead: u16) -> Result<Vec<WorkItem>> {
    let scope = actor.scope(Permission::ReadCases);
    work::list(c, &Asked { scope: &scope, kinds: kinds(actor.role()), span: span(today, ahead), today, most: MOST })
}

/// What a federation sees: how many cases of each committee are overdue for `federation_days`.
pub fn sums(c: &mut Conn, actor: &Actor, today: NaiveDate, settings: &Reminders) -> Result<Vec<OverdueSum>> {
    if !sees_sums(actor) {
        return Ok(Vec::new());
    }
    let before = today.checked_sub_days(Days::new(settings.federation_days.into())).unwrap_or(today);
    work::overdue_sums(c, &actor.scope(Permission::ReadCases), before)
}
