//! Figures by two dimensions, of any days, against an earlier period, and the cases behind each of them.

use crate::both;
use crate::support::lives::{self, LIVES};
use crate::support::*;
use actix_web::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wanlian::base::clock::china_day;
use wanlian::domain::contribution::{Added, Contribution, Counter};
use wanlian::domain::measures::{Basis, Dimension};

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

/// A ledger of 2019 to 2021 beside cases that were worked here, in both places.
pub async fn filled(app: &TestApp) -> World {
    let mut world = World::of(app).await;
    let ledger: String =
        LEDGER.lines().enumerate().filter(|(at, _)| at % 7 == 0).map(|(_, line)| format!("{line}\n")).collect();
    let call = app.call(Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", ledger.into_bytes());
    let import = call.token(world.token("federation")).await.expect(200).json;
    assert_eq!((import["created"].as_i64(), import["failed"].as_i64()), (Some(111), Some(0)), "{import}");
    for life in LIVES {
        lives::live(app, &world, life).await;
        app.clock.advance(Duration::days(17));
        let logins: Vec<String> = world.tokens.keys().filter(|login| *login != "disabled").cloned().collect();
        for login in logins {
            let token = app.sign_in(&login).await;
            world.tokens.insert(login, token);
        }
        lives::register(app, &world, "other.chamber").await;
    }
    world
}

pub async fn items(app: &TestApp, token: &str, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/statistics?{query}");
    app.get(&path).token(token).await.expect(200).json["items"].as_array().unwrap().clone()
}

/// The lines of a table by their items; those that are nothing are left out.
fn table(items: &[Value]) -> BTreeMap<String, BTreeMap<String, i64>> {
    let line = |line: &Value| {
        let counts = line["counts"].as_object().unwrap().iter();
        let counts = counts.map(|(code, count)| (code.clone(), count.as_i64().unwrap()));
        (format!("{} {}", line["item"], line["other"]), counts.filter(|(_, count)| *count != 0).collect())
    };
    items.iter().map(line).collect()
}

fn sum(parts: &[BTreeMap<String, BTreeMap<String, i64>>]) -> BTreeMap<String, BTreeMap<String, i64>> {
    let mut all: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for (item, counts) in parts.iter().flatten() {
        for (code, count) in counts {
            *all.entry(item.clone()).or_default().entry(code.clone()).or_default() += count;
        }
    }
    all
}

const PAIRS: [(&str, &str); 12] = [
    ("total", ""),
    ("category", ""),
    ("region", ""),
    ("quarter", ""),
    ("region", "month"),
    ("category", "year"),
    ("month", "source"),
    ("category", "source"),
    ("committee", "regime"),
    ("firm", "category"),
    ("committee", "firm"),
    ("region", "category"),
];

fn by((by, and): (&str, &str)) -> String {
    if and.is_empty() { format!("by={by}") } else { format!("by={by}&and={and}") }
}

both! {
    /// Cells of whole months and what is counted case by case add up to one another, whatever the cut: to the day.
    async fn any_days_add_up_to_the_whole(app: TestApp) {
        let world = filled(&app).await;
        let year = china_day(app.clock.now()).format("%Y").to_string();
        for (login, region) in [("chamber", ""), ("firm", ""), ("city", "&region=330226"), ("city", "")] {
            for pair in PAIRS {
                let cut = by(pair);
                if login == "city" && (cut.contains("committee") || cut.contains("firm")) {
                    continue;
                }
                let read = |from: String, to: String| {
                    let query = format!("from={from}&to={to}&{cut}{region}");
                    let (app, token) = (&app, world.token(login));
                    async move { table(&items(app, token, &query).await) }
                };
                let whole = read("2019".into(), year.clone()).await;
                let mut parts = Vec::new();
                for (from, to) in [("2019", "2019-12-09"), ("2019-12-10", "2020-02-28"), ("2020-02-29", "2020-02-29"), ("2020-03-01", "2021-Q2"), ("2021-07", "")] {
                    let to = if to.is_empty() { year.clone() } else { to.to_owned() };
                    parts.push(read(from.to_owned(), to).await);
                }
                assert_eq!(sum(&parts), whole, "{login} {cut}");
                assert!(login == "firm" || !whole.is_empty(), "{login} {cut}");
            }
        }
    }

    /// However a figure is cut, as many cases are behind it as it says, or cases that come to its amount.
    async fn the_cases_behind_a_figure_are_as_many_as_it_says(app: TestApp) {
        let world = filled(&app).await;
        let mut chance = Chance(12);
        let mut seen = 0;
        for (login, from, to) in [("chamber", "2019", "2099"), ("city", "2019-10", "2021-Q1"), ("city", "2019-12-24", "2099")] {
            for pair in PAIRS {
                let query = format!("from={from}&to={to}&{}", by(pair));
                let lines = items(&app, world.token(login), &query).await;
                for _ in 0..lines.len().min(4) {
                    let line = chance.one(&lines);
                    if line["suppressed"] == json!(true) {
                        continue;
                    }
                    let mut counters: Vec<Counter> = Counter::ALL.to_vec();
                    if pair.0 != "total" {
                        counters = vec![chance.one(&counters), chance.one(&counters)];
                    }
                    for counter in counters {
                        let figure = line["counts"][counter.code()].as_i64().unwrap();
                        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
                        let asked = format!("{query}&count={counter}&item={}&other={}", text("item"), text("other"));
                        let (rows, added) = all_behind(&app, world.token(login), &asked, (figure, 60)).await;
                        if counter.is_amount() || counter == Counter::People {
                            assert!(rows <= 200 && (login == "city" || added == figure), "{asked}");
                        } else {
                            assert_eq!((rows, added), (figure, figure), "{asked}");
                        }
                        seen += usize::from(figure != 0);
                    }
                }
            }
        }
        assert!(seen > 60, "only {seen} figures were more than nothing");
        // Both parties are called back on one day: a page may end between the two.
        for counter in ["callbacks_due", "registered"] {
            let asked = "from=2026&to=2099&by=total";
            let figure = items(&app, world.token("city"), asked).await[0]["counts"][counter].as_i64().unwrap();
            let asked = format!("{asked}&count={counter}");
            let (rows, added) = all_behind(&app, world.token("city"), &asked, (figure, 1)).await;
            assert!(figure > 4 && (rows, added) == (figure, figure), "{counter}: {rows} rows come to {added} of {figure}");
        }
    }

    async fn figures_are_held_against_an_earlier_period(app: TestApp) {
        let world = filled(&app).await;
        let (city, path) = (world.token("city"), "/api/v1/statistics?from=2020&to=2020&by=category");
        let then = table(&items(&app, city, "from=2019&to=2019&by=category").await);
        let sheet = app.get(&format!("{path}&compare=previous")).token(city).await.expect(200).json;
        assert_eq!(sheet["compared"], json!({"with": "previous", "from": "2019-01-01", "to": "2019-12-31"}));
        let labour = sheet["items"].as_array().unwrap().iter().find(|line| line["item"] == "labour").unwrap();
        let count = |line: &Value| line["counts"]["accepted"].as_i64().unwrap();
        assert_eq!(count(&labour["before"]), then["\"labour\" null"]["accepted"]);
        assert_eq!(labour["before"]["change"]["accepted"], json!(count(labour) - count(&labour["before"])));
        let rate = &labour["before"]["rates"][1];
        assert_eq!((rate["rate"].clone(), rate["denominator"].clone()), (json!("success_per_concluded"), labour["before"]["counts"]["concluded"].clone()));
        for (query, field) in [("by=month&compare=previous", "compare"), ("by=category&and=category", "and"), ("and=category", "and")] {
            let path = format!("/api/v1/statistics?from=2020&to=2020&{query}");
            let refused = app.get(&path).token(city).await.expect(422);
            assert_eq!(refused.json["errors"][0]["field"], json!(field), "{}", refused.text());
        }
    }

    /// Two committees in one area; whoever is neither of them must not tell a small figure of one from the sums.
    async fn of_a_crossed_table_no_small_figure_can_be_told(app: TestApp) {
        let world = filled(&app).await;
        let (one, two) = ("018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002");
        let today = china_day(app.clock.now());
        app.db.write_now(move |tx| {
            for (committee, category, count) in [(one, "contract", 9), (one, "labour", 8), (two, "contract", 2), (two, "labour", 7)] {
                for (key, _) in crate::statistics::some("330225", category.parse().unwrap(), 1) {
                    let mut added = Added::default();
                    added.counts.add(Counter::Registered, count);
                    let key = wanlian::domain::contribution::CellKey { committee: committee.parse().unwrap(), ..key };
                    wanlian::store::statistics::add(tx, today, None, &Contribution::from([(key, added)]))?;
                }
            }
            Ok(())
        }).unwrap();
        let neighbour = world.token("neighbour");
        let lines = items(&app, neighbour, "from=2026&to=2026&by=committee&and=month").await;
        let shown = |lines: &[Value]| lines.iter().map(|line| line["counts"]["registered"].as_i64()).collect::<Vec<_>>();
        assert_eq!(shown(&lines), [Some(17), Some(9)]);
        // What behind a figure is read from cases must refuse what the table refuses.
        let token = world.token("other.federation");
        let small = lives::register(&app, &world, "other.chamber").await["case"]["committee_id"].as_str().unwrap().to_owned();
        let cut = format!("from={today}&to={today}&by=committee&and=regime");
        let lines = items(&app, token, &cut).await;
        let held = lines.iter().find(|line| line["item"] == json!(small) && line["suppressed"] == json!(true)).unwrap();
        assert_eq!((&held["counts"], &held["rates"]), (&json!({}), &json!([])));
        let path = format!("/api/v1/statistics/cases?{cut}&count=registered&item={small}&other={}", held["other"].as_str().unwrap());
        assert!(app.get(&path).token(token).await.expect(422).text().contains("held_back"));
        assert_eq!(items(&app, world.token("other.chamber"), &cut).await[0]["counts"]["registered"], json!(2), "its own are shown");
    }

    async fn the_cases_behind_a_figure_are_for_who_sees_them_all(app: TestApp) {
        let world = filled(&app).await;
        let path = "/api/v1/statistics/cases?from=2019&to=2099&count=accepted";
        for (login, status) in [("mediator", 403), ("firm", 403), ("lawyer", 403), ("admin", 403), ("chamber", 200), ("city", 200)] {
            app.get(path).token(world.token(login)).await.expect(status);
        }
        let page = app.get(&format!("{path}&limit=2")).token(world.token("city")).await.expect(200).json;
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
        assert_eq!(page["items"][0]["case"]["summary"], json!("***"), "a federation sees no facts");
        let amount = path.replace("accepted", "amount_agreed");
        let page = app.get(&amount).token(world.token("city")).await.expect(200).json;
        assert!(page["figure"].as_i64().unwrap() > 0 && page["items"][0]["adds"].is_null(), "nor single amounts");
        app.get(&format!("{path}&region=420106")).token(world.token("city")).await.expect(404);
        for (query, field) in [("&cursor=x", "cursor"), ("&limit=0", "limit")] {
            let refused = app.get(&format!("{path}{query}")).token(world.token("chamber")).await.expect(422);
            assert_eq!(refused.json["errors"][0]["field"], json!(field));
        }
    }
}

/// How many rows are behind a figure, over all pages of so many, and what they come to; each by the day it counts by.
pub async fn all_behind(app: &TestApp, token: &str, query: &str, (figure, limit): (i64, usize)) -> (i64, i64) {
    let (mut rows, mut added, mut cursor) = (0, 0, String::new());
    loop {
        let path = format!("/api/v1/statistics/cases?{query}&limit={limit}{cursor}");
        let page = app.get(&path).token(token).await.expect(200).json;
        assert_eq!(page["figure"].as_i64(), Some(figure), "{query}");
        for row in page["items"].as_array().unwrap() {
            rows += 1;
            added += row["adds"].as_i64().unwrap_or(0);
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (rows, added),
        }
    }
}

#[test]
fn every_count_says_by_which_day_it_counts() {
    for counter in Counter::ALL {
        assert!(counter.zh().contains('按') && counter.en().contains("by "), "{counter} {:?}", Basis::of(*counter));
    }
    assert_eq!(Dimension::Quarter.of_month("2024-09-01"), "2024-Q3");
}
