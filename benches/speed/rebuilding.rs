//! How long all figures take to be made anew from the cases, whole rows with agreements, payments and callbacks.

use super::report::{Wanted, figure, note};
use super::{Options, million, people, site};
use std::time::Instant;
use wanlian::store::db::Db;
use wanlian::store::statistics;
use wanlian::store::statistics_rebuild::rebuild;

/// On both databases.
pub fn run(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    measure("SQLite", &site::sqlite_url(folder.path()), options);
    drop(folder);
    let Some(cluster) = site::postgres() else { return };
    site::execute(cluster, "postgres", "CREATE DATABASE rebuilt");
    measure("PostgreSQL", &cluster.url("rebuilt"), options);
    site::execute(cluster, "postgres", "DROP DATABASE rebuilt WITH (FORCE)");
}

fn measure(database: &str, url: &str, options: &Options) {
    people::enter(&Db::open(url, 1).unwrap());
    let begun = Instant::now();
    million::fill_counted(url, options.cases);
    note(&format!("{database}: {} cases written in {:.0} s", options.cases, begun.elapsed().as_secs_f64()));
    let db = Db::open(url, 1).unwrap();
    let begun = Instant::now();
    db.write_now(move |tx| {
        rebuild(tx, "2026-11-21".parse().unwrap(), &mut |stage, done, of| {
            if done == of {
                note(&format!("{stage:?}: {of} until {:.1} s", begun.elapsed().as_secs_f64()));
            }
        })
    })
    .unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    note(&format!("{database}: {} cases rebuilt in {seconds:.1} s", options.cases));
    let scaled = seconds * 10_000_000.0 / f64::from(options.cases);
    figure(&format!("{database}: rebuild, per 10,000,000 cases"), scaled, "s", Wanted::Below(300.0));
    let begun = Instant::now();
    assert_eq!(db.read_now(statistics::first_difference).unwrap(), None);
    note(&format!("{database}: and verified in {:.1} s", begun.elapsed().as_secs_f64()));
}
