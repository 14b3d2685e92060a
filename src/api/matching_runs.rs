//! Matching runs: opened over a region, listed, shown, published. What came of them: `matching_results.rs`.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page::{self, PageQuery};
use super::reply::Reply;
use crate::base::error::{Error, Result};
use crate::base::id::MatchingRunId;
use crate::domain::matching::outcome::Summary;
use crate::domain::matching::request::{NewRun, Parameters};
use crate::domain::matching::run::MatchingRun;
use crate::domain::matching::seal::Run;
use crate::store::matching_runs;
use crate::workflow::{gather_matching, publish_run, read_run};
use actix_web::web::{self, Path, Query};
use serde::Serialize;
use utoipa::ToSchema;

/// A run with what it was asked, what there was to choose from, and the four policies side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunView {
    #[serde(flatten)]
    pub run: MatchingRun,
    /// What was asked, settings filled in.
    #[schema(value_type = Object)]
    pub asked: Parameters,
    pub summary: Summary,
}

const PATH: &str = "/matching-runs";

/// Computes a run and stores it. Nothing is proposed yet.
pub async fn create(ctx: Ctx, body: Body<NewRun>) -> Result<Reply> {
    if let Some(reply) = creation::replayed(&ctx, PATH, &body.digest).await? {
        return Ok(reply);
    }
    let (actor, by, settings) = (ctx.actor()?.clone(), ctx.moment()?, ctx.config.matching.clone());
    let (new, at) = (body.value, by.clone());
    let (asked, facts) = ctx.read(move |c| gather_matching::gather(c, &actor, new, &settings, &at)).await?;
    // Off the threads that serve requests, and before the writer is asked for.
    let computed = web::block(move || {
        let run = Run::compute(asked, facts)?;
        let (head, file) = run.seal(&by)?;
        Ok::<_, Error>((head, file, run))
    });
    let (head, file, run) = computed.await.map_err(Error::internal)??;
    let location = format!("/api/v1{PATH}/{}", head.id);
    let reply = Reply::created(location, &RunView::of(head.clone(), run))?.version(head.version);
    creation::once(&ctx, PATH, &body.digest, move |tx| {
        matching_runs::insert(tx, &head)?;
        matching_runs::insert_file(tx, &file)?;
        Ok(reply)
    })
    .await
}

/// The runs over the region, the latest first.
pub async fn list(ctx: Ctx, query: Query<PageQuery>) -> Result<Reply> {
    let (scope, limit) = (ctx.scope()?, page::limit(query.limit)?);
    let before = page::read_cursor(query.cursor.as_deref())?;
    let runs = ctx.read(move |c| matching_runs::list(c, &scope, before, limit.read())).await?;
    Reply::ok(&page::page(runs, limit, |run| run.id.to_string(), MatchingRun::clone))
}

/// A run.
pub async fn show(ctx: Ctx, id: Path<MatchingRunId>) -> Result<Reply> {
    let (id, scope) = (id.into_inner(), ctx.scope()?);
    let (head, run) = ctx.read(move |c| read_run::load(c, &scope, id)).await?;
    let version = head.version;
    Ok(Reply::ok(&RunView::of(head, run))?.version(version))
}

/// Proposes every pair of a run to both sides.
pub async fn publish(ctx: Ctx, id: Path<MatchingRunId>) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let (by, days) = (ctx.moment()?, ctx.config.pairing.answer_days);
    let run = ctx.write(move |tx| publish_run::publish(tx, &actor, id, version, days, &by)).await?;
    Ok(Reply::ok(&run)?.version(run.version))
}

impl RunView {
    fn of(run: MatchingRun, Run { asked, outcome, .. }: Run) -> Self {
        Self { run, asked, summary: outcome.summary }
    }
}
