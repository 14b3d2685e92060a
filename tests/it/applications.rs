//! Applications without an account: taken in under the chamber's link, decided by the committee, followed by a code.

use crate::both;
use crate::support::*;
use actix_web::http::Method;
use chrono::Duration;
use serde_json::{Value, json};

fn form() -> Value {
    json!({"applicant": "马勇琪", "applicant_kind": "person", "applicant_phone": "13800001234", "applicant_email": "m@example.org",
        "applicant_address": "宁海县", "respondent": "宁海顺盛食品厂", "respondent_kind": "organisation", "respondent_phone": "0574-65208888",
        "summary": "拖欠三个月工资", "wanted": "支付工资三万元", "category": "labour", "amount_claimed": 3000000, "voluntary": true})
}

fn link_path(world: &World) -> String {
    format!("/api/v1/chambers/{}/intake-link", world.own.chamber)
}

async fn intake(app: &TestApp, world: &World) -> String {
    let made = app.post(&link_path(world), json!({})).token(world.token("chamber")).await.expect(200);
    assert!(made.at("/url").ends_with(&format!("/apply/{}", made.at("/code"))));
    format!("/api/v1/intake/{}", made.at("/code"))
}

/// The newest application as staff see it.
async fn newest(app: &TestApp, world: &World) -> (String, Value) {
    let list = app.get("/api/v1/applications").token(world.token("mediator")).await.expect(200);
    let path = format!("/api/v1/applications/{}", list.at("/items/0/id"));
    let view = app.get(&path).token(world.token("mediator")).await.expect(200).json;
    (path, view)
}

