//! What waits for each role in the demonstration: cases at many places of their lives, offers, pairings, applications, a matching and a
//! report. Each comes about by the workflow call that a person's click makes; the cases stand in `config/demo/cases.json`.

use crate::base::clock::Instant;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::{AssignmentId, CaseId, ChamberId, FirmId, LawyerId};
use crate::base::json;
use crate::domain::account::Login;
use crate::domain::assignment::OfferTerms;
use crate::domain::attachments::AttachmentKind;
use crate::domain::case::CaseFile;
use crate::domain::contact::Name;
use crate::domain::deadlines::Terms;
use crate::domain::lifecycle::Action;
use crate::domain::matching::request::NewRun;
use crate::domain::matching::seal::Run;
use crate::domain::moment::Moment;
use crate::domain::pairing::{Pairing, PairingReply};
use crate::domain::parties::PartyRole;
use crate::domain::period::Period;
use crate::domain::policy::{Actor, Permission};
use crate::domain::region::RegionCode;
use crate::store::applications::links;
use crate::store::db::Conn;
use crate::store::{accounts, assignments, blobs, case_files, chambers, firms, matching_runs};
use crate::workflow::answer_offer::{self, CheckResult, OfferAcceptance};
use crate::workflow::answer_pairing::{self, PairingAnswer};
use crate::workflow::attach_file::{self, NewAttachment};
use crate::workflow::case_steps::{CaseStep, Taking};
use crate::workflow::{
    apply, assign_firms, gather_matching, group_cases, keep_allowance_rules, keep_firms, log_service, propose_pairing,
    publish_report, register_case, sign_pairing,
};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};

const CASES: &str = include_str!("../../config/demo/cases.json");
const PHOTO: &[u8] = include_bytes!("../../config/demo/photo.png");
/// The chamber that the firm is asked to pair up with.
const ASKING: &str = "宁海县农业商会";
/// Offers, cases and pairings that the demonstration's firm may have at once.
const CAPACITY: u16 = 12;

/// A case: how it is registered, and its steps by the names of their actions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Life {
    register: Value,
    #[serde(default)]
    steps: Vec<(String, Value)>,
}

/// Who acts, on one day.
struct Stage<'a> {
    config: &'a Config,
    by: Moment,
    county: RegionCode,
    chamber: Actor,
    federation: Actor,
    mediator: Actor,
    firm: Actor,
    lawyer: Actor,
}

/// Fills the county once.
pub(super) fn fill(c: &mut Conn, config: &Config, county: RegionCode, now: Instant) -> Result<()> {
    let stage = Stage {
        config,
        by: Moment::at(now, None),
        county,
        chamber: actor(c, "ninghai.chamber")?,
        federation: actor(c, "ninghai.federation")?,
        mediator: actor(c, "ninghai.mediator")?,
        firm: actor(c, "ningbo.firm")?,
        lawyer: actor(c, "ningbo.lawyer")?,
    };
    let chamber = there(stage.chamber.chamber())?;
    if links::of_chamber(c, chamber)?.is_some() {
        return Ok(());
    }
    applications(c, &stage, chamber)?;
    pairings(c, &stage, chamber)?;
    for life in serde_json::from_str::<Vec<Life>>(CASES).map_err(Error::internal)? {
        case(c, &stage, &life)?;
    }
    figures(c, &stage)
}

/// The link of the chamber, and two who applied by it.
fn applications(c: &mut Conn, stage: &Stage, chamber: ChamberId) -> Result<()> {
    let link = apply::make_intake_link(c, &stage.chamber, chamber, None, &stage.of(&stage.chamber))?;
    for (applicant, phone, respondent, summary, wanted) in [
        ("吴海燕", "13800000108", "宁海县佳味餐饮店", "离职后两个月工资一直没有结清。", "付清工资九千元。"),
        (
            "郑国强",
            "13800000109",
            "宁海县顺通物流有限公司",
            "托运的机床在途中碰坏，对方只肯赔运费。",
            "赔偿维修费三万二千元。",
        ),
    ] {
        let form = json!({"applicant": applicant, "applicant_kind": "person", "applicant_phone": phone, "respondent": respondent,
            "respondent_kind": "organisation", "summary": summary, "wanted": wanted, "voluntary": true});
        apply::apply(c, &link.code, json::read(&form)?, &stage.config.intake, &stage.by)?;
    }
    Ok(())
}

