//! The whole story over REST: from a phone call to the archive. At each step the right people, and nobody else, get the right
//! mail, and the federation's figures move.

use crate::both;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::base::id::MailId;
use wanlian::store::outbox;

/// A case on its way, and what was heard of it so far.
struct Story<'a> {
    app: &'a TestApp,
    world: World,
    case: Value,
    last_mail: Option<MailId>,
}

impl<'a> Story<'a> {
    async fn begin(app: &'a TestApp) -> Self {
        Self { app, world: World::of(app).await, case: Value::Null, last_mail: None }
    }

    fn today(&self) -> NaiveDate {
        china_day(self.app.clock.now())
    }

    fn days_pass(&self, days: i64) {
        self.app.clock.advance(Duration::days(days));
    }

    /// `who` takes a step of the case, which they saw as it is now.
    async fn step(&mut self, who: &str, noun: &str, body: Value) {
        let path = format!("/api/v1/cases/{}/{noun}", self.id());
        let token = self.app.sign_in(who).await;
        let version = self.case["case"]["version"].as_i64().unwrap();
        let reply = self.app.post(&path, body).token(&token).if_match(version).await.expect(200);
        assert_eq!(reply.header("ETag"), format!("\"{}\"", reply.json["case"]["version"]));
        self.case = reply.json;
    }

    /// `who` answers an offer, which they saw as it is now.
    async fn answer(&self, who: &str, offer: &str, noun: &str, body: Value) -> Value {
        let token = self.app.sign_in(who).await;
        let version = self.app.get(offer).token(&token).await.expect(200).json["version"].as_i64().unwrap();
        self.app.post(&format!("{offer}/{noun}"), body).token(&token).if_match(version).await.expect(200).json
    }

    async fn get(&self, who: &str, path: &str) -> Reply {
        let token = self.app.sign_in(who).await;
        self.app.get(path).token(&token).await
    }

    /// The case as `who` sees it.
    async fn seen_by(&self, who: &str) -> Reply {
        self.get(who, &format!("/api/v1/cases/{}", self.id())).await
    }

    fn id(&self) -> &str {
        self.case["case"]["id"].as_str().unwrap()
    }

    fn status(&self) -> &str {
        self.case["case"]["status"].as_str().unwrap()
    }

    fn parties(&self) -> Vec<Value> {
        self.case["parties"].as_array().unwrap().iter().map(|party| party["id"].clone()).collect()
    }

    /// The mails queued since this was last asked, as `kind to login`, in the order of the alphabet.
    fn new_mails(&mut self) -> Vec<String> {
        let mails = self.app.db.read_now(|c| outbox::list(c, None, None, 200)).unwrap();
        let new: Vec<_> = mails.iter().filter(|mail| self.last_mail.is_none_or(|last| mail.id > last)).collect();
        let number = self.case["case"]["case_no"].as_str().unwrap();
        assert!(new.iter().all(|mail| mail.case_no == number), "a mail names its case");
        let mut said: Vec<_> =
            new.iter().map(|mail| format!("{} to {}", mail.kind, mail.address.split('@').next().unwrap())).collect();
        self.last_mail = mails.iter().map(|mail| mail.id).max();
        said.sort();
        said
    }

    /// Counts of the county as its federation reads them over the last three months.
    async fn figures<const N: usize>(&self, counters: [&str; N]) -> [i64; N] {
        let (from, to) = (self.today() - Duration::days(100), self.today());
        let path = format!("/api/v1/statistics?region=330226&from={}&to={}", from.format("%Y-%m"), to.format("%Y-%m"));
        let sheet = self.get("viewer", &path).await.expect(200).json;
        counters.map(|counter| sheet["items"][0]["counts"][counter].as_i64().unwrap_or(0))
    }
}

