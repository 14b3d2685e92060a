//! Figures, and the cases behind them, for those who may see them.

use super::cases::{self, CaseLine};
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::contribution::Counter;
use crate::domain::measures::Dimension;
use crate::domain::merging::WithMerged;
use crate::domain::period::{Comparison, Period};
use crate::domain::policy::Sight;
use crate::domain::region::RegionCode;
use crate::store::statistics_behind::Behind;
use crate::workflow::merge_figures;
use crate::workflow::read_statistics::{self, Asked, area_of as region};
use crate::workflow::read_times;
use actix_web::web::Query;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What figures of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct StatisticsQuery {
    /// An area; the account's own when absent. Not for an organisation, whose figures are its own.
    pub region: Option<RegionCode>,
    /// The first day: a year `2024`, a quarter `2024-Q3`, a month `2024-07` or a day `2024-07-15`.
    pub from: String,
    /// The last day, written in the same ways.
    pub to: String,
    /// `total` when absent.
    pub by: Option<Dimension>,
    /// A second dimension.
    pub and: Option<Dimension>,
    /// An earlier period to hold the figures against.
    pub compare: Option<Comparison>,
    /// A past day: the figures as they were known at its end. For whole months.
    pub as_of: Option<NaiveDate>,
}

/// The figure whose cases are asked for: a count of an item of the figures by one or two dimensions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BehindQuery {
    /// As for the figures.
    pub region: Option<RegionCode>,
    pub from: String,
    pub to: String,
    pub by: Option<Dimension>,
    pub and: Option<Dimension>,
    /// The `item` of the line; empty when absent.
    pub item: Option<String>,
    /// The `other` of the line.
    pub other: Option<String>,
    /// The count: `agreed`, `callbacks_due`, …
    pub count: Counter,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// One thing that counts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CountedCase {
    /// The day by which it counts.
    pub on: NaiveDate,
    /// What it adds to the figure: 1, or persons or fen. Amounts of single cases are not shown to a federation.
    pub adds: Option<i64>,
    pub case: CaseLine,
}

/// What is behind a figure, by day: as many rows as the figure says, or rows whose `adds` come to it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CountedCases {
    pub figure: i64,
    pub items: Vec<CountedCase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// The figures by one or two dimensions.
pub async fn show(ctx: Ctx, query: Query<StatisticsQuery>) -> Result<Reply> {
    let query = query.into_inner();
    let (scope, now) = (ctx.scope()?, ctx.now);
    let asked = Asked {
        region: region(&scope, query.region)?,
        period: Period::parse(&query.from, &query.to)?,
        by: query.by.unwrap_or(Dimension::Total),
        and: query.and.unwrap_or(Dimension::Total),
        compare: query.compare,
        as_of: query.as_of,
        is_operator: false,
    };
    let read = move |c: &mut _| {
        let sheet = read_statistics::sheet(c, &scope, &asked, now)?;
        let merged = merge_figures::beside(c, &scope, &asked, &sheet, now)?;
        Ok(WithMerged { sheet, merged })
    };
    Reply::ok(&ctx.read(read).await?)
}

/// Whose times, of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TimesQuery {
    /// As for the figures.
    pub region: Option<RegionCode>,
    pub from: String,
    pub to: String,
    /// `total` when absent; not month, quarter or year.
    pub by: Option<Dimension>,
}

/// How long things took, how old open cases are, and how many a mediator has.
pub async fn times(ctx: Ctx, query: Query<TimesQuery>) -> Result<Reply> {
    let (scope, query) = (ctx.scope()?, query.into_inner());
    let (region, period) = (region(&scope, query.region)?, Period::parse(&query.from, &query.to)?);
    let (by, now) = (query.by.unwrap_or(Dimension::Total), ctx.now);
    Reply::ok(&ctx.read(move |c: &mut _| read_times::sheet(c, &scope, region, period, by, now)).await?)
}

/// The cases behind a figure. Who sees only some of the cases of an organisation is refused: a mediator, a firm.
pub async fn behind(ctx: Ctx, query: Query<BehindQuery>) -> Result<Reply> {
    let query = query.into_inner();
    let (scope, limit) = (ctx.scope()?, page::limit(query.limit)?.shown());
    let asked = Asked {
        region: region(&scope, query.region)?,
        period: Period::parse(&query.from, &query.to)?,
        by: query.by.unwrap_or(Dimension::Total),
        and: query.and.unwrap_or(Dimension::Total),
        compare: None,
        as_of: None,
        is_operator: false,
    };
    let after = match page::read_cursor::<String>(query.cursor.as_deref())? {
        Some(text) => Some(read_place(&text).ok_or_else(|| Error::field("cursor", Code::Invalid))?),
        None => None,
    };
    let items = (query.item.unwrap_or_default(), query.other.unwrap_or_default());
    let (sight, counter) = (scope.sight(), query.count);
    let read = move |c: &mut _| read_statistics::behind(c, &scope, &asked, (&items, counter), after.as_ref(), limit);
    let found = ctx.read(read).await?;
    let is_shown = sight == Sight::Full || !counter.is_amount();
    let next_cursor = found.rows.last().filter(|_| found.has_more).map(|(last, _)| page::write_cursor(&place(last)));
    let row = |(one, line): &(Behind, _)| CountedCase {
        on: one.on,
        adds: is_shown.then_some(one.sum),
        case: cases::line(line, sight),
    };
    Reply::ok(&CountedCases { figure: found.figure, items: found.rows.iter().map(row).collect(), next_cursor })
}

/// Where a page ended.
fn place(row: &Behind) -> String {
    format!("{} {} {}", row.on, row.case, row.number)
}

fn read_place(text: &str) -> Option<(NaiveDate, CaseId, usize)> {
    let mut parts = text.split(' ');
    let place = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(place)
}
