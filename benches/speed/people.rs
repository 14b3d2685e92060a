//! Who works in a measured installation: committees with a chamber, its administrator and a mediator, and federations above.

use super::entries;
use wanlian::domain::account::{Account, Login};
use wanlian::domain::chamber::Chamber;
use wanlian::domain::committee::{Committee, Mediator};
use wanlian::domain::contact::{Email, Name};
use wanlian::domain::policy::Role;
use wanlian::domain::region::RegionCode;
use wanlian::store::db::{Conn, Db};
use wanlian::store::{accounts, chambers, committees, mediators};

/// The password of everybody.
pub const PASSWORD: &str = "correct horse battery";

/// Committees whose mediators register cases.
pub const COMMITTEES: u32 = 8;

/// The id of a thing by its kind and number: known in advance, so that statements can name it.
pub fn id(kind: Kind, number: u32) -> String {
    format!("01999999-000{}-7000-8000-{number:012}", kind as u32)
}

/// What an id is of.
#[derive(Clone, Copy)]
pub enum Kind {
    Committee = 1,
    Chamber,
    Mediator,
    MediatorAccount,
    AdminAccount,
    Federation,
}

/// Enters `COMMITTEES` committees of 宁海县, numbered from 0: logins `mediator0`, `admin0`; and federations: `county`, `city`,
/// `province`, `nation`.
pub fn enter(db: &Db) {
    db.write_now(|c| {
        let hash = hash();
        for number in 0..COMMITTEES {
            committee(c, number, &hash);
        }
        for (number, (login, region)) in
            [("county", "330226"), ("city", "330200"), ("province", "330000"), ("nation", "000000")].iter().enumerate()
        {
            let number = u32::try_from(number).unwrap();
            let account = account(login, &hash, Kind::Federation, number, Role::FederationAdmin, region);
            accounts::insert(c, &account).unwrap();
        }
        Ok(())
    })
    .unwrap();
}

/// The password as it is kept.
pub fn hash() -> String {
    let password = wanlian::base::password::Password::parse(PASSWORD, "x").unwrap();
    let config = wanlian::base::config::Config::layered(None, nothing()).unwrap();
    wanlian::base::password::hash_now(&password, &config.auth).unwrap()
}

fn nothing() -> figment::providers::Serialized<serde_json::Value> {
    let folder = std::env::temp_dir().join("wanlian-speed-settings");
    figment::providers::Serialized::defaults(serde_json::json!({ "data_folder": folder }))
}

fn committee(c: &mut Conn, number: u32, hash: &str) {
    let now = wanlian::base::clock::Clock::default().now();
    let chamber = Chamber {
        id: id(Kind::Chamber, number).parse().unwrap(),
        ..entries::chamber("330226", &format!("第{number}商会"), now)
    };
    let name = format!("第{number}商会人民调解委员会");
    let committee = Committee {
        id: id(Kind::Committee, number).parse().unwrap(),
        ..entries::committee(Some(chamber.id), "330226", &name, "宁商调", now)
    };
    let mediator = Mediator {
        id: id(Kind::Mediator, number).parse().unwrap(),
        ..entries::mediator(&committee, "宁调员丁", now)
    };
    chambers::insert(c, &chamber).unwrap();
    committees::insert(c, &committee).unwrap();
    mediators::insert(c, &mediator).unwrap();
    let mut own = account(&format!("mediator{number}"), hash, Kind::MediatorAccount, number, Role::Mediator, "330226");
    (own.chamber_id, own.mediator_id) = (Some(chamber.id), Some(mediator.id));
    accounts::insert(c, &own).unwrap();
    let mut admin = account(&format!("admin{number}"), hash, Kind::AdminAccount, number, Role::ChamberAdmin, "330226");
    admin.chamber_id = Some(chamber.id);
    // So that every new case queues a mail.
    admin.email = Some(Email::parse(&format!("admin{number}@example.org")).unwrap());
    accounts::insert(c, &admin).unwrap();
}

/// An account of a role in a region.
pub fn account(login: &str, hash: &str, kind: Kind, number: u32, role: Role, region: &str) -> Account {
    let now = wanlian::base::clock::Clock::default().now();
    let (login, name) = (Login::parse(login).unwrap(), Name::parse("某人").unwrap());
    Account {
        id: id(kind, number).parse().unwrap(),
        region_code: Some(RegionCode::parse(region).unwrap()),
        ..Account::new(login, name, hash.to_owned(), role, now)
    }
}
