//! The official forms, of cases and of organisations: columns as `config/forms/*.toml` have them, the cells of rows, and the checks that they
//! add up.

use super::case::Source;
use super::category::Category;
use super::contribution::{Counter, Tally};
use super::organisation_form::{OrganisationCount, OrganisationTally};
use super::period::Period;
use super::region::RegionCode;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

text_enum! {
    /// What a column is in.
    pub enum Unit {
        Cases = "cases", "件", "cases";
        Persons = "persons", "人", "persons";
        Organisations = "organisations", "个", "organisations";
        Times = "times", "次", "times";
        WanYuan = "wan_yuan", "万元", "10,000 yuan";
    }
}

/// A column of the form.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub code: String,
    /// The heading above several columns; empty where there is none.
    #[serde(default)]
    pub group: String,
    pub zh: String,
    pub en: String,
    pub unit: Unit,
    /// The count of cases that stands here; none where it is always nothing, or something else stands here.
    pub count: Option<Counter>,
    /// The count of organisations that stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationCount>,
    /// Not recorded here: left empty, to be filled in by hand.
    #[serde(default, skip_serializing_if = "is_false")]
    pub blank: bool,
    /// Only cases of these categories, where there are any.
    #[serde(default)]
    pub category: Vec<Category>,
    /// Only cases of these sources, where there are any.
    #[serde(default)]
    pub source: Vec<Source>,
}

/// Columns that come to another one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub zh: String,
    pub en: String,
    pub total: String,
    pub parts: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(it: &bool) -> bool {
    !*it
}

/// The form as it is laid out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub title_zh: String,
    pub title_en: String,
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
    #[serde(rename = "check")]
    pub checks: Vec<Check>,
}

/// What the cells of one row are made of.
#[derive(Clone, Debug, Default)]
pub struct RowTallies {
    pub whole: Tally,
    pub by_category: BTreeMap<Category, Tally>,
    pub by_source: BTreeMap<Source, Tally>,
    pub organisations: OrganisationTally,
}

/// A row of the form: an area or a committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FormRow {
    pub item: String,
    pub name: String,
    /// In the order of the columns; amounts in fen.
    pub cells: Vec<i64>,
    /// What an installation of that place handed up, and not cases that are kept here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub handed_up: bool,
}

/// A package that is part of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormSource {
    pub region: RegionCode,
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
    pub sha256: String,
}

/// A cell that is not what others come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FormFault {
    /// The name of the row.
    pub row: String,
    /// The code of the column.
    pub column: String,
    pub message_zh: String,
    pub message_en: String,
    /// What stands there, and what the others come to.
    pub stands: i64,
    pub adds_up_to: i64,
}

/// The form of an area or an organisation for a period, filled in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FilledForm {
    pub title_zh: String,
    pub title_en: String,
    /// Whose form it is.
    pub name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What each column is: the dictionary.
    pub columns: Vec<Column>,
    pub rows: Vec<FormRow>,
    /// Counted by itself, not from the rows.
    pub total: FormRow,
    /// Cells that do not add up; empty when all do.
    pub faults: Vec<FormFault>,
    /// How amounts are written where they are in 万元.
    #[serde(default)]
    pub rounding_zh: String,
    #[serde(default)]
    pub rounding_en: String,
    /// What the rows that were handed up are made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<FormSource>,
}

impl FilledForm {
    /// Whether something is left to be filled in by hand.
    pub fn has_blanks(&self) -> bool {
        self.columns.iter().any(|column| column.blank)
    }
}

impl Form {
    /// The form of cases that comes with the program.
    pub fn of_cases() -> Result<Self> {
        Self::parse(include_str!("../../config/forms/case_form.toml"))
    }

    /// The form of organisations, people and funds.
    pub fn of_organisations() -> Result<Self> {
        Self::parse(include_str!("../../config/forms/organisation_form.toml"))
    }

    /// A form from its text; a check of a column that is not there is an error.
    pub fn parse(text: &str) -> Result<Self> {
        let form: Self = toml::from_str(text).map_err(Error::internal)?;
        let known = |code: &String| form.columns.iter().any(|column| column.code == *code);
        let unknown =
            form.checks.iter().flat_map(|check| check.parts.iter().chain([&check.total])).find(|one| !known(one));
        match unknown {
            Some(code) => Err(Error::internal(format!("the form has no column {code}"))),
            None => Ok(form),
        }
    }

