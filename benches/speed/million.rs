//! A large installation, written straight into the tables: cases of every county of the list, their parties, who works on them
//! and the figures they add up to. The same cases each time. Events, search terms and the rest of the files are left out.

use super::people::{COMMITTEES, Kind, id};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::fmt::Write;
use wanlian::domain::contribution::Counter;
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::db::Conn;

/// The law firm that has one case in twenty.
pub const FIRM: &str = "01999999-0009-7000-8000-000000000001";

/// Fills a migrated database that holds the people of `people::enter`.
pub fn fill(url: &str, cases: u32) {
    let mut c = Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap();
    let words = match &mut c {
        Conn::Sqlite(c) => {
            c.batch_execute("PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-800000").unwrap();
            Words {
                numbers: format!(
                    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < {cases}) SELECT i FROM n) n"
                ),
                hex: "printf('%012x', i)",
                day: format!("date('2024-01-01', '+' || (i * 700 / {cases}) || ' days')"),
                month: "date(applied_on, 'start of month')",
                instant: "'2024-01-01 00:00:00'",
                indexes: "SELECT name, sql AS text FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
                    AND tbl_name IN ('cases', 'party', 'case_mediator')",
            }
        }
        Conn::Pg(c) => {
            c.batch_execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'").unwrap();
            Words {
                numbers: format!("generate_series(1::bigint, {cases}) AS n(i)"),
                hex: "lpad(to_hex(i), 12, '0')",
                day: format!("DATE '2024-01-01' + (i * 700 / {cases})::int"),
                month: "date_trunc('month', applied_on)::date",
                instant: "TIMESTAMP '2024-01-01 00:00:00'",
                indexes: "SELECT indexname AS name, indexdef AS text FROM pg_indexes WHERE schemaname = 'public'
                    AND tablename IN ('cases', 'party', 'case_mediator') AND indexname NOT LIKE '%key'",
            }
        }
    };
    let mut run = |sql: &str| c.batch_execute(sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    run("CREATE TABLE place (n BIGINT PRIMARY KEY, region_code TEXT NOT NULL, committee_id TEXT NOT NULL)");
    run(&places());
    let indexes = indexes(&mut c, words.indexes);
    let mut run = |sql: &str| c.batch_execute(sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    indexes.iter().filter(|one| !one.name.ends_with("pkey")).for_each(|one| run(&format!("DROP INDEX {}", one.name)));
    run(&words.cases());
    run(&words.parties());
    run(&words.mediators());
    indexes.iter().filter(|one| !one.name.ends_with("pkey")).for_each(|one| run(&one.text));
    words.figures().iter().for_each(|sql| run(sql));
    run("DROP TABLE place");
    if matches!(c, Conn::Pg(_)) {
        c.batch_execute("VACUUM ANALYZE").unwrap();
    }
}

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    text: String,
}

fn indexes(c: &mut Conn, sql: &str) -> Vec<Index> {
    diesel::sql_query(sql).load(c).unwrap()
}

/// Where committees are: the eight of 宁海县, then one in every county of the list.
fn places() -> String {
    let list = include_str!("../../config/regions.csv");
    let counties = list.lines().filter(|line| line.contains(",county,")).map(|line| &line[..6]);
    let own = (0..COMMITTEES).map(|number| ("330226", id(Kind::Committee, number)));
    let others = counties.zip(1000..).map(|(code, number)| (code, id(Kind::Committee, number)));
    let mut sql = "INSERT INTO place VALUES ".to_owned();
    for (n, (code, committee)) in own.chain(others).enumerate() {
        let comma = if n == 0 { "" } else { "," };
        write!(sql, "{comma}({n},'{code}','{committee}')").unwrap();
    }
    sql
}

/// What the two databases say differently.
struct Words {
    numbers: String,
    hex: &'static str,
    day: String,
    month: &'static str,
    instant: &'static str,
    indexes: &'static str,
}

/// The place of case `i`: one in twenty is the first committee's, one in ten of the seven beside it.
const PLACE: &str = "CASE WHEN i * 7919 % 1000 < 50 THEN 0 WHEN i * 7919 % 1000 < 150 THEN 1 + i % 7
    ELSE 8 + i * 104729 % ((SELECT max(n) FROM place) - 7) END";

