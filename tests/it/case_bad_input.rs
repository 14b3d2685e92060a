//! Wrong input to the operations on cases: for each of them everything the description lets be wrong. Each is a clear 4xx with a code,
//! and nothing is changed.

use crate::both;
use crate::support::lives::{self, LIVES, Line};
use crate::support::wrong::{self, Field};
use crate::support::*;
use actix_web::http::Method;
use chrono::Duration;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::IntoFuture;
use wanlian::api::operation::{BASE, Kind, Operation};
use wanlian::api::operations;
use wanlian::base::clock::china_day;
use wanlian::base::id::CaseId;

/// Operations that change a case with a body of JSON.
fn operations_on_cases() -> impl Iterator<Item = &'static Operation> {
    operations::all()
        .iter()
        .filter(|one| one.path.starts_with("/cases") && one.kind != Kind::Reads && !one.path.ends_with("/attachments"))
}

fn noun(operation: &Operation) -> &str {
    operation.path.trim_start_matches("/cases").trim_start_matches("/{id}").trim_start_matches('/')
}

/// How a wrong request is answered.
#[derive(Debug)]
enum Want {
    Refusal,
    Status(u16),
    Code(u16, &'static str),
    /// 422, and one of the wrong fields is this one.
    Field(String),
    NotTheirs,
}

/// What is wrong, the request, and its answer.
type Try = (String, app::Call, Want);

/// Two places, the description of the API, and ids of elsewhere.
struct Attack<'a> {
    app: &'a TestApp,
    world: World,
    doc: Value,
    foreign: Vec<String>,
    foreign_case: String,
    /// All that was not refused as it should be, so that one run tells everything.
    found: RefCell<Vec<String>>,
}

impl<'a> Attack<'a> {
    async fn on(app: &'a TestApp) -> Self {
        let world = World::of(app).await;
        let doc = app.get("/openapi.json").await.expect(200).json;
        let theirs = lives::register(app, &world, "other.chamber").await;
        let other = world.other;
        let foreign = vec![
            CaseId::new().to_string(),
            theirs["parties"][0]["id"].as_str().unwrap().into(),
            other.mediator.to_string(),
            other.committee.to_string(),
            other.firm.to_string(),
            other.chamber.to_string(),
        ];
        let foreign_case = theirs["case"]["id"].as_str().unwrap().into();
        Self { app, world, doc, foreign, foreign_case, found: RefCell::default() }
    }

    fn call(&self, operation: &Operation, case: &Value, body: Value) -> app::Call {
        let id = case["case"]["id"].as_str().unwrap_or("0190b6d0-0000-7000-8000-000000000000");
        let path = format!("{BASE}{}", operation.path.replace("{id}", id));
        let call =
            if operation.method == Method::PATCH { self.app.patch(&path, body) } else { self.app.post(&path, body) };
        let call = call.token(self.world.token("chamber"));
        if operation.kind == Kind::Changes {
            call.if_match(case["case"]["version"].as_i64().unwrap_or(1))
        } else {
            call
        }
    }

    /// Everything that can be wrong with a step that would be taken if nothing were.
    async fn with(&self, operation: &Operation, case: &Value, good: &Value, is_known: bool) {
        let before = Raw::open(&self.app.url).everything();
        let schema =
            wrong::body(&self.doc, &format!("{BASE}{}", operation.path), &operation.method.as_str().to_lowercase());
        let Some(schema) = schema else { return };
        let bodies = wrong::bodies(good).into_iter().map(|(why, content_type, bytes, status)| {
            (why.to_owned(), self.call(operation, case, json!(null)).bytes(content_type, bytes), Want::Status(status))
        });
        let mut tries: Vec<Try> = bodies.collect();
        for field in wrong::fields(&self.doc, &schema, "") {
            tries.extend(self.fields(operation, case, good, &field, is_known));
        }
        tries.extend(self.headers(operation, case, good));
        tries.extend(self.places(operation, case, good));
        // Many at a time, so that they share their commits.
        let mut tries = tries.into_iter().peekable();
        while tries.peek().is_some() {
            let (whys, calls): (Vec<_>, Vec<_>) =
                tries.by_ref().take(64).map(|(why, call, want)| ((why, want), call.into_future())).unzip();
            for ((why, want), reply) in whys.into_iter().zip(join_all(calls).await) {
                self.judge(operation, &why, &want, &reply);
            }
        }
        for table in Raw::open(&self.app.url).differences(&before) {
            self.found.borrow_mut().push(format!("{} changed {table}", operation.path));
        }
    }

