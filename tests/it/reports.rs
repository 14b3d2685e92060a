//! The official form and published reports: every cell from the ledger, files that open again, and nothing that changes afterwards.

use crate::both;
use crate::support::lives;
use crate::support::*;
use actix_web::http::Method;
use chrono::Timelike;
use diesel::RunQueryDsl;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::base::token;
use wanlian::domain::official_form::{Unit, written};
use wanlian::formats::table;

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

/// The ledger of Ninghai as far as it says so itself: rows whose day of a column is in a year, and what another column comes to.
fn counted(day: &str, year: &str, column: &str, value: &str) -> i64 {
    let rows = table::read(LEDGER.as_bytes()).unwrap();
    let at = |name: &str| rows.header.iter().position(|header| header == name).unwrap();
    let (day, column) = (at(day), at(column));
    let of_year = rows.rows.iter().filter(|row| row.cells[day].starts_with(year));
    of_year.filter(|row| value.is_empty() || row.cells[column] == *value).count() as i64
}

fn column(name: &str) -> Vec<String> {
    let rows = table::read(LEDGER.as_bytes()).unwrap();
    let at = rows.header.iter().position(|header| header == name).unwrap();
    rows.rows.iter().map(|row| row.cells[at].to_owned()).collect()
}

/// The days between two columns of those rows whose later one is in a year.
fn days_between(from: &str, to: &str, year: &str) -> Vec<i64> {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let pairs = column(from).into_iter().zip(column(to));
    pairs.filter(|(_, to)| to.starts_with(year)).map(|(from, to)| (day(&to) - day(&from)).num_days()).collect()
}

/// Cases accepted by a day whose mediation ended later.
fn open_on(day: &str) -> usize {
    let pairs = column("受理日期").into_iter().zip(column("协议日期"));
    pairs.filter(|(accepted, agreed)| accepted.as_str() <= day && agreed.as_str() > day).count()
}

