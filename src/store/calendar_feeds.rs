//! The secret addresses of personal calendars, of which only a hash is kept.

use super::db::Conn;
use super::schema::access::account;
use super::schema::reminders::calendar_feed;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::AccountId;
use crate::domain::account::Account;
use crate::store::accounts;
use diesel::prelude::*;

/// Gives somebody a new address in place of the one they had.
pub fn replace(c: &mut Conn, who: AccountId, secret_hash: &str, now: Instant) -> Result<()> {
    remove(c, who)?;
    let row =
        (calendar_feed::account_id.eq(who), calendar_feed::secret_hash.eq(secret_hash), calendar_feed::made_at.eq(now));
    diesel::insert_into(calendar_feed::table).values(row).execute(c)?;
    Ok(())
}

/// Takes the address away, if there is one.
pub fn remove(c: &mut Conn, who: AccountId) -> Result<()> {
    diesel::delete(calendar_feed::table.filter(calendar_feed::account_id.eq(who))).execute(c)?;
    Ok(())
}

/// The live account of an address.
pub fn holder(c: &mut Conn, secret_hash: &str) -> Result<Option<Account>> {
    let own = calendar_feed::table.filter(calendar_feed::secret_hash.eq(secret_hash));
    let id: Option<AccountId> = own.select(calendar_feed::account_id).first(c).optional()?;
    let Some(id) = id else { return Ok(None) };
    let live = account::table.filter(account::id.eq(id)).filter(account::disabled_at.is_null());
    Ok(live.select(accounts::columns()).first(c).optional()?)
}
