//! Imported files, and the digests of the ledger rows that cases were made from.

use super::db::Conn;
use super::dialect::each;
use super::record::{MANY, record};
use super::schema::cases::cases;
use super::schema::imports::{import, ledger_row};
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId, CommitteeId, ImportId};
use crate::domain::import::Import;
use diesel::prelude::*;
use std::collections::HashMap;

record!(import: Import {
    id: ImportId, kind, account_id, region_code, file_sha256, dry_run, total, created, unchanged, failed, started_at,
    finished_at, faults, warnings, faults_file,
});

/// An import of this account; anybody else's is `NotFound`, for its faults hold what was in the file.
pub fn get(c: &mut Conn, id: ImportId, account: AccountId) -> Result<Import> {
    by_id(c, id)?.filter(|import| import.account_id == Some(account)).ok_or(Error::NotFound)
}

/// Notes the digests of the ledger rows that cases were made from.
pub fn note_ledger_rows(c: &mut Conn, rows: &[(CaseId, &str)]) -> Result<()> {
    for rows in rows.chunks(MANY) {
        let rows: Vec<_> =
            rows.iter().map(|(case, digest)| (ledger_row::case_id.eq(*case), ledger_row::digest.eq(*digest))).collect();
        each!(c, c => diesel::insert_into(ledger_row::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Which of these case numbers the committee has already, each with the digest of the ledger row it was made from; none for a
/// case that was registered here.
pub fn known_cases(c: &mut Conn, committee: CommitteeId, numbers: &[&str]) -> Result<Vec<(String, Option<String>)>> {
    let taken = cases::table
        .filter(cases::committee_id.eq(committee).and(cases::case_no.eq_any(numbers)))
        .select((cases::id, cases::case_no))
        .load::<(CaseId, String)>(c)?;
    let ids: Vec<CaseId> = taken.iter().map(|(id, _)| *id).collect();
    let digests: HashMap<CaseId, String> = ledger_row::table
        .filter(ledger_row::case_id.eq_any(ids))
        .select((ledger_row::case_id, ledger_row::digest))
        .load(c)?
        .into_iter()
        .collect();
    Ok(taken.into_iter().map(|(id, number)| (number, digests.get(&id).cloned())).collect())
}