async fn ninghai(app: &TestApp) -> World {
    let world = World::of(app).await;
    let call = app.call(Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", LEDGER.as_bytes().to_vec());
    let import = call.token(world.token("federation")).await.expect(200).json;
    assert_eq!((import["created"].as_i64(), import["failed"].as_i64()), (Some(781), Some(0)), "{import}");
    world
}

fn cell(form: &Value, row: &Value, code: &str) -> i64 {
    let columns = form["columns"].as_array().unwrap();
    let at = columns.iter().position(|column| column["code"] == code).unwrap();
    row["cells"][at].as_i64().unwrap()
}

both! {
    async fn the_official_form_is_the_ledger_to_the_digit(app: TestApp) {
        let world = ninghai(&app).await;
        let path = "/api/v1/statistics/form?from=2020&to=2020";
        let form = app.get(path).token(world.token("federation")).await.expect(200).json;
        let total = &form["total"];
        assert_eq!(form["faults"], json!([]));
        for (code, day, column, value) in [
            ("cases", "受理日期", "案件编号", ""),
            ("body_social", "受理日期", "案件编号", ""),
            ("category_labour", "受理日期", "适用程序", "劳动争议"),
            ("application", "受理日期", "案件来源", "当事人申请"),
            ("referral_court", "受理日期", "案件来源", "法院委托移送"),
            ("proactive", "受理日期", "案件来源", "主动调解"),
            ("agreed", "协议日期", "调解结果", "成功"),
            ("written", "协议日期", "协议形式", "书面"),
            ("oral", "协议日期", "协议形式", "口头"),
        ] {
            assert_eq!(cell(&form, total, code), counted(day, "2020", column, value), "{code}");
        }
        assert!(cell(&form, total, "cases") > 200);
        let whole = app.get("/api/v1/statistics/form?from=2019&to=2022").token(world.token("federation")).await.expect(200).json;
        assert_eq!(cell(&whole, &whole["total"], "amount_agreed"), 2_642_000_000);

        let path = path.replace("form?", "form/file?");
        let numbers = |bytes: &[u8], skip: usize| {
            let table = table::read(bytes).unwrap();
            let last = table.rows.last().unwrap();
            assert_eq!(&last.cells[0], "合计");
            let cells: Vec<f64> = last.cells.iter().skip(1).map(|cell| cell.parse().unwrap()).collect();
            assert_eq!(table.rows.len(), skip + 2);
            cells
        };
        let xlsx = app.get(&path).token(world.token("federation")).await.expect(200);
        let csv = app.get(&format!("{path}&format=csv")).token(world.token("federation")).await.expect(200);
        // Of the workbook, the first sheet is the form: under the title come whose it is, two rows of headings, and numbers.
        let (from_xlsx, from_csv) = (numbers(&xlsx.body, 4), numbers(&csv.body, 0));
        assert_eq!(from_xlsx, from_csv);
        assert_eq!(from_csv[0], cell(&form, total, "cases") as f64);
        assert_eq!(from_csv[4], written(Unit::WanYuan, cell(&form, total, "amount_agreed")).parse::<f64>().unwrap());
        app.get("/api/v1/statistics/form?from=2020&to=2020&region=420106").token(world.token("federation")).await.expect(404);
        app.get("/api/v1/statistics/form?from=x&to=2020").token(world.token("federation")).await.expect(422);
        let path = "/api/v1/statistics/form?from=2020&to=2020";
        let own = app.get(path).token(world.token("chamber")).await.expect(200).json;
        assert_eq!((&own["rows"][0]["name"], &own["total"]), (&json!("宁海县商会人民调解委员会"), total), "a row for each committee");
        let none = app.get(path).token(world.token("other.chamber")).await.expect(200).json;
        assert_eq!((none["rows"].clone(), cell(&none, &none["total"], "cases")), (json!([]), 0));
    }

    /// Held against the ledger itself, of which every day is in the file.
    async fn times_are_those_of_the_ledger(app: TestApp) {
        let world = ninghai(&app).await;
        let sheet = app.get("/api/v1/statistics/times?from=2020&to=2020").token(world.token("federation")).await.expect(200).json;
        let of = |measure: &str| sheet["items"].as_array().unwrap().iter().find(|one| one["measure"] == measure).unwrap().clone();
        for (measure, from, to) in [("days_to_agreement", "受理日期", "协议日期"), ("days_to_conclusion", "受理日期", "协议日期"), ("days_to_closure", "申请日期", "结案日期")] {
            let mut days = days_between(from, to, "2020");
            days.sort_unstable();
            let found = of(measure);
            let numbers = ["count", "sum", "most"].map(|key| found[key].as_i64().unwrap());
            assert_eq!(numbers, [days.len() as i64, days.iter().sum(), days[days.len() - 1]], "{measure}");
            assert_eq!(found["median"], json!(days[days.len().div_ceil(2) - 1]));
            assert_eq!(found["p90"], json!(days[(days.len() * 9).div_ceil(10) - 1]));
        }
        assert_eq!(of("open_age")["count"], json!(open_on("2020-12-31")));
        let case = lives::register(&app, &world, "chamber").await;
        let case = lives::step(&app, &world, "chamber", &case, ("acceptance", r#"{"accepted_on": "$today", "simplified": false}"#)).await;
        let lead = r#"{"mediator_id": "$mediator", "lead": true, "chosen_by": "committee", "relation_declared": false, "appointed_on": "$today"}"#;
        let case = lives::step(&app, &world, "chamber", &case, ("mediators", lead)).await;
        let yes = r#"{"party_id": "$respondent", "matter": "mediation", "given": true, "channel": "phone", "recorded_on": "$today"}"#;
        lives::step(&app, &world, "chamber", &case, ("consents", yes)).await;
        let today = china_day(app.clock.now());
        let path = format!("/api/v1/statistics/times?from={today}&to={today}");
        let own = app.get(&path).token(world.token("chamber")).await.expect(200).json;
        let own = |measure: &str| own["items"].as_array().unwrap().iter().find(|one| one["measure"] == measure).unwrap().clone();
        for (measure, value) in [("open_age", 0), ("caseload", 1), ("days_to_other_side", 0)] {
            assert_eq!((own(measure)["count"].clone(), own(measure)["most"].clone()), (json!(1), json!(value)), "{measure}");
        }
        assert_eq!(own("hours_to_firm_answer")["count"], json!(0));
        let held = app.get(&path).token(world.token("federation")).await.expect(200).json;
        let few = held["items"].as_array().unwrap().iter().find(|one| one["measure"] == "caseload").unwrap();
        assert_eq!((few["suppressed"].clone(), few["count"].clone()), (json!(true), Value::Null));
        app.get(&format!("{path}&region=420106")).token(world.token("federation")).await.expect(404);
        app.get("/api/v1/statistics/times?from=2020&to=2019").token(world.token("federation")).await.expect(422);
    }

    async fn a_chamber_sees_what_deserves_a_second_look_and_nobody_else_does(app: TestApp) {
        let world = World::of(&app).await;
        // To the beginning of a minute, so that three closings are within it.
        app.clock.advance(chrono::Duration::seconds(60 - i64::from(app.clock.now().second())));
        let today = china_day(app.clock.now());
        let path = format!("/api/v1/statistics/oddities?from={today}&to={today}");
        let seen = |login: &str| app.get(&path).token(world.token(login));
        assert_eq!(seen("chamber").await.expect(200).json["items"], json!([]));
        let mut ids = Vec::new();
        for days in [3, 41] {
            let facts = format!("申请人在被申请人处做工{days}天，被申请人以资金周转困难为由拖欠工资未付，经多次催讨无果");
            let new = json!({"applicant": "甲", "respondent": "乙", "summary": facts});
            ids.push(app.post("/api/v1/cases", new).token(world.token("chamber")).await.expect(201).at("/case/id").to_owned());
        }
        for _ in 0..3 {
            let declined = lives::live(&app, &world, lives::LIVES[2]).await;
            lives::step(&app, &world, "chamber", &declined, ("closure", r#"{"closed_on": "$today"}"#)).await;
        }
        let found = seen("chamber").await.expect(200).json;
        let signs: Vec<_> = found["items"].as_array().unwrap().iter().map(|one| one["sign"].as_str().unwrap()).collect();
        assert_eq!(signs, ["alike_words", "same_minute"]);
        let mut cases: Vec<_> = found["items"][0]["cases"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        cases.sort();
        assert_eq!(cases, ids);
        assert_eq!((found["items"][1]["numerator"].clone(), found["items"][1]["denominator"].clone()), (json!(3), json!(3)));
        assert_eq!(seen("other.chamber").await.expect(200).json["items"], json!([]), "of somebody else's nothing");
        for login in ["federation", "mediator", "firm"] {
            seen(login).await.expect(403);
        }
        app.get("/api/v1/statistics/oddities?from=x&to=2024").token(world.token("chamber")).await.expect(422);
    }

    async fn a_report_stays_and_says_what_changed_since(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let today = china_day(app.clock.now());
        let month = today.format("%Y-%m").to_string();
        let federation = world.token("federation");
        let new = json!({"from": format!("{month}-01"), "to": today});
        let report = app.post("/api/v1/reports", new.clone()).token(federation).await.expect(201);
        let path = report.header("Location").to_owned();
        let files = |app: &TestApp, path: String, token: String| {
            let calls: Vec<_> = ["json", "csv", "xlsx"].iter().map(|format| app.get(&format!("{path}/file?format={format}")).token(&token)).collect();
            async move {
                let mut bodies = Vec::new();
                for call in calls {
                    bodies.push(call.await.expect(200).body);
                }
                bodies
            }
        };
        let first = files(&app, path.clone(), federation.to_owned()).await;
        assert_eq!(token::digest(&first[0]), report.at("/sha256"));
        let kept: Value = serde_json::from_slice(&first[0]).unwrap();
        assert_eq!(kept["tables"][0]["items"][0]["counts"]["registered"], json!(1));
        assert!(kept["definitions"]["rates"].as_array().unwrap().len() > 10);
        let nothing = app.get(&format!("{path}/differences")).token(federation).await.expect(200).json;
        assert_eq!(nothing["items"], json!([]));

        // One case is corrected, another comes in.
        app.clock.advance(chrono::Duration::seconds(5));
        lives::step(&app, &world, "chamber", &case, ("", r#"{"people": 9}"#)).await;
        lives::step(&app, &world, "chamber", &app.get(&lives::path(case["case"]["id"].as_str().unwrap(), "")).token(world.token("chamber")).await.expect(200).json, ("acceptance", r#"{"accepted_on": "$today", "simplified": false}"#)).await;
        lives::register(&app, &world, "chamber").await;
        assert_eq!(files(&app, path.clone(), federation.to_owned()).await, first, "byte for byte");
        let changed = app.get(&format!("{path}/differences")).token(federation).await.expect(200).json;
        let whole: Vec<_> = changed["items"].as_array().unwrap().iter().filter(|one| one["by"] == "total").map(|one| {
            (one["count"].as_str().unwrap(), one["published"].as_i64().unwrap(), one["now"].as_i64().unwrap(), one["change"].as_i64().unwrap())
        }).collect();
        assert_eq!(whole, [("registered", 1, 2, 1), ("accepted", 0, 1, 1), ("people", 0, 9, 9), ("amount_claimed", 0, 3_000_000, 3_000_000)]);
        assert!(changed["items"].as_array().unwrap().iter().any(|one| one["by"] == "category" && one["item"] == "contract"));

        // The database itself refuses to change one.
        for sql in ["UPDATE report SET name = '甲'", "DELETE FROM report"] {
            assert!(app.db.write_now(move |c| Ok(diesel::sql_query(sql).execute(c)?)).is_err(), "{sql}");
        }
        let listed = app.get("/api/v1/reports").token(world.token("viewer")).await.expect(200).json;
        assert_eq!(listed["items"][0]["id"], report.json["id"]);
        assert_eq!(app.get("/api/v1/reports").token(world.token("other.viewer")).await.expect(200).json["items"], json!([]));
        app.get(&path).token(world.token("neighbour")).await.expect(404);
        app.get(&path).token(world.token("chamber")).await.expect(404);
        let ahead = json!({"from": month, "to": today.succ_opt()});
        assert_eq!(app.post("/api/v1/reports", ahead).token(federation).await.expect(422).json["errors"][0]["field"], json!("to"));
        let elsewhere = json!({"region": "420106", "from": "2024", "to": "2024"});
        app.post("/api/v1/reports", elsewhere).token(federation).await.expect(404);
        app.post("/api/v1/reports", new).token(world.token("chamber")).await.expect(403);
    }
}
