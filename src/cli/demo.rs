//! `wanlian demo`: a province, a city and a county with their chambers, firms and the 781 cases of Ninghai, served on this machine. What
//! waits for its people is in demo_work.rs.

use super::{demo_work, import, say, serve};
use crate::base::clock::{Clock, Instant};
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::base::password::{self, Password};
use crate::base::refusal::Refusal;
use crate::domain::account::{Login, Reach};
use crate::domain::chamber::ChamberKind;
use crate::domain::contact::{Email, Name};
use crate::domain::form::Fields;
use crate::domain::import::ImportKind;
use crate::domain::policy::{Actor, Role};
use crate::domain::region::RegionCode;
use crate::domain::uscc::Uscc;
use crate::store::db::{Conn, Db};
use crate::store::{accounts, committees, firms, lawyers, mediators};
use crate::workflow::manage_accounts::{self, NewAccount, Place};
use crate::workflow::{keep_chambers, keep_committees, keep_federations, keep_lawyers};
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde_json::json;

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
const COUNTY: &str = "330226";
const COMMITTEE: &str = "宁海县商会人民调解委员会";
const CHAMBER: &str = "宁海县总商会";
const MEDIATOR: &str = "宁调员甲";
/// 宁波's first firm in the list, whose lawyer has an account.
const FIRM: &str = "3133020553783652KP";

/// The settings of the demonstration: a folder of its own, mails as files, this machine only. Where it listens can be set
/// (`WANLIAN_SERVER__BIND`), and its links lead there.
pub(super) fn config() -> Result<Config, Refusal> {
    let place = Env::prefixed("WANLIAN_").only(&["server__bind"]).split("__");
    let mut config = Config::layered(None, Figment::from(Toml::string("data_folder = 'data/demo'")).merge(place))?;
    config.server.base_url = format!("http://{}", config.server.bind);
    Ok(config)
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
    let (settings, county) = (config.clone(), region(COUNTY)?);
    db.write_now(move |c| demo_work::fill(c, &settings, county, now))?;
    for (login, role) in logins {
        say(format_args!("  {:<20} {PASSWORD}   {} {}", login.as_str(), role.zh(), role.en()))?;
    }
    say(format_args!("请打开 open: http://{}/", config.server.bind))?;
    say(format_args!("接口说明 API: http://{}/docs", config.server.bind))?;
    say(format_args!("邮件 mails: {}", config.data_folder.join("mails").display()))?;
    drop(db);
    serve::run(config)
}

/// The federations, Ninghai's general chamber and its committee.
fn directory(c: &mut Conn, now: Instant) -> Result<()> {
    if committees::find_by_name(c, region(COUNTY)?, &name(COMMITTEE)?)?.is_some() {
        return Ok(());
    }
    let system = Actor::system();
    for (code, title) in FEDERATIONS {
        let email = mailbox(&format!("federation.{code}"));
        let form = json!({"region_code": code, "name": title, "email": email});
        keep_federations::add(c, &system, &fields(form)?, now)?;
    }
    let form = json!({"region_code": COUNTY, "name": CHAMBER, "kind": ChamberKind::General, "has_mediation": true,
        "email": mailbox("chamber.330226")});
    let chamber = keep_chambers::add(c, &system, &fields(form)?, now)?;
    let form = json!({"region_code": COUNTY, "chamber_id": chamber.id, "name": COMMITTEE, "case_prefix": "宁商调"});
    keep_committees::add(c, &system, &fields(form)?, now)?;
    Ok(())
}

/// One account for each role; those that are there stay as they are.
fn people(c: &mut Conn, hash: &str, now: Instant) -> Result<Vec<(Login, Role)>> {
    let missing = || Error::internal("the demonstration's directory is incomplete; delete data/demo and begin again");
    let committee = committees::find_by_name(c, region(COUNTY)?, &name(COMMITTEE)?)?.ok_or_else(missing)?;
    let mediator = mediators::find_by_name(c, committee.id, &name(MEDIATOR)?)?.ok_or_else(missing)?;
    let firm = firms::find_by_licence(c, &Uscc::parse(FIRM).map_err(wrong)?)?.ok_or_else(missing)?;
    let lawyer = match lawyers::of_firm(c, firm.id)?.into_iter().next() {
        Some(lawyer) => lawyer,
        None => {
            let form = json!({"firm_id": firm.id, "name": "甬律师甲", "email": mailbox("lawyer")});
            keep_lawyers::add(c, &Actor::system(), &fields(form)?, now)?
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
        let email = Some(Email::parse(&mailbox(login)).map_err(wrong)?);
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
fn mailbox(who: &str) -> String {
    format!("{who}@example.org")
}

fn fields(form: serde_json::Value) -> Result<Fields> {
    serde_json::from_value(form).map_err(Error::internal)
}

fn wrong(code: crate::base::code::Code) -> Error {
    Error::field("demo", code)
}
