//! `wanlian demo`: a province, a city and a county with their chambers, firms and the 781 cases of Ninghai, served on this machine.

use super::{import, say, serve};
use crate::base::clock::{Clock, Instant};
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, CommitteeId, FederationId, LawyerId};
use crate::base::locale::Locale;
use crate::base::password::{self, Password};
use crate::base::refusal::Refusal;
use crate::base::text_list::TextList;
use crate::domain::account::{Login, Reach};
use crate::domain::chamber::{Chamber, ChamberKind, ChamberStatus, Federation};
use crate::domain::committee::{Committee, CommitteeStatus};
use crate::domain::contact::{Email, Name};
use crate::domain::firm::{Lawyer, LawyerKind, LawyerStatus};
use crate::domain::import::ImportKind;
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use crate::domain::uscc::Uscc;
use crate::store::db::{Conn, Db};
use crate::store::{accounts, chambers, committees, federations, firms, lawyers, mediators};
use crate::workflow::manage_accounts::{self, NewAccount, Place};
use figment::providers::{Format, Toml};

const CHAMBERS: &str = include_str!("../../config/demo/chambers.csv");
const FIRMS: &str = include_str!("../../config/demo/law-firms.csv");
const CASES: &str = include_str!("../../config/demo/ninghai-cases.csv");
/// The password of every account of the demonstration, which is reached from this machine alone.
const PASSWORD: &str = "wanlian-demo-330226";
const FEDERATIONS: [(&str, &str); 5] = [
    ("330000", "浙江省工商业联合会"),
    ("330200", "宁波市工商业联合会"),
    ("330226", "宁海县工商业联合会"),
    ("420000", "湖北省工商业联合会"),
    ("420100", "武汉市工商业联合会"),
];
const COMMITTEE: &str = "宁海县商会人民调解委员会";
const CHAMBER: &str = "宁海县总商会";
const MEDIATOR: &str = "宁调员甲";
/// 宁波's first firm in the list, whose lawyer has an account.
const FIRM: &str = "3133020553783652KP";

/// The settings of the demonstration: a folder of its own, mails as files, this machine only.
pub(super) fn config() -> Result<Config, Refusal> {
    Config::layered(None, Toml::string("data_folder = 'data/demo'"))
}

/// Fills what is not there yet, says who may sign in, and serves until told to stop.
pub(super) fn run(config: Config) -> Result<()> {
    let db = Db::open(&config.database.url, config.database.readers)?;
    let now = Clock::default().now();
    db.write_now(move |c| directory(c, now))?;
    for (kind, text) in [(ImportKind::Chambers, CHAMBERS), (ImportKind::Firms, FIRMS), (ImportKind::Cases, CASES)] {
        let import = import::bring(&db, &config, kind, text.as_bytes(), false)?;
        say(format_args!("{} {}: {} + {} = {}", kind.zh(), kind.en(), import.created, import.unchanged, import.total))?;
    }
    let password = Password::parse(PASSWORD, "admin").map_err(wrong)?;
    let hash = password::hash_now(&password, &config.auth)?;
    let logins = db.write_now(move |c| people(c, &hash, now))?;
    for (login, role) in logins {
        say(format_args!("  {:<20} {PASSWORD}   {} {}", login.as_str(), role.zh(), role.en()))?;
    }
    say(format_args!("接口说明 API: http://{}/docs", config.server.bind))?;
    say(format_args!("邮件 mails: {}", config.data_folder.join("mails").display()))?;
    drop(db);
    serve::run(config)
}

