//! A form as a workbook: title, unit, headings in two rows with their groups merged, numbered columns, rows, a total, and a second
//! sheet that says what each column is. Byte for byte the same for the same form.

use crate::base::error::{Error, Result};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// A column: its heading, the one above it (empty where there is none), whether its numbers have two decimals.
pub struct FormColumn {
    pub group: String,
    pub heading: String,
    pub has_decimals: bool,
}

/// What the sheet shows. Each row is its name and one number for each column, as text.
pub struct FormSheet {
    pub title: String,
    /// Whose it is, of which days.
    pub subtitle: String,
    pub columns: Vec<FormColumn>,
    pub rows: Vec<(String, Vec<String>)>,
    /// The heading of the dictionary and its rows.
    pub dictionary: (Vec<String>, Vec<Vec<String>>),
    /// The day that the file says it was made on.
    pub made_on: NaiveDate,
}

const TITLE_ROW: u32 = 0;
const SUBTITLE_ROW: u32 = 1;
const GROUP_ROW: u32 = 2;
const HEADING_ROW: u32 = 3;
const NUMBER_ROW: u32 = 4;
const FIRST_ROW: u32 = 5;

/// The workbook. Text stays text, so it cannot become a formula.
pub fn write(sheet: &FormSheet) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let year = u16::try_from(sheet.made_on.year()).map_err(Error::internal)?;
    let (month, day) = (sheet.made_on.month(), sheet.made_on.day());
    let (month, day) = (u8::try_from(month).map_err(Error::internal)?, u8::try_from(day).map_err(Error::internal)?);
    let made = ExcelDateTime::from_ymd(year, month, day).map_err(Error::internal)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    form(workbook.add_worksheet(), sheet).map_err(Error::internal)?;
    dictionary(workbook.add_worksheet(), sheet).map_err(Error::internal)?;
    workbook.save_to_buffer().map_err(Error::internal)
}

type Written = std::result::Result<(), rust_xlsxwriter::XlsxError>;

fn form(page: &mut Worksheet, sheet: &FormSheet) -> Written {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let (whole, decimal) = (
        Format::new().set_border(FormatBorder::Thin).set_num_format("0"),
        Format::new().set_border(FormatBorder::Thin).set_num_format("0.00"),
    );
    let name = Format::new().set_border(FormatBorder::Thin);
    page.set_name("统计表")?;
    page.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    page.set_column_width(0, 26)?;
    page.set_freeze_panes(FIRST_ROW, 1)?;
    let last = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    page.merge_range(TITLE_ROW, 0, TITLE_ROW, last, &sheet.title, &title)?;
    page.merge_range(SUBTITLE_ROW, 0, SUBTITLE_ROW, last, &sheet.subtitle, &Format::new())?;
    page.merge_range(GROUP_ROW, 0, HEADING_ROW, 0, "填报单位", &heading)?;
    page.write_with_format(NUMBER_ROW, 0, "甲", &heading)?;
    let mut first = 0;
    while let Some(column) = sheet.columns.get(usize::from(first)) {
        let same = sheet.columns.iter().skip(usize::from(first)).take_while(|next| next.group == column.group);
        let length = if column.group.is_empty() { 1 } else { u16::try_from(same.count()).unwrap_or(1) };
        match (column.group.as_str(), length) {
            ("", _) => {
                page.merge_range(GROUP_ROW, first + 1, HEADING_ROW, first + 1, &column.heading, &heading)?;
            }
            (group, 1) => {
                page.write_with_format(GROUP_ROW, first + 1, group, &heading)?;
            }
            (group, length) => {
                page.merge_range(GROUP_ROW, first + 1, GROUP_ROW, first + length, group, &heading)?;
            }
        }
        first += length;
    }
    for (at, column) in (1..).zip(&sheet.columns) {
        if !column.group.is_empty() {
            page.write_with_format(HEADING_ROW, at, &column.heading, &heading)?;
        }
        page.write_with_format(NUMBER_ROW, at, at, &heading)?;
    }
    for (line, (label, cells)) in (FIRST_ROW..).zip(&sheet.rows) {
        page.write_with_format(line, 0, label, &name)?;
        for ((at, cell), column) in (1..).zip(cells).zip(&sheet.columns) {
            let format = if column.has_decimals { &decimal } else { &whole };
            match cell.parse::<f64>() {
                Ok(number) => page.write_number_with_format(line, at, number, format)?,
                Err(_) => page.write_string_with_format(line, at, cell, format)?,
            };
        }
    }
    Ok(())
}

fn dictionary(page: &mut Worksheet, sheet: &FormSheet) -> Written {
    page.set_name("数据字典")?;
    let (heading, rows) = &sheet.dictionary;
    for (line, row) in (0..).zip([heading].into_iter().chain(rows)) {
        for (column, cell) in (0..).zip(row) {
            page.write_string(line, column, cell)?;
        }
    }
    Ok(())
}
