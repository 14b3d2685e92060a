//! No query over a large table reads all of it: the statements of the product's own functions are taken as they are sent, and the
//! database is asked how it would run them. The cases are those of `cargo bench --bench speed`, fewer of them.

use crate::both;
use crate::support::entries;
use crate::support::raw::CASE_TABLES;
use chrono::Duration;
use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::sync::{Arc, Mutex};
use wanlian::base::clock::Clock;
use wanlian::base::id::*;
use wanlian::domain::case::Status;
use wanlian::domain::case_order::CasePlace;
use wanlian::domain::category::Category;
use wanlian::domain::contribution::Counter;
use wanlian::domain::deadlines::Terms;
use wanlian::domain::mail_queue::MailState;
use wanlian::domain::measures::Dimension;
use wanlian::domain::moment::Moment;
use wanlian::domain::period::Period;
use wanlian::domain::policy::{Actor, Role, Scope, Sight, Standing};
use wanlian::domain::region::RegionCode;
use wanlian::domain::time_counts;
use wanlian::domain::times::Time;
use wanlian::store::case_lists::{self, Filter};
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::db::{Conn, Db};
use wanlian::store::statistics::{self, Question};
use wanlian::store::*;
use wanlian::workflow::register_case::register_case;

#[allow(dead_code, reason = "shared with the measurement")]
#[path = "../../benches/speed/million.rs"]
mod million;
#[allow(dead_code, reason = "shared with the measurement")]
#[path = "../../benches/speed/people.rs"]
mod people;

/// Tables beside those of a case that grow with the cases, and the names the statements give them. `stat_delta` is none: a fold
/// keeps it short.
const LARGE: &[&str] = &[
    "note",
    "party_link",
    "application",
    "case_search",
    "outbox",
    "earlier",
    "behind",
    "a",
    "p",
    "k",
    "x",
    "access_log",
    "idempotency",
    "session",
    "refresh_token",
    "stat_cell",
    "stat_time",
    "assignment",
    "disclosure",
    "ledger_row",
    "import",
    "account",
];

/// Those that have rows here: for a small table PostgreSQL takes whichever index, all of it.
const FILLED: &[&str] = &["cases", "party", "case_mediator", "case_search", "stat_cell", "stat_time"];

/// The statements that a connection was sent.
type Heard = Arc<Mutex<Vec<String>>>;

fn listening(url: &str) -> (Conn, Heard) {
    let mut c = Target::parse(url).unwrap().connect(Purpose::Write).unwrap();
    if let Conn::Pg(c) = &mut c {
        // What is read as a whole all the same has no index that could serve.
        c.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    }
    let heard = Heard::default();
    let ear = heard.clone();
    c.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            ear.lock().unwrap().push(query.to_string());
        }
    });
    (c, heard)
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PgLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    detail: String,
}

/// The large tables that this statement would read as a whole.
fn scans(c: &mut Conn, statement: &str) -> Vec<String> {
    let sql = statement.split("-- binds:").next().unwrap().trim().trim_end_matches(';');
    match c {
        Conn::Sqlite(c) => {
            let plan: Vec<Line> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(c).unwrap();
            plan.into_iter().map(|line| line.detail).filter(|line| reads_whole(line)).collect()
        }
        Conn::Pg(c) => {
            // A list is short: left open, the number of rows would be guessed as a tenth of all.
            let sql = &sql.find(" LIMIT $").map_or(sql.to_owned(), |at| format!("{} LIMIT 51", &sql[..at]));
            let values = (1..=99).take_while(|number| sql.contains(&format!("${number}"))).count();
            let values = if values == 0 { String::new() } else { format!("({})", vec!["NULL"; values].join(",")) };
            c.batch_execute(&format!("PREPARE asked AS {sql}")).unwrap_or_else(|cause| panic!("{cause}: {sql}"));
            let plan: Vec<PgLine> = diesel::sql_query(format!("EXPLAIN EXECUTE asked{values}")).load(c).unwrap();
            c.batch_execute("DEALLOCATE asked").unwrap();
            let plan: Vec<String> = plan.into_iter().map(|line| line.detail).collect();
            pg_scans(&plan)
        }
    }
}

