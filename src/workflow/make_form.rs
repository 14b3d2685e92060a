//! Fills in the official forms for an area, one row for each area below it, for a chamber, one row for each committee, or for a firm.

use super::merge_figures::handed_up;
use super::read_statistics::{Asked, names, table};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::domain::contribution::Tally;
use crate::domain::measures::Dimension;
use crate::domain::merging::MergedPackage;
use crate::domain::official_form::{FilledForm, Form, FormRow, FormSource, RowTallies};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::suppression::Items;
use crate::store::db::Conn;
use crate::store::organisation_form::{self, Rows};
use crate::store::statistics_cases::CountedDays;
use crate::text_enum;
use std::collections::BTreeMap;

text_enum! {
    /// The official forms.
    pub enum FormKind {
        Cases = "cases", "人民调解案件情况统计表", "Of cases";
        Organisations = "organisations", "人民调解组织队伍经费保障情况统计表", "Of organisations, people and funds";
    }
}

/// One of the forms of an area within a scope, or of an organisation without an area, for a period. `NotFound` outside the scope.
pub fn fill(
    c: &mut Conn,
    scope: &Scope,
    kind: FormKind,
    (region, period): (Option<RegionCode>, Period),
    now: Instant,
) -> Result<FilledForm> {
    match kind {
        FormKind::Cases => form(c, scope, region, period, now),
        FormKind::Organisations => organisations(c, scope, region, period, now),
    }
}

/// The form of an area within a scope, or of an organisation without an area. An area outside the scope has none: `NotFound`. What
/// places that work offline handed up stands in rows of its own. The total is counted by itself, so that a row that is missing is found.
pub fn form(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    now: Instant,
) -> Result<FilledForm> {
    let form = Form::of_cases()?;
    let by = row_dimension(scope);
    let asked = |by, and| Asked { region, period, by, and, compare: None, as_of: None, is_operator: true };
    let mut counted = CountedDays::default();
    let (rows, whole) =
        three(by, &mut |by, and| table(c, scope, &asked(by, and), period, &mut counted).map(|(cells, _)| cells))?;
    let handed_up = handed_up(c, scope, region, period, None)?;
    let (above, above_whole) = three(by, &mut |by, and| {
        let found = handed_up.as_ref().map_or(Ok(None), |found| found.by(c, (by, and)))?;
        Ok(found.unwrap_or_default().0)
    })?;
    let whole = whole.into_iter().chain(above_whole).map(|(_, tallies)| tallies).reduce(together).unwrap_or_default();
    let mut form = called(c, form, (region, period, by), [rows, above], whole, now)?;
    let source = |one: MergedPackage| FormSource {
        region: one.region_code,
        from: one.from_on,
        to: one.to_on,
        made_at: one.made_at,
        sha256: one.sha256,
    };
    form.sources = handed_up.into_iter().flat_map(|found| found.packages).map(source).collect();
    Ok(form)
}

/// What the rows of a form are: the areas below an area, the committees of a chamber, a firm as a whole.
fn row_dimension(scope: &Scope) -> Dimension {
    match scope {
        Scope::Firm { .. } => Dimension::Firm,
        _ if scope.area().is_some() => Dimension::Region,
        _ => Dimension::Committee,
    }
}

/// The rows by a dimension, and the whole, each read by itself.
fn three(by: Dimension, read: &mut dyn FnMut(Dimension, Dimension) -> Result<Cells>) -> Result<(Tallies, Tallies)> {
    let rows = tallies([read(by, Dimension::Total)?, read(by, Dimension::Category)?, read(by, Dimension::Source)?]);
    let whole = tallies([
        read(Dimension::Total, Dimension::Total)?,
        flipped(read(Dimension::Category, Dimension::Total)?),
        flipped(read(Dimension::Source, Dimension::Total)?),
    ]);
    Ok((rows, whole))
}

type Cells = BTreeMap<Items, Tally>;
type Tallies = BTreeMap<String, RowTallies>;

/// What two rows come to.
fn together(mut one: RowTallies, other: RowTallies) -> RowTallies {
    one.whole.merge(&other.whole, 1);
    for (category, tally) in &other.by_category {
        one.by_category.entry(*category).or_default().merge(tally, 1);
    }
    for (source, tally) in &other.by_source {
        one.by_source.entry(*source).or_default().merge(tally, 1);
    }
    one
}

/// The form of organisations, people and funds: the registry as it is now, what was approved in the period. `NotFound` outside the scope.
pub fn organisations(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    now: Instant,
) -> Result<FilledForm> {
    if !scope.reaches(region) {
        return Err(Error::NotFound);
    }
    let by = row_dimension(scope);
    let rows = if by == Dimension::Region { Rows::Region } else { Rows::Committee };
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let mut read = |rows| {
        let counts = organisation_form::counts(c, scope, area, period, rows)?;
        let tallies = |(item, organisations)| (item, RowTallies { organisations, ..RowTallies::default() });
        Ok::<_, Error>(counts.into_iter().map(tallies).collect())
    };
    let (rows, whole): (Tallies, Tallies) = (read(rows)?, read(Rows::Whole)?);
    let whole = whole.into_values().next().unwrap_or_default();
    called(c, Form::of_organisations()?, (region, period, by), [rows, Tallies::new()], whole, now)
}

/// The form with the names of its rows, of cases and then of what was handed up; `whole` is counted by itself.
fn called(
    c: &mut Conn,
    form: Form,
    (region, period, by): (Option<RegionCode>, Period, Dimension),
    [rows, above]: [Tallies; 2],
    whole: RowTallies,
    now: Instant,
) -> Result<FilledForm> {
    let names_of_rows = names(c, by, rows.keys().chain(above.keys()).map(String::as_str), now)?;
    let row = |(item, tallies): (String, RowTallies), handed_up: bool| {
        let name = names_of_rows.get(&item).cloned().unwrap_or_else(|| item.clone());
        let name = if handed_up { format!("{name}（上报并入）") } else { name };
        FormRow { name, cells: form.cells(&tallies), item, handed_up }
    };
    let mut rows: Vec<FormRow> = rows.into_iter().map(|one| row(one, false)).collect();
    rows.extend(above.into_iter().map(|one| row(one, true)));
    let (item, name) = (String::new(), Dimension::Total.zh().to_owned());
    let total = FormRow { item, name, cells: form.cells(&whole), handed_up: false };
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
fn flipped(cells: Cells) -> Cells {
    cells.into_iter().map(|((item, other), tally)| ((other, item), tally)).collect()
}

/// The rows of three tables: whole, by category and by source.
fn tallies([whole, by_category, by_source]: [Cells; 3]) -> Tallies {
    let mut rows = Tallies::new();
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
