//! Whole tables of figures by month, quarter and year: they say what a question for each of these alone says, whatever was folded.

use crate::both;
use crate::figures::{filled, items};
use crate::statistics::some;
use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wanlian::domain::category::Category;
use wanlian::domain::contribution::{Contribution, Counter};
use wanlian::domain::measures::Dimension;
use wanlian::domain::policy::Scope;
use wanlian::domain::region::RegionCode;
use wanlian::store::statistics;
use wanlian::store::statistics_table::rows;

const CUTS: [(&str, &str); 9] = [
    ("total", ""),
    ("region", ""),
    ("category", ""),
    ("committee", ""),
    ("firm", ""),
    ("region", "category"),
    ("source", "region"),
    ("region", "committee"),
    ("firm", "region"),
];
const COUNTS: [&str; 5] = ["registered", "agreed", "people", "amount_paid", "callbacks_due"];

/// What is told of an item in a time; nothing where it is held back.
type Told = BTreeMap<(String, String, String), Option<Vec<i64>>>;

fn text(line: &Value, key: &str) -> String {
    line[key].as_str().unwrap_or_default().to_owned()
}

async fn table(app: &TestApp, token: &str, query: &str) -> Told {
    let path = format!("/api/v1/statistics/table?{query}&counts={}", COUNTS.join(","));
    let found = app.get(&path).token(token).await.expect(200).json;
    let codes: Vec<&str> =
        found["counts"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, COUNTS);
    let rows = found["rows"].as_array().unwrap();
    let is_named = !query.contains("committee") && !query.contains("firm");
    let mut told = Told::new();
    for row in rows {
        let counts: Vec<i64> = row["counts"].as_array().unwrap().iter().map(|one| one.as_i64().unwrap()).collect();
        let is_held = row["suppressed"] == json!(true);
        assert_eq!(counts.len(), if is_held { 0 } else { COUNTS.len() }, "{query} {row}");
        assert!(found["names"][text(row, "item")].is_string() || !is_named, "{query} {row}");
        let before =
            told.insert((text(row, "item"), text(row, "other"), text(row, "time")), (!is_held).then_some(counts));
        assert_eq!(before, None, "{query} {row}");
    }
    assert!(told.keys().zip(rows).all(|(key, row)| key.2 == text(row, "time")), "in their order: {query}");
    told
}

/// The same, asked for one by one.
async fn one_by_one(app: &TestApp, token: &str, times: &[String], cut: &str) -> Told {
    let mut told = Told::new();
    for time in times {
        for line in items(app, token, &format!("from={time}&to={time}&{cut}")).await {
            let is_held = line["suppressed"] == json!(true);
            let counts: Vec<i64> = COUNTS.iter().map(|code| line["counts"][*code].as_i64().unwrap_or(0)).collect();
            if is_held || counts.iter().any(|count| *count != 0) {
                let label = if time.len() == 7 && !time.contains('Q') { format!("{time}-01") } else { time.clone() };
                told.insert((text(&line, "item"), text(&line, "other"), label), (!is_held).then_some(counts));
            }
        }
    }
    told
}

/// The ledger, and a committee and a firm that have few cases in some months.
async fn with_few(app: &TestApp) -> World {
    let world = filled(app).await;
    let mut few = Contribution::new();
    for (month, count) in [("2019-10-01", 1), ("2020-03-01", 2), ("2020-05-01", 4), ("2021-02-01", 5)] {
        for (mut key, tally) in some("330226", Category::Labour, count) {
            key.month = month.parse().unwrap();
            key.firm = Some("018f0000-0000-7000-8000-000000000002".parse().unwrap());
            few.insert(key, tally);
        }
    }
    let on = "2021-03-31".parse().unwrap();
    app.db.write_now(move |tx| statistics::add_many(tx, on, &few)).unwrap();
    world
}

