//! Accounts, for those who manage them.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page::{self, PageQuery};
use super::reply::Reply;
use crate::base::change::given;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ChamberId, FirmId, LawyerId, MediatorId};
use crate::base::locale::Locale;
use crate::base::password::{self, Password};
use crate::domain::account::{Account, Login, Reach};
use crate::domain::contact::{Email, Name};
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use crate::store::accounts;
use crate::workflow::manage_accounts::{self, Changes, NewAccount, Place};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account as its manager sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    pub id: AccountId,
    pub login: Login,
    pub name: Name,
    pub role: Role,
    pub region_code: Option<RegionCode>,
    pub chamber_id: Option<ChamberId>,
    pub mediator_id: Option<MediatorId>,
    pub firm_id: Option<FirmId>,
    pub lawyer_id: Option<LawyerId>,
    pub email: Option<Email>,
    pub locale: Locale,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub disabled_at: Option<Instant>,
    pub version: i64,
}

/// A new account. Federation roles need `region_code`; the others the one id of what they act for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    pub login: Login,
    pub name: Name,
    /// 12 to 128 characters.
    pub password: String,
    pub role: Role,
    pub region_code: Option<RegionCode>,
    pub chamber_id: Option<ChamberId>,
    pub mediator_id: Option<MediatorId>,
    pub firm_id: Option<FirmId>,
    pub lawyer_id: Option<LawyerId>,
    pub email: Option<Email>,
    pub locale: Option<Locale>,
}

/// What is to be changed; what is absent stays. A new role takes its organisation from the ids beside it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    #[serde(default, deserialize_with = "given")]
    pub name: Option<Name>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    pub email: Option<Option<Email>>,
    #[serde(default, deserialize_with = "given")]
    pub locale: Option<Locale>,
    #[serde(default, deserialize_with = "given")]
    pub disabled: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    pub password: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub role: Option<Role>,
    #[serde(default, deserialize_with = "given")]
    pub region_code: Option<RegionCode>,
    #[serde(default, deserialize_with = "given")]
    pub chamber_id: Option<ChamberId>,
    #[serde(default, deserialize_with = "given")]
    pub mediator_id: Option<MediatorId>,
    #[serde(default, deserialize_with = "given")]
    pub firm_id: Option<FirmId>,
    #[serde(default, deserialize_with = "given")]
    pub lawyer_id: Option<LawyerId>,
}

pub async fn list(ctx: Ctx, query: Query<PageQuery>) -> Result<Reply> {
    let reach = Reach::of(ctx.actor()?);
    let limit = page::limit(query.limit)?;
    let after = page::read_cursor(query.cursor.as_deref())?;
    let rows = ctx.read(move |c| accounts::list(c, &reach, after, limit.read())).await?;
    Reply::ok(&page::page(rows, limit, |row| row.id.to_string(), |row| shown(row.clone())))
}

pub async fn show(ctx: Ctx, id: Path<AccountId>) -> Result<Reply> {
    let (reach, id) = (Reach::of(ctx.actor()?), id.into_inner());
    let account = ctx.read(move |c| accounts::get(c, &reach, id)).await?;
    reply(account)
}

pub async fn create(ctx: Ctx, body: Body<NewUser>) -> Result<Reply> {
    let (reach, now, new) = (Reach::of(ctx.actor()?), ctx.now, body.value);
    let password = checked(&new.password, &new.login)?;
    let new = NewAccount {
        login: new.login,
        name: new.name,
        password_hash: password::hash(password, &ctx.config.auth).await?,
        role: new.role,
        place: Place {
            region_code: new.region_code,
            chamber_id: new.chamber_id,
            mediator_id: new.mediator_id,
            firm_id: new.firm_id,
            lawyer_id: new.lawyer_id,
        },
        email: new.email,
        locale: new.locale.unwrap_or(Locale::Zh),
    };
    creation::once(&ctx, "/users", &body.digest, move |c| {
        let account = manage_accounts::add(c, &reach, new, now)?;
        let version = account.version;
        Ok(Reply::created(format!("/api/v1/users/{}", account.id), &shown(account))?.version(version))
    })
    .await
}

pub async fn amend(ctx: Ctx, id: Path<AccountId>, body: Body<Amendment>) -> Result<Reply> {
    let (reach, by, now, id) = (Reach::of(ctx.actor()?), ctx.actor()?.account(), ctx.now, id.into_inner());
    let (expected, body) = (ctx.expected_version()?, body.value);
    // Looked up first, so that the outcome does not depend on the password where the account is out of reach.
    let known = {
        let reach = reach.clone();
        ctx.read(move |c| accounts::get(c, &reach, id)).await?
    };
    let password_hash = match &body.password {
        Some(text) => Some(password::hash(checked(text, &known.login)?, &ctx.config.auth).await?),
        None => None,
    };
    let place = Place {
        region_code: body.region_code,
        chamber_id: body.chamber_id,
        mediator_id: body.mediator_id,
        firm_id: body.firm_id,
        lawyer_id: body.lawyer_id,
    };
    let is_placed = [
        place.region_code.is_some(),
        place.chamber_id.is_some(),
        place.mediator_id.is_some(),
        place.firm_id.is_some(),
        place.lawyer_id.is_some(),
    ]
    .contains(&true);
    let role = match body.role {
        Some(role) => Some((role, place)),
        None if is_placed => Some((known.role, place)),
        None => None,
    };
    let changes = Changes {
        name: body.name,
        email: body.email,
        locale: body.locale,
        disabled: body.disabled,
        role,
        password_hash,
    };
    let account =
        ctx.write(move |c| manage_accounts::amend(c, &reach, Some(by), id, Some(expected), changes, now)).await?;
    reply(account)
}

fn checked(text: &str, login: &Login) -> Result<Password> {
    Password::parse(text, login.as_str()).map_err(|code| Error::field("password", code))
}

fn reply(account: Account) -> Result<Reply> {
    let version = account.version;
    Ok(Reply::ok(&shown(account))?.version(version))
}

fn shown(account: Account) -> User {
    User {
        id: account.id,
        login: account.login,
        name: account.name,
        role: account.role,
        region_code: account.region_code,
        chamber_id: account.chamber_id,
        mediator_id: account.mediator_id,
        firm_id: account.firm_id,
        lawyer_id: account.lawyer_id,
        email: account.email,
        locale: account.locale,
        disabled_at: account.disabled_at,
        version: account.version,
    }
}
