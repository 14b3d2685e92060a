//! The official form, and a published report, as the file that somebody downloads.

use super::write_paper::Made;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::domain::official_form::{Column, FilledForm, FormRow, Unit, cells_written};
use crate::domain::report::Report;
use crate::formats::csv;
use crate::formats::form_sheet::{self, FormColumn, FormSheet};
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// What kind of file a form is made into.
    pub enum FormFormat {
        Xlsx = "xlsx", "XLSX", "XLSX";
        Csv = "csv", "CSV", "CSV";
    }
}

text_enum! {
    /// What kind of file a report is fetched as.
    pub enum ReportFormat {
        Json = "json", "JSON", "JSON";
        Csv = "csv", "CSV", "CSV";
        Xlsx = "xlsx", "XLSX", "XLSX";
    }
}

/// The media types of both.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const CSV: &str = "text/csv; charset=utf-8";

/// The form as a file made on a day, amounts in 万元.
pub fn form(form: &FilledForm, format: FormFormat, made_on: NaiveDate) -> Result<Made> {
    let name = format!("{} {} {}.{format}", form.title_zh, form.from, form.to);
    let (content_type, bytes) = match format {
        FormFormat::Xlsx => (XLSX, workbook(form, made_on)?),
        FormFormat::Csv => (CSV, table(form)?),
    };
    Ok(Made { name, content_type, bytes })
}

/// A report as a file, the same bytes for ever: all that was published, or its form. One that is not what was published is an error.
pub fn report(report: Report, format: ReportFormat) -> Result<Made> {
    let kept = report.kept()?;
    let name = format!("{} {} {} {}.{format}", report.name, kept.form.title_zh, report.from_on, report.to_on);
    let (content_type, bytes) = match format {
        ReportFormat::Json => ("application/json; charset=utf-8", report.body.into_bytes()),
        ReportFormat::Csv => (CSV, table(&kept.form)?),
        ReportFormat::Xlsx => (XLSX, workbook(&kept.form, china_day(report.published_at))?),
    };
    Ok(Made { name, content_type, bytes })
}

fn cells(form: &FilledForm, row: &FormRow) -> Vec<String> {
    cells_written(&form.columns, row)
}

/// The form as a workbook, made on a day: the same bytes for the same form and day.
fn workbook(form: &FilledForm, made_on: NaiveDate) -> Result<Vec<u8>> {
    form_sheet::write(&sheet(form, made_on))
}

fn sheet(form: &FilledForm, made_on: NaiveDate) -> FormSheet {
    let FilledForm { name, from, to, columns, rows, total, rounding_zh, .. } = form;
    // A report that was published before the form said so.
    let rounding =
        if rounding_zh.is_empty() { "金额以万元计，四舍五入至两位小数" } else { rounding_zh };
    let heading = |unit: Unit, zh: &str| format!("{zh}（{}）", unit.zh());
    let column = |column: &Column| FormColumn {
        group: column.group.clone(),
        heading: heading(column.unit, &column.zh),
        has_decimals: column.unit == Unit::WanYuan,
    };
    let dictionary = columns.iter().map(|column| {
        let only = column.category.iter().map(|one| one.zh()).chain(column.source.iter().map(|one| one.zh()));
        let count = counted(column);
        let texts = [&column.code, &column.zh, &column.en].map(String::clone);
        texts.into_iter().chain([column.unit.zh().into(), count.into(), only.collect::<Vec<_>>().join("、")]).collect()
    });
    FormSheet {
        title: form.title_zh.clone(),
        subtitle: format!("填报单位：{name}　期间：{from} 至 {to}　{rounding}"),
        columns: columns.iter().map(column).collect(),
        rows: rows.iter().chain([total]).map(|row| (row.name.clone(), cells(form, row))).collect(),
        dictionary: (
            ["代码", "栏目", "English", "单位", "统计口径", "仅限"].map(str::to_owned).into(),
            dictionary.collect(),
        ),
        made_on,
    }
}

/// What stands in a column, in words.
fn counted(column: &Column) -> &'static str {
    match (column.count, column.organisation) {
        (Some(count), _) => count.zh(),
        (None, Some(count)) => count.zh(),
        (None, None) if column.blank => "本系统未登记，请手工填写",
        (None, None) => "恒为零",
    }
}

/// The form as a table: one heading row, then the rows and their total.
fn table(form: &FilledForm) -> Result<Vec<u8>> {
    let headings: Vec<String> =
        form.columns.iter().map(|column| format!("{}（{}）", column.zh, column.unit.zh())).collect();
    let header: Vec<&str> = ["填报单位"].into_iter().chain(headings.iter().map(String::as_str)).collect();
    let rows = form.rows.iter().chain([&form.total]);
    csv::write(&header, rows.map(|row| [row.name.clone()].into_iter().chain(cells(form, row)).collect::<Vec<_>>()))
}
