//! Brings a case ledger in: each row goes through the steps of a case's life with the ledger's own days, and is stored once, with all its events. No mail.

use super::import::{self, Importer, Order};
use super::ledger_places::{self, Places};
use crate::base::clock::Clock;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, CommitteeId, MediatorId};
use crate::domain::case::CaseFile;
use crate::domain::contact::Name;
use crate::domain::contribution::{self, Contribution};
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::import::{CellFault, Column, Import, ImportKind, Verdict};
use crate::domain::ledger::{self, LedgerCase};
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::formats::table::Cells;
use crate::store::case_files::{self, NewFile};
use crate::store::db::{Conn, Db};
use crate::store::faults::unique;
use crate::store::{imports, statistics};
use std::collections::{BTreeMap, HashMap};

/// Reads a ledger and stores its cases. `progress` hears how many rows are done of how many.
/// A committee or mediator that the registry lacks is entered on the word of the program itself or of the region's federation,
/// with a warning; from anybody else the row is faulty. `Invalid` when the file is no ledger.
pub fn run(
    db: &Db,
    clock: &Clock,
    actor: &Actor,
    bytes: &[u8],
    order: Order,
    terms: Terms,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Import> {
    let table = import::open(bytes, ledger::COLUMNS)?;
    let moment = Moment::at(clock.now(), actor.recorded());
    let named = ledger_places::named(&table)?;
    let dry_run = order.dry_run;
    let (who, by) = (actor.clone(), moment.clone());
    let settle = move |c: &mut Conn| ledger_places::settle(c, &named, &who, &by, dry_run);
    let settled = if dry_run {
        db.read_now(settle)
    } else {
        match db.write_now(settle.clone()) {
            // Another import entered the same committee meanwhile: now it is there to be found.
            Err(error) if unique(&error).is_some() => db.write_now(settle),
            settled => settled,
        }
    };
    let (places, warnings) = settled?;
    let cases = Cases { places, moment, terms };
    import::run(db, clock, cases, &table, order, warnings, progress)
}

struct Cases {
    places: Places,
    moment: Moment,
    terms: Terms,
}

/// A row that went through all its steps.
struct Ready {
    committee: CommitteeId,
    case_no: String,
    digest: String,
    file: CaseFile,
    events: Vec<Event>,
}

impl Importer for Cases {
    type Row = Ready;
    const KIND: ImportKind = ImportKind::Cases;
    const COLUMNS: &'static [Column] = ledger::COLUMNS;

    fn read(&self, cells: Cells<'_>) -> Result<Ready, Vec<CellFault>> {
        let get = |column| cells.get(column);
        let row = ledger::read(&get, self.moment.today)?;
        let unknown = |column| vec![CellFault { column, code: Code::UnknownReference }];
        let place = self.places.get(&(row.region, row.committee.clone())).ok_or_else(|| unknown("受理组织"))?;
        let mediator = |name: &Name| place.mediators.get(name.as_str()).copied().ok_or_else(|| unknown("调解员"));
        let mediators: Vec<MediatorId> = row.mediators.iter().map(mediator).collect::<Result<_, _>>()?;
        let digest = content(&row).map_err(refused)?;
        let folded = ledger::steps::fold(&row, place.committee, &mediators, &self.terms, &self.moment);
        let (file, events) = folded.map_err(refused)?;
        Ok(Ready { committee: place.committee, case_no: row.case_no, digest, file, events })
    }

    fn identity(row: &Ready) -> (String, String) {
        (format!("{} {}", row.committee, row.case_no), row.digest.clone())
    }

    fn decide(&self, c: &mut Conn, rows: &[Ready]) -> Result<Vec<Verdict>> {
        let mut numbers: BTreeMap<CommitteeId, Vec<&str>> = BTreeMap::new();
        for row in rows {
            numbers.entry(row.committee).or_default().push(&row.case_no);
        }
        let mut known = HashMap::new();
        for (committee, numbers) in numbers {
            let found = imports::known_cases(c, committee, &numbers)?;
            known.extend(found.into_iter().map(|(number, digest)| ((committee, number), digest)));
        }
        let verdict = |row: &Ready| match known.get(&(row.committee, row.case_no.clone())) {
            None => Verdict::New,
            Some(Some(digest)) if *digest == row.digest => Verdict::Unchanged,
            Some(Some(_)) => taken(Code::AlreadyImportedDiffers),
            Some(None) => taken(Code::RegisteredHere),
        };
        Ok(rows.iter().map(verdict).collect())
    }

    fn store(&self, c: &mut Conn, rows: &[&Ready]) -> Result<()> {
        let mut files: Vec<CaseFile> = rows.iter().map(|row| row.file.clone()).collect();
        let mut new: Vec<NewFile> =
            files.iter_mut().zip(rows).map(|(file, row)| NewFile { file, events: &row.events }).collect();
        case_files::add_all(c, &mut new, &self.moment)?;
        let digests: Vec<(CaseId, &str)> = rows.iter().map(|row| (row.file.case.id, row.digest.as_str())).collect();
        imports::note_ledger_rows(c, &digests)?;
        // Many cases share a cell: summed first, a batch moves a few of them instead of thousands.
        let mut moved = Contribution::new();
        for (cell, added) in rows.iter().flat_map(|row| contribution::of(&row.file)) {
            moved.entry(cell).or_default().merge(&added, 1);
        }
        statistics::add_many(c, self.moment.today, &moved)
    }
}

fn taken(code: Code) -> Verdict {
    Verdict::Faulty(vec![CellFault { column: "案件编号", code }])
}

/// The digest of what a row says, however its cells are written.
fn content(row: &LedgerCase) -> Result<String> {
    serde_json::to_vec(row).map(|said| import::digest(&said)).map_err(Error::internal)
}

/// What a step refused, as faults of the row.
fn refused(error: Error) -> Vec<CellFault> {
    match error {
        Error::Invalid(faults) => faults.into_iter().map(|fault| CellFault { column: "", code: fault.code }).collect(),
        other => vec![CellFault { column: "", code: other.code() }],
    }
}
