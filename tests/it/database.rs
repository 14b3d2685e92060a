//! The two ways in: what a write keeps, what a failing one leaves, and what happens when the database itself fails.

use crate::both;
use crate::support::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use wanlian::base::error::{Error, Result};
use wanlian::store::db::{Conn, Db, savepoint};
use wanlian::store::faults::unique;

/// A table of our own, with two rows.
fn notes(fresh: &Fresh) -> Db {
    let db = Db::open(&fresh.url, 4).unwrap();
    let sql = "CREATE TABLE scrap (id TEXT NOT NULL PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b));
        INSERT INTO scrap VALUES ('1', 'x', 'y'); INSERT INTO scrap VALUES ('2', 'x', 'z')";
    db.write_now(move |c| Ok(c.batch_execute(sql)?)).unwrap();
    db
}

fn run(db: &Db, sql: impl Into<String>) -> Result<()> {
    let sql = sql.into();
    db.write_now(move |c| Ok(c.batch_execute(&sql)?))
}

fn count(c: &mut Conn) -> Result<i64> {
    Ok(diesel::dsl::sql::<BigInt>("SELECT count(*) FROM scrap").get_result(c)?)
}

both! {
    fn a_broken_unique_constraint_has_one_name_on_both(fresh: Fresh) {
        let db = notes(&fresh);
        let name = |sql: &str| unique(&run(&db, sql).unwrap_err());
        assert_eq!(name("INSERT INTO scrap VALUES ('3', 'x', 'y')").as_deref(), Some("scrap_a_b_key"));
        assert_eq!(name("INSERT INTO scrap VALUES ('1', 'p', 'q')").as_deref(), Some("scrap_id_key"));
        assert_eq!(name("INSERT INTO nowhere VALUES (1)"), None);
    }

    fn a_savepoint_may_fail_and_the_rest_goes_on(fresh: Fresh) {
        let db = notes(&fresh);
        db.write_now(|c| {
            let inner = savepoint(c, |c| Ok(c.batch_execute("INSERT INTO scrap VALUES ('1', 'p', 'q')")?));
            assert!(inner.is_err());
            Ok(c.batch_execute("INSERT INTO scrap VALUES ('3', 'p', 'q')")?)
        })
        .unwrap();
        assert_eq!(db.read_now(count).unwrap(), 3);
    }

    fn a_write_that_fails_or_panics_leaves_nothing(fresh: Fresh) {
        let db = notes(&fresh);
        let failing = db.write_now(|c| {
            c.batch_execute("DELETE FROM scrap")?;
            Err::<(), _>(Error::Stale { current: None })
        });
        assert!(matches!(failing, Err(Error::Stale { .. })));
        let panicking = db.write_now(|c| -> Result<()> {
            c.batch_execute("DELETE FROM scrap")?;
            panic!("inside a write")
        });
        assert!(matches!(panicking, Err(Error::Internal(_))));
        assert_eq!(db.read_now(count).unwrap(), 2);
    }

    fn a_read_sees_one_moment_and_cannot_write(fresh: Fresh) {
        let db = notes(&fresh);
        let seen = db.read_now(|c| {
            let before = count(c)?;
            run(&db, "INSERT INTO scrap VALUES ('3', 'p', 'q')")?;
            Ok((before, count(c)?))
        });
        assert_eq!(seen.unwrap(), (2, 2));
        assert_eq!(db.read_now(count).unwrap(), 3);
        assert!(db.read_now(|c| Ok(c.batch_execute("DELETE FROM scrap")?)).is_err());
    }

    fn writes_from_all_sides_are_all_kept(fresh: Fresh) {
        let db = notes(&fresh);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let db = &db;
                scope.spawn(move || {
                    for n in 0..20 {
                        run(db, format!("INSERT INTO scrap VALUES ('{thread}-{n}', '{thread}', '{n}')")).unwrap();
                    }
                });
            }
        });
        assert_eq!(db.read_now(count).unwrap(), 162);
    }
}

/// Two transactions take the same two rows in opposite order; PostgreSQL ends one of them, and it is done again.
#[test]
fn a_deadlock_is_tried_again() {
    let Some(fresh) = Fresh::new(Backend::Postgres) else { return };
    let db = notes(&fresh);
    let (meeting, tried) = (Arc::new(Barrier::new(2)), Arc::new(std::sync::atomic::AtomicUsize::new(0)));
    std::thread::scope(|scope| {
        for order in [["1", "2"], ["2", "1"]] {
            let (db, meeting, tried, first) = (&db, meeting.clone(), tried.clone(), Arc::new(AtomicBool::new(true)));
            scope.spawn(move || {
                db.write_now(move |c| {
                    tried.fetch_add(1, Ordering::SeqCst);
                    c.batch_execute(&format!("UPDATE scrap SET a = a || '+' WHERE id = '{}'", order[0]))?;
                    if first.swap(false, Ordering::SeqCst) {
                        meeting.wait();
                    }
                    Ok(c.batch_execute(&format!("UPDATE scrap SET a = a || '+' WHERE id = '{}'", order[1]))?)
                })
                .unwrap();
            });
        }
    });
    // On a busy machine they can meet once more.
    assert!(tried.load(Ordering::SeqCst) >= 3);
    let both = diesel::dsl::sql::<BigInt>("SELECT count(*) FROM scrap WHERE a = 'x++'");
    assert_eq!(db.read_now(|c| Ok(both.get_result::<i64>(c)?)).unwrap(), 2);
}

/// As after a restart of the server: the pool's connections are dead, and the next caller does not notice.
#[test]
fn ended_connections_are_replaced() {
    let Some(fresh) = Fresh::new(Backend::Postgres) else { return };
    let db = notes(&fresh);
    for round in 0..5 {
        let mut other = wanlian::store::connect::Target::parse(&fresh.url)
            .unwrap()
            .connect(wanlian::store::connect::Purpose::Upkeep)
            .unwrap();
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.batch_execute(end).unwrap();
        run(&db, format!("INSERT INTO scrap VALUES ('r{round}', '{round}', 'r')")).unwrap();
        assert_eq!(db.read_now(count).unwrap(), 3 + round);
    }
}

/// A full disk answers `Busy`, keeps nothing it did not answer for, and the writer goes on when there is room again.
#[test]
fn a_full_disk_makes_no_false_promise() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let db = notes(&fresh);
    run(&db, "PRAGMA max_page_count = 1").unwrap();
    let long = format!("INSERT INTO scrap VALUES ('long', '{}', '')", "x".repeat(1_000_000));
    assert!(matches!(run(&db, long.clone()), Err(Error::Busy)));
    assert_eq!(db.read_now(count).unwrap(), 2);
    run(&db, "PRAGMA max_page_count = 1000000").unwrap();
    run(&db, long).unwrap();
    assert_eq!(db.read_now(count).unwrap(), 3);
}
