//! CSV after RFC 4180: reading what people send, writing what spreadsheets open safely.

use super::table::{MAX_COLUMNS, MAX_ROWS, Row};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use std::borrow::Cow;

/// Spreadsheets take a cell that begins with one of these for a formula, in the full-width form too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Reads all rows that are not blank; the first is the header. UTF-8 with or without BOM, else GB18030.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>> {
    let text = decode(bytes)?;
    if text.contains('\0') {
        return Err(Error::field("file", Code::UnreadableFile));
    }
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let cells = record.map_err(|_| Error::field("file", Code::UnreadableFile))?;
        let number = cells.position().map_or(0, |position| line_of(text.as_bytes(), position));
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if cells.len() > MAX_COLUMNS || rows.len() > MAX_ROWS {
            return Err(Error::field("file", Code::TooManyRows));
        }
        rows.push(Row { number, cells: unguarded(cells) });
    }
    Ok(rows)
}

/// Writes a table in UTF-8 with a BOM, which spreadsheets need to see that it is not GB18030. Text cannot become a formula.
pub fn write<R, C>(header: &[&str], rows: R) -> Result<Vec<u8>>
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item: AsRef<str>>,
{
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(header.iter().map(|name| guarded(name).into_owned())).map_err(Error::internal)?;
    for row in rows {
        for cell in row {
            writer.write_field(guarded(cell.as_ref()).as_bytes()).map_err(Error::internal)?;
        }
        writer.write_record(None::<&[u8]>).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|cause| Error::internal(cause.to_string()))
}

/// The cell with an apostrophe before anything a spreadsheet would run. A negative number stays a number.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    let number = cell.strip_prefix('-').is_some_and(is_decimal);
    if cell.starts_with(FORMULA) && !number { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

fn is_decimal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Takes off the guards that `write` put on, so that a file sent back corrected reads as the one that was sent first.
fn unguarded(cells: ::csv::StringRecord) -> ::csv::StringRecord {
    let guard = |cell: &str| cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(FORMULA));
    if !cells.iter().any(guard) {
        return cells;
    }
    cells.iter().map(|cell| if guard(cell) { cell.trim_start_matches('\'') } else { cell }).collect()
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| Error::field("file", Code::UnknownEncoding))
}

/// The line on which a record really begins: the parser gives the place where it began to look, before blank lines.
fn line_of(text: &[u8], looked: &::csv::Position) -> u64 {
    let from = usize::try_from(looked.byte()).unwrap_or(usize::MAX);
    let blank = text.iter().skip(from).take_while(|byte| matches!(byte, b'\r' | b'\n'));
    looked.line() + blank.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_can_become_a_formula() {
        for harmful in ["=1+1", "+8613800000000", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1", "-=1"]
        {
            assert_eq!(guarded(harmful), format!("'{harmful}"));
        }
        for harmless in ["", "甲", "1.50", "-1.50", "'=1", "a=1"] {
            assert_eq!(guarded(harmless), harmless);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let rows = [["甲\"乙,\r\n丙", "=1"], ["", "-2.00"], ["𠮷", "1,5"]];
        let bytes = write(&["名称", "@x"], rows).unwrap();
        assert!(bytes.starts_with("\u{feff}名称,'@x\r\n\"甲\"\"乙,\r\n丙\",'=1\r\n".as_bytes()));
        let back = read(&bytes).unwrap();
        let cells: Vec<Vec<&str>> = back.iter().map(|row| row.cells.iter().collect()).collect();
        assert_eq!(cells[0], ["名称", "@x"]);
        assert_eq!(cells[1..], rows.map(|row| row.to_vec()));
    }

    #[test]
    fn rows_are_numbered_by_their_line() {
        let numbers: Vec<u64> = read(b"a\r\n\r\n\r\nb\n,\nc").unwrap().iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 4, 6]);
    }
}
