//! The directory: regions as they come along, chambers and firms from files.

use crate::both;
use wanlian::base::clock::Clock;
use wanlian::domain::import::Import;
use wanlian::domain::policy::Actor;
use wanlian::domain::region::RegionCode;
use wanlian::store::db::Db;
use wanlian::store::listing::Filter;
use wanlian::store::{chambers, firms, regions};
use wanlian::workflow::import::{self, Importer, Order};
use wanlian::workflow::import_chambers::ImportChambers;
use wanlian::workflow::import_firms::ImportFirms;

fn bring<I: Importer>(db: &Db, importer: I, bytes: &[u8]) -> Import {
    let table = import::open(bytes, I::COLUMNS).unwrap();
    let order = Order::of(&Actor::system(), bytes, false).unwrap();
    import::run(db, &Clock::default(), importer, &table, order, Vec::new(), &mut |_, _| ()).unwrap()
}

fn tally(import: &Import) -> [i64; 3] {
    [import.created, import.unchanged, import.failed]
}

fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

both! {
    fn chambers_and_firms_come_in_once(fresh: Fresh) {
        let db = Db::open(&fresh.url, 2).unwrap();
        let now = Clock::default().now();
        let files = (include_bytes!("../../config/demo/chambers.csv"), include_bytes!("../../config/demo/law-firms.csv"));
        for expected in [([460, 0, 0], [170, 0, 0]), ([0, 460, 0], [0, 170, 0])] {
            let chambers = bring(&db, ImportChambers { now }, files.0);
            assert_eq!((tally(&chambers), chambers.faults.as_str()), (expected.0, "[]"));
            assert_eq!(tally(&bring(&db, ImportFirms { now }, files.1)), expected.1);
        }
        let ningbo = Some(region("330200").prefix());
        let filter = Filter { area: ningbo, q: Some("商会".into()), limit: 200, ..Filter::default() };
        let found = db.read_now(move |c| chambers::list(c, &filter)).unwrap();
        assert!(!found.is_empty() && found.iter().all(|one| one.region_code.as_str().starts_with("3302")));
        assert!(found.windows(2).all(|pair| pair[0].id < pair[1].id));
        let wildcard = Filter { q: Some("%".into()), ..Filter::default() };
        assert!(db.read_now(move |c| firms::list(c, &wildcard)).unwrap().is_empty());
        let one = found[0].clone();
        let mut newer = one.clone();
        newer.version = 2;
        db.write_now({ let newer = newer.clone(); move |c| chambers::advance(c, 1, &newer) }).unwrap();
        let stale = db.write_now(move |c| chambers::advance(c, 1, &newer));
        assert!(matches!(stale, Err(wanlian::base::error::Error::Stale { current: Some(2) })));
    }

    fn regions_are_dated(fresh: Fresh) {
        let db = Db::open(&fresh.url, 2).unwrap();
        let (before, after) = ("2026-06-30".parse().unwrap(), "2026-07-01".parse().unwrap());
        let list = "code,name,level,parent\n000000,全国,nation,\n330000,浙江省,province,000000\n";
        let weihai = db.read_now(move |c| regions::children(c, region("371000"), before)).unwrap();
        assert!(!weihai.is_empty() && weihai.iter().all(|one| one.code.as_str().starts_with("3710")));
        let (ended, begun) = db.write_now(move |c| regions::load(c, list, after)).unwrap();
        assert!(ended > 3000 && begun == 0);
        assert_eq!(db.write_now(move |c| regions::load(c, list, after)).unwrap(), (0, 0));
        let valid = |code: &str, on| { let code = region(code); db.read_now(move |c| regions::is_valid(c, code, on)).unwrap() };
        assert!(valid("330226", before) && !valid("330226", after) && valid("330000", after));
    }
}
