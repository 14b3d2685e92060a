//! Figures of places that work offline: the keys they sign with, and the packages they hand up.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::FigureKeyId;
use crate::domain::contact::Name;
use crate::domain::figure_package::SignedPackage;
use crate::domain::merging::{FigureKey, MergedPackage, PackageOutcome};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::{figure_keys, merging};
use crate::workflow::{keep_figure_keys, merge_figures};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The key of a place: `wanlian export key` there shows it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFigureKey {
    pub region_code: RegionCode,
    /// Whose it is.
    pub name: Name,
    /// Ed25519, 32 bytes in base64.
    pub public_key: String,
}

/// What became of a package.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenIn {
    pub outcome: PackageOutcome,
    pub package: MergedPackage,
}

pub async fn keys(ctx: Ctx, query: Query<page::PageQuery>) -> Result<Reply> {
    let (scope, limit, after) = (ctx.scope()?, page::limit(query.limit)?, page::read_cursor(query.cursor.as_deref())?);
    let found = ctx.read(move |c| figure_keys::list(c, &scope, after, limit.read())).await?;
    Reply::ok(&page::page(found, limit, |key| key.id.to_string(), FigureKey::clone))
}

pub async fn register(ctx: Ctx, body: Body<NewFigureKey>) -> Result<Reply> {
    let NewFigureKey { region_code, name, public_key } = body.value;
    let (scope, by) = (ctx.scope()?, ctx.moment()?);
    creation::once(&ctx, "/figure-keys", &body.digest, move |tx: &mut Conn| {
        let key = keep_figure_keys::register(tx, &scope, (region_code, name), public_key, &by)?;
        Reply::created("/api/v1/figure-keys", &key)
    })
    .await
}

pub async fn retire(ctx: Ctx, id: Path<FigureKeyId>) -> Result<Reply> {
    let (scope, by, id) = (ctx.scope()?, ctx.moment()?, *id);
    Reply::ok(&ctx.change(move |tx| keep_figure_keys::retire(tx, &scope, id, &by)).await?)
}

pub async fn list(ctx: Ctx, query: Query<page::PageQuery>) -> Result<Reply> {
    let (scope, limit, before) = (ctx.scope()?, page::limit(query.limit)?, page::read_cursor(query.cursor.as_deref())?);
    let found = ctx.read(move |c| merging::list(c, &scope, before, limit.read())).await?;
    Reply::ok(&page::page(found, limit, |package| package.id.to_string(), MergedPackage::clone))
}

/// Takes a package in.
pub async fn import(ctx: Ctx, body: Body<SignedPackage>) -> Result<Reply> {
    let (scope, by, signed) = (ctx.scope()?, ctx.moment()?, body.value);
    let (package, outcome) = ctx.change(move |tx| merge_figures::import(tx, &scope, &signed, &by)).await?;
    Reply::ok(&TakenIn { outcome, package })
}
