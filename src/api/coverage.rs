//! Coverage: how far the chambers and law firms of an area are paired on a day, and the services held in a period.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Faults, Result};
use crate::domain::coverage::CoverageBy;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::service_totals::ServicesBy;
use crate::workflow::read_coverage;
use actix_web::web::Query;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

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

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ServicesQuery {
    /// An area; the account's own when absent.
    pub region: Option<RegionCode>,
    /// The first day, from 2000 on; the first of the year of `to` when absent.
    pub from: Option<NaiveDate>,
    /// The last day, up to today; today when absent.
    pub to: Option<NaiveDate>,
    /// `total` when absent.
    pub by: Option<ServicesBy>,
}

/// The coverage by one dimension.
pub async fn show(ctx: Ctx, query: Query<CoverageQuery>) -> Result<Reply> {
    let (query, scope, today) = (query.into_inner(), ctx.scope()?, china_day(ctx.now));
    let (region, on) = (query.region.unwrap_or_else(|| own(&scope)), query.on.unwrap_or(today));
    let mut faults = Faults::default();
    check(&mut faults, "on", on, today);
    faults.done()?;
    let (by, idle_days) = (query.by.unwrap_or(CoverageBy::Total), ctx.config.pairing.idle_days);
    let read = move |c: &mut _| read_coverage::sheet(c, &scope, region, on, by, idle_days);
    Reply::ok(&ctx.read(read).await?)
}

/// The services held, by one dimension.
pub async fn services(ctx: Ctx, query: Query<ServicesQuery>) -> Result<Reply> {
    let (query, scope, today) = (query.into_inner(), ctx.scope()?, china_day(ctx.now));
    let region = query.region.unwrap_or_else(|| own(&scope));
    let to = query.to.unwrap_or(today);
    let from = query.from.or_else(|| to.with_ordinal(1)).unwrap_or(to);
    let mut faults = Faults::default();
    check(&mut faults, "from", from, today);
    check(&mut faults, "to", to, today);
    faults.check(from <= to, "to", Code::DateOrder);
    faults.done()?;
    let by = query.by.unwrap_or(ServicesBy::Total);
    let read = move |c: &mut _| read_coverage::services(c, &scope, region, (from, to), by);
    Reply::ok(&ctx.read(read).await?)
}

/// The area an account sees.
fn own(scope: &Scope) -> RegionCode {
    match scope {
        Scope::Regions { prefix, .. } => prefix.code(),
        _ => RegionCode::NATION,
    }
}

fn check(faults: &mut Faults, field: &str, day: NaiveDate, today: NaiveDate) {
    faults.check(day <= today, field, Code::FutureDate);
    faults.check(day.year() >= read_coverage::FIRST_YEAR, field, Code::OutOfRange);
}
