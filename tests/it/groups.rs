//! One employer, many workers: a mother case, a file for each worker, one agreement for all, and how they count.

use crate::both;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::base::id::PartyId;
use wanlian::store::statistics::first_difference;

const WORKERS: usize = 11;

struct Batch<'a> {
    app: &'a TestApp,
    world: &'a World,
    today: NaiveDate,
    /// The path of the mother case.
    mother: String,
}

impl<'a> Batch<'a> {
    /// A mother case of two workers, and a file for each of eleven others, who claim 1,000.01 yuan, 2,000.02 yuan and so on.
    async fn of(app: &'a TestApp, world: &'a World) -> Self {
        let today = china_day(app.clock.now());
        let second = json!({"role": "applicant", "kind": "person", "name": "工人乙"});
        let call = json!({"applicant": "工人甲", "respondent": "宁海灯具厂", "summary": "拖欠工资", "category": "labour", "parties": [second],
            "amount_claimed": 300_000});
        let mother = app.post("/api/v1/cases", call).token(world.token("chamber")).await.expect(201);
        let batch = Self { app, world, today, mother: mother.header("Location").to_owned() };
        let worker = |at: usize| json!({"party": {"role": "applicant", "kind": "person", "name": format!("工人{at}号")}, "amount_claimed": at * 100_001});
        let children = json!({"children": (1..=WORKERS).map(worker).collect::<Vec<_>>()});
        let made = batch.post("children", children).await.expect(201);
        assert_eq!(made.json["items"].as_array().unwrap().len(), WORKERS);
        batch
    }

    async fn post(&self, noun: &str, body: Value) -> Reply {
        self.app.post(&format!("{}/{noun}", self.mother), body).token(self.world.token("chamber")).await
    }

    /// One step for all; how many took it, and why the first other one did not.
    async fn all(&self, step: Value) -> (usize, String) {
        let reply = self.post("children/steps", json!({"step": step})).await.expect(200);
        (reply.json["done"].as_array().unwrap().len(), reply.at("/kept/0/why").to_owned())
    }

    async fn group(&self) -> Value {
        self.app.get(&format!("{}/group", self.mother)).token(self.world.token("chamber")).await.expect(200).json
    }

    async fn child(&self, at: usize) -> Value {
        let id = self.group().await["children"][at]["case_id"].as_str().unwrap().to_owned();
        self.app.get(&format!("/api/v1/cases/{id}")).token(self.world.token("chamber")).await.expect(200).json
    }

    /// The children and then the mother case up to mediation.
    async fn mediating(&self) {
        let today = self.today;
        let appointment = json!({"mediator_id": self.world.own.mediator, "lead": true, "chosen_by": "committee", "appointed_on": today});
        let said = |role: &str| json!({"record_consent": {"role": role, "matter": "mediation", "given": true, "channel": "written", "recorded_on": today}});
        for step in [
            json!({"accept": {"accepted_on": today}}),
            json!({"appoint_mediator": appointment}),
            said("applicant"),
            said("respondent"),
            json!({"give_notice": {"channel": "written", "recorded_on": today}}),
            json!({"start_mediation": {"started_on": today}}),
        ] {
            assert_eq!(self.all(step.clone()).await, (WORKERS, String::new()), "{step}");
        }
        self.meeting().await;
        self.mother_mediating(appointment).await;
    }

    /// A meeting to which the worker of the first case did not come.
    async fn meeting(&self) {
        let away = json!(lives::party(&self.child(0).await, "applicant"));
        let held = |party: Value| {
            let absent = json!([{"party_id": party, "reason": "illness"}]);
            json!({"hold_meeting": {"held_on": self.today, "mode": "on_site", "place": "调解室", "absent": absent}})
        };
        let stranger = self.post("children/steps", json!({"step": held(json!(PartyId::new()))})).await.expect(422);
        assert_eq!(stranger.at("/errors/0/code"), "unknown_reference");
        assert_eq!(self.all(held(away.clone())).await, (WORKERS, String::new()));
        let (first, second) = (self.child(0).await, self.child(1).await);
        assert_eq!(
            (first["meetings"][0]["attended"].as_array().unwrap().len(), &first["attendances"][0]["party_id"]),
            (1, &away)
        );
        assert_eq!(
            (second["meetings"][0]["attended"].as_array().unwrap().len(), &second["attendances"]),
            (2, &Value::Null)
        );
    }

