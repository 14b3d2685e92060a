//! What holds before any route: fresh databases of both kinds, safe headers, request ids.

use crate::both;
use crate::support::*;

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
        let now = wanlian::base::clock::Clock::default().now();
        let first = db.write_now(move |c| wanlian::store::settings::installation_id(c, now)).unwrap();
        assert_eq!(db.read_now(|c| wanlian::store::settings::installation_id(c, now)).unwrap(), first);
        assert_eq!(fresh.url.starts_with("sqlite:"), fresh.backend == Backend::Sqlite);
    }
}

/// The server is gone: it says so in time, and is ready again with it.
#[actix_web::test]
async fn not_ready_without_its_database() {
    let Some(fresh) = Fresh::new(Backend::Postgres) else { return };
    let name = fresh.url.rsplit('/').next().unwrap().to_owned();
    let admin = fresh.url.replace(&format!("/{name}"), "/postgres");
    let app = TestApp::start(fresh).await;
    app.get("/readyz").await.expect(200);
    let run = |sql: String| {
        let mut c = wanlian::store::connect::Target::parse(&admin)
            .unwrap()
            .connect(wanlian::store::connect::Purpose::Upkeep)
            .unwrap();
        diesel::connection::SimpleConnection::batch_execute(&mut c, &sql).unwrap();
    };
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
    app.get("/readyz").await.expect(503);
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    app.get("/livez").await.expect(200);
}
