//! Cases offered to law firms: the committee offers and takes back, the firm checks and answers. Rules: `domain/assignment.rs`.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::{AssignmentId, CaseId, FirmId};
use crate::domain::assignment::{Assignment, AssignmentStatus, Disclosure, OfferTerms};
use crate::domain::conflicts::Conflict;
use crate::domain::contact::Name;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Scope};
use crate::domain::ranking::{Candidate, Ranked, Removal, Score};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::{assignments, case_files};
use crate::workflow::answer_offer::{self, CheckResult, OfferAcceptance, OfferRefusal, OfferView};
use crate::workflow::assign_firms::{self, NewOffer, OfferBasis, TakingBack};
use crate::workflow::rank_firms::{self, Choice};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The offers of one case, the first one first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offers {
    pub items: Vec<Assignment>,
}

/// What was shown to a firm, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Disclosures {
    pub items: Vec<Disclosure>,
}

/// The firms that can be asked, the best first; how many were left out and why; and the conflicts that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidates {
    pub items: Vec<CandidateFirm>,
    pub removed: Vec<Removed>,
    pub conflicted: Vec<ConflictedFirm>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateFirm {
    pub firm_id: FirmId,
    pub name: Name,
    pub region_code: RegionCode,
    /// Open offers, accepted cases and pairings, of so many it can carry.
    pub load: i64,
    pub capacity: i64,
    pub score: Score,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Removed {
    pub reason: Removal,
    pub firms: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictedFirm {
    pub firm_id: FirmId,
    pub name: Name,
    pub conflicts: Vec<Conflict>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfferQuery {
    /// Only offers in this state.
    pub status: Option<AssignmentStatus>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// Offers a case to the named firm, or to the best ranked one.
pub async fn offer(ctx: Ctx, id: Path<CaseId>, body: Body<NewOffer>) -> Result<Reply> {
    let (id, actor, by, input) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?, body.value);
    let (place, terms) = (format!("/cases/{id}/assignments"), terms(&ctx));
    creation::once(&ctx, &place, &body.digest, move |tx| {
        let offer = assign_firms::offer(tx, &actor, id, input, &terms, &by)?;
        let version = offer.version;
        Ok(Reply::created(format!("/api/v1/assignments/{}", offer.id), &offer)?.version(version))
    })
    .await
}

/// The offers of a case.
pub async fn of_case(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, scope) = (id.into_inner(), ctx.scope()?);
    let items = ctx.read(move |c| {
        case_files::load(c, &scope, id)?;
        let mut offers = assignments::of_case(c, id)?;
        // A firm need not know who else was asked.
        if let Scope::Firm { firm, .. } = scope {
            offers.retain(|offer| offer.firm_id == firm);
        }
        Ok(offers)
    });
    Reply::ok(&Offers { items: items.await? })
}

/// The firms that can be asked for a case, with what speaks for and against them.
pub async fn candidates(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, scope, by, terms) = (id.into_inner(), ctx.scope()?, ctx.moment()?, terms(&ctx));
    let choice = ctx.read(move |c| {
        let file = case_files::load(c, &scope, id)?;
        rank_firms::rank(c, &file, &terms.weights, &by)
    });
    Reply::ok(&listed(choice.await?))
}

/// The inbox of a firm, and for the staff the offers of their cases; the latest first.
pub async fn list(ctx: Ctx, query: Query<OfferQuery>) -> Result<Reply> {
    let (scope, limit, status) = (ctx.scope()?, page::limit(query.limit)?, query.status);
    let before = page::read_cursor(query.cursor.as_deref())?;
    let rows = ctx.read(move |c| assignments::list(c, &scope, status, before, limit.read())).await?;
    Reply::ok(&page::page(rows, limit, |offer| offer.id.to_string(), Assignment::clone))
}

/// The offer, and of its case what may be seen now.
pub async fn show(ctx: Ctx, id: Path<AssignmentId>) -> Result<Reply> {
    let (id, actor, by) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?);
    seen(&ctx.write(move |tx| answer_offer::view(tx, &actor, id, &by)).await?)
}

