//! How long things take: what is kept by month is what the cases tell, one by one.

use crate::both;
use crate::support::*;
use chrono::{Datelike, Duration};
use diesel::RunQueryDsl;
use serde_json::json;
use std::collections::BTreeMap;
use wanlian::base::clock::china_day;
use wanlian::domain::measures::Dimension;
use wanlian::domain::period::Period;
use wanlian::domain::policy::{Scope, Sight};
use wanlian::domain::region::{RegionCode, RegionPrefix};
use wanlian::domain::time_counts;
use wanlian::domain::times::{Taken, Time};
use wanlian::store::db::Conn;
use wanlian::store::statistics_rebuild::rebuild;
use wanlian::store::{statistics, time_cells, times};

/// Weeks in which cases are worked on by chance, some of it folded.
async fn worked(app: &TestApp) -> World {
    let mut world = World::of(app).await;
    let (mut chance, mut cases) = (Chance(7), Vec::new());
    for day in 0..24 {
        lives::work_on(app, &world, &mut chance, &mut cases).await;
        if day == 5 {
            app.db.write_now(|tx| statistics::fold(tx, 40)).unwrap();
        }
        app.clock.advance(Duration::days(3));
        world.sign_in_again(app).await;
    }
    world
}

/// How often each value was taken in a period, by item and place.
fn counted(taken: Vec<Taken>, period: Period) -> BTreeMap<(String, String, i64), i64> {
    let mut counts = BTreeMap::new();
    for one in taken.into_iter().filter(|one| period.contains(one.on)) {
        for (value, times) in one.counts {
            *counts.entry((one.item.clone(), one.place.clone(), value)).or_default() += times;
        }
    }
    counts
}

/// Compares every time of every scope, cut and period; how many values of each there were.
fn compare(c: &mut Conn, world: &World, year: Period) -> BTreeMap<Time, i64> {
    let nation = RegionCode::NATION.prefix();
    let of = |code: &str| RegionCode::parse(code).unwrap().prefix();
    let scopes: [(Scope, RegionPrefix); 5] = [
        (Scope::Everything, nation),
        (Scope::Regions { prefix: of("330200"), sight: Sight::Masked }, of("330200")),
        (Scope::Regions { prefix: nation, sight: Sight::Masked }, of("420106")),
        (Scope::Committees(vec![world.own.committee]), nation),
        (Scope::Firm { firm: world.own.firm, lawyer: None }, nation),
    ];
    let mut values = BTreeMap::new();
    let cuts: Vec<Dimension> = Dimension::ALL.iter().copied().filter(|by| !by.is_of_time()).collect();
    for ((scope, area), by) in scopes.iter().flat_map(|scope| cuts.iter().map(move |by| (scope, *by))) {
        let is_placed = by.is_of_organisations();
        let kept = time_cells::values(c, scope, *area, by).unwrap();
        let placed = (is_placed && scope.area().is_some()).then(|| time_cells::placed(c, scope, *area, by).unwrap());
        for period in year.parts(Dimension::Month).into_iter().chain([year]) {
            let since = time_counts::since(&kept, period);
            let loads = [None, Some(&*since)]
                .map(|since| times::values(c, scope, *area, period, (Time::Caseload, by), since).unwrap());
            let [all, some] = loads.map(|taken| counted(taken, period));
            assert_eq!(all, some, "{scope:?} {by} {period:?}");
            *values.entry(Time::Caseload).or_default() += all.len() as i64;
            for time in Time::ALL.iter().copied().filter(|time| time.is_kept()) {
                let told = counted(times::values(c, scope, *area, period, (time, by), None).unwrap(), period);
                *values.entry(time).or_default() += told.values().sum::<i64>();
                if let Some(placed) = &placed {
                    assert_eq!(
                        counted(time_counts::taken(placed, time, period), period),
                        told,
                        "{scope:?} {by} {time} {period:?}"
                    );
                }
                let mut whole: BTreeMap<_, i64> = BTreeMap::new();
                for ((item, _, value), times) in told {
                    *whole.entry((item, String::new(), value)).or_default() += times;
                }
                assert_eq!(
                    counted(time_counts::taken(&kept, time, period), period),
                    whole,
                    "{scope:?} {by} {time} {period:?}"
                );
            }
        }
    }
    values
}

