//! Brings a file of any kind in, by who may and within their area.

use super::import::{self, Importer, Order};
use super::import_cases;
use super::import_chambers::ImportChambers;
use super::import_faults;
use super::import_firms::ImportFirms;
use crate::base::clock::Clock;
use crate::base::error::Result;
use crate::domain::deadlines::Terms;
use crate::domain::import::{Column, Import, ImportKind};
use crate::domain::import_job::Sample;
use crate::domain::ledger;
use crate::domain::policy::Actor;
use crate::store::db::Db;

/// The largest file, in bytes.
pub const LARGEST: usize = 64 << 20;
/// Rows of a sample.
const SHOWN: usize = 10;

/// A file that came in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    pub kind: ImportKind,
    pub bytes: &'a [u8],
    /// Decide only.
    pub dry_run: bool,
}

/// Reads the file and stores its rows, or in a trial only decides. `progress` hears how many rows are done of how many.
/// `Forbidden` for who may not import; `Invalid` when the file is none of this kind. A faulty row is no error.
pub fn bring(
    db: &Db,
    clock: &Clock,
    actor: &Actor,
    terms: Terms,
    file: Incoming<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Import> {
    let Incoming { kind, bytes, dry_run } = file;
    let order = Order::of(actor, bytes, dry_run)?;
    let now = clock.now();
    match kind {
        ImportKind::Chambers => {
            let table = import::open(bytes, ImportChambers::COLUMNS)?;
            import::run(db, clock, ImportChambers { now }, &table, order, Vec::new(), progress)
        }
        ImportKind::Firms => {
            let table = import::open(bytes, ImportFirms::COLUMNS)?;
            import::run(db, clock, ImportFirms { now }, &table, order, Vec::new(), progress)
        }
        ImportKind::Cases => import_cases::run(db, clock, actor, bytes, order, terms, progress),
    }
}

/// The columns of a kind of file, and which of them it must have.
pub const fn columns(kind: ImportKind) -> &'static [Column] {
    match kind {
        ImportKind::Chambers => ImportChambers::COLUMNS,
        ImportKind::Firms => ImportFirms::COLUMNS,
        ImportKind::Cases => ledger::COLUMNS,
    }
}

/// The first rows of a file as they are read. `Invalid` when the file is none of this kind.
pub fn sample(kind: ImportKind, bytes: &[u8]) -> Result<Sample> {
    let table = import::open(bytes, columns(kind))?;
    let places = table.columns(columns(kind))?;
    let is_read = |name: &&String| columns(kind).iter().any(|known| known.name == name.as_str());
    let read: Vec<String> = table.header.iter().filter(is_read).cloned().collect();
    let row = |row: &crate::formats::table::Row| {
        let cells = places.of(row);
        (row.number, read.iter().map(|name| cells.get(name).to_owned()).collect())
    };
    let rows = table.rows.iter().take(SHOWN).map(row).collect();
    let left_out = places.unknown.iter().filter(|name| *name != import_faults::FAULT_COLUMN).cloned().collect();
    Ok(Sample { left_out, rows, columns: read })
}
