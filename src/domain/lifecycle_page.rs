//! `docs/lifecycle.md`, made from the table. `UPDATE_DOCS=1 cargo test --lib lifecycle_page` writes it anew.

use super::case::Status;
use super::lifecycle::{Action, leads, roles};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The whole page.
fn page() -> String {
    let mut page = String::from(
        "# The life of a case\n\nMade from `src/domain/lifecycle.rs`; do not edit. What must hold besides, with its article, is in \
         `src/domain/rules.rs`.\n\n```mermaid\nstateDiagram-v2\n    [*] --> registered: register\n",
    );
    for from in Status::ALL {
        let mut edges: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for action in Action::ALL {
            for (at, _) in
                Status::ALL.iter().enumerate().filter(|(_, to)| leads(*from, *action).contains(to) && *to != from)
            {
                edges.entry(at).or_default().push(action.code());
            }
        }
        for (at, labels) in edges {
            writeln!(page, "    {from} --> {}: {}", Status::ALL[at], labels.join(", ")).unwrap();
        }
    }
    page.push_str("    archived --> [*]\n```\n\n| from | action | 中文 | to | who |\n|---|---|---|---|---|\n");
    for from in Status::ALL {
        for action in Action::ALL {
            let to = leads(*from, *action);
            if !to.is_empty() {
                let names = |codes: Vec<&str>| codes.join(", ");
                writeln!(
                    page,
                    "| {from} {} | {action} | {} | {} | {} |",
                    from.zh(),
                    action.zh(),
                    names(to.iter().map(|status| status.code()).collect()),
                    names(roles(*action).iter().map(|role| role.code()).collect()),
                )
                .unwrap();
            }
        }
    }
    page
}

/// One line a status, one mark a cell: the whole matrix at a glance, refusals as well.
fn matrix() -> String {
    let mut matrix = String::new();
    for action in Action::ALL {
        write!(matrix, "{:<22}", action.code()).unwrap();
        for from in Status::ALL {
            let to: Vec<&str> =
                leads(*from, *action).iter().map(|to| if to == from { "=" } else { &to.code()[..4] }).collect();
            write!(matrix, "{:<11}", if to.is_empty() { ".".into() } else { to.join("/") }).unwrap();
        }
        matrix.truncate(matrix.trim_end().len());
        matrix.push('\n');
    }
    matrix
}

#[cfg(test)]
#[test]
fn the_page_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lifecycle.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(kept, page(), "docs/lifecycle.md is stale: UPDATE_DOCS=1 cargo test --lib lifecycle_page");
}

#[test]
fn the_matrix_is_as_agreed() {
    let header: String = Status::ALL.iter().map(|status| format!("{:<11}", status.code())).collect();
    insta::assert_snapshot!(format!("{:<22}{}\n{}", "", header.trim_end(), matrix()));
}

#[test]
fn every_status_but_the_last_leads_on_and_every_status_is_reached() {
    for status in Status::ALL {
        let onward = Action::ALL.iter().any(|action| leads(*status, *action).iter().any(|to| to != status));
        assert_eq!(onward, *status != Status::Archived, "{status}");
        let reached = Status::ALL.iter().filter(|from| *from != status);
        let reached = reached.flat_map(|from| Action::ALL.iter().flat_map(|action| leads(*from, *action)));
        assert!(*status == Status::Registered || reached.clone().any(|to| to == status), "{status}");
    }
}
