//! The ledger of Ninghai goes in through the steps of a case's life: 781 cases, exactly, once, on both databases.

use crate::both;
use crate::support::Fresh;
use diesel::prelude::*;
use wanlian::base::clock::Clock;
use wanlian::base::error::{Error, Result};
use wanlian::base::id::AccountId;
use wanlian::domain::contribution::Counter;
use wanlian::domain::deadlines::Terms;
use wanlian::domain::import::{Import, ImportKind};
use wanlian::domain::measures::Dimension;
use wanlian::domain::policy::{Actor, Role, Scope, Standing};
use wanlian::domain::region::{RegionCode, RegionPrefix};
use wanlian::store::db::{Conn, Db};
use wanlian::store::statistics::{self, Question};
use wanlian::workflow::import_file::{self, Incoming};

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

fn open(fresh: &Fresh) -> Db {
    Db::open(&fresh.url, 2).unwrap()
}

fn bring(db: &Db, actor: &Actor, bytes: &[u8], dry_run: bool) -> Result<Import> {
    let file = Incoming { kind: ImportKind::Cases, bytes, dry_run };
    import_file::bring(db, &Clock::default(), actor, Terms::default(), file, &mut |_, _| ())
}

fn tally(import: &Import) -> [i64; 4] {
    [import.total, import.created, import.unchanged, import.failed]
}

/// The header and the first rows of the ledger.
fn head(rows: usize) -> String {
    LEDGER.lines().take(rows + 1).map(|line| format!("{line}\n")).collect()
}

fn federation(role: Role, region: &str) -> Actor {
    let standing = Standing { region: RegionCode::parse(region).ok(), ..Standing::default() };
    Actor::of_account(AccountId::new(), role, standing)
}

fn number(db: &Db, sql: &'static str) -> i64 {
    db.read_now(|c: &mut Conn| Ok(diesel::dsl::sql::<diesel::sql_types::BigInt>(sql).get_result(c)?)).unwrap()
}

