//! The clocks of a case, asked over HTTP: last days by the civil code, what moves them, and the sentences that explain them.

use crate::both;
use crate::support::*;
use serde_json::{Value, json};

/// A case of the mediator with the application of a day; its path.
async fn applied(app: &TestApp, world: &World, regime: &str, on: &str) -> String {
    let new = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "争议", "regime": regime, "applied_on": on});
    let made = app.post("/api/v1/cases", new).token(world.token("mediator")).await.expect(201);
    made.header("Location").to_owned()
}

/// Takes steps one after the other and answers the last reply.
async fn take(app: &TestApp, world: &World, path: &str, steps: &[(&str, Value)]) -> Reply {
    let mut reply = app.get(path).token(world.token("mediator")).await.expect(200);
    for (noun, body) in steps {
        let version = reply.json["case"]["version"].as_i64().unwrap();
        let call = app.post(&format!("{path}/{noun}"), body.clone()).token(world.token("mediator")).if_match(version);
        reply = call.await.expect(200);
    }
    reply
}

async fn clocks(app: &TestApp, world: &World, path: &str) -> Vec<Value> {
    let shown = app.get(&format!("{path}/clocks")).token(world.token("mediator")).await.expect(200);
    shown.json["items"].as_array().unwrap().clone()
}

fn rule<'a>(clocks: &'a [Value], rule: &str) -> &'a Value {
    clocks.iter().find(|clock| clock["rule"] == rule).unwrap_or_else(|| panic!("no clock {rule} in {clocks:?}"))
}

