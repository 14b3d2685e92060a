//! Law firms and their clients.

use super::directory::directory;
use crate::base::id::{FirmId, MandateId};
use crate::domain::firm::{Firm, FirmForm, Mandate};
use crate::domain::vocabulary::PracticeArea;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

directory!(firms, keep_firms, Firm, FirmId, "/firms" { form: FirmForm, accepting: bool, area: PracticeArea });

/// The clients of a firm, past ones too.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mandates {
    pub items: Vec<Mandate>,
}

/// The last day of a mandate.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    pub until_on: NaiveDate,
}

pub async fn clients(ctx: Ctx, id: Path<FirmId>) -> Result<Reply> {
    let (actor, id) = (ctx.actor()?.clone(), id.into_inner());
    let items = ctx.read(move |c| keep_firms::clients(c, &actor, id)).await?;
    Reply::ok(&Mandates { items })
}

pub async fn add_client(ctx: Ctx, id: Path<FirmId>, body: Body<Sent<Mandate>>) -> Result<Reply> {
    let (actor, id, fields) = (ctx.actor()?.clone(), id.into_inner(), body.value.0);
    let path = format!("/firms/{id}/mandates");
    creation::once(&ctx, &path, &body.digest, move |c| {
        let mandate = keep_firms::add_client(c, &actor, id, &fields)?;
        Reply::created(format!("/api/v1/firms/{id}/mandates"), &mandate)
    })
    .await
}

pub async fn end_client(ctx: Ctx, id: Path<MandateId>, body: Body<Ending>) -> Result<Reply> {
    let (actor, id, until_on) = (ctx.actor()?.clone(), id.into_inner(), body.value.until_on);
    let mandate = ctx.write(move |c| keep_firms::end_client(c, &actor, id, until_on)).await?;
    Reply::ok(&mandate)
}
