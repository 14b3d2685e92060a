//! The rows of a file of chambers or firms as the forms of the directory. The columns are Chinese, in any order; see config/demo.

use super::chamber::{Chamber, ChamberKind};
use super::chamber_form;
use super::firm::{Firm, FirmForm};
use super::firm_form;
use super::form::{Fields, Stamp};
use super::import::CellFault;
use super::vocabulary::{Industry, Language, PracticeArea};
use crate::base::error::Fault;
use crate::base::id::{ChamberId, FirmId};
use serde_json::Value;

/// How the text of a cell becomes the value of a field. What it cannot read it hands on, and the form says what is wrong.
#[derive(Clone, Copy)]
enum Cell {
    Text,
    Whole,
    Flag,
    Code(fn(&str) -> Option<&'static str>),
    Codes(fn(&str) -> Option<&'static str>),
}

type Column = (&'static str, &'static str, Cell);

const CHAMBER: &[Column] = &[
    ("名称", "name", Cell::Text),
    ("统一社会信用代码", "uscc", Cell::Text),
    ("类型", "kind", Cell::Code(|word| ChamberKind::from_zh(word).map(ChamberKind::code))),
    ("行政区划", "region_code", Cell::Text),
    ("行业门类", "industry", Cell::Code(|word| Industry::from_zh(word).map(Industry::code))),
    ("会员数", "members", Cell::Whole),
    ("联系人", "contact_name", Cell::Text),
    ("电话", "phone", Cell::Text),
    ("邮箱", "email", Cell::Text),
    ("需求领域", "needs", Cell::Codes(area)),
    ("语言", "languages", Cell::Codes(language)),
    ("已成立调解组织", "has_mediation", Cell::Flag),
    ("期望对接律所数", "wanted_firms", Cell::Whole),
];

const FIRM: &[Column] = &[
    ("名称", "name", Cell::Text),
    ("执业许可证号", "licence_no", Cell::Text),
    ("行政区划", "region_code", Cell::Text),
    ("组织形式", "form", Cell::Code(|word| FirmForm::from_zh(word).map(FirmForm::code))),
    ("律师数", "lawyers", Cell::Whole),
    ("专业领域", "areas", Cell::Codes(area)),
    ("语言", "languages", Cell::Codes(language)),
    ("承接上限", "capacity", Cell::Whole),
    ("接受跨区域", "cross_region", Cell::Flag),
    ("联系人", "contact_name", Cell::Text),
    ("电话", "phone", Cell::Text),
    ("邮箱", "email", Cell::Text),
];

fn area(word: &str) -> Option<&'static str> {
    PracticeArea::from_zh(word).map(PracticeArea::code)
}

fn language(word: &str) -> Option<&'static str> {
    Language::from_zh(word).map(Language::code)
}

/// The chamber of a row, or its faults by column. `cell` gives the text of a column, if there is any.
pub fn chamber<'a>(cell: impl Fn(&str) -> Option<&'a str>, stamp: Stamp<ChamberId>) -> Result<Chamber, Vec<CellFault>> {
    chamber_form::chamber(&fields(CHAMBER, cell), stamp).map_err(|faults| by_column(CHAMBER, faults))
}

/// The firm of a row, or its faults by column.
pub fn firm<'a>(cell: impl Fn(&str) -> Option<&'a str>, stamp: Stamp<FirmId>) -> Result<Firm, Vec<CellFault>> {
    firm_form::firm(&fields(FIRM, cell), stamp).map_err(|faults| by_column(FIRM, faults))
}

fn fields<'a>(columns: &[Column], cell: impl Fn(&str) -> Option<&'a str>) -> Fields {
    let value = |(column, field, kind): &Column| Some(((*field).to_owned(), value(*kind, cell(column)?)));
    columns.iter().filter_map(value).collect()
}

fn value(kind: Cell, text: &str) -> Value {
    match kind {
        Cell::Text => text.into(),
        Cell::Whole => text.parse::<i64>().map_or_else(|_| text.into(), Value::from),
        Cell::Flag => match text {
            "是" => true.into(),
            "否" => false.into(),
            other => other.into(),
        },
        Cell::Code(code) => code(text).unwrap_or(text).into(),
        Cell::Codes(code) => text
            .split([';', '；', '、'])
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(|word| Value::from(code(word).unwrap_or(word)))
            .collect(),
    }
}

fn by_column(columns: &[Column], faults: Vec<Fault>) -> Vec<CellFault> {
    let column = |field: &str| columns.iter().find(|column| column.1 == field).map_or("", |column| column.0);
    faults.into_iter().map(|fault| CellFault { column: column(&fault.field), code: fault.code }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::code::Code;

    fn stamp<Id>(id: Id) -> Stamp<Id> {
        Stamp::new(id, "2026-01-01T00:00:00".parse().unwrap())
    }

    fn rows(text: &'static str) -> Vec<Vec<(&'static str, &'static str)>> {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        lines.map(|line| header.iter().copied().zip(line.split(',')).collect()).collect()
    }

    fn cell<'a>(row: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<&'a str> {
        move |column| row.iter().find(|own| own.0 == column).map(|own| own.1).filter(|text| !text.is_empty())
    }

    #[test]
    fn the_demo_files_are_good_to_the_last_row() {
        let chambers = rows(include_str!("../../config/demo/chambers.csv"));
        let firms = rows(include_str!("../../config/demo/law-firms.csv"));
        assert_eq!((chambers.len(), firms.len()), (460, 170));
        for row in &chambers {
            chamber(cell(row), stamp(ChamberId::new())).unwrap_or_else(|faults| panic!("{row:?}: {faults:?}"));
        }
        for row in &firms {
            firm(cell(row), stamp(FirmId::new())).unwrap_or_else(|faults| panic!("{row:?}: {faults:?}"));
        }
        let first = chamber(cell(&chambers[0]), stamp(ChamberId::new())).unwrap();
        assert_eq!((first.kind, first.members, first.wanted_firms), (ChamberKind::Township, Some(260), 1));
        assert_eq!((first.has_mediation, first.industry), (true, Some(Industry::H)));
        assert_eq!(*first.needs, [PracticeArea::Labour, PracticeArea::Contract]);
    }

    #[test]
    fn every_wrong_cell_of_a_row_is_named() {
        let row = [
            ("名称", "甲"),
            ("统一社会信用代码", "51330282188401124X"),
            ("类型", "同乡会"),
            ("行政区划", "33"),
            ("会员数", "多"),
            ("电话", "1"),
            ("已成立调解组织", "有"),
            ("需求领域", "合同；玄学"),
        ];
        let faults = chamber(cell(&row), stamp(ChamberId::new())).unwrap_err();
        let mut faults: Vec<_> = faults.into_iter().map(|fault| (fault.column, fault.code)).collect();
        faults.sort();
        let mut expected = vec![
            ("统一社会信用代码", Code::UsccChecksum),
            ("类型", Code::UnknownCode),
            ("行政区划", Code::RegionUnknown),
            ("会员数", Code::WrongType),
            ("电话", Code::PhoneFormat),
            ("已成立调解组织", Code::WrongType),
            ("需求领域", Code::UnknownCode),
        ];
        expected.sort();
        assert_eq!(faults, expected);
    }
}
