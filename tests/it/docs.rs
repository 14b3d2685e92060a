//! The list of operations in docs/api.md is the table of operations.

use std::fmt::Write;
use wanlian::api::operation::{BASE, Kind};
use wanlian::api::operations;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/api.md");

fn list() -> String {
    let mut text = String::from("\n| operation | what it does | needs | gives |\n|---|---|---|---|\n");
    for one in operations::all() {
        let needs = match (one.permission, one.kind) {
            (None, _) => "nobody signed in".to_owned(),
            (Some(permission), Kind::Reads | Kind::Acts) => format!("{permission:?}"),
            (Some(permission), Kind::Creates) => format!("{permission:?}, `Idempotency-Key`"),
            (Some(permission), Kind::Changes) => format!("{permission:?}, `If-Match`"),
        };
        let (method, path, zh, en) = (&one.method, one.path, one.zh, one.en);
        writeln!(text, "| `{method} {path}` | {zh} {en} | {needs} | {} |", one.status).unwrap();
    }
    text
}

#[test]
fn the_list_of_operations_is_fresh() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (head, rest) = page.split_once("docs -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- end -->").unwrap();
    let fresh = format!("{head}docs -->\n{}\n<!-- end -->{tail}", list());
    assert!(page.contains(BASE));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &fresh).unwrap();
        return;
    }
    assert!(page == fresh, "docs/api.md is stale: UPDATE_DOCS=1 cargo test --test it docs");
}