both! {
    async fn a_table_says_what_each_of_its_times_says(app: TestApp) {
        let world = with_few(&app).await;
        let months: Vec<String> = (9..=12).map(|month| format!("2019-{month:02}")).chain((1..=6).map(|month| format!("2020-{month:02}"))).collect();
        let quarters: Vec<String> = (2019..=2021).flat_map(|year| (1..=4).map(move |quarter| format!("{year}-Q{quarter}"))).collect();
        let years: Vec<String> = (2018..=2028).map(|year| year.to_string()).collect();
        let (mut shown, mut held, mut tables) = (0, 0, Vec::new());
        for login in ["chamber", "firm", "city", "federation"] {
            for (by, and) in CUTS {
                let cut = if and.is_empty() { format!("by={by}") } else { format!("by={by}&and={and}") };
                for (per, times) in [("month", &months), ("quarter", &quarters), ("year", &years)] {
                    let query = format!("from={}&to={}&{cut}&per={per}", times[0], times[times.len() - 1]);
                    let kept = !matches!((login, by, and), ("chamber" | "firm", "region", "category") | ("firm", "region", "committee") | ("chamber" | "firm", "source", "region") | ("chamber", "firm", "region"));
                    if !kept {
                        let refused = app.get(&format!("/api/v1/statistics/table?{query}")).token(world.token(login)).await.expect(422);
                        assert!(refused.text().contains("pair_not_kept"), "{}", refused.text());
                        continue;
                    }
                    let whole = table(&app, world.token(login), &query).await;
                    assert_eq!(whole, one_by_one(&app, world.token(login), times, &cut).await, "{login} {query}");
                    shown += whole.values().filter(|counts| counts.is_some()).count();
                    held += whole.values().filter(|counts| counts.is_none()).count();
                    tables.push((login, query, whole));
                }
            }
        }
        assert!(shown > 500 && held > 20, "{shown} {held}");
        app.db.write_now(|tx| { while statistics::fold(tx, 500)? > 0 {} Ok(()) }).unwrap();
        for (login, query, before) in tables {
            assert_eq!(table(&app, world.token(login), &query).await, before, "{login} {query}, folded");
        }
    }

    async fn what_is_no_table_is_refused_by_its_field(app: TestApp) {
        let world = World::of(&app).await;
        for (query, field, code) in [
            ("from=2024-01-02&to=2024", "from", "whole_months"),
            ("from=2024&to=2024&by=month", "by", "invalid"),
            ("from=2024&to=2024&by=region&and=year", "and", "invalid"),
            ("from=2024&to=2024&by=region&and=region", "and", "invalid"),
            ("from=2024&to=2024&and=region", "and", "invalid"),
            ("from=2024&to=2024&by=category&and=source", "and", "pair_not_kept"),
            ("from=2024&to=2024&per=region", "per", "invalid"),
            ("from=2024&to=2024&counts=registered,success", "counts", "unknown_code"),
            ("from=2024&to=2024&counts=", "counts", "unknown_code"),
        ] {
            for path in ["table", "table/file"] {
                let refused = app.get(&format!("/api/v1/statistics/{path}?{query}")).token(world.token("city")).await.expect(422);
                let fault = &refused.json["errors"][0];
                assert_eq!((fault["field"].as_str(), fault["code"].as_str()), (Some(field), Some(code)), "{query} {}", refused.text());
            }
        }
        for path in ["table", "table/file"] {
            app.get(&format!("/api/v1/statistics/{path}?from=2024&to=2024&region=320000")).token(world.token("city")).await.expect(404);
        }
    }

    async fn more_rows_than_anybody_reads_are_refused(app: TestApp) {
        let world = World::of(&app).await;
        let mut many = Contribution::new();
        for number in 0..600 {
            for month in 0..85 {
                for (mut key, tally) in some("330226", Category::Labour, 3) {
                    key.committee = format!("018f0000-0000-7000-8000-{number:012}").parse().unwrap();
                    key.month = format!("{}-{:02}-01", 2015 + month / 12, month % 12 + 1).parse().unwrap();
                    many.insert(key, tally);
                }
            }
        }
        let on = "2026-03-31".parse().unwrap();
        app.db.write_now(move |tx| statistics::add_many(tx, on, &many)).unwrap();
        let path = "/api/v1/statistics/table?from=2015&to=2026&by=committee&counts=registered";
        let refused = app.get(path).token(world.token("admin")).await.expect(422);
        assert!(refused.text().contains("area_too_wide"), "{}", refused.text());
        let total = app.get(&path.replace("committee", "region")).token(world.token("admin")).await.expect(200);
        assert_eq!(total.json["rows"].as_array().unwrap().len(), 85);
        assert_eq!(total.json["rows"][0]["counts"], json!([1800]));
    }

    async fn a_year_is_of_all_its_months_or_refused(app: TestApp) {
        World::of(&app).await;
        let mut many = Contribution::new();
        for month in 0..24 {
            for (mut key, tally) in some("330226", Category::Labour, 3) {
                key.month = format!("{}-{:02}-01", 2024 + month / 12, month % 12 + 1).parse().unwrap();
                many.insert(key, tally);
            }
        }
        let on = "2026-03-31".parse().unwrap();
        let rows = app.db.write_now(move |tx| {
            statistics::add_many(tx, on, &many)?;
            while statistics::fold(tx, 100)? > 0 {}
            let (area, from, to) = (RegionCode::NATION.prefix(), "2024-01-01".parse().unwrap(), "2025-12-01".parse().unwrap());
            let question = statistics::Question { area, from, to, by: Dimension::Total, as_of: None };
            let mut of = |most| rows(tx, &Scope::Everything, &question, (Dimension::Total, Dimension::Year), &[Counter::Registered], most);
            Ok((of(2)?, of(1)?))
        });
        let (all, cut) = rows.unwrap();
        let counts: Vec<_> = all.iter().map(|row| (row.time.as_str(), row.counts.as_slice())).collect();
        assert_eq!(counts, [("2024", [36].as_slice()), ("2025", [36].as_slice())]);
        assert!(cut.len() > 1, "{cut:?}");
    }

    async fn the_file_has_the_same_rows(app: TestApp) {
        let world = with_few(&app).await;
        let query = "from=2019&to=2028&by=region&and=category&counts=registered,amount_claimed";
        let rows = app.get(&format!("/api/v1/statistics/table?{query}")).token(world.token("city")).await.expect(200).json;
        let file = app.get(&format!("/api/v1/statistics/table/file?{query}")).token(world.token("city")).await.expect(200).text();
        let mut lines = file.trim_start_matches('\u{feff}').trim_end().split("\r\n");
        let heading = "地区代码,地区,纠纷类别代码,纠纷类别,月份,登记数（按申请日）,涉案金额（按受理日）（元）";
        assert_eq!(lines.next(), Some(heading));
        let written: Vec<String> = rows["rows"].as_array().unwrap().iter().map(|row| {
            let (item, other, fen) = (text(row, "item"), text(row, "other"), row["counts"][1].as_i64().unwrap());
            let (name, word) = (text(&rows["names"], &item), text(&rows["other_names"], &other));
            format!("{item},{name},{other},{word},{},{},{}.{:02}", text(row, "time"), row["counts"][0], fen / 100, fen % 100)
        }).collect();
        assert!(written.len() > 10 && written.iter().any(|line| line.contains("宁海县")), "{written:?}");
        assert_eq!(lines.collect::<Vec<_>>(), written);
        // A dash for what is held back.
        let held = app.get("/api/v1/statistics/table/file?from=2019&to=2028&by=firm&counts=registered").token(world.token("city")).await.expect(200).text();
        assert!(held.contains(",—\r\n"), "{held}");
    }

    async fn the_page_of_figures_leads_to_the_file(app: TestApp) {
        let world = filled(&app).await;
        let mut tab = Tab::of(&app, "city").await;
        let page = tab.get("/figures?from=2019-01-01&to=2020-12-31&by=region&and=category").await.expect(200).text();
        let link = page.split("href=\"/figures/months?").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let all = tab.get(&format!("/figures/months?{link}")).await.expect(200).text();
        let same = app.get("/api/v1/statistics/table/file?from=2019&to=2020&by=region&and=category").token(world.token("city")).await.expect(200).text();
        assert_eq!(all, same);
        assert!(Counter::ALL.iter().all(|one| all.contains(one.zh())), "{all}");
        let page = tab.get("/figures?from=2019-01-02&to=2020-12-31&by=region").await.expect(200).text();
        assert!(!page.contains("/figures/months?"), "days are no months");
    }
}
