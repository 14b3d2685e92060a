//! Who may do what to what: every operation, asked by everyone, against `tests/permission_matrix.tsv`, whose letters are written
//! by hand. `+` allowed (whatever becomes of the request then), `-` 403, `0` 404 as if it were not there, `?` 401.

use crate::both;
use crate::support::*;
use actix_web::http::Method;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use wanlian::api::operation::Kind;
use wanlian::api::operations;
use wanlian::base::clock::china_day;
use wanlian::base::id::{AllowanceSheetId, FirmId};
use wanlian::domain::account::{Login, Reach};
use wanlian::domain::allowance_sheet::{AllowanceSheet, ApprovedSheet, CaseDue};
use wanlian::domain::case::Difficulty;
use wanlian::domain::money::Fen;
use wanlian::domain::region::RegionCode;
use wanlian::store::{accounts, allowances, outbox};

const MATRIX: &str = include_str!("../permission_matrix.tsv");

/// What the placeholders of the matrix stand for: all of it belongs to the first of the two places.
type Objects = BTreeMap<&'static str, String>;

/// A case of the first place that its mediator works on and its firm has taken, and everything around it.
async fn objects(app: &TestApp, world: &World) -> Objects {
    let today = china_day(app.clock.now());
    let call = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款"});
    let mut case = app.post("/api/v1/cases", call).token(world.token("mediator")).await.expect(201).json;
    let id = case["case"]["id"].as_str().unwrap().to_owned();
    let parties: Vec<Value> = case["parties"].as_array().unwrap().iter().map(|party| party["id"].clone()).collect();
    let mut steps = vec![
        ("acceptance", json!({"accepted_on": today})),
        ("mediators", json!({"mediator_id": world.own.mediator, "chosen_by": "committee", "appointed_on": today})),
        ("notices", json!({"channel": "phone", "recorded_on": today})),
    ];
    for party in &parties {
        for matter in ["mediation", "disclosure_to_firm"] {
            steps.push(("consents", json!({"party_id": party, "matter": matter, "firm_id": firm_of(matter, world), "given": true, "channel": "phone", "recorded_on": today})));
        }
    }
    for (noun, body) in steps {
        let version = case["case"]["version"].as_i64().unwrap();
        let path = format!("/api/v1/cases/{id}/{noun}");
        case = app.post(&path, body).token(world.token("chamber")).if_match(version).await.expect(200).json;
    }
    let offer = json!({"firm_id": world.own.firm, "lawyer_id": world.own.lawyer, "basis": "consent"});
    let path = format!("/api/v1/cases/{id}/assignments");
    let offer = app.post(&path, offer).token(world.token("chamber")).await.expect(201);
    let assignment = offer.at("/id").to_owned();
    let mut version = offer.json["version"].as_i64().unwrap();
    app.get(&format!("/api/v1/assignments/{assignment}/conflict-check")).token(world.token("firm")).await.expect(200);
    for (noun, body) in
        [("conflict-check", json!({"has_conflict": false})), ("acceptance", json!({"lawyer_id": world.own.lawyer}))]
    {
        let path = format!("/api/v1/assignments/{assignment}/{noun}");
        let reply = app.post(&path, body).token(world.token("firm")).if_match(version).await.expect(200);
        version = reply.header("ETag").trim_matches('"').parse().unwrap();
    }
    let ledger = include_str!("../../config/demo/ninghai-cases.csv").lines().take(2).collect::<Vec<_>>().join("\n");
    let faulty = ledger.replace("劳动争议,", "邻里,").into_bytes();
    let import = app.call(Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", faulty);
    let import = import.token(world.token("federation")).await.expect(200);
    let client = json!({"client_name": "某厂", "from_on": "2024-01-01"});
    let path = format!("/api/v1/firms/{}/mandates", world.own.firm);
    let mandate = app.post(&path, client).token(world.token("firm")).await.expect(201);
    let run = json!({"region": "330226", "policy": "coverage"});
    let run = app.post("/api/v1/matching-runs", run).token(world.token("federation")).await.expect(201);
    let (pairing, service) = paired(app, world, &today.to_string()).await;
    let mail = app.db.read_now(|c| outbox::list(c, None, None, 1)).unwrap()[0].id;
    let login = Login::parse("mediator").unwrap();
    let user = app.db.read_now(move |c| accounts::by_login(c, &login)).unwrap().unwrap();
    assert!(Reach::Everyone.holds(&user));
    let (link, secret, intake, progress, application) = without_account(app, world, &id, &parties[0]).await;
    let calendar = app.post("/api/v1/me/calendar", json!({})).token(world.token("colleague")).await.expect(200);
    let feed = calendar.at("/url").rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
    let own = world.own;
    let published = app.post("/api/v1/reports", json!({"from": "2024", "to": "2024"}));
    let report = published.token(world.token("federation")).await.expect(201);
    let key = json!({"region_code": "330226", "name": "某县", "public_key": format!("{}E=", "A".repeat(42))});
    let key = app.post("/api/v1/figure-keys", key).token(world.token("federation")).await.expect(201);
    let (rule, sheet) = allowance(app, world, &id, today).await;
    let file = app.post(&format!("/api/v1/cases/{id}/attachments?kind=evidence"), Value::Null);
    let file = file.bytes("application/pdf", b"%PDF-1.7".to_vec()).token(world.token("chamber")).await.expect(201);
    let away = json!({"from_on": today.pred_opt(), "until_on": today});
    let path = format!("/api/v1/mediators/{}/absences", own.colleague);
    let absence = app.post(&path, away).token(world.token("chamber")).await.expect(201);
    [
        ("report", report.at("/id").to_owned()),
        ("key", key.at("/id").to_owned()),
        ("rule", rule),
        ("sheet", sheet),
        ("absence", absence.at("/id").to_owned()),
        ("feed", feed),
        ("today", today.to_string()),
        ("case", id),
        ("link", link),
        ("secret", secret),
        ("intake", intake),
        ("progress", progress),
        ("application", application),
        ("attachment", file.at("/id").to_owned()),
        ("paper", "rights_notice".to_owned()),
        ("party", parties[0].as_str().unwrap().to_owned()),
        ("assignment", assignment),
        ("import", import.at("/id").to_owned()),
        ("mandate", mandate.at("/id").to_owned()),
        ("pairing", pairing),
        ("service", service),
        ("run", run.at("/id").to_owned()),
        ("mail", mail.to_string()),
        ("user", user.id.to_string()),
        ("region", "330226".to_owned()),
        ("federation", own.federation.to_string()),
        ("chamber", own.chamber.to_string()),
        ("committee", own.committee.to_string()),
        ("mediator", own.mediator.to_string()),
        ("colleague", own.colleague.to_string()),
        ("firm", own.firm.to_string()),
        ("lawyer", own.lawyer.to_string()),
    ]
    .into()
}

/// A rule of the first place, and a sheet that paid the case; their ids.
async fn allowance(app: &TestApp, world: &World, case: &str, today: NaiveDate) -> (String, String) {
    let terms = json!({"region_code": "330226", "year": 2024, "basis": "某文", "sharing": "lead",
        "rates": [{"grade": "simple", "conditions": [], "amount": 1}]});
    let rule = app.post("/api/v1/allowance-rules", terms).token(world.token("federation")).await.expect(201);
    let paid = vec![CaseDue {
        case_id: case.parse().unwrap(),
        case_no: "甲".to_owned(),
        committee_id: world.own.committee,
        closed_on: today,
        grade: Difficulty::Simple,
        rule_id: rule.at("/id").parse().unwrap(),
        amount: Fen::yuan(1),
        shares: Vec::new(),
    }];
    let (total, mediators, unpaid, rules) = (Fen::yuan(1), Vec::new(), Vec::new(), Vec::new());
    let sheet =
        AllowanceSheet { region: None, from: today, to: today, total, mediators, paid: paid.clone(), unpaid, rules };
    let (body, sha256) = sheet.sealed().unwrap();
    let approved = ApprovedSheet {
        id: AllowanceSheetId::new(),
        region_code: RegionCode::parse("330226").unwrap(),
        name: "宁海县".to_owned(),
        from_on: today,
        to_on: today,
        total,
        approved_by: None,
        approved_at: app.clock.now(),
        sha256,
        body,
    };
    let sheet = approved.id.to_string();
    app.db.write_now(move |tx| allowances::approve(tx, &approved, &paid)).unwrap();
    (rule.at("/id").to_owned(), sheet)
}

/// A link of a party, the link of the chamber, and what was applied for there.
async fn without_account(
    app: &TestApp,
    world: &World,
    case: &str,
    party: &Value,
) -> (String, String, String, String, String) {
    let new = json!({"party_id": party, "purpose": "progress"});
    let link = app.post(&format!("/api/v1/cases/{case}/links"), new).token(world.token("chamber")).await.expect(200);
    let path = format!("/api/v1/chambers/{}/intake-link", world.own.chamber);
    let intake = app.post(&path, json!({})).token(world.token("chamber")).await.expect(200);
    let applied = json!({"applicant": "甲", "applicant_kind": "person", "applicant_phone": "13800001234", "respondent": "乙厂",
        "respondent_kind": "organisation", "summary": "欠薪", "wanted": "支付工资", "voluntary": true});
    let received = app.post(&format!("/api/v1/intake/{}", intake.at("/code")), applied).await.expect(201);
    let waiting = app.get("/api/v1/applications").token(world.token("chamber")).await.expect(200);
    let texts = [link.at("/id"), link.at("/secret"), intake.at("/code"), received.at("/progress_code")];
    let [link, secret, intake, progress] = texts.map(str::to_owned);
    (link, secret, intake, progress, waiting.at("/items/0/id").to_owned())
}

/// A pairing of the first place that lives from today, and a service on it; their ids.
async fn paired(app: &TestApp, world: &World, today: &str) -> (String, String) {
    let new = json!({"chamber_id": world.own.chamber, "firm_id": world.own.firm});
    let made = app.post("/api/v1/pairings", new).token(world.token("federation")).await.expect(201);
    let path = made.header("Location").to_owned();
    let accept = json!({"reply": "accept"});
    let agreement = json!({"signed_on": today, "from_on": today, "until_on": today, "promised": ["lecture"],
        "contact_lawyers": [world.own.lawyer], "document_no": "一"});
    for (version, login, noun, body) in [
        (1, "chamber", "answer", accept.clone()),
        (2, "firm", "answer", accept),
        (3, "federation", "signature", agreement),
    ] {
        let path = format!("{path}/{noun}");
        app.post(&path, body).token(world.token(login)).if_match(version).await.expect(200);
    }
    let lecture = json!({"kind": "lecture", "held_on": today, "online": true, "lawyers": [world.own.lawyer],
        "minutes": 60, "pro_bono": true});
    let logged = app.post(&format!("{path}/services"), lecture).token(world.token("lawyer")).await.expect(201);
    (made.at("/id").to_owned(), logged.at("/id").to_owned())
}

fn firm_of(matter: &str, world: &World) -> Option<FirmId> {
    (matter == "disclosure_to_firm").then_some(world.own.firm)
}

/// One line of the matrix.
struct Line<'a> {
    method: Method,
    /// With placeholders.
    path: &'a str,
    body: &'a str,
    letters: &'a str,
}

