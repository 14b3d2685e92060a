//! How often something was tried: a sign-in by login and by network, a secret by network, an application by link. Kept here so that a restart forgives nothing and nodes share it.

use super::db::Conn;
use super::dialect::each;
use super::schema::access::login_throttle;
use crate::base::clock::Instant;
use crate::base::error::Result;
use chrono::Duration;
use diesel::prelude::*;

/// Counts one try against a key. `Some(seconds to wait)` when the window already held `limit` of them.
pub fn count(c: &mut Conn, key: &str, limit: i64, window: Duration, now: Instant) -> Result<Option<u32>> {
    each!(c, c => {
        diesel::insert_into(login_throttle::table)
            .values((login_throttle::id.eq(key), login_throttle::begun_at.eq(now), login_throttle::tries.eq(0_i64)))
            .on_conflict(login_throttle::id)
            .do_nothing()
            .execute(c)?
    });
    let mine = login_throttle::table.filter(login_throttle::id.eq(key));
    diesel::update(mine.filter(login_throttle::begun_at.le(now - window)))
        .set((login_throttle::begun_at.eq(now), login_throttle::tries.eq(0_i64)))
        .execute(c)?;
    let counted = diesel::update(mine.filter(login_throttle::tries.lt(limit)))
        .set(login_throttle::tries.eq(login_throttle::tries + 1_i64))
        .execute(c)?;
    if counted == 1 {
        return Ok(None);
    }
    let begun: Instant = mine.select(login_throttle::begun_at).first(c)?;
    let wait = (begun + window - now).num_seconds().max(1);
    Ok(Some(u32::try_from(wait).unwrap_or(u32::MAX)))
}

/// Seconds to wait where the window of a key holds `limit` tries already; counts nothing.
pub fn wait(c: &mut Conn, key: &str, limit: i64, window: Duration, now: Instant) -> Result<Option<u32>> {
    let full = login_throttle::table.filter(login_throttle::id.eq(key)).filter(login_throttle::tries.ge(limit));
    let begun: Option<Instant> = full.select(login_throttle::begun_at).first(c).optional()?;
    let left = begun.map(|begun| (begun + window - now).num_seconds()).filter(|left| *left > 0);
    Ok(left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)))
}

/// Forgets the tries of a key: the right password was given.
pub fn forget(c: &mut Conn, key: &str) -> Result<()> {
    diesel::delete(login_throttle::table.filter(login_throttle::id.eq(key))).execute(c)?;
    Ok(())
}

/// Takes away up to `most` counts whose window began before; how many.
pub fn purge(c: &mut Conn, before: Instant, most: i64) -> Result<usize> {
    let over = login_throttle::table.filter(login_throttle::begun_at.le(before));
    let ids: Vec<String> = over.select(login_throttle::id).limit(most).load(c)?;
    let old = login_throttle::table.filter(login_throttle::id.eq_any(ids));
    // One that was tried again meanwhile has begun anew.
    Ok(diesel::delete(old.filter(login_throttle::begun_at.le(before))).execute(c)?)
}
