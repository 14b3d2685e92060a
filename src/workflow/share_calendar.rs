//! The secret address of a personal calendar: made, replaced, taken away, and read without a sign-in.

use super::list_work;
use crate::base::clock::{Instant, china_day};
use crate::base::error::{Error, Result};
use crate::base::id::AccountId;
use crate::base::locale::Locale;
use crate::base::token;
use crate::domain::work::WorkItem;
use crate::store::db::Conn;
use crate::store::{account_standing, accounts, calendar_feeds};

/// Days ahead that a calendar shows.
const AHEAD: u16 = 90;

/// A new secret of 256 bits and the hash that is kept of it.
pub fn secret() -> Result<(String, String)> {
    let secret = token::secret()?;
    let hash = token::digest(secret.as_bytes());
    Ok((secret, hash))
}

/// Gives an account this address; the one it had leads nowhere from now on.
pub fn make(tx: &mut Conn, account: AccountId, hash: &str, now: Instant) -> Result<()> {
    calendar_feeds::replace(tx, account, hash, now)
}

/// Takes the address of an account away.
pub fn remove(tx: &mut Conn, account: AccountId) -> Result<()> {
    calendar_feeds::remove(tx, account)
}

/// The lines of the account behind an address, and its language; `NotFound` for an address that leads nowhere.
pub fn read(c: &mut Conn, secret: &str, now: Instant) -> Result<(Vec<WorkItem>, Locale)> {
    let account = calendar_feeds::holder(c, &token::digest(secret.as_bytes()))?.ok_or(Error::NotFound)?;
    if !account_standing::may_sign_in(c, &account)? {
        return Err(Error::NotFound);
    }
    let actor = accounts::actor(c, &account)?;
    Ok((list_work::items(c, &actor, china_day(now), AHEAD)?, account.locale))
}
