//! A large installation, written straight into the tables: cases of every county of the list, their parties, who works on them
//! and the figures they add up to. The same cases each time. Events, search terms and the rest of the files are left out.

use super::people::{COMMITTEES, Kind, id};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::fmt::Write;
use wanlian::domain::contribution::Counter;
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::db::{Conn, Db};
use wanlian::store::statistics_rebuild::rebuild;

/// The law firm that has one case in twenty.
pub const FIRM: &str = "01999999-0009-7000-8000-000000000001";

/// Fills a migrated database that holds the people of `people::enter`.
pub fn fill(url: &str, cases: u32) {
    let mut c = Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap();
    let words = Words::of(&mut c, cases);
    let mut run = |sql: &str| c.batch_execute(sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    run(PLACES);
    run(&places());
    let indexes = indexes(&mut c, words.indexes);
    let mut run = |sql: &str| c.batch_execute(sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    indexes.iter().filter(|one| !one.name.ends_with("pkey")).for_each(|one| run(&format!("DROP INDEX {}", one.name)));
    run(&words.cases());
    run(&words.parties());
    run(&words.mediators());
    indexes.iter().filter(|one| !one.name.ends_with("pkey")).for_each(|one| run(&one.text));
    run("DROP TABLE place");
    if matches!(c, Conn::Pg(_)) {
        c.batch_execute("VACUUM ANALYZE").unwrap();
    }
}

/// Makes the figures that the cases add up to.
pub fn count(url: &str) {
    let counted =
        Db::open(url, 1).unwrap().write_now(|tx| rebuild(tx, "2025-01-01".parse().unwrap(), &mut |_, _, _| {}));
    counted.unwrap();
}

/// The cases as far as figures are made of them: with neither parties nor the indexes of lists, which would fill a disk.
pub fn fill_counted(url: &str, cases: u32) {
    let mut c = Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap();
    let words = Words::of(&mut c, cases);
    let indexes = indexes(&mut c, words.indexes);
    let mut run = |sql: &str| c.batch_execute(sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    indexes.iter().filter(|one| !one.name.ends_with("pkey")).for_each(|one| run(&format!("DROP INDEX {}", one.name)));
    run(PLACES);
    run(&places());
    run(&words.cases());
    run(&words.endings());
    if matches!(c, Conn::Pg(_)) {
        c.batch_execute("VACUUM ANALYZE").unwrap();
    }
}

/// What ends most of these cases, and what lies about them.
pub fn fill_around(url: &str, cases: u32) {
    let mut c = Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap();
    let words = Words::of(&mut c, cases);
    for sql in [words.endings(), words.surroundings()] {
        c.batch_execute(&sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    }
    if matches!(c, Conn::Pg(_)) {
        c.batch_execute("VACUUM ANALYZE").unwrap();
    }
}

/// The cells of cases that are counted and not kept, but for the table `counted` where it is asked for.
pub fn fill_cells(c: &mut Conn, words: &Words, cases: u32, keeps_cases: bool) {
    let mut run = |sql: &str| c.batch_execute(sql).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    run(PLACES);
    let places = counties();
    let rows: Vec<String> =
        (0..).zip(&places).map(|(n, code)| format!("({n},'{code}','{}')", id(Kind::Committee, 1000 + n))).collect();
    run(&format!("INSERT INTO place VALUES {}", rows.join(",")));
    run(&words.counted(cases, places.len()));
    words.figures().iter().for_each(|sql| run(sql));
    run("DROP TABLE place");
    if !keeps_cases {
        run("DROP TABLE counted");
    }
    if matches!(c, Conn::Pg(_)) {
        c.batch_execute("VACUUM ANALYZE").unwrap();
    }
}

/// The codes of all counties of the list.
pub fn counties() -> Vec<&'static str> {
    let list = include_str!("../../config/regions.csv");
    list.lines().filter(|line| line.contains(",county,")).map(|line| &line[..6]).collect()
}

/// The same as a table, by the numbers the cases are spread by.
pub fn counties_csv() -> String {
    (0..).zip(counties()).fold("n,region_code\n".to_owned(), |text, (n, code)| format!("{text}{n},{code}\n"))
}

const PLACES: &str = "CREATE TABLE place (n BIGINT PRIMARY KEY, region_code TEXT NOT NULL, committee_id TEXT NOT NULL)";

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
    let own = (0..COMMITTEES).map(|number| ("330226", id(Kind::Committee, number)));
    let others = counties().into_iter().zip(1000..).map(|(code, number)| (code, id(Kind::Committee, number)));
    let mut sql = "INSERT INTO place VALUES ".to_owned();
    for (n, (code, committee)) in own.chain(others).enumerate() {
        let comma = if n == 0 { "" } else { "," };
        write!(sql, "{comma}({n},'{code}','{committee}')").unwrap();
    }
    sql
}

/// What the two databases say differently.
pub struct Words {
    numbers: String,
    hex: &'static str,
    /// The day of application.
    day: String,
    /// The last day to settle: thirty days later.
    due: String,
    /// The day on which one that is over ended: up to 36 days later.
    end: String,
    /// Whether case `i` is over: all are but nine in ten of the newest tenth.
    ended: String,
    month: &'static str,
    instant: &'static str,
    indexes: &'static str,
}

/// The place of case `i`: one in twenty is the first committee's, one in ten of the seven beside it.
const PLACE: &str = "CASE WHEN i * 7919 % 1000 < 50 THEN 0 WHEN i * 7919 % 1000 < 150 THEN 1 + i % 7
    ELSE 8 + i * 104729 % ((SELECT max(n) FROM place) - 7) END";

impl Words {
    /// The words of a database for so many cases, which is made quick to fill.
    pub fn of(c: &mut Conn, cases: u32) -> Self {
        let ended = format!("(i <= {cases} / 10 * 9 OR i % 10 = 9)");
        match c {
            Conn::Sqlite(c) => {
                c.batch_execute("PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-800000").unwrap();
                // Else the log of a statement would be as large as what it writes; not while somebody else is connected.
                drop(c.batch_execute("PRAGMA busy_timeout=1000; PRAGMA journal_mode=OFF"));
                Words {
                    numbers: format!(
                        "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < {cases}) SELECT i FROM n) n"
                    ),
                    hex: "printf('%012x', i)",
                    day: format!("date('2025-01-01', '+' || (i * 680 / {cases}) || ' days')"),
                    due: format!("date('2025-01-01', '+' || (i * 680 / {cases} + 30) || ' days')"),
                    end: format!("date('2025-01-01', '+' || (i * 680 / {cases} + i % 37) || ' days')"),
                    ended,
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
                    day: format!("DATE '2025-01-01' + (i * 680 / {cases})::int"),
                    due: format!("DATE '2025-01-01' + (i * 680 / {cases} + 30)::int"),
                    end: format!("DATE '2025-01-01' + (i * 680 / {cases} + i % 37)::int"),
                    ended,
                    month: "date_trunc('month', applied_on)::date",
                    instant: "TIMESTAMP '2024-01-01 00:00:00'",
                    indexes: "SELECT indexname AS name, indexdef AS text FROM pg_indexes WHERE schemaname = 'public'
                        AND tablename IN ('cases', 'party', 'case_mediator') AND indexname NOT LIKE '%key'",
                }
            }
        }
    }

    fn cases(&self) -> String {
        let Self { numbers, hex, day, due, end, ended, instant, .. } = self;
        let account = id(Kind::MediatorAccount, 0);
        format!(
            "INSERT INTO cases (id, committee_id, region_code, case_no, status, regime, category, source, summary, applied_on,
                accepted_on, concluded_on, closed_on, outcome, amount_claimed, amount_agreed, amount_paid, difficulty, people,
                firm_id, due_on, origin,
                registered_by, version, head_hash, created_at, updated_at)
            SELECT '01990000-0000-7000-8000-' || {hex}, committee_id, region_code, '宁商调〔2025〕' || {hex} || '号',
                CASE WHEN {ended} THEN CASE i % 10 WHEN 9 THEN 'agreed' ELSE 'closed' END WHEN i % 10 < 3 THEN 'registered'
                    WHEN i % 10 < 6 THEN 'accepted' ELSE 'mediating' END,
                CASE i % 4 WHEN 0 THEN 'labour' ELSE 'people' END,
                CASE i % 4 WHEN 0 THEN 'labour' WHEN 1 THEN 'contract' WHEN 2 THEN 'business' ELSE 'damages' END,
                CASE i % 3 WHEN 0 THEN 'application' WHEN 1 THEN 'proactive' ELSE 'referral_court' END,
                '申请人称被申请人拖欠工资，多次催要未果，请求调解支付。', {day}, {day},
                CASE WHEN {ended} THEN {end} END, CASE WHEN {ended} AND i % 10 < 9 THEN {end} END, CASE WHEN {ended} THEN 'agreed' END,
                i % 1000 * 10000, CASE WHEN {ended} THEN i % 1000 * 8000 ELSE 0 END,
                CASE WHEN {ended} AND i % 10 < 9 THEN i % 1000 * 8000 ELSE 0 END, 'ordinary', 2,
                CASE WHEN i % 20 = 0 THEN '{FIRM}' END, {due}, 'live',
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

    /// Cases that ended have an agreement; those that are closed are paid and were called back.
    fn endings(&self) -> String {
        let Self { numbers, hex, end, ended, .. } = self;
        let case = format!("'01990000-0000-7000-8000-' || {hex}");
        format!(
            "INSERT INTO agreement (id, case_id, form, content, amount, agreed_on, signatures, confirmation, attested_by_ledger)
            SELECT '01990000-0004-7000-8000-' || {hex}, {case}, CASE i % 5 WHEN 0 THEN 'oral' ELSE 'written' END, '分三期付清。',
                i % 1000 * 8000, {end}, '', 'none', FALSE FROM {numbers} WHERE {ended} ORDER BY i;
            INSERT INTO payment (id, case_id, amount, paid_on, manner)
            SELECT '01990000-0005-7000-8000-' || {hex}, {case}, i % 1000 * 8000, {end}, 'transfer'
            FROM {numbers} WHERE {ended} AND i % 10 < 9 AND i % 1000 > 0 ORDER BY i;
            INSERT INTO callback (id, case_id, party_id, due_on, done_on, channel, result, satisfaction)
            SELECT '01990000-0006-7000-8000-' || {hex}, {case}, '01990000-0001-7000-8000-' || {hex}, {end}, {end}, 'phone',
                'answered', CASE i % 4 WHEN 0 THEN 'fair' ELSE 'satisfied' END FROM {numbers} WHERE {ended} AND i % 10 < 9 ORDER BY i"
        )
    }

    /// What lies about the cases: 5,000 of a million are with the firm, each was opened once and told of in two mails.
    fn surroundings(&self) -> String {
        let Self { numbers, hex, ended, instant, .. } = self;
        let (case, account) = (format!("'01990000-0000-7000-8000-' || {hex}"), id(Kind::MediatorAccount, 0));
        format!(
            "INSERT INTO assignment (id, case_id, region_code, firm_id, acts_for, basis, contract_no, status, offered_at, answer_due_at,
                cleared_at, answered_at, version)
            SELECT '01990000-0007-7000-8000-' || {hex}, c.id, c.region_code, '{FIRM}', 'committee', 'entrust_contract', '一',
                'accepted', {instant}, {instant}, {instant}, {instant}, 1
            FROM {numbers} JOIN cases c ON c.id = {case} WHERE i % 200 = 0 AND {ended} ORDER BY i;
            INSERT INTO access_log (id, at, account_id, operation, object_id, status)
            SELECT '01990000-0008-7000-8000-' || {hex}, {instant}, '{account}', 'pages::case::show', {case}, 200
            FROM {numbers} ORDER BY i;
            INSERT INTO outbox (id, kind, case_id, case_no, region_code, locale, address, domain, state, attempts, next_at, created_at,
                queued_at, sent_at)
            SELECT '01990000-0009-7000-8000-' || {hex}, 'registered', {case}, '宁商调〔2025〕' || {hex} || '号', '330226', 'zh',
                'admin' || (i % 8) || '@example.org', 'example.org', 'sent', 1, {instant}, {instant}, {instant}, {instant}
            FROM {numbers} ORDER BY i"
        )
    }

    /// Cases as far as they are counted, spread by arithmetic that grouping.py has too: over every county, 60 months, eight categories.
    fn counted(&self, cases: u32, places: usize) -> String {
        let day = self.day_of(cases);
        format!(
            "CREATE TABLE counted AS
            WITH h AS (SELECT i, i * 2654435761 % 4294967296 AS h FROM {})
            SELECT {day} AS applied_on, region_code, committee_id,
                CASE h / {places} % 8 WHEN 0 THEN 'family' WHEN 1 THEN 'neighbours' WHEN 2 THEN 'contract' WHEN 3 THEN 'business'
                    WHEN 4 THEN 'damages' WHEN 5 THEN 'labour' WHEN 6 THEN 'consumer' ELSE 'other' END AS category,
                CASE h / {places} / 8 % 3 WHEN 0 THEN 'application' WHEN 1 THEN 'proactive' ELSE 'referral_court' END AS source,
                CASE h / {places} % 8 WHEN 5 THEN 'labour' ELSE 'people' END AS regime, CAST(NULL AS TEXT) AS firm_id,
                1 + h % 3 AS people, 50000 + h % 300000000 AS amount_claimed
            FROM h JOIN place ON place.n = h % {places}",
            self.numbers
        )
    }

    fn day_of(&self, cases: u32) -> String {
        if self.month.starts_with("date(") {
            format!("date('2021-01-01', '+' || ((i - 1) * 1826 / {cases}) || ' days')")
        } else {
            format!("DATE '2021-01-01' + ((i - 1) * 1826 / {cases})::int")
        }
    }

    /// Every cell of the figures of the counted cases, as folding would make them, but for their times.
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
            FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7"
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
                // No place is divided by what it is itself.
                if (dim == "region" && level < 4) || (dim == "committee" && level == 4) || (dim == "firm" && level == 5)
                {
                    continue;
                }
                let item = if dim == "total" { "''" } else { dim };
                all.push(format!(
                    "INSERT INTO stat_cell (level, dim, place, item, month, {columns}) SELECT {level}, '{dim}', {place}, {item},
                        month, {values} FROM summed WHERE {place} <> '' GROUP BY 3, 4, 5"
                ));
            }
        }
        all.push("DROP TABLE summed".to_owned());
        all
    }
}
