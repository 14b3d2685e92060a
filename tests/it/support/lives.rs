//! Lives of cases as tables of steps, which between them take every step there is. `$words` stand for ids and days of the case.

use super::{Chance, Raw, TestApp, World};
use chrono::Duration;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;

/// A noun below `/cases/{id}` (none to amend the case) and its body.
pub type Line = (&'static str, &'static str);

pub const REGISTRATION: &str = r#"{"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元",
    "applicant_kind": "person", "applicant_phone": "13800001234", "applied_on": "$today", "amount_claimed": 3000000, "people": 2,
    "category": "contract", "subcategory": "lending", "regime": "people", "source": "application", "difficulty": "simple"}"#;

pub const REGISTRATION_OF_MANY: &str = r#"{"applicant": "甲", "respondent": "乙", "summary": "货款", "external_no": "二号", "parties": [
    {"role": "respondent", "kind": "organisation", "name": "某物流公司", "document_kind": "uscc", "document_number": "91330226MA2XXXXX1X",
    "phone": "0574-65208888", "email": "c@example.org", "email_confirmed_on": "$today", "address": "宁海县", "representative": "丙",
    "agent_name": "丁", "agent_phone": "13800001236", "agent_email": "d@example.org", "agent_authority": "general",
    "scope_relation": "other"}]}"#;

/// Both sides are called back and content.
pub const CALLED_BACK: [Line; 2] = [
    (
        "callbacks",
        r#"{"party_id": "$applicant", "done_on": "$today", "channel": "phone", "result": "answered", "performance": "full",
        "satisfaction": "satisfied"}"#,
    ),
    (
        "callbacks",
        r#"{"party_id": "$respondent", "done_on": "$today", "channel": "phone", "result": "answered", "performance": "full",
        "satisfaction": "satisfied"}"#,
    ),
];

