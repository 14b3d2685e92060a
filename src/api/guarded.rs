//! Operations that ask for a secret instead of a sign-in.

use super::ctx::Ctx;
use crate::base::error::Result;
use crate::workflow::guard_secret;
use std::future::Future;

/// `guard_secret::by_secret` for the network this request came from.
pub async fn by_secret<T>(ctx: &Ctx, asked: impl Future<Output = Result<T>>) -> Result<T> {
    guard_secret::by_secret(&ctx.db, ctx.address, ctx.now, asked).await
}
