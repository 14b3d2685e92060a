//! Services on pairings: logged and amended by the firm, confirmed by the chamber. The rules: `domain/services.rs`.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page::{self, PageQuery};
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::{PairingId, ServiceId};
use crate::domain::services::{LoggedService, NewService, ServiceChange};
use crate::store::{pairings, services};
use crate::workflow::log_service;
use actix_web::web::{Path, Query};

/// The services on a pairing, the last logged first.
pub async fn list(ctx: Ctx, id: Path<PairingId>, query: Query<PageQuery>) -> Result<Reply> {
    let (id, scope, limit) = (id.into_inner(), ctx.scope()?, page::limit(query.limit)?);
    let before = page::read_cursor(query.cursor.as_deref())?;
    let rows = ctx.read(move |c| {
        pairings::get(c, &scope, id)?;
        services::list(c, id, before, limit.read())
    });
    Reply::ok(&page::page(rows.await?, limit, |one| one.id.to_string(), LoggedService::clone))
}

/// Logs a service.
pub async fn log(ctx: Ctx, id: Path<PairingId>, body: Body<NewService>) -> Result<Reply> {
    let (id, actor, by, input) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?, body.value);
    creation::once(&ctx, &format!("/pairings/{id}/services"), &body.digest, move |tx| {
        let logged = log_service::log(tx, &actor, id, input, &by)?;
        let version = logged.version;
        Ok(Reply::created(format!("/api/v1/services/{}", logged.id), &logged)?.version(version))
    })
    .await
}

/// One service.
pub async fn show(ctx: Ctx, id: Path<ServiceId>) -> Result<Reply> {
    let (id, scope) = (id.into_inner(), ctx.scope()?);
    seen(&ctx.read(move |c| services::get(c, &scope, id)).await?.1)
}

/// Amends a service, or takes a health check further.
pub async fn amend(ctx: Ctx, id: Path<ServiceId>, body: Body<ServiceChange>) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let (change, by) = (body.value, ctx.moment()?);
    seen(&ctx.write(move |tx| log_service::amend(tx, &actor, id, version, change, &by)).await?)
}

/// The chamber confirms that it took place.
pub async fn confirm(ctx: Ctx, id: Path<ServiceId>) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let by = ctx.moment()?;
    seen(&ctx.write(move |tx| log_service::confirm(tx, &actor, id, version, &by)).await?)
}

fn seen(logged: &LoggedService) -> Result<Reply> {
    Ok(Reply::ok(logged)?.version(logged.version))
}
