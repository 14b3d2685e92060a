//! Figures whose cost does not grow with the cases: the product's own reads beside DuckDB's and PostgreSQL's group-by of the same cases,
//! at 100,000, a million and so on up to `--cases`. Only the cells of these cases are filled in, which is all that is read.

use super::million::{self, Words};
use super::plot::{Line, plot};
use super::report::{Wanted, figure, note};
use super::site::{self, Site};
use super::{Options, people};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::process::Command;
use std::time::Instant;
use wanlian::base::clock::Clock;
use wanlian::domain::contribution::Counter;
use wanlian::domain::measures::Dimension;
use wanlian::domain::period::Period;
use wanlian::domain::policy::Scope;
use wanlian::domain::region::RegionCode;
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::db::Db;
use wanlian::workflow::read_table::{self, TableAsked};

/// What is asked of each: its name in grouping.py, and in words.
const QUERIES: [(&str, &str); 3] = [
    ("whole", "region × month × category, five years"),
    ("year", "nation, a year by province"),
    ("month", "a county's month"),
];

/// Who answers, from how many cases, in milliseconds for each query.
struct Answer {
    who: String,
    cases: u32,
    ms: [f64; 3],
}

impl Answer {
    /// Told of at once: the next size may take long.
    fn of(who: &str, cases: u32, ms: [f64; 3]) -> Self {
        let [whole, year, month] = ms;
        note(&format!("{who}, {cases} cases: {whole:.1} ms, {year:.1} ms, {month:.1} ms"));
        Self { who: who.to_owned(), cases, ms }
    }
}

pub fn run(options: &Options) {
    let mut answers = Vec::new();
    let mut cases = 100_000;
    while cases <= options.cases {
        measure(cases, &mut answers);
        draw(&answers);
        cases *= 10;
    }
    table(&answers);
    let of = |who: &str, number: usize| {
        let last = answers.iter().rev().find(|one| one.who.starts_with(who));
        last.map(|one| one.ms[number])
    };
    for product in ["Wanlian on SQLite", "Wanlian on PostgreSQL"] {
        if let (Some(own), Some(duck)) = (of(product, 0), of("DuckDB", 0)) {
            figure(
                &format!("{product}: the whole table, times as fast as DuckDB"),
                duck / own,
                "",
                Wanted::AtLeast(4.0),
            );
        }
        if let (Some(year), Some(month)) = (of(product, 1), of(product, 2)) {
            figure(&format!("{product}: nation, a year by province"), year, "ms", Wanted::Below(20.0));
            figure(&format!("{product}: a county's month"), month, "ms", Wanted::Below(3.0));
        }
    }
}

/// One plot for each query, drawn anew with each size: the last one may take long.
fn draw(answers: &[Answer]) {
    for (number, (name, words)) in QUERIES.iter().enumerate() {
        let mut whose: Vec<&str> = answers.iter().map(|one| one.who.as_str()).collect();
        whose.sort_unstable();
        whose.dedup();
        let points = |who: &&str| {
            answers.iter().filter(|one| one.who == *who).map(|one| (f64::from(one.cases), one.ms[number])).collect()
        };
        let lines: Vec<Line> = whose.iter().map(|who| Line { name: (*who).to_owned(), points: points(who) }).collect();
        std::fs::write(format!("docs/figures-{name}.svg"), plot(words, "cases", "ms", &lines)).unwrap();
    }
}

fn measure(cases: u32, answers: &mut Vec<Answer>) {
    let folder = tempfile::tempdir().unwrap();
    let places = folder.path().join("places.csv");
    std::fs::write(&places, million::counties_csv()).unwrap();
    let url = site::sqlite_url(folder.path());
    fill(&url, cases, false);
    let site = Site::start(&url, folder);
    answers.push(Answer::of("Wanlian on SQLite", cases, own(&site, cases)));
    site.clear();
    if let Some(ms) = duckdb(cases, &places) {
        answers.push(Answer::of("DuckDB, its own group-by", cases, ms));
    }
    let Some(cluster) = site::postgres() else { return };
    let name = format!("figures{cases}");
    site::execute(cluster, "postgres", &format!("CREATE DATABASE {name}"));
    let url = cluster.url(&name);
    fill(&url, cases, true);
    let site = Site::start(&url, tempfile::tempdir().unwrap());
    answers.push(Answer::of("Wanlian on PostgreSQL", cases, own(&site, cases)));
    answers.push(Answer::of("PostgreSQL, its own group-by", cases, group_by(&url)));
    site::execute(cluster, "postgres", &format!("DROP DATABASE {name} WITH (FORCE)"));
}

/// The cells of so many cases. The cases themselves stay where they are to be grouped.
fn fill(url: &str, cases: u32, keeps_cases: bool) {
    let begun = Instant::now();
    people::enter(&Db::open(url, 1).unwrap());
    let mut c = Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap();
    let words = Words::of(&mut c, cases);
    million::fill_cells(&mut c, &words, cases, keeps_cases);
    note(&format!("{cases} cases: cells filled in {:.0} s", begun.elapsed().as_secs_f64()));
}

