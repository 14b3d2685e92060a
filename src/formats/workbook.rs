//! A workbook of several plain sheets, each with a heading row. Byte for byte the same for the same content.

use crate::base::error::{Error, Result};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// One sheet: its columns and whether each holds numbers, and its rows as text.
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<(&'static str, bool)>,
    pub rows: Vec<Vec<String>>,
}

/// The workbook, which says that it was made on a day. Text stays text, so it cannot become a formula.
pub fn write(tables: &[Table], made_on: NaiveDate) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(
        u16::try_from(made_on.year()).map_err(Error::internal)?,
        u8::try_from(made_on.month()).map_err(Error::internal)?,
        u8::try_from(made_on.day()).map_err(Error::internal)?,
    );
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made.map_err(Error::internal)?));
    tables.iter().try_for_each(|table| sheet(&mut workbook, table)).map_err(Error::internal)?;
    workbook.save_to_buffer().map_err(Error::internal)
}

fn sheet(workbook: &mut Workbook, table: &Table) -> std::result::Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let page = workbook.add_worksheet();
    page.set_name(table.name)?.set_freeze_panes(1, 0)?;
    for (at, (name, _)) in (0..).zip(&table.columns) {
        page.write_with_format(0, at, *name, &heading)?;
        page.set_column_width(at, 18)?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for ((at, cell), (_, is_number)) in (0..).zip(row).zip(&table.columns) {
            match cell.parse::<f64>().ok().filter(|_| *is_number) {
                Some(number) => page.write_number(line, at, number)?,
                None => page.write_string(line, at, cell)?,
            };
        }
    }
    Ok(())
}
