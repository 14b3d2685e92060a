//! Creating requests happen once: the reply is saved under the `Idempotency-Key` in the transaction that creates.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::token;
use crate::store::db::Conn;
use crate::store::idempotency::{self, Saved};

/// Does `f` in one transaction, or gives the reply of the first time again (with `Idempotent-Replay: true`). The key counts for
/// one account, operation and path; another body under it is refused (422). `digest` is `Body::digest`; what is kept of it is keyed.
pub async fn once(
    ctx: &Ctx,
    path: &str,
    digest: &str,
    f: impl FnOnce(&mut Conn) -> Result<Reply> + Clone + Send + 'static,
) -> Result<Reply> {
    let id = id(ctx, path)?;
    let (hmac, now) = (token::keyed_digest(&ctx.config.auth.token_key, digest)?, ctx.now);
    let attempt = move |c: &mut Conn| {
        if let Some(saved) = saved(c, &id, &hmac, now)? {
            return Ok(saved);
        }
        let reply = f(c)?;
        let saved = Saved {
            id,
            body_sha256: hmac,
            status: i64::from(reply.status),
            location: reply.location.clone(),
            etag: reply.etag.clone(),
            reply: reply.body.clone(),
            created_at: now,
        };
        idempotency::save(c, &saved)?;
        Ok(reply)
    };
    match ctx.change(attempt.clone()).await {
        // The other request is done by now, so its reply is there to be given again.
        Err(Error::Conflict(Code::KeyInFlight)) => ctx.change(attempt).await,
        answer => answer,
    }
}

/// The reply of the first time, for those who have much to do before they write; `once` asks again when they do.
pub async fn replayed(ctx: &Ctx, path: &str, digest: &str) -> Result<Option<Reply>> {
    let (id, hmac, now) = (id(ctx, path)?, token::keyed_digest(&ctx.config.auth.token_key, digest)?, ctx.now);
    ctx.read(move |c| saved(c, &id, &hmac, now)).await
}

fn id(ctx: &Ctx, path: &str) -> Result<String> {
    let key = ctx.key.as_deref().ok_or(Error::Malformed(Code::KeyMissing))?;
    let key = key.trim_matches('"');
    let is_plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    if key.is_empty() || key.len() > 64 || !is_plain {
        return Err(Error::Malformed(Code::KeyMissing));
    }
    let account = ctx.actor()?.account();
    Ok(token::digest(format!("{account}\n{}\n{path}\n{key}", ctx.operation.name).as_bytes()))
}

fn saved(c: &mut Conn, id: &str, hmac: &str, now: Instant) -> Result<Option<Reply>> {
    match idempotency::find(c, id, now)? {
        Some(saved) if saved.body_sha256 == hmac => Ok(Some(replay(saved))),
        Some(_) => Err(Error::field("Idempotency-Key", Code::KeyReused)),
        None => Ok(None),
    }
}

fn replay(saved: Saved) -> Reply {
    Reply {
        status: u16::try_from(saved.status).unwrap_or(200),
        body: saved.reply,
        location: saved.location,
        etag: saved.etag,
        is_replay: true,
    }
}
