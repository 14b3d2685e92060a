//! What holds whatever happens: after any steps the figures and the chains are right, and any single change behind the program's
//! back is found.
#![allow(clippy::disallowed_types, reason = "a test starts the program")]

use super::commands::{said, wanlian};
use crate::both;
use crate::support::lives::{self, LIVES};
use crate::support::raw::CASE_TABLES;
use crate::support::*;
use chrono::Duration;
use diesel::connection::SimpleConnection;
use futures_util::future::join_all;
use std::sync::{Arc, Mutex};
use wanlian::base::error::Error;
use wanlian::base::id::CaseId;
use wanlian::cli::verify::first_break;
use wanlian::store::case_audit::{self, Break};
use wanlian::store::statistics::first_difference;

const CASES: usize = 240;
const CHANGES: usize = 1000;

/// One case that goes through legal and illegal steps by chance; how many steps were taken and how many refused.
async fn walk(app: &TestApp, world: &World, seed: usize) -> [usize; 2] {
    let mut chance = Chance(seed as u64);
    let lines: Vec<_> = LIVES.iter().flat_map(|life| life.iter().copied()).collect();
    let mut counts = [0, 0];
    let mut case = lives::register(app, world, "chamber").await;
    let life = if seed.is_multiple_of(4) { LIVES[0] } else { chance.one(&LIVES) };
    let end = chance.below(life.len() + 1);
    let mut ahead = life[..end].iter().copied().peekable();
    while ahead.peek().is_some() {
        let line = if chance.below(4) == 0 { chance.one(&lines) } else { ahead.next().unwrap() };
        let path = lives::path(case["case"]["id"].as_str().unwrap(), line.0);
        let body = lives::body(app, world, &case, line.1);
        let call = if line.0.is_empty() { app.patch(&path, body) } else { app.post(&path, body) };
        let version = case["case"]["version"].as_i64().unwrap();
        let reply = call.token(world.token("chamber")).if_match(version).await;
        assert!(reply.status < 500, "{path}: {}", reply.text());
        counts[usize::from(reply.status >= 400)] += 1;
        if reply.status == 200 {
            case = reply.json;
        }
    }
    counts
}

/// Many cases, some at a time, as the weeks go by.
async fn walks(app: &TestApp, world: &mut World) -> [usize; 2] {
    let mut counts = [0, 0];
    for from in (0..CASES).step_by(40) {
        let shared = &*world;
        for [taken, refused] in join_all((from..from + 40).map(|seed| walk(app, shared, seed))).await {
            counts = [counts[0] + taken, counts[1] + refused];
        }
        app.clock.advance(Duration::days(20));
        let token = app.sign_in("chamber").await;
        world.tokens.insert("chamber".into(), token);
    }
    counts
}

/// A changed value of a column, as SQL: some other value of its type.
fn changed(backend: Backend, column: &str, kind: &str) -> String {
    let c = format!("\"{column}\"");
    let kind = kind.to_lowercase();
    let next_day = if backend == Backend::Sqlite { format!("date({c}, '+1 day')") } else { format!("{c} + 1") };
    let next_second = if backend == Backend::Sqlite {
        format!("datetime({c}, '+1 second')")
    } else {
        format!("{c} + interval '1 second'")
    };
    match () {
        () if kind.contains("bool") => format!("NOT {c}"),
        () if kind.contains("int") => format!("COALESCE({c}, 0) + 1"),
        () if kind == "date" => format!("CASE WHEN {c} IS NULL THEN '2026-01-01' ELSE {next_day} END"),
        () if kind.contains("timestamp") => {
            format!("CASE WHEN {c} IS NULL THEN '2026-01-01 00:00:00' ELSE {next_second} END")
        }
        () => {
            format!("CASE WHEN {c} IS NULL THEN 'x' WHEN length({c}) % 2 = 0 THEN {c} || 'x' ELSE substr({c}, 2) END")
        }
    }
}

fn case_of(found: &Break) -> String {
    match found {
        Break::Event { case, .. } | Break::State { case } => case.to_string(),
        Break::Unreadable { case } | Break::NoCase { case } => case.clone(),
    }
}

