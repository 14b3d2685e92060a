//! Signing in, staying signed in, being locked out.

use crate::both;
use crate::support::*;
use chrono::Duration;
use serde_json::json;

both! {
    async fn a_sign_in_gives_tokens_that_work(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        let reply = app.post("/api/v1/logins", json!({"login": "Admin", "password": PASSWORD})).await.expect(200);
        let me = app.get("/api/v1/me").token(reply.at("/access_token")).await.expect(200);
        assert_eq!((me.at("/login"), me.at("/role")), ("admin", "sysadmin"));
        app.get("/api/v1/me").await.expect(401);
    }

    async fn wrong_passwords_and_unknown_logins_look_alike(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        app.account("gone", "sysadmin", json!({})).await;
        app.disable("gone");
        let wrong = app.post("/api/v1/logins", json!({"login": "admin", "password": "not the password"})).await.expect(401);
        let unknown = app.post("/api/v1/logins", json!({"login": "nobody", "password": "not the password"})).await.expect(401);
        let disabled = app.post("/api/v1/logins", json!({"login": "gone", "password": PASSWORD})).await.expect(401);
        let odd = app.post("/api/v1/logins", json!({"login": "不是账号 !", "password": PASSWORD})).await.expect(401);
        assert_eq!(wrong.body, unknown.body);
        assert_eq!(wrong.body, disabled.body);
        assert_eq!(wrong.body, odd.body);
    }

    async fn too_many_tries_wait_and_a_restart_forgives_nothing(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        for login in ["admin", "nobody"] {
            for _ in 0..5 {
                app.post("/api/v1/logins", json!({"login": login, "password": "wrong"})).await.expect(401);
            }
            let reply = app.post("/api/v1/logins", json!({"login": login, "password": PASSWORD})).await.expect(429);
            assert!(reply.header("Retry-After").parse::<u32>().unwrap() <= 900);
        }
        let again = app.restarted().await;
        again.post("/api/v1/logins", json!({"login": "ADMIN ", "password": PASSWORD})).await.expect(429);
        again.clock.advance(Duration::minutes(15));
        again.post("/api/v1/logins", json!({"login": "admin", "password": PASSWORD})).await.expect(200);
    }

    async fn a_refresh_token_is_good_once_and_reuse_ends_the_sign_in(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        let first = app.post("/api/v1/logins", json!({"login": "admin", "password": PASSWORD})).await.expect(200);
        let turn = |token: &str| app.post("/api/v1/logins/refresh", json!({"refresh_token": token}));
        let second = turn(first.at("/refresh_token")).await.expect(200);
        // The answer was lost: the same client asks again and gets the same successor.
        app.clock.advance(Duration::seconds(9));
        let retried = turn(first.at("/refresh_token")).await.expect(200);
        assert_eq!(second.at("/refresh_token"), retried.at("/refresh_token"));
        app.get("/api/v1/me").token(second.at("/access_token")).await.expect(200);
        // Later somebody else has it: the whole sign-in ends.
        app.clock.advance(Duration::seconds(5));
        turn(first.at("/refresh_token")).await.expect(401);
        turn(second.at("/refresh_token")).await.expect(401);
        app.get("/api/v1/me").token(second.at("/access_token")).await.expect(401);
    }

    async fn idle_and_whole_life_end_a_sign_in(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        let first = app.post("/api/v1/logins", json!({"login": "admin", "password": PASSWORD})).await.expect(200);
        let turn = |token: String| app.post("/api/v1/logins/refresh", json!({"refresh_token": token}));
        let mut token = first.at("/refresh_token").to_owned();
        for _ in 0..2 {
            app.clock.advance(Duration::days(13));
            token = turn(token).await.expect(200).at("/refresh_token").to_owned();
        }
        app.clock.advance(Duration::days(5));
        turn(token).await.expect(401);
        let idle = app.post("/api/v1/logins", json!({"login": "admin", "password": PASSWORD})).await.expect(200);
        app.clock.advance(Duration::days(15));
        turn(idle.at("/refresh_token").to_owned()).await.expect(401);
    }

    async fn what_a_stranger_sends_in_vain_is_not_written_down(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        let lines = |operation: &str| {
            Raw::open(&app.url).texts(&format!("SELECT id AS v FROM access_log WHERE operation = '{operation}'")).len()
        };
        let before = lines("logins::create");
        let sent = |login: &str, password: &str| app.post("/api/v1/logins", json!({"login": login, "password": password}));
        app.post("/api/v1/logins", json!({})).await.expect(422);
        app.post("/api/v1/logins", json!({})).bytes("text/plain", vec![b'x']).await.expect(415);
        app.post("/sign-in", json!({})).await.expect(415);
        let (kind, form) = ("application/x-www-form-urlencoded", b"login=admin".to_vec());
        app.post("/sign-in", json!({})).bytes(kind, form).await.expect(403);
        assert_eq!((lines("logins::create"), lines("pages::sign_in::enter")), (before, 0));
        for _ in 0..5 {
            sent("nobody", "guess").await.expect(401);
        }
        sent("nobody", "guess").await.expect(429);
        assert_eq!(lines("logins::create"), before + 5);
        sent("admin", PASSWORD).await.expect(200);
        assert_eq!(lines("logins::create"), before + 6);
    }

    async fn the_log_knows_who_signed_in_and_not_who_guessed_at_whom(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        let last = || {
            let sql = "SELECT coalesce(a.login, '') AS v FROM access_log l LEFT JOIN account a ON a.id = l.account_id
                WHERE l.operation = 'logins::create' ORDER BY l.id";
            Raw::open(&app.url).texts(sql).pop()
        };
        let sent = |password: &str| app.post("/api/v1/logins", json!({"login": "admin", "password": password}));
        sent("not the password").await.expect(401);
        assert_eq!(last().as_deref(), Some(""));
        sent(PASSWORD).await.expect(200);
        assert_eq!(last().as_deref(), Some("admin"));
    }

    async fn signing_out_ends_the_token_at_once(app: TestApp) {
        let token = app.account("admin", "sysadmin", json!({})).await;
        app.delete("/api/v1/logins/current").token(&token).await.expect(204);
        app.get("/api/v1/me").token(&token).await.expect(401);
    }
}
