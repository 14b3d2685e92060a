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

    fn each_test_has_its_own_database(fresh: Fresh) {
        let db = wanlian::store::db::Db::open(&fresh.url, 1).unwrap();
        let now = wanlian::base::clock::Clock::default().now();
        let first = db.write_now(move |c| wanlian::store::settings::installation_id(c, now)).unwrap();
        assert_eq!(db.read_now(|c| wanlian::store::settings::installation_id(c, now)).unwrap(), first);
        assert_eq!(fresh.url.starts_with("sqlite:"), fresh.backend == Backend::Sqlite);
    }
}
