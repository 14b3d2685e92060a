//! Published reports: published, listed, fetched as files, and held against the figures of today.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::download::File;
use super::page;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::ReportId;
use crate::domain::period::Period;
use crate::domain::region::RegionCode;
use crate::domain::report::{Difference, Report};
use crate::store::db::Conn;
use crate::store::reports;
use crate::workflow::publish_report;
use crate::workflow::read_statistics::area_of;
use crate::workflow::write_form::{self, ReportFormat};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

/// The period to be published.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// An area; the account's own when absent.
    pub region: Option<RegionCode>,
    /// The first day: a year `2024`, a quarter `2024-Q3`, a month `2024-07` or a day.
    pub from: String,
    /// The last day; not after today.
    pub to: String,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportFileQuery {
    /// `json` when absent: all that was published. The others are its form.
    #[param(inline)]
    pub format: Option<ReportFormat>,
}

/// Where the figures of today are not those of the report.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Differences {
    pub report: Report,
    pub items: Vec<Difference>,
}

/// The reports on areas of the account's own, latest first.
pub async fn list(ctx: Ctx, query: Query<page::PageQuery>) -> Result<Reply> {
    let (scope, limit) = (ctx.scope()?, page::limit(query.limit)?);
    let before = page::read_cursor(query.cursor.as_deref())?;
    let found = ctx.read(move |c| reports::list(c, &scope, before, limit.read())).await?;
    Reply::ok(&page::page(found, limit, |report| report.id.to_string(), Report::clone))
}

/// Publishes a period as its figures are now.
pub async fn publish(ctx: Ctx, body: Body<NewReport>) -> Result<Reply> {
    let NewReport { region, from, to } = body.value;
    let (scope, now, by) = (ctx.scope()?, ctx.now, ctx.actor()?.recorded());
    let region = area_of(&scope, region)?.unwrap_or(RegionCode::NATION);
    let period = Period::parse(&from, &to)?;
    creation::once(&ctx, "/reports", &body.digest, move |tx: &mut Conn| {
        let report = publish_report::publish(tx, &scope, (region, period), by, now)?;
        Reply::created(format!("/api/v1/reports/{}", report.id), &report)
    })
    .await
}

pub async fn show(ctx: Ctx, id: Path<ReportId>) -> Result<Reply> {
    Reply::ok(&found(&ctx, *id).await?)
}

/// The report as a file, the same bytes for ever.
pub async fn file(ctx: Ctx, id: Path<ReportId>, query: Query<ReportFileQuery>) -> Result<File> {
    let report = found(&ctx, *id).await?;
    write_form::report(report, query.format.unwrap_or(ReportFormat::Json)).map(File::from)
}

/// What changed since.
pub async fn differences(ctx: Ctx, id: Path<ReportId>) -> Result<Reply> {
    let (id, scope, now) = (*id, ctx.scope()?, ctx.now);
    let read = move |c: &mut Conn| {
        let report = reports::get(c, &scope, id)?;
        let items = publish_report::compare(c, &scope, &report, now)?;
        Ok(Differences { report, items })
    };
    Reply::ok(&ctx.read(read).await?)
}

async fn found(ctx: &Ctx, id: ReportId) -> Result<Report> {
    let scope = ctx.scope()?;
    ctx.read(move |c| reports::get(c, &scope, id)).await
}
