//! Files that pages sent, and how far each is. Only the last run of a file may say how far it is.

use super::db::Conn;
use super::dialect::each;
use super::record::record;
use super::schema::imports::import_job;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ImportJobId};
use crate::domain::import_job::{ImportJob, ImportStage};
use diesel::prelude::*;

record!(import_job: ImportJob {
    id: ImportJobId, account_id, kind, stage, run_no, file_name, file_sha256, rows_done, rows_total, sample, faults, trial_id,
    import_id, started_at, updated_at,
});

/// Stages in which the bytes of a file are still needed.
const OPEN: [ImportStage; 4] =
    [ImportStage::Trying, ImportStage::Tried, ImportStage::Bringing, ImportStage::Interrupted];

/// A file of this account; anybody else's is `NotFound`.
pub fn get(c: &mut Conn, id: ImportJobId, account: AccountId) -> Result<ImportJob> {
    by_id(c, id)?.filter(|job| job.account_id == account).ok_or(Error::NotFound)
}

/// The files an account sent, the latest first.
pub fn list(c: &mut Conn, account: AccountId, limit: i64) -> Result<Vec<ImportJob>> {
    let own = import_job::table.filter(import_job::account_id.eq(account)).order(import_job::id.desc()).limit(limit);
    Ok(each!(c, c => own.select(columns()).load(c))?)
}

/// Sets a file to work as it was last seen; `false` when somebody else did meanwhile.
pub fn claim(c: &mut Conn, seen: &ImportJob, stage: ImportStage, now: Instant) -> Result<bool> {
    let same = import_job::table
        .filter(import_job::id.eq(seen.id))
        .filter(import_job::stage.eq(seen.stage))
        .filter(import_job::run_no.eq(seen.run_no));
    let set = (
        import_job::stage.eq(stage),
        import_job::run_no.eq(seen.run_no + 1),
        import_job::rows_done.eq(0_i64),
        import_job::updated_at.eq(now),
    );
    Ok(diesel::update(same).set(set).execute(c)? == 1)
}

/// Notes how many rows are done of how many, by the last run.
pub fn advance(c: &mut Conn, job: &ImportJob, (done, total): (i64, i64), now: Instant) -> Result<()> {
    diesel::update(import_job::table.filter(import_job::id.eq(job.id)).filter(import_job::run_no.eq(job.run_no)))
        .set((import_job::rows_done.eq(done), import_job::rows_total.eq(total), import_job::updated_at.eq(now)))
        .execute(c)?;
    Ok(())
}

/// Notes how the run of a file ended, unless another one took over.
pub fn finish(c: &mut Conn, ended: &ImportJob) -> Result<()> {
    let own = import_job::table.filter(import_job::id.eq(ended.id)).filter(import_job::run_no.eq(ended.run_no));
    let set = (
        import_job::stage.eq(ended.stage),
        import_job::sample.eq(&ended.sample),
        import_job::faults.eq(&ended.faults),
        import_job::trial_id.eq(ended.trial_id),
        import_job::import_id.eq(ended.import_id),
        import_job::updated_at.eq(ended.updated_at),
    );
    diesel::update(own).set(set).execute(c)?;
    Ok(())
}

/// Up to `many` files that nobody has touched since, and whose bytes are still kept.
pub fn untouched(c: &mut Conn, since: Instant, many: i64) -> Result<Vec<ImportJob>> {
    let old = import_job::table.filter(import_job::stage.eq_any(OPEN)).filter(import_job::updated_at.lt(since));
    let old = old.order(import_job::id).limit(many);
    Ok(each!(c, c => old.select(columns()).load(c))?)
}

/// Whether any file still needs these bytes.
pub fn is_needed(c: &mut Conn, sha256: &str) -> Result<bool> {
    let alike = import_job::table.filter(import_job::file_sha256.eq(sha256)).filter(import_job::stage.eq_any(OPEN));
    Ok(alike.count().get_result::<i64>(c)? > 0)
}
