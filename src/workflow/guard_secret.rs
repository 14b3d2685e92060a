//! What anybody may ask who knows a secret: whoever guesses from one network waits, whatever they ask then.

use super::networks;
use crate::base::clock::Instant;
use crate::base::config::Intake;
use crate::base::error::{Error, Result};
use crate::store::db::Db;
use crate::store::throttle;
use chrono::Duration;
use std::future::Future;
use std::net::IpAddr;

/// Wrong secrets from one network within the window; an office may share it.
const MISSES: i64 = 30;
const WINDOW: Duration = Duration::minutes(15);

/// Does `asked` unless this network guessed too often, and counts a `NotFound` as a guess. `Throttled` says nothing of the secret.
pub async fn by_secret<T>(
    db: &Db,
    address: Option<IpAddr>,
    now: Instant,
    asked: impl Future<Output = Result<T>>,
) -> Result<T> {
    let Some(address) = address else { return asked.await };
    let key = networks::key("secret", address);
    let looked_at = key.clone();
    if let Some(retry_after_seconds) = db.read(move |c| throttle::wait(c, &looked_at, MISSES, WINDOW, now)).await? {
        return Err(Error::Throttled { retry_after_seconds });
    }
    let done = asked.await;
    if matches!(done, Err(Error::NotFound)) {
        db.write(move |c| throttle::count(c, &key, MISSES, WINDOW, now)).await?;
    }
    done
}

/// Counts an application from this network; `Throttled` when it sent enough within the hour.
pub async fn count_application(db: &Db, address: Option<IpAddr>, settings: &Intake, now: Instant) -> Result<()> {
    let Some(address) = address else { return Ok(()) };
    let (key, per_hour) = (networks::key("intake", address), i64::from(settings.per_address_hour));
    match db.write(move |c| throttle::count(c, &key, per_hour, Duration::hours(1), now)).await? {
        Some(retry_after_seconds) => Err(Error::Throttled { retry_after_seconds }),
        None => Ok(()),
    }
}