/// The actors of the header, and the lines below it.
fn matrix() -> (Vec<&'static str>, Vec<Line<'static>>) {
    let mut lines = MATRIX.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let actors = lines.next().unwrap().split('\t').skip(3).collect();
    let lines = lines.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [method, path, body, letters] = cells[..] else { panic!("four cells: {line}") };
        Line { method: method.parse().unwrap(), path, body, letters }
    });
    (actors, lines.collect())
}

fn filled(text: &str, objects: &Objects) -> String {
    objects.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn letter(status: u16) -> char {
    match status {
        401 => '?',
        403 => '-',
        404 => '0',
        500.. => '!',
        _ => '+',
    }
}

/// What was noticed beside the letters.
struct Noticed {
    /// The answers 404.
    hidden: BTreeSet<String>,
    /// The operations that answered 412 with the version that is current.
    versioned: BTreeSet<String>,
}

/// What everyone is answered, one letter each.
async fn asked(
    app: &TestApp,
    world: &World,
    actors: &[&str],
    line: &Line<'_>,
    objects: &Objects,
    noticed: &mut Noticed,
) -> String {
    let mut letters = String::new();
    for actor in actors {
        let path = format!("/api/v1{}", filled(line.path, objects));
        let mut call = match line.body {
            "" => app.call(line.method.clone(), &path, None),
            body if body.starts_with('{') => {
                let body = filled(body, objects);
                app.call(line.method.clone(), &path, Some(serde_json::from_str(&body).expect(&body)))
            }
            text => app.call(line.method.clone(), &path, None).bytes("text/csv", text.into()),
        };
        if *actor != "nobody" {
            call = call.token(world.token(actor));
        }
        // A version that is not there: whoever is allowed is told so, and nothing changes for those who come after.
        let reply = call.key(wanlian::base::id::CaseId::new().as_str()).if_match(99).await;
        letters.push(letter(reply.status));
        if reply.status == 404 {
            noticed.hidden.insert(without_id(&reply));
        }
        if reply.status == 412 {
            let current = reply.json["current_version"].as_i64().filter(|version| (1..99).contains(version));
            assert_eq!(reply.header("ETag"), format!("\"{}\"", current.unwrap()), "{path}");
            noticed.versioned.insert(format!("{} {}", line.method, pattern(line.path)));
        }
    }
    letters
}

/// A reply as whoever asked can tell it from another: headers and body, but for the id of the request.
fn without_id(reply: &Reply) -> String {
    let headers = reply.headers.iter().filter(|(name, _)| name.as_str() != "x-request-id");
    let headers: BTreeSet<_> = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    format!("{headers:?} {}", reply.text())
}

/// `/cases/{case}/notes?x` as the table of operations has it: `/cases/{id}/notes`.
fn pattern(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_operation_is_in_the_matrix_and_nothing_else() {
    let operation = |method: &Method, path: &str| format!("{method} {}", pattern(path));
    let of_matrix: BTreeSet<_> = matrix().1.iter().map(|line| operation(&line.method, line.path)).collect();
    let of_table: BTreeSet<_> = operations::all().iter().map(|one| operation(&one.method, one.path)).collect();
    assert_eq!(of_matrix, of_table);
}

both! {
    async fn everyone_may_what_the_matrix_says(app: TestApp) {
        let world = World::of(&app).await;
        let objects = objects(&app, &world).await;
        let (actors, lines) = matrix();
        let mut wrong = Vec::new();
        // What is not theirs to know of looks like what is not there, to the byte.
        let nowhere = format!("/api/v1/cases/{}", wanlian::base::id::CaseId::new());
        let nothing = without_id(&app.get(&nowhere).token(world.token("chamber")).await);
        let mut noticed = Noticed { hidden: [nothing].into(), versioned: BTreeSet::new() };
        for line in &lines {
            assert_eq!(line.letters.len(), actors.len(), "{} {}", line.method, line.path);
            let found = asked(&app, &world, &actors, line, &objects, &mut noticed).await;
            if found != line.letters {
                wrong.push(format!("{} {}\n  expected {}\n  found    {found}", line.method, line.path, line.letters));
            }
        }
        assert_eq!(noticed.hidden.len(), 1, "{:#?}", noticed.hidden);
        let changes = operations::all().iter().filter(|one| one.kind == Kind::Changes);
        let changes: BTreeSet<_> = changes.map(|one| format!("{} {}", one.method, pattern(one.path))).collect();
        assert_eq!(noticed.versioned, changes);
        assert!(wrong.is_empty(), "{}\n{}", actors.join(" "), wrong.join("\n"));
    }
}
