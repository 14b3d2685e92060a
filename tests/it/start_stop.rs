//! The program as a process: told to stop, killed in the middle of writing, and met by clients that never finish.
#![allow(clippy::disallowed_types, reason = "a test starts the program")]

use crate::support::lives::{self, REGISTRATION};
use crate::support::server::{self, Server};
use crate::support::*;
use serde_json::Value;
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use wanlian::cli::verify::first_break;
use wanlian::store::statistics::first_difference;

async fn prepared() -> (TestApp, World, String) {
    let app = TestApp::start(Fresh::new(Backend::Sqlite).unwrap()).await;
    let world = World::of(&app).await;
    let body = lives::body(&app, &world, &Value::Null, REGISTRATION).to_string();
    (app, world, body)
}

#[actix_web::test]
async fn what_was_acknowledged_outlives_a_kill() {
    let (app, world, body) = prepared().await;
    let mut server = Server::start(&app);
    let token = world.token("chamber");
    let acknowledged: Mutex<Vec<(String, String, String)>> = Mutex::default();
    let count = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for client in 0..64 {
            let (server, acknowledged, count, body) = (&server, &acknowledged, &count, &body);
            scope.spawn(move || {
                let Some(mut stream) = server.connect() else { return };
                for no in 0.. {
                    let key = format!("{client}-{no}");
                    let Some(answer) = Server::post(&mut stream, "/api/v1/cases", token, &key, body) else { return };
                    assert_eq!(answer.status, 201, "{}", answer.body);
                    let json: Value = serde_json::from_str(&answer.body).unwrap();
                    let id = json["case"]["id"].as_str().unwrap().to_owned();
                    acknowledged.lock().unwrap().push((key, id, answer.body));
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let begun = Instant::now();
        while count.load(Ordering::Relaxed) < 300 && begun.elapsed() < Duration::from_secs(10) {
            std::thread::yield_now();
        }
        server.signal("-KILL");
    });
    server.ended(Duration::from_secs(5));
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(!acknowledged.is_empty(), "{}", acknowledged.len());

    let server = Server::start(&app);
    let kept = Raw::open(&app.url).texts("SELECT id AS v FROM cases");
    assert!(acknowledged.iter().all(|(_, id, _)| kept.contains(id)), "an acknowledged case is lost");
    // At most what was under way is there beyond them: one for each client.
    assert!(kept.len() <= acknowledged.len() + 64, "{} kept, {} acknowledged", kept.len(), acknowledged.len());
    assert_eq!(first_break(&app.db).unwrap(), None);
    assert_eq!(app.db.read_now(first_difference).unwrap(), None);
    // Sent once more under its key, a case is answered as it was.
    let (key, _, first) = acknowledged.last().unwrap();
    let again = Server::post(&mut server.connect().unwrap(), "/api/v1/cases", token, key, &body).unwrap();
    assert_eq!((again.status, &again.body), (201, first));
    assert!(again.head.to_lowercase().contains("idempotent-replay: true"));
}

#[actix_web::test]
async fn a_stop_says_so_first_and_finishes_what_is_under_way() {
    let (app, world, body) = prepared().await;
    let mut server = Server::start(&app);
    let token = world.token("chamber");
    // A request that is half here when the program is told to stop.
    let mut stream = server.connect().unwrap();
    stream.write_all(server::head("/api/v1/cases", token, "half", body.len()).as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..20]).unwrap();
    server.signal("-TERM");
    let begun = Instant::now();
    loop {
        let answer = server.get("/readyz").expect("the socket is open while the program says that it stops");
        if answer.status == 503 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(3), "still ready after the signal");
    }
    // Others are served meanwhile.
    assert_eq!(server.get("/livez").unwrap().status, 200);
    let other = Server::post(&mut server.connect().unwrap(), "/api/v1/cases", token, "other", &body).unwrap();
    assert_eq!(other.status, 201);
    while server.get("/livez").is_some() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the socket stays open");
        std::thread::yield_now();
    }
    stream.write_all(&body.as_bytes()[20..]).unwrap();
    let late = server::answer(&mut stream).expect("a request under way is answered");
    assert_eq!(late.status, 201, "{}", late.body);
    assert!(server.ended(Duration::from_secs(25)).success());
    assert_eq!(Raw::open(&app.url).texts("SELECT id AS v FROM cases").len(), 2);
}

#[actix_web::test]
async fn clients_that_never_finish_are_cut_off() {
    let (app, world, body) = prepared().await;
    let server = Server::start(&app);
    let token = world.token("chamber");
    let open = |first: &str| {
        let mut stream = server.connect().unwrap();
        stream.write_all(first.as_bytes()).unwrap();
        stream
    };
    let half = format!("{}{}", server::head("/api/v1/cases", token, "slow", body.len()), &body[..10]);
    let begun = Instant::now();
    let mut bodies: Vec<_> = (0..50).map(|_| open(&half)).collect();
    let mut heads: Vec<_> = (0..50).map(|_| open("GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ")).collect();
    let flood: String = (0..20_000).map(|no| format!("X-{no}: y\r\n")).collect();
    let mut floods: Vec<_> = (0..5).map(|_| server.connect().unwrap()).collect();
    for stream in &mut floods {
        // It may be refused while it is still being sent.
        let _ = stream.write_all(format!("GET /livez HTTP/1.1\r\nHost: x\r\n{flood}\r\n").as_bytes());
    }
    for stream in &mut floods {
        assert!(server::answer(stream).is_none_or(|answer| (400..=499).contains(&answer.status)));
    }
    // Meanwhile everybody else is served.
    for no in 0..20 {
        let asked = Instant::now();
        let answer = Server::post(&mut server.connect().unwrap(), "/api/v1/cases", token, &format!("k{no}"), &body);
        assert_eq!(answer.unwrap().status, 201);
        assert!(asked.elapsed() < Duration::from_secs(5));
    }
    for stream in &mut bodies {
        assert_eq!(server::answer(stream).expect("a slow body is told").status, 408);
    }
    for stream in &mut heads {
        assert!(server::answer(stream).is_none_or(|answer| answer.status == 408));
    }
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!(server.get("/livez").unwrap().status, 200);
}

#[actix_web::test]
async fn an_empty_installation_says_how_to_begin() {
    let app = TestApp::start(Fresh::new(Backend::Sqlite).unwrap()).await;
    let said = |app: &TestApp| {
        let mut server = Server::start(app);
        server.signal("-INT");
        server.ended(Duration::from_secs(25));
        std::io::read_to_string(server.child.stdout.take().unwrap()).unwrap()
    };
    let first = said(&app);
    assert!(first.contains("wanlian user add --login admin --role sysadmin"), "{first}");
    assert!(first.contains("首个管理员") && first.contains("first administrator"), "{first}");
    app.account("admin", "sysadmin", serde_json::json!({})).await;
    assert!(!said(&app).contains("user add"));
}
