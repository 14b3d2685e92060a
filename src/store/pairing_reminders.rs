//! The days of living pairings that are to be told of, and which were told already.

use super::coverage::{idle, idle_since};
use super::db::Conn;
use super::dialect::each;
use super::schema::pairings::pairing_reminder;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::PairingId;
use crate::domain::notices::NoticeKind;
use crate::domain::pairing::Pairing;
use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{Date, Text};

/// A pairing, and the day by which one telling is known from the next.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct PairingDay {
    #[diesel(sql_type = Text)]
    pub pairing_id: PairingId,
    #[diesel(sql_type = Date)]
    pub day_on: NaiveDate,
}

/// Living pairings that end within so many days; the day is their last.
pub fn ending(c: &mut Conn, today: NaiveDate, days: u16, most: i64) -> Result<Vec<PairingDay>> {
    let last = today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    due(c, NoticeKind::PairingEnding, today, "p.until_on", &format!("p.until_on <= '{last}'"), most)
}

/// Living pairings without a service for so many days; the day is that of their last service, or their first.
pub fn without_service(c: &mut Conn, today: NaiveDate, days: u16, most: i64) -> Result<Vec<PairingDay>> {
    let day = "coalesce((SELECT max(s.held_on) FROM service s WHERE s.pairing_id = p.id), p.from_on)";
    due(c, NoticeKind::PairingIdle, today, day, &idle(idle_since(today, days), today), most)
}

/// Notes that a day is told of now; `false` when it was before.
pub fn note(c: &mut Conn, of: &Pairing, kind: NoticeKind, day_on: NaiveDate, now: Instant) -> Result<bool> {
    let row = (
        pairing_reminder::pairing_id.eq(of.id),
        pairing_reminder::kind.eq(kind),
        pairing_reminder::day_on.eq(day_on),
        pairing_reminder::region_code.eq(of.region_code),
        pairing_reminder::told_at.eq(now),
    );
    let new =
        each!(c, c => diesel::insert_into(pairing_reminder::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

/// Dates and codes of our own: nothing here comes from outside.
fn due(
    c: &mut Conn,
    kind: NoticeKind,
    today: NaiveDate,
    day: &str,
    condition: &str,
    most: i64,
) -> Result<Vec<PairingDay>> {
    let sql = format!(
        "SELECT p.id AS pairing_id, {day} AS day_on FROM pairing p
        WHERE p.status = 'signed' AND p.from_on <= '{today}' AND p.until_on >= '{today}' AND {condition}
        AND NOT EXISTS (SELECT 1 FROM pairing_reminder r WHERE r.pairing_id = p.id AND r.kind = '{kind}' AND r.day_on = {day})
        ORDER BY 2, 1 LIMIT {most}"
    );
    Ok(diesel::sql_query(sql).load(c)?)
}
