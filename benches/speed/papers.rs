//! The papers of a case: checking drafts of agreements, and binding a whole dossier.

use super::client::Client;
use super::post::register_one;
use super::report::{Wanted, figure, note};
use super::site::{self, Site};
use super::{Options, people};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use wanlian::base::clock::{Clock, china_day};
use wanlian::domain::capital_figures::capital;
use wanlian::domain::case::{CaseFile, Difficulty, Origin, Regime, Source};
use wanlian::domain::category::Category;
use wanlian::domain::contact::{Name, Text};
use wanlian::domain::deadlines::Terms;
use wanlian::domain::moment::Moment;
use wanlian::domain::money::Fen;
use wanlian::domain::parties::{PartyKind, PartyRole};
use wanlian::domain::region::RegionCode;
use wanlian::domain::steps::{self, Agreeing, NewParty, Registration};

/// Agreements that are checked.
const DRAFTS: i64 = 10_000;
/// Bundles that are timed; the median counts.
const BUNDLES: usize = 5;

/// Drafts in memory, bundles over HTTP on SQLite.
pub fn run(_: &Options) {
    lint();
    let folder = tempfile::tempdir().unwrap();
    let site = Site::start(&site::sqlite_url(folder.path()), folder);
    people::enter(&site.db);
    let mut client = site.client("admin0");
    let case = settled(&mut client);
    bundle(&mut client, &case, "pdf");
    bundle(&mut client, &case, "zip");
}

/// Each of 10,000 agreements by instalments, with its amount in capital figures; one in ten contradicts itself.
fn lint() {
    let by = Moment::at(Clock::default().now(), None);
    let file = registered(&by);
    let drafts: Vec<Agreeing> = (0..DRAFTS).map(|number| draft(&file, number, &by)).collect();
    let begun = Instant::now();
    let terms = Terms::default();
    let found: usize =
        drafts.into_iter().map(|one| steps::lint_agreement(&file, one, &terms, by.today).unwrap().len()).sum();
    figure("10,000 agreements checked", begun.elapsed().as_secs_f64() * 1000.0, "ms", Wanted::Below(1000.0));
    note(&format!("{found} findings"));
}

fn registered(by: &Moment) -> CaseFile {
    let party = |role, name| NewParty::named(role, PartyKind::Person, Name::parse(name).unwrap());
    let registration = Registration {
        committee_id: people::id(people::Kind::Committee, 0).parse().unwrap(),
        region_code: RegionCode::parse("330226").unwrap(),
        case_no: "宁商调〔2026〕0001号".to_owned(),
        regime: Regime::People,
        category: Category::Contract,
        subcategory: None,
        source: Source::Application,
        external_no: None,
        summary: Text::parse("拖欠货款").unwrap(),
        applied_on: by.today,
        amount_claimed: Fen::ZERO,
        difficulty: Difficulty::Ordinary,
        people: None,
        origin: Origin::Live,
        fee: Fen::ZERO,
        licensed: false,
        parties: vec![party(PartyRole::Applicant, "马勇琪"), party(PartyRole::Respondent, "宁海顺盛食品厂")],
    };
    steps::register(registration, &Terms::default(), by).unwrap().0
}

fn draft(file: &CaseFile, number: i64, by: &Moment) -> Agreeing {
    let part = 100_000 + number * 37;
    let said = Fen::new(part * 3 + i64::from(number % 10 == 0)).unwrap();
    let parts: Vec<Value> = (1..=3)
        .map(|at| json!({"due_on": by.today + chrono::Duration::days(30 * at), "amount": part, "manner": "transfer", "place": "宁海县"}))
        .collect();
    let signatures: Vec<Value> =
        file.parties.iter().map(|party| json!({"party_id": party.id, "signed_on": by.today})).collect();
    let content = format!("被申请人分三期向申请人支付货款（大写：{}），逾期按未付金额承担违约责任。", capital(said));
    serde_json::from_value(json!({
        "form": "written", "content": content, "amount": part * 3, "agreed_on": by.today, "signatures": signatures,
        "mediator_signed_on": by.today, "sealed_on": by.today, "instalments": parts, "facts": "双方对欠款数额无争议。", "copies": 3,
    }))
    .unwrap()
}

/// A case with everything up to a signed agreement of three instalments, the first of which is paid; its path.
pub fn settled(client: &mut Client) -> String {
    let path = register_one(client, 0, 1);
    assert_eq!(client.get(&path), 200);
    let parties: Vec<Value> =
        client.json()["parties"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    let today = china_day(Clock::default().now());
    let mut steps = vec![
        ("acceptance", json!({"accepted_on": today})),
        (
            "mediators",
            json!({"mediator_id": people::id(people::Kind::Mediator, 0), "chosen_by": "committee", "appointed_on": today}),
        ),
    ];
    for party in &parties {
        let said = json!({"party_id": party, "matter": "mediation", "given": true, "channel": "written", "recorded_on": today});
        steps.push(("consents", said));
    }
    let part = |days| json!({"due_on": today + chrono::Duration::days(days), "amount": 420_000, "manner": "transfer", "place": "宁海县"});
    let signed: Vec<Value> = parties.iter().map(|party| json!({"party_id": party, "signed_on": today})).collect();
    steps.extend([
        ("notices", json!({"channel": "written", "recorded_on": today})),
        ("mediation", json!({"started_on": today})),
        ("sessions", json!({"held_on": today, "mode": "on_site", "place": "调解室", "attended": parties, "record": "双方到场，达成一致。"})),
        ("agreement", json!({"form": "written", "content": "分三期付清。", "amount": 1_260_000, "agreed_on": today, "signatures": signed,
            "mediator_signed_on": today, "sealed_on": today, "instalments": [part(0), part(30), part(60)], "facts": "拖欠工资。"})),
        ("payments", json!({"amount": 420_000, "paid_on": today, "manner": "transfer"})),
    ]);
    for (version, (noun, body)) in (1..).zip(steps) {
        let status = client.step(&format!("{path}/{noun}"), version, &body.to_string());
        assert_eq!(status, 200, "{noun}: {}", String::from_utf8_lossy(&client.body));
    }
    path
}

fn bundle(client: &mut Client, case: &str, format: &str) {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..BUNDLES {
        let begun = Instant::now();
        assert_eq!(client.get(&format!("{case}/bundle?format={format}")), 200);
        times.push(begun.elapsed());
    }
    note(&format!("first {format} {:.0} ms, {} bytes", times[0].as_secs_f64() * 1000.0, client.body.len()));
    times.sort();
    let median = times[BUNDLES / 2].as_secs_f64() * 1000.0;
    figure(&format!("the dossier of a settled case as {format}"), median, "ms", Wanted::Below(2000.0));
}
