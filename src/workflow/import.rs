//! Brings the rows of a file in: good rows are stored in batches, bad ones come back with the reason. What a row means is the importer's.

use super::directory::taken;
use super::import_faults::{self, FAULT_COLUMN};
use crate::base::clock::Clock;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ImportId};
use crate::domain::import::{CellFault, Column, Import, ImportKind, RowFault, Verdict};
use crate::domain::policy::{Actor, Permission, Scope};
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::formats::table::{self, Cells, Columns, Row, Table};
use crate::store::db::{Conn, Db};
use crate::store::imports;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc;

/// How many rows go in together: large enough that a commit costs little, small enough that others are not kept waiting.
const BATCH: usize = 500;
/// How many faults are kept by row; all of them are in the file that comes back.
const KEPT_FAULTS: usize = 1_000;

/// The column that says where a row belongs, in every kind of file.
const REGION_COLUMN: &str = "行政区划";

/// One kind of file. `read` is pure and runs beside the store; `decide` only reads; `store` writes the rows decided `New`.
pub trait Importer: Send + Sync + 'static {
    type Row: Send + Sync + 'static;
    const KIND: ImportKind;
    const COLUMNS: &'static [Column];

    /// The row as the store takes it, or all its faults at once.
    fn read(&self, cells: Cells<'_>) -> Result<Self::Row, Vec<CellFault>>;
    /// What makes a row the same thing as another, and the digest of its content.
    fn identity(row: &Self::Row) -> (String, String);
    /// Which rows are new, one verdict for each.
    fn decide(&self, c: &mut Conn, rows: &[Self::Row]) -> Result<Vec<Verdict>>;
    /// Stores new rows, all or none.
    fn store(&self, c: &mut Conn, rows: &[&Self::Row]) -> Result<()>;
}

/// Who brings which file in, and whether it is only a trial.
#[derive(Clone, Debug)]
pub struct Order {
    pub account: Option<AccountId>,
    pub region_code: String,
    pub dry_run: bool,
    /// The SHA-256 of the file.
    pub file_sha256: String,
    /// Rows of other regions are faulty; none where any region may be.
    pub within: Option<RegionPrefix>,
}

impl Order {
    /// The order of this actor, bound to the area they may import for; `Forbidden` where there is none.
    pub fn of(actor: &Actor, bytes: &[u8], dry_run: bool) -> Result<Self> {
        let within = match actor.scope(Permission::Import) {
            Scope::Everything => None,
            Scope::Regions { prefix, .. } => Some(prefix),
            _ => return Err(Error::Forbidden),
        };
        let region_code = actor.region().unwrap_or(RegionCode::NATION).to_string();
        Ok(Self { account: actor.recorded(), region_code, dry_run, file_sha256: digest(bytes), within })
    }
}

/// The SHA-256 of a file in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Brings a file in and keeps the record of it. `progress` hears how many rows are done of how many. A trial stores nothing but that record.
/// `Invalid` when the file as a whole is no such table; a faulty row is no error.
pub fn run<I: Importer>(
    db: &Db,
    clock: &Clock,
    importer: I,
    table: &Table,
    order: Order,
    mut warnings: Vec<RowFault>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Import> {
    let started_at = clock.now();
    let columns = table.columns(I::COLUMNS)?;
    let unknown = columns.unknown.iter().filter(|name| *name != FAULT_COLUMN);
    warnings.extend(unknown.map(|name| RowFault::new(1, name, Code::UnknownColumn)));
    let mut run =
        Run { db, importer: Arc::new(importer), dry_run: order.dry_run, seen: HashMap::new(), tally: Tally::default() };
    let total = count(table.rows.len());
    progress(0, total);
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(4);
        let reader = Arc::clone(&run.importer);
        scope.spawn(move || {
            for rows in table.rows.chunks(BATCH) {
                if send.send(read(&*reader, &columns, rows, order.within)).is_err() {
                    return;
                }
            }
        });
        for batch in receive {
            run.take(batch)?;
            progress(run.tally.done(), total);
        }
        Ok::<_, Error>(())
    })?;
    let tally = run.tally;
    let import = Import {
        id: ImportId::new(),
        kind: I::KIND,
        account_id: order.account,
        region_code: order.region_code,
        file_sha256: order.file_sha256,
        dry_run: order.dry_run,
        total: signed(total)?,
        created: signed(tally.created)?,
        unchanged: signed(tally.unchanged)?,
        failed: signed(count(tally.faulty.len()))?,
        started_at,
        finished_at: clock.now(),
        faults: list(tally.faulty.values().flatten())?,
        warnings: list(warnings.iter())?,
        faults_file: import_faults::file(table, &tally.faulty)?,
    };
    let kept = import.clone();
    db.write_now(move |c| imports::insert(c, &kept))?;
    Ok(import)
}

