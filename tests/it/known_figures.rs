//! Figures as of a past day, what is held back across periods, pairs of prevention, and times by a dimension.

use crate::both;
use crate::support::lives;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use diesel::RunQueryDsl;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::base::id::CommitteeId;
use wanlian::domain::contribution::{Added, CellKey, Contribution, Counter};
use wanlian::store::statistics;
use wanlian::store::statistics_rebuild::rebuild;

/// Who asks for what: kept pairs and such as are counted from the cases, for a federation, an organisation and a firm.
const ASKED: [(&str, &str); 8] = [
    ("city", "by=total"),
    ("city", "by=region&and=month"),
    ("city", "by=category&and=source"),
    ("chamber", "by=committee&and=quarter"),
    ("city", "by=quarter&and=source"),
    ("chamber", "by=category&compare=previous"),
    ("chamber", "by=firm&and=regime"),
    ("firm", "by=year"),
];

async fn answers(app: &TestApp, world: &World, as_of: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for (login, cut) in ASKED {
        let path = format!("/api/v1/statistics?from=2026&to=2027&{cut}{as_of}");
        all.push(app.get(&path).token(world.token(login)).await.expect(200).json["items"].clone());
    }
    all
}

both! {
    /// Cases are worked and corrected by chance, day after day; what a day said is what is said of it later, folded or not.
    async fn figures_as_of_a_day_are_those_it_had(app: TestApp) {
        let mut world = World::of(&app).await;
        let mut chance = Chance(30);
        let mut said: Vec<(NaiveDate, Vec<Value>)> = Vec::new();
        let mut cases = Vec::new();
        for day in 0..9 {
            lives::work_on(&app, &world, &mut chance, &mut cases).await;
            if day % 3 == 1 {
                app.db.write_now(|tx| statistics::fold(tx, 7)).unwrap();
            }
            said.push((china_day(app.clock.now()), answers(&app, &world, "").await));
            app.clock.advance(Duration::days(11));
            world.sign_in_again(&app).await;
        }
        for folded in [false, true] {
            for (day, then) in &said {
                assert_eq!(answers(&app, &world, &format!("&as_of={day}")).await, *then, "{day}");
                let between = *day + Duration::days(4);
                assert_eq!(answers(&app, &world, &format!("&as_of={between}")).await, *then, "{between}");
            }
            app.db.write_now(move |tx| { while !folded && statistics::fold(tx, 50)? > 0 {} Ok(()) }).unwrap();
        }
        let (first, last) = (&said[0], &said[said.len() - 1]);
        assert_ne!(first.1, last.1);
        let before = first.0 - Duration::days(1);
        assert_eq!(answers(&app, &world, &format!("&as_of={before}")).await[1], json!([]), "nothing was known before");

        let (city, today) = (world.token("city"), china_day(app.clock.now()));
        for (query, field, code) in [
            (format!("from=2026&to=2026&as_of={today}"), "as_of", "future_date"),
            (format!("from=2026&to=2026-11-20&as_of={}", last.0), "from", "whole_months"),
        ] {
            let refused = app.get(&format!("/api/v1/statistics?{query}")).token(city).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        for sql in ["UPDATE stat_history SET registered = 7", "DELETE FROM stat_history"] {
            assert!(app.db.write_now(move |c| Ok(diesel::sql_query(sql).execute(c)?)).is_err(), "{sql}");
        }
        // What was wrong before a rebuild nobody can tell.
        app.db.write_now(move |tx| rebuild(tx, today, &mut |_, _, _| {})).unwrap();
        let path = format!("/api/v1/statistics?from=2026&to=2026&as_of={}", last.0);
        assert_eq!(app.get(&path).token(city).await.expect(422).at("/errors/0/code"), "not_known_as_of");
    }

    /// What two days say of an organisation differs by single cases, so a past day is not told of the organisations of others: neither of
    /// committees nor of firms, in any breakdown, and to nobody but the organisation itself. Areas are told.
    async fn no_two_days_tell_a_case_of_another_organisation(app: TestApp) {
        let mut world = World::of(&app).await;
        for (count, days) in [(3, 4), (1, 1)] {
            for _ in 0..count {
                lives::register(&app, &world, "chamber").await;
            }
            app.clock.advance(Duration::days(days));
            world.sign_in_again(&app).await;
        }
        let (app, world, today) = (&app, &world, china_day(app.clock.now()));
        let ask = async |login: &str, cut: &str, days_ago: i64| {
            let path = format!("/api/v1/statistics?from=2026&to=2027&{cut}&as_of={}", today - Duration::days(days_ago));
            app.get(&path).token(world.token(login)).await
        };
        for cut in [
            "by=committee",
            "by=firm",
            "by=committee&and=quarter",
            "by=region&and=committee",
            "by=category&and=firm",
            "by=committee&compare=previous",
        ] {
            let refused = ask("city", cut, 1).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), ("as_of", "others_as_of"), "{cut}");
        }
        for (login, cut) in [("city", "by=region"), ("city", "by=category"), ("chamber", "by=committee"), ("chamber", "by=firm")] {
            for (days_ago, registered) in [(2, 3), (1, 4)] {
                let sheet = ask(login, cut, days_ago).await.expect(200).json;
                assert_eq!(sheet["items"][0]["counts"]["registered"], json!(registered), "{login} {cut}");
            }
        }
    }

    /// March of a committee is held back; no quarter, no year and no other month lets it be computed.
    async fn a_month_is_not_the_quarter_less_the_other_months(app: TestApp) {
        let world = World::of(&app).await;
        let today = china_day(app.clock.now());
        let committee = |at: usize| format!("018f0000-0000-7000-8000-00000000000{at}").parse::<CommitteeId>().unwrap();
        app.db.write_now(move |tx| {
            for (at, months) in [(1, [5, 4, 1, 7]), (2, [9, 8, 7, 6]), (3, [20, 20, 20, 20])] {
                for (month, count) in (1..).zip(months) {
                    for (key, _) in crate::statistics::some("330225", "labour".parse().unwrap(), 1) {
                        let month = NaiveDate::from_ymd_opt(2025, month, 1).unwrap();
                        let key = CellKey { committee: committee(at), month, ..key };
                        let mut added = Added::default();
                        added.counts.add(Counter::Registered, count);
                        statistics::add(tx, today, None, &Contribution::from([(key, added)]))?;
                    }
                }
            }
            Ok(())
        }).unwrap();
        let read = |period: String| {
            let path = format!("/api/v1/statistics?{period}&by=committee");
            let call = app.get(&path).token(world.token("neighbour"));
            async move {
                let items = call.await.expect(200).json["items"].as_array().unwrap().clone();
                items.iter().map(|line| line["counts"]["registered"].as_i64()).collect::<Vec<_>>()
            }
        };
        assert_eq!(read("from=2025-01&to=2025-01".into()).await, [Some(5), Some(9), Some(20)]);
        // With March goes what would tell it: February, and a second committee of both.
        assert_eq!(read("from=2025-03&to=2025-03".into()).await, [None, None, Some(20)]);
        assert_eq!(read("from=2025-02&to=2025-02".into()).await, [None, None, Some(20)]);
        assert_eq!(read("from=2025-01&to=2025-02".into()).await, [None, None, Some(40)]);
        assert_eq!(read("from=2025-Q1&to=2025-Q1".into()).await, [Some(10), Some(24), Some(60)]);
        assert_eq!(read("from=2025&to=2025".into()).await, [Some(17), Some(30), Some(80)]);
        // Side by side they are the same.
        let months = read("from=2025&to=2025&and=month".into()).await;
        assert_eq!(months.iter().filter(|one| one.is_none()).count(), 4, "{months:?}");
        let quarters = read("from=2025&to=2025&and=quarter".into()).await;
        assert_eq!(quarters.iter().flatten().sum::<i64>(), 127);
    }

    /// A firm has two cases in one county; no table of the city less that of another county leaves them.
    async fn a_county_is_not_the_city_less_the_others(app: TestApp) {
        let world = World::of(&app).await;
        let today = china_day(app.clock.now());
        let firm = |at: usize| format!("018f0000-0000-7000-8000-00000000010{at}");
        app.db.write_now(move |tx| {
            for (region, counts) in [("330225", [8, 9, 20]), ("330226", [2, 5, 20]), ("330212", [7, 6, 20])] {
                for (at, count) in counts.into_iter().enumerate() {
                    for (key, _) in crate::statistics::some(region, "labour".parse().unwrap(), 1) {
                        let key = CellKey { firm: Some(firm(at).parse().unwrap()), ..key };
                        let mut added = Added::default();
                        added.counts.add(Counter::Registered, count);
                        statistics::add(tx, today, None, &Contribution::from([(key, added)]))?;
                    }
                }
            }
            Ok(())
        }).unwrap();
        for folded in [false, true] {
            let read = |region: &str, cut: &str| {
                let path = format!("/api/v1/statistics?from=2026-03&to=2026-03&region={region}&by=firm{cut}");
                let call = app.get(&path).token(world.token("city"));
                async move {
                    let items = call.await.expect(200).json["items"].as_array().unwrap().clone();
                    items.iter().map(|line| line["counts"]["registered"].as_i64()).collect::<Vec<_>>()
                }
            };
            assert_eq!(read("330225", "").await, [Some(8), Some(9), Some(20)]);
            assert_eq!(read("330212", "").await, [Some(7), Some(6), Some(20)]);
            // The second firm keeps the first company, there and in all that holds the county.
            assert_eq!(read("330226", "").await, [None, None, Some(20)]);
            assert_eq!(read("330200", "").await, [None, None, Some(60)]);
            assert_eq!(read("330200", "&and=month").await, [None, None, Some(60)]);
            let by_region = read("330200", "&and=region").await;
            // Beside them the next smallest of each row.
            assert_eq!(by_region.iter().filter(|one| one.is_none()).count(), 4, "{by_region:?}");
            assert_eq!(by_region.iter().flatten().sum::<i64>(), 77);
            app.db.write_now(move |tx| { while !folded && statistics::fold(tx, 50)? > 0 {} Ok(()) }).unwrap();
        }
    }

    async fn what_was_prevented_is_counted_by_cases_and_persons(app: TestApp) {
        let world = World::of(&app).await;
        let mut case = lives::register(&app, &world, "chamber").await;
        let risk = |kind: &str, people: usize| {
            format!(r#"{{"kind": "{kind}", "people": {people}, "raised_on": "$today", "reported_to": "派出所", "reported_on": "$today"}}"#)
        };
        let cleared = ("risk-clearances", r#"{"risk_report_id": "$risk", "cleared_on": "$today"}"#);
        // Twice the same kind in one case is one case, of the more persons; what is not over was not prevented.
        for (kind, people, is_over) in [("mass_petition", 15, true), ("mass_petition", 9, true), ("civil_to_criminal", 4, true), ("suicide", 1, false)] {
            let text: &'static str = risk(kind, people).leak();
            case = lives::step(&app, &world, "chamber", &case, ("risk-reports", text)).await;
            if is_over {
                case = lives::step(&app, &world, "chamber", &case, cleared).await;
            }
        }
        let month = china_day(app.clock.now()).format("%Y-%m").to_string();
        let path = format!("/api/v1/statistics?from={month}&to={month}");
        let sheet = app.get(&path).token(world.token("chamber")).await.expect(200).json;
        let counts = &sheet["items"][0]["counts"];
        let pair = |kind: &str| [counts[format!("{kind}_prevented")].clone(), counts[format!("{kind}_prevented_people")].clone()];
        assert_eq!(pair("petitions"), [json!(1), json!(15)]);
        assert_eq!(pair("crimes"), [json!(1), json!(4)]);
        assert_eq!((pair("suicides"), pair("fights")), ([json!(0), json!(0)], [json!(0), json!(0)]));
        let form = app.get(&path.replace("statistics?", "statistics/form?")).token(world.token("chamber")).await.expect(200).json;
        let at = form["columns"].as_array().unwrap().iter().position(|column| column["code"] == "petitions_prevented_people").unwrap();
        assert_eq!(form["total"]["cells"][at], json!(15));
        let rows = app.get(&format!("/api/v1/statistics/cases?from={month}&to={month}&count=petitions_prevented")).token(world.token("chamber")).await.expect(200).json;
        assert_eq!((rows["figure"].clone(), rows["items"].as_array().unwrap().len()), (json!(1), 1));
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
        let definition = sheet["definitions"]["counts"].as_array().unwrap().iter().find(|one| one["code"] == "petitions_prevented").unwrap();
        assert_eq!(definition["date_basis"], json!("risk_over"));
        assert!(definition["leaves_out_en"].as_str().unwrap().contains("not yet over"));
    }

    async fn times_are_divided_and_the_parts_are_the_whole(app: TestApp) {
        let world = World::of(&app).await;
        for (category, count) in [("labour", 4), ("contract", 3), ("other", 1)] {
            for _ in 0..count {
                let new = json!({"applicant": "甲", "respondent": "乙", "summary": "货款", "category": category});
                let case = app.post("/api/v1/cases", new).token(world.token("chamber")).await.expect(201).json;
                lives::step(&app, &world, "chamber", &case, ("acceptance", r#"{"accepted_on": "$today", "simplified": false}"#)).await;
            }
        }
        let today = china_day(app.clock.now());
        let month = today.format("%Y-%m");
        let read = |login: &str, cut: &str| {
            let call = app.get(&format!("/api/v1/statistics/times?from={month}&to={month}{cut}")).token(world.token(login));
            async move {
                let sheet = call.await.expect(200).json;
                let of_open = sheet["items"].as_array().unwrap().iter().filter(|one| one["measure"] == "open_age").cloned();
                of_open.map(|one| (one["item"].as_str().unwrap_or_default().to_owned(), one["count"].as_i64())).collect::<Vec<_>>()
            }
        };
        let some = |item: &str, count| (item.to_owned(), Some(count));
        assert_eq!(read("chamber", "").await, [some("", 8)]);
        assert_eq!(read("chamber", "&by=category").await, [some("contract", 3), some("labour", 4), some("other", 1)]);
        // Nor can the one be told from the whole less the others.
        assert_eq!(read("federation", "&by=category").await, [("contract".into(), None), some("labour", 4), ("other".into(), None)]);
        assert_eq!(read("federation", "&by=source").await, [some("application", 8)]);
        let committee = world.own.committee.to_string();
        assert_eq!(read("city", "&by=committee").await, [(committee, Some(8))]);
        assert_eq!(read("city", "&by=region").await, [some("330226", 8)]);
        for by in ["month", "quarter", "year"] {
            let path = format!("/api/v1/statistics/times?from={month}&to={month}&by={by}");
            assert_eq!(app.get(&path).token(world.token("chamber")).await.expect(422).at("/errors/0/field"), "by");
        }
        app.get(&format!("/api/v1/statistics/times?from={month}&to={month}&by=category&region=420106")).token(world.token("city")).await.expect(404);
    }

    /// What pairings and services are counted by says what it is.
    async fn coverage_and_services_say_what_they_mean(app: TestApp) {
        let world = World::of(&app).await;
        for (path, least) in [("coverage", 12), ("coverage/services", 6)] {
            let sheet = app.get(&format!("/api/v1/{path}")).token(world.token("city")).await.expect(200).json;
            let definitions = sheet["definitions"].as_array().unwrap();
            assert_eq!(definitions.len(), least);
            for one in definitions {
                assert!(["zh", "en", "date_basis_zh", "leaves_out_en"].iter().all(|key| !one[key].as_str().unwrap().is_empty()));
            }
        }
    }
}
