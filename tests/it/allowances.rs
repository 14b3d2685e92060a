//! 以案定补: what each mediator is due to the fen, each case once, with reasons for the rest, and nothing that changes afterwards.

use crate::both;
use crate::support::lives::{self, CALLED_BACK, FAILED, Line, NO_MONEY, id};
use crate::support::*;
use actix_web::http::Method;
use chrono::{Datelike, NaiveDate};
use diesel::RunQueryDsl;
use futures_util::future::join_all;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::formats::table;

const SESSION: Line = (
    "sessions",
    r#"{"held_on": "$today", "mode": "on_site", "place": "调解室", "attended": ["$applicant", "$respondent"], "record": "双方到场"}"#,
);
const SECOND: Line = (
    "mediators",
    r#"{"mediator_id": "$colleague", "lead": false, "chosen_by": "parties", "relation_declared": false, "appointed_on": "$today"}"#,
);
const CLOSURE: Line = ("closure", r#"{"closed_on": "$today"}"#);

fn today(app: &TestApp) -> NaiveDate {
    china_day(app.clock.now())
}

/// A rule of this year.
pub fn rule(app: &TestApp, region: &str, sharing: &str, rates: Value) -> Value {
    json!({"region_code": region, "year": today(app).year(), "basis": "某县以案定补办法", "sharing": sharing, "rates": rates})
}

pub fn rate(grade: &str, conditions: &[&str], amount: i64) -> Value {
    json!({"grade": grade, "conditions": conditions, "amount": amount})
}

/// An oral agreement that two mediators reached, kept at once, with its record, closed.
pub async fn of_two(app: &TestApp, world: &World) -> Value {
    let mut lines = NO_MONEY.to_vec();
    lines.insert(2, SECOND);
    lines.insert(7, SESSION);
    lines.extend(CALLED_BACK);
    lines.push(CLOSURE);
    lives::live(app, world, &lines).await
}

/// The same of one mediator, with its dossier in the archive.
async fn archived(app: &TestApp, world: &World) -> Value {
    let mut lines = NO_MONEY.to_vec();
    lines.insert(6, SESSION);
    lines.extend(CALLED_BACK);
    lines.extend([CLOSURE, ("archive", r#"{"archived_on": "$today"}"#)]);
    lives::live(app, world, &lines).await
}

pub async fn closed(app: &TestApp, world: &World, lines: &[Line]) -> Value {
    let lines: Vec<Line> = lines.iter().copied().chain([CLOSURE]).collect();
    lives::live(app, world, &lines).await
}

async fn draft(app: &TestApp, world: &World, login: &str, more: &str) -> Value {
    let path = format!("/api/v1/allowances?from={0}&to={0}{more}", today(app));
    app.get(&path).token(world.token(login)).await.expect(200).json
}

async fn approve(app: &TestApp, world: &World, login: &str, draft: &Value) -> Reply {
    let body = json!({"from": draft["from"], "to": draft["to"], "sha256": draft["sha256"]});
    app.post("/api/v1/allowance-sheets", body).token(world.token(login)).await
}

/// Why each case is not paid, by its id.
fn reasons(sheet: &Value, case: &Value) -> Value {
    let unpaid = sheet["unpaid"].as_array().unwrap().iter();
    unpaid.filter(|one| one["case_id"] == id(case)).map(|one| one["reasons"].clone()).collect()
}

fn amounts(sheet: &Value) -> Vec<(String, i64, i64)> {
    let of = |one: &Value| {
        (one["name"].as_str().unwrap().to_owned(), one["cases"].as_i64().unwrap(), one["amount"].as_i64().unwrap())
    };
    sheet["mediators"].as_array().unwrap().iter().map(of).collect()
}

both! {
    async fn each_case_is_paid_once_and_a_correction_shows(app: TestApp) {
        let world = World::of(&app).await;
        let federation = world.token("federation");
        let all = ["agreed", "performed", "dossier"];
        let own = rule(&app, "330226", "equal", json!([rate("simple", &all, 10_001)]));
        let own = app.post("/api/v1/allowance-rules", own).token(federation).await.expect(201);
        let (kept, two) = (archived(&app, &world).await, of_two(&app, &world).await);
        let (bare, failed) = (closed(&app, &world, NO_MONEY).await, closed(&app, &world, FAILED).await);
        lives::live(&app, &world, NO_MONEY).await;

        let sheet = draft(&app, &world, "federation", "").await;
        assert_eq!((sheet["total"].as_i64(), sheet["paid"].as_array().unwrap().len()), (Some(20_002), 2), "{sheet:#}");
        let (lead, second) = ("宁海县调解员甲".to_owned(), "宁海县调解员乙".to_owned());
        let mut due = amounts(&sheet);
        due.sort();
        assert_eq!(due, [(second.clone(), 1, 5_000), (lead.clone(), 2, 15_002)], "the odd fen is the lead's");
        assert_eq!(reasons(&sheet, &bare), json!([["dossier_incomplete"]]));
        assert_eq!(reasons(&sheet, &failed), json!([["no_mediator", "not_agreed", "not_performed"]]));
        assert_eq!(sheet["unpaid"].as_array().unwrap().len(), 2, "what is not closed is in no sheet");
        let chamber = draft(&app, &world, "chamber", "").await;
        assert_eq!((&chamber["paid"], &chamber["region"]), (&sheet["paid"], &Value::Null));
        assert_eq!(draft(&app, &world, "other.chamber", "").await["paid"], json!([]));
        assert_eq!(draft(&app, &world, "neighbour", "").await["unpaid"], json!([]));

        // What is approved is what was seen.
        let wrong = json!({"from": sheet["from"], "to": sheet["to"], "sha256": "0"});
        assert_eq!(app.post("/api/v1/allowance-sheets", wrong).token(federation).await.expect(409).at("/code"), "sheet_changed");
        let approved = approve(&app, &world, "federation", &sheet).await.expect(201);
        assert_eq!((approved.at("/sha256"), approved.json["total"].as_i64()), (sheet["sha256"].as_str().unwrap(), Some(20_002)));
        let path = approved.header("Location").to_owned();
        for (login, more) in [("federation", ""), ("city", "")] {
            let again = draft(&app, &world, login, more).await;
            assert_eq!((&again["paid"], reasons(&again, &kept), reasons(&again, &two)), (&json!([]), json!([["paid_before"]]), json!([["paid_before"]])), "{login}");
            assert_eq!(approve(&app, &world, login, &again).await.expect(409).at("/code"), "nothing_to_pay");
        }
        let files = async |app: &TestApp| {
            let mut files = Vec::new();
            for format in ["json", "csv", "xlsx"] {
                files.push(app.get(&format!("{path}/file?format={format}")).token(federation).await.expect(200).body);
            }
            files
        };
        let first = files(&app).await;
        assert_eq!(wanlian::base::token::digest(&first[0]), approved.at("/sha256"));

        // The rule changes, a case is reopened, another comes: the sheet stays, and says what would be otherwise.
        app.clock.advance(chrono::Duration::seconds(5));
        let other = json!({"basis": "新办法", "sharing": "lead", "rates": [rate("simple", &["agreed"], 7)]});
        app.call(Method::PUT, own.header("Location"), Some(other)).token(federation).if_match(1).await.expect(200);
        let differences = async |app: &TestApp| app.get(&format!("{path}/differences")).token(federation).await.expect(200).json;
        assert_eq!(differences(&app).await["items"], json!([]));
        lives::step(&app, &world, "chamber", &two, ("reopening", r#"{"reopened_on": "$today", "to": "agreed", "reason": "登记有误"}"#)).await;
        let changed = differences(&app).await;
        assert_eq!(changed["change"], json!(-10_001));
        let items: Vec<_> = changed["items"].as_array().unwrap().iter().map(|one| (one["now"].clone(), one["reasons"].clone())).collect();
        assert_eq!(items, [(json!(0), json!(["not_closed", "not_performed"])), (json!(0), json!(["not_closed", "not_performed"]))]);
        assert_eq!(files(&app).await, first, "byte for byte");
        let now = draft(&app, &world, "federation", "").await;
        assert_eq!((now["total"].clone(), reasons(&now, &bare)), (json!(7), json!([])), "what was lacking is paid by a later sheet");
        assert_eq!(amounts(&now), [(lead, 1, 7)]);

        for sql in ["UPDATE allowance_sheet SET total = 1", "DELETE FROM allowance_sheet", "UPDATE allowance_payment SET amount = 1", "DELETE FROM allowance_payment"] {
            assert!(app.db.write_now(move |c| Ok(diesel::sql_query(sql).execute(c)?)).is_err(), "{sql}");
        }
        let part = app.get(&path).token(world.token("chamber")).await.expect(200).json;
        assert_eq!(part["sheet"]["paid"], sheet["paid"]);
        assert_eq!(app.get("/api/v1/allowance-sheets").token(world.token("other.chamber")).await.expect(200).json["items"], json!([]));
        for login in ["other.federation", "neighbour", "other.chamber"] {
            app.get(&path).token(world.token(login)).await.expect(404);
        }
    }

    async fn the_files_add_up_to_the_sheet(app: TestApp) {
        let world = World::of(&app).await;
        let own = rule(&app, "330226", "equal", json!([rate("simple", &["agreed"], 10_001)]));
        app.post("/api/v1/allowance-rules", own).token(world.token("federation")).await.expect(201);
        of_two(&app, &world).await;
        closed(&app, &world, FAILED).await;
        let file = |format: &str| {
            let path = format!("/api/v1/allowances/file?from={0}&to={0}&format={format}", today(&app));
            app.get(&path).token(world.token("viewer"))
        };
        let lines = table::read(&file("csv").await.expect(200).body).unwrap();
        assert_eq!(lines.header.iter().collect::<Vec<_>>(), ["结案日期", "案件编号", "案件等级", "调解员", "补贴金额(元)", "未予补贴原因"]);
        let cells: Vec<_> = lines.rows.iter().map(|row| (row.cells[4].to_owned(), row.cells[5].to_owned())).collect();
        let cell = |amount: &str, reason: &str| (amount.to_owned(), reason.to_owned());
        assert_eq!(cells[..2], [cell("50.01", ""), cell("50.00", "")]);
        assert!(cells[2].0 == "0.00" && cells[2].1.contains("没有调解员") && cells[2].1.contains("未达成协议"), "{cells:?}");
        let totals = table::read(&file("xlsx").await.expect(200).body).unwrap();
        let last = totals.rows.last().unwrap();
        assert_eq!((&last.cells[0], &last.cells[2], &last.cells[3]), ("合计", "1", "100.01"));
        let bad = format!("/api/v1/allowances?from=x&to={}", today(&app));
        app.get(&bad).token(world.token("viewer")).await.expect(422);
        let elsewhere = format!("/api/v1/allowances?from={0}&to={0}&region=420106", today(&app));
        app.get(&elsewhere).token(world.token("federation")).await.expect(404);
        let tomorrow = json!({"from": today(&app), "to": today(&app).succ_opt(), "sha256": "0"});
        let refused = app.post("/api/v1/allowance-sheets", tomorrow).token(world.token("federation")).await.expect(422);
        assert_eq!(refused.at("/errors/0/code"), "future_date");
    }

    async fn the_rule_of_the_smaller_place_and_of_the_year_holds(app: TestApp) {
        let world = World::of(&app).await;
        let add = |login: &str, rule: Value| app.post("/api/v1/allowance-rules", rule).token(world.token(login));
        let mut last_year = rule(&app, "330226", "lead", json!([rate("simple", &["agreed"], 1)]));
        last_year["year"] = json!(today(&app).year() - 1);
        add("federation", last_year).await.expect(201);
        let case = of_two(&app, &world).await;
        assert_eq!(reasons(&draft(&app, &world, "federation", "").await, &case), json!([["no_rule"]]));
        add("city", rule(&app, "330200", "lead", json!([rate("simple", &["agreed"], 500)]))).await.expect(201);
        assert_eq!(draft(&app, &world, "federation", "").await["total"], json!(500));
        let county = rule(&app, "330226", "equal", json!([rate("hard", &["agreed"], 900), rate("simple", &[], 300)]));
        let made = add("federation", county.clone()).await.expect(201);
        assert_eq!(draft(&app, &world, "city", "").await["total"], json!(300), "for the city too");
        assert_eq!(add("federation", county.clone()).await.expect(409).at("/code"), "already_registered");

        for (field, value, code) in [
            ("year", json!(1999), "out_of_range"),
            ("rates", json!([]), "missing"),
            ("region_code", json!("999999"), "region_unknown"),
            ("sharing", json!("none"), "unknown_code"),
            ("basis", json!(""), "missing"),
        ] {
            let mut body = county.clone();
            body[field] = value;
            let login = if field == "region_code" { "admin" } else { "federation" };
            let refused = add(login, body).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        let path = made.header("Location");
        let terms = json!({"basis": "某文", "sharing": "equal", "rates": [rate("simple", &["agreed"], 0), rate("simple", &["agreed"], 5)]});
        let put = |login: &str, version: i64, terms: &Value| app.call(Method::PUT, path, Some(terms.clone())).token(world.token(login)).if_match(version);
        let refused = put("federation", 1, &terms).await.expect(422).json;
        let faults: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(faults, ["bad_amount", "repeated_rate"]);
        put("neighbour", 1, &terms).await.expect(404);
        put("chamber", 1, &terms).await.expect(403);
        put("federation", 7, &terms).await.expect(412);
        let listed = app.get("/api/v1/allowance-rules?region=330200").token(world.token("mediator")).await.expect(200).json;
        assert_eq!(listed["items"].as_array().unwrap().len(), 3);
        let year = today(&app).year();
        let listed = app.get(&format!("/api/v1/allowance-rules?region=330226&year={year}")).token(world.token("mediator")).await.expect(200);
        assert_eq!(listed.json["items"], json!([made.json]));
    }

    async fn of_two_who_approve_at_once_one_is_refused(app: TestApp) {
        let world = World::of(&app).await;
        let own = rule(&app, "330226", "equal", json!([rate("simple", &["agreed"], 10_000)]));
        app.post("/api/v1/allowance-rules", own).token(world.token("federation")).await.expect(201);
        of_two(&app, &world).await;
        let (county, city) = (draft(&app, &world, "federation", "").await, draft(&app, &world, "city", "").await);
        let both = [approve(&app, &world, "federation", &county), approve(&app, &world, "city", &city)];
        let replies = join_all(both).await;
        let mut answers: Vec<_> = replies.iter().map(|reply| (reply.status, reply.at("/code"))).collect();
        answers.sort_unstable();
        assert_eq!(answers, [(201, ""), (409, "sheet_changed")]);
    }
}
