//! The packages of figures that other installations handed up, and their counts. Their keys are in figure_keys.rs.

use super::db::Conn;
use super::dialect::{each, has_row_locks};
use super::record::{MANY, of_area, record};
use super::schema::merging::{figure_package, merged_cell};
use crate::base::clock::{Instant, china_day};
use crate::base::error::Result;
use crate::base::id::FigurePackageId;
use crate::base::text_list::TextList;
use crate::domain::figure_package::PackageCell;
use crate::domain::measures::Dimension;
use crate::domain::merging::{MergedCell, MergedPackage};
use crate::domain::pack::Counted;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use chrono::NaiveDate;
use diesel::prelude::*;

record!(figure_package: MergedPackage {
    id: FigurePackageId, region_code, from_on, to_on, made_at, key_id, sha256, imported_by, imported_at, replaced_at,
});
of_area!(figure_package);

/// The packages within a scope, latest first, from before one on; replaced ones too.
pub fn list(c: &mut Conn, scope: &Scope, before: Option<FigurePackageId>, limit: i64) -> Result<Vec<MergedPackage>> {
    let mut query = of_area(scope);
    if let Some(before) = before {
        query = query.filter(figure_package::id.lt(before));
    }
    Ok(query.select(columns()).order(figure_package::id.desc()).limit(limit).load(c)?)
}

/// Lets one import of packages at a time go on: two that overlap must see each other.
pub fn one_at_a_time(tx: &mut Conn) -> Result<()> {
    if has_row_locks(tx) {
        diesel::sql_query("LOCK TABLE figure_package IN SHARE ROW EXCLUSIVE MODE").execute(tx)?;
    }
    Ok(())
}

/// The packages in use that share a month with a period and a place with a region: those of the places around it and below it.
pub fn overlapping(c: &mut Conn, region: RegionCode, period: Period) -> Result<Vec<MergedPackage>> {
    let (low, high) = region.prefix().range();
    let around: Vec<RegionCode> = region.up().collect();
    let of_place = figure_package::region_code.between(low, high).or(figure_package::region_code.eq_any(around));
    let in_use = figure_package::table.filter(figure_package::replaced_at.is_null()).filter(of_place);
    let of_days = in_use.filter(figure_package::from_on.le(period.to)).filter(figure_package::to_on.ge(period.from));
    Ok(of_days.select(columns()).order(figure_package::id).load(c)?)
}

/// Keeps a package and its counts.
pub fn add(tx: &mut Conn, package: &MergedPackage, cells: &[PackageCell]) -> Result<()> {
    insert(tx, package)?;
    let kept: Vec<(&PackageCell, TextList<Counted>)> = cells
        .iter()
        .map(|cell| (cell, cell.counts.iter().map(|(counter, count)| Counted(*counter, *count)).collect()))
        .collect();
    for cells in kept.chunks(MANY) {
        let row = |(cell, counts): &'_ (&PackageCell, TextList<Counted>)| {
            (
                merged_cell::package_id.eq(package.id),
                merged_cell::month.eq(cell.month),
                merged_cell::dim.eq(cell.by),
                merged_cell::item.eq(cell.item.clone()),
                merged_cell::counts.eq(counts.clone()),
            )
        };
        let rows: Vec<_> = cells.iter().map(row).collect();
        each!(tx, c => diesel::insert_into(merged_cell::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Takes a package out of use for a newer one.
pub fn replace(tx: &mut Conn, id: FigurePackageId, now: Instant) -> Result<()> {
    let one = figure_package::table.filter(figure_package::id.eq(id));
    diesel::update(one).set(figure_package::replaced_at.eq(Some(now))).execute(tx)?;
    Ok(())
}

/// The packages in use of places within an area that have one of these months (first days); as of a past day those in use at its end.
pub fn in_use(
    c: &mut Conn,
    area: RegionPrefix,
    (from, to): Months,
    as_of: Option<NaiveDate>,
) -> Result<Vec<MergedPackage>> {
    let (low, high) = area.range();
    let of_place = figure_package::table.filter(figure_package::region_code.between(low, high));
    let of_days = of_place.filter(figure_package::from_on.le(to)).filter(figure_package::to_on.ge(from));
    let order = (figure_package::region_code, figure_package::from_on, figure_package::id);
    let mut found: Vec<MergedPackage> = of_days.select(columns()).order(order).load(c)?;
    found.retain(|one| match as_of {
        None => one.replaced_at.is_none(),
        Some(day) => china_day(one.imported_at) <= day && one.replaced_at.is_none_or(|at| china_day(at) > day),
    });
    Ok(found)
}

/// The first days of the first and the last month.
type Months = (NaiveDate, NaiveDate);

/// Their counts of these months by a dimension.
pub fn cells(c: &mut Conn, packages: &[FigurePackageId], (from, to): Months, by: Dimension) -> Result<Vec<MergedCell>> {
    let mut found = Vec::new();
    for packages in packages.chunks(MANY) {
        let of = merged_cell::table
            .inner_join(figure_package::table)
            .filter(merged_cell::package_id.eq_any(packages))
            .filter(merged_cell::dim.eq(by))
            .filter(merged_cell::month.between(from, to))
            .select((figure_package::region_code, merged_cell::month, merged_cell::item, merged_cell::counts));
        found.extend(each!(c, c => of.load::<MergedCell>(c))?);
    }
    Ok(found)
}
