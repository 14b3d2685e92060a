//! The demonstration as a process: it listens where it is told to, and whoever signs in finds work.
#![allow(clippy::disallowed_types, reason = "a test starts the program")]

use crate::support::server::{self, Server};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn every_role_of_the_demonstration_has_work() {
    let folder = tempfile::tempdir().unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_wanlian"));
    command.arg("demo").current_dir(folder.path()).env("WANLIAN_SERVER__BIND", address.to_string());
    let child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut server = Server { address, child };
    let begun = Instant::now();
    while server.get("/readyz").is_none_or(|answer| answer.status != 200) {
        assert!(server.child.try_wait().unwrap().is_none(), "the program ended");
        assert!(begun.elapsed() < Duration::from_secs(180), "the demonstration does not become ready");
        std::thread::yield_now();
    }
    for (login, path, least) in [
        ("ninghai.mediator", "/work", 3),
        ("ninghai.chamber", "/applications", 2),
        ("ninghai.chamber", "/pairings", 2),
        ("ningbo.firm", "/assignments", 2),
        ("ningbo.lawyer", "/assignments", 2),
        ("ningbo.lawyer", "/cases", 1),
        ("ningbo.lawyer", "/pairings", 2),
        ("ninghai.federation", "/matching-runs", 1),
        ("ninghai.federation", "/reports", 1),
        ("ninghai.federation", "/allowance-rules", 1),
        ("ningbo.viewer", "/cases", 20),
        ("admin", "/mails", 10),
    ] {
        let password = json!({"login": login, "password": "wanlian-demo-330226"}).to_string();
        let token = ask(&server, "POST /api/v1/logins", "", &password)["access_token"].as_str().unwrap().to_owned();
        let found = ask(&server, &format!("GET /api/v1{path}"), &format!("Authorization: Bearer {token}\r\n"), "");
        let items = found["items"].as_array().unwrap_or_else(|| panic!("{path}: {found}")).len();
        assert!(items >= least, "{login} has {items} of {path}");
    }
}

fn ask(server: &Server, what: &str, who: &str, body: &str) -> Value {
    let mut stream = server.connect().unwrap();
    let length = body.len();
    let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
    write!(stream, "{what} HTTP/1.1\r\nHost: x\r\n{who}{kind}Content-Length: {length}\r\n\r\n{body}").unwrap();
    let answer = server::answer(&mut stream).unwrap();
    assert_eq!(answer.status, 200, "{what}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}
