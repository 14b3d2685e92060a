//! Sign-ins and their refresh tokens, of which only the SHA-256 is kept.

use super::db::Conn;
use super::schema::access::{refresh_token, session};
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{AccountId, SessionId};
use chrono::Duration;
use diesel::prelude::*;

/// How long a client whose answer was lost may present a used token again, in seconds (RFC 9700 4.14).
const GRACE: i64 = 10;

/// One sign-in.
#[derive(Clone, Debug, diesel::Queryable)]
pub struct Session {
    pub id: SessionId,
    pub account_id: AccountId,
    pub token_version: i64,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
}

/// What became of a presented refresh token.
#[derive(Debug)]
pub enum Turn {
    /// The session goes on with the successor.
    Next(Session),
    /// Unknown or over.
    Over,
    /// Used before: somebody else holds a copy, so the session was ended.
    Reused(Session),
}

/// Opens a session with its first refresh token.
pub fn open(c: &mut Conn, new: &Session, digest: &str, refresh_until: Instant) -> Result<()> {
    diesel::insert_into(session::table)
        .values((
            session::id.eq(new.id),
            session::account_id.eq(new.account_id),
            session::token_version.eq(new.token_version),
            session::created_at.eq(new.created_at),
            session::expires_at.eq(new.expires_at),
            session::revoked_at.eq(new.revoked_at),
        ))
        .execute(c)?;
    keep(c, digest, new.id, refresh_until)
}

/// The session of an id while it lasts.
pub fn live(c: &mut Conn, id: SessionId, now: Instant) -> Result<Option<Session>> {
    Ok(session::table
        .filter(session::id.eq(id))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .first(c)
        .optional()?)
}

/// Spends a refresh token for its successor. A token spent within the last seconds gives the same successor again; one spent
/// longer ago ends the session.
pub fn turn(c: &mut Conn, digest: &str, successor: &str, now: Instant, refresh_until: Instant) -> Result<Turn> {
    let spent = diesel::update(
        refresh_token::table
            .filter(refresh_token::id.eq(digest))
            .filter(refresh_token::used_at.is_null())
            .filter(refresh_token::expires_at.gt(now)),
    )
    .set(refresh_token::used_at.eq(now))
    .execute(c)?;
    let row: Option<(SessionId, Option<Instant>)> = refresh_token::table
        .filter(refresh_token::id.eq(digest))
        .select((refresh_token::session_id, refresh_token::used_at))
        .first(c)
        .optional()?;
    let Some((id, used_at)) = row else { return Ok(Turn::Over) };
    let Some(session) = live(c, id, now)? else { return Ok(Turn::Over) };
    if spent == 1 {
        keep(c, successor, id, refresh_until.min(session.expires_at))?;
        return Ok(Turn::Next(session));
    }
    match used_at {
        None => Ok(Turn::Over),
        Some(used_at) if now - used_at <= Duration::seconds(GRACE) => Ok(Turn::Next(session)),
        Some(_) => {
            revoke(c, id, now)?;
            Ok(Turn::Reused(session))
        }
    }
}

/// Ends a session with all its tokens.
pub fn revoke(c: &mut Conn, id: SessionId, now: Instant) -> Result<()> {
    diesel::update(session::table.filter(session::id.eq(id)).filter(session::revoked_at.is_null()))
        .set(session::revoked_at.eq(now))
        .execute(c)?;
    Ok(())
}

/// Takes away up to `most` sign-ins that are over, with their tokens; how many. Those that were ended stay until they would have
/// been over.
pub fn purge(c: &mut Conn, now: Instant, most: i64) -> Result<usize> {
    let over = session::table.filter(session::expires_at.le(now));
    let ids: Vec<SessionId> = over.select(session::id).limit(most).load(c)?;
    diesel::delete(refresh_token::table.filter(refresh_token::session_id.eq_any(ids.clone()))).execute(c)?;
    Ok(diesel::delete(session::table.filter(session::id.eq_any(ids))).execute(c)?)
}

fn keep(c: &mut Conn, digest: &str, session: SessionId, until: Instant) -> Result<()> {
    diesel::insert_into(refresh_token::table)
        .values((
            refresh_token::id.eq(digest),
            refresh_token::session_id.eq(session),
            refresh_token::expires_at.eq(until),
        ))
        .execute(c)?;
    Ok(())
}
