//! The oldest versions allowed in Cargo.lock: each line is a published weakness that the advisory database may not hold.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic")]

use std::collections::BTreeMap;

/// Crate, first version without the weakness, which weakness.
const FLOORS: &[(&str, &str, &str)] = &[
    ("actix-files", "0.6.10", "GHSA-8v2v-wjwg-vx6r"),
    ("actix-http", "3.12.1", "GHSA-xhj4-vrgc-hr34, request smuggling"),
    ("ammonia", "4.1.4", "mutation XSS"),
    ("diesel", "2.3.10", "protocol and memory fixes"),
    ("h2", "0.4.0", "RUSTSEC-2026-0258 has no fix in 0.3"),
    ("jsonwebtoken", "10.3.0", "CVE-2026-25537, malformed exp skips the check"),
    ("lettre", "0.11.22", "header injection"),
    ("quick-xml", "0.41.0", "quadratic entities"),
    ("rustls-webpki", "0.103.13", "name constraints"),
    ("time", "0.3.47", "stack exhaustion"),
    ("zip", "2.3.0", "path traversal"),
];

/// Crates that must not be there at all, and why.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "TLS is rustls; PostgreSQL goes through a tunnel"),
    ("rsa", "RUSTSEC-2023-0071 has no fix"),
    ("actix-governor", "GPL"),
    ("zstd-sys", "16 s of C for a compression nobody asks for"),
];

fn locked(text: &str) -> BTreeMap<String, Vec<Vec<u64>>> {
    let value =
        |line: &str, key: &str| Some(line.strip_prefix(key)?.strip_prefix(" = \"")?.trim_end_matches('"').to_owned());
    let mut found: BTreeMap<String, Vec<Vec<u64>>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(this) = value(line, "name") {
            name = this;
        } else if let Some(version) = value(line, "version") {
            found.entry(name.clone()).or_default().push(numbers(&version));
        }
    }
    found
}

fn numbers(version: &str) -> Vec<u64> {
    version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}

fn findings(lock: &str) -> Vec<String> {
    let locked = locked(lock);
    let versions = |name: &str| locked.get(name).cloned().unwrap_or_default();
    let low = FLOORS.iter().flat_map(|(name, floor, why)| {
        versions(name)
            .into_iter()
            .filter(|have| *have < numbers(floor))
            .map(move |have| format!("{name} {have:?} < {floor}: {why}"))
    });
    let banned =
        BANNED.iter().filter(|(name, _)| locked.contains_key(*name)).map(|(name, why)| format!("{name}: {why}"));
    low.chain(banned).collect()
}

#[test]
fn nothing_locked_is_too_old_or_unwanted() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    assert!(locked(&lock).contains_key("diesel"), "the lock file is not understood");
    assert_eq!(findings(&lock), Vec::<String>::new());
}

#[test]
fn an_old_version_is_found() {
    let lock = "[[package]]\nname = \"h2\"\nversion = \"0.3.27\"\n[[package]]\nname = \"rsa\"\nversion = \"0.9.10\"\n[[package]]\nname = \"zip\"\nversion = \"2.10.0\"\n";
    assert_eq!(findings(lock).len(), 2);
}
