//! Administrative regions as they stand on a day.

use super::ctx::Ctx;
use super::directory::words;
use super::page;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::error::{Error, Result};
use crate::domain::form::within_reason;
use crate::domain::region::RegionCode;
use crate::store::regions::{self, Filter};
use actix_web::web::{Path, Query};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which regions.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Only those directly below this one.
    pub parent: Option<RegionCode>,
    /// Only this one and all below it.
    pub region_code: Option<RegionCode>,
    /// Part of the name.
    pub q: Option<String>,
    /// The day on which they are valid; today when absent.
    pub on: Option<NaiveDate>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// The day as of which a region is asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OnDay {
    /// Today when absent.
    pub on: Option<NaiveDate>,
}

pub async fn list(ctx: Ctx, query: Query<ListQuery>) -> Result<Reply> {
    let query = query.into_inner();
    let (limit, on) = (page::limit(query.limit)?, day(&ctx, query.on)?);
    let filter = Filter {
        parent: query.parent,
        area: query.region_code.map(RegionCode::prefix),
        q: words(query.q)?,
        after: page::read_cursor(query.cursor.as_deref())?,
        limit: limit.read(),
    };
    let found = ctx.read(move |c| regions::list(c, &filter, on)).await?;
    Reply::ok(&page::page(found, limit, |row| row.code.to_string(), Clone::clone))
}

pub async fn show(ctx: Ctx, code: Path<RegionCode>, query: Query<OnDay>) -> Result<Reply> {
    let (code, on) = (code.into_inner(), day(&ctx, query.on)?);
    let region = ctx.read(move |c| regions::find(c, code, on)).await?;
    Reply::ok(&region.ok_or(Error::NotFound)?)
}

/// The day asked for, or today. PostgreSQL knows fewer years than a day can be written with.
fn day(ctx: &Ctx, on: Option<NaiveDate>) -> Result<NaiveDate> {
    within_reason(on.unwrap_or_else(|| china_day(ctx.now))).map_err(|code| Error::field("on", code))
}
