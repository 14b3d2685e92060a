//! Signing in with a password and staying signed in. Pages and API come through here alike.

use super::networks;
use crate::base::clock::{Clock, Instant};
use crate::base::code::Code;
use crate::base::config::Auth;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, SessionId};
use crate::base::password::{self, Password};
use crate::base::token;
use crate::domain::account::{Account, Login};
use crate::domain::policy::Actor;
use crate::store::db::{Conn, Db};
use crate::store::sessions::{self, Session, Turn};
use crate::store::{account_standing, accounts, throttle};
use chrono::Duration;
use std::net::IpAddr;

/// Sign-ins from one network within the window; a whole office may share it.
const PER_NETWORK: i64 = 200;

/// What a sign-in gives.
#[derive(Clone)]
pub struct Signed {
    pub access: String,
    /// Seconds for which `access` is good.
    pub seconds: i64,
    pub refresh: String,
    pub session: SessionId,
    pub account: AccountId,
    /// The account's token version.
    pub version: i64,
}

/// Signs in. `wrong_credentials` whatever was wrong; `Throttled` after too many tries, for unknown logins just the same.
/// Every try that is not throttled costs one hash.
pub async fn sign_in(
    db: &Db,
    auth: &Auth,
    login: &str,
    password: &str,
    from: Option<IpAddr>,
    clock: &Clock,
) -> Result<Signed> {
    let now = clock.now();
    let key = count_try(db, auth, login, from, now).await?;
    let login = Login::parse(login).ok();
    let found = db
        .read(move |c| {
            let Some(account) = login.map_or(Ok(None), |login| accounts::by_login(c, &login))? else { return Ok(None) };
            let may = account_standing::may_sign_in(c, &account)?;
            Ok(Some((account, may)))
        })
        .await?;
    let hash = found.as_ref().map(|(account, _)| account.password_hash.clone());
    let is_right = password::matches(Password::typed(password), hash, auth).await?;
    let wrong = Error::Unauthenticated(Code::WrongCredentials);
    let Some((account, _)) = found.filter(|(_, may)| is_right && *may) else { return Err(wrong) };
    open(db, auth, account, key, now).await
}

/// Counts a try at the password of a login; the key under which it is counted, or `Throttled` after too many.
pub(super) async fn count_try(db: &Db, auth: &Auth, login: &str, from: Option<IpAddr>, now: Instant) -> Result<String> {
    let key = format!("login {}", token::digest(login.trim().to_lowercase().as_bytes()));
    let (window, tries) = (Duration::minutes(i64::from(auth.tries_minutes)), i64::from(auth.tries));
    let (mine, network) = (key.clone(), from.map(|address| networks::key("network", address)));
    let wait = db
        .write(move |c| {
            if let Some(network) = network
                && let Some(wait) = throttle::count(c, &network, PER_NETWORK, window, now)?
            {
                return Ok(Some(wait));
            }
            throttle::count(c, &mine, tries, window, now)
        })
        .await?;
    wait.map_or(Ok(key), |retry_after_seconds| Err(Error::Throttled { retry_after_seconds }))
}

/// Opens a session for an account whose password was right, and forgets the tries counted under the key.
pub(super) async fn open(db: &Db, auth: &Auth, account: Account, key: String, now: Instant) -> Result<Signed> {
    let session = Session {
        id: SessionId::new(),
        account_id: account.id,
        token_version: account.token_version,
        created_at: now,
        expires_at: now + Duration::days(i64::from(auth.session_days)),
        revoked_at: None,
    };
    let refresh = token::secret()?;
    let (digest, until) = (token::digest(refresh.as_bytes()), idle_until(auth, now));
    let (id, version) = (session.id, account.token_version);
    db.write(move |c| {
        throttle::forget(c, &key)?;
        sessions::open(c, &session, &digest, until)
    })
    .await?;
    let seconds = i64::from(auth.access_minutes) * 60;
    let access = token::sign(&auth.token_key, account.id, id, version, now, seconds)?;
    Ok(Signed { access, seconds, refresh, session: id, account: account.id, version })
}

/// New tokens for a refresh token. 401 when it is unknown, over, or was used before; the last ends the whole sign-in.
pub async fn refresh(db: &Db, auth: &Auth, old: String, now: Instant) -> Result<Signed> {
    let refused = || Error::Unauthenticated(Code::Unauthenticated);
    let next = token::successor(&auth.token_key, &old)?;
    let (digest, successor) = (token::digest(old.as_bytes()), token::digest(next.as_bytes()));
    let until = idle_until(auth, now);
    let turn = db
        .write(move |c| {
            let turn = sessions::turn(c, &digest, &successor, now, until)?;
            Ok(match turn {
                Turn::Next(session) => {
                    let account = accounts::by_id(c, session.account_id)?;
                    let current = account.filter(|account| account.token_version == session.token_version);
                    let may = current.as_ref().map_or(Ok(false), |account| account_standing::may_sign_in(c, account))?;
                    current.filter(|_| may).map(|account| (account, session.id))
                }
                Turn::Reused(session) => {
                    tracing::warn!(account = %session.account_id, "a refresh token was used twice; the sign-in was ended");
                    None
                }
                Turn::Over => None,
            })
        })
        .await?;
    let (account, session) = turn.ok_or_else(refused)?;
    let seconds = i64::from(auth.access_minutes) * 60;
    let access = token::sign(&auth.token_key, account.id, session, account.token_version, now, seconds)?;
    let version = account.token_version;
    Ok(Signed { access, seconds, refresh: next, session, account: account.id, version })
}

/// Who a token speaks for, with their account. Account and session are read each time, so that what is taken away is gone at once.
pub fn who(c: &mut Conn, claims: &token::Claims, now: Instant) -> Result<(Actor, Account)> {
    let refused = || Error::Unauthenticated(Code::Unauthenticated);
    let account = accounts::signed_in(c, claims.sub, claims.sid, now)?.ok_or_else(refused)?;
    if account.disabled_at.is_some() || account.token_version != claims.ver {
        return Err(refused());
    }
    Ok((accounts::actor(c, &account)?, account))
}

fn idle_until(auth: &Auth, now: Instant) -> Instant {
    now + Duration::days(i64::from(auth.refresh_days))
}
