//! Coverage: how far the chambers and law firms of an area are paired on a day.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::coverage::CoverageBy;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::workflow::read_coverage;
use actix_web::web::Query;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// There was no such pairing before; nor does every database know the days of the distant past.
const FIRST_YEAR: i32 = 2000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CoverageQuery {
    /// An area; the account's own when absent.
    pub region: Option<RegionCode>,
    /// A day from 2000 up to today; today when absent.
    pub on: Option<NaiveDate>,
    /// `total` when absent.
    pub by: Option<CoverageBy>,
}

/// The coverage by one dimension.
pub async fn show(ctx: Ctx, query: Query<CoverageQuery>) -> Result<Reply> {
    let (query, scope, today) = (query.into_inner(), ctx.scope()?, china_day(ctx.now));
    let own = match &scope {
        Scope::Regions { prefix, .. } => prefix.code(),
        _ => RegionCode::NATION,
    };
    let (region, on) = (query.region.unwrap_or(own), query.on.unwrap_or(today));
    if on > today {
        return Err(Error::field("on", Code::FutureDate));
    }
    if on.year() < FIRST_YEAR {
        return Err(Error::field("on", Code::OutOfRange));
    }
    let (by, idle_days) = (query.by.unwrap_or(CoverageBy::Total), ctx.config.pairing.idle_days);
    let read = move |c: &mut _| read_coverage::sheet(c, &scope, region, on, by, idle_days);
    Reply::ok(&ctx.read(read).await?)
}
