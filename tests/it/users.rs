//! Accounts: who may add and change which, and that a change bites on the next request.

use crate::both;
use crate::support::*;
use chrono::Duration;
use serde_json::json;
use wanlian::jobs::{self, JOBS, Work};

fn work(app: &TestApp) -> Work {
    Work { db: app.db.clone(), clock: app.clock.clone(), config: app.config.clone() }
}

fn new(login: &str, role: &str, more: serde_json::Value) -> serde_json::Value {
    let mut body = json!({"login": login, "name": "某人", "password": PASSWORD, "role": role});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

both! {
    async fn a_disabled_account_is_out_on_the_next_request(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let viewer = app.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        let me = app.get("/api/v1/me").token(&viewer).await.expect(200);
        let path = format!("/api/v1/users/{}", me.at("/id"));
        let shown = app.get(&path).token(&admin).await.expect(200);
        assert_eq!(shown.header("ETag"), "\"1\"");
        app.patch(&path, json!({"disabled": true})).token(&admin).await.expect(428);
        app.patch(&path, json!({"disabled": true})).token(&admin).if_match(7).await.expect(412);
        app.patch(&path, json!({"disabled": true})).token(&admin).if_match(1).await.expect(200);
        app.get("/api/v1/me").token(&viewer).await.expect(401);
        app.post("/api/v1/logins", json!({"login": "viewer", "password": PASSWORD})).await.expect(401);
    }

    async fn another_role_or_password_ends_the_sign_ins(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let viewer = app.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        let id = app.get("/api/v1/me").token(&viewer).await.at("/id").to_owned();
        let path = format!("/api/v1/users/{id}");
        app.patch(&path, json!({"region_code": "330226"})).token(&admin).if_match(1).await.expect(200);
        app.get("/api/v1/me").token(&viewer).await.expect(401);
        let viewer = app.sign_in("viewer").await;
        app.patch(&path, json!({"password": "another good password"})).token(&admin).if_match(2).await.expect(200);
        app.get("/api/v1/me").token(&viewer).await.expect(401);
        // A new name ends nothing.
        let other = app.post("/api/v1/logins", json!({"login": "viewer", "password": "another good password"})).await;
        app.patch(&path, json!({"name": "别名"})).token(&admin).if_match(3).await.expect(200);
        app.get("/api/v1/me").token(other.at("/access_token")).await.expect(200);
    }

    async fn a_mediator_who_is_suspended_is_out_until_reinstated(app: TestApp) {
        let world = World::of(&app).await;
        let path = format!("/api/v1/mediators/{}", world.own.mediator);
        let password = json!({"login": "mediator", "password": PASSWORD});
        let signed = app.post("/api/v1/logins", password.clone()).await.expect(200);
        let refresh = json!({"refresh_token": signed.at("/refresh_token")});
        let set = |status: &'static str, version| app.patch(&path, json!({"status": status})).token(world.token("chamber")).if_match(version);
        set("absent", 1).await.expect(200);
        app.get("/api/v1/me").token(world.token("mediator")).await.expect(200);
        for (version, status) in [(2, "suspended"), (3, "removed")] {
            set(status, version).await.expect(200);
            for token in [world.token("mediator"), signed.at("/access_token")] {
                app.get("/api/v1/cases").token(token).await.expect(401);
            }
            app.post("/api/v1/logins/refresh", refresh.clone()).await.expect(401);
            let refused = app.post("/api/v1/logins", password.clone()).await.expect(401);
            assert_eq!(refused.at("/code"), "wrong_credentials", "{status}");
        }
        app.get("/api/v1/me").token(world.token("colleague")).await.expect(200);
        set("active", 4).await.expect(200);
        let back = app.post("/api/v1/logins", password).await.expect(200);
        app.get("/api/v1/me").token(back.at("/access_token")).await.expect(200);
        app.get("/api/v1/me").token(world.token("mediator")).await.expect(401);
    }

    async fn everybody_changes_their_own_password(app: TestApp) {
        let viewer = app.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        let other = app.sign_in("viewer").await;
        let change = |old: &str, new: &str, token: &str| {
            app.post("/api/v1/me/password", json!({"old_password": old, "new_password": new})).token(token)
        };
        let new = "another good password";
        for (old, new, field, code) in [
            ("wrong password", new, "old_password", "wrong_credentials"),
            (PASSWORD, "short", "new_password", "too_short"),
            (PASSWORD, "the viewer himself", "new_password", "password_weak"),
        ] {
            let refused = change(old, new, &viewer).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        let signed = change(PASSWORD, new, &viewer).await.expect(200);
        for token in [&viewer, &other] {
            app.get("/api/v1/me").token(token).await.expect(401);
        }
        let token = signed.at("/access_token");
        app.get("/api/v1/me").token(token).await.expect(200);
        app.post("/api/v1/logins", json!({"login": "viewer", "password": PASSWORD})).await.expect(401);
        app.post("/api/v1/logins", json!({"login": "viewer", "password": new})).await.expect(200);
        // Guessing with a token that was stolen is slowed down as at the sign-in.
        let mut last = 422;
        for _ in 0..6 {
            last = change("a guess at it", new, token).await.status;
        }
        assert_eq!(last, 429);
        app.post("/api/v1/me/password", json!({"old_password": new, "new_password": PASSWORD})).await.expect(401);
    }

    async fn creating_happens_once_for_a_key(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let body = new("viewer", "federation_viewer", json!({"region_code": "330200"}));
        app.post("/api/v1/users", body.clone()).without_key().token(&admin).await.expect(400);
        let first = app.post("/api/v1/users", body.clone()).key("k1").token(&admin).await.expect(201);
        let again = app.post("/api/v1/users", body.clone()).key("k1").token(&admin).await.expect(201);
        assert_eq!((first.body.clone(), again.header("Idempotent-Replay")), (again.body.clone(), "true"));
        assert_eq!(first.header("Location"), format!("/api/v1/users/{}", first.at("/id")));
        let other = new("viewer2", "federation_viewer", json!({"region_code": "330200"}));
        let reused = app.post("/api/v1/users", other).key("k1").token(&admin).await.expect(422);
        assert_eq!(reused.at("/errors/0/code"), "idempotency_key_reused");
        let taken = app.post("/api/v1/users", body).key("k2").token(&admin).await.expect(409);
        assert_eq!(taken.at("/code"), "login_taken");
    }

    async fn a_kept_reply_tells_no_password_and_goes_after_a_day(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let body = new("viewer", "federation_viewer", json!({"region_code": "330200"}));
        app.post("/api/v1/users", body.clone()).key("k1").token(&admin).await.expect(201);
        let mut raw = Raw::open(&app.url);
        let guess = wanlian::base::token::digest(body.to_string().as_bytes());
        let kept = raw.everything().remove("idempotency").unwrap();
        assert!(kept.len() == 1 && !kept[0].contains(&guess), "a guess at the password can be tried without a key");
        let mut left = |tables: &[&str]| -> Vec<usize> {
            jobs::run_once(JOBS.iter().find(|job| job.name == "purge_expired").unwrap(), &work(&app));
            tables.iter().map(|table| raw.texts(&format!("SELECT id AS v FROM {table}")).len()).collect()
        };
        app.clock.advance(Duration::hours(23));
        assert_eq!(left(&["idempotency"]), [1]);
        app.clock.advance(Duration::hours(2));
        assert_eq!(left(&["idempotency", "login_throttle", "session", "refresh_token"]), [0, 0, 1, 1]);
        app.clock.advance(Duration::days(31));
        assert_eq!(left(&["session", "refresh_token"]), [0, 0]);
        app.sign_in("viewer").await;
    }

    async fn a_federation_manages_its_area_only(app: TestApp) {
        let city = app.account("city", "federation_admin", json!({"region_code": "330200"})).await;
        let wide = app.account("province", "federation_admin", json!({"region_code": "330000"})).await;
        let post = |body| app.post("/api/v1/users", body).token(&city);
        let made = post(new("county", "federation_admin", json!({"region_code": "330226"}))).await.expect(201);
        post(new("higher", "federation_viewer", json!({"region_code": "330000"}))).await.expect(403);
        post(new("other", "federation_viewer", json!({"region_code": "330100"}))).await.expect(403);
        post(new("root", "sysadmin", json!({}))).await.expect(403);
        let path = format!("/api/v1/users/{}", made.at("/id"));
        app.patch(&path, json!({"role": "sysadmin"})).token(&city).if_match(1).await.expect(403);
        app.patch(&path, json!({"region_code": "330100"})).token(&city).if_match(1).await.expect(403);
        let listed = app.get("/api/v1/users").token(&city).await.expect(200);
        assert_eq!(listed.json["items"].as_array().unwrap().len(), 2);
        let me = app.get("/api/v1/me").token(&wide).await.at("/id").to_owned();
        let out_of_reach = app.get(&format!("/api/v1/users/{me}")).token(&city).await.expect(404);
        let nothing = app.get("/api/v1/users/0190b6d0-0000-7000-8000-000000000000").token(&city).await.expect(404);
        let no_id = app.get("/api/v1/users/17").token(&city).await.expect(404);
        assert_eq!(out_of_reach.body, nothing.body);
        assert_eq!(out_of_reach.body, no_id.body);
    }

    async fn nobody_locks_himself_out(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let id = app.get("/api/v1/me").token(&admin).await.at("/id").to_owned();
        let path = format!("/api/v1/users/{id}");
        app.patch(&path, json!({"disabled": true})).token(&admin).if_match(1).await.expect(409);
        let viewer = json!({"role": "federation_viewer", "region_code": "330200"});
        app.patch(&path, viewer).token(&admin).if_match(1).await.expect(409);
    }

    async fn pages_join_without_gap(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        for n in 0..4 {
            app.account(&format!("viewer{n}"), "federation_viewer", json!({"region_code": "330200"})).await;
        }
        let (mut seen, mut path) = (Vec::new(), "/api/v1/users?limit=2".to_owned());
        loop {
            let page = app.get(&path).token(&admin).await.expect(200);
            seen.extend(page.json["items"].as_array().unwrap().iter().map(|one| one["login"].to_string()));
            if page.at("/next_cursor").is_empty() {
                break;
            }
            path = format!("/api/v1/users?limit=2&cursor={}", page.at("/next_cursor"));
        }
        let distinct: std::collections::BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), distinct.len()), (5, 5));
        for bad in ["limit=0", "limit=201", "limit=x", "cursor=!", "more=1"] {
            app.get(&format!("/api/v1/users?{bad}")).token(&admin).await.expect(422);
        }
    }

    async fn the_log_only_grows(app: TestApp) {
        use diesel::connection::SimpleConnection;
        let admin = app.account("admin", "sysadmin", json!({})).await;
        app.post("/api/v1/users", new("viewer", "federation_viewer", json!({"region_code": "330200"}))).token(&admin).await.expect(201);
        assert_eq!(app.logged("users::create"), 1);
        for sql in ["UPDATE access_log SET status = 1", "DELETE FROM access_log"] {
            assert!(app.db.write_now(move |c| Ok(c.batch_execute(sql)?)).is_err(), "{sql}");
        }
    }

    async fn a_place_must_fit_its_role(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let post = |body| app.post("/api/v1/users", body).token(&admin);
        for (role, more, field) in [
            ("federation_admin", json!({}), "role"),
            ("sysadmin", json!({"region_code": "330200"}), "role"),
            ("chamber_admin", json!({"chamber_id": "0190b6d0-0000-7000-8000-000000000000"}), "chamber_id"),
            ("federation_admin", json!({"region_code": "33"}), "region_code"),
            ("king", json!({}), "role"),
        ] {
            let reply = post(new("somebody", role, more)).await.expect(422);
            assert_eq!(reply.at("/errors/0/field"), field, "{role} {}", reply.text());
        }
        let mut weak = new("somebody", "sysadmin", json!({}));
        weak["password"] = json!("somebody 1234");
        assert_eq!(post(weak).await.expect(422).at("/errors/0/code"), "password_weak");
    }
}
