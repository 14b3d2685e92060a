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
    /// HMAC-SHA-256 of the body, with a key that is not in the database: a password in it cannot be guessed at.
    pub body_sha256: String,
    pub status: i64,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub reply: String,
    pub created_at: Instant,
}

/// The saved reply of a key, unless it is too old.
pub fn find(c: &mut Conn, id: &str, now: Instant) -> Result<Option<Saved>> {
    let kept = idempotency::table.filter(idempotency::id.eq(id)).filter(idempotency::created_at.gt(oldest(now)));
    Ok(kept.first(c).optional()?)
}

/// Saves a reply, in place of one that is too old; `idempotency_key_in_flight` when another request with the key was quicker.
pub fn save(c: &mut Conn, saved: &Saved) -> Result<()> {
    let before = idempotency::table.filter(idempotency::id.eq(&saved.id));
    diesel::delete(before.filter(idempotency::created_at.le(oldest(saved.created_at)))).execute(c)?;
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

/// Takes away up to `most` replies that are too old; how many.
pub fn purge(c: &mut Conn, now: Instant, most: i64) -> Result<usize> {
    let is_old = idempotency::created_at.le(oldest(now));
    let ids: Vec<String> = idempotency::table.filter(is_old).select(idempotency::id).limit(most).load(c)?;
    // One whose key was used again meanwhile is a new reply.
    Ok(diesel::delete(idempotency::table.filter(idempotency::id.eq_any(ids)).filter(is_old)).execute(c)?)
}

/// What is as old as this is no longer given again.
fn oldest(now: Instant) -> Instant {
    now - Duration::hours(KEPT_HOURS)
}