both! {
    async fn an_application_becomes_a_case_and_its_code_tells_how_it_goes(app: TestApp) {
        let world = World::of(&app).await;
        let intake = intake(&app, &world).await;
        let received = app.post(&intake, form()).without_key().await.expect(201);
        let code = received.at("/progress_code").to_owned();
        assert_eq!((code.len(), code.split('-').count()), (19, 4));
        let follow = |code: &str| app.get(&format!("/api/v1/progress/{code}"));
        let waiting = follow(&code).await.expect(200);
        assert_eq!(waiting.at("/application"), "waiting");
        for words in ["马勇琪", "顺盛", "工资", "3000000"] {
            assert!(!waiting.text().contains(words) && !received.text().contains(words));
        }
        let (path, view) = newest(&app, &world).await;
        assert_eq!((&view["application"]["wanted"], view["application"]["version"].as_i64()), (&json!("支付工资三万元"), Some(1)));
        assert!(view["application"].get("progress_sha256").is_none());
        let accept = |who: &str| app.post(&format!("{path}/acceptance"), json!({"difficulty": "simple"})).token(world.token(who));
        accept("other.chamber").if_match(1).await.expect(404);
        accept("mediator").if_match(2).await.expect(412);
        let case = accept("mediator").if_match(1).await.expect(201);
        assert_eq!((case.at("/case/regime"), case.at("/case/source"), case.at("/parties/0/address")), ("labour", "application", "宁海县"));
        assert_eq!(case.json["parties"].as_array().unwrap().len(), 2);
        assert_eq!(accept("mediator").if_match(2).await.expect(409).at("/code"), "already_done");
        // Typed as one likes.
        let now = follow(&code.to_lowercase().replace('-', "")).await.expect(200);
        assert_eq!((now.at("/application"), now.at("/status")), ("accepted", "registered"));
        assert!(!now.text().contains("马勇琪"));
    }

    async fn a_refusal_says_where_to_go(app: TestApp) {
        let world = World::of(&app).await;
        let intake = intake(&app, &world).await;
        let code = app.post(&intake, form()).await.expect(201).at("/progress_code").to_owned();
        let (path, _) = newest(&app, &world).await;
        let refuse = |who: &str, body: Value| app.post(&format!("{path}/refusal"), body).token(world.token(who)).if_match(1);
        refuse("mediator", json!({"outcome": "outside_scope"})).await.expect(403);
        assert_eq!(refuse("chamber", json!({"outcome": "agreed"})).await.expect(422).at("/errors/0/field"), "outcome");
        assert_eq!(refuse("chamber", json!({"outcome": "other"})).await.expect(422).at("/errors/0/field"), "reason");
        let refused = refuse("chamber", json!({"outcome": "outside_scope", "reason": "不属受理范围"})).await.expect(200);
        assert_eq!((refused.at("/application/status"), refused.at("/advice/0/route")), ("refused", "labour_arbitration"));
        let told = app.get(&format!("/api/v1/progress/{code}")).await.expect(200);
        assert_eq!((told.at("/application"), told.at("/advice/0/route")), ("refused", "labour_arbitration"));
        assert!(told.at("/advice/0/article").contains("劳动争议调解仲裁法") && !told.text().contains("不属受理范围"));
    }

    async fn bad_input_is_named_and_nothing_is_kept(app: TestApp) {
        let world = World::of(&app).await;
        let intake = intake(&app, &world).await;
        let before = Raw::open(&app.url).everything();
        for (field, value, code) in [
            ("applicant", json!(""), "missing"),
            ("applicant_phone", json!("12"), "phone_format"),
            ("applicant_email", json!("x"), "email_format"),
            ("category", json!("war"), "unknown_code"),
            ("amount_claimed", json!(-1), "bad_amount"),
            ("voluntary", json!(false), "not_voluntary"),
            ("respondent", json!("马勇琪"), "own_respondent"),
            ("more", json!(1), "unknown_field"),
        ] {
            let mut form = form();
            form[field] = value;
            let reply = app.post(&intake, form).await.expect(422);
            assert_eq!((reply.at("/errors/0/field"), reply.at("/errors/0/code")), (field, code));
            assert!(!reply.json["errors"][0]["message_zh"].as_str().unwrap().is_empty());
        }
        let changed = Raw::open(&app.url).differences(&before);
        assert!(changed.is_empty(), "{changed:?}");
    }

    async fn likeness_is_told_to_staff_alone(app: TestApp) {
        let world = World::of(&app).await;
        let known = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "工资"});
        let known = app.post("/api/v1/cases", known).token(world.token("chamber")).await.expect(201);
        let intake = intake(&app, &world).await;
        let first = app.post(&intake, form()).await.expect(201);
        let second = app.post(&intake, form()).await.expect(201);
        for reply in [first, second] {
            assert_eq!(reply.json.as_object().unwrap().keys().collect::<Vec<_>>(), ["progress_code", "received_at"]);
        }
        let (_, view) = newest(&app, &world).await;
        assert_eq!(view["duplicates"][0]["case_id"], known.json["case"]["id"]);
        assert_eq!(view["same_as"].as_array().unwrap().len(), 1);
        let far = app.get("/api/v1/applications").token(world.token("other.chamber")).await.expect(200);
        assert_eq!(far.json["items"], json!([]));
    }

    async fn a_link_is_replaced_removed_and_throttled(app: TestApp) {
        let world = World::of(&app).await;
        app.get(&link_path(&world)).token(world.token("chamber")).await.expect(404);
        let old = intake(&app, &world).await;
        let new = intake(&app, &world).await;
        app.post(&old, form()).await.expect(404);
        for _ in 0..9 {
            app.post(&new, form()).await.expect(201);
        }
        assert_eq!(app.post(&new, form()).await.expect(429).at("/code"), "throttled");
        app.clock.advance(Duration::hours(1));
        app.post(&new, form()).await.expect(201);
        let admin = app.sign_in("chamber").await;
        app.call(Method::DELETE, &link_path(&world), None).token(&admin).await.expect(204);
        app.post(&new, form()).await.expect(404);
        app.call(Method::DELETE, &link_path(&world), None).token(&admin).await.expect(404);
    }
}
