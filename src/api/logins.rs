//! Signing in, staying signed in, signing out.

use super::body::Body;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::workflow::sign_in::{self, Signed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    pub login: String,
    pub password: String,
}

/// The refresh token of the last answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    pub refresh_token: String,
}

/// Tokens of a sign-in. Each refresh token is good for one use.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    pub access_token: String,
    pub token_type: &'static str,
    /// Seconds for which the access token is good.
    pub expires_in: i64,
    pub refresh_token: String,
}

pub async fn create(ctx: Ctx, body: Body<Credentials>) -> Result<Reply> {
    let Credentials { login, password } = body.value;
    let signed = sign_in::sign_in(&ctx.db, &ctx.config.auth, &login, &password, ctx.address, &ctx.clock).await?;
    ctx.entered.get_or_init(|| signed.account);
    tokens(signed)
}

pub async fn refresh(ctx: Ctx, body: Body<Refresh>) -> Result<Reply> {
    tokens(sign_in::refresh(&ctx.db, &ctx.config.auth, body.value.refresh_token, ctx.now).await?)
}

pub async fn end(ctx: Ctx) -> Result<Reply> {
    let (session, now) = (ctx.session()?, ctx.now);
    ctx.write(move |c| crate::store::sessions::revoke(c, session, now)).await?;
    Ok(Reply::none())
}

/// The tokens of a sign-in as they are given out.
pub(super) fn tokens(signed: Signed) -> Result<Reply> {
    Reply::ok(&Tokens {
        access_token: signed.access,
        token_type: "Bearer",
        expires_in: signed.seconds,
        refresh_token: signed.refresh,
    })
}
