//! `GET /cases/{id}`: each request is authenticated and leaves a line in the access log before it is answered.

use super::client::{Client, closed_loop};
use super::post::{register_one, times};
use super::report::{Wanted, figure};
use super::site::{self, Site};
use super::{Options, people};

/// Cases that are looked at.
const CASES: usize = 400;
/// Connections at work.
const CLIENTS: usize = 32;

/// On both databases.
pub fn run(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    measure("SQLite", &site::sqlite_url(folder.path()), folder, options);
    let Some(cluster) = site::postgres() else { return };
    site::execute(cluster, "postgres", "CREATE DATABASE detail");
    measure("PostgreSQL", &cluster.url("detail"), tempfile::tempdir().unwrap(), options);
}

fn measure(database: &str, url: &str, folder: tempfile::TempDir, options: &Options) {
    let site = Site::start(url, folder);
    people::enter(&site.db);
    let tokens: Vec<String> =
        (0..people::COMMITTEES).map(|number| site.sign_in(&format!("mediator{number}"))).collect();
    let cases: Vec<Vec<String>> = tokens
        .iter()
        .enumerate()
        .map(|(number, token)| {
            let mut client = Client::open(site.address, token);
            (0..CASES / tokens.len()).map(|case| register_one(&mut client, number, case)).collect()
        })
        .collect();
    let run = closed_loop(CLIENTS, options.seconds, |number| {
        let own = &cases[number % tokens.len()];
        let mut client = Client::open(site.address, &tokens[number % tokens.len()]);
        let mut case = number;
        move || {
            case += 1;
            assert_eq!(client.get(&own[case % own.len()]), 200);
        }
    });
    figure(&format!("{database}: GET /cases/{{id}}"), run.per_second, "/s", Wanted::AtLeast(3000.0));
    times(&run);
}
