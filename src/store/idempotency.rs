//! Replies of creating requests, saved in the transaction that created, so that a repeated request creates nothing twice.

use super::db::Conn;
use super::faults::unique;
use super::schema::access::idempotency;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use chrono::Duration;
use diesel::prelude::*;

/// How long a reply is kept.
const KEPT_HOURS: i64 = 24;

/// A saved reply.
#[derive(Clone, Debug, diesel::Queryable)]
pub struct Saved {
    pub id: String,
    pub body_sha256: String,
    pub status: i64,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub reply: String,
    pub created_at: Instant,
}

/// The saved reply of a key, unless it is too old, in which case it is taken away.
pub fn find(c: &mut Conn, id: &str, now: Instant) -> Result<Option<Saved>> {
    let saved: Option<Saved> = idempotency::table.filter(idempotency::id.eq(id)).first(c).optional()?;
    match saved {
        Some(saved) if saved.created_at <= now - Duration::hours(KEPT_HOURS) => {
            diesel::delete(idempotency::table.filter(idempotency::id.eq(id))).execute(c)?;
            Ok(None)
        }
        other => Ok(other),
    }
}

/// Saves a reply; `idempotency_key_in_flight` when another request with the key was quicker.
pub fn save(c: &mut Conn, saved: &Saved) -> Result<()> {
    let written = diesel::insert_into(idempotency::table)
        .values((
            idempotency::id.eq(&saved.id),
            idempotency::body_sha256.eq(&saved.body_sha256),
            idempotency::status.eq(saved.status),
            idempotency::location.eq(&saved.location),
            idempotency::etag.eq(&saved.etag),
            idempotency::reply.eq(&saved.reply),
            idempotency::created_at.eq(saved.created_at),
        ))
        .execute(c)
        .map_err(Error::from);
    match written {
        Err(error) if unique(&error).is_some() => Err(Error::Conflict(Code::KeyInFlight)),
        other => other.map(drop),
    }
}
