//! A table read from an uploaded file: what kind of file it is, its header, its rows, and its columns by name. Not what the columns mean.

use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
pub use crate::domain::import::Column;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// The most rows one file may hold: a province's ledger of a year, ten times over.
pub const MAX_ROWS: usize = 200_000;
/// The most columns one file may hold.
pub const MAX_COLUMNS: usize = 200;

/// A header and its rows, as text.
#[derive(Debug, Default)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// One row that is not wholly blank. The cells share one buffer, so that 100,000 rows stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row of the sheet or the line of the file; the header is usually 1.
    pub number: u64,
    pub cells: ::csv::StringRecord,
}

/// Where each known column stands in one file.
#[derive(Clone, Debug)]
pub struct Columns {
    at: HashMap<&'static str, usize>,
    width: usize,
    /// Columns of the file that nobody asked for; they are kept out, and named to whoever sent the file.
    pub unknown: Vec<String>,
}

/// The cells of one row by column name.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    row: &'a Row,
    columns: &'a Columns,
}

/// Reads a table from XLSX, or from CSV in UTF-8 (with or without BOM) or GB18030. The content decides which, never a file name.
/// `Invalid` names the column, or `file`, and says what is wrong.
pub fn read(bytes: &[u8]) -> Result<Table> {
    let rows = match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => super::xlsx::read(bytes)?,
        // The old binary workbook (.xls) and UTF-16 text cannot be read; say so rather than show garbage.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Error::field("file", Code::UnreadableFile)),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(Error::field("file", Code::UnknownEncoding)),
        _ => super::csv::read(bytes)?,
    };
    Table::of(rows)
}

impl Table {
    fn of(rows: Vec<Row>) -> Result<Self> {
        let mut rows = rows.into_iter();
        let first = rows.next().ok_or_else(|| Error::field("file", Code::EmptyFile))?;
        let mut header: Vec<String> = first.cells.iter().map(column_name).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let mut seen = HashSet::new();
        let repeated = header.iter().filter(|name| !name.is_empty() && !seen.insert(name.as_str()));
        let faults: Vec<Fault> =
            repeated.map(|name| Fault { field: name.clone(), code: Code::RepeatedColumn }).collect();
        if faults.is_empty() { Ok(Self { header, rows: rows.collect() }) } else { Err(Error::Invalid(faults)) }
    }

    /// Finds the known columns, in whatever order they stand. `Invalid` names every required one that is missing.
    pub fn columns(&self, known: &[Column]) -> Result<Columns> {
        let place = |name: &str| self.header.iter().position(|own| own == name);
        let at: HashMap<_, _> = known.iter().filter_map(|column| Some((column.name, place(column.name)?))).collect();
        let missing = known.iter().filter(|column| column.required && !at.contains_key(column.name));
        let faults: Vec<Fault> =
            missing.map(|column| Fault { field: column.name.to_owned(), code: Code::MissingColumn }).collect();
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let unknown = self.header.iter().filter(|name| !name.is_empty() && !at.contains_key(name.as_str()));
        Ok(Columns { unknown: unknown.cloned().collect(), width: self.header.len(), at })
    }
}

impl Columns {
    /// The cells of a row by name.
    pub fn of<'a>(&'a self, row: &'a Row) -> Cells<'a> {
        Cells { row, columns: self }
    }
}

impl<'a> Cells<'a> {
    /// The trimmed text of a cell; empty where the file has no such column.
    pub fn get(&self, column: &str) -> &'a str {
        self.columns.at.get(column).and_then(|at| self.row.cells.get(*at)).unwrap_or_default().trim()
    }

    /// The text of a cell, unless it is empty.
    pub fn some(&self, column: &str) -> Option<&'a str> {
        Some(self.get(column)).filter(|text| !text.is_empty())
    }

    /// Whether the row has as many cells as the header. A shorter or longer one has a stray comma or quote: its cells cannot be trusted.
    pub fn is_ragged(&self) -> bool {
        let cells = &self.row.cells;
        cells.len() < self.columns.width || cells.iter().skip(self.columns.width).any(|cell| !cell.trim().is_empty())
    }
}

/// Column names as people type them: full-width brackets and stray blanks do not make another column.
fn column_name(cell: &str) -> String {
    let narrow = |c| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    cell.trim_start_matches('\u{feff}').nfc().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Column] = &[
        Column { name: "名称", required: true },
        Column { name: "金额(元)", required: true },
        Column { name: "备注", required: false },
    ];

    fn refusal(bytes: &[u8]) -> Vec<(String, Code)> {
        match read(bytes).and_then(|table| table.columns(KNOWN)) {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| (fault.field, fault.code)).collect(),
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn columns_stand_in_any_order_and_unknown_ones_are_named() {
        let table = read(" 金额 （元）,来历,名称\r\n1.50,x, 甲 \r\n\r\n".as_bytes()).unwrap();
        let columns = table.columns(KNOWN).unwrap();
        assert_eq!(columns.unknown, ["来历"]);
        assert_eq!(table.rows.len(), 1, "a blank row is no row");
        let cells = columns.of(&table.rows[0]);
        assert_eq!((cells.get("名称"), cells.get("金额(元)"), cells.get("备注")), ("甲", "1.50", ""));
    }

    #[test]
    fn a_file_that_is_no_table_is_refused_by_name() {
        let file = |code| vec![("file".to_owned(), code)];
        assert_eq!(refusal(b""), file(Code::EmptyFile));
        assert_eq!(refusal(b"\xEF\xBB\xBF\r\n\r\n"), file(Code::EmptyFile));
        assert_eq!(refusal(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), file(Code::UnreadableFile));
        assert_eq!(refusal(b"PK\x03\x04 but no archive"), file(Code::UnreadableFile));
        assert_eq!(refusal(b"\xFF\xFEa\0"), file(Code::UnknownEncoding));
        assert_eq!(refusal(b"\x81\xFF\xFF\n"), file(Code::UnknownEncoding));
        assert_eq!(refusal(b"a,b\n\0\0,1\n"), file(Code::UnreadableFile));
        assert_eq!(
            refusal("名称,备注,名称,备注\n".as_bytes()),
            [("名称".into(), Code::RepeatedColumn), ("备注".into(), Code::RepeatedColumn)]
        );
        assert_eq!(
            refusal("备注\n".as_bytes()),
            [("名称".into(), Code::MissingColumn), ("金额(元)".into(), Code::MissingColumn)]
        );
    }

    #[test]
    fn gb18030_utf8_and_a_byte_order_mark_give_the_same() {
        let text = "名称,金额(元)\n㐂商会𠮷,2\n";
        let (gb, _, lost) = encoding_rs::GB18030.encode(text);
        assert!(!lost);
        let marked = format!("\u{feff}{text}");
        let tables = [text.as_bytes(), marked.as_bytes(), &gb].map(|bytes| read(bytes).unwrap());
        for table in &tables {
            assert_eq!((&table.header, &table.rows), (&tables[0].header, &tables[0].rows));
        }
    }

    #[test]
    fn ragged_rows_are_known() {
        let table = read("名称,金额(元),备注\n甲,1\n乙,1,,\n丙,1,,多\n\"丁,1,\n戊,2,\n".as_bytes()).unwrap();
        let columns = table.columns(KNOWN).unwrap();
        let ragged: Vec<_> = table.rows.iter().map(|row| (row.number, columns.of(row).is_ragged())).collect();
        assert_eq!(ragged, [(2, true), (3, false), (4, true), (5, true)], "an open quote swallows the rest, and shows");
    }
}
