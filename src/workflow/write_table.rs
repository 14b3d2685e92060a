//! A whole table of figures as a file for spreadsheets.

use super::write_form::CSV;
use super::write_paper::Made;
use crate::base::error::Result;
use crate::domain::figure_table::FigureTable;
use crate::domain::measures::Dimension;
use crate::formats::csv;
use std::borrow::Cow;

/// The table as CSV: the code and the name of each item, the time, and the counts with their Chinese words; amounts in yuan. What is not
/// shown is a dash.
pub fn csv(table: &FigureTable) -> Result<Made> {
    let FigureTable { from, to, by, and, per, .. } = table;
    let dimensions: Vec<Dimension> = [*by].into_iter().chain(*and).collect();
    let mut header: Vec<Cow<'_, str>> = Vec::new();
    for one in dimensions {
        header.extend([Cow::Owned(format!("{}代码", one.zh())), Cow::Borrowed(one.zh())]);
    }
    header.push(per.zh().into());
    header.extend(table.counts.iter().map(|count| match count.code.is_amount() {
        true => Cow::Owned(format!("{}（元）", count.zh)),
        false => Cow::Borrowed(count.zh),
    }));
    let header: Vec<&str> = header.iter().map(|name| &**name).collect();
    let rows = table.rows.iter().map(|row| {
        let mut cells = vec![row.item.clone(), table.names.get(&row.item).cloned().unwrap_or_default()];
        if let Some(other) = &row.other {
            cells.extend([other.clone(), table.other_names.get(other).cloned().unwrap_or_default()]);
        }
        cells.push(row.time.clone());
        cells.extend(table.counts.iter().enumerate().map(|(at, count)| match row.counts.get(at) {
            None => "—".to_owned(),
            Some(fen) if count.code.is_amount() => yuan(*fen),
            Some(count) => count.to_string(),
        }));
        cells
    });
    let name = format!("统计总表 {from} {to}.csv");
    Ok(Made { name, content_type: CSV, bytes: csv::write(&header, rows)? })
}

/// A sum of amounts: it may be more than one amount ever is.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}
