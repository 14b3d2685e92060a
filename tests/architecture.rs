//! Holds the arrow of layers and the shape of the files: the compiler does not. Each rule is shown to catch what it forbids.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test may panic")]

use std::path::{Path, PathBuf};

/// The layers, top to bottom; those of one row must not know each other.
const LAYERS: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["server"],
    &["api", "pages", "jobs"],
    &["workflow"],
    &["store", "mail", "formats"],
    &["domain", "solver"],
    &["base"],
];
/// The one step aside: rules may ask pure algorithms.
const ASIDE: (&str, &str) = ("domain", "solver");
/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "helper", "helpers", "common", "manager", "service", "misc", "app_state"];
/// Lines of a file without its tests.
const LONGEST: usize = 300;

fn row(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&layer))
}

fn may_use(from: &str, to: &str) -> bool {
    from == to || (from, to) == ASIDE || matches!((row(from), row(to)), (Some(from), Some(to)) if from < to)
}

/// `store/db.rs` is of layer `store`, `server.rs` of `server`.
fn layer(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Code without its comment lines.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The layers named by `crate::layer` and `crate::{layer, layer::…}`.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (_, rest) in code.match_indices("crate::").map(|(at, word)| (at, &code[at + word.len()..])) {
        let Some(group) = rest.strip_prefix('{') else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            continue;
        };
        let (mut depth, mut name) = (0, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(std::mem::take(&mut name)),
                _ if depth == 0 => name.push(c),
                _ => {}
            }
        }
        found.push(name);
    }
    found
        .iter()
        .map(|name| name.trim().split("::").next().unwrap().to_owned())
        .filter(|name| row(name).is_some())
        .collect()
}

/// Everything wrong with one source file.
fn findings(path: &str, text: &str) -> Vec<String> {
    let (layer, code) = (layer(path), code(text));
    let mut found = Vec::new();
    let mut wrong = |what: String| found.push(format!("{path}: {what}"));
    if layer != "lib" {
        if row(layer).is_none() {
            wrong(format!("`{layer}` is no layer"));
        }
        for used in named(&code) {
            if !may_use(layer, &used) {
                wrong(format!("{layer} must not use {used}"));
            }
        }
    }
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    let product = code.split("#[cfg(test)]").next().unwrap();
    if (2..6).any(|steps| steps >= depth && product.contains(&"super::".repeat(steps))) {
        wrong("climbs to the root with super::super; write crate::".to_owned());
    }
    if layer != "store" {
        let sql = [
            "store::schema",
            "diesel::table!",
            "diesel::prelude",
            "sql_query",
            "diesel::insert_into",
            "diesel::update",
        ];
        for word in sql.iter().filter(|word| code.contains(**word)) {
            wrong(format!("`{word}` belongs to the store"));
        }
    }
    if layer == "domain" && ["Clock", "actix_web", "Conn", "std::fs"].iter().any(|word| has_word(product, word)) {
        wrong("domain is pure: no clock, connection, HTTP or file".to_owned());
    }
    if !text.starts_with("//! ") {
        wrong("does not open with a `//!` line that says what lives here".to_owned());
    }
    let stem = path.trim_end_matches("/mod.rs").rsplit('/').next().unwrap().trim_end_matches(".rs");
    if EMPTY_NAMES.contains(&stem) || has_word(&code, "AppState") {
        wrong("a name that says nothing".to_owned());
    }
    let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
    if lines > LONGEST {
        wrong(format!("{lines} lines without tests; split it along its nouns or verbs"));
    }
    found
}

fn has_word(code: &str, word: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .any(|one| one == word || one.starts_with(&format!("{word}::")))
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn every_file_keeps_the_house_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "the sources are not where they were");
    let found: Vec<String> = files
        .iter()
        .flat_map(|path| {
            findings(path.strip_prefix(&root).unwrap().to_str().unwrap(), &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn each_rule_catches_what_it_forbids() {
    let wrong = [
        ("domain/a.rs", "//! A.\nuse crate::store::db::Conn;"),
        ("api/a.rs", "//! A.\nuse crate::jobs::run;"),
        ("store/a.rs", "//! A.\nuse crate::{base::id, workflow::accept};"),
        ("solver/a.rs", "//! A.\nfn f() { crate::domain::case::of() }"),
        ("extra/a.rs", "//! A."),
        ("store/a.rs", "//! A.\nuse super::super::api::mount;"),
        ("workflow/a.rs", "//! A.\nuse diesel::prelude::*;"),
        ("workflow/a.rs", "//! A.\nuse crate::store::schema::cases;"),
        ("domain/a.rs", "//! A.\nfn f(clock: &Clock) {}"),
        ("store/a.rs", "fn f() {}"),
        ("store/utils.rs", "//! A."),
        ("api/a.rs", "//! A.\nstruct AppState;"),
        ("api/a.rs", &format!("//! A.\n{}", "\n".repeat(300))),
    ];
    for (path, text) in wrong {
        assert_eq!(findings(path, text).len(), 1, "{path}: {text}");
    }
    let right = [
        ("domain/a.rs", "//! A.\nuse crate::solver::flow;\nuse crate::base::id;\n// crate::store is not for us"),
        ("store/schema/a.rs", "//! A.\nuse super::super::db::Conn;"),
        ("server.rs", "//! A.\nuse crate::{api, base::{clock, error}, store};"),
        ("store/a.rs", "//! A.\nuse diesel::prelude::*;\nuse crate::store::schema::cases;"),
    ];
    for (path, text) in right {
        assert_eq!(findings(path, text), Vec::<String>::new());
    }
}
