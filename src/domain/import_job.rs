//! A file that a page sent: tried first, brought in on the word of who sent it, and how far it is. What became of its rows is an `Import`.

use super::import::ImportKind;
use crate::base::clock::Instant;
use crate::base::id::{AccountId, ImportId, ImportJobId};
use crate::text_enum;
use chrono::Duration;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Where such a file stands.
    pub enum ImportStage {
        Trying = "trying", "正在检查", "Being checked";
        Tried = "tried", "待确认", "To be confirmed";
        Bringing = "bringing", "正在导入", "Being imported";
        Done = "done", "已导入", "Imported";
        Refused = "refused", "无法导入", "Refused";
        Interrupted = "interrupted", "已中断", "Interrupted";
        /// The file was not confirmed within a day and is gone.
        Lapsed = "lapsed", "已过期", "Lapsed";
    }
}

/// Minutes without a word after which work on a file is taken to be interrupted: reading the largest file takes less, and so does a batch.
const SILENT_MINUTES: i64 = 5;

/// `sample` is JSON of a `Sample`, `faults` JSON of a list of `RowFault`.
#[derive(Clone, Debug, diesel::Queryable)]
pub struct ImportJob {
    pub id: ImportJobId,
    pub account_id: AccountId,
    pub kind: ImportKind,
    /// As it was noted last; `stage_at` knows of the silence since.
    pub stage: ImportStage,
    /// How often it was set to work.
    pub run_no: i64,
    pub file_name: String,
    pub file_sha256: String,
    pub rows_done: i64,
    /// 0 until the file was read.
    pub rows_total: i64,
    pub sample: Option<String>,
    pub faults: Option<String>,
    pub trial_id: Option<ImportId>,
    pub import_id: Option<ImportId>,
    pub started_at: Instant,
    pub updated_at: Instant,
}

/// The first rows of a file as they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Columns that are read, in the order of the file.
    pub columns: Vec<String>,
    /// Columns that are left out, because nobody knows them.
    pub left_out: Vec<String>,
    /// Each with its number in the file, and a text for each column.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl ImportJob {
    /// Where the file stands at an instant.
    pub fn stage_at(&self, now: Instant) -> ImportStage {
        let is_silent = now - self.updated_at > Duration::minutes(SILENT_MINUTES);
        match self.stage {
            ImportStage::Trying | ImportStage::Bringing if is_silent => ImportStage::Interrupted,
            stage => stage,
        }
    }

    /// Whether what is done with it now only tries.
    pub const fn is_trial(&self) -> bool {
        self.trial_id.is_none()
    }

    /// What it is set to next on the word of who sent it; nothing where there is nothing to do.
    pub fn next(&self, now: Instant) -> Option<ImportStage> {
        match self.stage_at(now) {
            ImportStage::Interrupted if self.is_trial() => Some(ImportStage::Trying),
            ImportStage::Tried | ImportStage::Interrupted => Some(ImportStage::Bringing),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_an_interruption_and_can_be_ended() {
        let at = |minutes: i64| "2026-11-21T08:00:00".parse::<Instant>().unwrap() + Duration::minutes(minutes);
        let job = |stage, trial_id| ImportJob {
            id: ImportJobId::new(),
            account_id: AccountId::new(),
            kind: ImportKind::Cases,
            stage,
            run_no: 1,
            file_name: "台账.csv".to_owned(),
            file_sha256: String::new(),
            rows_done: 0,
            rows_total: 0,
            sample: None,
            faults: None,
            trial_id,
            import_id: None,
            started_at: at(0),
            updated_at: at(0),
        };
        let tried = Some(ImportId::new());
        for (stage, trial, minutes, stands, next) in [
            (ImportStage::Trying, None, 5, ImportStage::Trying, None),
            (ImportStage::Trying, None, 6, ImportStage::Interrupted, Some(ImportStage::Trying)),
            (ImportStage::Tried, tried, 60, ImportStage::Tried, Some(ImportStage::Bringing)),
            (ImportStage::Bringing, tried, 5, ImportStage::Bringing, None),
            (ImportStage::Bringing, tried, 6, ImportStage::Interrupted, Some(ImportStage::Bringing)),
            (ImportStage::Done, tried, 60, ImportStage::Done, None),
            (ImportStage::Refused, None, 60, ImportStage::Refused, None),
            (ImportStage::Lapsed, tried, 60, ImportStage::Lapsed, None),
        ] {
            let job = job(stage, trial);
            assert_eq!((job.stage_at(at(minutes)), job.next(at(minutes))), (stands, next), "{stage} {minutes}");
        }
    }
}