/// The federations, Ninghai's general chamber and its committee.
fn directory(c: &mut Conn, now: Instant) -> Result<()> {
    let ninghai = region("330226")?;
    if committees::find_by_name(c, &name(COMMITTEE)?)?.is_some() {
        return Ok(());
    }
    for (code, title) in FEDERATIONS {
        let federation = Federation {
            id: FederationId::new(),
            region_code: region(code)?,
            name: name(title)?,
            contact_name: None,
            phone: None,
            email: mailbox(&format!("federation.{code}"))?,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        federations::insert(c, &federation)?;
    }
    let chamber = Chamber {
        id: ChamberId::new(),
        region_code: ninghai,
        name: name(CHAMBER)?,
        uscc: None,
        uscc_reason: None,
        kind: ChamberKind::General,
        industry: None,
        members: None,
        contact_name: None,
        phone: None,
        email: mailbox("chamber.330226")?,
        needs: TextList::default(),
        languages: TextList::default(),
        has_mediation: true,
        wanted_firms: 1,
        status: ChamberStatus::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    chambers::insert(c, &chamber)?;
    let committee = Committee {
        id: CommitteeId::new(),
        chamber_id: Some(chamber.id),
        region_code: ninghai,
        name: name(COMMITTEE)?,
        case_prefix: name("宁商调")?,
        term_start_on: None,
        term_end_on: None,
        status: CommitteeStatus::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    committees::insert(c, &committee)
}

/// One account for each role; those that are there stay as they are.
fn people(c: &mut Conn, hash: &str, now: Instant) -> Result<Vec<(Login, Role)>> {
    let missing = || Error::internal("the demonstration's directory is incomplete; delete data/demo and begin again");
    let committee = committees::find_by_name(c, &name(COMMITTEE)?)?.ok_or_else(missing)?;
    let mediator = mediators::find_by_name(c, committee.id, &name(MEDIATOR)?)?.ok_or_else(missing)?;
    let firm = firms::find_by_licence(c, &Uscc::parse(FIRM).map_err(wrong)?)?.ok_or_else(missing)?;
    let lawyer = match lawyers::of_firm(c, firm.id)?.into_iter().next() {
        Some(lawyer) => lawyer,
        None => {
            let lawyer = Lawyer {
                id: LawyerId::new(),
                firm_id: firm.id,
                region_code: firm.region_code,
                name: name("甬律师甲")?,
                licence_no: None,
                kind: LawyerKind::FullTime,
                phone: None,
                email: mailbox("lawyer")?,
                status: LawyerStatus::Active,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            lawyers::insert(c, &lawyer)?;
            lawyer
        }
    };
    let nowhere = Place::default;
    let places = [
        ("admin", Role::Sysadmin, nowhere()),
        ("ninghai.federation", Role::FederationAdmin, Place { region_code: Some(committee.region_code), ..nowhere() }),
        ("ningbo.viewer", Role::FederationViewer, Place { region_code: Some(region("330200")?), ..nowhere() }),
        ("ninghai.chamber", Role::ChamberAdmin, Place { chamber_id: committee.chamber_id, ..nowhere() }),
        ("ninghai.mediator", Role::Mediator, Place { mediator_id: Some(mediator.id), ..nowhere() }),
        ("ningbo.firm", Role::FirmAdmin, Place { firm_id: Some(firm.id), ..nowhere() }),
        ("ningbo.lawyer", Role::Lawyer, Place { lawyer_id: Some(lawyer.id), ..nowhere() }),
    ];
    let mut logins = Vec::new();
    for (login, role, place) in places {
        let email = mailbox(login)?;
        let login = Login::parse(login).map_err(wrong)?;
        if accounts::by_login(c, &login)?.is_none() {
            let (name, password_hash) = (name(role.zh())?, hash.to_owned());
            let new = NewAccount { login: login.clone(), name, password_hash, role, place, email, locale: Locale::Zh };
            manage_accounts::add(c, &Reach::Everyone, new, now)?;
        }
        logins.push((login, role));
    }
    Ok(logins)
}

fn name(text: &str) -> Result<Name> {
    Name::parse(text).map_err(wrong)
}

fn region(text: &str) -> Result<RegionCode> {
    RegionCode::parse(text).map_err(wrong)
}

/// An address that no mail ever reaches (RFC 2606).
fn mailbox(who: &str) -> Result<Option<Email>> {
    Email::parse(&format!("{who}@example.org")).map(Some).map_err(wrong)
}

fn wrong(code: crate::base::code::Code) -> Error {
    Error::field("demo", code)
}
