//! The days of cases that are to be told of, and which were told already.

use super::db::Conn;
use super::dialect::each;
use super::schema::reminders::reminder;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::case::Case;
use crate::domain::notices::NoticeKind;
use crate::domain::reminders::Watch;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Date, Text};

/// A case and its day.
#[derive(Clone, Debug, QueryableByName)]
pub struct Due {
    #[diesel(sql_type = Text)]
    pub case_id: CaseId,
    #[diesel(sql_type = Date)]
    pub due_on: NaiveDate,
}

/// Days of this kind that nobody was told of yet, the earliest first. What came from a ledger is history.
pub fn due(c: &mut Conn, watch: &Watch, today: NaiveDate, most: i64) -> Result<Vec<Due>> {
    let (table, case, day, open) = source(watch.kind)?;
    let (first, last) = watch.span(today);
    // Dates and codes of our own: nothing here comes from outside.
    let sql = format!(
        "SELECT DISTINCT x.{case} AS case_id, x.{day} AS due_on FROM {table} x JOIN cases k ON k.id = x.{case}
        WHERE x.{day} BETWEEN '{first}' AND '{last}' AND {open} AND k.origin = 'live'
        AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.case_id = x.{case} AND r.kind = '{}' AND r.due_on = x.{day}
        AND r.days_before = {}) ORDER BY 2, 1 LIMIT {most}",
        watch.kind, watch.days_before,
    );
    Ok(diesel::sql_query(sql).load(c)?)
}

/// Notes that a day is told of now; `false` when it was before.
pub fn note(c: &mut Conn, case: &Case, watch: &Watch, due_on: NaiveDate, now: Instant) -> Result<bool> {
    let row = (
        reminder::case_id.eq(case.id),
        reminder::kind.eq(watch.kind),
        reminder::due_on.eq(due_on),
        reminder::days_before.eq(watch.days_before),
        reminder::region_code.eq(case.region_code),
        reminder::told_at.eq(now),
    );
    let new = each!(c, c => diesel::insert_into(reminder::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

/// The table that holds a kind of day, its column of the case, of the day, and what makes the day matter still.
fn source(kind: NoticeKind) -> Result<(&'static str, &'static str, &'static str, &'static str)> {
    Ok(match kind {
        NoticeKind::DeadlineNear | NoticeKind::Overdue => {
            ("cases", "id", "due_on", "k.status IN ('registered', 'accepted', 'mediating')")
        }
        NoticeKind::ConfirmationEnding => {
            let open = "x.confirmation = 'none' AND k.status IN ('agreed', 'defaulted')";
            ("agreement", "case_id", "confirmation_due_on", open)
        }
        NoticeKind::PerformanceDue | NoticeKind::PerformanceOverdue => {
            let open = "k.status = 'agreed' AND k.amount_paid <
                (SELECT sum(i.amount) FROM instalment i WHERE i.case_id = x.case_id AND i.due_on <= x.due_on)";
            ("instalment", "case_id", "due_on", open)
        }
        NoticeKind::CallbackDue => ("callback", "case_id", "due_on", "x.done_on IS NULL"),
        other => return Err(Error::internal(format!("{other} is no day"))),
    })
}
