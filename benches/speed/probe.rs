//! The probe of SQLite: how many one-row commits the disk takes in a second, with the settings the product has.

use super::client::{Run, closed_loop};
use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use std::path::Path;

/// One connection that commits one row after the other with `synchronous=FULL`, in a file of its own in `folder`.
pub fn commits(folder: &Path, seconds: u64) -> Run {
    let path = folder.join("probe.db");
    closed_loop(1, seconds, |_| {
        let mut c = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
        c.batch_execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
             CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        )
        .unwrap();
        move || {
            diesel::sql_query("INSERT INTO probe (text) VALUES ('x')").execute(&mut c).unwrap();
        }
    })
}
