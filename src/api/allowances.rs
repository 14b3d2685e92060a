//! The sheets of what mediators are due (以案定补): drafted, approved, listed, fetched as files, and held against the cases of today.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::download::File;
use super::page;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AllowanceSheetId, MediatorId};
use crate::domain::allowance_sheet::{AllowanceDifference, AllowanceSheet, ApprovedSheet};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::formats::csv;
use crate::formats::workbook::{self, Table};
use crate::store::allowances;
use crate::store::db::Conn;
use crate::workflow::pay_allowances::{self, Asked};
use crate::workflow::read_statistics::area_of as region;
use crate::workflow::write_form::{CSV, FormFormat, ReportFormat, XLSX};
use actix_web::web::{Path, Query};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    let name = format!("以案定补 草稿 {} {}", sheet.from, sheet.to);
    written(&sheet, name, format.unwrap_or(FormFormat::Xlsx), china_day(ctx.now))
}

/// The sheets of the account's own area or organisation, latest first.
pub async fn list(ctx: Ctx, query: Query<page::PageQuery>) -> Result<Reply> {
    let (scope, limit) = (ctx.scope()?, page::limit(query.limit)?);
    let before = page::read_cursor(query.cursor.as_deref())?;
    let rows = i64::try_from(limit).map_err(Error::internal)? + 1;
    let found = ctx.read(move |c| allowances::list(c, &scope, before, rows)).await?;
    Reply::ok(&page::page(found, limit, |sheet| sheet.id.to_string(), ApprovedSheet::clone))
}

/// Approves what was seen; it stays for ever.
pub async fn approve(ctx: Ctx, body: Body<Approval>) -> Result<Reply> {
    let Approval { region, from, to, sha256 } = body.value;
    let asked = asked(&ctx, region, &from, &to)?;
    let (now, by) = (ctx.now, ctx.actor()?.recorded());
    if asked.period.to > china_day(now) {
        return Err(Error::field("to", Code::FutureDate));
    }
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
    let name = format!("{} 以案定补 {} {}", approved.name, approved.from_on, approved.to_on);
    let made_on = china_day(approved.approved_at);
    match query.format.unwrap_or(ReportFormat::Json) {
        ReportFormat::Csv => written(&sheet, name, FormFormat::Csv, made_on),
        ReportFormat::Xlsx => written(&sheet, name, FormFormat::Xlsx, made_on),
        ReportFormat::Json => {
            let (bytes, content_type) = (sheet.sealed()?.0.into_bytes(), "application/json; charset=utf-8");
            Ok(File { name: format!("{name}.json"), content_type, bytes })
        }
    }
}

/// What was corrected since.
pub async fn differences(ctx: Ctx, id: Path<AllowanceSheetId>) -> Result<Reply> {
    let (approved, sheet) = found(&ctx, *id).await?;
    let (scope, wants_identity_scans) = (ctx.scope()?, ctx.config.attachments.identity_scans);
    let period = Period { from: sheet.from, to: sheet.to };
    let asked = Asked { scope, region: sheet.region, period, wants_identity_scans };
    let items = ctx.read(move |c| pay_allowances::compare(c, &asked, &sheet)).await?;
    let change = items.iter().map(|one| one.change).sum();
    Reply::ok(&AllowanceDifferences { approved, change, items })
}

fn asked(ctx: &Ctx, asked: Option<RegionCode>, from: &str, to: &str) -> Result<Asked> {
    let scope = ctx.scope()?;
    let (region, period) = (region(&scope, asked)?, Period::parse(from, to)?);
    Ok(Asked { scope, region, period, wants_identity_scans: ctx.config.attachments.identity_scans })
}

/// An approved sheet as far as it is the account's to see.
async fn found(ctx: &Ctx, id: AllowanceSheetId) -> Result<(ApprovedSheet, AllowanceSheet)> {
    let scope = ctx.scope()?;
    let within = scope.clone();
    let approved = ctx.read(move |c| allowances::get(c, &within, id)).await?;
    let sheet = approved.kept()?;
    match scope {
        Scope::Committees(own) => Ok((approved, sheet.of_committees(&own))),
        _ => Ok((approved, sheet)),
    }
}

/// The sheet as CSV, a line for each mediator of a case and for each case that is not paid; as XLSX the same and the sums.
fn written(sheet: &AllowanceSheet, name: String, format: FormFormat, made_on: NaiveDate) -> Result<File> {
    let (content_type, bytes) = match format {
        FormFormat::Csv => {
            let cases = cases(sheet);
            let header: Vec<&str> = cases.columns.iter().map(|(name, _)| *name).collect();
            (CSV, csv::write(&header, cases.rows)?)
        }
        FormFormat::Xlsx => (XLSX, workbook::write(&[totals(sheet), cases(sheet)], made_on)?),
    };
    Ok(File { name: format!("{name}.{format}"), content_type, bytes })
}

fn totals(sheet: &AllowanceSheet) -> Table {
    let row = |one: &crate::domain::allowance_sheet::MediatorDue| {
        vec![one.committee.clone(), one.name.clone(), one.cases.to_string(), one.amount.to_string()]
    };
    let total = vec!["合计".to_owned(), String::new(), sheet.paid.len().to_string(), sheet.total.to_string()];
    Table {
        name: "汇总",
        columns: vec![("调解组织", false), ("调解员", false), ("补贴案件（件）", true), ("补贴金额（元）", true)],
        rows: sheet.mediators.iter().map(row).chain([total]).collect(),
    }
}

fn cases(sheet: &AllowanceSheet) -> Table {
    let names: BTreeMap<MediatorId, &str> =
        sheet.mediators.iter().map(|one| (one.mediator_id, one.name.as_str())).collect();
    let paid = sheet.paid.iter().flat_map(|case| {
        let row = |share: &crate::domain::allowance_sheet::Share| {
            let name = names.get(&share.mediator_id).copied().unwrap_or_default();
            let cells =
                [case.case_no.as_str(), case.grade.zh(), name, &share.amount.to_string(), ""].map(str::to_owned);
            [case.closed_on.to_string()].into_iter().chain(cells).collect()
        };
        case.shares.iter().map(row).collect::<Vec<Vec<String>>>()
    });
    let unpaid = sheet.unpaid.iter().map(|case| {
        let reasons: Vec<&str> = case.reasons.iter().map(|reason| reason.zh()).collect();
        let cells = [case.case_no.as_str(), case.grade.zh(), "", "0.00", &reasons.join("；")].map(str::to_owned);
        [case.closed_on.to_string()].into_iter().chain(cells).collect()
    });
    Table {
        name: "案件明细",
        columns: vec![
            ("结案日期", false),
            ("案件编号", false),
            ("案件等级", false),
            ("调解员", false),
            ("补贴金额（元）", true),
            ("未予补贴原因", false),
        ],
        rows: paid.chain(unpaid).collect(),
    }
}