/// A living pairing of chamber and firm with its services, one that the chamber is asked for, and one that the firm is.
fn pairings(c: &mut Conn, stage: &Stage, chamber: ChamberId) -> Result<()> {
    let (firm, lawyer) = (there(stage.firm.firm())?, there(stage.lawyer.lawyer())?);
    let version = firms::get(c, firm)?.version;
    let room = serde_json::from_value(json!({"capacity": CAPACITY})).map_err(Error::internal)?;
    keep_firms::amend(c, &stage.firm, firm, &room, version, stage.by.now)?;
    let living = propose(c, stage, chamber, firm)?;
    sign(c, stage, &living, lawyer)?;
    let open = |one: &&crate::domain::firm::Firm| one.id != firm && one.accepting && one.capacity > 0;
    let others = firms::in_reach(c, stage.county.prefix(), &[])?;
    if let Some(other) = others.iter().find(open) {
        propose(c, stage, chamber, other.id)?;
    }
    let asking = Name::parse(ASKING).map_err(|code| Error::field("name", code))?;
    let asking = there(chambers::find_by_name(c, stage.county, &asking)?)?;
    propose(c, stage, asking.id, firm).map(drop)
}

fn propose(c: &mut Conn, stage: &Stage, chamber: ChamberId, firm: FirmId) -> Result<Pairing> {
    let asked = json::read(&json!({"chamber_id": chamber, "firm_id": firm}))?;
    let days = stage.config.pairing.answer_days;
    propose_pairing::propose(c, &stage.federation, &asked, days, &stage.of(&stage.federation))
}

/// Both sides say yes and sign; the firm gave a lecture that the chamber confirmed, and checked an enterprise since.
fn sign(c: &mut Conn, stage: &Stage, pairing: &Pairing, lawyer: LawyerId) -> Result<()> {
    let mut version = pairing.version;
    for actor in [&stage.chamber, &stage.firm] {
        let yes = PairingAnswer { reply: PairingReply::Accept, reason: None };
        version = answer_pairing::answer(c, actor, pairing.id, version, yes, &stage.of(actor))?.version;
    }
    let signed = json!({"signed_on": stage.day(-40), "from_on": stage.day(-40), "until_on": stage.day(325),
        "promised": ["lecture", "health_check"], "contact_lawyers": [lawyer], "document_no": "万联签〔2026〕3号"});
    let by = stage.of(&stage.chamber);
    sign_pairing::sign(c, &stage.chamber, pairing.id, version, json::read(&signed)?, &by)?;
    for (kind, day, people, is_confirmed) in [("lecture", -20, 46, true), ("health_check", -4, 3, false)] {
        let held = json!({"kind": kind, "held_on": stage.day(day), "place": "宁海县总商会", "lawyers": [lawyer],
            "enterprises": 1, "people": people, "minutes": 120, "pro_bono": true});
        let logged = log_service::log(c, &stage.lawyer, pairing.id, json::read(&held)?, &stage.of(&stage.lawyer))?;
        if is_confirmed {
            log_service::confirm(c, &stage.chamber, logged.id, logged.version, &by)?;
        }
    }
    Ok(())
}

fn case(c: &mut Conn, stage: &Stage, life: &Life) -> Result<()> {
    let (by, terms) = (stage.of(&stage.chamber), Terms::from(&stage.config.mediation));
    let new = json::read(&stage.filled(&life.register, None)?)?;
    let mut id = register_case::register_case(c, &stage.chamber, new, &terms, &by)?.case.id;
    for (name, body) in &life.steps {
        let file = case_files::load(c, &stage.chamber.scope(Permission::ReadCases), id)?;
        id = step(c, stage, &file, (name, &stage.filled(body, Some(&file))?))?;
    }
    Ok(())
}

/// One step of a case by its action's name, or what is taken elsewhere: an offer, the answer to it, a group, a file.
fn step(c: &mut Conn, stage: &Stage, file: &CaseFile, (name, body): (&str, &Value)) -> Result<CaseId> {
    let (case, actor, by) = (file.case.id, stage.chamber.clone(), stage.of(&stage.chamber));
    let terms = Terms::from(&stage.config.mediation);
    match name {
        "offer" => {
            assign_firms::offer(c, &actor, case, json::read(body)?, &OfferTerms::of(stage.config), &by)?;
        }
        "take_offer" => {
            let offer = there(assignments::of_case(c, case)?.last().map(|one| one.id))?;
            take_offer(c, stage, offer)?;
        }
        "children" => {
            group_cases::add_children(c, &actor, case, json::read(body)?, &terms, &by)?;
        }
        "file" => attach(c, stage, case)?,
        _ => {
            let action = there(Action::from_code(name))?;
            let identity_scans = stage.config.attachments.identity_scans;
            let taking = Taking { actor, by, terms, identity_scans };
            there(CaseStep::read(action, body)?)?.take(c, case, file.case.version, &taking)?;
        }
    }
    Ok(case)
}

