//! The agreement over HTTP: drafts checked, contradictions refused, the ledger of its performance, what follows when it is not kept.

use crate::both;
use crate::support::lives::{self, FAILED, KEPT_AFTER_ALL, NO_MONEY};
use crate::support::*;
use chrono::Duration;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::base::id::PaymentId;

/// A case on which the next step is the agreement.
async fn ready(app: &TestApp, world: &World) -> Value {
    let before = NO_MONEY.iter().position(|line| line.0 == "agreement").unwrap();
    lives::live(app, world, &NO_MONEY[..before]).await
}

fn path(case: &Value, noun: &str) -> String {
    lives::path(case["case"]["id"].as_str().unwrap(), noun)
}

fn version(case: &Value) -> i64 {
    case["case"]["version"].as_i64().unwrap()
}

fn draft(app: &TestApp, content: &str) -> Value {
    json!({"form": "written", "content": content, "amount": 3000000, "agreed_on": china_day(app.clock.now())})
}

both! {
    async fn a_draft_is_checked_and_nothing_is_saved(app: TestApp) {
        let world = World::of(&app).await;
        let case = ready(&app, &world).await;
        let before = Raw::open(&app.url).everything();
        let post = |body: Value| app.post(&path(&case, "agreement/lint"), body).token(world.token("mediator"));
        let found = post(draft(&app, "付30000元（大写：人民币贰万元整）")).await.expect(200).json;
        assert_eq!(found["blocked"], true);
        let first = &found["findings"][0];
        assert_eq!((&first["weight"], &first["code"], &first["field"]), (&json!("contradiction"), &json!("capital_differs"), &json!("content")));
        assert!(first["article"].as_str().unwrap().contains("人民调解法") && first["zh"].is_string() && first["en"].is_string());
        let sound = post(draft(&app, "付30000元（大写：人民币叁万元整）")).await.expect(200).json;
        assert_eq!(sound["blocked"], false);
        let gaps: Vec<_> = sound["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert!(gaps.contains(&"schedule_missing") && gaps.contains(&"signature_missing"), "{gaps:?}");
        let mut wrong = draft(&app, "付款");
        wrong["signatures"] = json!([{"party_id": world.own.mediator, "signed_on": china_day(app.clock.now())}]);
        assert_eq!(post(wrong).await.expect(422).at("/errors/0/field"), "signatures");
        assert_eq!(post(json!({"form": "written"})).await.expect(422).at("/errors/0/field"), "amount");
        app.post(&path(&case, "agreement/lint"), draft(&app, "付款")).token(world.token("other.chamber")).await.expect(404);
        lives::untouched(&app, "a check", &before);
    }

    async fn a_contradiction_is_refused_and_a_gap_is_told(app: TestApp) {
        let world = World::of(&app).await;
        let case = ready(&app, &world).await;
        let before = Raw::open(&app.url).everything();
        let post = |body: Value| app.post(&path(&case, "agreement"), body).token(world.token("mediator")).if_match(version(&case));
        let mut both = draft(&app, "付30000元（大写：人民币贰万元整）");
        both["copies"] = json!(1);
        both["instalments"] = json!([{"due_on": china_day(app.clock.now()), "amount": 1, "manner": "cash"}]);
        both["sealed_on"] = json!(china_day(app.clock.now()) + Duration::days(1));
        let refused = post(both).await.expect(422).json;
        let mut codes: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["capital_differs", "copies_too_few", "future_date", "instalments_sum"]);
        lives::untouched(&app, "a contradiction", &before);
        let agreed = post(draft(&app, "付30000元（大写：人民币叁万元整）")).await.expect(200).json;
        let gaps: Vec<_> = agreed["warnings"]["agreement"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert!(gaps.contains(&"signatures") && gaps.contains(&"parties[0].document_number"), "{gaps:?}");
    }

    async fn performance_is_shown_part_by_part_and_a_default_leads_on(app: TestApp) {
        let world = World::of(&app).await;
        let default = KEPT_AFTER_ALL.iter().position(|line| line.0 == "default").unwrap();
        let mut case = lives::live(&app, &world, &KEPT_AFTER_ALL[..default]).await;
        let show = |noun: &str| app.get(&path(&case, noun)).token(world.token("chamber"));
        let ledger = show("performance").await.expect(200).json;
        assert_eq!((&ledger["agreed"], &ledger["paid"], &ledger["open"]), (&json!(3000000), &json!(1000000), &json!(2000000)));
        assert_eq!((&ledger["parts"][0]["state"], &ledger["parts"][1]["state"]), (&json!("paid"), &json!("due")));
        assert_eq!((&ledger["urgings"][0]["words"], &ledger["payments"][0]["reference"]), (&json!("请按期付款"), &json!("回单1")));
        // A proof is tied to the payment it proves.
        let (payment, id) = (ledger["payments"][0]["payment_id"].as_str().unwrap(), case["case"]["id"].as_str().unwrap());
        let send = |query: String| {
            let path = format!("/api/v1/cases/{id}/attachments?{query}");
            app.post(&path, Value::Null).bytes("application/octet-stream", b"%PDF-1.7\n%%EOF".to_vec()).token(world.token("chamber"))
        };
        let wrong = send(format!("kind=evidence&payment={payment}")).await.expect(422);
        assert_eq!(wrong.at("/errors/0/code"), "payment_of_proof");
        let wrong = send(format!("kind=payment_proof&payment={}", PaymentId::new())).await.expect(422);
        assert_eq!(wrong.at("/errors/0/code"), "unknown_reference");
        let proof = send(format!("kind=payment_proof&payment={payment}")).await.expect(201).json;
        assert_eq!(show("performance").await.expect(200).json["payments"][0]["attachments"], json!([proof["id"]]));
        let sheet = show("confirmation").await.expect(200).json;
        assert_eq!((&sheet["status"], &sheet["court"]), (&json!("applied"), &json!("宁海县人民法院")));
        assert!(sheet["court_due_on"].is_string());
        let path_of_case = format!("/api/v1/cases/{id}");
        case = app.get(&path_of_case).token(world.token("chamber")).await.expect(200).json;
        case = lives::step(&app, &world, "chamber", &case, KEPT_AFTER_ALL[default]).await;
        let routes: Vec<_> = case["advice"].as_array().unwrap().iter().map(|one| one["route"].as_str().unwrap()).collect();
        assert_eq!(routes, ["sue_on_agreement", "payment_order"]);
        assert_eq!(case["advice"][0]["article"], "人民调解法第三十二条");
        for who in ["federation", "firm"] {
            app.get(&path(&case, "performance")).token(world.token(who)).await.expect(403);
        }
        app.get(&path(&case, "performance")).token(world.token("other.chamber")).await.expect(404);
    }

    async fn nothing_is_paid_on_a_case_that_ended_without_agreement(app: TestApp) {
        let world = World::of(&app).await;
        let mut case = lives::live(&app, &world, FAILED).await;
        let routes: Vec<_> = case["advice"].as_array().unwrap().iter().map(|one| one["route"].as_str().unwrap()).collect();
        assert_eq!(routes, ["sue", "arbitration", "administrative"]);
        for close in [false, true] {
            if close {
                case = lives::step(&app, &world, "chamber", &case, ("closure", r#"{"closed_on": "$today"}"#)).await;
            }
            let before = Raw::open(&app.url).everything();
            let payment = json!({"amount": 1, "paid_on": china_day(app.clock.now()), "manner": "cash"});
            let reply = app.post(&path(&case, "payments"), payment).token(world.token("chamber")).if_match(version(&case)).await;
            assert_eq!((reply.status, reply.at("/code")), (409, "wrong_status"));
            lives::untouched(&app, "a payment", &before);
        }
    }
}
