//! Figures, for those who may see them.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::workflow::read_statistics;
use actix_web::web::Query;
use serde::Deserialize;

/// What figures of which months.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct StatisticsQuery {
    /// An area; the account's own when absent. Not for an organisation, whose figures are its own.
    pub region: Option<RegionCode>,
    /// First month, `2024-01`, or its first day.
    pub from: String,
    /// Last month, `2024-12`, or its last day.
    pub to: String,
    /// `total` when absent.
    pub by: Option<Dimension>,
}

/// The figures by one dimension.
pub async fn show(ctx: Ctx, query: Query<StatisticsQuery>) -> Result<Reply> {
    let query = query.into_inner();
    let (scope, now) = (ctx.scope()?, ctx.now);
    let region = match (&scope, query.region) {
        (Scope::Regions { prefix, .. }, region) => Some(region.unwrap_or(prefix.code())),
        (Scope::Everything, region) => Some(region.unwrap_or(RegionCode::NATION)),
        // An organisation's figures are its own, wherever the case was.
        (_, None) => None,
        (_, Some(_)) => return Err(Error::field("region", Code::Invalid)),
    };
    let period = Period::parse(&query.from, &query.to)?;
    let by = query.by.unwrap_or(Dimension::Total);
    let read = move |c: &mut _| read_statistics::sheet(c, &scope, region, period, by, now, false);
    Reply::ok(&ctx.read(read).await?)
}