fn is_large(table: &str) -> bool {
    CASE_TABLES.contains(&table) || LARGE.contains(&table)
}

/// `SCAN party`, but not a table that the statement made itself.
fn reads_whole(line: &str) -> bool {
    line.strip_prefix("SCAN ").is_some_and(|rest| is_large(rest.split(' ').next().unwrap()))
}

/// Nodes that read a large table, or an index of one, from end to end.
fn pg_scans(plan: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, line) in plan.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let table = words.iter().position(|word| *word == "on").and_then(|on| words.get(on + 1));
        let is_large = table.is_some_and(|table| is_large(table));
        let is_filled = table.is_some_and(|table| FILLED.contains(table));
        let own = plan.iter().skip(at + 1).take_while(|next| !next.contains("->"));
        let is_bounded = own.clone().any(|next| next.contains("Index Cond:"));
        let by_index = line.contains("Index Scan") || line.contains("Index Only Scan");
        let walks_index = by_index && is_filled && !line.contains("Bitmap") && !is_bounded;
        if walks_index || (is_large && line.contains("Seq Scan on")) {
            found.push(line.trim().to_owned());
        }
    }
    found
}

fn area(code: &str) -> Scope {
    Scope::Regions { prefix: RegionCode::parse(code).unwrap().prefix(), sight: Sight::Masked }
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(kind: people::Kind, number: u32) -> T {
    people::id(kind, number).parse().unwrap()
}

/// Everything that is asked of the large tables while the program runs.
fn ask(c: &mut Conn) {
    use people::Kind;
    let now = Clock::default().now();
    let by = Moment::at(now, None);
    let committee: CommitteeId = id(Kind::Committee, 0);
    let (account, mediator): (AccountId, MediatorId) = (id(Kind::MediatorAccount, 0), id(Kind::Mediator, 0));
    let firm: FirmId = million::FIRM.parse().unwrap();
    let standing = Standing { committees: vec![committee], mediator: Some(mediator), ..Standing::default() };
    let actor = Actor::of_account(account, Role::Mediator, standing);
    let scopes = [
        area("330226"),
        area("330200"),
        area("330000"),
        Scope::Committees(vec![committee]),
        Scope::Committees(vec![committee, id(Kind::Committee, 1)]),
        Scope::Assigned { account, mediator: Some(mediator) },
        Scope::Assigned { account, mediator: None },
        Scope::Firm { firm, lawyer: None },
    ];
    let new =
        serde_json::json!({ "applicant": "王一", "respondent": "甲食品厂", "summary": "欠薪", "external_no": "7" });
    let new = serde_json::from_value(new).unwrap();
    let file = register_case(c, &actor, new, &Terms::default(), &by).unwrap();
    let case = file.case.id;
    for scope in &scopes {
        for filter in filters(committee, mediator, firm, case) {
            case_lists::list(c, scope, &filter, 51).unwrap();
        }
        drop(case_files::load(c, scope, case));
    }
    for filter in by_days(case) {
        case_lists::list(c, &area("000000"), &filter, 51).unwrap();
    }
    // Everybody's work, and what is long overdue of a county and of all.
    for scope in scopes.iter().chain([&area("000000")]) {
        let kinds = wanlian::domain::work::kinds(Role::ChamberAdmin);
        let span = wanlian::domain::work::span(by.today, 14);
        work::list(c, &work::Asked { scope, kinds, span, today: by.today, most: 50 }).unwrap();
        work::overdue_sums(c, scope, by.today).unwrap();
    }
    case_lists::alike(c, file.case.committee_id, &wanlian::domain::duplicates::Sketch::of(&file)).unwrap();
    case_events::of_case(c, case).unwrap();
    case_notes::readable(c, case, account).unwrap();
    case_audit::check(c, case).unwrap();
    imports::known_cases(c, committee, &["1"]).unwrap();
    idempotency::find(c, "x", now).unwrap();
    let session = SessionId::new();
    sessions::live(c, session, now).unwrap();
    sessions::turn(c, "x", "y", now, now).unwrap();
    sessions::revoke(c, session, now).unwrap();
    let own = accounts::by_id(c, account).unwrap().unwrap();
    accounts::by_login(c, &own.login).unwrap();
    accounts::actor(c, &own).unwrap();
    outbox::is_due(c, now, Duration::seconds(60)).unwrap();
    let mail = outbox::lease(c, now + Duration::minutes(2), Duration::seconds(60), &["example.com".into()])
        .unwrap()
        .expect("the new case queued a mail");
    outbox::settle(c, &mail).unwrap();
    outbox::list(c, Some(MailState::Dead), Some(mail.id), 50).unwrap();
    recipients::of_committee(c, committee).unwrap();
    recipients::of_mediators(c, &[mediator]).unwrap();
    recipients::of_firm(c, firm, &[LawyerId::new()]).unwrap();
    assignments::of_case(c, case).unwrap();
    assignments::list(c, &Scope::Firm { firm, lawyer: None }, None, None, 50).unwrap();
    assignments::overdue(c, now + Duration::days(1), 50).unwrap();
    assignments::loads(c, &[firm]).unwrap();
    for scope in
        [area("330226"), area("330000"), Scope::Everything, Scope::Committees(vec![committee]), scopes[7].clone()]
    {
        for by in Dimension::ALL {
            let area = RegionCode::parse("330200").unwrap().prefix();
            let question = Question {
                area,
                from: "2025-01-01".parse().unwrap(),
                to: "2025-12-01".parse().unwrap(),
                by: *by,
                as_of: None,
            };
            statistics::read(c, &scope, &question).unwrap();
            for and in [Dimension::Total, Dimension::Region] {
                statistics_table::rows(c, &scope, &question, (and, Dimension::Month), &[Counter::Registered], 50)
                    .unwrap();
            }
        }
    }
    for (scope, area) in
        [(Scope::Committees(vec![committee]), "000000"), (area("330226"), "330226"), (area("330200"), "330200")]
    {
        let period = Period::parse("2025", "2025-06").unwrap();
        let (area, items) = (RegionCode::parse(area).unwrap().prefix(), (String::new(), String::new()));
        for counter in [Counter::Registered, Counter::Accepted, Counter::Agreed, Counter::Closed, Counter::AmountPaid] {
            let by = (Dimension::Total, Dimension::Total);
            let figure = statistics_behind::Figure { area, period, by, items: &items, counter };
            let after = ("2025-02-01".parse().unwrap(), case, 0);
            statistics_behind::behind(c, &scope, &figure, Some(&after), 51).unwrap();
        }
    }
    for scope in [area("330226"), area("330000"), Scope::Committees(vec![committee]), scopes[7].clone()] {
        let (period, area) = (Period::parse("2025", "2025-06").unwrap(), RegionCode::parse("330200").unwrap().prefix());
        for by in [Dimension::Total, Dimension::Region, Dimension::Committee, Dimension::Category] {
            let kept = time_cells::values(c, &scope, area, by).unwrap();
            time_cells::placed(c, &scope, area, by).unwrap();
            let since = time_counts::since(&kept, period);
            for time in [Time::Caseload, Time::FirmAnswer] {
                times::values(c, &scope, area, period, (time, by), Some(&since)).unwrap();
            }
        }
    }
    let year = Period::parse("2025", "2025").unwrap();
    allowance_cases::of_mediator(c, mediator, year).unwrap();
    for newest in [None, Some(300)] {
        quality::looked_at(c, &Scope::Committees(vec![committee, id(Kind::Committee, 1)]), year, newest).unwrap();
    }
    statistics::fold(c, 10).unwrap();
    let ningbo = RegionCode::parse("330200").unwrap().prefix();
    matching_facts::judged(c, ningbo).unwrap();
    matching_facts::conflicts(c, ningbo).unwrap();
}

fn filters(committee: CommitteeId, mediator: MediatorId, firm: FirmId, before: CaseId) -> Vec<Filter> {
    let none = Filter { after: Some(CasePlace { on: None, id: before }), ..Filter::default() };
    let mut all = vec![
        Filter::default(),
        none.clone(),
        Filter { status: Some(Status::Mediating), ..none.clone() },
        Filter { category: Some(Category::Labour), ..none.clone() },
        Filter { region: Some(RegionCode::parse("330226").unwrap().prefix()), ..none.clone() },
        Filter { committee: Some(committee), ..none.clone() },
        Filter { firm: Some(firm), ..none.clone() },
        Filter { mediator: Some(mediator), ..none.clone() },
        Filter { q: Some("食品".into()), ..none },
    ];
    all.extend(by_days(before));
    all
}

/// Lists that ask for days of application, or for what falls due.
fn by_days(id: CaseId) -> Vec<Filter> {
    let day = |text: &str| text.parse().ok();
    let (first, last) = (day("2025-01-01"), day("2025-01-31"));
    let after = Some(CasePlace { on: last, id });
    let (asked, due) =
        (Filter { from: first, to: last, ..Filter::default() }, Filter { due: first.zip(last), ..Filter::default() });
    vec![
        Filter { after, ..asked.clone() },
        Filter { status: Some(Status::Mediating), after, ..asked.clone() },
        Filter { from: None, after, ..asked.clone() },
        asked,
        Filter { after, ..due.clone() },
        due,
    ]
}

both! {
    fn no_query_reads_a_large_table_as_a_whole(fresh: Fresh) {
        let db = Db::open(&fresh.url, 1).unwrap();
        people::enter(&db);
        million::fill(&fresh.url, 20_000);
        million::count(&fresh.url);
        db.write_now(|c| {
            c.batch_execute("INSERT INTO case_search (case_id, region_code, terms)
                SELECT id, region_code, '食品 ' || substr(id, 30) FROM cases").unwrap();
            if let Conn::Pg(c) = c {
                c.batch_execute("ANALYZE case_search").unwrap();
            }
            Ok(())
        }).unwrap();
        let (mut c, heard) = listening(&fresh.url);
        ask(&mut c);
        let mut statements = std::mem::take(&mut *heard.lock().unwrap());
        statements.retain(|text| ["SELECT", "UPDATE", "DELETE"].iter().any(|verb| text.trim_start().starts_with(verb)));
        // An empty list of ids finds nothing in no time.
        statements.retain(|text| !text.contains("(1=0)"));
        statements.sort();
        statements.dedup_by_key(|text| text.split("-- binds:").next().unwrap().to_owned());
        assert!(statements.len() > 60, "{} statements were heard", statements.len());
        let mut found = Vec::new();
        for statement in statements {
            let scans = scans(&mut c, &statement);
            if !scans.is_empty() {
                found.push(format!("{}\n    {statement}", scans.join("\n")));
            }
        }
        assert!(found.is_empty(), "{} statements read a large table as a whole:\n{}", found.len(), found.join("\n"));
    }
}

#[test]
fn a_plan_that_reads_all_is_known_as_such() {
    assert!(reads_whole("SCAN party") && reads_whole("SCAN cases USING INDEX cases_region"));
    assert!(!reads_whole("SEARCH party USING INDEX party_case (case_id=?)") && !reads_whole("SCAN LIST SUBQUERY 1"));
    let plan = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(pg_scans(&plan("Limit\n  ->  Seq Scan on cases\n        Filter: (x)")).len(), 1);
    assert_eq!(
        pg_scans(&plan("Limit\n  ->  Index Scan Backward using cases_pkey on cases\n        Filter: (x)")).len(),
        1
    );
    let bounded = "->  Index Scan using p on party\n  Index Cond: (y)\n->  Seq Scan on committee\n";
    assert_eq!(pg_scans(&plan(bounded)), Vec::<String>::new());
}