/// Reads a file as a table and says which columns it has: `Invalid` names what is missing.
pub fn open(bytes: &[u8], columns: &[Column]) -> Result<Table> {
    let table = table::read(bytes)?;
    table.columns(columns)?;
    Ok(table)
}

/// Rows that were read, with their numbers, and the faults of those that could not be.
struct Batch<R> {
    rows: Vec<R>,
    numbers: Vec<u64>,
    faulty: Vec<(u64, Vec<CellFault>)>,
}

#[derive(Default)]
struct Tally {
    created: u64,
    unchanged: u64,
    faulty: std::collections::BTreeMap<u64, Vec<RowFault>>,
}

struct Run<'a, I: Importer> {
    db: &'a Db,
    importer: Arc<I>,
    dry_run: bool,
    /// Key to digest of every row of this file so far: a file that says two things of one case is wrong, whatever is stored.
    seen: HashMap<String, String>,
    tally: Tally,
}

fn read<I: Importer>(importer: &I, columns: &Columns, rows: &[Row], within: Option<RegionPrefix>) -> Batch<I::Row> {
    let mut batch =
        Batch { rows: Vec::with_capacity(rows.len()), numbers: Vec::with_capacity(rows.len()), faulty: Vec::new() };
    for row in rows {
        let cells = columns.of(row);
        let ragged = || vec![CellFault { column: "", code: Code::RaggedRow }];
        let outside = || vec![CellFault { column: REGION_COLUMN, code: Code::RegionOutside }];
        let read = match () {
            () if cells.is_ragged() => Err(ragged()),
            () if lies_outside(&cells, within) => Err(outside()),
            () => importer.read(cells),
        };
        match read {
            Ok(read) => {
                batch.rows.push(read);
                batch.numbers.push(row.number);
            }
            Err(faults) => batch.faulty.push((row.number, faults)),
        }
    }
    batch
}

/// A region that cannot be read is the importer's to name.
fn lies_outside(cells: &Cells<'_>, within: Option<RegionPrefix>) -> bool {
    let region = RegionCode::parse(cells.get(REGION_COLUMN)).ok();
    within.zip(region).is_some_and(|(within, region)| !within.contains(region))
}

