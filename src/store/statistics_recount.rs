//! Counts every case anew and compares that with the figures that are kept.

use super::db::Conn;
use super::schema::cases::cases;
use super::statistics::{Cell, spread, standing};
use super::statistics_cases::visit;
use crate::base::error::Result;
use crate::domain::contribution::{self, Contribution, Tally};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// So many cases are told of at once.
const PROGRESS: u64 = 500;

/// The first figure that is not what the cases add up to, in words; none when all are. Reads one snapshot.
pub fn first_difference(c: &mut Conn) -> Result<Option<String>> {
    let (counted, kept) = (recount(c, &mut |_, _| {})?, standing(c)?);
    let none = Tally::default();
    for cell in counted.keys().chain(kept.keys()) {
        let (counted, kept) = (counted.get(cell).unwrap_or(&none), kept.get(cell).unwrap_or(&none));
        if let Some(counter) = counted.first_difference(kept) {
            let Cell { level, dim, place, item, month } = cell;
            return Ok(Some(format!(
                "{place} (level {level}) {dim} {item} {month} {counter}: {} ≠ {}",
                kept.get(counter),
                counted.get(counter)
            )));
        }
    }
    Ok(None)
}

/// Every cell as the cases make it. `progress` hears how many are counted of how many.
pub(super) fn recount(c: &mut Conn, progress: &mut dyn FnMut(u64, u64)) -> Result<BTreeMap<Cell, Tally>> {
    let mut cells = BTreeMap::new();
    for (key, tally) in &sums(c, progress)? {
        spread(key, tally, &mut cells);
    }
    cells.retain(|_, tally| !tally.is_zero());
    Ok(cells)
}

/// What all cases add up to.
fn sums(c: &mut Conn, progress: &mut dyn FnMut(u64, u64)) -> Result<Contribution> {
    let all = u64::try_from(cases::table.count().get_result::<i64>(c)?).unwrap_or_default();
    let mut sums = Contribution::new();
    let mut counted = 0;
    visit(c, &|| cases::table.into_boxed(), &mut |case, entries| {
        for (key, tally) in contribution::of_entries(case, entries) {
            sums.entry(key).or_default().merge(&tally, 1);
        }
        counted += 1;
        if counted % PROGRESS == 0 || counted == all {
            progress(counted, all);
        }
    })?;
    Ok(sums)
}