/// The names for the firm's conflict check.
pub async fn names(ctx: Ctx, id: Path<AssignmentId>) -> Result<Reply> {
    let (id, actor, by) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?);
    Reply::ok(&ctx.write(move |tx| answer_offer::names(tx, &actor, id, &by)).await?)
}

/// The result of the firm's conflict check.
pub async fn check(ctx: Ctx, id: Path<AssignmentId>, body: Body<CheckResult>) -> Result<Reply> {
    let (input, terms) = (body.value, terms(&ctx));
    answered(&ctx, id, move |tx, actor, id, version, by| answer_offer::check(tx, actor, id, version, input, &terms, by))
        .await
}

/// The firm takes the case.
pub async fn accept(ctx: Ctx, id: Path<AssignmentId>, body: Body<OfferAcceptance>) -> Result<Reply> {
    let input = body.value;
    answered(&ctx, id, move |tx, actor, id, version, by| answer_offer::accept(tx, actor, id, version, input, by)).await
}

/// The firm declines.
pub async fn decline(ctx: Ctx, id: Path<AssignmentId>, body: Body<OfferRefusal>) -> Result<Reply> {
    let (input, terms) = (body.value, terms(&ctx));
    answered(&ctx, id, move |tx, actor, id, version, by| {
        answer_offer::decline(tx, actor, id, version, input, &terms, by)
    })
    .await
}

/// The committee files consent or contract as what lets the firm see the case.
pub async fn file_basis(ctx: Ctx, id: Path<AssignmentId>, body: Body<OfferBasis>) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let input = body.value;
    held(&ctx.write(move |tx| assign_firms::file_basis(tx, &actor, id, version, input)).await?)
}

/// The committee takes the case back.
pub async fn take_back(ctx: Ctx, id: Path<AssignmentId>, body: Body<TakingBack>) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let (input, terms, by) = (body.value, terms(&ctx), ctx.moment()?);
    held(&ctx.write(move |tx| assign_firms::take_back(tx, &actor, id, version, input, &terms, &by)).await?)
}

/// What the firm was shown on this offer.
pub async fn disclosures(ctx: Ctx, id: Path<AssignmentId>) -> Result<Reply> {
    let (id, scope) = (id.into_inner(), ctx.scope()?);
    let items = ctx.read(move |c| {
        let offer = assignments::get(c, &scope, id)?;
        assignments::disclosures(c, &offer)
    });
    Reply::ok(&Disclosures { items: items.await? })
}

/// A step of the firm, at the version it saw.
async fn answered(
    ctx: &Ctx,
    id: Path<AssignmentId>,
    step: impl FnOnce(&mut Conn, &Actor, AssignmentId, i64, &Moment) -> Result<OfferView> + Clone + Send + 'static,
) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let by = ctx.moment()?;
    seen(&ctx.write(move |tx| step(tx, &actor, id, version, &by)).await?)
}

fn seen(view: &OfferView) -> Result<Reply> {
    Ok(Reply::ok(view)?.version(view.offer.version))
}

fn held(offer: &Assignment) -> Result<Reply> {
    Ok(Reply::ok(offer)?.version(offer.version))
}

fn terms(ctx: &Ctx) -> OfferTerms {
    OfferTerms::of(&ctx.config)
}

fn listed(choice: Choice) -> Candidates {
    let name = |id: &FirmId| choice.firms.get(id).map(|(firm, _)| firm.name.clone());
    let candidate = |ranked: &Ranked| {
        let (firm, Candidate { facts, .. }) = choice.firms.get(&ranked.firm_id)?;
        Some(CandidateFirm {
            firm_id: firm.id,
            name: firm.name.clone(),
            region_code: firm.region_code,
            load: facts.load,
            capacity: facts.capacity,
            score: ranked.score.clone(),
        })
    };
    let items = choice.ranking.firms.iter().filter_map(candidate).collect();
    let removed = choice.ranking.removed.iter().map(|(reason, firms)| Removed { reason: *reason, firms: *firms });
    let conflicted = choice.conflicts.iter().filter_map(|(id, conflicts)| {
        Some(ConflictedFirm { firm_id: *id, name: name(id)?, conflicts: conflicts.clone() })
    });
    Candidates { items, removed: removed.collect(), conflicted: conflicted.collect() }
}
