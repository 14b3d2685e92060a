//! Fills in the official forms for an area, one row for each area below it, or for an organisation, one row for each committee.

use super::read_statistics::{Asked, names, table};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::domain::contribution::Tally;
use crate::domain::measures::Dimension;
use crate::domain::official_form::{FilledForm, Form, FormRow, RowTallies};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::suppression::Items;
use crate::store::db::Conn;
use crate::store::organisations::{self, Rows};
use std::collections::BTreeMap;

/// The form of an area within a scope, or of an organisation without an area. An area outside the scope has none: `NotFound`. The total
/// is counted by itself, so that a row that is missing is found.
pub fn form(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    now: Instant,
) -> Result<FilledForm> {
    let form = Form::of_cases()?;
    let by = match scope {
        Scope::Regions { .. } | Scope::Everything => Dimension::Region,
        _ => Dimension::Committee,
    };
    let mut read = |by, and| {
        let asked = Asked { region, period, by, and, compare: None, as_of: None, is_operator: true };
        table(c, scope, &asked, period).map(|(cells, _)| cells)
    };
    let rows = tallies([read(by, Dimension::Total)?, read(by, Dimension::Category)?, read(by, Dimension::Source)?]);
    let whole = tallies([
        read(Dimension::Total, Dimension::Total)?,
        flipped(read(Dimension::Category, Dimension::Total)?),
        flipped(read(Dimension::Source, Dimension::Total)?),
    ]);
    fill(c, form, (region, period, by), (rows, whole), now)
}

/// The form of organisations, people and funds: the registry as it is now, what was approved in the period. `NotFound` outside the scope.
pub fn organisations(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    now: Instant,
) -> Result<FilledForm> {
    if let Scope::Regions { prefix, .. } = scope
        && !region.is_some_and(|region| prefix.contains(region))
    {
        return Err(Error::NotFound);
    }
    let (by, rows) = match scope {
        Scope::Regions { .. } | Scope::Everything => (Dimension::Region, Rows::Region),
        _ => (Dimension::Committee, Rows::Committee),
    };
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let mut read = |rows| {
        let counts = organisations::counts(c, scope, area, period, rows)?;
        let tallies = |(item, organisations)| (item, RowTallies { organisations, ..RowTallies::default() });
        Ok::<_, Error>(counts.into_iter().map(tallies).collect())
    };
    let (rows, whole) = (read(rows)?, read(Rows::Whole)?);
    fill(c, Form::of_organisations()?, (region, period, by), (rows, whole), now)
}

/// The form with the names of its rows; `whole` is counted by itself.
fn fill(
    c: &mut Conn,
    form: Form,
    (region, period, by): (Option<RegionCode>, Period, Dimension),
    (rows, whole): (BTreeMap<String, RowTallies>, BTreeMap<String, RowTallies>),
    now: Instant,
) -> Result<FilledForm> {
    let called = names(c, by, rows.keys().map(String::as_str), now)?;
    let row = |(item, tallies): (String, RowTallies)| {
        let name = called.get(&item).cloned().unwrap_or_else(|| item.clone());
        FormRow { name, cells: form.cells(&tallies), item }
    };
    let rows: Vec<FormRow> = rows.into_iter().map(row).collect();
    let whole = whole.into_values().next().unwrap_or_default();
    let total = FormRow { item: String::new(), name: Dimension::Total.zh().to_owned(), cells: form.cells(&whole) };
    let name = match region {
        Some(region) => {
            let code = region.to_string();
            names(c, Dimension::Region, [code.as_str()].into_iter(), now)?.remove(&code).unwrap_or(code)
        }
        None => rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join("、"),
    };
    Ok(form.filled(name, period, rows, total))
}

/// The cells of one dimension alone as those of one row.
fn flipped(cells: BTreeMap<Items, Tally>) -> BTreeMap<Items, Tally> {
    cells.into_iter().map(|((item, other), tally)| ((other, item), tally)).collect()
}

/// The rows of three tables: whole, by category and by source.
fn tallies([whole, by_category, by_source]: [BTreeMap<Items, Tally>; 3]) -> BTreeMap<String, RowTallies> {
    let mut rows: BTreeMap<String, RowTallies> = BTreeMap::new();
    for ((item, _), tally) in whole {
        rows.entry(item).or_default().whole = tally;
    }
    for ((item, category), tally) in by_category {
        if let Ok(category) = category.parse() {
            rows.entry(item).or_default().by_category.insert(category, tally);
        }
    }
    for ((item, source), tally) in by_source {
        if let Ok(source) = source.parse() {
            rows.entry(item).or_default().by_source.insert(source, tally);
        }
    }
    rows
}
