//! The rows of an import that failed, as a file that can be mended and sent again.

use crate::base::error::{Error, Result};
use crate::domain::import::RowFault;
use crate::formats::table::Table;
use std::collections::BTreeMap;

/// The column that says what is wrong with a row, in the file that comes back.
pub(super) const FAULT_COLUMN: &str = "错误";

/// The faulty rows as they came, with one more column that says in Chinese what is wrong.
pub(super) fn file(table: &Table, faulty: &BTreeMap<u64, Vec<RowFault>>) -> Result<Option<String>> {
    if faulty.is_empty() {
        return Ok(None);
    }
    let width = table.header.len();
    let old = table.header.iter().position(|name| name == FAULT_COLUMN);
    let kept = |place: &usize| Some(*place) != old;
    let mut header: Vec<&str> =
        (0..width).filter(kept).filter_map(|at| table.header.get(at)).map(String::as_str).collect();
    header.push(FAULT_COLUMN);
    let rows = table.rows.iter().filter_map(|row| Some((row, faulty.get(&row.number)?))).map(|(row, faults)| {
        let mut cells: Vec<&str> =
            (0..width.max(row.cells.len())).filter(kept).map(|at| row.cells.get(at).unwrap_or_default()).collect();
        let told = sentence(faults);
        // A row that is too long keeps all its cells: the reason then stands to the right of them.
        cells.push(&told);
        cells.into_iter().map(str::to_owned).collect::<Vec<String>>()
    });
    let bytes = crate::formats::csv::write(&header, rows)?;
    String::from_utf8(bytes).map(Some).map_err(Error::internal)
}

fn sentence(faults: &[RowFault]) -> String {
    let told = faults.iter().map(|fault| match fault.column.as_str() {
        "" => fault.zh.to_owned(),
        column => format!("{column}：{}", fault.zh),
    });
    told.collect::<Vec<_>>().join(" ")
}