    /// The cells of a row, in the order of the columns.
    pub fn cells(&self, row: &RowTallies) -> Vec<i64> {
        self.columns.iter().map(|column| cell(column, row)).collect()
    }

    /// The form filled in. A total that is not the sum of the rows, and columns that do not come to the one they should, are named.
    pub fn filled(self, name: String, period: Period, rows: Vec<FormRow>, total: FormRow) -> FilledForm {
        let mut faults: Vec<FormFault> = rows.iter().chain([&total]).flat_map(|row| self.crossed(row)).collect();
        for (at, column) in self.columns.iter().enumerate() {
            let (stands, adds_up_to) = (at_column(&total, at), rows.iter().map(|row| at_column(row, at)).sum());
            if stands != adds_up_to {
                let (message_zh, message_en) =
                    ("各行之和应等于合计".to_owned(), "The rows come to the total".to_owned());
                let (row, column) = (total.name.clone(), column.code.clone());
                faults.push(FormFault { row, column, message_zh, message_en, stands, adds_up_to });
            }
        }
        let Self { title_zh, title_en, columns, .. } = self;
        let (rounding_zh, rounding_en) = (ROUNDING.0.to_owned(), ROUNDING.1.to_owned());
        FilledForm {
            title_zh,
            title_en,
            name,
            from: period.from,
            to: period.to,
            columns,
            rows,
            total,
            faults,
            rounding_zh,
            rounding_en,
            sources: Vec::new(),
        }
    }

    fn crossed(&self, row: &FormRow) -> Vec<FormFault> {
        let value = |code: &String| {
            let at = self.columns.iter().position(|column| column.code == *code);
            at.map_or(0, |at| at_column(row, at))
        };
        let fault = |check: &Check| {
            let (stands, adds_up_to) = (value(&check.total), check.parts.iter().map(value).sum());
            (stands != adds_up_to).then(|| FormFault {
                row: row.name.clone(),
                column: check.total.clone(),
                message_zh: check.zh.clone(),
                message_en: check.en.clone(),
                stands,
                adds_up_to,
            })
        };
        self.checks.iter().filter_map(fault).collect()
    }
}

fn cell(column: &Column, row: &RowTallies) -> i64 {
    if let Some(count) = column.organisation {
        return row.organisations.get(&count).copied().unwrap_or(0);
    }
    let Some(counter) = column.count else { return 0 };
    let of = |tally: Option<&Tally>| tally.map_or(0, |tally| tally.get(counter));
    match (column.category.as_slice(), column.source.as_slice()) {
        ([], []) => row.whole.get(counter),
        (categories, []) => categories.iter().map(|one| of(row.by_category.get(one))).sum(),
        (_, sources) => sources.iter().map(|one| of(row.by_source.get(one))).sum(),
    }
}

fn at_column(row: &FormRow, at: usize) -> i64 {
    row.cells.get(at).copied().unwrap_or(0)
}

/// The cells of a row as they are written; nothing where the column is left empty.
pub fn cells_written(columns: &[Column], row: &FormRow) -> Vec<String> {
    let cell = |(column, cell): (&Column, &i64)| if column.blank { String::new() } else { written(column.unit, *cell) };
    columns.iter().zip(&row.cells).map(cell).collect()
}

/// How `written` rounds, in Chinese and English.
const ROUNDING: (&str, &str) = (
    "金额以万元计，四舍五入至两位小数；合计由分值相加后取舍，可与各行取舍后之和相差",
    "Amounts in 10,000 yuan, two decimals, half up; totals are summed in fen before, so rounded rows need not come to them",
);

