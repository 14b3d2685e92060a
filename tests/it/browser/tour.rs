//! A walk through every page that links lead to, as each role: whether every page of the table can be reached, and is as pages must be.
//! With a folder it writes a picture of each.

use super::window::Window;
use crate::support::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use wanlian::pages::table;

/// A page of a kind is looked at for so many roles; the others only pass by.
const LOOKS: usize = 2;
/// Everybody who signs in, and nobody.
const WHO: [&str; 8] = ["", "mediator", "chamber", "firm", "lawyer", "federation", "viewer", "admin"];
/// The forms of steps.
const STEP: &str = "/cases/{id}/steps/{action}";
/// Pages that lead elsewhere for another of their kind, as a case does by its status: so many of each are opened for a role.
const CASE: &str = "/cases/{id}";
const MANY: [(&str, usize); 4] = [(CASE, 9), ("/cases/{id}/group", 9), ("/pairings/{id}", 3), ("/matching/{id}", 3)];
/// What is saved, not shown.
const FILES: [&str; 10] = [
    "/cases/{id}/papers/{item}",
    "/cases/{id}/bundle",
    "/files/{id}",
    "/reports/{id}/file",
    "/imports/blank",
    "/imports/{id}/faults",
    "/figures/forms/file",
    "/figures/months",
    "/allowances/draft/file",
    "/allowances/{id}/file",
];
/// Reached by what a party was given, by a form of another page, or only while something waits; the stories and the tests of the pages
/// walk through these.
const GIVEN: [&str; 7] = [
    "/cases/{id}/notes",
    "/p/{id}",
    "/apply/{code}",
    "/progress",
    "/pairings/{id}/signature",
    "/allowances/draft",
    "/allowances/{id}",
];

/// Walks; the pages of the table that were seen. Ends the test with all that is not as it must be on any of them.
pub async fn walk(w: &Window, is_english: bool, pictures: Option<&Path>, label: &str) -> BTreeSet<&'static str> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    let mut steps = BTreeSet::new();
    let mut looks: BTreeMap<&str, usize> = BTreeMap::new();
    for who in WHO {
        w.forget().await;
        w.go("/sign-in").await;
        if is_english {
            w.press("form[action='/language'] button").await;
        }
        let mut ways = VecDeque::from(["/sign-in".to_owned(), "/progress".to_owned()]);
        if !who.is_empty() {
            w.fill("login", who).await;
            w.fill("password", PASSWORD).await;
            w.press("main form button.main").await;
            ways = VecDeque::from([w.path().await]);
        }
        let mut opened = BTreeSet::new();
        let mut known = BTreeMap::from([(pattern(&ways[0]).unwrap(), 1)]);
        while let Some(way) = ways.pop_front() {
            w.open_page(&way).await;
            let Some(pattern) = pattern(&way) else { continue };
            seen.insert(pattern);
            let times = looks.entry(pattern).or_default();
            *times += 1;
            if *times <= LOOKS || pattern == STEP || pattern == CASE {
                let found = w.faults().await;
                faults.extend(found.iter().map(|fault| format!("{who} {way}: {fault}")));
            }
            if let Some(folder) = pictures {
                let page = if pattern == STEP { way.rsplit('/').next().unwrap() } else { pattern };
                let which = if pattern == CASE { times.to_string() } else { String::new() };
                let name = format!("{who}{}{which}-{label}.png", page.replace('/', "-"));
                w.picture(&folder.join(name.trim_start_matches('-'))).await;
            }
            for link in w.links().await {
                let Some(pattern) = self::pattern(&link) else { continue };
                // Of the forms of steps each once, whoever comes by it first.
                let times = known.entry(pattern).or_insert(0);
                let is_new = match pattern {
                    STEP => steps.insert(link.rsplit('/').next().unwrap().to_owned()),
                    _ => *times < most(pattern) && opened.insert(link.clone()),
                };
                *times += usize::from(is_new);
                if FILES.contains(&pattern) {
                    seen.insert(pattern);
                } else if is_new {
                    ways.push_back(link);
                }
            }
        }
    }
    assert!(faults.is_empty(), "{label}:\n{}", faults.join("\n"));
    seen
}

/// How many pages of a kind are opened for a role.
fn most(pattern: &str) -> usize {
    MANY.iter().find(|(many, _)| *many == pattern).map_or(1, |(_, most)| *most)
}

/// The pages of the table that somebody opens, and that no walk came by.
pub fn missed(seen: &BTreeSet<&'static str>) -> Vec<&'static str> {
    let pages = table::all().iter().filter(|page| page.method.as_str() == "GET").map(|page| page.path);
    pages.filter(|path| *path != "/" && !seen.contains(path) && !GIVEN.contains(path)).collect()
}

/// The row of the table that a path is of.
fn pattern(path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap();
    let fits = |pattern: &str| {
        let (mut have, mut want) = (path.split('/'), pattern.split('/'));
        loop {
            match (have.next(), want.next()) {
                (None, None) => return true,
                (Some(have), Some(want)) if have == want || want.contains('{') => {}
                _ => return false,
            }
        }
    };
    let found: Vec<&str> = table::all().iter().map(|page| page.path).filter(|pattern| fits(pattern)).collect();
    // A fixed word comes before an id in the same place.
    found.into_iter().min_by_key(|pattern| pattern.matches('{').count())
}
