//! Imported files, and the digests of the ledger rows that cases were made from.

use super::db::Conn;
use super::record::record;
use super::schema::imports::{import, ledger_row};
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId, ImportId};
use crate::domain::import::Import;
use diesel::prelude::*;

record!(import: Import {
    id: ImportId, kind, account_id, region_code, file_sha256, dry_run, total, created, unchanged, failed, started_at,
    finished_at, faults, warnings, faults_file,
});

/// An import of this account; anybody else's is `NotFound`, for its faults hold what was in the file.
pub fn get(c: &mut Conn, id: ImportId, account: AccountId) -> Result<Import> {
    by_id(c, id)?.filter(|import| import.account_id == Some(account)).ok_or(Error::NotFound)
}

/// Notes the digest of the ledger row a case was made from.
pub fn note_ledger_row(c: &mut Conn, case: CaseId, digest: &str) -> Result<()> {
    diesel::insert_into(ledger_row::table)
        .values((ledger_row::case_id.eq(case), ledger_row::digest.eq(digest)))
        .execute(c)?;
    Ok(())
}

/// The digests of the ledger rows of these cases; a case that was not imported has none.
pub fn ledger_digests(c: &mut Conn, cases: &[CaseId]) -> Result<Vec<(CaseId, String)>> {
    let mine = ledger_row::table.filter(ledger_row::case_id.eq_any(cases));
    Ok(mine.select((ledger_row::case_id, ledger_row::digest)).load(c)?)
}