/// The firm looks at the names, finds no conflict, and takes the case.
fn take_offer(c: &mut Conn, stage: &Stage, offer: AssignmentId) -> Result<()> {
    let (firm, by) = (&stage.firm, stage.of(&stage.firm));
    answer_offer::names(c, firm, offer, &by)?;
    let version = answer_offer::view(c, firm, offer, &by)?.offer.version;
    let none = CheckResult { has_conflict: false };
    let terms = OfferTerms::of(stage.config);
    let version = answer_offer::check(c, firm, offer, version, none, &terms, &by)?.offer.version;
    answer_offer::accept(c, firm, offer, version, OfferAcceptance::default(), &by).map(drop)
}

fn attach(c: &mut Conn, stage: &Stage, case: CaseId) -> Result<()> {
    let kind = AttachmentKind::Evidence;
    let (file_type, title) = attach_file::inspect(PHOTO, Some("送货单.png"), kind)?;
    let bytes = i64::try_from(PHOTO.len()).map_err(Error::internal)?;
    let sha256 = blobs::put(&stage.config.attachments.folder, PHOTO)?;
    let (party_id, payment_id, signers, is_private) = (None, None, Vec::new(), false);
    let new = NewAttachment { kind, title, file_type, sha256, bytes, party_id, signers, payment_id, is_private };
    attach_file::add(c, &stage.mediator, case, new, &stage.of(&stage.mediator)).map(drop)
}

/// A matching of the county that waits to be published, the report of a year, and what a case pays.
fn figures(c: &mut Conn, stage: &Stage) -> Result<()> {
    let (actor, by) = (&stage.federation, stage.of(&stage.federation));
    let new: NewRun = json::read(&json!({"region": stage.county, "policy": "coverage"}))?;
    let (asked, facts) = gather_matching::gather(c, actor, new, &stage.config.matching, &by)?;
    let (head, file) = Run::compute(asked, facts)?.seal(&by)?;
    matching_runs::insert(c, &head)?;
    matching_runs::insert_file(c, &file)?;
    let scope = actor.scope(Permission::ReadStatistics);
    publish_report::publish(c, &scope, (stage.county, Period::parse("2020", "2020")?), actor.recorded(), by.now)?;
    let rule = json!({"basis": "宁海县人民调解以案定补办法", "sharing": "equal", "rates": [
        {"grade": "ordinary", "conditions": ["agreed"], "amount": 20000},
        {"grade": "hard", "conditions": ["agreed", "dossier"], "amount": 60000}]});
    let place = (stage.county, by.today.year());
    keep_allowance_rules::add(c, actor, place, json::read(&rule)?, by.now).map(drop)
}

impl Stage<'_> {
    /// What somebody does, at the moment all of it happens.
    fn of(&self, actor: &Actor) -> Moment {
        Moment { account: actor.recorded(), ..self.by.clone() }
    }

    /// So many days from today.
    fn day(&self, from_today: i64) -> Option<NaiveDate> {
        let days = Days::new(from_today.unsigned_abs());
        let today = self.by.today;
        if from_today < 0 { today.checked_sub_days(days) } else { today.checked_add_days(days) }
    }

    /// A body with `day:-3` as the day it means, and `$applicant` and the like as their ids.
    fn filled(&self, body: &Value, file: Option<&CaseFile>) -> Result<Value> {
        Ok(match body {
            Value::String(text) => match text.strip_prefix("day:") {
                Some(day) => {
                    let (day, time) = day.split_once('T').map_or((day, None), |(day, time)| (day, Some(time)));
                    let day = there(self.day(day.parse().map_err(Error::internal)?))?;
                    json!(time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}")))
                }
                None => self.named(text, file)?,
            },
            Value::Array(all) => all.iter().map(|one| self.filled(one, file)).collect::<Result<_>>()?,
            Value::Object(all) => {
                let pair = |(key, one): (&String, &Value)| Ok((key.clone(), self.filled(one, file)?));
                Value::Object(all.iter().map(pair).collect::<Result<_>>()?)
            }
            other => other.clone(),
        })
    }

    fn named(&self, text: &str, file: Option<&CaseFile>) -> Result<Value> {
        let party = |role| file.and_then(|file| file.parties.iter().find(|one| one.role == role)).map(|one| one.id);
        Ok(match text {
            "$applicant" => json!(there(party(PartyRole::Applicant))?),
            "$respondent" => json!(there(party(PartyRole::Respondent))?),
            "$mediator" => json!(there(self.mediator.mediator())?),
            "$firm" => json!(there(self.firm.firm())?),
            "$lawyer" => json!(there(self.lawyer.lawyer())?),
            _ => json!(text),
        })
    }
}

fn actor(c: &mut Conn, login: &str) -> Result<Actor> {
    let login = Login::parse(login).map_err(|code| Error::field("login", code))?;
    let account = there(accounts::by_login(c, &login)?)?;
    accounts::actor(c, &account)
}

fn there<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(|| {
        Error::internal("the demonstration's data do not fit the program; delete data/demo and begin again")
    })
}
