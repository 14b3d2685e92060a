//! 人民调解组织队伍经费保障情况统计表: the registry to the head, and what was approved for its people.

use crate::both;
use crate::support::lives::{self, NO_MONEY};
use crate::support::*;
use actix_web::http::Method;
use chrono::Datelike;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::formats::table;

fn cell(form: &Value, row: &Value, code: &str) -> i64 {
    let columns = form["columns"].as_array().unwrap();
    let at = columns.iter().position(|column| column["code"] == code).unwrap();
    row["cells"][at].as_i64().unwrap()
}

async fn form(app: &TestApp, world: &World, login: &str, more: &str) -> Value {
    let path = format!("/api/v1/statistics/form?form=organisations&from={0}&to={0}{more}", china_day(app.clock.now()));
    app.get(&path).token(world.token(login)).await.expect(200).json
}

both! {
    async fn the_form_is_the_registry_and_what_was_approved(app: TestApp) {
        let world = World::of(&app).await;
        let (today, federation) = (china_day(app.clock.now()), world.token("federation"));
        let before = form(&app, &world, "federation", "").await;
        for (code, count) in [("committees", 1), ("committees_chamber", 1), ("committees_other", 0), ("committees_out_of_term", 1), ("members", 0), ("mediators", 2), ("mediators_full_time", 2), ("mediators_female", 0), ("funds_mediators", 0)] {
            assert_eq!(cell(&before, &before["total"], code), count, "{code}");
        }
        assert_eq!((&before["faults"], &before["name"], &before["rows"][0]["name"]), (&json!([]), &json!("宁海县"), &json!("宁海县")));

        // Three members, a part-time mediator, one removed, and a case that is paid for.
        let seats = json!({"members": [
            {"name": "甲", "gender": "female", "role": "director"},
            {"name": "乙", "gender": "male", "role": "member", "lawyer_id": world.own.lawyer},
            {"name": "丙", "gender": "female", "role": "member"},
        ]});
        let path = format!("/api/v1/committees/{}/members", world.own.committee);
        app.call(Method::PUT, &path, Some(seats)).token(federation).if_match(1).await.expect(200);
        let new = json!({"committee_id": world.own.committee, "name": "丁", "employment": "part_time", "gender": "female"});
        app.post("/api/v1/mediators", new).token(federation).await.expect(201);
        let removed = format!("/api/v1/mediators/{}", world.own.mediator);
        lives::live(&app, &world, &[NO_MONEY, &[("closure", r#"{"closed_on": "$today"}"#)]].concat()).await;
        app.patch(&removed, json!({"status": "removed"})).token(federation).if_match(1).await.expect(200);
        let rule = json!({"region_code": "330226", "year": today.year(), "basis": "某文", "sharing": "lead",
            "rates": [{"grade": "simple", "conditions": ["agreed"], "amount": 1_234_567}]});
        app.post("/api/v1/allowance-rules", rule).token(federation).await.expect(201);
        let draft = app.get(&format!("/api/v1/allowances?from={today}&to={today}")).token(federation).await.expect(200);
        let approval = json!({"from": today, "to": today, "sha256": draft.at("/sha256")});
        app.post("/api/v1/allowance-sheets", approval).token(federation).await.expect(201);

        let expected = [("committees", 1), ("members", 3), ("members_female", 2), ("members_male", 1), ("members_lawyers", 1), ("mediators", 2), ("mediators_full_time", 1), ("mediators_part_time", 1), ("mediators_female", 1), ("funds_mediators", 1_234_567), ("allowance_cases", 1), ("studios", 0)];
        for login in ["federation", "city", "chamber"] {
            let found = form(&app, &world, login, "").await;
            assert_eq!(found["faults"], json!([]), "{login}");
            for (code, count) in expected {
                assert_eq!((cell(&found, &found["rows"][0], code), cell(&found, &found["total"], code)), (count, count), "{login} {code}");
            }
        }
        let chamber = form(&app, &world, "chamber", "").await;
        assert_eq!(chamber["rows"][0]["name"], json!("宁海县商会人民调解委员会"));
        let other = form(&app, &world, "other.chamber", "").await;
        assert_eq!((cell(&other, &other["total"], "members"), cell(&other, &other["total"], "funds_mediators")), (0, 0));
    }

    async fn its_file_leaves_empty_what_is_not_recorded(app: TestApp) {
        let world = World::of(&app).await;
        let today = china_day(app.clock.now());
        let path = |format: &str| format!("/api/v1/statistics/form/file?form=organisations&from={today}&to={today}&format={format}");
        let csv = table::read(&app.get(&path("csv")).token(world.token("viewer")).await.expect(200).body).unwrap();
        let at = |name: &str| csv.header.iter().position(|header| header.contains(name)).unwrap();
        let total = csv.rows.last().unwrap();
        let cells = ["调解委员会总数", "个人调解工作室", "培训期数", "调解员补贴经费"].map(|name| total.cells[at(name)].to_owned());
        assert_eq!(cells, ["1", "", "", "0.00"]);
        let xlsx = app.get(&path("xlsx")).token(world.token("viewer")).await.expect(200);
        assert!(xlsx.body.starts_with(b"PK"));
        let sheet = table::read(&xlsx.body).unwrap();
        assert_eq!(&sheet.header[0], "人民调解组织队伍经费保障情况统计表");
        let elsewhere = format!("/api/v1/statistics/form?form=organisations&from={today}&to={today}&region=420106");
        app.get(&elsewhere).token(world.token("federation")).await.expect(404);
        let unknown = format!("/api/v1/statistics/form?form=x&from={today}&to={today}");
        app.get(&unknown).token(world.token("federation")).await.expect(422);
    }
}