/// A cell as it is written: of an amount in fen 万元 with two decimals, half up.
pub fn written(unit: Unit, cell: i64) -> String {
    const HUNDREDTH: i64 = 10_000;
    match unit {
        Unit::Cases | Unit::Persons | Unit::Organisations | Unit::Times => cell.to_string(),
        Unit::WanYuan => {
            let hundredths = (cell.saturating_add(HUNDREDTH / 2)).div_euclid(HUNDREDTH);
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of the form stand in the order of the official categories and sources, and each of these in one.
    #[test]
    fn the_form_has_every_category_and_source_in_order() {
        let form = Form::of_cases().unwrap();
        let categories: Vec<Category> = form.columns.iter().flat_map(|column| column.category.clone()).collect();
        assert_eq!(categories, Category::ALL);
        let single = form.columns.iter().filter(|column| column.source.len() == 1);
        assert_eq!(single.flat_map(|column| column.source.clone()).collect::<Vec<_>>(), Source::ALL);
        assert_eq!(form.columns.len(), 48);
        assert!(
            Form::parse("title_zh='甲'\ntitle_en='a'\ncolumn=[]\n[[check]]\nzh='乙'\nen='b'\ntotal='x'\nparts=[]")
                .is_err()
        );
    }

    #[test]
    fn the_form_of_organisations_says_what_it_does_not_know() {
        let form = Form::of_organisations().unwrap();
        for count in OrganisationCount::ALL {
            let columns = form.columns.iter().filter(|column| column.organisation == Some(*count));
            assert_eq!(columns.count(), 1, "{count}");
        }
        assert!(form.columns.iter().all(|column| column.blank == column.organisation.is_none()), "empty, never zero");
        let headings: std::collections::BTreeSet<&str> = form.columns.iter().map(|column| column.zh.as_str()).collect();
        assert_eq!(headings.len(), form.columns.len(), "a table of these headings can be read");
        let tally = BTreeMap::from([
            (OrganisationCount::Committees, 3),
            (OrganisationCount::ChamberCommittees, 2),
            (OrganisationCount::OtherCommittees, 1),
            (OrganisationCount::Mediators, 5),
            (OrganisationCount::MediatorsFullTime, 4),
            (OrganisationCount::Allowances, 1_234_567),
        ]);
        let cells = form.cells(&RowTallies { organisations: tally, ..RowTallies::default() });
        let (columns, period) = (form.columns.clone(), Period::parse("2024", "2024").unwrap());
        let filled = form.filled("甲".into(), period, vec![row("乙", cells.clone())], row("合计", cells));
        let named: Vec<_> = filled.faults.iter().map(|one| (one.column.as_str(), one.stands, one.adds_up_to)).collect();
        assert_eq!(named, [("mediators", 5, 4), ("mediators", 5, 4)], "of the row and of the total");
        let written = cells_written(&columns, &filled.total);
        let at = |code: &str| written[columns.iter().position(|column| column.code == code).unwrap()].as_str();
        assert_eq!((at("committees"), at("studios"), at("funds_mediators"), at("members")), ("3", "", "1.23", "0"));
    }

    fn row(name: &str, cells: Vec<i64>) -> FormRow {
        FormRow { item: name.to_owned(), name: name.to_owned(), cells, handed_up: false }
    }

    #[test]
    fn the_cell_that_does_not_add_up_is_named() {
        let form = Form::of_cases().unwrap();
        let mut tallies = RowTallies::default();
        for (category, count) in [(Category::Labour, 7), (Category::Contract, 3)] {
            let mut tally = Tally::default();
            tally.add(Counter::Accepted, count);
            tallies.whole.merge(&tally, 1);
            tallies.by_category.insert(category, tally);
        }
        tallies.by_source.insert(Source::ReferralCourt, tallies.whole.clone());
        let cells = form.cells(&tallies);
        let period = Period::parse("2024", "2024").unwrap();
        let whole =
            form.clone().filled("甲".into(), period, vec![row("乙", cells.clone())], row("合计", cells.clone()));
        assert_eq!(whole.faults, []);
        let mut wrong = cells.clone();
        let labour = form.columns.iter().position(|column| column.code == "category_labour").unwrap();
        wrong[labour] -= 1;
        let found = form.filled("甲".into(), period, vec![row("乙", wrong)], row("合计", cells)).faults;
        let named: Vec<_> =
            found.iter().map(|one| (one.row.as_str(), one.column.as_str(), one.stands, one.adds_up_to)).collect();
        assert_eq!(named, [("乙", "cases", 10, 9), ("合计", "category_labour", 7, 6)]);
    }

    #[test]
    fn amounts_are_in_wan_yuan_half_up() {
        for (fen, text) in
            [(2_642_000_000, "2642.00"), (4_999, "0.00"), (5_000, "0.01"), (13_900_000, "13.90"), (0, "0.00")]
        {
            assert_eq!(written(Unit::WanYuan, fen), text);
        }
        assert_eq!(written(Unit::Cases, 781), "781");
    }
}
