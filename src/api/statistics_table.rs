//! The counts of a whole area by month, quarter or year: as data, and as a file.

use super::ctx::Ctx;
use super::download::File;
use super::reply::Reply;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::contribution::Counter;
use crate::domain::figure_table::FigureTable;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::region::RegionCode;
use crate::workflow::read_statistics::area_of;
use crate::workflow::read_table::{self, TableAsked};
use crate::workflow::write_table;
use actix_web::web::Query;
use serde::Deserialize;

/// What table of which months.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TableQuery {
    /// An area; the account's own when absent. Not for an organisation, whose figures are its own.
    pub region: Option<RegionCode>,
    /// The first month, quarter or year.
    pub from: String,
    /// The last one.
    pub to: String,
    /// `total` when absent; not month, quarter or year.
    pub by: Option<Dimension>,
    /// A second dimension of the same kind.
    pub and: Option<Dimension>,
    /// `month` (when absent), `quarter` or `year`.
    pub per: Option<Dimension>,
    /// Which counts, in this order: `registered,people,amount_claimed`; all when absent.
    pub counts: Option<String>,
}

/// The table with its names and the meaning of its counts.
pub async fn show(ctx: Ctx, query: Query<TableQuery>) -> Result<Reply> {
    Reply::ok(&found(&ctx, query.into_inner()).await?)
}

/// The table as CSV: amounts in yuan.
pub async fn file(ctx: Ctx, query: Query<TableQuery>) -> Result<File> {
    write_table::csv(&found(&ctx, query.into_inner()).await?).map(File::from)
}

async fn found(ctx: &Ctx, query: TableQuery) -> Result<FigureTable> {
    let (scope, now) = (ctx.scope()?, ctx.now);
    let asked = TableAsked {
        region: area_of(&scope, query.region)?,
        period: Period::parse(&query.from, &query.to)?,
        by: query.by.unwrap_or(Dimension::Total),
        and: query.and.unwrap_or(Dimension::Total),
        per: query.per.unwrap_or(Dimension::Month),
        counts: query.counts.as_deref().map_or_else(|| Ok(Counter::ALL.to_vec()), counters)?,
    };
    ctx.read(move |c: &mut _| read_table::table(c, &scope, &asked, now)).await
}

/// Each count once, in the order in which they are named.
fn counters(text: &str) -> Result<Vec<Counter>> {
    let mut counters = Vec::new();
    for code in text.split(',') {
        let counter = Counter::from_code(code.trim()).ok_or_else(|| Error::field("counts", Code::UnknownCode))?;
        if !counters.contains(&counter) {
            counters.push(counter);
        }
    }
    Ok(counters)
}