both! {
    async fn a_month_ends_with_the_month_and_a_make_up_saturday_is_worked(app: TestApp) {
        let world = World::of(&app).await;
        let path = applied(&app, &world, "people", "2026-01-30").await;
        assert!(clocks(&app, &world, &path).await.is_empty(), "nothing runs before acceptance");
        let reply = take(&app, &world, &path, &[("acceptance", json!({"accepted_on": "2026-01-31"}))]).await;
        assert_eq!(reply.at("/case/due_on"), "2026-02-28");
        let all = clocks(&app, &world, &path).await;
        let clock = rule(&all, "people_settle");
        assert_eq!((clock["due_on"].as_str().unwrap(), clock["state"].as_str().unwrap()), ("2026-02-28", "running"));
        assert_eq!(clock["overdue"], true);
        assert!(clock["days_left"].as_i64().unwrap() < 0);
        assert_eq!(clock["sentence_zh"], "人民调解期限：自受理之日2026年1月31日起1个月，当日不计，最后一日为2026年2月28日。\
            依据：《人民调解工作若干规定》第三十三条；《民法典》第二百零一条至第二百零三条。");
        assert_eq!(clock["sentence_en"], "People's mediation: 1 month from acceptance on 31 January 2026, that day not counted; the last \
            day is 28 February 2026. Rules on people's mediation art 33; Civil Code arts 201-203.");
    }

    async fn a_court_case_moves_past_the_holiday_and_an_appraisal_is_not_counted(app: TestApp) {
        let world = World::of(&app).await;
        let path = applied(&app, &world, "court_pre", "2026-08-31").await;
        let steps = [("acceptance", json!({"accepted_on": "2026-09-04"}))];
        assert_eq!(take(&app, &world, &path, &steps).await.at("/case/due_on"), "2026-10-08");
        let all = clocks(&app, &world, &path).await;
        let clock = rule(&all, "court_pre");
        assert_eq!(clock["uncorrected_on"], "2026-10-04");
        assert_eq!(clock["skipped"], json!(["2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"]));
        assert!(clock["sentence_zh"].as_str().unwrap().contains("末日2026年10月4日为国庆节，顺延至2026年10月8日"), "{clock}");
        assert!(clock["sentence_en"].as_str().unwrap().contains("4 October 2026 falls on the National Day holiday"), "{clock}");
        // Three working days from the referral were Thursday the third; the case was taken on Friday.
        let answer = rule(&all, "court_accept");
        assert_eq!((&answer["due_on"], &answer["ended_on"], &answer["overdue"]), (&json!("2026-09-03"), &json!("2026-09-04"), &json!(true)));
        assert_eq!(rule(&all, "court_contact")["due_on"], "2026-09-09");

        let start = [("appraisal", json!({"started_on": "2026-09-10", "subject": "货物质量"}))];
        take(&app, &world, &path, &start).await;
        assert_eq!(rule(&clocks(&app, &world, &path).await, "court_pre")["state"], "paused");
        let end = [("appraisal-end", json!({"ended_on": "2026-09-15"}))];
        assert_eq!(take(&app, &world, &path, &end).await.at("/case/due_on"), "2026-10-09");
        let all = clocks(&app, &world, &path).await;
        let clock = rule(&all, "court_pre");
        assert_eq!((&clock["paused_days"], &clock["uncorrected_on"], &clock["skipped"]), (&json!(5), &json!("2026-10-09"), &json!([])));
        assert!(clock["sentence_zh"].as_str().unwrap().contains("中止、鉴定的5日不计入"));
        assert_eq!(clock["pauses"][0]["kind"], "appraisal");
    }

    async fn labour_has_fifteen_days_from_the_application_and_the_year_for_arbitration(app: TestApp) {
        let world = World::of(&app).await;
        let path = applied(&app, &world, "labour", "2026-03-02").await;
        let settle = |all: &[Value]| rule(all, "labour_settle")["due_on"].clone();
        assert_eq!(settle(&clocks(&app, &world, &path).await), "2026-03-17");
        let noted = [("clock-starts", json!({"rule": "labour_arbitration", "starts_on": "2025-11-30"}))];
        let reply = take(&app, &world, &path, &noted).await;
        assert_eq!(reply.json["clock_starts"][0]["starts_on"], "2025-11-30");
        assert_eq!(rule(&clocks(&app, &world, &path).await, "labour_arbitration")["due_on"], "2026-11-30");
        for (body, code) in [
            (json!({"rule": "people_settle", "starts_on": "2026-01-01"}), "clock_from_file"),
            (json!({"rule": "payment_order", "starts_on": "2199-01-01"}), "future_date"),
        ] {
            let call = app.post(&format!("{path}/clock-starts"), body).token(world.token("mediator")).if_match(2);
            assert_eq!(call.await.expect(422).json["errors"][0]["code"], code);
        }
        let other = world.token("other.mediator");
        app.get(&format!("{path}/clocks")).token(other).await.expect(404);
    }

    async fn the_table_of_rules_is_there_for_everybody_with_its_basis(app: TestApp) {
        let rules = app.get("/api/v1/clock-rules").await.expect(200);
        let one = &rules.json["items"][7];
        assert_eq!((&one["id"], &one["amount"], &one["unit"]), (&json!("confirm_apply"), &json!(30), &json!("days")));
        assert!(rules.json["items"].as_array().unwrap().iter().all(|rule| rule["basis_zh"] != "" && rule["basis_en"] != ""));
    }
}

#[actix_web::test]
async fn a_year_the_calendar_lacks_is_said_in_every_answer() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let calendar = fresh.folder.path().join("calendar.csv");
    std::fs::write(&calendar, "date,kind,name\n2025-01-01,holiday,元旦\n").unwrap();
    let settings = format!("mediation.calendar_file = {:?}\n", calendar.display().to_string());
    let app = TestApp::start_with(fresh, &settings).await;
    let world = World::of(&app).await;
    let path = applied(&app, &world, "labour", "2026-09-21").await;
    let reply = take(&app, &world, &path, &[]).await;
    // The sixth of October is a Tuesday; that it is a holiday nobody could know.
    assert_eq!((reply.at("/case/due_on"), &reply.json["warnings"]["calendar_lacks"]), ("2026-10-06", &json!(2026)));
    let all = clocks(&app, &world, &path).await;
    assert_eq!(all[0]["unknown_year"], 2026);
    assert!(all[0]["sentence_zh"].as_str().unwrap().contains("工作日历缺少2026年"));
}
