//! Workbooks (ISO/IEC 29500): reading the first sheet as text, writing one sheet.

use super::table::{MAX_COLUMNS, MAX_ROWS, Row};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use calamine::{Cell, DataRef, Reader, Xlsx};
use chrono::{Days, NaiveDate};
use std::io::{Cursor, Read};

/// The most bytes a workbook may unfold to: a ledger of 200,000 rows stays below, a zip bomb does not.
const MAX_UNFOLDED: u64 = 512 << 20;
/// Up to here any ratio is harmless; beyond, more than `MAX_RATIO` unfolded bytes for one packed byte is a bomb.
const FREE_UNFOLDED: u64 = 32 << 20;
const MAX_RATIO: u64 = 100;
/// The most parts (sheets, styles, pictures) a workbook may have.
const MAX_PARTS: usize = 2_000;

/// Reads all rows of the first sheet that are not blank. Cells are streamed: a cell far off to the right or below costs nothing but its refusal.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>> {
    refuse_bomb(bytes)?;
    let unreadable = |_| Error::field("file", Code::UnreadableFile);
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let epoch_1904 = workbook.has_1904_epoch();
    let sheet = workbook.sheet_names().first().cloned().ok_or_else(|| Error::field("file", Code::EmptyFile))?;
    let mut reader = workbook.worksheet_cells_reader(&sheet).map_err(unreadable)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut numbers: Vec<u32> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let (row, column) = place(&cell)?;
        let text = text_of(cell.get_value(), epoch_1904);
        if text.is_empty() {
            continue;
        }
        if numbers.last() != Some(&row) {
            numbers.push(row);
            rows.push(Vec::new());
        }
        if column >= MAX_COLUMNS || rows.len() > MAX_ROWS + 1 {
            return Err(Error::field("file", Code::TooManyRows));
        }
        if let Some(cells) = rows.last_mut() {
            cells.resize(cells.len().max(column + 1), String::new());
            if let Some(slot) = cells.get_mut(column) {
                *slot = text;
            }
        }
    }
    let width = rows.first().map_or(0, Vec::len);
    let whole = |mut cells: Vec<String>| {
        // A sheet has no ragged rows: blank cells at the end are simply not written down.
        cells.resize(cells.len().max(width), String::new());
        ::csv::StringRecord::from(cells)
    };
    Ok(numbers
        .into_iter()
        .zip(rows)
        .map(|(row, cells)| Row { number: u64::from(row) + 1, cells: whole(cells) })
        .collect())
}

/// Writes one sheet. Text stays text, so it cannot become a formula; `numeric` tells which columns are numbers.
pub fn write<R, C>(sheet: &str, header: &[&str], numeric: &[bool], rows: R) -> Result<Vec<u8>>
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item: AsRef<str>>,
{
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(sheet).map_err(Error::internal)?;
    for (column, name) in (0..).zip(header) {
        page.write_string(0, column, *name).map_err(Error::internal)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            let text = cell.as_ref();
            let number =
                numeric.get(usize::from(column)).copied().unwrap_or(false).then(|| text.parse::<f64>().ok()).flatten();
            match number {
                Some(number) => page.write_number(line, column, number),
                None => page.write_string(line, column, text),
            }
            .map_err(Error::internal)?;
        }
    }
    workbook.save_to_buffer().map_err(Error::internal)
}

/// Unfolds every part to nowhere and counts: the sizes an archive declares are whatever its maker wrote.
pub(super) fn refuse_bomb(bytes: &[u8]) -> Result<()> {
    let unreadable = || Error::field("file", Code::UnreadableFile);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > MAX_PARTS {
        return Err(Error::Body(Code::TooLarge));
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let most = MAX_UNFOLDED.min(FREE_UNFOLDED.max(packed.saturating_mul(MAX_RATIO)));
    let mut unfolded = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| unreadable())?;
        let left = most - unfolded;
        unfolded += std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| unreadable())?;
        if unfolded > most {
            return Err(Error::Body(Code::TooLarge));
        }
    }
    Ok(())
}

fn place(cell: &Cell<DataRef<'_>>) -> Result<(u32, usize)> {
    let (row, column) = cell.get_position();
    let column = usize::try_from(column).map_err(Error::internal)?;
    Ok((row, column))
}

fn text_of(value: &DataRef<'_>, epoch_1904: bool) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(date) => day_of(date.as_f64(), epoch_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => "#".to_owned(),
        DataRef::Empty => String::new(),
    }
}

/// The day of a serial number. Day 60 of 1900 never was, which is why the count starts at 1899-12-30 for all dates after it.
fn day_of(serial: f64, epoch_1904: bool) -> String {
    let start = if epoch_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    let days = format!("{:.0}", serial.floor()).parse().ok();
    let day = start.zip(days).and_then(|(start, days)| start.checked_add_days(Days::new(days)));
    day.map_or_else(|| serial.to_string(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;
    use std::io::Write;

    #[test]
    fn what_is_written_reads_back() {
        let rows = [["甲", "=1+1", "12.50"], ["", "乙", "3"]];
        let bytes = write("台账", &["一", "二", "三"], &[false, false, true], rows).unwrap();
        let table = table::read(&bytes).unwrap();
        assert_eq!(table.header, ["一", "二", "三"]);
        let cells: Vec<Vec<&str>> = table.rows.iter().map(|row| row.cells.iter().collect()).collect();
        assert_eq!(cells, [["甲", "=1+1", "12.5"], ["", "乙", "3"]]);
        assert_eq!(table.rows[1].number, 3);
    }

    #[test]
    fn dates_of_both_epochs() {
        assert_eq!(day_of(45_000.75, false), "2023-03-15");
        assert_eq!(day_of(43_538.0, true), "2023-03-15");
        assert_eq!(day_of(-1.0, false), "-1");
    }

    #[test]
    fn dates_in_cells_become_iso_days() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d");
        let page = workbook.add_worksheet();
        page.write_string(0, 0, "日期").unwrap();
        page.write_number_with_format(4, 0, 45_000, &format).unwrap();
        let table = table::read(&workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!((table.rows[0].number, &table.rows[0].cells[0]), (5, "2023-03-15"));
    }

    #[test]
    fn a_cell_in_the_far_corner_costs_nothing() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap();
        let refused = table::read(&workbook.save_to_buffer().unwrap()).unwrap_err();
        assert_eq!(format!("{refused:?}"), format!("{:?}", Error::field("file", Code::TooManyRows)));
    }

    #[test]
    fn a_zip_bomb_is_refused_before_it_unfolds() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..64 {
            archive.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let bomb = archive.finish().unwrap().into_inner();
        assert!(bomb.len() < 1 << 20);
        assert!(matches!(table::read(&bomb), Err(Error::Body(Code::TooLarge))));
    }
}