fn fold_all(app: &TestApp) {
    app.db
        .write_now(|tx| {
            while statistics::fold(tx, 50)? > 0 {}
            Ok(())
        })
        .unwrap();
}

both! {
    async fn what_is_kept_is_what_the_cases_tell(app: TestApp) {
        let begun = china_day(app.clock.now());
        let world = worked(&app).await;
        let today = china_day(app.clock.now());
        let year = Period { from: begun, to: today }.years();
        let told = app.db.read_now(|c| Ok(compare(c, &world, year))).unwrap();
        assert!(told.len() == 6 && told.values().all(|values| *values > 20), "{told:?}");
        fold_all(&app);
        assert_eq!(app.db.read_now(|c| Ok(compare(c, &world, year))).unwrap(), told);
        app.db.write_now(move |tx| rebuild(tx, today, &mut |_, _, _| {})).unwrap();
        assert_eq!(app.db.read_now(|c| Ok(compare(c, &world, year))).unwrap(), told);
    }

    async fn a_time_that_was_not_taken_is_found(app: TestApp) {
        worked(&app).await;
        fold_all(&app);
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
        let wrong = "UPDATE stat_time SET times = replace(times, '\"open_age\":[[', '\"open_age\":[[999,1],[') WHERE level = 2 AND dim = 'regime'";
        app.db.write_now(move |tx| Ok(diesel::sql_query(wrong).execute(tx)?)).unwrap();
        let found = app.db.read_now(statistics::first_difference).unwrap().unwrap();
        assert!(found.contains("(level 2) regime") && found.contains("open_age"), "{found}");
    }

    /// Until 0044 no times were kept.
    async fn an_upgrade_keeps_the_times_of_the_cases_that_are_there(app: TestApp) {
        worked(&app).await;
        app.db.write_now(|tx| {
            diesel::sql_query("DELETE FROM stat_time").execute(tx)?;
            Ok(diesel::sql_query("UPDATE stat_delta SET times = '{}'").execute(tx)?)
        }).unwrap();
        assert!(app.db.read_now(statistics::first_difference).unwrap().unwrap().contains("not what was taken"));
        let up = match app.db.write_now(|c| Ok(matches!(c, Conn::Pg(_)))).unwrap() {
            true => include_str!("../../migrations/postgres/0044_times_kept/up.sql"),
            false => include_str!("../../migrations/sqlite/0044_times_kept/up.sql"),
        };
        let keep = &up[up.find("INSERT INTO").unwrap()..];
        app.db.write_now(move |tx| Ok(diesel::sql_query(keep).execute(tx)?)).unwrap();
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
        fold_all(&app);
        assert_eq!(app.db.read_now(statistics::first_difference).unwrap(), None);
    }

    /// Of 50,000 cases under way it is told how many each mediator leads, of more it is said that it is not.
    async fn who_leads_is_not_looked_up_among_too_many(app: TestApp) {
        let world = worked(&app).await;
        let (year, since) = (china_day(app.clock.now()).year(), china_day(app.clock.now()).num_days_from_ce());
        let mut tab = Tab::of(&app, "federation").await;
        for (open, is_told) in [(50_000, true), (50_001, false)] {
            app.db.write_now(move |tx| {
                diesel::sql_query("UPDATE stat_time SET times = '{}'").execute(tx)?;
                diesel::sql_query("UPDATE stat_delta SET times = '{}'").execute(tx)?;
                let many = format!("UPDATE stat_delta SET times = '{{\"open_age\":[[{since},{open}]]}}' WHERE id = (SELECT MAX(id) FROM stat_delta)");
                Ok(diesel::sql_query(many).execute(tx)?)
            }).unwrap();
            let path = format!("/api/v1/statistics/times?from={year}&to={year}");
            let sheet = app.get(&path).token(world.token("federation")).await.expect(200).json;
            let told: Vec<&str> = sheet["items"].as_array().unwrap().iter().map(|one| one["measure"].as_str().unwrap()).collect();
            assert_eq!(told.contains(&"caseload"), is_told, "{sheet}");
            assert_eq!(sheet["not_counted"], if is_told { json!([]) } else { json!(["caseload"]) });
            let page = tab.look(&format!("/figures/times?from={year}&to={year}")).await;
            assert_eq!(page.contains("请选择较小的地区查看：每名调解员在办案件"), !is_told, "{page}");
        }
    }
}