    fn judge(&self, operation: &Operation, why: &str, want: &Want, reply: &Reply) {
        let code = reply.at("/code");
        let is_problem = reply.header("Content-Type") == "application/problem+json";
        let has_words = !code.is_empty() && !reply.at("/title_zh").is_empty();
        let names_fields = (reply.status == 422) == reply.json["errors"][0]["code"].is_string();
        let fits = match want {
            Want::Refusal => (400..=499).contains(&reply.status) && ![401, 403].contains(&reply.status),
            Want::Status(status) => reply.status == *status,
            Want::Code(status, wanted) => (reply.status, code) == (*status, *wanted),
            Want::Field(pointer) => {
                let fields =
                    reply.json["errors"].as_array().into_iter().flatten().filter_map(|one| one["field"].as_str());
                let first = |field: &str| field.split(['.', '[']).next().unwrap_or_default().to_owned();
                // The day of a step is called `on` once it was read.
                reply.status == 422 && fields.into_iter().any(|field| field == "on" || pointer.contains(&first(field)))
            }
            Want::NotTheirs => [403, 404].contains(&reply.status),
        };
        if !(is_problem && has_words && names_fields && fits) {
            let text: String = reply.text().chars().take(300).collect();
            self.found.borrow_mut().push(format!("{} {why}: {want:?}, but {} {text}", operation.path, reply.status));
        }
    }

    fn fields(&self, operation: &Operation, case: &Value, good: &Value, field: &Field, is_known: bool) -> Vec<Try> {
        let tomorrow = (china_day(self.app.clock.now()) + Duration::days(1)).to_string();
        // A firm that is named need not be near.
        let firm = self.world.other.firm.to_string();
        let names_firm = field.name() == "firm_id";
        let foreign: Vec<_> = self.foreign.iter().filter(|id| !names_firm || **id != firm).cloned().collect();
        let mut bodies: Vec<(String, Option<Value>)> = wrong::values(field, &tomorrow, &foreign)
            .into_iter()
            .map(|(why, value)| (format!("{why} as {}", field.pointer), wrong::with(good, &field.pointer, value)))
            .collect();
        if field.required {
            bodies.push((format!("no {}", field.pointer), wrong::without(good, &field.pointer)));
        }
        let want = || if is_known { Want::Field(field.pointer.clone()) } else { Want::Refusal };
        let bodies = bodies.into_iter().filter_map(|(why, body)| Some((why, body?)));
        bodies.map(|(why, body)| (why, self.call(operation, case, body), want())).collect()
    }

    fn headers(&self, operation: &Operation, case: &Value, good: &Value) -> Vec<Try> {
        let call = || self.call(operation, case, good.clone());
        let version = case["case"]["version"].as_i64().unwrap_or(1);
        let mut tries: Vec<Try> = Vec::new();
        if operation.kind == Kind::Changes {
            for garbage in ["7", "\"x\"", "*", "W/\"1\"", "\"\"", "\"1\", \"2\"", "", "\"9223372036854775808\""] {
                tries.push((format!("If-Match {garbage}"), call().header("If-Match", garbage), Want::Status(400)));
            }
            for stale in [version - 1, version + 1, 0, -1, i64::MAX] {
                let want = Want::Code(412, "stale_version");
                tries.push((format!("version {stale}"), call().if_match(stale), want));
            }
            tries.push(("no version".into(), call().without("If-Match"), Want::Code(428, "if_match_missing")));
        }
        if operation.kind == Kind::Creates {
            let want = || Want::Code(400, "idempotency_key_missing");
            for key in ["", "\"\"", "a b", "a\tb", &"k".repeat(65), "键"] {
                tries.push((format!("key {key}"), call().key(key), want()));
            }
            tries.push(("no key".into(), call().without_key(), want()));
        }
        tries.push(("nobody".into(), call().without("Authorization"), Want::Status(401)));
        tries.push(("a garbled token".into(), call().token("a.b.c"), Want::Status(401)));
        for who in ["admin", "firm", "lawyer", "other.firm"] {
            tries.push((who.into(), call().token(self.world.token(who)), Want::NotTheirs));
        }
        tries
    }

    /// The case of somebody else, no case, and no id at all look alike.
    fn places(&self, operation: &Operation, case: &Value, good: &Value) -> Vec<Try> {
        if !operation.path.contains("{id}") {
            return Vec::new();
        }
        let want = || Want::Code(404, "not_found");
        let odd = ["17", "%00", "..%2f", "a%ffb", "%E2%80%AE", &"9".repeat(300)].map(str::to_owned);
        let mut tries: Vec<Try> = [self.foreign_case.clone(), self.foreign[0].clone()]
            .into_iter()
            .chain(odd)
            .map(|id| {
                let elsewhere = json!({"case": {"id": id, "version": case["case"]["version"]}});
                (format!("case {id}"), self.call(operation, &elsewhere, good.clone()), want())
            })
            .collect();
        let stranger = self.call(operation, case, good.clone()).token(self.world.token("other.chamber"));
        tries.push(("a stranger".into(), stranger, want()));
        tries
    }
}

