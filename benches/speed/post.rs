//! Acknowledged `POST /cases` beside what the database does at its best.

use super::client::{Client, Run, closed_loop};
use super::report::{Wanted, note, ratio};
use super::site::{self, Site};
use super::{Options, people, pgbench, probe};
use serde_json::json;

/// SQLite with one client and with 64, beside one-row commits on the same disk.
pub fn sqlite(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::start(&site::sqlite_url(folder.path()), folder);
    people::enter(&site.db);
    // Before and after, since a disk is not always as quick.
    let before = probe::commits(site.folder.path(), options.seconds);
    let one = register(&site, 1, options.seconds);
    let many = register(&site, 64, options.seconds);
    let after = probe::commits(site.folder.path(), options.seconds);
    let probe = ("one-row FULL commits", (before.per_second + after.per_second) / 2.0);
    ratio("SQLite: POST /cases, 1 client", one.per_second, probe, Wanted::AtLeast(0.6));
    times(&one);
    ratio("SQLite: POST /cases, 64 clients", many.per_second, probe, Wanted::AtLeast(3.0));
    times(&many);
}

/// PostgreSQL with 8 clients, beside `pgbench` with the same statements.
pub fn postgres(options: &Options) {
    let Some(cluster) = site::postgres() else { return };
    // One database for the product, and one where the statements are logged and run by pgbench.
    for sql in
        ["CREATE DATABASE product", "CREATE DATABASE statements", "ALTER DATABASE statements SET log_statement = 'all'"]
    {
        site::execute(cluster, "postgres", sql);
    }
    let logged = Site::start(&cluster.url("statements"), tempfile::tempdir().unwrap());
    people::enter(&logged.db);
    let script = pgbench::script(cluster, &logged);
    site::execute(cluster, "postgres", "ALTER DATABASE statements RESET log_statement");
    note(&format!("{} statements to a POST, transactions' ends included", script.statements));
    let site = Site::start(&cluster.url("product"), tempfile::tempdir().unwrap());
    people::enter(&site.db);
    let before = pgbench::run(cluster, &script, options.seconds);
    let product = register(&site, 8, options.seconds);
    let after = pgbench::run(cluster, &script, options.seconds);
    ratio(
        "PostgreSQL: POST /cases, 8 clients",
        product.per_second,
        ("pgbench", (before + after) / 2.0),
        Wanted::AtLeast(0.4),
    );
    times(&product);
}

/// Mediators that register cases one after the other, each with a connection of their own.
fn register(site: &Site, clients: usize, seconds: u64) -> Run {
    let tokens: Vec<String> =
        (0..people::COMMITTEES).map(|number| site.sign_in(&format!("mediator{number}"))).collect();
    closed_loop(clients, seconds, |number| {
        let mut client = Client::open(site.address, &tokens[number % tokens.len()]);
        let mut case = 0;
        move || {
            case += 1;
            register_one(&mut client, number, case);
        }
    })
}

/// Registers a case as a phone call is logged; its path.
pub fn register_one(client: &mut Client, number: usize, case: usize) -> String {
    let body = json!({
        "applicant": format!("王{number}之{case}"),
        "respondent": format!("宁海第{}食品厂", (number * 7919 + case) % 500),
        "summary": "申请人称被申请人拖欠 2026 年 8 月至 10 月工资共 12,600.00 元，多次催要未果，请求调解支付。",
        "category": "labour",
        "amount_claimed": 1_260_000,
    });
    let status = client.post("/api/v1/cases", &body.to_string());
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&client.body));
    client.location.clone()
}

/// How long one took.
pub fn times(run: &Run) {
    note(&format!("median {:.2} ms, p99 {:.2} ms", run.quantile(0.5), run.quantile(0.99)));
}
