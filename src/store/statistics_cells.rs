//! Cells of the figures: what they are called, and how they are raised. In which of them a change counts is in `statistics_kinds.rs`.

use super::db::Conn;
use super::statistics::names;
use crate::base::error::Result;
use crate::base::id::{CommitteeId, FirmId};
use crate::domain::case::{Regime, Source};
use crate::domain::category::Category;
use crate::domain::contribution::{Added, Counter, Tally};
use crate::domain::measures::Dimension;
use crate::domain::region::RegionCode;
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Date, HasSqlType, Text};
use std::collections::HashMap;

/// Levels of a place: 0 to 3 are areas, from the nation to a county.
pub(super) const COUNTY: i64 = 3;
pub(super) const COMMITTEE: i64 = 4;
pub(super) const FIRM: i64 = 5;

/// The key of a cell in `stat_cell`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Cell {
    pub level: i64,
    pub dim: Dimension,
    pub place: Name,
    pub item: Name,
    pub month: NaiveDate,
}

pub(super) type Cells = HashMap<Cell, Added>;

/// A place, or an item of a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Name {
    None,
    Region(RegionCode),
    Committee(CommitteeId),
    Firm(FirmId),
    Category(Category),
    Source(Source),
    Regime(Regime),
}

impl Name {
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "",
            Self::Region(code) => code.as_str(),
            Self::Committee(id) => id.as_str(),
            Self::Firm(id) => id.as_str(),
            Self::Category(category) => category.code(),
            Self::Source(source) => source.code(),
            Self::Regime(regime) => regime.code(),
        }
    }

    /// A place of a level as it is kept.
    pub fn of_place(level: i64, text: &str) -> Option<Self> {
        match level {
            COMMITTEE => text.parse().ok().map(Self::Committee),
            FIRM => text.parse().ok().map(Self::Firm),
            _ => text.parse().ok().map(Self::Region),
        }
    }

    /// An item of a dimension as it is kept.
    pub fn of_item(dim: Dimension, text: &str) -> Option<Self> {
        match dim {
            _ if text.is_empty() => Some(Self::None),
            Dimension::Committee => text.parse().ok().map(Self::Committee),
            Dimension::Category => Category::from_code(text).map(Self::Category),
            Dimension::Source => Source::from_code(text).map(Self::Source),
            Dimension::Regime => Regime::from_code(text).map(Self::Regime),
            Dimension::Firm => text.parse().ok().map(Self::Firm),
            Dimension::Region => text.parse().ok().map(Self::Region),
            _ => None,
        }
    }
}

impl<DB: Backend> ToSql<Text, DB> for Name
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

/// Cells that are written by one statement.
pub(super) const AT_ONCE: usize = 64;

/// Writes rows by a statement for so many cells, and those that are left by the same for one.
macro_rules! at_once {
    ($tx:expr, $Statement:ident, $rows:expr) => {{
        let (whole, rest) = $rows.as_chunks::<{ $crate::store::statistics_cells::AT_ONCE }>();
        for rows in whole {
            $crate::store::dialect::each!($tx, c => $Statement(rows).execute(c))?;
        }
        for row in rest {
            $crate::store::dialect::each!($tx, c => $Statement(std::array::from_ref(row)).execute(c))?;
        }
    }};
}
pub(super) use at_once;

/// Adds to the counts of the cells. Their times are in `time_cells.rs`.
pub(super) fn raise(tx: &mut Conn, cells: &Cells) -> Result<()> {
    // In one order, so that two folds wait for one another and never in a circle.
    let mut cells: Vec<(&Cell, &Tally)> =
        cells.iter().map(|(cell, added)| (cell, &added.counts)).filter(|(_, counts)| !counts.is_zero()).collect();
    cells.sort_unstable_by_key(|(cell, _)| *cell);
    at_once!(tx, Raised, cells);
    Ok(())
}

/// Writes the values of rows: the key of each cell in the order of its columns, and what is kept of it.
pub(super) fn push_rows<'b, DB, T>(
    out: &mut AstPass<'_, 'b, DB>,
    rows: &'b [(&'b Cell, T)],
    push: impl Fn(&mut AstPass<'_, 'b, DB>, &'b T) -> QueryResult<()>,
) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Date> + HasSqlType<Text> + HasSqlType<BigInt>,
    NaiveDate: ToSql<Date, DB>,
    Dimension: ToSql<Text, DB>,
    Name: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    let mut between = "(";
    for (cell, kept) in rows {
        out.push_sql(between);
        between = ",(";
        out.push_bind_param::<BigInt, _>(&cell.level)?;
        out.push_sql(",");
        out.push_bind_param::<Text, _>(&cell.dim)?;
        for name in [&cell.place, &cell.item] {
            out.push_sql(",");
            out.push_bind_param::<Text, _>(name)?;
        }
        out.push_sql(",");
        out.push_bind_param::<Date, _>(&cell.month)?;
        push(out, kept)?;
        out.push_sql(")");
    }
    Ok(())
}

/// The statement for so many cells: prepared once for a connection.
struct Raised<'a, const N: usize>(&'a [(&'a Cell, &'a Tally); N]);

impl<DB: Backend, const N: usize> QueryFragment<DB> for Raised<'_, N>
where
    DB: HasSqlType<Date> + HasSqlType<Text> + HasSqlType<BigInt>,
    NaiveDate: ToSql<Date, DB>,
    Dimension: ToSql<Text, DB>,
    Name: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO stat_cell (level,dim,place,item,month,");
        out.push_sql(&names(Counter::ALL));
        out.push_sql(") VALUES ");
        push_rows(&mut out, self.0, |out, tally| {
            for count in tally.all() {
                out.push_sql(",");
                out.push_bind_param::<BigInt, _>(count)?;
            }
            Ok(())
        })?;
        out.push_sql(" ON CONFLICT (level,dim,place,item,month) DO UPDATE SET ");
        let mut between = "";
        for counter in Counter::ALL {
            out.push_sql(&format!("{between}{counter} = stat_cell.{counter} + excluded.{counter}"));
            between = ", ";
        }
        Ok(())
    }
}

impl<const N: usize> QueryId for Raised<'_, N> {
    type QueryId = Raised<'static, N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<C, const N: usize> RunQueryDsl<C> for Raised<'_, N> {}
