//! The official form: as data with its dictionary, and as a file.

use super::ctx::Ctx;
use super::download::File;
use super::reply::Reply;
use super::statistics::region;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::domain::official_form::{FilledForm, FormRow, Unit, written};
use crate::domain::period::Period;
use crate::domain::region::RegionCode;
use crate::formats::csv;
use crate::formats::form_sheet::{self, FormColumn, FormSheet};
use crate::text_enum;
use crate::workflow::make_form;
use actix_web::web::Query;
use chrono::NaiveDate;
use serde::Deserialize;

text_enum! {
    /// What kind of file a form is made into.
    pub enum FormFormat {
        Xlsx = "xlsx", "XLSX", "XLSX";
        Csv = "csv", "CSV", "CSV";
    }
}

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// Whose form, of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FormQuery {
    /// An area; the account's own when absent. Not for an organisation.
    pub region: Option<RegionCode>,
    /// The first day, as for the figures.
    pub from: String,
    /// The last day.
    pub to: String,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormFileQuery {
    pub region: Option<RegionCode>,
    pub from: String,
    pub to: String,
    /// `xlsx` when absent.
    #[param(inline)]
    pub format: Option<FormFormat>,
}

/// The form with its dictionary and the cells that do not add up.
pub async fn show(ctx: Ctx, query: Query<FormQuery>) -> Result<Reply> {
    let FormQuery { region, from, to } = query.into_inner();
    Reply::ok(&filled(&ctx, region, &from, &to).await?)
}

/// The form as a file: amounts in 万元.
pub async fn file(ctx: Ctx, query: Query<FormFileQuery>) -> Result<File> {
    let FormFileQuery { region, from, to, format } = query.into_inner();
    let form = filled(&ctx, region, &from, &to).await?;
    let format = format.unwrap_or(FormFormat::Xlsx);
    let name = format!("{} {} {}.{format}", form.title_zh, form.from, form.to);
    let (content_type, bytes) = match format {
        FormFormat::Xlsx => (XLSX, workbook(&form, china_day(ctx.now))?),
        FormFormat::Csv => (CSV, table(&form)?),
    };
    Ok(File { name, content_type, bytes })
}

async fn filled(ctx: &Ctx, asked: Option<RegionCode>, from: &str, to: &str) -> Result<FilledForm> {
    let (scope, now) = (ctx.scope()?, ctx.now);
    let (region, period) = (region(&scope, asked)?, Period::parse(from, to)?);
    ctx.read(move |c: &mut _| make_form::form(c, &scope, region, period, now)).await
}

fn cells(form: &FilledForm, row: &FormRow) -> Vec<String> {
    form.columns.iter().zip(&row.cells).map(|(column, cell)| written(column.unit, *cell)).collect()
}

/// The form as a workbook, made on a day: the same bytes for the same form and day.
pub(super) fn workbook(form: &FilledForm, made_on: NaiveDate) -> Result<Vec<u8>> {
    form_sheet::write(&sheet(form, made_on))
}

fn sheet(form: &FilledForm, made_on: NaiveDate) -> FormSheet {
    let FilledForm { name, from, to, columns, rows, total, .. } = form;
    let heading = |unit: Unit, zh: &str| format!("{zh}（{}）", unit.zh());
    let column = |column: &crate::domain::official_form::Column| FormColumn {
        group: column.group.clone(),
        heading: heading(column.unit, &column.zh),
        has_decimals: column.unit == Unit::WanYuan,
    };
    let dictionary = columns.iter().map(|column| {
        let only = column.category.iter().map(|one| one.zh()).chain(column.source.iter().map(|one| one.zh()));
        let count = column.count.map_or("恒为零", |count| count.zh());
        let texts = [&column.code, &column.zh, &column.en].map(String::clone);
        texts.into_iter().chain([column.unit.zh().into(), count.into(), only.collect::<Vec<_>>().join("、")]).collect()
    });
    FormSheet {
        title: form.title_zh.clone(),
        subtitle: format!("填报单位：{name}　期间：{from} 至 {to}　金额以万元计，四舍五入至两位小数"),
        columns: columns.iter().map(column).collect(),
        rows: rows.iter().chain([total]).map(|row| (row.name.clone(), cells(form, row))).collect(),
        dictionary: (
            ["代码", "栏目", "English", "单位", "统计口径", "仅限"].map(str::to_owned).into(),
            dictionary.collect(),
        ),
        made_on,
    }
}

/// The form as a table: one heading row, then the rows and their total.
pub(super) fn table(form: &FilledForm) -> Result<Vec<u8>> {
    let headings: Vec<String> =
        form.columns.iter().map(|column| format!("{}（{}）", column.zh, column.unit.zh())).collect();
    let header: Vec<&str> = ["填报单位"].into_iter().chain(headings.iter().map(String::as_str)).collect();
    let rows = form.rows.iter().chain([&form.total]);
    csv::write(&header, rows.map(|row| [row.name.clone()].into_iter().chain(cells(form, row)).collect::<Vec<_>>()))
}
