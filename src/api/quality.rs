//! What in one's own records deserves a second look: for the chamber alone.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::domain::period::Period;
use crate::domain::quality::Oddity;
use crate::workflow::check_records;
use actix_web::web::Query;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OddityQuery {
    /// The first day: a year, a quarter, a month or a day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// What was noticed. These are signs, never proofs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Oddities {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub items: Vec<Oddity>,
}

pub async fn list(ctx: Ctx, query: Query<OddityQuery>) -> Result<Reply> {
    let (scope, period) = (ctx.scope()?, Period::parse(&query.from, &query.to)?);
    let items = ctx.read(move |c: &mut _| check_records::check(c, &scope, period)).await?;
    Reply::ok(&Oddities { from: period.from, to: period.to, items })
}
