//! The sheets of what mediators are due (以案定补): drafted, approved, listed, fetched as files, and held against the cases of today.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::download::File;
use super::page;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::error::{Error, Result};
use crate::base::id::AllowanceSheetId;
use crate::domain::allowance_sheet::{AllowanceDifference, AllowanceSheet, ApprovedSheet};
use crate::domain::period::Period;
use crate::domain::region::RegionCode;
use crate::store::allowances;
use crate::store::db::Conn;
use crate::workflow::pay_allowances::{self, Asked};
use crate::workflow::read_statistics::area_of as region;
use crate::workflow::write_form::{FormFormat, ReportFormat};
use crate::workflow::{own_allowances, write_allowances};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose sheet, of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AllowanceQuery {
    /// An area; the account's own when absent. Not for an organisation.
    pub region: Option<RegionCode>,
    /// The first day, as for the figures. Cases count by the day they closed.
    pub from: String,
    /// The last day.
    pub to: String,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AllowanceFileQuery {
    pub region: Option<RegionCode>,
    pub from: String,
    pub to: String,
    /// `xlsx` when absent.
    #[param(inline)]
    pub format: Option<FormFormat>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SheetFileQuery {
    /// `json` when absent: all that was approved.
    #[param(inline)]
    pub format: Option<ReportFormat>,
}

/// A sheet that nobody has approved yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Draft {
    /// To be named when it is approved, so that what was seen is what is paid.
    pub sha256: String,
    #[serde(flatten)]
    pub sheet: AllowanceSheet,
}

/// One's own cases of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OwnQuery {
    /// The first day, as for the figures. Cases count by the day they closed.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// What is approved.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// An area; the account's own when absent.
    pub region: Option<RegionCode>,
    pub from: String,
    /// The last day; not after today.
    pub to: String,
    /// `sha256` of the draft that was seen.
    pub sha256: String,
}

/// An approved sheet; of an organisation its own part.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetView {
    pub approved: ApprovedSheet,
    pub sheet: AllowanceSheet,
}

/// Where cases of a sheet would pay otherwise today.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllowanceDifferences {
    pub approved: ApprovedSheet,
    /// What comes to the changes, in fen.
    pub change: i64,
    pub items: Vec<AllowanceDifference>,
}

pub async fn draft(ctx: Ctx, query: Query<AllowanceQuery>) -> Result<Reply> {
    let AllowanceQuery { region, from, to } = query.into_inner();
    let asked = asked(&ctx, region, &from, &to)?;
    let sheet = ctx.read(move |c| pay_allowances::draft(c, &asked)).await?;
    let (_, sha256) = sheet.sealed()?;
    Reply::ok(&Draft { sha256, sheet })
}

pub async fn draft_file(ctx: Ctx, query: Query<AllowanceFileQuery>) -> Result<File> {
    let AllowanceFileQuery { region, from, to, format } = query.into_inner();
    let asked = asked(&ctx, region, &from, &to)?;
    let sheet = ctx.read(move |c| pay_allowances::draft(c, &asked)).await?;
    write_allowances::draft(&sheet, format.unwrap_or(FormFormat::Xlsx), china_day(ctx.now)).map(File::from)
}

/// The sheets of the account's own area or organisation, latest first.
pub async fn list(ctx: Ctx, query: Query<page::PageQuery>) -> Result<Reply> {
    let (scope, limit) = (ctx.scope()?, page::limit(query.limit)?);
    let before = page::read_cursor(query.cursor.as_deref())?;
    let found = ctx.read(move |c| allowances::list(c, &scope, before, limit.read())).await?;
    Reply::ok(&page::page(found, limit, |sheet| sheet.id.to_string(), ApprovedSheet::clone))
}

/// Approves what was seen; it stays for ever.
pub async fn approve(ctx: Ctx, body: Body<Approval>) -> Result<Reply> {
    let Approval { region, from, to, sha256 } = body.value;
    let asked = asked(&ctx, region, &from, &to)?;
    let (now, by) = (ctx.now, ctx.actor()?.recorded());
    let region = asked.region.ok_or(Error::Forbidden)?;
    creation::once(&ctx, "/allowance-sheets", &body.digest, move |tx: &mut Conn| {
        let sheet = pay_allowances::approve(tx, &asked, region, &sha256, by, now)?;
        Reply::created(format!("/api/v1/allowance-sheets/{}", sheet.id), &sheet)
    })
    .await
}

pub async fn show(ctx: Ctx, id: Path<AllowanceSheetId>) -> Result<Reply> {
    let (approved, sheet) = found(&ctx, *id).await?;
    Reply::ok(&SheetView { approved, sheet })
}

/// The sheet as a file, the same bytes for ever.
pub async fn file(ctx: Ctx, id: Path<AllowanceSheetId>, query: Query<SheetFileQuery>) -> Result<File> {
    let (approved, sheet) = found(&ctx, *id).await?;
    write_allowances::approved(&approved, &sheet, query.format.unwrap_or(ReportFormat::Json)).map(File::from)
}

/// What was corrected since.
pub async fn differences(ctx: Ctx, id: Path<AllowanceSheetId>) -> Result<Reply> {
    let (approved, sheet) = found(&ctx, *id).await?;
    let scans = ctx.config.attachments.identity_scans;
    let items = ctx.read(move |c| pay_allowances::compare(c, &sheet, scans)).await?;
    let change = items.iter().map(|one| one.change).sum();
    Reply::ok(&AllowanceDifferences { approved, change, items })
}

/// What the mediator who asks is due. An account that is no mediator's has none: 404.
pub async fn own(ctx: Ctx, query: Query<OwnQuery>) -> Result<Reply> {
    let mediator = ctx.actor()?.mediator().ok_or(Error::NotFound)?;
    let (period, scans) = (Period::parse(&query.from, &query.to)?, ctx.config.attachments.identity_scans);
    Reply::ok(&ctx.read(move |c| own_allowances::own(c, mediator, period, scans)).await?)
}

fn asked(ctx: &Ctx, asked: Option<RegionCode>, from: &str, to: &str) -> Result<Asked> {
    let scope = ctx.scope()?;
    let (region, period) = (region(&scope, asked)?, Period::parse(from, to)?);
    Ok(Asked { scope, region, period, wants_identity_scans: ctx.config.attachments.identity_scans })
}

/// An approved sheet as far as it is the account's to see.
async fn found(ctx: &Ctx, id: AllowanceSheetId) -> Result<(ApprovedSheet, AllowanceSheet)> {
    let scope = ctx.scope()?;
    ctx.read(move |c| pay_allowances::approved(c, &scope, id)).await
}
