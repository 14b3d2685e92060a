//! Lists of cases that go by days: their order, their pages and their limits, for everybody who has one.

use crate::both;
use crate::support::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use wanlian::base::clock::china_day;

const APPOINTMENT: lives::Line = (
    "mediators",
    r#"{"mediator_id": "$mediator", "lead": true, "chosen_by": "committee", "relation_declared": false, "appointed_on": "$today"}"#,
);

/// Who registers which cases, so many days after they were applied for, and whether the mediator works on them: neither order is the other.
const CASES: [(&str, i64, &str, bool); 10] = [
    ("mediator", 3, "people", true),
    ("chamber", 9, "labour", true),
    ("colleague", 1, "people", false),
    ("mediator", 9, "labour", false),
    ("chamber", 3, "people", true),
    ("colleague", 9, "labour", true),
    ("mediator", 0, "people", true),
    ("chamber", 5, "labour", false),
    ("other.chamber", 3, "people", false),
    ("mediator", 3, "labour", false),
];

async fn registered(app: &TestApp, world: &World) {
    let today = china_day(app.clock.now());
    for (who, ago, regime, works) in CASES {
        let body = json!({"applicant": "甲", "respondent": "乙", "summary": "租金", "regime": regime,
            "applied_on": today - Duration::days(ago)});
        let case = app.post("/api/v1/cases", body).token(world.token(who)).await.expect(201).json;
        if works {
            let acceptance = ("acceptance", r#"{"accepted_on": "$today", "simplified": false}"#);
            let case = lives::step(app, world, "chamber", &case, acceptance).await;
            lives::step(app, world, "chamber", &case, APPOINTMENT).await;
        }
    }
}

/// The cases of a list, page by page.
async fn leafed(app: &TestApp, token: &str, query: &str, limit: usize) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/cases?limit={limit}&{query}{cursor}");
        let page = app.get(&path).token(token).await.expect(200).json;
        found.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
        assert!(found.len() <= CASES.len(), "{path}");
    }
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_default()
}

fn ids(cases: &[Value]) -> Vec<String> {
    cases.iter().map(|case| text(case, "id").to_owned()).collect()
}

both! {
    async fn a_list_by_days_is_in_the_order_of_these_days_on_every_page(app: TestApp) {
        let world = World::of(&app).await;
        registered(&app, &world).await;
        let (first, last) = (china_day(app.clock.now()) - Duration::days(9), china_day(app.clock.now()) - Duration::days(3));
        app.clock.advance(Duration::days(28));
        let today = china_day(app.clock.now()).to_string();
        let (from, to) = (first.to_string(), last.to_string());
        let mut seen = BTreeSet::new();
        for (who, count) in
            [("chamber", 9), ("mediator", 7), ("colleague", 2), ("federation", 9), ("city", 9), ("other.chamber", 1), ("neighbour", 0)]
        {
            let token = app.sign_in(who).await;
            let all = leafed(&app, &token, "", 200).await;
            assert_eq!(all.len(), count, "{who}");
            let mut sorted = all.clone();
            sorted.sort_by_key(|case| std::cmp::Reverse(text(case, "id").to_owned()));
            assert_eq!(ids(&all), ids(&sorted), "a list of all begins with what was registered last");
            for (query, is_due) in [
                (format!("from={from}"), false),
                (format!("to={to}"), false),
                (format!("from={from}&to={to}"), false),
                (format!("from={to}&to={to}"), false),
                (format!("from={from}&status=registered"), false),
                ("due=late".to_owned(), true),
                (format!("due=late&from={from}"), true),
                ("due=week".to_owned(), true),
            ] {
                let asks = |what: &str| query.contains(what);
                let mut wanted = all.clone();
                wanted.retain(|case| {
                    let (applied, due) = (text(case, "applied_on"), text(case, "due_on"));
                    let from = if asks(&format!("from={from}")) { &from } else { &to };
                    (!asks("from=") || applied >= &**from)
                        && (!asks("to=") || applied <= &*to)
                        && (!asks("status=") || text(case, "status") == "registered")
                        && (!is_due || (due >= &*today) == asks("due=week") && !due.is_empty())
                });
                wanted.sort_by_key(|case| (text(case, if is_due { "due_on" } else { "applied_on" }).to_owned(), text(case, "id").to_owned()));
                if !is_due {
                    wanted.reverse();
                }
                for limit in [1, 2, 200] {
                    assert_eq!(ids(&leafed(&app, &token, &query, limit).await), ids(&wanted), "{who} {query} {limit}");
                }
                seen.insert((query, wanted.len().min(2)));
            }
        }
        // Each was asked where it finds several cases.
        assert_eq!(seen.iter().filter(|(_, count)| *count == 2).count(), 8, "{seen:?}");
    }

    async fn the_place_of_a_page_holds_the_day_it_goes_by(app: TestApp) {
        let world = World::of(&app).await;
        registered(&app, &world).await;
        let token = world.token("chamber");
        let cursor = async |query: &str| {
            let page = app.get(&format!("/api/v1/cases?limit=2&{query}")).token(token).await.expect(200).json;
            page["next_cursor"].as_str().unwrap().to_owned()
        };
        let (by_day, plain) = (cursor("from=2000-01-01").await, cursor("").await);
        app.get(&format!("/api/v1/cases?from=2000-01-01&cursor={plain}")).token(token).await.expect(422);
        app.get(&format!("/api/v1/cases?cursor={by_day}")).token(token).await.expect(200);
        // A page takes the same place.
        let place = String::from_utf8(URL_SAFE_NO_PAD.decode(&by_day).unwrap()).unwrap();
        let rest = ids(&leafed(&app, token, "from=2000-01-01", 200).await).split_off(2);
        let shown = Tab::of(&app, "chamber").await.get(&format!("/cases?from=2000-01-01&before={place}")).await.expect(200).text();
        let links: Vec<&str> = shown.split("href=\"/cases/0").skip(1).map(|link| link.split('"').next().unwrap()).collect();
        assert_eq!(links.iter().map(|rest| format!("0{rest}")).collect::<Vec<_>>(), rest);
    }

    async fn what_somebody_registered_and_works_on_is_due_once(app: TestApp) {
        let world = World::of(&app).await;
        registered(&app, &world).await;
        app.clock.advance(Duration::days(28));
        for who in ["mediator", "colleague", "chamber"] {
            let token = app.sign_in(who).await;
            let work = app.get("/api/v1/work?days=30").token(&token).await.expect(200).json;
            let items = work["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "settle");
            let mut due: Vec<&str> = items.map(|item| text(item, "case_id")).collect();
            due.sort_unstable();
            let all = leafed(&app, &token, "", 200).await;
            let mut own: Vec<&str> = all.iter().filter(|case| !case["due_on"].is_null()).map(|case| text(case, "id")).collect();
            own.sort_unstable();
            assert!(!own.is_empty() && due == own, "{who}: {due:?}, not {own:?}");
        }
    }
}
