//! Lists of 50 and figures out of a million cases.

use super::client::Client;
use super::report::{Wanted, figure, note};
use super::site::{self, Site};
use super::{Options, million, people};
use std::path::Path;
use std::time::Instant;

/// Requests of each kind: enough for the slowest in a hundred.
const REQUESTS: usize = 200;

/// Who asks: a login and what it sees.
const WHO: &[(&str, &str)] = &[
    ("county", "federation of a county"),
    ("city", "federation of a city"),
    ("province", "federation of a province"),
    ("admin0", "committee"),
    ("mediator0", "mediator"),
];

/// What is asked for.
const FILTERS: &[&str] = &["", "&status=mediating", "&category=labour", "&from=2025-01-01&to=2025-01-31"];

pub fn sqlite(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    let kept = options.keep.as_deref().map(|folder| folder.join("million.db"));
    let file = kept.clone().unwrap_or_else(|| folder.path().join("million.db"));
    let url = format!("sqlite:{}", file.display());
    prepare(&url, kept.is_some_and(|kept| Path::exists(&kept)), options);
    measure("SQLite", &Site::start(&url, folder));
}

pub fn postgres(options: &Options) {
    let Some(cluster) = site::postgres() else { return };
    site::execute(cluster, "postgres", "CREATE DATABASE million");
    let url = cluster.url("million");
    prepare(&url, false, options);
    measure("PostgreSQL", &Site::start(&url, tempfile::tempdir().unwrap()));
}

fn prepare(url: &str, is_there: bool, options: &Options) {
    if is_there {
        return;
    }
    let begun = Instant::now();
    people::enter(&wanlian::store::db::Db::open(url, 1).unwrap());
    million::fill(url, options.cases);
    million::count(url);
    note(&format!("{} cases written in {:.0} s", options.cases, begun.elapsed().as_secs_f64()));
}

fn measure(database: &str, site: &Site) {
    for (login, what) in WHO {
        let mut client = site.client(login);
        let slowest: Vec<f64> = FILTERS.iter().map(|filter| p99(&mut client, filter)).collect();
        let each: Vec<String> =
            FILTERS.iter().zip(&slowest).map(|(filter, ms)| format!("{filter:?} {ms:.1}")).collect();
        note(&format!("p99 in ms by filter: {}", each.join(", ")));
        let worst = slowest.into_iter().fold(0.0, f64::max);
        figure(&format!("{database}: page of 50, {what}, p99"), worst, "ms", Wanted::Below(150.0));
    }
    figures(database, site);
}

/// Pages one after the other, from the newest back, as somebody who leafs through them.
fn p99(client: &mut Client, filter: &str) -> f64 {
    let (mut times, mut cursor) = (Vec::new(), String::new());
    for _ in 0..REQUESTS {
        let begun = Instant::now();
        let status = client.get(&format!("/api/v1/cases?limit=50{filter}{cursor}"));
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&client.body));
        let next = client.json()["next_cursor"].as_str().map(|next| format!("&cursor={next}"));
        cursor = next.unwrap_or_default();
    }
    times.sort_by(f64::total_cmp);
    times[REQUESTS * 99 / 100]
}

/// A year's figures of every area and of a committee, by every dimension, over REST.
fn figures(database: &str, site: &Site) {
    for login in ["county", "city", "province", "nation", "admin0"] {
        let mut client = site.client(login);
        let mut worst = (0.0, "");
        for by in ["total", "region", "committee", "category", "source", "regime", "month"] {
            // Refused: a line for each of thousands.
            if (login, by) == ("nation", "committee") {
                continue;
            }
            let path = format!("/api/v1/statistics?from=2025-01&to=2025-12&by={by}");
            let mut times: Vec<f64> = (0..30)
                .map(|_| {
                    let begun = Instant::now();
                    let status = client.get(&path);
                    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&client.body));
                    begun.elapsed().as_secs_f64() * 1000.0
                })
                .collect();
            times.sort_by(f64::total_cmp);
            note(&format!("{login} by {by}: median {:.1} ms, {} KiB", times[15], client.body.len() / 1024));
            if times[15] > worst.0 {
                worst = (times[15], by);
            }
        }
        let name = format!("{database}: a year's figures, {login} (slowest: by {})", worst.1);
        figure(&name, worst.0, "ms", Wanted::Below(10.0));
    }
}
