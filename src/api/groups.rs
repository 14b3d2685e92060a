//! Group cases: a mother case, its children, one step for all of them.

use super::body::Body;
use super::case_steps::taking;
use super::creation;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::workflow::group_cases::{self, NewChildren};
use crate::workflow::step_group::{self, GroupStepping, Stepped};
use actix_web::web::Path;
use serde::Serialize;

/// The cases that were made, in the order of their people.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Children {
    pub items: Vec<Stepped>,
}

/// Registers a case for each of the people.
pub async fn add(ctx: Ctx, id: Path<CaseId>, body: Body<NewChildren>) -> Result<Reply> {
    let (id, actor, by, input, terms) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?, body.value, ctx.terms());
    let place = format!("/cases/{id}/children");
    creation::once(&ctx, &place, &body.digest, move |tx| {
        let made = group_cases::add_children(tx, &actor, id, input, &terms, &by)?;
        let items = made.iter().map(|file| Stepped::of(&file.case)).collect();
        Reply::created(format!("/api/v1/cases/{id}/group"), &Children { items })
    })
    .await
}

/// The group a case belongs to, or is the mother case of.
pub async fn show(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let id = id.into_inner();
    Reply::ok(&ctx.shown(move |c, actor, by| group_cases::read(c, actor, id, by)).await?)
}

/// One step for every case of the group.
pub async fn step_all(ctx: Ctx, id: Path<CaseId>, body: Body<GroupStepping>) -> Result<Reply> {
    let (id, input, taking) = (id.into_inner(), body.value, taking(&ctx)?);
    Reply::ok(&ctx.change(move |tx| step_group::step_group(tx, id, &input, &taking)).await?)
}
