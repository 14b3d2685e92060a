//! Who is signed in, and their own password.

use super::body::Body;
use super::ctx::Ctx;
use super::logins;
use super::reply::Reply;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ChamberId, CommitteeId, FirmId, LawyerId, MediatorId};
use crate::base::locale::Locale;
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use crate::store::accounts;
use crate::workflow::change_password::{PasswordChange, change_password};
use serde::Serialize;
use utoipa::ToSchema;

/// The account of the access token and what it stands for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub locale: Locale,
    pub region_code: Option<RegionCode>,
    pub chamber_id: Option<ChamberId>,
    pub committee_ids: Vec<CommitteeId>,
    pub mediator_id: Option<MediatorId>,
    pub firm_id: Option<FirmId>,
    pub lawyer_id: Option<LawyerId>,
}

pub async fn show(ctx: Ctx) -> Result<Reply> {
    let actor = ctx.actor()?;
    let (id, committee_ids) = (actor.account(), actor.committees().to_vec());
    let account = ctx.read(move |c| accounts::by_id(c, id)?.ok_or(Error::NotFound)).await?;
    Reply::ok(&Me {
        id,
        login: account.login.into_string(),
        name: account.name.into_string(),
        role: account.role,
        locale: account.locale,
        region_code: account.region_code,
        chamber_id: account.chamber_id,
        committee_ids,
        mediator_id: account.mediator_id,
        firm_id: account.firm_id,
        lawyer_id: account.lawyer_id,
    })
}

pub async fn password(ctx: Ctx, body: Body<PasswordChange>) -> Result<Reply> {
    let id = ctx.actor()?.account();
    logins::tokens(change_password(&ctx.db, &ctx.config.auth, id, &body.value, ctx.address, &ctx.clock).await?)
}