both! {
    async fn every_operation_on_a_case_refuses_what_is_wrong(app: TestApp) {
        let attack = Attack::on(&app).await;
        let world = &attack.world;
        let find = |noun: &str| operations_on_cases().find(|one| one.path != "/cases" && self::noun(one) == noun).unwrap();
        let registration = operations_on_cases().find(|one| one.path == "/cases").unwrap();
        for new in [lives::REGISTRATION, lives::REGISTRATION_OF_MANY] {
            attack.with(registration, &Value::Null, &lives::body(&app, world, &Value::Null, new), true).await;
        }

        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut steps: Vec<Line> = Vec::new();
        let mut archived = Value::Null;
        for life in LIVES {
            let mut case = lives::register(&app, world, "chamber").await;
            for line in life {
                if known.insert(line.0) {
                    steps.push(*line);
                } else if !line.0.is_empty() {
                    case = lives::step(&app, world, "chamber", &case, *line).await;
                    continue;
                }
                attack.with(find(line.0), &case, &lives::body(&app, world, &case, line.1), true).await;
                // Were anything taken, the life would go on from there.
                case = app.get(&lives::path(case["case"]["id"].as_str().unwrap(), "")).token(world.token("chamber")).await.expect(200).json;
                case = lives::step(&app, world, "chamber", &case, *line).await;
            }
            if case["case"]["status"] == "archived" {
                archived = case;
            }
        }
        // Nothing is done to an archived case.
        let before = Raw::open(&app.url).everything();
        for (noun, body) in steps.into_iter().filter(|(noun, _)| *noun != "notes") {
            let body = body.replace("$task", "$applicant").replace("$risk", "$applicant").replace("$plan", "$applicant");
            let reply = attack.call(find(noun), &archived, lives::body(&app, world, &archived, &body)).await;
            assert_eq!((reply.status, reply.at("/code")), (409, "wrong_status"), "{noun}: {}", reply.text());
        }
        lives::untouched(&app, "a step after the archive", &before);
        // Operations that are in no life: a body made of what the description requires.
        let fresh = lives::register(&app, world, "chamber").await;
        for operation in operations_on_cases().filter(|one| one.path != "/cases" && !known.contains(noun(one))) {
            let schema = wrong::body(&attack.doc, &format!("{BASE}{}", operation.path), "post");
            let good = schema.map_or(json!({}), |schema| wrong::sample(&attack.doc, &schema));
            attack.with(operation, &fresh, &good, false).await;
        }
        let found = attack.found.take();
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    }

    async fn a_key_is_for_one_body(app: TestApp) {
        let attack = Attack::on(&app).await;
        let new = lives::body(&app, &attack.world, &Value::Null, lives::REGISTRATION);
        let post = |body: &Value, path: &str| app.post(path, body.clone()).token(attack.world.token("chamber")).key("key-1");
        let first = post(&new, "/api/v1/cases").await.expect(201);
        let before = Raw::open(&app.url).everything();
        let again = post(&new, "/api/v1/cases").await.expect(201);
        assert_eq!((again.body, again.headers.get("Idempotent-Replay").is_some()), (first.body, true));
        let mut other = new;
        other["summary"] = json!("另一件事");
        let reply = post(&other, "/api/v1/cases").await.expect(422);
        assert_eq!(reply.at("/errors/0/code"), "idempotency_key_reused");
        lives::untouched(&app, "a reused key", &before);
    }

    async fn a_number_of_elsewhere_is_given_once(app: TestApp) {
        let world = World::of(&app).await;
        let numbered = json!({"applicant": "甲", "respondent": "乙", "summary": "货款", "source": "referral_court", "external_no": "法1"});
        app.post("/api/v1/cases", numbered.clone()).token(world.token("chamber")).await.expect(201);
        let case = lives::register(&app, &world, "chamber").await;
        let before = Raw::open(&app.url).everything();
        let again = app.post("/api/v1/cases", numbered).token(world.token("chamber")).await;
        assert_eq!((again.status, again.at("/code")), (409, "external_no_taken"));
        let amendment = json!({"source": "referral_court", "external_no": "法1"});
        let path = lives::path(case["case"]["id"].as_str().unwrap(), "");
        let reply = app.patch(&path, amendment).token(world.token("chamber")).if_match(1).await;
        assert_eq!((reply.status, reply.at("/code")), (409, "external_no_taken"), "{}", reply.text());
        lives::untouched(&app, "a taken number", &before);
    }
}
