//! What anybody may ask who knows a secret: whoever guesses from one network waits, whatever they ask then.

use super::ctx::Ctx;
use crate::base::error::{Error, Result};
use crate::store::throttle;
use crate::workflow::networks;
use chrono::Duration;
use std::future::Future;

/// Wrong secrets from one network within the window; an office may share it.
const MISSES: i64 = 30;
const WINDOW: Duration = Duration::minutes(15);

/// Does `asked` unless this network guessed too often, and counts a `NotFound` as a guess. `Throttled` says nothing of the secret.
pub async fn by_secret<T>(ctx: &Ctx, asked: impl Future<Output = Result<T>>) -> Result<T> {
    let Some(address) = ctx.address else { return asked.await };
    let (key, now) = (networks::key("secret", address), ctx.now);
    let looked_at = key.clone();
    if let Some(retry_after_seconds) = ctx.read(move |c| throttle::wait(c, &looked_at, MISSES, WINDOW, now)).await? {
        return Err(Error::Throttled { retry_after_seconds });
    }
    let done = asked.await;
    if matches!(done, Err(Error::NotFound)) {
        ctx.write(move |c| throttle::count(c, &key, MISSES, WINDOW, now)).await?;
    }
    done
}