impl Words {
    fn cases(&self) -> String {
        let Self { numbers, hex, day, instant, .. } = self;
        let account = id(Kind::MediatorAccount, 0);
        format!(
            "INSERT INTO cases (id, committee_id, region_code, case_no, status, regime, category, source, summary, applied_on,
                accepted_on, amount_claimed, amount_agreed, amount_paid, difficulty, people, firm_id, due_on, origin,
                registered_by, version, head_hash, created_at, updated_at)
            SELECT '01990000-0000-7000-8000-' || {hex}, committee_id, region_code, '宁商调〔2025〕' || {hex} || '号',
                CASE i % 10 WHEN 0 THEN 'registered' WHEN 1 THEN 'accepted' WHEN 2 THEN 'mediating' WHEN 3 THEN 'agreed'
                    ELSE 'closed' END,
                CASE i % 4 WHEN 0 THEN 'labour' ELSE 'people' END,
                CASE i % 4 WHEN 0 THEN 'labour' WHEN 1 THEN 'contract' WHEN 2 THEN 'business' ELSE 'damages' END,
                CASE i % 3 WHEN 0 THEN 'application' WHEN 1 THEN 'proactive' ELSE 'referral_court' END,
                '申请人称被申请人拖欠工资，多次催要未果，请求调解支付。', {day}, {day}, i % 1000 * 10000, 0, 0, 'ordinary', 2,
                CASE WHEN i % 20 = 0 THEN '{FIRM}' END, CASE WHEN i % 10 < 3 THEN {day} END, 'live',
                CASE WHEN n.i * 7919 % 1000 < 5 THEN '{account}' END, 1, '',
                {instant}, {instant}
            FROM {numbers} JOIN place ON place.n = {PLACE} ORDER BY i"
        )
    }

    fn parties(&self) -> String {
        let Self { numbers, hex, .. } = self;
        let row = |no: u32, role: &str, kind: &str, name: &str| {
            format!(
                "INSERT INTO party (id, case_id, role, kind, name)
                SELECT '01990000-000{no}-7000-8000-' || {hex}, '01990000-0000-7000-8000-' || {hex}, '{role}', '{kind}', {name}
                FROM {numbers} ORDER BY i;"
            )
        };
        row(1, "applicant", "person", "'王' || (i % 200000)")
            + &row(2, "respondent", "organisation", "'第' || (i % 5000) || '食品厂'")
    }

    /// The mediator of the first committee works on 5,000 of a million.
    fn mediators(&self) -> String {
        let Self { numbers, hex, day, .. } = self;
        let mediator = id(Kind::Mediator, 0);
        format!(
            "INSERT INTO case_mediator (id, case_id, mediator_id, lead, chosen_by, relation_declared, appointed_on)
            SELECT '01990000-0003-7000-8000-' || {hex}, '01990000-0000-7000-8000-' || {hex}, '{mediator}', TRUE, 'committee',
                FALSE, {day} FROM {numbers} WHERE i * 7919 % 1000 BETWEEN 5 AND 9 ORDER BY i"
        )
    }

    /// Every cell of the figures, as folding would make them, and some deltas that are not yet folded.
    fn figures(&self) -> Vec<String> {
        let month = self.month;
        let columns: Vec<&str> = Counter::ALL.iter().map(|counter| counter.code()).collect();
        let columns = columns.join(",");
        let values: Vec<&str> = Counter::ALL
            .iter()
            .map(|counter| match counter {
                Counter::Registered | Counter::Accepted => "sum(cases)",
                Counter::People => "sum(people)",
                Counter::AmountClaimed => "sum(claimed)",
                _ => "0",
            })
            .collect();
        let values = values.join(",");
        let mut all = vec![format!(
            "CREATE TABLE summed AS SELECT {month} AS month, region_code AS region, committee_id AS committee, category, source,
                regime, coalesce(firm_id, '') AS firm, count(*) AS cases, sum(people) AS people, sum(amount_claimed) AS claimed
            FROM cases GROUP BY 1, 2, 3, 4, 5, 6, 7"
        )];
        let places = [
            (0, "'000000'"),
            (1, "substr(region, 1, 2) || '0000'"),
            (2, "substr(region, 1, 4) || '00'"),
            (3, "region"),
            (4, "committee"),
            (5, "firm"),
        ];
        for (level, place) in places {
            for dim in ["total", "committee", "category", "source", "regime", "firm", "region"] {
                if dim == "region" && level < 4 {
                    continue;
                }
                let item = if dim == "total" { "''" } else { dim };
                all.push(format!(
                    "INSERT INTO stat_cell (level, dim, place, item, month, {columns}) SELECT {level}, '{dim}', {place}, {item},
                        month, {values} FROM summed WHERE {place} <> '' GROUP BY 3, 4, 5"
                ));
            }
        }
        all.push(format!(
            "INSERT INTO stat_delta (month, region_code, committee_id, category, source, regime, firm_id, {columns})
            SELECT month, region, committee, category, source, regime, firm, {values} FROM summed
            GROUP BY month, region, committee, category, source, regime, firm LIMIT 2000"
        ));
        all.push("DROP TABLE summed".to_owned());
        all
    }
}
