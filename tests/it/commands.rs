//! The program as an operator meets it: its exit codes, its words, its backup.
#![allow(clippy::disallowed_types, reason = "a test starts the program")]

use crate::both;
use crate::support::*;
use std::process::{Command, Output};
use wanlian::base::clock::Clock;
use wanlian::domain::category::Category;
use wanlian::store::db::Db;
use wanlian::store::listing::Filter;
use wanlian::store::{chambers, statistics};

pub fn wanlian(fresh: &Fresh, arguments: &[&str]) -> Output {
    wanlian_with(fresh, &[], arguments)
}

/// The program with more in its environment.
pub fn wanlian_with(fresh: &Fresh, environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wanlian"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("WANLIAN_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .current_dir(fresh.folder.path())
        .env("WANLIAN_DATABASE__URL", &fresh.url)
        .env("WANLIAN_DATA_FOLDER", fresh.folder.path())
        .envs(environment.iter().copied());
    command.output().unwrap()
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// How many chambers a database file in the folder holds.
fn chambers_in(fresh: &Fresh, file: &str) -> usize {
    let copy = Db::open(&format!("sqlite:{}", fresh.folder.path().join(file).display()), 1).unwrap();
    copy.read_now(|c| chambers::list(c, &Filter::default())).unwrap().len()
}

both! {
    fn migrating_twice_is_fine(fresh: Fresh) {
        let empty = Fresh::empty(fresh.backend).unwrap();
        let first = wanlian(&empty, &["migrate"]);
        assert!(first.status.success() && said(&first).contains("Applied"), "{}", said(&first));
        assert!(said(&wanlian(&empty, &["migrate"])).contains("up to date"));
    }

    fn a_wrong_figure_is_found_and_a_rebuild_mends_it(fresh: Fresh) {
        let planted = crate::statistics::some("330226", Category::Labour, 7);
        Db::open(&fresh.url, 1).unwrap().write_now(move |tx| statistics::add(tx, "2026-03-31".parse().unwrap(), None, &planted)).unwrap();
        let wrong = wanlian(&fresh, &["verify", "statistics"]);
        assert!(!wrong.status.success() && said(&wrong).contains("registered: 7 ≠ 0"), "{}", said(&wrong));
        let mended = wanlian(&fresh, &["rebuild", "statistics"]);
        assert!(mended.status.success() && said(&mended).contains("every figure is what the cases add up to"), "{}", said(&mended));
        assert!(wanlian(&fresh, &["verify", "statistics"]).status.success());
    }

    fn the_settings_are_shown_without_secrets(fresh: Fresh) {
        let output = wanlian(&fresh, &["config", "check"]);
        assert!(output.status.success() && said(&output).contains("database.url = "), "{}", said(&output));
        assert!(!said(&output).contains(&fresh.url));
    }
}

#[test]
fn bad_settings_end_with_78_and_name_the_key() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    std::fs::write(fresh.folder.path().join("bad.toml"), "mode = 'production'\n").unwrap();
    let output = wanlian(&fresh, &["--config", "bad.toml", "serve"]);
    assert_eq!(output.status.code(), Some(78));
    for key in ["server.base_url", "server.behind_proxy", "auth.token_key_file", "mail.transport", "mail.from"] {
        assert!(said(&output).contains(key), "{}", said(&output));
    }
}

#[test]
fn a_working_calendar_that_lacks_the_year_or_cannot_be_read_is_named() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let check = |lines: &str| {
        std::fs::write(fresh.folder.path().join("calendar.csv"), format!("date,kind,name\n{lines}\n")).unwrap();
        std::fs::write(fresh.folder.path().join("own.toml"), "mediation.calendar_file = 'calendar.csv'\n").unwrap();
        wanlian(&fresh, &["--config", "own.toml", "config", "check"])
    };
    let lacking = check("2015-01-01,holiday,元旦");
    assert!(lacking.status.success() && said(&lacking).contains("The working calendar lacks 20"), "{}", said(&lacking));
    let (now, bad) = (wanlian::base::clock::Clock::default().now(), check("2015-01-01,off,元旦"));
    assert_eq!(bad.status.code(), Some(78));
    assert!(said(&bad).contains("line 2 of the working calendar"), "{}", said(&bad));
    let years = [now, now + chrono::Duration::days(40)].map(|at| format!("{}-01-01,holiday,", at.format("%Y")));
    let years: std::collections::BTreeSet<String> = years.into();
    let whole = check(&years.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(whole.status.success() && !said(&whole).contains("lacks"), "{}", said(&whole));
}

#[test]
fn a_backup_is_whole_and_never_overwrites() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let new = entries::chamber("330226", "宁海县总商会", Clock::default().now());
    Db::open(&fresh.url, 1).unwrap().write_now(move |c| chambers::insert(c, &new)).unwrap();
    let output = wanlian(&fresh, &["backup", "--to", "copy.db"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(chambers_in(&fresh, "copy.db"), 1);
    assert!(!fresh.folder.path().join("copy.db.part").exists());
    assert_eq!(wanlian(&fresh, &["backup", "--to", "copy.db"]).status.code(), Some(78));
}

/// The locks on the file are those of a process: who looks into a database that is served must find it in use, or it takes the log
/// for one that nobody needs and deletes it, with everything that was acknowledged since.
#[test]
fn another_program_that_looks_into_the_file_takes_nothing_away() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let db = Db::open(&fresh.url, 2).unwrap();
    db.read_now(|c| Ok(chambers::list(c, &Filter::default())?.len())).unwrap();
    for (no, copy) in [(1, "a.db"), (2, "b.db")] {
        assert!(wanlian(&fresh, &["migrate"]).status.success());
        let new = entries::chamber("330226", &format!("宁海县第{no}商会"), Clock::default().now());
        db.write_now(move |c| chambers::insert(c, &new)).unwrap();
        let backup = wanlian(&fresh, &["backup", "--to", copy]);
        assert!(backup.status.success(), "{}", said(&backup));
        assert_eq!(chambers_in(&fresh, copy), no);
    }
}

#[test]
fn a_postgresql_backup_names_the_tool_without_the_password() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let elsewhere = Fresh { url: "postgres://w:secret@127.0.0.1:5432/w".into(), ..fresh };
    let output = wanlian(&elsewhere, &["backup", "--to", "w.dump"]);
    assert_eq!(output.status.code(), Some(78));
    assert!(said(&output).contains("pg_dump --format=custom --file='w.dump' 'postgres://w@127.0.0.1:5432/w'"));
    assert!(!said(&output).contains("secret"));
}
