//! Whether figures stay exact while many write: eight clients that register and accept cases for `--seconds`, two folds at once beside
//! them; then everything is counted again. And what of a step goes into the figures.

use super::client::{Client, closed_loop};
use super::post::register_one;
use super::report::{Wanted, figure, note};
use super::site::{self, Site};
use super::{Options, people};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use wanlian::domain::contribution::{self, Contribution};
use wanlian::store::db::Db;
use wanlian::store::statistics::{self, first_difference};

const CLIENTS: usize = 8;
const FOLD_EVERY: Duration = Duration::from_millis(100);

/// On both databases.
pub fn run(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    measure("SQLite", &Site::start(&site::sqlite_url(folder.path()), folder), options);
    let Some(cluster) = site::postgres() else { return };
    site::execute(cluster, "postgres", "CREATE DATABASE writers");
    measure("PostgreSQL", &Site::start(&cluster.url("writers"), tempfile::tempdir().unwrap()), options);
}

fn measure(database: &str, site: &Site, options: &Options) {
    people::enter(&site.db);
    let tokens: Vec<String> =
        (0..people::COMMITTEES).map(|number| site.sign_in(&format!("mediator{number}"))).collect();
    let is_over = AtomicBool::new(false);
    let (run, folded) = std::thread::scope(|scope| {
        let folds: Vec<_> = (0..2).map(|_| scope.spawn(|| fold(&site.db, &is_over))).collect();
        let run = closed_loop(CLIENTS, options.seconds, |number| {
            let mut client = Client::open(site.address, &tokens[number % tokens.len()]);
            let mut case = 0;
            move || {
                case += 1;
                let path = register_one(&mut client, number, case);
                let today = wanlian::base::clock::china_day(wanlian::base::clock::Clock::default().now());
                let status = client.step(&format!("{path}/acceptance"), 1, &format!(r#"{{"accepted_on": "{today}"}}"#));
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(&client.body));
            }
        });
        is_over.store(true, Ordering::Relaxed);
        (run, folds.into_iter().map(|fold| fold.join().unwrap()).sum::<usize>())
    });
    note(&format!("{database}: {:.0} cases/s of two steps each, {folded} deltas folded meanwhile", run.per_second));
    let begun = Instant::now();
    let found = site.db.read_now(first_difference).unwrap();
    assert_eq!(found, None, "a figure is not what the cases add up to");
    note(&format!("{database}: every figure is what the cases add up to ({:.1} s)", begun.elapsed().as_secs_f64()));
    // What the database has for each step while it is kept busy.
    let step_ms = 1000.0 / run.per_second / 2.0;
    share(database, &site.db, step_ms);
}

fn fold(db: &Db, is_over: &AtomicBool) -> usize {
    let mut all = 0;
    while !is_over.load(Ordering::Relaxed) {
        all += db.write_now(|tx| statistics::fold(tx, 500)).unwrap();
        // The job folds every few seconds; what it takes up then is not a writer's.
        std::thread::sleep(FOLD_EVERY);
    }
    all
}

/// What noting the change costs, beside a whole step.
fn share(database: &str, db: &Db, step_ms: f64) {
    const TIMES: u32 = 2000;
    let one = contribution_of_a_case();
    let begun = Instant::now();
    db.write_now(move |tx| {
        let today = "2026-11-21".parse().unwrap();
        (0..TIMES).try_for_each(|_| statistics::add(tx, today, None, &one))
    })
    .unwrap();
    let note_ms = begun.elapsed().as_secs_f64() * 1000.0 / f64::from(TIMES);
    note(&format!(
        "{database}: a step of {CLIENTS} clients at work every {step_ms:.2} ms, noting its figures takes {note_ms:.3} ms"
    ));
    figure(&format!("{database}: figures' share of a step"), note_ms * 100.0 / step_ms, "%", Wanted::Below(15.0));
}

/// The figures of a case that was registered.
fn contribution_of_a_case() -> Contribution {
    use contribution::{Added, CellKey, Counter};
    use wanlian::domain::{case::Regime, case::Source, category::Category};
    let key = CellKey {
        month: "2026-11-01".parse().unwrap(),
        region: wanlian::domain::region::RegionCode::parse("330226").unwrap(),
        committee: people::id(people::Kind::Committee, 0).parse().unwrap(),
        category: Category::Labour,
        source: Source::Application,
        regime: Regime::Labour,
        firm: None,
    };
    let mut added = Added::default();
    added.counts.add(Counter::Registered, 1);
    Contribution::from([(key, added)])
}