/// The product's answers: the whole table as the workflow hands it to whoever encodes it, the others over REST.
fn own(site: &Site, cases: u32) -> [f64; 3] {
    let asked = TableAsked {
        region: Some(RegionCode::NATION),
        period: Period::parse("2021", "2025").unwrap(),
        by: Dimension::Region,
        and: Dimension::Category,
        per: Dimension::Month,
        // The same three that are added up beside it.
        counts: vec![Counter::Registered, Counter::People, Counter::AmountClaimed],
    };
    let now = Clock::default().now();
    let read = |asked: &TableAsked| site.db.read_now(|c| read_table::table(c, &Scope::Everything, asked, now)).unwrap();
    let table = read(&asked);
    let counted: i64 = table.rows.iter().map(|row| row.counts[0]).sum();
    assert_eq!(counted, i64::from(cases), "the cells are of all cases");
    let whole = median(|| assert_eq!(read(&asked).rows.len(), table.rows.len()));
    let ask = |login: &str, query: &str| {
        let mut client = site.client(login);
        let path = format!("/api/v1/statistics{query}");
        let ms = median(|| assert_eq!(client.get(&path), 200, "{}", String::from_utf8_lossy(&client.body)));
        (ms, client.body.len())
    };
    let (json, bytes) = ask(
        "nation",
        "/table?from=2021&to=2025&by=region&and=category&per=month&counts=registered,people,amount_claimed",
    );
    let all = TableAsked { counts: Counter::ALL.to_vec(), ..asked };
    let every = median(|| assert_eq!(read(&all).rows.len(), table.rows.len()));
    note(&format!(
        "{} rows in {whole:.1} ms; the same over REST, {} kB of JSON, in {json:.1} ms; with all {} counts {every:.1} ms",
        table.rows.len(),
        bytes / 1000,
        Counter::ALL.len()
    ));
    [whole, ask("nation", "?from=2025&to=2025&by=region").0, ask("county", "?from=2025-03&to=2025-03").0]
}

#[derive(QueryableByName)]
struct Grouped {
    #[diesel(sql_type = BigInt)]
    cases: i64,
}

/// PostgreSQL's own: the rows are counted, so that nothing but the grouping is measured.
fn group_by(url: &str) -> [f64; 3] {
    let mut c = Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap();
    let sums = "count(*) AS cases, sum(people), sum(amount_claimed)";
    let of = [
        format!(
            "SELECT substr(region_code, 1, 2), date_trunc('month', applied_on), category, {sums} FROM counted GROUP BY 1, 2, 3"
        ),
        format!(
            "SELECT substr(region_code, 1, 2), {sums} FROM counted WHERE applied_on BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY 1"
        ),
        format!(
            "SELECT 1, {sums} FROM counted WHERE region_code = '330226' AND applied_on BETWEEN '2025-03-01' AND '2025-03-31'"
        ),
    ];
    of.map(|sql| {
        median(|| {
            let rows: Vec<Grouped> =
                diesel::sql_query(format!("SELECT cases FROM ({sql}) AS grouped")).load(&mut c).unwrap();
            assert!(rows.iter().map(|row| row.cases).sum::<i64>() > 0);
        })
    })
}

/// DuckDB's own, where a Python with it is named by `DUCKDB_PYTHON`.
fn duckdb(cases: u32, places: &std::path::Path) -> Option<[f64; 3]> {
    let python = std::env::var("DUCKDB_PYTHON").unwrap_or_else(|_| "python3".into());
    let said =
        Command::new(python).arg("benches/speed/grouping.py").arg(cases.to_string()).arg(places).output().ok()?;
    let Ok(found) = serde_json::from_slice::<serde_json::Value>(&said.stdout) else {
        note("DuckDB is left out: name a Python that has it with DUCKDB_PYTHON (pip install duckdb)");
        return None;
    };
    assert_eq!(found["whole"]["cases"].as_i64(), Some(i64::from(cases)));
    note(&format!("DuckDB {}, {} groups", found["version"], found["whole"]["rows"]));
    Some(QUERIES.map(|(name, _)| found[name]["ms"].as_f64().unwrap()))
}

/// The median of some runs after a first one, in milliseconds; fewer where one takes long.
fn median(mut ask: impl FnMut()) -> f64 {
    ask();
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 3 || (times.len() < 31 && begun.elapsed().as_secs() < 5) {
        let before = Instant::now();
        ask();
        times.push(before.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The lines of the table in docs/speed.md.
fn table(answers: &[Answer]) {
    let head: Vec<&str> = QUERIES.iter().map(|(_, words)| *words).collect();
    println!("| cases | who | {} |\n|---|---|---|---|---|", head.join(" | "));
    for Answer { who, cases, ms: [whole, year, month] } in answers {
        println!("| {cases} | {who} | {whole:.1} ms | {year:.1} ms | {month:.1} ms |");
    }
}
