//! Reads figures as a whole table by month, quarter or year: the cells as they are kept, none of them added up by the database, and the
//! deltas no fold has taken up yet, in one statement. Figures of one period are read in statistics_read.rs.
//!
//! Ids, codes, days and numbers are written into the text of these statements: each is of a type that holds nothing else.

use super::db::Conn;
use super::dialect::each;
use super::statistics::names;
use super::statistics_read::{Question, in_time, items_sql, keeps, kept_as, places_sql};
use crate::base::error::Result;
use crate::domain::contribution::Counter;
use crate::domain::figure_table::{TableRow, together};
use crate::domain::measures::Dimension;
use crate::domain::policy::Scope;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::{BigInt, Text};

/// The rows of a table by two dimensions (`Total` where there is one alone) of which the pairs are kept, by month, quarter or year; `as_of`
/// is not heeded. Counts in the order asked for; rows of nothing are left out. Where there are more than `most` rows, or more is kept than
/// fits into so many, more than `most` are returned, and these tell nothing.
pub fn rows(
    c: &mut Conn,
    scope: &Scope,
    question: &Question,
    (and, per): (Dimension, Dimension),
    counters: &[Counter],
    most: usize,
) -> Result<Vec<TableRow>> {
    let months = match per {
        Dimension::Year => 12,
        Dimension::Quarter => 3,
        _ => 1,
    };
    let most_read = most.saturating_mul(months);
    let Some(sql) = rows_sql(scope, question, and, counters, most_read)? else { return Ok(Vec::new()) };
    let rows: Vec<Counted> = each!(c, c => diesel::sql_query(sql).load(c))?;
    if rows.len() > most_read {
        // Not all of them were read: what they add up to would be wrong.
        return Ok(rows.into_iter().map(|Counted(row)| row).collect());
    }
    let row = |Counted(row): Counted| TableRow {
        time: in_time(per, row.time),
        other: row.other.filter(|_| and != Dimension::Total),
        ..row
    };
    let mut rows: Vec<TableRow> = rows.into_iter().map(row).collect();
    together(&mut rows);
    Ok(rows)
}

fn rows_sql(
    scope: &Scope,
    question: &Question,
    and: Dimension,
    counters: &[Counter],
    most_read: usize,
) -> Result<Option<String>> {
    let Question { area, from, to, by, .. } = question;
    let places = places_sql(scope, *area, [*by, and].contains(&Dimension::Region))?;
    let Some((cells, deltas)) = places.filter(|_| keeps(scope, *by, and)) else { return Ok(None) };
    let dim = kept_as(scope, *by).or_else(|| kept_as(scope, and)).unwrap_or("total");
    let ((cell_item, delta_item), (cell_other, delta_other)) =
        (items_sql(scope, *by, *area), items_sql(scope, and, *area));
    let months = format!("month BETWEEN '{from}' AND '{to}'");
    let sums: Vec<_> = counters.iter().map(|counter| format!("CAST(SUM({counter}) AS BIGINT)")).collect();
    Ok(Some(format!(
        "SELECT * FROM (SELECT {cell_item} AS item, {cell_other} AS other, CAST(month AS TEXT) AS time, {columns}
            FROM stat_cell WHERE dim = '{dim}' AND {cells} AND {months} LIMIT {limit}) AS kept
        UNION ALL SELECT {delta_item}, {delta_other}, CAST(month AS TEXT), {sums}
            FROM stat_delta WHERE {deltas} AND {months} GROUP BY 1, 2, 3",
        columns = names(counters),
        limit = most_read.saturating_add(1),
        sums = sums.join(", "),
    )))
}

/// A row of the table as it is read.
struct Counted(TableRow);

impl<DB: Backend> QueryableByName<DB> for Counted
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
{
    /// By the places of the columns: to look each up by its name takes longer than all the rest of a large table.
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        const KEYS: usize = 3;
        let missing = || "a figure has too few columns";
        let text = |at: usize| {
            let field = Row::get(row, at).ok_or_else(missing)?;
            <String as FromSql<Text, DB>>::from_nullable_sql(field.value())
        };
        let count = |at: usize| {
            let field = Row::get(row, at).ok_or_else(missing)?;
            <i64 as FromSql<BigInt, DB>>::from_nullable_sql(field.value())
        };
        Ok(Self(TableRow {
            item: text(0)?,
            other: Some(text(1)?),
            time: text(2)?,
            suppressed: false,
            counts: (KEYS..row.field_count()).map(count).collect::<deserialize::Result<_>>()?,
        }))
    }
}
