//! The rows of the figures as they are read and written, on either database.

use super::statistics_cells::{Cell, Name};
use crate::base::error::{Error, Result};
use crate::domain::contribution::{Added, CellKey, Counter, Tally};
use crate::domain::measures::Dimension;
use crate::domain::suppression::TELLING;
use crate::domain::time_counts::{Kept, TimeCounts};
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Date, HasSqlType, Text};

pub(super) struct Figures {
    pub item: String,
    pub other: String,
    pub tally: Tally,
}

/// Figures of a month, of some counters.
pub(super) struct MonthFigures {
    pub item: String,
    pub other: String,
    pub month: NaiveDate,
    pub tally: Tally,
}

pub(super) struct Delta {
    pub noted_on: NaiveDate,
    pub key: CellKey,
    pub added: Added,
}

/// What was noted of a key: all of it, and the most of it that is taken off for any day.
pub(super) struct Noted {
    pub key: CellKey,
    pub whole: Tally,
    pub most: Tally,
}

/// A delta that is to be written: the statement of every step, so it is prepared once for a connection.
pub(super) struct NewDelta {
    days: [NaiveDate; 2],
    texts: [String; 7],
    counts: Vec<i64>,
}

impl NewDelta {
    /// A change that is noted on a day.
    pub fn of(on: NaiveDate, key: &CellKey, added: &Added) -> Result<Self> {
        let firm = key.firm.map(|firm| firm.to_string()).unwrap_or_default();
        let CellKey { region, committee, category, source, regime, .. } = key;
        Ok(Self {
            days: [on, key.month],
            texts: [
                region.to_string(),
                committee.to_string(),
                category.to_string(),
                source.to_string(),
                regime.to_string(),
                firm,
                serde_json::to_string(&added.times).map_err(Error::internal)?,
            ],
            counts: added.counts.all().copied().collect(),
        })
    }
}

impl<DB: Backend> QueryFragment<DB> for NewDelta
where
    DB: HasSqlType<Date> + HasSqlType<Text> + HasSqlType<BigInt>,
    NaiveDate: ToSql<Date, DB>,
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO stat_delta (noted_on,month,region_code,committee_id,category,source,regime,firm_id,times",
        );
        for counter in Counter::ALL {
            out.push_sql(",");
            out.push_sql(counter.code());
        }
        out.push_sql(") VALUES (");
        let [noted_on, month] = &self.days;
        out.push_bind_param::<Date, _>(noted_on)?;
        out.push_sql(",");
        out.push_bind_param::<Date, _>(month)?;
        for text in &self.texts {
            out.push_sql(",");
            out.push_bind_param::<Text, _>(text)?;
        }
        for count in &self.counts {
            out.push_sql(",");
            out.push_bind_param::<BigInt, _>(count)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for NewDelta {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<C> RunQueryDsl<C> for NewDelta {}

pub(super) struct Stored {
    pub cell: Cell,
    pub tally: Tally,
}

fn tally<'a, DB: Backend>(row: &impl NamedRow<'a, DB>, counters: &[Counter]) -> deserialize::Result<Tally>
where
    i64: FromSql<BigInt, DB>,
{
    let mut tally = Tally::default();
    for counter in counters {
        tally.add(*counter, NamedRow::get::<BigInt, i64>(row, counter.code())?);
    }
    Ok(tally)
}

fn text<'a, DB: Backend, T: std::str::FromStr>(row: &impl NamedRow<'a, DB>, column: &str) -> deserialize::Result<T>
where
    String: FromSql<Text, DB>,
{
    let text = NamedRow::get::<Text, String>(row, column)?;
    text.parse().map_err(|_| format!("{column} in the figures cannot be read").into())
}

impl<DB: Backend> QueryableByName<DB> for Figures
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self {
            item: NamedRow::get::<Text, String>(row, "item")?,
            other: NamedRow::get::<Text, String>(row, "other")?,
            tally: tally(row, Counter::ALL)?,
        })
    }
}

impl<DB: Backend> QueryableByName<DB> for MonthFigures
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self {
            item: NamedRow::get::<Text, String>(row, "item")?,
            other: NamedRow::get::<Text, String>(row, "other")?,
            month: NamedRow::get::<Date, NaiveDate>(row, "month")?,
            tally: tally(row, &TELLING)?,
        })
    }
}

fn cell_key<'a, DB: Backend>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<CellKey>
where
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    use crate::domain::{case::Regime, case::Source, category::Category};
    let code = |column: &str| NamedRow::get::<Text, String>(row, column);
    let firm = code("firm_id")?;
    Ok(CellKey {
        month: NamedRow::get::<Date, NaiveDate>(row, "month")?,
        region: text(row, "region_code")?,
        committee: text(row, "committee_id")?,
        category: Category::from_code(&code("category")?).ok_or("an unknown category in the figures")?,
        source: Source::from_code(&code("source")?).ok_or("an unknown source in the figures")?,
        regime: Regime::from_code(&code("regime")?).ok_or("an unknown regime in the figures")?,
        firm: if firm.is_empty() { None } else { Some(text(row, "firm_id")?) },
    })
}

impl<DB: Backend> QueryableByName<DB> for Delta
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let noted_on = NamedRow::get::<Date, NaiveDate>(row, "noted_on")?;
        let added = Added { counts: tally(row, Counter::ALL)?, times: times(row)? };
        Ok(Self { noted_on, key: cell_key(row)?, added })
    }
}

impl<DB: Backend> QueryableByName<DB> for Noted
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let mut most = Tally::default();
        for counter in Counter::ALL {
            most.add(*counter, NamedRow::get::<BigInt, i64>(row, &format!("{counter}_later"))?);
        }
        Ok(Self { key: cell_key(row)?, whole: tally(row, Counter::ALL)?, most })
    }
}

/// The times of a cell as they are kept.
pub(super) struct StoredTimes {
    pub cell: Cell,
    pub times: TimeCounts,
}

fn cell<'a, DB: Backend>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Cell>
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    let text = |column| NamedRow::get::<Text, String>(row, column);
    let (level, dim): (i64, Dimension) =
        (NamedRow::get::<BigInt, _>(row, "level")?, NamedRow::get::<Text, _>(row, "dim")?);
    let unknown = "a name in the figures cannot be read";
    Ok(Cell {
        level,
        dim,
        place: Name::of_place(level, &text("place")?).ok_or(unknown)?,
        item: Name::of_item(dim, &text("item")?).ok_or(unknown)?,
        month: NamedRow::get::<Date, NaiveDate>(row, "month")?,
    })
}

impl<DB: Backend> QueryableByName<DB> for Stored
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self { cell: cell(row)?, tally: tally(row, Counter::ALL)? })
    }
}

impl<DB: Backend> QueryableByName<DB> for StoredTimes
where
    i64: FromSql<BigInt, DB>,
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self { cell: cell(row)?, times: times(row)? })
    }
}

fn times<'a, DB: Backend>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<TimeCounts>
where
    String: FromSql<Text, DB>,
{
    Ok(serde_json::from_str(&NamedRow::get::<Text, String>(row, "times")?)?)
}

impl<DB: Backend> QueryableByName<DB> for Kept
where
    String: FromSql<Text, DB>,
    NaiveDate: FromSql<Date, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self {
            item: NamedRow::get::<Text, String>(row, "item")?,
            place: NamedRow::get::<Text, String>(row, "place")?,
            month: NamedRow::get::<Date, NaiveDate>(row, "month")?,
            counts: times(row)?,
        })
    }
}
