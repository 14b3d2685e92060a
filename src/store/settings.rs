//! The installation's own row: its id, made once, which distinguishes two copies of the program.

use super::db::Conn;
use super::schema::settings::installation;
use crate::base::clock::Instant;
use crate::base::error::Result;
use diesel::prelude::*;

/// The id of this installation; made on first use.
pub fn installation_id(c: &mut Conn, now: Instant) -> Result<String> {
    if let Some(id) = installation::table.select(installation::id).first(c).optional()? {
        return Ok(id);
    }
    let id = crate::base::id::IdText::new().as_str().to_owned();
    diesel::insert_into(installation::table)
        .values((installation::id.eq(&id), installation::created_at.eq(now)))
        .execute(c)?;
    Ok(id)
}
