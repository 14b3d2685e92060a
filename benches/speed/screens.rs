//! Every page that a role may open, out of a large installation: followed link by link from where the role begins, each opened some times.

use super::client::Client;
use super::report::{Wanted, figure, note};
use super::site::{self, Site};
use super::{Options, around, million, people};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Instant;
use wanlian::pages::table;

/// Addresses that are opened of one row of the table, for one role.
const OF_A_ROW: usize = 8;
/// How often each is opened; the median counts.
const TIMES: usize = 5;
/// Pages that are named in the report, the slowest first.
const NAMED: usize = 12;

/// What is asked for by the forms of lists, where no link leads; who may not open it is told so.
const ASKED: [&str; 15] = [
    "/",
    "/cases?status=mediating",
    "/cases?category=labour",
    "/cases?from=2025-01-01&to=2025-01-31",
    "/audit?login=mediator0",
    "/audit?operation=pages::case::show",
    "/audit?operation=pages::reports::publish",
    "/figures?from=2025&to=2025&by=committee",
    "/figures?from=2025-03-05&to=2025-03-20",
    "/figures/times?from=2025&to=2025&by=committee",
    "/figures/times?from=2025-03&to=2026-06&by=category",
    "/figures/cases?from=2025&to=2025&by=total&count=amount_paid",
    "/figures/cases?from=2025&to=2025&by=category&item=labour&count=callbacks_due",
    "/figures/cases?from=2025&to=2025&by=total&count=terminated",
    "/figures/cases?from=2025&to=2025&by=total&count=concluded",
];

/// A page as it was measured.
struct Opened {
    login: String,
    path: String,
    ms: f64,
    bytes: usize,
}

/// On both databases.
pub fn run(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    let url = site::sqlite_url(folder.path());
    measure("SQLite", &url, folder, options);
    let Some(cluster) = site::postgres() else { return };
    site::execute(cluster, "postgres", "CREATE DATABASE screens");
    measure("PostgreSQL", &cluster.url("screens"), tempfile::tempdir().unwrap(), options);
}

fn measure(database: &str, url: &str, folder: tempfile::TempDir, options: &Options) {
    let begun = Instant::now();
    let db = wanlian::store::db::Db::open(url, 1).unwrap();
    people::enter(&db);
    around::enter(&db);
    drop(db);
    million::fill(url, options.cases);
    million::fill_around(url, options.cases);
    million::count(url);
    note(&format!("{database}: {} cases written in {:.0} s", options.cases, begun.elapsed().as_secs_f64()));
    let site = Site::start(url, folder);
    let public = around::act(&site);
    let (mut opened, mut reached) = (Vec::new(), BTreeSet::new());
    for login in around::LOGINS.iter().chain(&["lawyer"]) {
        let mut client = around::browser(&site, login);
        crawl(&mut client, login, ASKED.map(str::to_owned).to_vec(), &mut opened, &mut reached);
    }
    crawl(&mut Client::open(site.address, ""), "nobody", public, &mut opened, &mut reached);
    report(database, opened, &reached);
}

/// Opens what these pages lead to, and what that leads to.
fn crawl(
    client: &mut Client,
    login: &str,
    begin: Vec<String>,
    opened: &mut Vec<Opened>,
    reached: &mut BTreeSet<&'static str>,
) {
    let mut seen: BTreeSet<String> = begin.iter().cloned().collect();
    let mut waiting: VecDeque<String> = begin.into();
    let mut of_row: BTreeMap<&str, usize> = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        let Some(row) = row_of(&path) else { continue };
        let count = of_row.entry(row).or_default();
        *count += 1;
        if *count > OF_A_ROW {
            continue;
        }
        let (status, ms) = open(client, &path);
        assert!(status < 500, "{login} {path}: {status}");
        let mut links = Vec::new();
        if status == 303 {
            links.push(client.location.clone());
        } else if status == 200 {
            reached.insert(row);
            if client.kind.starts_with("text/html") {
                opened.push(Opened { login: login.to_owned(), path, ms, bytes: client.body.len() });
                links = links_of(&String::from_utf8_lossy(&client.body));
            }
        }
        links.retain(|link| link != "/sign-in" && seen.insert(link.clone()));
        waiting.extend(links);
    }
}

/// How it is answered, and the median of the times.
fn open(client: &mut Client, path: &str) -> (u16, f64) {
    let status = client.page(path);
    let mut times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            client.page(path);
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (status, times[TIMES / 2])
}

/// The row of the table an address belongs to; a fixed path comes before one with an id in the same place.
fn row_of(path: &str) -> Option<&'static str> {
    let path: Vec<&str> = path.split('?').next()?.split('/').collect();
    let fits = |row: &&str| {
        let own: Vec<&str> = row.split('/').collect();
        own.len() == path.len() && own.iter().zip(&path).all(|(own, part)| own.starts_with('{') || own == part)
    };
    let rows = table::all().iter().filter(|page| page.method == "GET").map(|page| page.path);
    rows.filter(fits).min_by_key(|row| row.matches('{').count())
}

/// Where the links of a page lead within the product.
fn links_of(page: &str) -> Vec<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let local = hrefs.filter(|href| href.starts_with('/')).filter_map(|href| href.split('#').next());
    local.map(|href| href.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

fn report(database: &str, mut opened: Vec<Opened>, reached: &BTreeSet<&'static str>) {
    let rows: BTreeSet<&str> = table::all().iter().filter(|page| page.method == "GET").map(|page| page.path).collect();
    let missing: Vec<&str> = rows.difference(reached).copied().collect();
    note(&format!("{database}: {} pages opened of {} rows; nothing led to {missing:?}", opened.len(), reached.len()));
    opened.sort_by_key(|one| std::cmp::Reverse(one.bytes));
    let large = opened.first().map_or(0.0, |one| one.bytes as f64 / 1000.0);
    for Opened { login, path, bytes, .. } in opened.iter().take(NAMED) {
        note(&format!("{:7.1} kB  {login} {path}", *bytes as f64 / 1000.0));
    }
    opened.sort_by(|one, other| other.ms.total_cmp(&one.ms));
    let slow = opened.first().map_or(0.0, |one| one.ms);
    for Opened { login, path, ms, bytes } in
        opened.iter().filter(|one| one.ms > 50.0).take(60).chain(opened.iter().take(NAMED))
    {
        note(&format!("{ms:7.1} ms {:7.1} kB  {login} {path}", *bytes as f64 / 1000.0));
    }
    figure(&format!("{database}: the slowest page"), slow, "ms", Wanted::Below(50.0));
    figure(&format!("{database}: the largest page"), large, "kB", Wanted::Below(100.0));
}
