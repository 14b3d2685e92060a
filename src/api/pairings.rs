//! Pairings of chambers with law firms: proposed by a federation, answered by both sides, signed, renewed, terminated. The rules:
//! `domain/pairing.rs` and `domain/pairing_term.rs`.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::base::id::{ChamberId, FirmId, PairingId};
use crate::domain::moment::Moment;
use crate::domain::pairing::{Pairing, PairingStatus};
use crate::domain::pairing_term::{PairingRenewal, PairingSignature, PairingTerm, PairingTermination};
use crate::domain::policy::Actor;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::pairings::{self, PairingFilter};
use crate::workflow::answer_pairing::{self, PairingAnswer};
use crate::workflow::propose_pairing::{self, NewPairing};
use crate::workflow::sign_pairing;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A pairing as it stands today, with every agreement that was signed on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairingView {
    #[serde(flatten)]
    pub pairing: Pairing,
    /// The firm is in another city.
    pub cross_region: bool,
    /// The first agreement first.
    pub terms: Vec<PairingTerm>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PairingQuery {
    /// Only pairings that stand so today.
    pub status: Option<PairingStatus>,
    pub chamber_id: Option<ChamberId>,
    pub firm_id: Option<FirmId>,
    /// Only chambers and federations of this area.
    pub region: Option<RegionCode>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// Proposes a pairing; both sides are asked.
pub async fn propose(ctx: Ctx, body: Body<NewPairing>) -> Result<Reply> {
    let (actor, by, input) = (ctx.actor()?.clone(), ctx.moment()?, body.value);
    let days = ctx.config.pairing.answer_days;
    creation::once(&ctx, "/pairings", &body.digest, move |tx| {
        let new = propose_pairing::propose(tx, &actor, &input, days, &by)?;
        let version = new.version;
        Ok(Reply::created(format!("/api/v1/pairings/{}", new.id), &new)?.version(version))
    })
    .await
}

/// The pairings in sight, the latest first, with their status of today.
pub async fn list(ctx: Ctx, query: Query<PairingQuery>) -> Result<Reply> {
    let (query, scope, today) = (query.into_inner(), ctx.scope()?, china_day(ctx.now));
    let limit = page::limit(query.limit)?;
    let before = page::read_cursor(query.cursor.as_deref())?;
    let filter = PairingFilter {
        status: query.status,
        chamber: query.chamber_id,
        firm: query.firm_id,
        area: query.region.map(RegionCode::prefix),
        before,
        limit: limit.read(),
    };
    let rows = ctx.read(move |c| pairings::list(c, &scope, &filter, today)).await?;
    Reply::ok(&page::page(rows, limit, |one| one.id.to_string(), |one| one.clone().on(today)))
}

/// A pairing with its agreements.
pub async fn show(ctx: Ctx, id: Path<PairingId>) -> Result<Reply> {
    let (id, scope, by) = (id.into_inner(), ctx.scope()?, ctx.moment()?);
    let view = ctx.read(move |c| {
        let pairing = pairings::get(c, &scope, id)?;
        view(c, pairing, &by)
    });
    seen(&view.await?)
}

/// One side answers.
pub async fn answer(ctx: Ctx, id: Path<PairingId>, body: Body<PairingAnswer>) -> Result<Reply> {
    changed(&ctx, id, body.value, answer_pairing::answer).await
}

/// The signed agreement.
pub async fn sign(ctx: Ctx, id: Path<PairingId>, body: Body<PairingSignature>) -> Result<Reply> {
    changed(&ctx, id, body.value, sign_pairing::sign).await
}

/// The next agreement.
pub async fn renew(ctx: Ctx, id: Path<PairingId>, body: Body<PairingRenewal>) -> Result<Reply> {
    changed(&ctx, id, body.value, sign_pairing::renew).await
}

/// The end before time.
pub async fn terminate(ctx: Ctx, id: Path<PairingId>, body: Body<PairingTermination>) -> Result<Reply> {
    changed(&ctx, id, body.value, sign_pairing::terminate).await
}

/// A step at the version that was seen.
async fn changed<T: Send + Clone + 'static>(
    ctx: &Ctx,
    id: Path<PairingId>,
    input: T,
    step: fn(&mut Conn, &Actor, PairingId, i64, T, &Moment) -> Result<Pairing>,
) -> Result<Reply> {
    let (id, actor, version) = (id.into_inner(), ctx.actor()?.clone(), ctx.expected_version()?);
    let by = ctx.moment()?;
    let view = ctx.write(move |tx| {
        let pairing = step(tx, &actor, id, version, input, &by)?;
        view(tx, pairing, &by)
    });
    seen(&view.await?)
}

fn view(c: &mut Conn, pairing: Pairing, by: &Moment) -> Result<PairingView> {
    let terms = pairings::terms(c, pairing.id)?;
    Ok(PairingView { cross_region: pairing.is_cross_region(), pairing: pairing.on(by.today), terms })
}

fn seen(view: &PairingView) -> Result<Reply> {
    Ok(Reply::ok(view)?.version(view.pairing.version))
}
