//! The figures that come by themselves: those somebody got, and whether they want more.

use super::body::Body;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::domain::contribution::Counter;
use crate::domain::measures::RateFigure;
use crate::domain::pack::{Counted, Pack, Span};
use crate::store::packs;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Packs shown: two years of months and quarters.
const SHOWN: i64 = 32;

/// What came, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Packs {
    /// Whether more are sent.
    pub wanted: bool,
    pub items: Vec<PackView>,
}

/// The figures of a period as they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackView {
    pub span: Span,
    /// `2026-10` or `2026-Q3`, as the figures are asked for.
    pub period: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
    /// What is not nothing, by code; amounts in fen.
    #[schema(value_type = BTreeMap<String, i64>)]
    pub counts: BTreeMap<Counter, i64>,
    /// Of the period before.
    #[schema(value_type = BTreeMap<String, i64>)]
    pub before: BTreeMap<Counter, i64>,
    pub rates: Vec<RateFigure>,
}

/// Whether packs are wanted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackChoice {
    pub wanted: bool,
}

pub async fn list(ctx: Ctx) -> Result<Reply> {
    let id = ctx.actor()?.account();
    let read = move |c: &mut _| Ok((packs::is_wanted(c, id)?, packs::of_account(c, id, SHOWN)?));
    let (wanted, found) = ctx.read(read).await?;
    Reply::ok(&Packs { wanted, items: found.iter().map(view).collect() })
}

pub async fn choose(ctx: Ctx, body: Body<PackChoice>) -> Result<Reply> {
    let (id, choice, now) = (ctx.actor()?.account(), body.value, ctx.now);
    ctx.change(move |tx| packs::choose(tx, id, choice.wanted, now)).await?;
    Reply::ok(&choice)
}

fn view(pack: &Pack) -> PackView {
    let counts = |counts: &[Counted]| counts.iter().map(|Counted(counter, count)| (*counter, *count)).collect();
    PackView {
        span: pack.span,
        period: pack.label(),
        from: pack.from_on,
        to: pack.to_on,
        made_at: pack.made_at,
        counts: counts(&pack.counts),
        before: counts(&pack.before),
        rates: pack.rates(),
    }
}