both! {
    async fn after_any_steps_all_is_right_and_any_change_is_found(app: TestApp) {
        let mut world = World::of(&app).await;
        let mut chance = Chance(781);
        let [taken, refused] = walks(&app, &mut world).await;
        assert!(taken > 2 * CASES && refused > CASES, "{taken} taken, {refused} refused");
        assert_eq!(app.db.read_now(first_difference).unwrap(), None);
        assert_eq!(first_break(&app.db).unwrap(), None);
        let fresh = Fresh { backend: app.backend, url: app.url.clone(), folder: Folder::new() };
        let sound = wanlian(&fresh, &["verify", "cases"]);
        assert!(sound.status.success(), "{}", said(&sound));

        // The database itself refuses to change an event; whoever owns it can take that away.
        let mut raw = Raw::open(&app.url);
        let refuses = app.db.write_now(|c| Ok(c.batch_execute("UPDATE case_event SET seq = 7")?));
        assert!(refuses.is_err());
        match app.backend {
            Backend::Sqlite => raw.run("DROP TRIGGER case_event_no_update; DROP TRIGGER case_event_no_delete"),
            Backend::Postgres => raw.run("ALTER TABLE case_event DISABLE TRIGGER USER"),
        }
        let rows: Vec<(&str, Vec<String>)> = CASE_TABLES.iter().map(|table| (*table, raw.texts(&keys(table)))).collect();
        let columns: Vec<(&str, Vec<(String, String)>)> = CASE_TABLES.iter().map(|table| (*table, raw.kinds(table))).collect();
        let mut made = 0;
        let mut tries = 0;
        while made < CHANGES {
            tries += 1;
            assert!(tries < 3 * CHANGES, "too few changes can be made: {made} of {tries}");
            let at = chance.below(CASE_TABLES.len());
            let (table, keys) = &rows[at];
            assert!(!keys.is_empty(), "no row in {table}");
            let key = chance.one(keys);
            let (case, key) = key.split_once('|').unwrap();
            let wants_row = if *table == "case_event" { format!("case_id = '{case}' AND seq = {key}") } else { format!("id = '{key}'") };
            let is_gone = chance.below(8) == 0;
            let (what, sql) = if is_gone {
                ("the row".to_owned(), format!("DELETE FROM {table} WHERE {wants_row}"))
            } else {
                let (column, kind) = chance.one(&columns[at].1);
                let value = changed(app.backend, &column, &kind);
                (column, format!("UPDATE {table} SET {{}} = {value} WHERE {wants_row}"))
            };
            let sql = sql.replace("{}", &format!("\"{what}\""));
            match tampered(&app, &sql, case) {
                // The database does not let it happen, as when a case goes and its parties stay.
                None => continue,
                Some(found) => assert!(found.as_ref().is_some_and(|found| case_of(found) == case), "{sql}: {found:?}"),
            }
            made += 1;
        }
        assert_eq!(first_break(&app.db).unwrap(), None, "all of it was taken back");

        // Once for good: the command says it with the number of the case.
        let (_, events) = rows.last().unwrap();
        let case = chance.one(events).split_once('|').unwrap().0.to_owned();
        raw.run(&format!("UPDATE cases SET amount_claimed = amount_claimed + 1 WHERE id = '{case}'"));
        let number = raw.texts(&format!("SELECT case_no AS v FROM cases WHERE id = '{case}'")).pop().unwrap();
        let output = wanlian(&fresh, &["verify", "cases"]);
        assert!(output.status.code() == Some(1) && said(&output).contains(&number), "{}", said(&output));
    }
}

/// `case|key` of every row of a table.
fn keys(table: &str) -> String {
    match table {
        "cases" => "SELECT id || '|' || id AS v FROM cases ORDER BY 1".into(),
        "case_event" => "SELECT case_id || '|' || CAST(seq AS text) AS v FROM case_event ORDER BY 1".into(),
        _ => format!("SELECT case_id || '|' || id AS v FROM {table} ORDER BY 1"),
    }
}

/// What verifying a case says after a change, which is then taken back; `None` when the change cannot be made.
fn tampered(app: &TestApp, sql: &str, case: &str) -> Option<Option<Break>> {
    let seen: Arc<Mutex<Option<Option<Break>>>> = Arc::default();
    let (inner, sql, id) = (seen.clone(), sql.to_owned(), case.parse::<CaseId>().unwrap());
    let undone = app.db.write_now(move |c| {
        c.batch_execute(&sql)?;
        let found = case_audit::check(c, id).unwrap_or_else(|_| Some(Break::Unreadable { case: id.to_string() }));
        *inner.lock().unwrap() = Some(found);
        Err::<(), _>(Error::Busy)
    });
    assert!(undone.is_err());
    seen.lock().unwrap().take()
}
