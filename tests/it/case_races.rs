//! Many clients at once: one of them wins, or each gets its own, and nothing is done twice.

use crate::both;
use crate::support::lives::{self, REGISTRATION};
use crate::support::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::future::IntoFuture;
use wanlian::cli::verify::first_break;
use wanlian::store::statistics::first_difference;

async fn all_at_once(calls: impl IntoIterator<Item = app::Call>) -> Vec<Reply> {
    join_all(calls.into_iter().map(IntoFuture::into_future)).await
}

fn statuses(replies: &[Reply], status: u16) -> usize {
    replies.iter().filter(|reply| reply.status == status).count()
}

fn is_whole(app: &TestApp) {
    assert_eq!(first_break(&app.db).unwrap(), None);
    assert_eq!(app.db.read_now(first_difference).unwrap(), None);
}

both! {
    async fn of_twenty_steps_with_one_version_one_is_taken(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let path = lives::path(case["case"]["id"].as_str().unwrap(), "acceptance");
        let body = lives::body(&app, &world, &case, r#"{"accepted_on": "$today"}"#);
        let replies = all_at_once((0..20).map(|_| app.post(&path, body.clone()).token(world.token("chamber")).if_match(1))).await;
        assert_eq!((statuses(&replies, 200), statuses(&replies, 412)), (1, 19));
        assert!(replies.iter().all(|reply| reply.header("ETag") == "\"2\""), "the losers hear what is current");
        assert_eq!(Raw::open(&app.url).texts("SELECT CAST(count(*) AS text) AS v FROM case_event"), ["2"]);
        is_whole(&app);
    }

    async fn twenty_registrations_under_one_key_are_one_case(app: TestApp) {
        let world = World::of(&app).await;
        let body = lives::body(&app, &world, &Value::Null, REGISTRATION);
        let replies = all_at_once((0..20).map(|_| app.post("/api/v1/cases", body.clone()).token(world.token("chamber")).key("one"))).await;
        assert_eq!(statuses(&replies, 201), 20, "{:?}", replies.iter().map(Reply::text).collect::<BTreeSet<_>>());
        let bodies: BTreeSet<_> = replies.iter().map(Reply::text).collect();
        assert_eq!(bodies.len(), 1, "all hear the same");
        assert_eq!(replies.iter().filter(|reply| reply.header("Idempotent-Replay") == "true").count(), 19);
        assert_eq!(Raw::open(&app.url).texts("SELECT CAST(count(*) AS text) AS v FROM cases"), ["1"]);
        is_whole(&app);
    }

    async fn twenty_registrations_have_twenty_numbers_in_a_row(app: TestApp) {
        let world = World::of(&app).await;
        let body = lives::body(&app, &world, &Value::Null, REGISTRATION);
        let who = ["chamber", "mediator", "colleague"];
        let replies = all_at_once((0..20).map(|no| app.post("/api/v1/cases", body.clone()).token(world.token(who[no % 3])))).await;
        assert_eq!(statuses(&replies, 201), 20);
        let numbers: BTreeSet<String> = replies.iter().map(|reply| reply.at("/case/case_no").chars().skip_while(|c| *c != '〕').skip(1).collect()).collect();
        let expected: BTreeSet<String> = (1..=20).map(|no| format!("{no:04}号")).collect();
        assert_eq!(numbers, expected);
        is_whole(&app);
    }

    async fn fifty_renewals_of_one_sign_in_are_one_family(app: TestApp) {
        app.account("admin", "sysadmin", json!({})).await;
        let first = app.post("/api/v1/logins", json!({"login": "admin", "password": PASSWORD})).await.expect(200);
        let turn = |token: &str| app.post("/api/v1/logins/refresh", json!({"refresh_token": token}));
        let replies = all_at_once((0..50).map(|_| turn(first.at("/refresh_token")))).await;
        assert_eq!(statuses(&replies, 200), 50, "nobody is signed out by accident");
        let successors: BTreeSet<_> = replies.iter().map(|reply| reply.at("/refresh_token")).collect();
        assert_eq!(successors.len(), 1);
        // `account` above signed in too: two first tokens and one successor.
        assert_eq!(Raw::open(&app.url).texts("SELECT CAST(count(*) AS text) AS v FROM refresh_token"), ["3"]);
        for reply in &replies {
            app.get("/api/v1/me").token(reply.at("/access_token")).await.expect(200);
        }
        // The family goes on, and the first token presented later ends it.
        let next = turn(successors.first().unwrap()).await.expect(200);
        app.clock.advance(chrono::Duration::seconds(11));
        let replies = all_at_once((0..5).map(|_| turn(first.at("/refresh_token")))).await;
        assert_eq!(statuses(&replies, 401), 5);
        turn(next.at("/refresh_token")).await.expect(401);
        app.get("/api/v1/me").token(next.at("/access_token")).await.expect(401);
    }
}
