//! A file that a page sent: kept, tried, and on the word of who sent it brought in, beside the requests; how far it is is noted as it goes.

use super::import_file::{self, Incoming};
use crate::base::clock::{Clock, Instant};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{ImportId, ImportJobId};
use crate::domain::deadlines::Terms;
use crate::domain::import::{ImportKind, RowFault};
use crate::domain::import_job::{ImportJob, ImportStage, Sample};
use crate::domain::policy::Actor;
use crate::store::db::{Conn, Db};
use crate::store::{blobs, import_jobs};
use std::path::{Path, PathBuf};

/// Files looked at in one go when old ones are taken away.
const BATCH: i64 = 100;

/// Where such files lie, below the folder of the files of cases.
pub fn folder(attachments: &Path) -> PathBuf {
    attachments.join("imports")
}

/// A file that is to be tried. Its bytes are kept under this hash before anybody runs it.
pub fn begin(
    tx: &mut Conn,
    actor: &Actor,
    kind: ImportKind,
    (file_name, file_sha256): (String, String),
    now: Instant,
) -> Result<ImportJob> {
    let job = ImportJob {
        id: ImportJobId::new(),
        account_id: actor.account(),
        kind,
        stage: ImportStage::Trying,
        run_no: 1,
        file_name,
        file_sha256,
        rows_done: 0,
        rows_total: 0,
        sample: None,
        faults: None,
        trial_id: None,
        import_id: None,
        started_at: now,
        updated_at: now,
    };
    import_jobs::insert(tx, &job)?;
    Ok(job)
}

/// Brings in what was tried, or goes on with what was interrupted: rows that are in already are not doubled. `Conflict` where there is
/// nothing to do, or somebody else does it already.
pub fn go_on(tx: &mut Conn, actor: &Actor, id: ImportJobId, now: Instant) -> Result<ImportJob> {
    let seen = import_jobs::get(tx, id, actor.account())?;
    let stage = seen.next(now).ok_or(Error::Conflict(Code::AlreadyDone))?;
    if !import_jobs::claim(tx, &seen, stage, now)? {
        return Err(Error::Conflict(Code::AlreadyDone));
    }
    Ok(ImportJob { stage, run_no: seen.run_no + 1, rows_done: 0, updated_at: now, ..seen })
}

/// Does what the file is set to; to be run off the threads that serve requests. An error only where that could not be noted.
pub fn run(db: &Db, clock: &Clock, actor: &Actor, terms: Terms, folder: &Path, job: &ImportJob) -> Result<()> {
    let mut told = Ok(());
    let mut tell = |done: u64, total: u64| {
        let (noted, now) = (job.clone(), clock.now());
        let rows = (i64::try_from(done).unwrap_or(i64::MAX), i64::try_from(total).unwrap_or(i64::MAX));
        if told.is_ok() {
            told = db.write_now(move |c| import_jobs::advance(c, &noted, rows, now));
        }
    };
    let brought = bring(db, clock, actor, terms, folder, job, &mut tell);
    told?;
    let mut ended = job.clone();
    match brought {
        Ok((trial, sample)) if job.is_trial() => {
            ended.stage = ImportStage::Tried;
            ended.trial_id = Some(trial);
            ended.sample = Some(serde_json::to_string(&sample).map_err(Error::internal)?);
        }
        Ok((import, _)) => {
            ended.stage = ImportStage::Done;
            ended.import_id = Some(import);
        }
        Err(Error::Invalid(faults)) => {
            ended.stage = ImportStage::Refused;
            ended.faults = Some(serde_json::to_string(&of_the_file(&faults)).map_err(Error::internal)?);
        }
        Err(error) => {
            tracing::error!(%error, job = %job.id, "an import was interrupted");
            ended.stage = ImportStage::Interrupted;
        }
    }
    let is_over = matches!(ended.stage, ImportStage::Done | ImportStage::Refused);
    if is_over {
        ended.sample = None;
    }
    ended.updated_at = clock.now();
    db.write_now(move |c| import_jobs::finish(c, &ended))?;
    if is_over { drop_bytes(db, folder, &job.file_sha256) } else { Ok(()) }
}

/// Takes away the files that nobody touched since, and says so on each; how many.
pub fn lapse(db: &Db, folder: &Path, since: Instant) -> Result<usize> {
    let mut lapsed = 0;
    loop {
        let old = db.read_now(move |c| import_jobs::untouched(c, since, BATCH))?;
        if old.is_empty() {
            return Ok(lapsed);
        }
        for job in old {
            let hash = job.file_sha256.clone();
            let gone = ImportJob { stage: ImportStage::Lapsed, sample: None, ..job };
            db.write_now(move |c| import_jobs::finish(c, &gone))?;
            drop_bytes(db, folder, &hash)?;
            lapsed += 1;
        }
    }
}

fn bring(
    db: &Db,
    clock: &Clock,
    actor: &Actor,
    terms: Terms,
    folder: &Path,
    job: &ImportJob,
    tell: &mut dyn FnMut(u64, u64),
) -> Result<(ImportId, Sample)> {
    let bytes = blobs::get(folder, &job.file_sha256)?;
    let sample = if job.is_trial() { import_file::sample(job.kind, &bytes)? } else { Sample::default() };
    let file = Incoming { kind: job.kind, bytes: &bytes, dry_run: job.is_trial() };
    Ok((import_file::bring(db, clock, actor, terms, file, tell)?.id, sample))
}

/// What is wrong with the file as a whole, by the columns of its header.
fn of_the_file(faults: &[Fault]) -> Vec<RowFault> {
    let column = |fault: &Fault| if fault.field == "file" { String::new() } else { fault.field.clone() };
    faults.iter().map(|fault| RowFault::new(1, column(fault), fault.code)).collect()
}

fn drop_bytes(db: &Db, folder: &Path, hash: &str) -> Result<()> {
    blobs::drop_unless(folder, hash, || db.read_now(|c| import_jobs::is_needed(c, hash))).map(drop)
}
