//! The row that `/readyz` writes, to show that the database takes a write.

use super::db::Conn;
use super::schema::probe::probe;
use crate::base::clock::Instant;
use crate::base::error::Result;
use chrono::Duration;
use diesel::prelude::*;

/// Writes the row unless that was done within the last second: whoever asks often costs no flush of the disk each time. A database
/// that takes no writes refuses the statement all the same.
pub fn write(c: &mut Conn, now: Instant) -> Result<()> {
    diesel::update(probe::table.filter(probe::written_at.le(now - Duration::seconds(1))))
        .set(probe::written_at.eq(now))
        .execute(c)?;
    Ok(())
}
