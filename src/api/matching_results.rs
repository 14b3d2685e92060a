//! What came of a matching run: its pairs, who is left over and why, its proof, and what it changes against another.

use super::ctx::Ctx;
use super::page::{self, Limit, Page, PageQuery};
use super::reply::Reply;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId, MatchingRunId, PairingId};
use crate::domain::matching::compare;
use crate::domain::matching::explain::Bench;
use crate::domain::matching::market::Market;
use crate::domain::matching::outcome::{Instance, MatchedPair};
use crate::domain::matching::request::MatchingPolicy;
use crate::domain::matching::seal::Run;
use crate::domain::matching::why_not;
use crate::domain::pairing::PairingStatus;
use crate::solver::certificate::Certificate;
use crate::workflow::read_run;
use actix_web::web::{self, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A pair, and what became of it when the run was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunPair {
    #[serde(flatten)]
    pub pair: MatchedPair,
    pub pairing_id: Option<PairingId>,
    /// As the pairing stands today.
    pub pairing_status: Option<PairingStatus>,
}

/// The proof of a result, with all that a checker of one's own needs: numbers stand for ids, by their place.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proof {
    pub policy: MatchingPolicy,
    pub chamber_ids: Vec<ChamberId>,
    pub firm_ids: Vec<FirmId>,
    /// In the form of `wanlian solve --in`.
    pub instance: Instance,
    /// Chamber and firm of each pair.
    pub pairs: Vec<(u32, u32)>,
    /// See `docs/matching.md`.
    #[schema(value_type = Object)]
    pub certificate: Certificate,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WhyQuery {
    pub chamber_id: ChamberId,
    /// Why not this firm?
    pub firm_id: Option<FirmId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ComparedWith {
    /// The run that came before.
    pub with: MatchingRunId,
}

/// The pairs in the order of the chambers, with the parts of both scores.
pub async fn pairs(ctx: Ctx, id: Path<MatchingRunId>, query: Query<PageQuery>) -> Result<Reply> {
    let (id, scope, by) = (id.into_inner(), ctx.scope()?, ctx.moment()?);
    let (limit, after) = place(&query)?;
    let (run, proposed) = ctx
        .read(move |c| {
            let (_, run) = read_run::load(c, &scope, id)?;
            Ok((run, read_run::proposed(c, id, &by)?))
        })
        .await?;
    let rows = run.outcome.pairs.into_iter().filter(|pair| after.is_none_or(|after| pair.chamber_id > after));
    let page = page::page(
        rows.take(limit.shown() + 1).collect(),
        limit,
        |pair: &MatchedPair| pair.chamber_id.to_string(),
        |pair| {
            let (pairing_id, pairing_status) = proposed.get(&pair.chamber_id).copied().unzip();
            RunPair { pair: pair.clone(), pairing_id, pairing_status }
        },
    );
    Reply::ok(&page)
}

/// Chambers a page at most, of those without a firm: for each the run is solved again, several times.
const MOST_ASKED: u8 = 10;

/// The chambers without a firm, why, and the smallest change that would help each.
pub async fn unmatched(ctx: Ctx, id: Path<MatchingRunId>, query: Query<PageQuery>) -> Result<Reply> {
    let (limit, after) = place(&query)?;
    let limit = limit.at_most(MOST_ASKED);
    let page = computed(&ctx, id.into_inner(), move |run| {
        let bench = Bench::of(&run)?;
        let left_over = run.facts.chambers.iter().map(|chamber| chamber.id).filter(|id| !bench.is_served(*id));
        let rows: Vec<ChamberId> =
            left_over.filter(|id| after.is_none_or(|after| *id > after)).take(limit.shown() + 1).collect();
        let Page { items, next_cursor } = page::page(rows, limit, ChamberId::to_string, |id| bench.unmatched(*id));
        Ok(Page { items: items.into_iter().flatten().collect(), next_cursor })
    });
    Reply::ok(&page.await?)
}

/// What the run did for a chamber, and why not that firm.
pub async fn explanation(ctx: Ctx, id: Path<MatchingRunId>, query: Query<WhyQuery>) -> Result<Reply> {
    let WhyQuery { chamber_id, firm_id } = query.into_inner();
    let explained = move |run: Run| why_not::explain(&Bench::of(&run)?, chamber_id, firm_id);
    Reply::ok(&computed(&ctx, id.into_inner(), explained).await?)
}

/// The proof.
pub async fn certificate(ctx: Ctx, id: Path<MatchingRunId>) -> Result<Reply> {
    let proof = computed(&ctx, id.into_inner(), |run| {
        let market = Market::of(&run.facts, &run.asked)?;
        let pairs = run.outcome.pairs.iter().filter_map(|pair| market.numbers((pair.chamber_id, pair.firm_id)));
        Ok(Proof {
            policy: run.asked.policy,
            pairs: pairs.collect(),
            instance: Instance::of(&market),
            chamber_ids: market.chambers,
            firm_ids: market.firms,
            certificate: run.outcome.certificate,
        })
    });
    Reply::ok(&proof.await?)
}

/// What this run changes against another.
pub async fn comparison(ctx: Ctx, id: Path<MatchingRunId>, query: Query<ComparedWith>) -> Result<Reply> {
    let (id, with, scope) = (id.into_inner(), query.with, ctx.scope()?);
    let (before, after) =
        ctx.read(move |c| Ok((read_run::load(c, &scope, with)?, read_run::load(c, &scope, id)?))).await?;
    Reply::ok(&compare::compare((before.0.id, &before.1), (after.0.id, &after.1)))
}

/// Rows a page, and the chamber after which it begins.
fn place(query: &PageQuery) -> Result<(Limit, Option<ChamberId>)> {
    let after = page::read_cursor(query.cursor.as_deref())?;
    Ok((page::limit(query.limit)?, after))
}

/// What `f` makes of a run in scope, off the threads that serve requests: questions are answered by solving again.
async fn computed<T: Send + 'static>(
    ctx: &Ctx,
    id: MatchingRunId,
    f: impl FnOnce(Run) -> Result<T> + Send + 'static,
) -> Result<T> {
    let scope = ctx.scope()?;
    let (_, run) = ctx.read(move |c| read_run::load(c, &scope, id)).await?;
    web::block(move || f(run)).await.map_err(Error::internal)?
}
