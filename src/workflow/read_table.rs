//! Reads the counts of a whole area by one dimension or two and by month, quarter or year, for who may see them. Only what is kept is read,
//! never the cases, so that even the table of the nation is made in a moment.

use super::hold_back;
use super::read_statistics::names;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::contribution::Counter;
use crate::domain::figure_table::{FigureTable, TableRow, sort};
use crate::domain::figures::CountDefinition;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::statistics::{self, Question};
use crate::store::statistics_table;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Rows in one table: every province by every category and month of seven years.
const MOST_ROWS: usize = 50_000;

/// A table as it is asked for; `and` is `Total` where one dimension is enough.
#[derive(Clone, Debug)]
pub struct TableAsked {
    pub region: Option<RegionCode>,
    pub period: Period,
    pub by: Dimension,
    pub and: Dimension,
    /// Month, quarter or year.
    pub per: Dimension,
    pub counts: Vec<Counter>,
}

/// The table of an area within a scope, of an organisation without an area; one outside the scope has none: `NotFound`. `Invalid` where the
/// period is not of whole months, where no figures are kept by both dimensions, and where there are more than 50,000 rows.
pub fn table(c: &mut Conn, scope: &Scope, asked: &TableAsked, now: Instant) -> Result<FigureTable> {
    let TableAsked { region, period, by, and, per, ref counts } = *asked;
    if let Scope::Regions { prefix, .. } = scope
        && !region.is_some_and(|region| prefix.contains(region))
    {
        return Err(Error::NotFound);
    }
    let (from, to) = check(scope, asked)?;
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let question = Question { area, from, to, by, as_of: None };
    let mut rows = statistics_table::rows(c, scope, &question, (and, per), counts, MOST_ROWS)?;
    if rows.len() > MOST_ROWS {
        return Err(Error::field("region", Code::AreaTooWide));
    }
    let is_of_others = matches!(scope, Scope::Regions { .. } | Scope::Everything);
    if is_of_others && (by.is_of_organisations() || and.is_of_organisations()) {
        let held = hold_back::over_time(c, scope, area, (by, and), (period, per))?;
        let is_held = |row: &TableRow| {
            let items = (row.item.clone(), row.other.clone().unwrap_or_default());
            held.contains(&(items, row.time.clone()))
        };
        rows.retain(|row| !is_held(row));
        rows.extend(held.iter().map(|((item, other), time)| TableRow {
            item: item.clone(),
            other: (and != Dimension::Total).then(|| other.clone()),
            time: time.clone(),
            suppressed: true,
            counts: Vec::new(),
        }));
        sort(&mut rows);
    }
    let items: BTreeSet<&str> = rows.iter().map(|row| row.item.as_str()).collect();
    let others: BTreeSet<&str> = rows.iter().filter_map(|row| row.other.as_deref()).collect();
    let names: BTreeMap<_, _> = names(c, by, items.into_iter(), now)?.into_iter().collect();
    let other_names = match and {
        Dimension::Total => BTreeMap::new(),
        and => self::names(c, and, others.into_iter(), now)?.into_iter().collect(),
    };
    Ok(FigureTable {
        region,
        from: period.from,
        to: period.to,
        by,
        and: Some(and).filter(|and| *and != Dimension::Total),
        per,
        names,
        other_names,
        counts: counts.iter().copied().map(CountDefinition::of).collect(),
        rows,
    })
}

/// The first days of the first and the last month of a table that can be made; else what stands in the way, by field.
pub fn check(scope: &Scope, asked: &TableAsked) -> Result<(NaiveDate, NaiveDate)> {
    let TableAsked { period, by, and, per, ref counts, .. } = *asked;
    let is_pair = and != Dimension::Total;
    let field = if by.is_of_time() {
        Some(("by", Code::Invalid))
    } else if and.is_of_time() || (is_pair && (by == and || by == Dimension::Total)) {
        Some(("and", Code::Invalid))
    } else if !per.is_of_time() {
        Some(("per", Code::Invalid))
    } else if counts.is_empty() {
        Some(("counts", Code::Missing))
    } else if !statistics::keeps(scope, by, and) {
        Some(("and", Code::PairNotKept))
    } else {
        None
    };
    if let Some((field, code)) = field {
        return Err(Error::field(field, code));
    }
    let months = period.months().filter(|_| period.ragged().is_empty());
    months.ok_or_else(|| Error::field("from", Code::WholeMonths))
}
