//! Figures are exact whatever was folded, whoever writes at once, and a wrong one is found.

use crate::both;
use crate::support::*;
use chrono::NaiveDate;
use diesel::RunQueryDsl;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wanlian::base::clock::china_day;
use wanlian::base::id::CommitteeId;
use wanlian::domain::case::{Regime, Source};
use wanlian::domain::category::Category;
use wanlian::domain::contribution::{Added, CellKey, Contribution, Counter};
use wanlian::domain::measures::Dimension;
use wanlian::domain::policy::{Scope, Sight};
use wanlian::domain::region::RegionCode;
use wanlian::store::db::Db;
use wanlian::store::statistics::{self, Question};
use wanlian::store::statistics_rebuild::{Stage, rebuild};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Registered cases of one cell.
pub fn some(region: &str, category: Category, count: i64) -> Contribution {
    let key = CellKey {
        month: day("2026-03-01"),
        region: RegionCode::parse(region).unwrap(),
        committee: "018f0000-0000-7000-8000-000000000001".parse::<CommitteeId>().unwrap(),
        category,
        source: Source::Application,
        regime: Regime::People,
        firm: None,
    };
    let mut added = Added::default();
    added.counts.add(Counter::Registered, count);
    Contribution::from([(key, added)])
}

/// `item=registered` of what is read.
fn read(db: &Db, scope: Scope, area: &str, by: Dimension) -> String {
    let area = RegionCode::parse(area).unwrap().prefix();
    let question = Question { area, from: day("2026-01-01"), to: day("2026-12-01"), by, as_of: None };
    let rows = db.read_now(|c| statistics::read(c, &scope, &question)).unwrap();
    rows.iter().map(|(item, tally)| format!("{item}={} ", tally.get(Counter::Registered))).collect()
}

/// The same figures by every dimension.
fn all(db: &Db) -> Vec<String> {
    let areas = ["000000", "330000", "330200", "330226"];
    let by = Dimension::ALL;
    areas.iter().flat_map(|area| by.iter().map(|by| read(db, Scope::Everything, area, *by))).collect()
}

