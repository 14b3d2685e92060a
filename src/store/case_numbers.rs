//! The numbers of cases, 宁商调〔2026〕0001号; the running number has one row a committee and year.

use super::db::Conn;
use super::dialect::each;
use super::schema::cases::{case_counter, cases};
use crate::base::error::Result;
use crate::base::id::{CaseId, CommitteeId};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// The next number of a committee in a year. `style` is what its numbers begin with, say 宁商调. Numbers that came with an
/// imported ledger are passed over.
pub fn next(c: &mut Conn, committee: CommitteeId, style: &str, year: i32) -> Result<String> {
    loop {
        let last: i64 = each!(c, c => diesel::insert_into(case_counter::table)
            .values((case_counter::committee_id.eq(committee), case_counter::year.eq(year), case_counter::last.eq(1)))
            .on_conflict((case_counter::committee_id, case_counter::year))
            .do_update()
            .set(case_counter::last.eq(case_counter::last + 1))
            .returning(case_counter::last)
            .get_result(c))?;
        let number = format!("{style}〔{year}〕{last:04}号");
        if !is_taken(c, committee, &number)? {
            return Ok(number);
        }
    }
}

/// The numbers of these cases, for those who may know that they are there.
pub fn of_ids(c: &mut Conn, ids: &[CaseId]) -> Result<BTreeMap<CaseId, String>> {
    let rows: Vec<(CaseId, String)> =
        cases::table.filter(cases::id.eq_any(ids)).select((cases::id, cases::case_no)).load(c)?;
    Ok(rows.into_iter().collect())
}

/// Whether a committee has a case of this number.
fn is_taken(c: &mut Conn, committee: CommitteeId, number: &str) -> Result<bool> {
    let found = cases::table.filter(cases::committee_id.eq(committee)).filter(cases::case_no.eq(number));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(c)?)
}
