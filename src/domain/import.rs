//! What became of an imported file: the record of it, and the faults of its rows. Reading the rows is ledger.rs and formats.

use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::id::{AccountId, ImportId};
use crate::text_enum;

text_enum! {
    /// What a file holds.
    pub enum ImportKind {
        Chambers = "chambers", "商会", "Chambers";
        Firms = "firms", "律师事务所", "Law firms";
        Cases = "cases", "案件台账", "Case ledger";
    }
}

/// A column that a file of some kind may have.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub required: bool,
}

/// One wrong cell: its column, or nothing for the row as a whole, and why. Never the text of the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    pub column: &'static str,
    pub code: Code,
}

/// A wrong or remarkable cell in its row; the header is usually row 1.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RowFault {
    pub row: u64,
    pub column: String,
    pub code: Code,
    pub zh: &'static str,
    pub en: &'static str,
}

impl RowFault {
    pub fn new(row: u64, column: impl Into<String>, code: Code) -> Self {
        Self { row, column: column.into(), code, zh: code.zh(), en: code.en() }
    }
}

/// Whether a row of a file is already in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not, and can be stored.
    New,
    /// It is, word for word.
    Unchanged,
    /// It cannot be stored.
    Faulty(Vec<CellFault>),
}

/// One file that was brought in. `faults` and `warnings` are JSON lists of `RowFault`, the first thousand.
#[derive(Clone, Debug, diesel::Queryable)]
pub struct Import {
    pub id: ImportId,
    pub kind: ImportKind,
    pub account_id: Option<AccountId>,
    pub region_code: String,
    pub file_sha256: String,
    pub dry_run: bool,
    pub total: i64,
    pub created: i64,
    pub unchanged: i64,
    pub failed: i64,
    pub started_at: Instant,
    pub finished_at: Instant,
    pub faults: String,
    pub warnings: String,
    pub faults_file: Option<String>,
}