    async fn mother_mediating(&self, appointment: Value) {
        let today = self.today;
        self.step("acceptance", json!({"accepted_on": today})).await;
        self.step("mediators", appointment).await;
        let file = self.app.get(&self.mother).token(self.world.token("chamber")).await.expect(200).json;
        for party in file["parties"].as_array().unwrap() {
            let said = json!({"party_id": party["id"], "matter": "mediation", "given": true, "channel": "written", "recorded_on": today});
            self.step("consents", said).await;
        }
        self.step("notices", json!({"channel": "written", "recorded_on": today})).await;
        self.step("mediation", json!({"started_on": today})).await;
    }

    /// A step of the mother case as it is now.
    async fn step(&self, noun: &str, body: Value) -> Value {
        let token = self.world.token("chamber");
        let version =
            self.app.get(&self.mother).token(token).await.expect(200).json["case"]["version"].as_i64().unwrap();
        let path = format!("{}/{noun}", self.mother);
        self.app.post(&path, body).token(token).if_match(version).await.expect(200).json
    }

    async fn accepted(&self) -> (Value, Value) {
        let month = self.today.format("%Y-%m");
        let path = format!("/api/v1/statistics?region=330226&from={month}&to={month}&by=total");
        let sheet = self.app.get(&path).token(self.world.token("federation")).await.expect(200).json;
        let counts = &sheet["items"][0]["counts"];
        (counts["accepted"].clone(), counts["amount_claimed"].clone())
    }
}

