//! Counts every case anew and compares that with the figures that are kept.

use super::case_groups;
use super::case_tables::{agreements, callbacks, heads, payments};
use super::db::Conn;
use super::schema::cases::{agreement, callback, cases};
use super::schema::performance::payment;
use super::statistics::{Cell, spread, standing};
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::agreement::{Agreement, Payment};
use crate::domain::callback::Callback;
use crate::domain::case::Case;
use crate::domain::contribution::{self, Contribution, Tally};
use crate::domain::group::GroupPlace;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Cases read at once.
const BATCH: i64 = 500;

/// The first figure that is not what the cases add up to, in words; none when all are. Reads one snapshot.
pub fn first_difference(c: &mut Conn) -> Result<Option<String>> {
    let (counted, kept) = (recount(c)?, standing(c)?);
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

fn recount(c: &mut Conn) -> Result<BTreeMap<Cell, Tally>> {
    let mut cells = BTreeMap::new();
    for (key, tally) in &sums(c, &mut |_, _| {})? {
        spread(key, tally, &mut cells);
    }
    cells.retain(|_, tally| !tally.is_zero());
    Ok(cells)
}

/// What all cases add up to. `progress` hears how many are counted of how many.
pub(super) fn sums(c: &mut Conn, progress: &mut dyn FnMut(u64, u64)) -> Result<Contribution> {
    let all = u64::try_from(cases::table.count().get_result::<i64>(c)?).unwrap_or_default();
    let mut sums = Contribution::new();
    let (mut after, mut counted) = (String::new(), 0);
    loop {
        let page: Vec<Case> = cases::table
            .filter(cases::id.gt(after.clone()))
            .order(cases::id)
            .limit(BATCH)
            .select(heads::columns())
            .load(c)?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        let ids: Vec<CaseId> = page.iter().map(|case| case.id).collect();
        let agreed: Vec<Agreement> =
            agreement::table.filter(agreement::case_id.eq_any(&ids)).select(agreements::columns()).load(c)?;
        let paid: Vec<Payment> =
            payment::table.filter(payment::case_id.eq_any(&ids)).select(payments::columns()).load(c)?;
        let called: Vec<Callback> =
            callback::table.filter(callback::case_id.eq_any(&ids)).select(callbacks::columns()).load(c)?;
        let placed: HashMap<CaseId, GroupPlace> =
            case_groups::places(c, &ids)?.into_iter().map(|one| (one.case_id, one)).collect();
        let agreed: HashMap<CaseId, Agreement> = agreed.into_iter().map(|one| (one.case_id, one)).collect();
        let mut paid_by: HashMap<CaseId, Vec<Payment>> = HashMap::new();
        paid.into_iter().for_each(|one| paid_by.entry(one.case_id).or_default().push(one));
        let mut called_by: HashMap<CaseId, Vec<Callback>> = HashMap::new();
        called.into_iter().for_each(|one| called_by.entry(one.case_id).or_default().push(one));
        for case in &page {
            let paid = paid_by.remove(&case.id).unwrap_or_default();
            let called = called_by.remove(&case.id).unwrap_or_default();
            for (key, tally) in contribution::of_rows(case, agreed.get(&case.id), &paid, &called, placed.get(&case.id))
            {
                sums.entry(key).or_default().merge(&tally, 1);
            }
            counted += 1;
        }
        progress(counted, all);
    }
    Ok(sums)
}