both! {
    fn folding_changes_nothing_that_is_read(fresh: Fresh) {
        let db = Db::open(&fresh.url, 2).unwrap();
        for (region, category, count) in [
            ("330226", Category::Labour, 3), ("330226", Category::Contract, 2), ("330212", Category::Labour, 4),
            ("330200", Category::Labour, 1), ("320100", Category::Other, 5),
        ] {
            db.write_now(move |tx| statistics::add(tx, day("2026-03-31"), None, &some(region, category, count))).unwrap();
        }
        let before = all(&db);
        assert_eq!(read(&db, Scope::Everything, "330000", Dimension::Category), "contract=2 labour=8 ");
        assert_eq!(read(&db, Scope::Everything, "000000", Dimension::Region), "320000=5 330000=10 ");
        assert_eq!(read(&db, Scope::Everything, "330200", Dimension::Region), "330200=1 330212=4 330226=5 ");
        let city = Scope::Regions { prefix: RegionCode::parse("330200").unwrap().prefix(), sight: Sight::Aggregate };
        assert_eq!(read(&db, city.clone(), "000000", Dimension::Total), "=10 ");
        assert_eq!(read(&db, city, "320000", Dimension::Total), "");
        for left in [2, 2, 1, 0] {
            assert_eq!(db.write_now(|tx| statistics::fold(tx, 2)).unwrap(), left);
            assert_eq!(all(&db), before);
        }
        // A step takes its case from one category to another.
        db.write_now(|tx| {
            statistics::add(tx, day("2026-03-31"), Some(&some("330226", Category::Labour, 1)), &some("330226", Category::Contract, 1))
        }).unwrap();
        assert_eq!(read(&db, Scope::Everything, "330226", Dimension::Category), "contract=3 labour=2 ");
    }

    fn eight_writers_and_two_folds_at_once_lose_nothing(fresh: Fresh) {
        let db = Db::open(&fresh.url, 8).unwrap();
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| for _ in 0..20 {
                    db.write_now(|tx| statistics::add(tx, day("2026-03-31"), None, &some("330226", Category::Labour, 1))).unwrap();
                });
            }
            for _ in 0..2 {
                threads.spawn(|| for _ in 0..20 {
                    db.write_now(|tx| statistics::fold(tx, 7)).unwrap();
                });
            }
        });
        assert_eq!(read(&db, Scope::Everything, "330000", Dimension::Total), "=160 ");
    }

    /// As `cargo bench --bench speed -- writers` does for a minute.
    async fn while_eight_take_steps_two_folds_lose_nothing(app: TestApp) {
        let world = World::of(&app).await;
        let is_over = Arc::new(AtomicBool::new(false));
        let fold = |(db, is_over): (Db, Arc<AtomicBool>)| move || {
            while !is_over.load(Ordering::Relaxed) {
                db.write_now(|tx| statistics::fold(tx, 5)).unwrap();
            }
        };
        let folds: Vec<_> = (0..2).map(|_| std::thread::spawn(fold((app.db.clone(), is_over.clone())))).collect();
        let work = async |who: &str| {
            for _ in 0..6 {
                let case = lives::register(&app, &world, who).await;
                let case = lives::step(&app, &world, who, &case, ("", r#"{"people": 9}"#)).await;
                lives::step(&app, &world, who, &case, ("acceptance", r#"{"accepted_on": "$today"}"#)).await;
            }
        };
        let who = ["chamber", "mediator", "colleague", "other.chamber"].into_iter().cycle().take(8);
        futures_util::future::join_all(who.map(work)).await;
        is_over.store(true, Ordering::Relaxed);
        folds.into_iter().for_each(|one| one.join().unwrap());
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
    }

    async fn a_rebuild_makes_what_the_cases_add_up_to(app: TestApp) {
        let world = World::of(&app).await;
        for who in ["chamber", "mediator", "other.chamber"] {
            lives::register(&app, &world, who).await;
        }
        let right = all(&app.db);
        app.db.write_now(|tx| {
            while statistics::fold(tx, 10)? > 0 {}
            statistics::add(tx, day("2026-03-31"), None, &some("330226", Category::Labour, 7))?;
            diesel::sql_query("DELETE FROM stat_cell WHERE dim = 'total'").execute(tx)?;
            Ok(diesel::sql_query("UPDATE stat_cell SET accepted = accepted + 5").execute(tx)?)
        }).unwrap();
        assert!(app.db.read_now(statistics::first_difference).unwrap().is_some() && all(&app.db) != right);
        for _ in 0..2 {
            let (tell, heard) = std::sync::mpsc::channel();
            app.db.write_now(move |tx| rebuild(tx, day("2026-03-31"), &mut |stage, done, of| tell.send((stage, done, of)).unwrap())).unwrap();
            let heard: Vec<_> = heard.iter().collect();
            assert!(heard.starts_with(&[(Stage::Counting, 3, 3), (Stage::Writing, 1, 36)]), "{heard:?}");
            assert_eq!(heard.last(), Some(&(Stage::Writing, 36, 36)));
            assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
            assert_eq!(all(&app.db), right);
        }
        let failed = app.db.write_now(|tx| {
            rebuild(tx, day("2026-03-31"), &mut |_, _, _| {})?;
            Err::<(), _>(wanlian::base::error::Error::Busy)
        });
        assert!(failed.is_err() && all(&app.db) == right);
    }

    async fn a_small_committee_takes_the_next_smallest_with_it(app: TestApp) {
        let world = World::of(&app).await;
        let month = china_day(app.clock.now()).format("%Y-%m").to_string();
        let shown = |who: &'static str| {
            let path = format!("/api/v1/statistics?from={month}&to={month}&by=committee");
            let call = app.get(&path).token(world.token(who));
            async move {
                let sheet = call.await.expect(200);
                let items = sheet.json["items"].as_array().unwrap().iter();
                items.map(|one| (one["suppressed"] == json!(true), one["counts"]["registered"].as_i64())).collect::<Vec<_>>()
            }
        };
        for _ in 0..2 {
            lives::register(&app, &world, "chamber").await;
        }
        for _ in 0..4 {
            lives::register(&app, &world, "other.chamber").await;
        }
        // Four beside a total of six would tell the two.
        assert_eq!(shown("admin").await, [(true, None), (true, None)]);
        assert_eq!(shown("chamber").await, [(false, Some(2))], "an organisation sees its own");
        lives::register(&app, &world, "chamber").await;
        let mut both = shown("admin").await;
        both.sort();
        assert_eq!(both, [(false, Some(3)), (false, Some(4))]);
    }

    async fn an_area_of_too_many_lines_is_refused(app: TestApp) {
        let world = World::of(&app).await;
        app.db.write_now(|tx| {
            for number in 0..301 {
                let region = if number == 0 { "420106" } else { "330226" };
                for (mut key, added) in some(region, Category::Labour, 3) {
                    key.committee = format!("018f0000-0000-7000-8000-{number:012}").parse().unwrap();
                    statistics::add(tx, day("2026-03-31"), None, &Contribution::from([(key, added)]))?;
                }
            }
            Ok(())
        }).unwrap();
        let path = "/api/v1/statistics?from=2026-03&to=2026-03&by=committee";
        let refused = app.get(path).token(world.token("admin")).await.expect(422);
        assert!(refused.text().contains("area_too_wide"), "{}", refused.text());
        let answer = app.get(&format!("{path}&region=330000")).token(world.token("admin")).await.expect(200);
        assert_eq!(answer.json["items"].as_array().unwrap().len(), 300);
    }

    fn a_planted_figure_is_found(fresh: Fresh) {
        let db = Db::open(&fresh.url, 1).unwrap();
        assert_eq!(db.read_now(statistics::first_difference).unwrap(), None);
        db.write_now(|tx| statistics::add(tx, day("2026-03-31"), None, &some("330226", Category::Labour, 1))).unwrap();
        assert!(db.read_now(statistics::first_difference).unwrap().unwrap().contains("registered: 1 ≠ 0"));
        db.write_now(|tx| { while statistics::fold(tx, 10)? > 0 {} Ok(()) }).unwrap();
        assert!(db.read_now(statistics::first_difference).unwrap().is_some());
        db.write_now(|tx| Ok(diesel::sql_query("DELETE FROM stat_cell").execute(tx)?)).unwrap();
        // The figures are right again; the history behind them is not.
        let found = db.read_now(statistics::first_difference).unwrap().unwrap();
        assert!(found.contains("stat_history 330226") && found.contains("registered: 1 ≠ 0"), "{found}");
    }

    /// Until 0035 what was paid in full after a default counted as not performed.
    async fn an_upgrade_mends_what_was_paid_after_a_default(app: TestApp) {
        let world = World::of(&app).await;
        let mut case = lives::register(&app, &world, "chamber").await;
        let until = lives::KEPT_AFTER_ALL.iter().position(|line| line.0 == "default").unwrap();
        let rest = ("payments", r#"{"amount": 2000000, "paid_on": "$today", "manner": "transfer", "reference": "回单2"}"#);
        for line in lives::KEPT_AFTER_ALL[..=until].iter().chain([&rest]) {
            case = lives::step(&app, &world, "chamber", &case, *line).await;
        }
        assert_eq!(case["case"]["status"], json!("defaulted"));
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
        let file = |c: &mut wanlian::store::db::Conn| wanlian::store::case_files::load(c, &Scope::Everything, case["case"]["id"].as_str().unwrap().parse().unwrap());
        let file = app.db.read_now(file).unwrap();
        let right = wanlian::domain::contribution::of(&file);
        let (mut wrong, today) = (right.clone(), china_day(app.clock.now()));
        for added in wrong.values_mut().filter(|added| added.counts.get(Counter::Performed) == 1) {
            added.counts.add(Counter::Performed, -1);
            added.counts.add(Counter::Defaulted, 1);
        }
        app.db.write_now(move |tx| statistics::add(tx, today, Some(&right), &wrong)).unwrap();
        assert!(app.db.read_now(statistics::first_difference).unwrap().unwrap().contains("performed: 0 ≠ 1"));
        let up = match app.db.write_now(|c| Ok(matches!(c, wanlian::store::db::Conn::Pg(_)))).unwrap() {
            true => include_str!("../../migrations/postgres/0035_figures_mended/up.sql"),
            false => include_str!("../../migrations/sqlite/0035_figures_mended/up.sql"),
        };
        let mend = &up[up.find("INSERT INTO").unwrap()..];
        app.db.write_now(move |tx| Ok(diesel::sql_query(mend).execute(tx)?)).unwrap();
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
    }

    /// An earlier version left the reason of a reopening with a case without money that was then performed: closed, it counted as not
    /// performed. One that still stands loses it with the closing, one that was closed so when it is performed once more.
    async fn an_old_reason_does_not_outlive_the_performance(app: TestApp) {
        let world = World::of(&app).await;
        let close = ("closure", r#"{"closed_on": "$today"}"#);
        let again = [
            ("reopening", r#"{"reopened_on": "$today", "to": "agreed", "reason": "更正"}"#),
            ("performance", r#"{"performed_on": "$today"}"#),
            close,
        ];
        let mut case = lives::live(&app, &world, lives::NO_MONEY).await;
        let old = |c: &mut wanlian::store::db::Conn| Ok(diesel::sql_query("UPDATE cases SET outcome_reason = '申请恢复履行'").execute(c)?);
        let year = china_day(app.clock.now()).format("%Y").to_string();
        let (app, world, year) = (&app, &world, &year);
        let kept = async || {
            let path = format!("/api/v1/statistics?from={year}&to={year}");
            let sheet = app.get(&path).token(world.token("chamber")).await.expect(200).json;
            ["performed", "defaulted"].map(|count| sheet["items"][0]["counts"][count].as_i64().unwrap_or(0))
        };
        app.db.write_now(old).unwrap();
        case = lives::step(app, world, "chamber", &case, close).await;
        assert_eq!((&case["case"]["outcome_reason"], kept().await), (&serde_json::Value::Null, [1, 0]));
        let today = china_day(app.clock.now());
        app.db.write_now(old).unwrap();
        app.db.write_now(move |tx| rebuild(tx, today, &mut |_, _, _| {})).unwrap();
        assert_eq!(kept().await, [0, 1], "closed with its old reason");
        for line in again {
            case = lives::step(app, world, "chamber", &case, line).await;
        }
        assert_eq!((&case["case"]["outcome_reason"], kept().await), (&serde_json::Value::Null, [1, 0]));
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
    }

    /// The sums are right and the days are not: as of some day a figure would be less than nothing, or more than there was.
    async fn a_history_of_other_days_is_found(app: TestApp) {
        let world = World::of(&app).await;
        lives::live(&app, &world, lives::KEPT_AFTER_ALL).await;
        app.db.write_now(|tx| { while statistics::fold(tx, 10)? > 0 {} Ok(()) }).unwrap();
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
        let key = "month, region_code, committee_id, category, source, regime, firm_id";
        let counts = |first: i64| Counter::ALL.iter().map(|one| if *one == Counter::Registered { first } else { 0 }.to_string()).collect::<Vec<_>>().join(",");
        let codes = Counter::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(",");
        for (day, by) in [("2026-01-05", -1), ("2099-01-01", 1)] {
            let sql = format!("INSERT INTO stat_history (noted_on, {key}, {codes}) SELECT '{day}', {key}, {} FROM stat_history WHERE registered = 1 ORDER BY id LIMIT 1", counts(by));
            app.db.write_now(move |tx| Ok(diesel::sql_query(sql).execute(tx)?)).unwrap();
        }
        let found = app.db.read_now(statistics::first_difference).unwrap().unwrap();
        assert!(found.contains("stat_history") && found.contains("registered: ") && found.contains(" > "), "{found}");
        // Where it is not known before a day, what was noted by then is nothing that could be recounted.
        app.db.write_now(|tx| rebuild(tx, day("2099-01-02"), &mut |_, _, _| {})).unwrap();
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
    }
}