impl<I: Importer> Run<'_, I> {
    fn take(&mut self, batch: Batch<I::Row>) -> Result<()> {
        for (number, faults) in batch.faulty {
            self.tally.fault(number, faults);
        }
        let mut rows = Vec::with_capacity(batch.rows.len());
        let mut numbers = Vec::with_capacity(batch.rows.len());
        for (row, number) in batch.rows.into_iter().zip(batch.numbers) {
            let (key, digest) = I::identity(&row);
            match self.seen.get(&key) {
                Some(same) if *same == digest => self.tally.unchanged += 1,
                Some(_) => self.tally.fault(number, vec![CellFault { column: "", code: Code::RepeatedKey }]),
                None => {
                    self.seen.insert(key, digest);
                    rows.push(row);
                    numbers.push(number);
                }
            }
        }
        let rows = Arc::new(rows);
        match self.settle(&rows, None) {
            Ok(verdicts) => {
                numbers.iter().zip(verdicts).for_each(|(number, verdict)| self.tally.note(*number, verdict))
            }
            // One row spoilt the batch (its key is taken, say): the others must not suffer, so each goes alone.
            Err(Error::Invalid(_) | Error::Conflict(_)) => {
                for (place, number) in numbers.iter().enumerate() {
                    match self.settle(&rows, Some(place)) {
                        Ok(verdicts) => verdicts.into_iter().for_each(|verdict| self.tally.note(*number, verdict)),
                        Err(Error::Conflict(code)) => self.tally.fault(*number, vec![CellFault { column: "", code }]),
                        Err(Error::Invalid(faults)) => {
                            let code = faults.first().map_or(Code::Invalid, |fault| fault.code);
                            self.tally.fault(*number, vec![CellFault { column: "", code }]);
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Decides and, unless it is a trial, stores all rows or only one of them.
    fn settle(&self, rows: &Arc<Vec<I::Row>>, only: Option<usize>) -> Result<Vec<Verdict>> {
        let (importer, rows) = (Arc::clone(&self.importer), Arc::clone(rows));
        if self.dry_run {
            return self.db.read_now(move |c| importer.decide(c, chosen(&rows, only)));
        }
        self.db.write_now(move |c| {
            let rows = chosen(&rows, only);
            let verdicts = importer.decide(c, rows)?;
            let new: Vec<&I::Row> = rows
                .iter()
                .zip(&verdicts)
                .filter(|(_, verdict)| **verdict == Verdict::New)
                .map(|(row, _)| row)
                .collect();
            // The same file may be on its way twice: what the other one stored meanwhile is looked at again, row by row.
            importer.store(c, &new).map_err(taken)?;
            Ok(verdicts)
        })
    }
}

fn chosen<R>(rows: &[R], only: Option<usize>) -> &[R] {
    match only {
        None => rows,
        Some(place) => rows.get(place..=place).unwrap_or_default(),
    }
}

impl Tally {
    fn done(&self) -> u64 {
        self.created + self.unchanged + count(self.faulty.len())
    }

    fn note(&mut self, number: u64, verdict: Verdict) {
        match verdict {
            Verdict::New => self.created += 1,
            Verdict::Unchanged => self.unchanged += 1,
            Verdict::Faulty(faults) => self.fault(number, faults),
        }
    }

    fn fault(&mut self, number: u64, faults: Vec<CellFault>) {
        let faults = faults.into_iter().map(|fault| RowFault::new(number, fault.column, fault.code));
        self.faulty.entry(number).or_default().extend(faults);
    }
}

fn list<'a>(faults: impl Iterator<Item = &'a RowFault>) -> Result<String> {
    serde_json::to_string(&faults.take(KEPT_FAULTS).collect::<Vec<_>>()).map_err(Error::internal)
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

fn signed(rows: u64) -> Result<i64> {
    i64::try_from(rows).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Remembers what it stored; refuses names that begin with x, and finds y impossible only when it is stored.
    struct Names(Arc<Mutex<Vec<String>>>);

    impl Importer for Names {
        type Row = (String, String);
        const KIND: ImportKind = ImportKind::Chambers;
        const COLUMNS: &'static [Column] =
            &[Column { name: "名称", required: true }, Column { name: "说明", required: false }];

        fn read(&self, cells: Cells<'_>) -> Result<Self::Row, Vec<CellFault>> {
            let name = cells.get("名称");
            if name.starts_with('x') {
                return Err(vec![CellFault { column: "名称", code: Code::TooShort }]);
            }
            Ok((name.to_owned(), cells.get("说明").to_owned()))
        }

        fn identity(row: &Self::Row) -> (String, String) {
            row.clone()
        }

        fn decide(&self, _: &mut Conn, rows: &[Self::Row]) -> Result<Vec<Verdict>> {
            let known = self.0.lock().unwrap();
            let known = |row: &Self::Row| known.contains(&row.0);
            Ok(rows.iter().map(|row| if known(row) { Verdict::Unchanged } else { Verdict::New }).collect())
        }

        fn store(&self, _: &mut Conn, rows: &[&Self::Row]) -> Result<()> {
            if rows.iter().any(|row| row.0 == "y") {
                return Err(Error::Conflict(Code::UsccOtherName));
            }
            self.0.lock().unwrap().extend(rows.iter().map(|row| row.0.clone()));
            Ok(())
        }
    }

    const FILE: &str = "说明,名称,来历\n一,a,\n二,x,=1\n三,y,\n一,a,\n四,b,\n五,b,\n六,c\n";

    fn bring(db: &Db, stored: &Arc<Mutex<Vec<String>>>, dry_run: bool) -> Import {
        let table = open(FILE.as_bytes(), Names::COLUMNS).unwrap();
        let order = Order::of(&Actor::system(), FILE.as_bytes(), dry_run).unwrap();
        let mut heard = Vec::new();
        let names = Names(Arc::clone(stored));
        let import =
            run(db, &Clock::default(), names, &table, order, Vec::new(), &mut |done, of| heard.push((done, of)))
                .unwrap();
        assert_eq!(heard, [(0, 7), (7, 7)], "the bar ends where the file ends");
        import
    }

    fn tally(import: &Import) -> [i64; 4] {
        [import.total, import.created, import.unchanged, import.failed]
    }

    #[test]
    fn good_rows_go_in_and_bad_ones_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("t.db").display()), 1).unwrap();
        let stored = Arc::new(Mutex::new(Vec::new()));

        assert_eq!(tally(&bring(&db, &stored, true)), [7, 3, 1, 3]);
        assert!(stored.lock().unwrap().is_empty(), "a trial stores nothing");

        let first = bring(&db, &stored, false);
        assert_eq!(tally(&first), [7, 2, 1, 4]);
        assert_eq!(*stored.lock().unwrap(), ["a", "b"]);
        let file = first.faults_file.clone().unwrap();
        let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "说明,名称,来历,错误");
        assert_eq!(lines[1], "二,x,'=1,名称：内容过短。");
        assert_eq!(lines[2], "三,y,,该统一社会信用代码已以其他名称登记。");
        assert_eq!(lines[3], "五,b,,文件中另有一行使用同一编号而内容不同。");
        assert!(lines[4].starts_with("六,c,,该行的列数"), "{}", lines[4]);
        assert!(first.warnings.contains(r#""column":"来历","code":"unknown_column""#));

        assert_eq!(tally(&bring(&db, &stored, false)), [7, 0, 3, 4], "again: nothing changes, and it says so");
        let kept = db.read_now(move |c| imports::by_id(c, first.id)).unwrap().unwrap();
        assert_eq!((kept.faults, kept.created), (first.faults, 2));
    }
}