both! {
    fn the_whole_ledger_goes_in_to_the_fen_and_only_once(fresh: Fresh) {
        let db = open(&fresh);
        let system = Actor::system();
        let trial = bring(&db, &system, LEDGER.as_bytes(), true).unwrap();
        assert_eq!(tally(&trial), [781, 781, 0, 0], "{}", trial.faults);
        assert_eq!(number(&db, "SELECT count(*) FROM cases"), 0, "a trial changes nothing");
        assert_eq!(number(&db, "SELECT count(*) FROM committee"), 0);

        let first = bring(&db, &system, LEDGER.as_bytes(), false).unwrap();
        assert_eq!(tally(&first), [781, 781, 0, 0], "{}", first.faults);
        assert!(first.faults_file.is_none());
        assert_eq!(first.warnings.matches("_entered").count(), 7, "one committee and six mediators: {}", first.warnings);
        assert_eq!(number(&db, "SELECT count(*) FROM cases WHERE status = 'closed' AND outcome = 'agreed' AND accepted_on IS NOT NULL"), 781);
        assert_eq!(number(&db, "SELECT CAST(sum(amount_agreed) AS BIGINT) FROM cases"), 2_642_000_000);
        assert_eq!(number(&db, "SELECT CAST(sum(amount) AS BIGINT) FROM payment"), 2_642_000_000);
        assert_eq!(number(&db, "SELECT count(*) FROM callback WHERE satisfaction = 'satisfied'"), 781);
        assert_eq!(number(&db, "SELECT count(*) FROM callback WHERE done_on IS NULL"), 0, "a ledger leaves nothing to be asked");
        assert_eq!(number(&db, "SELECT count(*) FROM agreement WHERE confirmation = 'confirmed'"), 81);
        assert_eq!(number(&db, "SELECT count(*) FROM outbox"), 0, "no mail of what is long past");

        let question = Question {
            area: RegionPrefix::NATION,
            from: "2000-01-01".parse().unwrap(),
            to: "2099-12-01".parse().unwrap(),
            by: Dimension::Total,
            as_of: None,
        };
        let figures = db.read_now(move |c| statistics::read(c, &Scope::Everything, &question)).unwrap();
        let of = |counter| figures[0].1.get(counter);
        for (counter, figure) in [
            (Counter::Accepted, 781),
            (Counter::Concluded, 781),
            (Counter::Agreed, 781),
            (Counter::Closed, 781),
            (Counter::AmountAgreed, 2_642_000_000),
            (Counter::AmountPaid, 2_642_000_000),
            (Counter::CallbacksDue, 781),
            (Counter::CallbacksAnswered, 781),
            (Counter::Satisfied, 781),
        ] {
            assert_eq!(of(counter), figure, "{counter}");
        }

        let again = bring(&db, &system, LEDGER.as_bytes(), false).unwrap();
        assert_eq!(tally(&again), [781, 0, 781, 0]);
        assert_eq!(number(&db, "SELECT count(*) FROM cases"), 781);
    }

    fn other_encodings_and_a_workbook_say_the_same(fresh: Fresh) {
        let db = open(&fresh);
        let system = Actor::system();
        let text = head(40);
        assert_eq!(tally(&bring(&db, &system, text.as_bytes(), false).unwrap()), [40, 40, 0, 0]);
        let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
        assert_eq!(tally(&bring(&db, &system, &gb18030, false).unwrap()), [40, 0, 40, 0]);
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let numeric: Vec<bool> = rows[0].iter().map(|name| name.contains("(元)") || *name == "涉及人数").collect();
        let workbook = wanlian::formats::xlsx::write("台账", &rows[0], &numeric, rows[1..].to_vec()).unwrap();
        assert_eq!(tally(&bring(&db, &system, &workbook, false).unwrap()), [40, 0, 40, 0]);
    }

    fn bad_rows_come_back_and_good_ones_stay(fresh: Fresh) {
        let db = open(&fresh);
        let system = Actor::system();
        let text = head(5);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[2] = lines[2].replace("劳动争议,", "邻里,");
        lines[4] = lines[4].replace("2019-09-", "2099-09-");
        let import = bring(&db, &system, lines.join("\n").as_bytes(), false).unwrap();
        assert_eq!(tally(&import), [5, 3, 0, 2]);
        let file = import.faults_file.unwrap();
        assert!(file.contains("适用程序：未知的代码。"), "{file}");
        assert!(file.contains("申请日期：日期不能晚于今天。 "), "all faults of a row at once: {file}");
        assert!(!import.faults.contains("2099") && !import.faults.contains("邻里"), "no cell in the list of faults");

        // Put right in the file that came back, the rows go in.
        let mended = file.replace("邻里,", "劳动争议,").replace("2099-", "2019-");
        assert_eq!(tally(&bring(&db, &system, mended.as_bytes(), false).unwrap()), [2, 2, 0, 0]);

        // The same number with other content is no change but a fault.
        let other = text.replace(",一般,", ",疑难,");
        let import = bring(&db, &system, other.as_bytes(), false).unwrap();
        assert_eq!(tally(&import), [5, 0, 0, 5]);
        assert!(import.faults.contains("already_imported_differs"));
    }

    fn committees_of_two_regions_may_share_a_name(fresh: Fresh) {
        let db = open(&fresh);
        for region in ["330226", "330225"] {
            let file = head(3).replace(",330226,", &format!(",{region},"));
            let first = bring(&db, &Actor::system(), file.as_bytes(), false).unwrap();
            assert_eq!(tally(&first), [3, 3, 0, 0], "{region}: {}", first.faults);
        }
        assert_eq!(number(&db, "SELECT count(*) FROM committee"), 2);
    }

    fn one_file_sent_several_times_at_once_goes_in_once(fresh: Fresh) {
        let db = open(&fresh);
        let (file, start) = (head(40), std::sync::Barrier::new(4));
        let tallies: Vec<[i64; 4]> = std::thread::scope(|scope| {
            let sent: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        tally(&bring(&open(&fresh), &Actor::system(), file.as_bytes(), false).unwrap())
                    })
                })
                .collect();
            sent.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(tallies.iter().map(|tally| tally[1]).sum::<i64>(), 40, "{tallies:?}");
        assert!(tallies.iter().all(|tally| tally[1] + tally[2] == 40), "{tallies:?}");
        assert_eq!((number(&db, "SELECT count(*) FROM cases"), number(&db, "SELECT count(*) FROM committee")), (40, 1));
    }

    fn an_unknown_committee_is_entered_on_the_word_of_its_federation_only(fresh: Fresh) {
        let db = open(&fresh);
        let text = head(3);
        let elsewhere = bring(&db, &federation(Role::FederationAdmin, "420100"), text.as_bytes(), false).unwrap();
        assert_eq!(tally(&elsewhere), [3, 0, 0, 3]);
        assert!(elsewhere.faults.contains("region_outside"));
        let keeper = bring(&db, &federation(Role::Sysadmin, "330226"), text.as_bytes(), false).unwrap();
        assert_eq!(tally(&keeper), [3, 0, 0, 3]);
        assert!(keeper.faults.contains("unknown_reference"));
        for role in [Role::ChamberAdmin, Role::Mediator, Role::FederationViewer, Role::FirmAdmin, Role::Lawyer] {
            let refused = bring(&db, &federation(role, "330226"), text.as_bytes(), false);
            assert!(matches!(refused, Err(Error::Forbidden)), "{role}");
        }
        assert_eq!(number(&db, "SELECT count(*) FROM committee"), 0);
        let own = bring(&db, &federation(Role::FederationAdmin, "330200"), text.as_bytes(), false).unwrap();
        assert_eq!(tally(&own), [3, 3, 0, 0], "{}", own.faults);
        assert!(own.warnings.contains("committee_entered") && own.warnings.contains("mediator_entered"));
    }
}
