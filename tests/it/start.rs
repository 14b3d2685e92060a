//! What holds before any route: fresh databases of both kinds, safe headers, request ids.

use crate::both;
use crate::support::*;
use serde_json::json;
use wanlian::store::chambers;
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::listing::Filter;

both! {
    async fn every_reply_has_the_safe_headers_and_an_id(app: TestApp) {
        let reply = app.get("/nowhere").await.expect(404);
        assert_eq!(reply.header("X-Content-Type-Options"), "nosniff");
        assert!(reply.header("Content-Security-Policy").contains("default-src 'none'"));
        assert_eq!(reply.header("X-Request-Id").len(), 36);
        assert_eq!(reply.header("Server"), "");
    }

    async fn the_probes_answer(app: TestApp) {
        app.get("/livez").await.expect(200);
        app.get("/readyz").await.expect(200);
        let figures = app.get("/metrics").await.expect(200).text();
        assert!(figures.contains(r#"wanlian_requests_total{method="GET",route="/readyz",status="200"}"#), "{figures}");
        app.get("/metrics").header("X-Forwarded-For", "192.0.2.7").await.expect(404);
    }

    fn each_test_has_its_own_database(fresh: Fresh) {
        let db = wanlian::store::db::Db::open(&fresh.url, 1).unwrap();
        let new = entries::chamber("330226", "宁海县总商会", wanlian::base::clock::Clock::default().now());
        db.write_now(move |c| chambers::insert(c, &new)).unwrap();
        assert_eq!(db.read_now(|c| chambers::list(c, &Filter::default())).unwrap().len(), 1);
        assert_eq!(fresh.url.starts_with("sqlite:"), fresh.backend == Backend::Sqlite);
    }
}

/// What a PostgreSQL server is told from outside: one statement, then all connections to the database end.
fn told(url: &str, sql: impl Fn(&str) -> String) {
    let (server, name) = url.rsplit_once('/').unwrap();
    let mut c = Target::parse(&format!("{server}/postgres")).unwrap().connect(Purpose::Upkeep).unwrap();
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    for sql in [sql(name), end] {
        diesel::connection::SimpleConnection::batch_execute(&mut c, &sql).unwrap();
    }
}

/// The server is gone: it says so in time, and is ready again with it.
#[actix_web::test]
async fn not_ready_without_its_database() {
    let Some(fresh) = Fresh::new(Backend::Postgres) else { return };
    let app = TestApp::start(fresh).await;
    app.get("/readyz").await.expect(200);
    told(&app.url, |name| format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    app.get("/readyz").await.expect(503);
    told(&app.url, |name| format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    app.get("/livez").await.expect(200);
}

/// A server that is a standby, or was set to take no writes.
#[actix_web::test]
async fn not_ready_where_nothing_can_be_written() {
    let Some(fresh) = Fresh::new(Backend::Postgres) else { return };
    let app = TestApp::start(fresh).await;
    app.get("/readyz").await.expect(200);
    let read_only = |value: &str| {
        told(&app.url, |name| format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"))
    };
    read_only("on");
    app.get("/readyz").await.expect(503);
    app.post("/api/v1/logins", json!({"login": "nobody", "password": PASSWORD})).await.expect(503);
    read_only("off");
    app.get("/readyz").await.expect(200);
}
