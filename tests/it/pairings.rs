//! A chamber and a law firm: proposed, answered by both, signed, served, confirmed, renewed, terminated; lapsed, ended and told of by
//! the clock; counted.

use crate::both;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use futures_util::future::{join, join3};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::future::IntoFuture;
use wanlian::base::clock::china_day;
use wanlian::base::id::FirmId;
use wanlian::jobs::{Work, tend_pairings};
use wanlian::store::outbox;

const NOWHERE: &str = "0190b6d0-0000-7000-8000-000000000000";

/// The two places, and what is asked of them again and again.
struct Scene {
    app: TestApp,
    world: World,
}

impl Scene {
    async fn of(app: TestApp) -> Self {
        let world = World::of(&app).await;
        Self { app, world }
    }

    fn today(&self) -> NaiveDate {
        china_day(self.app.clock.now())
    }

    fn day(&self, ahead: i64) -> String {
        (self.today() + Duration::days(ahead)).to_string()
    }

    async fn post(&self, login: &str, path: &str, body: Value, version: i64) -> Reply {
        self.app.post(path, body).token(self.token(login).await.as_str()).if_match(version).await
    }

    /// Tokens are good for minutes: a new one when the clock was moved.
    async fn token(&self, login: &str) -> String {
        self.app.sign_in(login).await
    }

    /// Proposed by the federation of the first place; its path.
    async fn proposed(&self) -> String {
        let body = json!({"chamber_id": self.world.own.chamber, "firm_id": self.world.own.firm});
        let token = self.token("federation").await;
        let made = self.app.post("/api/v1/pairings", body).token(&token).await.expect(201);
        assert_eq!((made.header("ETag"), made.at("/status")), ("\"1\"", "proposed"));
        made.header("Location").to_owned()
    }

    /// Accepted by both sides.
    async fn agreed(&self) -> String {
        let path = self.proposed().await;
        let answer = format!("{path}/answer");
        self.post("firm", &answer, json!({"reply": "accept"}), 1).await.expect(200);
        let both = self.post("chamber", &answer, json!({"reply": "accept"}), 2).await.expect(200);
        assert_eq!(both.at("/status"), "agreed");
        path
    }

    fn agreement(&self, from: i64, until: i64) -> Value {
        json!({"signed_on": self.day(0), "from_on": self.day(from), "until_on": self.day(until), "promised": ["lecture", "health_check"],
            "contact_lawyers": [self.world.own.lawyer], "document_no": "万联2026-1"})
    }

    /// Signed for today and the days after.
    async fn living(&self, days: i64) -> String {
        let path = self.agreed().await;
        let signed = self.post("chamber", &format!("{path}/signature"), self.agreement(0, days), 3).await.expect(200);
        assert_eq!((signed.at("/status"), signed.header("ETag")), ("living", "\"4\""));
        path
    }

    fn service(&self, kind: &str, ahead: i64) -> Value {
        json!({"kind": kind, "held_on": self.day(ahead), "place": "商会会议室", "lawyers": [self.world.own.lawyer],
            "enterprises": 12, "people": 30, "minutes": 90, "pro_bono": true})
    }

    async fn coverage(&self, query: &str) -> Value {
        let token = self.token("city").await;
        self.app.get(&format!("/api/v1/coverage?{query}")).token(&token).await.expect(200).json["items"].clone()
    }

    fn tend(&self) -> usize {
        let app = &self.app;
        tend_pairings::run(&Work { db: app.db.clone(), clock: app.clock.clone(), config: app.config.clone() }).unwrap()
    }

    /// Whom mails of a kind went to, by login.
    fn told(&self, kind: &str) -> BTreeSet<String> {
        let mails = self.app.db.read_now(|c| outbox::list(c, None, None, 200)).unwrap();
        let of_kind = mails.iter().filter(|mail| mail.kind.code() == kind);
        of_kind.map(|mail| mail.address.trim_end_matches("@example.org").to_owned()).collect()
    }
}

fn people<const N: usize>(logins: [&str; N]) -> BTreeSet<String> {
    logins.into_iter().map(str::to_owned).collect()
}

fn numbers(line: &Value) -> Vec<i64> {
    ["chambers", "pairs", "chambers_covered", "firms_involved", "idle_pairs", "chambers_with_committee"]
        .iter()
        .map(|name| line[name].as_i64().unwrap())
        .collect()
}