both! {
    async fn one_agreement_serves_all(app: TestApp) {
        let world = World::of(&app).await;
        let batch = Batch::of(&app, &world).await;
        let today = batch.today;
        batch.mediating().await;
        // Without words of its own there is no template yet.
        let bare = json!({"step": {"agree": {"agreed_on": today}}});
        assert_eq!(batch.post("children/steps", bare).await.expect(422).at("/errors/0/code"), "no_template");
        let due = |days| today + Duration::days(days);
        let part = |days, amount: i64| json!({"due_on": due(days), "amount": amount, "manner": "transfer"});
        batch.step("agreement", json!({"form": "written", "content": "厂方分三期支付拖欠工资。", "amount": 300_000, "agreed_on": today,
            "instalments": [part(30, 100_000), part(60, 100_000), part(90, 100_000)]})).await;
        let first = batch.group().await["children"][0]["case_id"].clone();
        let words = "{{respondents}}向{{applicants}}支付工资{{amount_agreed}}（大写：{{amount_agreed_capital}}）。";
        let agree = json!({"agree": {"agreed_on": today, "content": words, "signed_on": today, "mediator_signed_on": today,
            "sealed_on": today, "amounts": [{"case_id": first, "amount": 50_000}]}});
        assert_eq!(batch.all(agree).await, (WORKERS, String::new()));

        let file = batch.child(0).await;
        assert_eq!(file["agreement"]["content"], "宁海灯具厂向工人1号支付工资500.00元（大写：人民币伍佰元整）。");
        assert_eq!((&file["agreement"]["effective_on"], &file["case"]["status"]), (&json!(today), &json!("agreed")));
        let file = batch.child(1).await;
        assert_eq!(file["agreement"]["content"], "宁海灯具厂向工人2号支付工资2,000.02元（大写：人民币贰仟元零贰分）。");
        let parts: Vec<_> = file["instalments"].as_array().unwrap().iter().map(|one| (one["amount"].as_i64().unwrap(), one["due_on"].clone())).collect();
        assert_eq!(parts, [(66_667, json!(due(30))), (66_667, json!(due(60))), (66_668, json!(due(90)))]);
        let group = batch.group().await;
        let claimed: usize = (1..=WORKERS).map(|at| at * 100_001).sum();
        assert_eq!((&group["size"], &group["amount_claimed"]), (&json!(WORKERS), &json!(claimed)));
        assert_eq!(group["amount_agreed"], json!(claimed - 100_001 + 50_000));
        // Read from a child, the group is the same.
        let path = format!("/api/v1/cases/{}/group", first.as_str().unwrap());
        assert_eq!(app.get(&path).token(world.token("chamber")).await.expect(200).json, group);
        // A federation sees whole 10,000 yuan: those of the last two.
        let seen = app.get(&path).token(world.token("federation")).await.expect(200).json;
        assert_eq!((&seen["children"][1]["amount_agreed"], &seen["amount_agreed"]), (&json!(0), &json!(2_000_000)));
        let again = batch.all(json!({"accept": {"accepted_on": today}})).await;
        assert_eq!(again, (0, "wrong_status".to_owned()));
        // Each file counts, and so do two parties of the mother case.
        assert_eq!(batch.accepted().await, (json!(WORKERS + 1), json!(claimed + 300_000)));
        assert_eq!(app.db.read_now(first_difference).unwrap(), None);
        assert_eq!(wanlian::cli::verify::first_break(&app.db).unwrap(), None);
    }

    /// Registered, ended and closed in one go by design: that is nothing to look into.
    async fn the_closings_of_one_dispute_are_no_sign(app: TestApp) {
        let world = World::of(&app).await;
        let batch = Batch::of(&app, &world).await;
        batch.all(json!({"accept": {"accepted_on": batch.today}})).await;
        for at in 0..4 {
            let child = batch.child(at).await;
            let end = r#"{"terminated_on": "$today", "outcome": "wide_gap", "reason": "分歧过大", "remedies_told_on": "$today"}"#;
            let ended = lives::step(&app, &world, "chamber", &child, ("termination", end)).await;
            lives::step(&app, &world, "chamber", &ended, ("closure", r#"{"closed_on": "$today"}"#)).await;
        }
        let path = format!("/api/v1/statistics/oddities?from={0}&to={0}", batch.today);
        assert_eq!(app.get(&path).token(world.token("chamber")).await.expect(200).json["items"], json!([]));
    }

    async fn ten_may_send_representatives(app: TestApp) {
        let world = World::of(&app).await;
        let batch = Batch::of(&app, &world).await;
        let file = app.get(&batch.mother).token(world.token("chamber")).await.expect(200).json;
        let of = |role: &str| -> Vec<Value> {
            let parties = file["parties"].as_array().unwrap().iter().filter(|one| one["role"] == role);
            parties.map(|one| one["id"].clone()).collect()
        };
        let (workers, factory) = (of("applicant"), of("respondent"));
        let path = format!("{}/representatives", batch.mother);
        let choose = |ids: Vec<Value>| {
            app.post(&path, json!({"party_ids": ids, "chosen_on": batch.today})).token(world.token("chamber")).if_match(1)
        };
        assert_eq!(choose(vec![]).await.expect(422).at("/errors/0/code"), "out_of_range");
        assert_eq!(choose(factory.clone()).await.expect(409).at("/code"), "too_few_to_represent");
        assert_eq!(choose([workers.clone(), factory].concat()).await.expect(409).at("/code"), "one_side");
        let chosen = choose(workers.clone()).await.expect(200);
        assert_eq!(chosen.json["representatives"].as_array().unwrap().len(), 2);
        assert_eq!(batch.group().await["representatives"][1]["party_id"], workers[1]);
        // They stand in the papers of the mother case and of each worker's, with how they came to.
        let children = batch.group().await["children"].as_array().unwrap().clone();
        let child = format!("/api/v1/cases/{}", children[0]["case_id"].as_str().unwrap());
        let name = |at: usize| {
            let party = file["parties"].as_array().unwrap().iter().find(|one| one["id"] == workers[at]).unwrap();
            party["name"].as_str().unwrap().to_owned()
        };
        let day = wanlian::base::locale::Locale::Zh.day(batch.today);
        let is_labour = file["case"]["regime"] == "labour";
        let article = if is_labour { "劳动争议调解仲裁法第七条" } else { "参照民事诉讼法第五十六条" };
        for (case, paper) in [(&batch.mother, "agreement"), (&child, "agreement"), (&batch.mother, "mediation_record"), (&child, "oral_agreement")] {
            let made = app.get(&format!("{case}/documents/{paper}")).token(world.token("chamber")).await.expect(200);
            let words = crate::documents::words(&made.body);
            for part in [name(0), name(1), format!("{day}由"), format!("名申请人推选，{article}")] {
                assert!(words.contains(&part), "{case} {paper}: {part} in {words}");
            }
        }
    }

    async fn a_case_joins_its_own_dispute_once(app: TestApp) {
        let world = World::of(&app).await;
        let batch = Batch::of(&app, &world).await;
        let (chamber, today) = (world.token("chamber"), batch.today);
        let register = async |respondent: &str| {
            let call = json!({"applicant": "工人丙", "respondent": respondent, "summary": "拖欠工资", "category": "labour"});
            app.post("/api/v1/cases", call).token(chamber).await.expect(201).header("Location").to_owned()
        };
        let (same, other) = (register("宁海灯具厂").await, register("宁海鞋厂").await);
        let mother = batch.mother.rsplit('/').next().unwrap();
        let join = |path: &str, to: &str, version: i64| {
            app.post(&format!("{path}/joining"), json!({"mother_id": to, "joined_on": today})).token(chamber).if_match(version)
        };
        assert_eq!(join(&other, mother, 1).await.expect(409).at("/code"), "not_one_dispute");
        assert_eq!(join(&batch.mother, mother, 1).await.expect(409).at("/code"), "group_of_groups");
        let nowhere = "0190b6d0-0000-7000-8000-000000000000";
        assert_eq!(join(&same, nowhere, 1).await.expect(422).at("/errors/0/field"), "mother_id");
        join(&same, mother, 1).await.expect(200);
        assert_eq!(join(&same, mother, 2).await.expect(409).at("/code"), "in_group");
        let child = batch.group().await["children"][0]["case_id"].as_str().unwrap().to_owned();
        let third = register("宁海灯具厂").await;
        assert_eq!(join(&third, &child, 1).await.expect(409).at("/code"), "group_of_groups");
        assert_eq!(batch.group().await["size"], json!(WORKERS + 1));
        let leave = json!({"left_on": today, "reason": "诉求不同"});
        let path = format!("{same}/leaving");
        app.post(&path, leave.clone()).token(chamber).if_match(2).await.expect(200);
        assert_eq!(app.post(&path, leave).token(chamber).if_match(3).await.expect(409).at("/code"), "not_in_group");
        assert_eq!(batch.group().await["size"], json!(WORKERS));
        // Nobody outside learns of the group; a wrong child names its place.
        app.get(&format!("{}/group", batch.mother)).token(world.token("other.chamber")).await.expect(404);
        let before = Raw::open(&app.url).everything();
        let wrong = json!({"children": [{"party": {"role": "applicant", "kind": "person", "name": "丁", "email_confirmed_on": today + Duration::days(2)}}]});
        assert_eq!(batch.post("children", wrong).await.expect(422).at("/errors/0/field"), "children[0].email_confirmed_on");
        assert_eq!(batch.post("children", json!({"children": []})).await.expect(422).at("/errors/0/field"), "children");
        let foreign = json!({"step": {"accept": {"accepted_on": today}}, "case_ids": [nowhere]});
        assert_eq!(batch.post("children/steps", foreign).await.expect(422).at("/errors/0/code"), "unknown_reference");
        lives::untouched(&app, "a refused group", &before);
    }
}

/// Where local practice counts a group as one case, its files bring their amounts and persons alone.
async fn counted_once(fresh: Fresh) {
    let app = TestApp::start_with(fresh, "mediation.groups_count_once = true\n").await;
    let world = World::of(&app).await;
    let batch = Batch::of(&app, &world).await;
    batch.all(json!({"accept": {"accepted_on": batch.today}})).await;
    let claimed: usize = (1..=WORKERS).map(|at| at * 100_001).sum();
    assert_eq!(batch.accepted().await, (json!(0), json!(claimed)));
    batch.step("acceptance", json!({"accepted_on": batch.today})).await;
    assert_eq!(batch.accepted().await, (json!(1), json!(claimed + 300_000)));
    assert_eq!(app.db.read_now(first_difference).unwrap(), None);

    // What is measured case by case, and what is looked through, is the mother case alone.
    let appointment =
        json!({"mediator_id": world.own.mediator, "lead": true, "chosen_by": "committee", "appointed_on": batch.today});
    batch.all(json!({"appoint_mediator": appointment.clone()})).await;
    batch.step("mediators", appointment).await;
    let read = |what: &str| {
        app.get(&format!("/api/v1/statistics/{what}?from={0}&to={0}", batch.today)).token(world.token("chamber"))
    };
    let times = read("times").await.expect(200).json;
    let of = |measure: &str| {
        times["items"].as_array().unwrap().iter().find(|one| one["measure"] == measure).unwrap().clone()
    };
    assert_eq!((of("open_age")["count"].clone(), of("caseload")["most"].clone()), (json!(1), json!(1)));
    for at in 0..3 {
        let child = batch.child(at).await;
        let end =
            r#"{"terminated_on": "$today", "outcome": "wide_gap", "reason": "分歧过大", "remedies_told_on": "$today"}"#;
        let ended = lives::step(&app, &world, "chamber", &child, ("termination", end)).await;
        lives::step(&app, &world, "chamber", &ended, ("closure", r#"{"closed_on": "$today"}"#)).await;
    }
    assert_eq!(read("oddities").await.expect(200).json["items"], json!([]), "three closings of what is one case");
    let times = read("times").await.expect(200).json;
    let closed =
        times["items"].as_array().unwrap().iter().find(|one| one["measure"] == "days_to_closure").unwrap().clone();
    assert_eq!(closed["count"], json!(0));
}

#[actix_web::test]
async fn a_group_can_count_once_sqlite() {
    if let Some(fresh) = Fresh::new(Backend::Sqlite) {
        counted_once(fresh).await;
    }
}

#[actix_web::test]
async fn a_group_can_count_once_postgres() {
    if let Some(fresh) = Fresh::new(Backend::Postgres) {
        counted_once(fresh).await;
    }
}
