//! A sheet of allowances (以案定补), drafted or approved, as the file that somebody downloads.

use super::write_form::{CSV, FormFormat, ReportFormat, XLSX};
use super::write_paper::Made;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::base::id::MediatorId;
use crate::domain::allowance_sheet::{AllowanceSheet, ApprovedSheet, MediatorDue, Share};
use crate::formats::csv;
use crate::formats::workbook::{self, Table};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A draft as a file made on a day.
pub fn draft(sheet: &AllowanceSheet, format: FormFormat, made_on: NaiveDate) -> Result<Made> {
    written(sheet, format!("以案定补 草稿 {} {}", sheet.from, sheet.to), format, made_on)
}

/// An approved sheet, or the part of it that may be seen, as a file: the same bytes for ever.
pub fn approved(approved: &ApprovedSheet, sheet: &AllowanceSheet, format: ReportFormat) -> Result<Made> {
    let name = format!("{} 以案定补 {} {}", approved.name, approved.from_on, approved.to_on);
    let made_on = china_day(approved.approved_at);
    match format {
        ReportFormat::Csv => written(sheet, name, FormFormat::Csv, made_on),
        ReportFormat::Xlsx => written(sheet, name, FormFormat::Xlsx, made_on),
        ReportFormat::Json => {
            let (bytes, content_type) = (sheet.sealed()?.0.into_bytes(), "application/json; charset=utf-8");
            Ok(Made { name: format!("{name}.json"), content_type, bytes })
        }
    }
}

/// The sheet as CSV, a line for each mediator of a case and for each case that is not paid; as XLSX the same and the sums.
fn written(sheet: &AllowanceSheet, name: String, format: FormFormat, made_on: NaiveDate) -> Result<Made> {
    let (content_type, bytes) = match format {
        FormFormat::Csv => {
            let cases = cases(sheet);
            let header: Vec<&str> = cases.columns.iter().map(|(name, _)| *name).collect();
            (CSV, csv::write(&header, cases.rows)?)
        }
        FormFormat::Xlsx => (XLSX, workbook::write(&[totals(sheet), cases(sheet)], made_on)?),
    };
    Ok(Made { name: format!("{name}.{format}"), content_type, bytes })
}

fn totals(sheet: &AllowanceSheet) -> Table {
    let row = |one: &MediatorDue| {
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
        let row = |share: &Share| {
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
