//! Counts every case anew and compares that with the figures that are kept, and with what was noted of them day by day.

use super::counted_cases::visit_all;
use super::db::Conn;
use super::schema::cases::cases;
use super::statistics::{known_since, noted_since, standing, waiting};
use super::statistics_cells::{Cell, Cells};
use super::statistics_kinds::each_kind;
use crate::base::error::Result;
use crate::domain::contribution::{Added, CellKey, Contribution, Counter, Tally};
use diesel::prelude::*;
use std::collections::HashMap;

/// The first figure that is not what the cases add up to, in words; none when all are. Of the history as well. Reads one snapshot.
pub fn first_difference(c: &mut Conn) -> Result<Option<String>> {
    let (sums, waiting) = (recount(c, &mut |_, _| {})?, waiting(c)?);
    let mut found = None;
    each_kind(&sums, &mut |level, dim, counted| {
        if found.is_none() {
            found = difference(counted, &standing(c, &waiting, level, dim)?);
        }
        Ok(())
    })?;
    if found.is_some() {
        return Ok(found);
    }
    first_in_history(c, &sums)
}

/// The first cell that is kept otherwise than it is counted.
fn difference(counted: &Cells, kept: &Cells) -> Option<String> {
    let none = Added::default();
    let of = |cell| (counted.get(cell).unwrap_or(&none), kept.get(cell).unwrap_or(&none));
    let cell = counted.keys().chain(kept.keys()).filter(|cell| of(cell).0 != of(cell).1).min()?;
    let (counted, kept) = of(cell);
    let Cell { level, dim, place, item, month } = cell;
    let cell = format!("{} (level {level}) {dim} {} {month}", place.as_str(), item.as_str());
    if let Some(counter) = counted.counts.first_difference(&kept.counts) {
        return Some(format!("{cell} {counter}: {} ≠ {}", kept.counts.get(counter), counted.counts.get(counter)));
    }
    counted.times.first_difference(&kept.times).map(|time| format!("{cell} {time}: not what was taken"))
}

/// The first part of the history that cannot be: what was noted comes to what the cases add up to, where it is kept from the first
/// case on; and taken off again day by day, latest first, it never leaves less than nothing.
fn first_in_history(c: &mut Conn, sums: &Contribution) -> Result<Option<String>> {
    let since = known_since(c)?;
    let (noted, none) = (noted_since(c, since)?, Tally::default());
    let told = |key: &CellKey, counter: Counter, noted: i64, counted: i64, what: &str| {
        let CellKey { month, region, committee, category, source, regime, firm } = key;
        let firm = firm.map(|firm| firm.to_string()).unwrap_or_default();
        let key = format!("{region} {committee} {category} {source} {regime} {firm} {month}");
        Some(format!("stat_history {key} {counter}: {noted} {what} {counted}"))
    };
    for key in noted.keys().chain(sums.keys()) {
        let counted = sums.get(key).map_or(&none, |added| &added.counts);
        let (whole, most) = noted.get(key).map_or((&none, &none), |(whole, most)| (whole, most));
        if since.is_none()
            && let Some(counter) = whole.first_difference(counted)
        {
            return Ok(told(key, counter, whole.get(counter), counted.get(counter), "≠"));
        }
        if let Some(counter) = Counter::ALL.iter().copied().find(|one| most.get(*one) > counted.get(*one)) {
            return Ok(told(key, counter, most.get(counter), counted.get(counter), ">"));
        }
    }
    Ok(None)
}

/// What all cases add up to. `progress` hears how many are counted of how many.
pub(super) fn recount(c: &mut Conn, progress: &mut dyn FnMut(u64, u64)) -> Result<Contribution> {
    let all = u64::try_from(cases::table.count().get_result::<i64>(c)?).unwrap_or_default();
    let mut sums: HashMap<CellKey, Added> = HashMap::new();
    let mut counted = 0;
    let mut told = |more: usize| {
        counted += u64::try_from(more).unwrap_or_default();
        progress(counted, all);
    };
    visit_all(c, &mut told, &mut |added| {
        for (key, added) in added {
            sums.entry(key).or_default().merge(&added, 1);
        }
    })?;
    Ok(sums.into_iter().collect())
}