both! {
    async fn a_call_becomes_an_agreement_that_is_kept(app: TestApp) {
        let mut story = Story::begin(&app).await;
        assert_eq!(story.figures(["registered", "accepted"]).await, [0, 0]);

        // A mediator logs a phone call with three fields.
        let token = app.sign_in("mediator").await;
        let call = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元"});
        let reply = app.post("/api/v1/cases", call).token(&token).await.expect(201);
        assert!(reply.header("Location").ends_with(reply.at("/case/id")));
        story.case = reply.json;
        assert_eq!(story.status(), "registered");
        assert_eq!(story.new_mails(), ["registered to chamber"]);
        assert_eq!(story.figures(["registered", "accepted"]).await, [1, 0]);

        // The committee accepts and names a lead mediator.
        let today = story.today();
        story.step("chamber", "acceptance", json!({"accepted_on": today})).await;
        assert_eq!(story.new_mails(), ["accepted to mediator"], "who registered it hears; who accepted it knows");
        let lead = json!({"mediator_id": story.world.own.mediator, "lead": true, "chosen_by": "committee", "appointed_on": today});
        story.step("chamber", "mediators", lead).await;
        assert_eq!(story.new_mails(), ["mediators_chosen to mediator"]);
        assert_eq!(story.figures(["accepted", "concluded"]).await, [1, 0]);

        // A firm is offered the case. It sees a blind summary first.
        let firm = story.world.own.firm;
        let path = format!("/api/v1/cases/{}/assignments", story.id());
        let offer = json!({"firm_id": firm, "basis": "consent"});
        let offer = app.post(&path, offer).token(&app.sign_in("chamber").await).await.expect(201).json;
        assert_eq!(story.new_mails(), ["firm_offered to firm"]);
        let offer = format!("/api/v1/assignments/{}", offer["id"].as_str().unwrap());
        let blind = story.get("firm", &offer).await.expect(200);
        assert!(blind.json["file"].is_null() && !blind.text().contains("马勇琪") && !blind.text().contains("货款"), "{}", blind.text());
        assert_eq!(story.seen_by("firm").await.status, 404);

        // With the parties' consent it gets the names for its check, ticks "no conflict", sees the file and accepts.
        for party in story.parties() {
            let consent = json!({"party_id": party, "matter": "disclosure_to_firm", "firm_id": firm, "given": true, "channel": "phone", "recorded_on": today});
            story.step("mediator", "consents", consent).await;
        }
        assert!(story.get("firm", &format!("{offer}/conflict-check")).await.expect(200).text().contains("马勇琪"));
        let opened = story.answer("firm", &offer, "conflict-check", json!({"has_conflict": false})).await;
        assert_eq!(opened["file"]["parties"][0]["name"], "马勇琪");
        let answer = json!({"lawyer_id": story.world.own.lawyer});
        story.answer("firm", &offer, "acceptance", answer).await;
        assert_eq!(story.new_mails(), ["firm_accepted to chamber", "firm_accepted to mediator"]);
        story.case = story.seen_by("chamber").await.expect(200).json;
        assert_eq!(story.seen_by("lawyer").await.status, 200, "the lawyer who was named");
        let shown = story.get("chamber", &format!("{offer}/disclosures")).await.expect(200).json;
        assert!(shown["items"].as_array().unwrap().len() >= 3, "each showing is logged: {shown}");

        // Consents and the notice of rights and duties.
        for party in story.parties() {
            let consent = json!({"party_id": party, "matter": "mediation", "given": true, "channel": "phone", "recorded_on": today});
            story.step("mediator", "consents", consent).await;
        }
        story.step("mediator", "notices", json!({"channel": "phone", "recorded_on": today})).await;
        assert_eq!(story.new_mails(), [""; 0], "bookkeeping is no news");

        // Mediation begins; a session is held.
        story.step("mediator", "mediation", json!({"started_on": today})).await;
        assert_eq!(story.new_mails(), ["mediating to firm", "mediating to lawyer"]);
        story.step("mediator", "sessions", json!({"held_on": today, "mode": "on_site", "attended": story.parties()})).await;
        assert_eq!(story.new_mails(), [""; 0]);

        // An agreement of 30,000.00 yuan in three instalments is signed.
        let instalments: Vec<_> = [0, 30, 60].map(|days| json!({"due_on": today + Duration::days(days), "amount": 1_000_000, "manner": "transfer"})).into();
        let signatures: Vec<_> = story.parties().into_iter().map(|party| json!({"party_id": party, "signed_on": today})).collect();
        let agreement = json!({
            "form": "written", "content": "分三期付清货款", "amount": 3_000_000, "agreed_on": today, "signatures": signatures,
            "mediator_signed_on": today, "sealed_on": today, "instalments": instalments,
        });
        story.step("mediator", "agreement", agreement).await;
        assert_eq!(story.status(), "agreed");
        assert_eq!(story.new_mails(), ["agreed to chamber", "agreed to firm", "agreed to lawyer"]);
        assert_eq!(story.figures(["agreed", "amount_agreed", "amount_paid"]).await, [1, 3_000_000, 0]);

        // The payments arrive, each on its day.
        for paid in [1_000_000, 2_000_000, 3_000_000] {
            let payment = json!({"amount": 1_000_000, "paid_on": story.today(), "manner": "transfer"});
            story.step("mediator", "payments", payment).await;
            assert_eq!(story.case["case"]["amount_paid"], paid);
            assert_eq!(story.figures(["amount_paid"]).await, [paid]);
            story.days_pass(30);
        }
        assert_eq!(story.status(), "performed");
        assert_eq!(story.new_mails(), ["performed to chamber", "performed to firm", "performed to lawyer"]);

        // Both sides are called back and answer; not by the mediator of the case.
        let today = story.today();
        let said = |party: Value| json!({
            "party_id": party, "done_on": today, "channel": "phone", "result": "answered", "performance": "full", "satisfaction": "satisfied",
        });
        let path = format!("/api/v1/cases/{}/callbacks", story.id());
        let own = app.post(&path, said(story.parties()[0].clone())).token(&app.sign_in("mediator").await).if_match(story.case["case"]["version"].as_i64().unwrap()).await;
        assert_eq!((own.status, own.at("/code")), (409, "own_callback"));
        for party in story.parties() {
            story.step("chamber", "callbacks", said(party)).await;
        }
        assert_eq!(story.figures(["callbacks_due", "callbacks_answered", "satisfied", "closed"]).await, [2, 2, 2, 0]);

        // Closed and archived.
        story.step("chamber", "closure", json!({"closed_on": today})).await;
        assert_eq!(story.new_mails(), ["closed to firm", "closed to lawyer", "closed to mediator"]);
        story.step("chamber", "archive", json!({"archived_on": today})).await;
        assert_eq!((story.status(), story.figures(["closed", "performed"]).await), ("archived", [1, 1]));
        assert_eq!(story.new_mails(), [""; 0]);

        // Nobody of the other place ever saw it, and a federation sees no name.
        for stranger in ["other.chamber", "other.mediator", "other.federation", "other.firm", "other.lawyer", "colleague"] {
            assert_eq!(story.seen_by(stranger).await.status, 404, "{stranger}");
        }
        let masked = story.seen_by("viewer").await.expect(200).text();
        assert!(!masked.contains("马勇琪") && !masked.contains("顺盛") && !masked.contains("货款"), "{masked}");
    }
}
