//! The agreement of a case looked at from three sides: a draft checked, its performance, its confirmation. The steps are in case_steps.rs.

use super::body::Body;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::agreement_lint::{Finding, Weight};
use crate::domain::case::CaseFile;
use crate::domain::steps::{Agreeing, lint_agreement};
use crate::domain::{court_confirmation, performance};
use crate::store::db::Conn;
use crate::store::{attachments, case_files};
use actix_web::web::Path;
use serde::Serialize;

/// What was found in a draft.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Lint {
    /// Whether it would be refused as it is.
    pub blocked: bool,
    pub findings: Vec<Finding>,
}

pub async fn lint(ctx: Ctx, id: Path<CaseId>, body: Body<Agreeing>) -> Result<Reply> {
    let file = file(&ctx, id.into_inner()).await?;
    let findings = lint_agreement(&file, body.value, &ctx.terms(), china_day(ctx.now))?;
    Reply::ok(&Lint { blocked: findings.iter().any(|each| each.weight == Weight::Contradiction), findings })
}

pub async fn performance(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, scope, reader) = (id.into_inner(), ctx.scope()?, ctx.actor()?.account());
    let read = move |c: &mut Conn| Ok((case_files::load(c, &scope, id)?, attachments::readable(c, id, reader)?));
    let (file, files) = ctx.read(read).await?;
    Reply::ok(&performance::ledger(&file, china_day(ctx.now)).proved_by(&files))
}

pub async fn confirmation(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    Reply::ok(&court_confirmation::sheet(&file(&ctx, id.into_inner()).await?, &ctx.terms(), china_day(ctx.now)))
}

async fn file(ctx: &Ctx, id: CaseId) -> Result<CaseFile> {
    let scope = ctx.scope()?;
    ctx.read(move |c| case_files::load(c, &scope, id)).await
}