/// From the call to the archive, by way of a default, a closing and a reopening.
pub const KEPT_AFTER_ALL: &[Line] = &[
    (
        "",
        r#"{"summary": "拖欠货款", "people": 3, "amount_claimed": 2900000, "external_no": "法委1号", "parties": [{"id": "$applicant",
        "phone": "13800001235", "email": "a@example.org", "email_confirmed_on": "$today", "name": "马勇琦", "address": "宁海县"}]}"#,
    ),
    ("notes", r#"{"kind": "internal", "body": "记下"}"#),
    ("acceptance", r#"{"accepted_on": "$today", "simplified": false}"#),
    (
        "mediators",
        r#"{"mediator_id": "$mediator", "lead": true, "chosen_by": "committee", "relation_declared": false, "appointed_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$applicant", "matter": "mediation", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$applicant", "matter": "mediator", "given": true, "channel": "phone", "recorded_on": "$today", "mediator_id": "$mediator"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$applicant", "matter": "disclosure_to_firm", "given": true, "channel": "phone", "recorded_on": "$today", "firm_id": "$firm"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$respondent", "matter": "mediation", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$applicant", "matter": "extension", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$respondent", "matter": "extension", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$applicant", "matter": "confirmation", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$respondent", "matter": "confirmation", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    ("notices", r#"{"party_ids": ["$applicant", "$respondent"], "channel": "phone", "recorded_on": "$today"}"#),
    ("lead", r#"{"mediator_id": "$mediator"}"#),
    (
        "mediator-replacements",
        r#"{"mediator_id": "$mediator", "reason": "unavailable", "appointment": {"mediator_id": "$colleague",
        "lead": true, "chosen_by": "parties", "relation_declared": false, "appointed_on": "$today"}}"#,
    ),
    ("mediation", r#"{"started_on": "$today"}"#),
    ("suspension", r#"{"suspended_on": "$today", "reason": "等待鉴定"}"#),
    ("resumption", r#"{"resumed_on": "$today"}"#),
    ("appraisal", r#"{"started_on": "$today", "subject": "货物质量"}"#),
    ("appraisal-end", r#"{"ended_on": "$today"}"#),
    ("clock-starts", r#"{"rule": "payment_order", "starts_on": "$today"}"#),
    ("extensions", r#"{"extended_on": "$today", "to_due_on": "$later", "reason": "双方同意"}"#),
    (
        "session-plans",
        r#"{"time": {"starts": "$laterT09:30:00", "minutes": 90, "mode": "online", "place": "调解室", "link": "https://meet.example.org/1"},
        "party_ids": ["$applicant"], "mediator_ids": ["$colleague"]}"#,
    ),
    (
        "session-moves",
        r#"{"plan_id": "$plan", "time": {"starts": "$laterT14:00:00", "minutes": 60, "mode": "on_site", "place": "调解室"}}"#,
    ),
    ("session-cancellations", r#"{"plan_id": "$plan", "reason": "当事人另有安排"}"#),
    ("session-plans", r#"{"time": {"starts": "$laterT09:30:00", "minutes": 90, "mode": "phone"}}"#),
    (
        "sessions",
        r#"{"plan_id": "$plan", "held_on": "$today", "mode": "on_site", "place": "调解室", "attended": ["$applicant"],
        "absent": [{"party_id": "$respondent", "reason": "travel", "remark": "出差"}],
        "statements": [{"party_id": "$applicant", "statement": "货已交付"}],
        "points": {"notice_given": true, "principles_told": true, "risk_told": true, "facts": "有送货单", "agreed": "再谈一次",
        "not_agreed": "对方未到场", "routes_told": true}, "record": "一方到场"}"#,
    ),
    (
        "sessions",
        r#"{"held_on": "$today", "mode": "on_site", "place": "调解室", "attended": ["$applicant", "$respondent"], "record": "双方到场"}"#,
    ),
    (
        "agreement",
        r#"{"agreement_no": "协议1号", "form": "written", "content": "分两期付清", "amount": 3000000, "agreed_on": "$today",
        "signatures": [{"party_id": "$applicant", "signed_on": "$today"}], "instalments": [
        {"due_on": "$today", "amount": 1000000, "manner": "transfer", "place": "宁海"},
        {"due_on": "$later", "amount": 2000000, "manner": "cash"}], "facts": "欠货款三万元", "copies": 3}"#,
    ),
    (
        "signatures",
        r#"{"signatures": [{"party_id": "$respondent", "signed_on": "$today"}], "mediator_signed_on": "$today", "sealed_on": "$today"}"#,
    ),
    (
        "confirmation",
        r#"{"status": "applied", "on": "$today", "concerns_status": false, "court": "宁海县人民法院",
        "court_no": "（2026）浙0226调确1号"}"#,
    ),
    ("payments", r#"{"amount": 1000000, "paid_on": "$today", "manner": "transfer", "reference": "回单1"}"#),
    ("urgings", r#"{"party_id": "$respondent", "urged_on": "$today", "channel": "phone", "words": "请按期付款"}"#),
    ("default", r#"{"defaulted_on": "$today", "reason": "逾期未付"}"#),
    ("callback-plans", r#"{"party_id": "$applicant", "due_on": "$later"}"#),
    (
        "callbacks",
        r#"{"party_id": "$applicant", "done_on": "$today", "channel": "phone", "result": "answered",
        "performance": "partial", "satisfaction": "dissatisfied", "remark": "尚未付清"}"#,
    ),
    ("callback-reopenings", r#"{"callback_id": "$callback", "due_on": "$later", "reason": "说法不一"}"#),
    ("task-completions", r#"{"task_id": "$task", "done_on": "$today"}"#),
    ("risk-reports", r#"{"kind": "escalation", "people": 2, "raised_on": "$today", "remark": "情绪激动"}"#),
    (
        "risk-reports",
        r#"{"risk_report_id": "$risk", "kind": "escalation", "people": 2, "raised_on": "$today", "reported_to": "派出所",
        "reported_on": "$today", "remark": "情绪激动"}"#,
    ),
    ("risk-clearances", r#"{"risk_report_id": "$risk", "cleared_on": "$today"}"#),
    ("closure", r#"{"closed_on": "$today"}"#),
    ("reopening", r#"{"reopened_on": "$today", "to": "agreed", "reason": "对方愿意付款"}"#),
    ("payments", r#"{"amount": 2000000, "paid_on": "$today", "manner": "cash"}"#),
    CALLED_BACK[0],
    CALLED_BACK[0],
    CALLED_BACK[1],
    ("closure", r#"{"closed_on": "$today"}"#),
    ("archive", r#"{"archived_on": "$today"}"#),
];

/// An agreement without money.
pub const NO_MONEY: &[Line] = &[
    ("acceptance", r#"{"accepted_on": "$today"}"#),
    (
        "mediators",
        r#"{"mediator_id": "$mediator", "lead": true, "chosen_by": "committee", "relation_declared": false, "appointed_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$applicant", "matter": "mediation", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    (
        "consents",
        r#"{"party_id": "$respondent", "matter": "mediation", "given": true, "channel": "phone", "recorded_on": "$today"}"#,
    ),
    ("notices", r#"{"channel": "phone", "recorded_on": "$today"}"#),
    ("mediation", r#"{"started_on": "$today"}"#),
    ("agreement", r#"{"form": "oral", "content": "赔礼道歉", "amount": 0, "agreed_on": "$today"}"#),
    ("performance", r#"{"performed_on": "$today"}"#),
];

pub const DECLINED: &[Line] = &[(
    "refusal",
    r#"{"declined_on": "$today", "outcome": "outside_scope", "reason": "不属受理范围", "remedies_told_on": "$today"}"#,
)];
pub const WITHDRAWN: &[Line] = &[
    (
        "",
        r#"{"more_parties": [{"role": "respondent", "kind": "person", "name": "戊", "email_confirmed_on": "$today"}]}"#,
    ),
    ("withdrawal", r#"{"withdrawn_on": "$today", "outcome": "own_settlement", "reason": "自行和解"}"#),
];
pub const FAILED: &[Line] = &[
    ("acceptance", r#"{"accepted_on": "$today"}"#),
    (
        "termination",
        r#"{"terminated_on": "$today", "outcome": "wide_gap", "reason": "分歧过大", "remedies_told_on": "$today"}"#,
    ),
];
pub const LIVES: [&[Line]; 5] = [KEPT_AFTER_ALL, NO_MONEY, DECLINED, WITHDRAWN, FAILED];

/// A case, and what is still to be tried of its life.
pub type Ahead = (Value, &'static [Line]);

/// A day on which cases are registered, here and elsewhere, and those of here worked on by chance; a step that is refused is left out.
pub async fn work_on(app: &TestApp, world: &World, chance: &mut Chance, cases: &mut Vec<Ahead>) {
    for _ in 0..2 {
        let who = chance.one(&["chamber", "other.chamber", "mediator"]);
        let case = register(app, world, who).await;
        if who != "other.chamber" {
            cases.push((case, chance.one(&LIVES)));
        }
    }
    for (case, ahead) in cases {
        for _ in 0..chance.below(6) {
            let Some((line, rest)) = ahead.split_first() else { break };
            *ahead = rest;
            let path = path(case["case"]["id"].as_str().unwrap(), line.0);
            let body = body(app, world, case, line.1);
            let call = if line.0.is_empty() { app.patch(&path, body) } else { app.post(&path, body) };
            let reply = call.token(world.token("chamber")).if_match(case["case"]["version"].as_i64().unwrap()).await;
            if reply.status == 200 {
                *case = reply.json;
            }
        }
    }
}

/// A body for a case as it is now, which is null where there is none yet.
pub fn body(app: &TestApp, world: &World, case: &Value, text: &str) -> Value {
    let today = china_day(app.clock.now());
    let of = |list: &str, key: &str, wanted: Value| {
        let found = case[list].as_array().into_iter().flatten().find(|one| one[key] == wanted);
        found.and_then(|one| one["id"].as_str()).unwrap_or("-").to_owned()
    };
    let words = [
        ("$today", today.to_string()),
        ("$later", (today + Duration::days(60)).to_string()),
        ("$mediator", world.own.mediator.to_string()),
        ("$colleague", world.own.colleague.to_string()),
        ("$firm", world.own.firm.to_string()),
        ("$applicant", of("parties", "role", json!("applicant"))),
        ("$respondent", of("parties", "role", json!("respondent"))),
        ("$callback", of("callbacks", "done_on", json!(today))),
        ("$plan", of("session_plans", "state", json!("planned"))),
        ("$task", of("tasks", "done_on", Value::Null)),
        ("$risk", of("risk_reports", "cleared_on", Value::Null)),
    ];
    let filled = words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value));
    serde_json::from_str(&filled).unwrap_or_else(|cause| panic!("{filled}: {cause}"))
}

/// Registers a case as `who`.
pub async fn register(app: &TestApp, world: &World, who: &str) -> Value {
    let new = body(app, world, &Value::Null, REGISTRATION);
    app.post("/api/v1/cases", new).token(world.token(who)).await.expect(201).json
}

/// Takes a step as `who` who sees the case as it is; the case after it.
pub async fn step(app: &TestApp, world: &World, who: &str, case: &Value, line: Line) -> Value {
    let body = body(app, world, case, line.1);
    let version = case["case"]["version"].as_i64().unwrap();
    let path = path(id(case), line.0);
    let call = if line.0.is_empty() { app.patch(&path, body) } else { app.post(&path, body) };
    let reply = call.token(world.token(who)).if_match(version).await;
    match line.0 {
        "notes" => {
            reply.expect(201);
            case.clone()
        }
        noun => {
            assert_eq!(reply.status, 200, "{noun}: {}", reply.text());
            reply.json
        }
    }
}

/// Takes all steps of a life; the case after them.
pub async fn live(app: &TestApp, world: &World, lines: &[Line]) -> Value {
    let mut case = register(app, world, "chamber").await;
    for line in lines {
        case = step(app, world, "chamber", &case, *line).await;
    }
    case
}

/// The id of a case.
pub fn id(case: &Value) -> &str {
    case["case"]["id"].as_str().unwrap()
}

/// The id of the first party of a case in a role.
pub fn party<'a>(case: &'a Value, role: &str) -> &'a str {
    let party = case["parties"].as_array().unwrap().iter().find(|party| party["role"] == role).unwrap();
    party["id"].as_str().unwrap()
}

pub fn path(case: &str, noun: &str) -> String {
    if noun.is_empty() { format!("/api/v1/cases/{case}") } else { format!("/api/v1/cases/{case}/{noun}") }
}

/// Ends the test when a table is not as it was.
pub fn untouched(app: &TestApp, what: &str, before: &std::collections::BTreeMap<String, Vec<String>>) {
    let changed = Raw::open(&app.url).differences(before);
    assert!(changed.is_empty(), "{what} changed {changed:?}");
}
