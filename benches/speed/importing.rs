//! How fast a ledger goes in: the rows of config/demo/ninghai-cases.csv, again and again under new case numbers.

use super::Options;
use super::report::{Wanted, figure, note};
use super::site;
use std::fmt::Write;
use std::time::Instant;
use wanlian::base::clock::Clock;
use wanlian::domain::deadlines::Terms;
use wanlian::domain::import::ImportKind;
use wanlian::domain::policy::Actor;
use wanlian::store::db::Db;
use wanlian::workflow::import_file::{self, Incoming};

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

/// Into a fresh SQLite file and a fresh PostgreSQL database. What is wanted is wanted of 100,000 rows.
pub fn run(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    measure("SQLite", &site::sqlite_url(folder.path()), options.rows);
    let Some(cluster) = site::postgres() else { return };
    site::execute(cluster, "postgres", "CREATE DATABASE import");
    measure("PostgreSQL", &cluster.url("import"), options.rows);
}

fn measure(database: &str, url: &str, rows: usize) {
    let file = ledger(rows);
    let db = Db::open(url, 2).unwrap();
    let (actor, clock) = (Actor::system(), Clock::default());
    let begun = Instant::now();
    let file = Incoming { kind: ImportKind::Cases, bytes: file.as_bytes(), dry_run: false };
    let import = import_file::bring(&db, &clock, &actor, Terms::default(), file, &mut |_, _| ()).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(usize::try_from(import.created).unwrap(), rows, "{}", import.faults);
    note(&format!("{database}: {rows} rows in {seconds:.1} s"));
    figure(
        &format!("{database}: import of 100,000 case rows"),
        seconds * 100_000.0 / rows as f64,
        "s",
        Wanted::Below(60.0),
    );
}

/// A ledger of that many rows, each with a case number of its own.
fn ledger(rows: usize) -> String {
    let mut lines = LEDGER.lines();
    let mut file = format!("{}\n", lines.next().unwrap());
    let cases: Vec<&str> = lines.map(|line| line.split_once(',').unwrap().1).collect();
    for (number, case) in (1..=rows).zip(cases.iter().cycle()) {
        writeln!(file, "宁商调〔2019〕{number:06}号,{case}").unwrap();
    }
    file
}
