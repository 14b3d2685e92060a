//! Thousands of requests made up by chance, from a seed: whatever they are, none is answered with a 5xx.

use crate::both;
use crate::support::lives::{self, LIVES};
use crate::support::*;
use actix_web::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::future::IntoFuture;
use wanlian::api::operation::BASE;
use wanlian::api::operations;

const ROUNDS: usize = 3000;
const BITS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "1.5",
    "9223372036854775808",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "'; --",
    "%",
    "../",
    "{{7*7}}",
    "\u{feff}",
    "2026-02-30",
    "0000-01-01",
    "+262142-12-31",
    "\\",
    "\n",
    "长长长",
    "🀄",
];
const PARTS: &[&str] = &[
    "%00",
    "%ff",
    "..",
    ".",
    "",
    "%2e%2e",
    "a;b",
    "?x",
    "cases",
    "0190b6d0-0000-7000-8000-000000000000",
    "{id}",
    "%E2%80%AE",
    "-1",
    "*",
    "%2f%2f",
    "urn:uuid:0190b6d0-0000-7000-8000-000000000000",
    "acceptance",
    "'",
];
const QUERIES: &[&str] = &[
    "limit=0",
    "limit=-1",
    "limit=99999999999",
    "limit=x",
    "cursor=x",
    "cursor=%00",
    "cursor=AAAA",
    "q=%00",
    "q=%25_%27%22",
    "q=*",
    "status=x",
    "from=0000-01-01",
    "from=9999-12-31&to=0000-01-01",
    "from=%2B262142-12-31",
    "from=-262143-01-01&to=%2B262142-12-31",
    "region=000000",
    "region=33",
    "region=%E5%AE%81",
    "x=1",
    "limit=1&limit=2",
    "committee=17",
    "mediator=%00",
    "to=2026-02-30",
    "from=2026-01&to=2026-13",
    "by=x",
    "by=category",
    "dimension=%00",
    "region=330000&from=2026-01&to=2026-12&by=month",
    "region=330226&from=0000-01&to=9999-12",
    "region=330226&from=1900-01&to=2199-12",
    "dry_run=x",
    "state=%00",
];

/// A value somewhere in the body becomes another one.
fn bend(chance: &mut Chance, value: &mut Value) {
    match value {
        Value::Object(fields) if !fields.is_empty() && chance.below(4) > 0 => {
            let at = chance.below(fields.len());
            let name = fields.keys().nth(at).unwrap().clone();
            if chance.below(8) == 0 {
                drop(fields.remove(&name));
            } else {
                bend(chance, &mut fields[&name]);
            }
        }
        Value::Array(items) if !items.is_empty() && chance.below(4) > 0 => {
            let at = chance.below(items.len());
            bend(chance, &mut items[at]);
        }
        Value::String(text) if chance.below(2) == 0 => {
            let at = text.char_indices().map(|(at, _)| at).nth(chance.below(text.chars().count().max(1))).unwrap_or(0);
            text.insert_str(
                at,
                chance.one::<&str>(&["\0", "\u{1b}", "\u{202e}", "9", "-", " ", "'", "\"", "\\", "%", "é", "\u{301}"]),
            );
        }
        other => {
            *other = chance.one(&[
                json!(null),
                json!(true),
                json!(0),
                json!(-1),
                json!(i64::MAX),
                json!(u64::MAX),
                json!(1.5),
                json!(1e300),
                json!(""),
                json!("x"),
                json!([]),
                json!({}),
                json!("2026-01-31"),
                json!("9999-12-31"),
                json!("0190b6d0-0000-7000-8000-000000000000"),
                json!("长".repeat(5000)),
            ]);
        }
    }
}

fn bytes(chance: &mut Chance, good: &Value) -> Vec<u8> {
    let mut body = good.clone();
    for _ in 0..=chance.below(2) {
        bend(chance, &mut body);
    }
    let mut bytes = body.to_string().into_bytes();
    if chance.below(3) == 0 && !bytes.is_empty() {
        let at = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes.truncate(at),
            1 => bytes[at] = (chance.next() & 0xff) as u8,
            2 => drop(bytes.splice(at..at, chance.one(BITS).bytes())),
            _ => bytes.extend_from_within(at..),
        }
    }
    bytes
}

both! {
    async fn nothing_made_up_is_answered_with_a_server_error(app: TestApp) {
        let world = World::of(&app).await;
        let mut chance = Chance(20_261_121);
        let mut cases = Vec::new();
        for _ in 0..4 {
            cases.push(lives::register(&app, &world, "chamber").await);
        }
        let lines: Vec<_> = LIVES.iter().flat_map(|life| life.iter()).collect();
        let who = ["chamber", "mediator", "federation", "admin", "firm", "lawyer", "other.chamber"];
        // Signing out would leave nobody to ask.
        let operations: Vec<_> = operations::all().iter().filter(|one| one.name != "logins::end").collect();
        let mut found = Vec::new();
        for _ in 0..ROUNDS / 50 {
            let mut calls = Vec::new();
            for _ in 0..50 {
                let case = chance.one(&cases);
                let operation = chance.one(&operations);
                let id = case["case"]["id"].as_str().unwrap().to_owned();
                let line = lines.iter().find(|line| operation.path.ends_with(&format!("/{}", line.0)) && !line.0.is_empty()).copied().unwrap_or(chance.one(&lines));
                let good = if operation.path == "/cases" { lives::REGISTRATION } else { line.1 };
                let good = lives::body(&app, &world, &case, good);
                let mut path = format!("{BASE}{}", operation.path.replace("{id}", &id));
                if chance.below(5) == 0 {
                    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
                    let at = 1 + chance.below(parts.len() - 1);
                    parts[at] = chance.one(PARTS).to_owned();
                    path = parts.join("/");
                }
                if operation.method == Method::GET || chance.below(6) == 0 {
                    path = format!("{path}?{}", chance.one(QUERIES));
                }
                if path.parse::<actix_web::http::Uri>().is_err() {
                    continue;
                }
                let body = bytes(&mut chance, &good);
                let version = case["case"]["version"].as_i64().unwrap();
                let said = format!("{} {path} {}", operation.method, String::from_utf8_lossy(&body).chars().take(200).collect::<String>());
                let call = app.call(operation.method.clone(), &path, None).bytes("application/json", body);
                let call = call.token(world.token(chance.one(&who[..]))).if_match(version).key(&format!("k{}", chance.below(500)));
                calls.push((said, call.into_future()));
            }
            let (said, calls): (Vec<_>, Vec<_>) = calls.into_iter().unzip();
            for (said, reply) in said.into_iter().zip(join_all(calls).await) {
                if reply.status >= 500 {
                    found.push(format!("{} {said}: {}", reply.status, reply.text()));
                }
                if let Some(case) = cases.iter_mut().find(|case| reply.status == 200 && case["case"]["id"] == reply.json["case"]["id"]) {
                    *case = reply.json;
                }
            }
        }
        found.sort();
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
        assert_eq!(wanlian::cli::verify::first_break(&app.db).unwrap(), None);
        assert_eq!(app.db.read_now(wanlian::store::statistics::first_difference).unwrap(), None);
    }
}
