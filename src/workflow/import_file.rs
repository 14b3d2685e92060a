//! Brings a file of any kind in, by who may and within their area.

use super::import::{self, Importer, Order};
use super::import_cases;
use super::import_chambers::ImportChambers;
use super::import_firms::ImportFirms;
use crate::base::clock::Clock;
use crate::base::error::Result;
use crate::domain::deadlines::Terms;
use crate::domain::import::{Import, ImportKind};
use crate::domain::policy::Actor;
use crate::store::db::Db;

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