both! {
    async fn a_pairing_from_the_proposal_to_its_renewal(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.proposed().await;
        assert_eq!(s.told("pairing_proposed"), people(["chamber", "firm"]));
        let half = s.post("chamber", &format!("{path}/answer"), json!({"reply": "accept"}), 1).await.expect(200);
        assert_eq!((half.at("/status"), half.header("ETag")), ("chamber_accepted", "\"2\""));
        assert_eq!(s.told("pairing_accepted"), people(["firm", "federation"]));
        let early = s.post("federation", &format!("{path}/signature"), s.agreement(0, 30), 2).await.expect(409);
        assert_eq!(early.at("/code"), "pairing_not_agreed");
        s.post("firm", &format!("{path}/answer"), json!({"reply": "accept"}), 2).await.expect(200);
        assert_eq!(s.told("pairing_agreed"), people(["chamber", "federation"]));
        let signed = s.post("chamber", &format!("{path}/signature"), s.agreement(2, 30), 3).await.expect(200);
        assert_eq!((signed.at("/status"), signed.at("/terms/0/document_no")), ("signed", "万联2026-1"));
        assert_eq!(s.told("pairing_signed"), people(["firm", "federation"]));
        s.post("lawyer", &format!("{path}/services"), s.service("lecture", 0), 0).await.expect(422);

        s.app.clock.advance(Duration::days(2));
        let viewer = s.token("viewer").await;
        for query in ["", "?status=living", "?region=330200"] {
            let list = s.app.get(&format!("/api/v1/pairings{query}")).token(&viewer).await.expect(200);
            assert_eq!(list.at("/items/0/status"), "living", "{query}");
        }
        for query in ["?status=signed", "?status=ended", "?region=420106"] {
            let list = s.app.get(&format!("/api/v1/pairings{query}")).token(&viewer).await.expect(200);
            assert_eq!(list.json["items"], json!([]), "{query}");
        }
        let renewal = json!({"signed_on": s.day(0), "until_on": s.day(393), "promised": ["training"],
            "contact_lawyers": [s.world.own.lawyer], "document_no": "万联2026-2"});
        let renewed = s.post("federation", &format!("{path}/renewal"), renewal.clone(), 4).await.expect(200);
        assert_eq!(renewed.json["terms"].as_array().unwrap().len(), 2, "history is kept");
        assert_eq!(renewed.at("/terms/1/from_on"), s.day(29));
        assert_eq!(renewed.at("/until_on"), s.day(393));
        let again = s.post("federation", &format!("{path}/renewal"), renewal, 5).await.expect(409);
        assert_eq!(again.at("/code"), "already_done");
        assert_eq!(s.told("pairing_renewed"), people(["chamber", "firm"]));

        let end = json!({"terminated_on": s.day(0), "reason": "chamber_wish"});
        let over = s.post("federation", &format!("{path}/termination"), end, 5).await.expect(200);
        assert_eq!((over.at("/status"), over.at("/termination")), ("terminated", "chamber_wish"));
        assert_eq!(s.told("pairing_terminated"), people(["chamber", "firm"]));
        // The same two may be paired anew.
        s.proposed().await;
    }

    async fn services_are_logged_amended_and_confirmed(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.living(60).await;
        s.app.clock.advance(Duration::days(10));
        let services = format!("{path}/services");
        let [lawyer, firm, chamber] = [s.token("lawyer").await, s.token("firm").await, s.token("chamber").await];
        let logged = s.app.post(&services, s.service("health_check", -5)).token(&lawyer).await.expect(201);
        let service = logged.header("Location").to_owned();
        let open = s.post("chamber", &format!("{service}/confirmation"), json!({}), 1).await.expect(409);
        assert_eq!(open.at("/code"), "health_check_open");
        let amend = |body: Value, version: i64| s.app.patch(&service, body).token(&firm).if_match(version);
        let skipped = amend(json!({"called_back_on": s.day(0)}), 1).await.expect(422);
        assert_eq!(skipped.at("/errors/0/code"), "health_check_order");
        amend(json!({"findings_red": 1, "findings_yellow": 2, "findings_green": 9, "reported_on": s.day(-4)}), 1).await.expect(200);
        let kept = amend(json!({"place": null}), 2).await.expect(422);
        assert_eq!((kept.at("/errors/0/field"), kept.at("/errors/0/code")), ("place", "missing"));
        amend(json!({"rectified_on": s.day(-2)}), 2).await.expect(200);
        amend(json!({"called_back_on": s.day(0)}), 2).await.expect(412);
        let closed = amend(json!({"called_back_on": s.day(0)}), 3).await.expect(200);
        assert_eq!((closed.at("/rectified_on"), closed.header("ETag")), (s.day(-2).as_str(), "\"4\""));
        let confirmed = s.post("chamber", &format!("{service}/confirmation"), json!({}), 4).await.expect(200);
        assert!(!confirmed.at("/confirmed_at").is_empty());
        let fixed = amend(json!({"people": 31}), 5).await.expect(409);
        assert_eq!(fixed.at("/code"), "service_confirmed");
        s.app.post(&services, s.service("lecture", 0)).token(&firm).await.expect(201);
        let list = s.app.get(&format!("{services}?limit=1")).token(&chamber).await.expect(200);
        assert_eq!(list.at("/items/0/kind"), "lecture");
        let next = s.app.get(&format!("{services}?limit=1&cursor={}", list.at("/next_cursor"))).token(&chamber).await.expect(200);
        assert_eq!((next.at("/items/0/kind"), &next.json["next_cursor"]), ("health_check", &Value::Null));

        for (body, field, code) in [
            (json!({"held_on": s.day(-11)}), "held_on", "outside_term"),
            (json!({"held_on": s.day(1)}), "held_on", "future_date"),
            (json!({"place": null}), "place", "missing"),
            (json!({"lawyers": [s.world.other.lawyer]}), "lawyers", "unknown_reference"),
            (json!({"minutes": 0}), "minutes", "out_of_range"),
            (json!({"kind": "dinner"}), "kind", "unknown_code"),
            (json!({"price": 1}), "price", "unknown_field"),
        ] {
            let mut whole = s.service("lecture", 0);
            whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            let refused = s.app.post(&services, whole).token(&firm).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        let early = json!({"terminated_on": s.day(0), "reason": "mutual"});
        let refused = s.post("federation", &format!("{path}/termination"), early, 4).await.expect(422);
        assert_eq!(refused.at("/errors/0/code"), "date_order", "a service took place today");
    }

    async fn services_of_an_area_and_a_period_add_up(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.living(60).await;
        s.app.clock.advance(Duration::days(10));
        let services = format!("{path}/services");
        for (kind, ahead, pro_bono) in [("lecture", -10, true), ("lecture", -5, false), ("consultation", -1, true)] {
            let mut service = s.service(kind, ahead);
            service["pro_bono"] = json!(pro_bono);
            s.app.post(&services, service).token(&s.token("lawyer").await).await.expect(201);
        }
        let listed = s.app.get(&format!("{services}?limit=1")).token(&s.token("chamber").await).await.expect(200);
        s.post("chamber", &format!("/api/v1/services/{}/confirmation", listed.at("/items/0/id")), json!({}), 1).await.expect(200);
        let city = s.token("city").await;
        let sums = async |query: String| -> Vec<(String, Vec<i64>)> {
            let sheet = s.app.get(&format!("/api/v1/coverage/services?{query}")).token(&city).await.expect(200);
            let names = ["services", "confirmed", "pro_bono", "enterprises", "people", "minutes"];
            let line = |one: &Value| {
                let label = format!("{} {}", one["item"].as_str().unwrap(), one["name"].as_str().unwrap());
                (label, names.iter().map(|name| one[*name].as_i64().unwrap()).collect())
            };
            sheet.json["items"].as_array().unwrap().iter().map(line).collect()
        };
        let (first, last) = (s.day(-10), s.day(0));
        let all = vec![3, 1, 2, 36, 90, 270];
        assert_eq!(sums(format!("from={first}&to={last}")).await, [(" 合计".to_owned(), all.clone())]);
        assert_eq!(sums(format!("from={first}&by=region&region=330200")).await, [("330226 宁海县".to_owned(), all)]);
        assert_eq!(
            sums(format!("from={first}&by=kind")).await,
            [("consultation 咨询".to_owned(), vec![1, 1, 1, 12, 30, 90]), ("lecture 讲座".to_owned(), vec![2, 0, 1, 24, 60, 180])]
        );
        let (after, before) = (s.day(-9), s.day(-2));
        assert_eq!(sums(format!("from={after}&to={before}")).await, [(" 合计".to_owned(), vec![1, 0, 0, 12, 30, 90])]);
        assert_eq!(sums("region=330203".to_owned()).await, [(" 合计".to_owned(), vec![0; 6])]);
        for (query, status, code) in [
            (format!("from={last}&to={first}"), 422, "date_order"),
            (format!("to={}", s.day(1)), 422, "future_date"),
            ("from=1999-12-31".to_owned(), 422, "out_of_range"),
            ("by=firm".to_owned(), 422, "unknown_code"),
            ("region=420106".to_owned(), 404, "not_found"),
        ] {
            let refused = s.app.get(&format!("/api/v1/coverage/services?{query}")).token(&city).await.expect(status);
            let code_of = if status == 422 { refused.at("/errors/0/code") } else { refused.at("/code") };
            assert_eq!(code_of, code, "{query}");
        }
    }

    async fn bad_input_changes_nothing(app: TestApp) {
        let s = Scene::of(app).await;
        let (own, other) = (s.world.own, s.world.other);
        let federation = s.token("federation").await;
        for (body, field, code) in [
            (json!({"firm_id": own.firm}), "chamber_id", "counterpart_one"),
            (json!({"chamber_id": own.chamber, "federation_id": own.federation, "firm_id": own.firm}), "chamber_id", "counterpart_one"),
            (json!({"chamber_id": NOWHERE, "firm_id": own.firm}), "chamber_id", "unknown_reference"),
            (json!({"chamber_id": own.chamber, "firm_id": NOWHERE}), "firm_id", "unknown_reference"),
            (json!({"chamber_id": own.chamber}), "firm_id", "missing"),
            (json!({"chamber_id": own.chamber, "firm_id": own.firm, "answer_due_on": s.day(0)}), "answer_due_on", "out_of_range"),
            (json!({"chamber_id": own.chamber, "firm_id": own.firm, "answer_due_on": s.day(91)}), "answer_due_on", "out_of_range"),
            (json!({"chamber_id": own.chamber, "firm_id": own.firm, "answer_due_on": "2026-02-30"}), "answer_due_on", "bad_date"),
        ] {
            let refused = s.app.post("/api/v1/pairings", body.clone()).token(&federation).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code), "{body}");
        }
        let beyond = json!({"chamber_id": other.chamber, "firm_id": own.firm});
        s.app.post("/api/v1/pairings", beyond).token(&federation).await.expect(404);
        let good = json!({"chamber_id": own.chamber, "firm_id": own.firm});
        s.app.post("/api/v1/pairings", good.clone()).without_key().token(&federation).await.expect(400);
        let path = s.agreed().await;
        let twice = s.app.post("/api/v1/pairings", good).token(&federation).await.expect(409);
        assert_eq!(twice.at("/code"), "pairing_open");

        let answer = format!("{path}/answer");
        for (login, body, status, code) in [
            ("chamber", json!({"reply": "accept"}), 409, "pairing_answered"),
            ("firm", json!({"reply": "decline", "reason": "too_far"}), 409, "pairing_answered"),
            ("firm", json!({"reply": "decline"}), 422, "invalid"),
            ("firm", json!({"reply": "accept", "reason": "too_far"}), 422, "invalid"),
        ] {
            assert_eq!(s.post(login, &answer, body, 3).await.expect(status).at("/code"), code);
        }
        let signature = format!("{path}/signature");
        for (change, field, code) in [
            (json!({"until_on": s.day(-1)}), "until_on", "date_order"),
            (json!({"signed_on": s.day(1), "from_on": s.day(1)}), "signed_on", "future_date"),
            (json!({"from_on": s.day(-1)}), "from_on", "date_order"),
            (json!({"promised": []}), "promised", "missing"),
            (json!({"promised": ["dinner"]}), "promised[0]", "unknown_code"),
            (json!({"contact_lawyers": []}), "contact_lawyers", "contact_lawyers"),
            (json!({"contact_lawyers": [other.lawyer]}), "contact_lawyers", "unknown_reference"),
            (json!({"document_no": ""}), "document_no", "missing"),
        ] {
            let mut whole = s.agreement(0, 30);
            whole.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let refused = s.post("chamber", &signature, whole, 3).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code), "{change}");
        }
        let token = s.token("chamber").await;
        s.app.post(&signature, s.agreement(0, 30)).token(&token).await.expect(428);
        s.post("chamber", &signature, s.agreement(0, 30), 2).await.expect(412);
        let unchanged = s.app.get(&path).token(&token).await.expect(200);
        assert_eq!((unchanged.header("ETag"), unchanged.at("/status")), ("\"3\"", "agreed"));
        s.post("chamber", &signature, s.agreement(0, 1), 3).await.expect(200);
        assert_eq!(s.post("chamber", &signature, s.agreement(0, 30), 4).await.expect(409).at("/code"), "pairing_signed");
        s.app.clock.advance(Duration::days(2));
        let late = json!({"signed_on": s.day(0), "until_on": s.day(30), "promised": ["lecture"], "contact_lawyers": [own.lawyer], "document_no": "二"});
        assert_eq!(s.post("chamber", &format!("{path}/renewal"), late, 4).await.expect(409).at("/code"), "pairing_not_living");
        let end = json!({"terminated_on": s.day(0), "reason": "mutual"});
        assert_eq!(s.post("federation", &format!("{path}/termination"), end, 4).await.expect(409).at("/code"), "pairing_over");
        // Ended, though nobody has written it down: the two may be paired anew.
        s.proposed().await;
        assert_eq!(s.told("pairing_ended"), people(["chamber", "firm"]), "the one who proposes knows");
    }

    async fn who_is_not_concerned_finds_nothing(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.living(30).await;
        let firm = s.token("firm").await;
        let logged = s.app.post(&format!("{path}/services"), s.service("lecture", 0)).token(&firm).await.expect(201);
        let service = logged.header("Location").to_owned();
        for login in ["other.federation", "other.viewer", "other.chamber", "other.firm", "other.lawyer", "neighbour"] {
            let token = s.token(login).await;
            let missing = s.app.get(&format!("/api/v1/pairings/{NOWHERE}")).token(&token).await.expect(404);
            for found in [&path, &service, &format!("{path}/services")] {
                assert_eq!(s.app.get(found).token(&token).await.expect(404).body, missing.body, "{login} {found}");
            }
            let list = s.app.get("/api/v1/pairings").token(&token).await.expect(200);
            assert_eq!(list.json["items"], json!([]), "{login}");
        }
        s.post("other.firm", &format!("{path}/answer"), json!({"reply": "accept"}), 4).await.expect(404);
        // Nobody speaks for the other side.
        for (login, noun, status) in [("federation", "answer", 403), ("city", "answer", 403), ("firm", "signature", 403), ("firm", "termination", 403)] {
            let body = if noun == "answer" { json!({"reply": "accept"}) } else { json!({}) };
            s.post(login, &format!("{path}/{noun}"), body, 4).await.expect(status);
        }
        s.post("federation", &format!("{service}/confirmation"), json!({}), 1).await.expect(403);
    }

    async fn of_two_answers_at_once_each_counts_once(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.proposed().await;
        let (chamber, firm) = (s.token("chamber").await, s.token("firm").await);
        let answer =
            |token: &str| s.app.post(&format!("{path}/answer"), json!({"reply": "accept"})).token(token).if_match(1).into_future();
        let (one, two, three) = join3(answer(&chamber), answer(&chamber), answer(&firm)).await;
        let mut statuses = [one.status, two.status, three.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412], "the others saw a version that is no more");
        let missing = if three.status == 200 { &chamber } else { &firm };
        let again = s.app.post(&format!("{path}/answer"), json!({"reply": "accept"})).token(missing).if_match(2);
        assert_eq!(again.await.expect(200).at("/status"), "agreed");
        let federation = s.token("federation").await;
        let body = json!({"chamber_id": s.world.own.chamber, "firm_id": s.world.other.firm});
        let propose = || s.app.post("/api/v1/pairings", body.clone()).token(&federation).into_future();
        let (one, two) = join(propose(), propose()).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }

    async fn silence_lapses_and_a_refusal_ends_it(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.proposed().await;
        s.app.clock.advance(Duration::days(10));
        assert_eq!(s.tend(), 0, "the last day");
        s.app.clock.advance(Duration::days(1));
        let late = s.post("firm", &format!("{path}/answer"), json!({"reply": "accept"}), 1).await.expect(409);
        assert_eq!(late.at("/code"), "answer_late");
        let token = s.token("viewer").await;
        assert_eq!(s.app.get(&path).token(&token).await.at("/status"), "lapsed", "before it is written down");
        assert_eq!((s.tend(), s.tend()), (1, 0));
        assert_eq!(s.told("pairing_lapsed"), people(["chamber", "firm", "federation"]));
        assert_eq!(s.app.get("/api/v1/pairings?status=lapsed").token(&token).await.json["items"].as_array().unwrap().len(), 1);

        let path = s.proposed().await;
        let no = json!({"reply": "decline", "reason": "no_need"});
        let declined = s.post("chamber", &format!("{path}/answer"), no, 1).await.expect(200);
        assert_eq!((declined.at("/status"), declined.at("/refused_by"), declined.at("/refusal")), ("declined", "chamber", "no_need"));
        assert_eq!(s.told("pairing_declined"), people(["firm", "federation"]));
        let over = s.post("firm", &format!("{path}/answer"), json!({"reply": "accept"}), 2).await.expect(409);
        assert_eq!(over.at("/code"), "pairing_over");
    }

    async fn an_end_that_comes_near_and_idleness_are_told_of_once(app: TestApp) {
        let s = Scene::of(app).await;
        let path = s.living(220).await;
        s.app.clock.advance(Duration::days(179));
        assert_eq!(s.tend(), 0);
        s.app.clock.advance(Duration::days(1));
        assert_eq!((s.tend(), s.tend()), (1, 0), "no service for 180 days");
        assert_eq!(s.told("pairing_idle"), people(["chamber", "firm"]));
        let firm = s.token("firm").await;
        s.app.post(&format!("{path}/services"), s.service("lecture", 0)).token(&firm).await.expect(201);
        s.app.clock.advance(Duration::days(9));
        assert_eq!(s.tend(), 0);
        s.app.clock.advance(Duration::days(1));
        assert_eq!((s.tend(), s.tend()), (1, 0), "30 days before the end");
        assert_eq!(s.told("pairing_ending"), people(["chamber", "firm"]));
        s.app.clock.advance(Duration::days(30));
        assert_eq!(s.tend(), 0, "the last day");
        s.app.clock.advance(Duration::days(1));
        assert_eq!((s.tend(), s.tend()), (1, 0));
        assert_eq!(s.told("pairing_ended"), people(["chamber", "firm", "federation"]));
        let token = s.token("viewer").await;
        assert_eq!(s.app.get(&path).token(&token).await.at("/status"), "ended");
    }

    async fn a_federation_is_paired_itself_and_counted_apart(app: TestApp) {
        let s = Scene::of(app).await;
        let city = s.token("city").await;
        let body = json!({"federation_id": s.world.own.federation, "firm_id": s.world.own.firm});
        let made = s.app.post("/api/v1/pairings", body).token(&city).await.expect(201);
        let path = made.header("Location").to_owned();
        assert_eq!(s.told("pairing_proposed"), people(["federation", "firm"]));
        let answer = format!("{path}/answer");
        s.post("city", &answer, json!({"reply": "accept"}), 1).await.expect(403);
        s.post("chamber", &answer, json!({"reply": "accept"}), 1).await.expect(404);
        s.post("federation", &answer, json!({"reply": "accept"}), 1).await.expect(200);
        s.post("firm", &answer, json!({"reply": "accept"}), 2).await.expect(200);
        s.post("federation", &format!("{path}/signature"), s.agreement(0, 30), 3).await.expect(200);
        let lawyer = s.token("lawyer").await;
        let logged = s.app.post(&format!("{path}/services"), s.service("station", 0)).token(&lawyer).await.expect(201);
        let confirmation = format!("{}/confirmation", logged.header("Location"));
        s.post("federation", &confirmation, json!({}), 1).await.expect(200);
        let total = s.coverage("").await[0].clone();
        assert_eq!(numbers(&total), [1, 0, 0, 0, 0, 1]);
        assert_eq!(total["federation_coverage"], json!({"formula": "federations_covered / federations", "numerator": 1, "denominator": 1, "basis_points": 10000}));
    }

    async fn coverage_counts_what_lives_on_the_day_and_no_more(app: TestApp) {
        let s = Scene::of(app).await;
        let federation = s.token("federation").await;
        // Three more chambers: one of the city, one of the county, and one that is dissolved.
        let chamber = |region: &str, name: &str, kind: &str| json!({"region_code": region, "name": name, "kind": kind});
        let city = s.token("city").await;
        let second = s.app.post("/api/v1/chambers", chamber("330226", "某行业商会", "industry")).token(&federation).await.expect(201);
        s.app.post("/api/v1/chambers", chamber("330200", "宁波市某商会", "industry")).token(&city).await.expect(201);
        let gone = s.app.post("/api/v1/chambers", chamber("330226", "已注销商会", "industry")).token(&federation).await.expect(201);
        let path = gone.header("Location").to_owned();
        s.app.patch(&path, json!({"status": "dissolved"})).token(&federation).if_match(1).await.expect(200);
        let dissolved = json!({"chamber_id": gone.at("/id"), "firm_id": s.world.own.firm});
        let refused = s.app.post("/api/v1/pairings", dissolved).token(&federation).await.expect(409);
        assert_eq!(refused.at("/code"), "chamber_inactive");

        assert_eq!(numbers(&s.coverage("").await[0]), [3, 0, 0, 0, 0, 1]);
        s.living(300).await;
        // A second pair of the same chamber, across regions, that only comes to be proposed; and one that is signed for later.
        let across = json!({"chamber_id": s.world.own.chamber, "firm_id": s.world.other.firm});
        s.app.post("/api/v1/pairings", across).token(&federation).await.expect(201);
        let body = json!({"chamber_id": second.at("/id"), "firm_id": s.world.own.firm});
        let later = s.app.post("/api/v1/pairings", body).token(&federation).await.expect(201);
        let later = later.header("Location").to_owned();
        s.post("firm", &format!("{later}/answer"), json!({"reply": "accept"}), 1).await.expect(200);
        let admin = s.app.account("second", "chamber_admin", json!({"chamber_id": second.at("/id")})).await;
        s.app.post(&format!("{later}/answer"), json!({"reply": "accept"})).token(&admin).if_match(2).await.expect(200);
        s.post("federation", &format!("{later}/signature"), s.agreement(100, 200), 3).await.expect(200);
        let first = s.today();
        let total = s.coverage("").await[0].clone();
        assert_eq!(numbers(&total), [3, 1, 1, 1, 0, 1]);
        assert_eq!(total["coverage"], json!({"formula": "chambers_covered / chambers", "numerator": 1, "denominator": 3, "basis_points": 3333}));
        assert_eq!(total["mediation"], json!({"formula": "chambers_with_committee / chambers", "numerator": 1, "denominator": 3, "basis_points": 3333}));

        s.app.clock.advance(Duration::days(190));
        // Two pairs of two chambers with one firm; the first had no service for 180 days, the second is younger than that.
        assert_eq!(numbers(&s.coverage("").await[0]), [3, 2, 2, 1, 1, 1]);
        assert_eq!(numbers(&s.coverage(&format!("on={first}")).await[0]), [3, 1, 1, 1, 0, 1], "as it was");
        let by = |items: Value| -> Vec<(String, Vec<i64>)> {
            items.as_array().unwrap().iter().map(|line| (line["item"].as_str().unwrap().to_owned(), numbers(line))).collect()
        };
        let line = |item: &str, numbers: [i64; 6]| (item.to_owned(), numbers.to_vec());
        assert_eq!(by(s.coverage("by=level").await), [line("city", [1, 0, 0, 0, 0, 0]), line("county", [2, 2, 2, 1, 1, 1])]);
        assert_eq!(by(s.coverage("by=kind").await), [line("general", [1, 1, 1, 1, 1, 1]), line("industry", [2, 1, 1, 1, 0, 0])]);
        assert_eq!(by(s.coverage("by=region").await), [line("330200", [1, 0, 0, 0, 0, 0]), line("330226", [2, 2, 2, 1, 1, 1])]);
        assert_eq!(by(s.coverage("by=region&region=330226").await), [line("330226", [2, 2, 2, 1, 1, 1])]);

        let firm = s.token("firm").await;
        let list = s.app.get("/api/v1/pairings?status=living").token(&firm).await.expect(200);
        for one in list.json["items"].as_array().unwrap() {
            let path = format!("/api/v1/pairings/{}/services", one["id"].as_str().unwrap());
            s.app.post(&path, s.service("lecture", -1)).token(&firm).await.expect(201);
        }
        assert_eq!(numbers(&s.coverage("").await[0]), [3, 2, 2, 1, 0, 1], "no longer idle");
        // Terminated today: it lived yesterday.
        let end = json!({"terminated_on": s.day(0), "reason": "mutual"});
        s.post("federation", &format!("{later}/termination"), end, 4).await.expect(200);
        assert_eq!(numbers(&s.coverage("").await[0]), [3, 1, 1, 1, 0, 1]);
        assert_eq!(numbers(&s.coverage(&format!("on={}", s.day(-1))).await[0]), [3, 2, 2, 1, 0, 1]);
        let city = s.token("city").await;
        for (query, status) in [("region=420106", 404), ("region=330000", 404), ("on=2999-01-01", 422), ("on=-0044-03-15", 422), ("by=colour", 422), ("x=1", 422)] {
            s.app.get(&format!("/api/v1/coverage?{query}")).token(&city).await.expect(status);
        }
    }

    async fn a_paired_firm_is_asked_first_and_its_pairings_fill_it(app: TestApp) {
        let s = Scene::of(app).await;
        let (federation, chamber) = (s.token("federation").await, s.token("chamber").await);
        let new = json!({"region_code": "330226", "name": "宁海县乙律师事务所", "licence_no": "31330200MD01234564", "form": "partnership",
            "lawyers": 3, "areas": ["contract"], "capacity": 1});
        let second = s.app.post("/api/v1/firms", new).token(&federation).await.expect(201).at("/id").to_owned();
        let call = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款", "subcategory": "goods_payment"});
        let case = s.app.post("/api/v1/cases", call).token(&s.token("mediator").await).await.expect(201).header("Location").to_owned();
        let candidates = format!("{case}/firm-candidates");
        let asked = s.app.get(&candidates).token(&chamber).await.expect(200);
        let firms = |reply: &Reply| -> Vec<(String, i64, String)> {
            let items = reply.json["items"].as_array().unwrap().iter();
            items.map(|one| (one["firm_id"].as_str().unwrap().to_owned(), one["load"].as_i64().unwrap(), one["score"]["group"].as_str().unwrap().to_owned())).collect()
        };
        assert_eq!(firms(&asked).iter().map(|one| one.2.as_str()).collect::<Vec<_>>(), ["region", "region"]);
        s.living(30).await;
        let asked = s.app.get(&candidates).token(&chamber).await.expect(200);
        let own: FirmId = s.world.own.firm;
        assert_eq!(firms(&asked), [(own.to_string(), 1, "paired".to_owned()), (second.clone(), 0, "region".to_owned())]);
        // The second firm carries one thing at a time: a proposal fills it, for cases and for pairings.
        let other = s.app.post("/api/v1/chambers", json!({"region_code": "330226", "name": "某商会", "kind": "industry"}));
        let other = other.token(&federation).await.expect(201).at("/id").to_owned();
        let propose = |chamber: &str| {
            s.app.post("/api/v1/pairings", json!({"chamber_id": chamber, "firm_id": second})).token(&federation)
        };
        propose(&other).await.expect(201);
        assert_eq!(propose(s.world.own.chamber.as_str()).await.expect(409).at("/code"), "firm_unavailable");
        let asked = s.app.get(&candidates).token(&chamber).await.expect(200);
        assert_eq!(firms(&asked), [(own.to_string(), 1, "paired".to_owned())]);
        assert_eq!(asked.json["removed"], json!([{"reason": "full", "firms": 1}]));
        let named = json!({"firm_id": second, "basis": "consent"});
        let refused = s.app.post(&format!("{case}/assignments"), named).token(&chamber).await.expect(409);
        assert_eq!(refused.at("/code"), "firm_unavailable");
    }
}
