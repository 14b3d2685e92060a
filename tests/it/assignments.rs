//! A case and the law firms: offered, seen blind, checked for conflicts, opened, accepted; declined, lapsed and passed on; taken back.
//! Every showing is logged, and the mails reach the right people with no name in them.

use crate::both;
use crate::support::*;
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use wanlian::base::clock::china_day;
use wanlian::base::id::*;
use wanlian::base::password::{self, Password};
use wanlian::base::text_list::TextList;
use wanlian::domain::account::{Account, Login};
use wanlian::domain::chamber::Chamber;
use wanlian::domain::committee::*;
use wanlian::domain::contact::{Email, Name};
use wanlian::domain::firm::*;
use wanlian::domain::policy::Role;
use wanlian::domain::region::RegionCode;
use wanlian::domain::vocabulary::PracticeArea;
use wanlian::jobs::{Work, lapse_offers};
use wanlian::store::{accounts, chambers, committees, firms, lawyers, mediators, outbox};

/// Two firms in the county, the first with more room; a committee with an administrator and a mediator; a stranger's committee.
pub(crate) struct World {
    pub(crate) app: TestApp,
    firm: [FirmId; 2],
    lawyer: LawyerId,
    mediator: MediatorId,
    committee: CommitteeId,
}

pub(crate) const ADMIN: &str = "admin";
const FIRM: [&str; 2] = ["firm0", "firm1"];

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

impl World {
    pub(crate) fn new(app: TestApp) -> Self {
        let (now, region) = (app.clock.now(), RegionCode::parse("330226").unwrap());
        let chamber = |text: &str| entries::chamber("330226", text, now);
        let (here, there) = (chamber("宁海县某商会"), chamber("宁海县另一商会"));
        let committee = entries::committee(Some(here.id), "330226", "宁海县某商会人民调解委员会", "宁商调", now);
        let person = entries::mediator(&committee, "宁调员丁", now);
        let firm = |text: &str, licence: &str, capacity| Firm {
            areas: TextList(vec![PracticeArea::Contract]),
            capacity,
            ..entries::firm("330226", text, licence, now)
        };
        let both =
            [firm("浙江甲律师事务所", "31210000MD0052502C", 5), firm("浙江乙律师事务所", "31330200MD01234564", 3)];
        let lawyer = entries::lawyer(&both[0], "律师戊", now);
        let hash =
            |login: &str| password::hash_now(&Password::parse(PASSWORD, login).unwrap(), &app.config.auth).unwrap();
        let account = |login: &str, role: Role| Account {
            region_code: Some(region),
            email: Email::parse(&format!("{login}@mail.example")).ok(),
            ..Account::new(Login::parse(login).unwrap(), name("某人"), hash(login), role, now)
        };
        let of_chamber =
            |login, chamber: &Chamber| Account { chamber_id: Some(chamber.id), ..account(login, Role::ChamberAdmin) };
        let people = [
            of_chamber(ADMIN, &here),
            of_chamber("second", &here),
            of_chamber("stranger", &there),
            Account { mediator_id: Some(person.id), ..account("mediator", Role::Mediator) },
            Account { firm_id: Some(both[0].id), ..account(FIRM[0], Role::FirmAdmin) },
            Account { firm_id: Some(both[1].id), ..account(FIRM[1], Role::FirmAdmin) },
            Account { firm_id: Some(both[0].id), lawyer_id: Some(lawyer.id), ..account("lawyer", Role::Lawyer) },
        ];
        let world = Self {
            firm: [both[0].id, both[1].id],
            lawyer: lawyer.id,
            mediator: person.id,
            committee: committee.id,
            app,
        };
        world
            .app
            .db
            .write_now(move |c| {
                [&here, &there].into_iter().try_for_each(|one| chambers::insert(c, one))?;
                committees::insert(c, &committee)?;
                mediators::insert(c, &person)?;
                both.iter().try_for_each(|one| firms::insert(c, one))?;
                lawyers::insert(c, &lawyer)?;
                people.iter().try_for_each(|one| accounts::insert(c, one))
            })
            .unwrap();
        world
    }

    /// A registered case with its mediator; its path.
    pub(crate) async fn case(&self) -> String {
        let admin = self.app.sign_in(ADMIN).await;
        let new = json!({
            "applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元", "subcategory": "goods_payment",
            "amount_claimed": 3_000_000,
        });
        let made = self.app.post("/api/v1/cases", new).token(&admin).await.expect(201);
        let path = made.header("Location").to_owned();
        let body = json!({"mediator_id": self.mediator, "chosen_by": "committee", "appointed_on": made.json["case"]["applied_on"]});
        self.app.post(&format!("{path}/mediators"), body).token(&admin).if_match(1).await.expect(200);
        path
    }

    /// Offers the case under a contract with the first firm; the path of the offer.
    async fn offered(&self, case: &str) -> String {
        let admin = self.app.sign_in(ADMIN).await;
        let body = json!({"firm_id": self.firm[0], "basis": "entrust_contract", "contract_no": "委2026-7"});
        let made = self.app.post(&format!("{case}/assignments"), body).token(&admin).await.expect(201);
        made.header("Location").to_owned()
    }

    /// The offer the second firm has in its inbox; its path.
    async fn inbox(&self, login: &str) -> Vec<String> {
        let token = self.app.sign_in(login).await;
        let page = self.app.get("/api/v1/assignments?status=offered").token(&token).await.expect(200);
        page.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("/api/v1/assignments/{}", one["id"].as_str().unwrap()))
            .collect()
    }

    /// The firm looks at the names and ticks «no conflict».
    async fn ticked(&self, offer: &str, login: &str, version: i64) -> Reply {
        let token = self.app.sign_in(login).await;
        let path = format!("{offer}/conflict-check");
        self.app.get(&path).token(&token).await.expect(200);
        self.app.post(&path, json!({"has_conflict": false})).token(&token).if_match(version).await
    }

    fn lapse(&self) -> usize {
        let work = Work { db: self.app.db.clone(), clock: self.app.clock.clone(), config: self.app.config.clone() };
        lapse_offers::run(&work).unwrap()
    }

    /// Whom mails of a kind went to, by login.
    pub(crate) fn told(&self, kind: &str) -> BTreeSet<String> {
        let mails = self.app.db.read_now(|c| outbox::list(c, None, None, 100)).unwrap();
        let of_kind = mails.iter().filter(|mail| mail.kind.code() == kind);
        of_kind.map(|mail| mail.address.trim_end_matches("@mail.example").to_owned()).collect()
    }
}

pub(crate) fn people<const N: usize>(logins: [&str; N]) -> BTreeSet<String> {
    logins.into_iter().map(str::to_owned).collect()
}

fn levels(reply: &Reply) -> Vec<&str> {
    reply.json["items"].as_array().unwrap().iter().map(|one| one["level"].as_str().unwrap()).collect()
}

both! {
    async fn a_firm_sees_blind_ticks_opens_the_file_and_accepts(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let [admin, firm, other] = [app.sign_in(ADMIN).await, app.sign_in(FIRM[0]).await, app.sign_in(FIRM[1]).await];
        let offer = world.offered(&case).await;
        assert_eq!(world.told("firm_offered"), people([FIRM[0]]));
        assert_eq!(world.inbox(FIRM[0]).await, std::slice::from_ref(&offer));
        assert!(world.inbox(FIRM[1]).await.is_empty());

        let blind = app.get(&offer).token(&firm).await.expect(200);
        assert_eq!(blind.at("/summary/amount"), "under_50k");
        assert_eq!(blind.json["file"], Value::Null);
        for secret in ["马勇琪", "顺盛", "货款", "3000000"] {
            assert!(!blind.text().contains(secret), "{secret}: {}", blind.text());
        }
        app.get(&case).token(&firm).await.expect(404);

        let check = format!("{offer}/conflict-check");
        let unseen = app.post(&check, json!({"has_conflict": false})).token(&firm).if_match(1).await.expect(409);
        assert_eq!(unseen.at("/code"), "names_not_seen");
        let accepted = app.post(&format!("{offer}/acceptance"), json!({})).token(&firm).if_match(1).await.expect(409);
        assert_eq!(accepted.at("/code"), "conflict_not_checked");
        let names = app.get(&check).token(&firm).await.expect(200);
        assert!(names.text().contains("马勇琪") && !names.text().contains("货款"), "{}", names.text());
        app.post(&check, json!({"has_conflict": false})).token(&firm).await.expect(428);
        app.post(&check, json!({"has_conflict": false})).token(&firm).if_match(7).await.expect(412);
        let open = app.post(&check, json!({"has_conflict": false})).token(&firm).if_match(1).await.expect(200);
        assert_eq!((open.header("ETag"), open.at("/file/case/summary")), ("\"2\"", "拖欠货款三万元"));

        let lawyer = app.sign_in("lawyer").await;
        app.get(&case).token(&lawyer).await.expect(404);
        let body = json!({"lawyer_id": world.lawyer});
        let taken = app.post(&format!("{offer}/acceptance"), body).token(&firm).if_match(2).await.expect(200);
        assert_eq!(taken.at("/status"), "accepted");
        assert_eq!(world.told("firm_accepted"), people([ADMIN, "second", "mediator"]));
        let shown = app.get(&case).token(&admin).await.expect(200);
        assert_eq!(shown.at("/case/firm_id"), world.firm[0].as_str());
        for token in [&firm, &lawyer] {
            app.get(&case).token(token).await.expect(200);
            app.get(&offer).token(token).await.expect(200);
            let list = app.get("/api/v1/cases").token(token).await.expect(200);
            assert_eq!(list.json["items"].as_array().unwrap().len(), 1);
            assert!(!list.text().contains("马勇琪"), "{}", list.text());
        }
        app.get(&case).token(&other).await.expect(404);
        assert!(app.get("/api/v1/cases").token(&other).await.expect(200).json["items"].as_array().unwrap().is_empty());

        // blind, names, file at the tick, file at acceptance, then two times two.
        let log = app.get(&format!("{offer}/disclosures")).token(&admin).await.expect(200);
        assert_eq!(levels(&log), ["blind", "names", "file", "file", "file", "file", "file", "file"]);
        let events = app.get(&format!("{case}/events")).token(&admin).await.expect(200);
        assert!(events.text().contains("assign_firm"), "{}", events.text());
    }

    async fn who_is_not_concerned_finds_nothing(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let offer = world.offered(&case).await;
        let nothing = "/api/v1/assignments/0190b6d0-0000-7000-8000-000000000000";
        for login in [FIRM[1], "stranger", "lawyer"] {
            let token = app.sign_in(login).await;
            let foreign = app.get(&offer).token(&token).await.expect(404);
            assert_eq!(foreign.body, app.get(nothing).token(&token).await.expect(404).body);
            app.get(&format!("{offer}/disclosures")).token(&token).await.expect(404);
        }
        let [other, stranger, firm] = [app.sign_in(FIRM[1]).await, app.sign_in("stranger").await, app.sign_in(FIRM[0]).await];
        app.get(&format!("{offer}/conflict-check")).token(&other).await.expect(404);
        for (path, body) in [("conflict-check", json!({"has_conflict": true})), ("acceptance", json!({})), ("decline", json!({"reason": "other"}))] {
            app.post(&format!("{offer}/{path}"), body.clone()).token(&other).if_match(1).await.expect(404);
            app.post(&format!("{offer}/{path}"), body).token(&stranger).if_match(1).await.expect(403);
        }
        app.post(&format!("{offer}/withdrawal"), json!({})).token(&stranger).if_match(1).await.expect(404);
        app.post(&format!("{offer}/withdrawal"), json!({})).token(&firm).if_match(1).await.expect(403);
        let body = json!({"basis": "consent"});
        app.post(&format!("{case}/assignments"), body.clone()).token(&stranger).await.expect(404);
        app.post(&format!("{case}/assignments"), body.clone()).token(&firm).await.expect(403);
        app.get(&format!("{case}/firm-candidates")).token(&stranger).await.expect(404);
        let mediator = app.sign_in("mediator").await;
        app.post(&format!("{case}/assignments"), body).token(&mediator).await.expect(403);
        assert_eq!(app.get(&format!("{case}/assignments")).token(&mediator).await.expect(200).json["items"].as_array().unwrap().len(), 1);
        assert_eq!(app.get("/api/v1/assignments").token(&mediator).await.expect(200).json["items"].as_array().unwrap().len(), 1);
        assert!(app.get("/api/v1/assignments").token(&stranger).await.expect(200).json["items"].as_array().unwrap().is_empty());
    }

    async fn a_declined_case_goes_to_the_next_firm_and_then_back_to_the_committee(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let offer = world.offered(&case).await;
        let [admin, first, second] = [app.sign_in(ADMIN).await, app.sign_in(FIRM[0]).await, app.sign_in(FIRM[1]).await];
        let again = json!({"basis": "consent"});
        let open = app.post(&format!("{case}/assignments"), again).token(&admin).await.expect(409);
        assert_eq!(open.at("/code"), "offer_open");
        app.post(&format!("{offer}/decline"), json!({"reason": "bored"})).token(&first).if_match(1).await.expect(422);
        let declined = app.post(&format!("{offer}/decline"), json!({"reason": "no_capacity"})).token(&first).if_match(1).await.expect(200);
        assert_eq!((declined.at("/status"), declined.at("/decline_reason")), ("declined", "no_capacity"));
        assert_eq!(world.told("firm_declined"), people([ADMIN, "second", "mediator"]));
        assert_eq!(world.told("firm_offered"), people(FIRM));
        assert_eq!(app.get(&offer).token(&first).await.expect(200).json["summary"], Value::Null, "it is over for the first firm");

        let next = world.inbox(FIRM[1]).await.pop().unwrap();
        // The contract was with the first firm.
        let check = format!("{next}/conflict-check");
        let blocked = app.get(&check).token(&second).await.expect(409);
        assert_eq!(blocked.at("/code"), "disclosure_not_allowed");
        let basis = json!({"basis": "entrust_contract", "contract_no": "委2026-8"});
        app.patch(&next, basis.clone()).token(&second).if_match(1).await.expect(403);
        app.patch(&next, basis).token(&admin).if_match(1).await.expect(200);
        app.get(&check).token(&second).await.expect(200);
        let done = app.post(&check, json!({"has_conflict": true})).token(&second).if_match(2).await.expect(200);
        assert_eq!(done.at("/decline_reason"), "conflict");
        assert_eq!(world.told("no_firm_left"), people([ADMIN, "second"]));
        let none = app.post(&format!("{case}/assignments"), json!({"basis": "consent"})).token(&admin).await.expect(409);
        assert_eq!(none.at("/code"), "no_firm");
    }

    async fn an_unanswered_offer_lapses_and_goes_on(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let admin = app.sign_in(ADMIN).await;
        let body = json!({"basis": "consent"});
        let best = app.post(&format!("{case}/assignments"), body.clone()).key("k").token(&admin).await.expect(201);
        assert_eq!(best.at("/firm_id"), world.firm[0].as_str(), "the one with more room");
        let again = app.post(&format!("{case}/assignments"), body).key("k").token(&admin).await.expect(201);
        assert_eq!((again.header("Idempotent-Replay"), again.at("/id")), ("true", best.at("/id")));
        assert_eq!(world.lapse(), 0);
        app.clock.advance(Duration::days(8));
        let late = app.sign_in(FIRM[0]).await;
        let path = format!("/api/v1/assignments/{}", best.at("/id"));
        let over = app.post(&format!("{path}/decline"), json!({"reason": "other"})).token(&late).if_match(1).await.expect(409);
        assert_eq!(over.at("/code"), "offer_over");
        assert_eq!((world.lapse(), world.lapse()), (1, 0));
        assert_eq!(world.told("firm_lapsed"), people([ADMIN, "second", "mediator"]));
        assert_eq!(world.told("firm_offered"), people(FIRM));
        assert_eq!(world.inbox(FIRM[1]).await.len(), 1);
        app.clock.advance(Duration::days(8));
        assert_eq!((world.lapse(), world.lapse()), (1, 0));
        assert_eq!(world.told("no_firm_left"), people([ADMIN, "second"]));
    }

    async fn the_days_to_answer_are_working_days_of_the_calendar_that_is_set(app: TestApp) {
        // Nothing is worked but the fourth and the sixth day from today.
        let today = china_day(app.clock.now());
        let day = |days: i64| today + Duration::days(days);
        let line = |days: i64| format!("{},{},\n", day(days), if [4, 6].contains(&days) { "workday" } else { "holiday" });
        let fresh = Fresh::new(app.backend).unwrap();
        let calendar = fresh.folder.path().join("calendar.csv");
        std::fs::write(&calendar, format!("date,kind,name\n{}", (1..9).map(line).collect::<String>())).unwrap();
        let settings = format!("mediation.offer_days = 1\nmediation.calendar_file = {:?}\n", calendar.display().to_string());
        let world = World::new(TestApp::start_with(fresh, &settings).await);
        let app = &world.app;
        let offer = world.offered(&world.case().await).await;
        let [admin, first] = [app.sign_in(ADMIN).await, app.sign_in(FIRM[0]).await];
        let due = app.get(&offer).token(&first).await.expect(200);
        assert_eq!(due.at("/answer_due_at"), format!("{}T16:00:00", day(4)), "the end of that day in China");
        app.post(&format!("{offer}/decline"), json!({"reason": "no_capacity"})).token(&first).if_match(1).await.expect(200);
        let next = world.inbox(FIRM[1]).await.pop().unwrap();
        assert_eq!(app.get(&next).token(&admin).await.at("/answer_due_at"), format!("{}T16:00:00", day(4)));
        // Five days on, in another case.
        app.clock.advance(Duration::days(5));
        let offer = world.offered(&world.case().await).await;
        let admin = app.sign_in(ADMIN).await;
        assert_eq!(app.get(&offer).token(&admin).await.at("/answer_due_at"), format!("{}T16:00:00", day(6)));
    }

    async fn a_conflict_blocks_the_firm_and_is_shown(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let admin = app.sign_in(ADMIN).await;
        let offer = world.offered(&case).await;
        // The firm took on the respondent's side in another case meanwhile: it is a client of its now.
        let mandate = Mandate {
            id: MandateId::new(),
            firm_id: world.firm[0],
            client_name: name("宁海顺盛食品厂"),
            document_no: None,
            from_on: app.clock.now().date(),
            until_on: None,
        };
        app.db.write_now(move |c| firms::insert_mandate(c, &mandate)).unwrap();
        let firm = app.sign_in(FIRM[0]).await;
        let path = format!("{offer}/conflict-check");
        let check = app.get(&path).token(&firm).await.expect(200);
        assert_eq!((check.at("/conflicts/0/kind"), check.json["parties"].as_array().unwrap().len()), ("past_mandate", 0));
        let blocked = app.post(&path, json!({"has_conflict": false})).token(&firm).if_match(1).await.expect(409);
        assert_eq!(blocked.at("/code"), "conflict_of_interest");
        app.post(&format!("{offer}/withdrawal"), json!({})).token(&admin).if_match(1).await.expect(200);
        assert_eq!(world.told("firm_released"), people([FIRM[0]]));

        let candidates = app.get(&format!("{case}/firm-candidates")).token(&admin).await.expect(200);
        assert_eq!(candidates.at("/items/0/firm_id"), world.firm[1].as_str());
        assert_eq!(candidates.at("/conflicted/0/conflicts/0/kind"), "past_mandate");
        let body = json!({"firm_id": world.firm[0], "basis": "consent"});
        let refused = app.post(&format!("{case}/assignments"), body).token(&admin).await.expect(409);
        assert_eq!(refused.at("/code"), "conflict_of_interest");
    }

    async fn serving_the_same_party_or_sitting_on_the_committee_is_a_conflict(app: TestApp) {
        let world = World::new(app);
        let (app, first) = (&world.app, world.case().await);
        let admin = app.sign_in(ADMIN).await;
        let body = json!({"firm_id": world.firm[0], "basis": "entrust_contract", "contract_no": "一", "acts_for": "applicant"});
        let offer = app.post(&format!("{first}/assignments"), body).token(&admin).await.expect(201).header("Location").to_owned();
        world.ticked(&offer, FIRM[0], 1).await.expect(200);
        let firm = app.sign_in(FIRM[0]).await;
        app.post(&format!("{offer}/acceptance"), json!({})).token(&firm).if_match(2).await.expect(200);
        let second = world.case().await;
        let seen = app.get(&format!("{second}/firm-candidates")).token(&admin).await.expect(200);
        let kinds: Vec<&str> = seen.json["conflicted"][0]["conflicts"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["same_party", "opposite_side"]);
        let (committee, lawyer) = (world.committee, world.lawyer);
        let member = CommitteeMember {
            id: CommitteeMemberId::new(),
            committee_id: committee,
            name: name("律师戊"),
            gender: Gender::Female,
            role: MemberRole::Member,
            mediator_id: None,
            lawyer_id: Some(lawyer),
        };
        app.db.write_now(move |c| committees::replace_members(c, committee, &[member])).unwrap();
        let seen = app.get(&format!("{second}/firm-candidates")).token(&admin).await.expect(200);
        assert_eq!(seen.at("/conflicted/0/conflicts/2/kind"), "committee_member");
    }

    async fn consent_opens_the_file_and_its_withdrawal_closes_it(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let admin = app.sign_in(ADMIN).await;
        let body = json!({"firm_id": world.firm[0], "basis": "consent"});
        let offer = app.post(&format!("{case}/assignments"), body).token(&admin).await.expect(201).header("Location").to_owned();
        let firm = app.sign_in(FIRM[0]).await;
        app.get(&format!("{offer}/conflict-check")).token(&firm).await.expect(409);
        let file = app.get(&case).token(&admin).await.expect(200);
        let (mut version, today) = (file.json["case"]["version"].as_i64().unwrap(), file.at("/case/applied_on").to_owned());
        let parties: Vec<String> = file.json["parties"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        let consent = |party: &str, given: bool| json!({
            "party_id": party, "matter": "disclosure_to_firm", "given": given, "channel": "written", "recorded_on": today,
            "firm_id": world.firm[0],
        });
        for party in &parties {
            app.post(&format!("{case}/consents"), consent(party, true)).token(&admin).if_match(version).await.expect(200);
            version += 1;
        }
        world.ticked(&offer, FIRM[0], 1).await.expect(200);
        app.get(&case).token(&firm).await.expect(200);
        app.post(&format!("{case}/consents"), consent(&parties[1], false)).token(&admin).if_match(version).await.expect(200);
        app.get(&case).token(&firm).await.expect(404);
        let closed = app.get(&offer).token(&firm).await.expect(200);
        assert_eq!((&closed.json["file"], closed.at("/summary/category")), (&Value::Null, "contract"));
    }

    async fn a_case_that_is_taken_back_is_gone_for_the_firm(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let [admin, firm] = [app.sign_in(ADMIN).await, app.sign_in(FIRM[0]).await];
        let offer = world.offered(&case).await;
        world.ticked(&offer, FIRM[0], 1).await.expect(200);
        app.post(&format!("{offer}/acceptance"), json!({})).token(&firm).if_match(2).await.expect(200);
        app.post(&format!("{offer}/withdrawal"), json!({})).token(&admin).if_match(2).await.expect(412);
        let back = app.post(&format!("{offer}/withdrawal"), json!({"reassign": true})).token(&admin).if_match(3).await.expect(200);
        assert_eq!(back.at("/status"), "released");
        app.get(&case).token(&firm).await.expect(404);
        assert_eq!(app.get(&case).token(&admin).await.expect(200).json["case"]["firm_id"], Value::Null);
        assert_eq!(world.told("firm_released"), people([FIRM[0], "second", "mediator"]));
        assert_eq!(world.inbox(FIRM[1]).await.len(), 1);
    }

    async fn the_end_of_a_case_withdraws_the_offer_that_waits_and_leaves_the_firm_at_work(app: TestApp) {
        let world = World::new(app);
        let (app, [waiting, taken]) = (&world.app, [world.case().await, world.case().await]);
        let [admin, firm] = [app.sign_in(ADMIN).await, app.sign_in(FIRM[0]).await];
        let [open, accepted] = [world.offered(&waiting).await, world.offered(&taken).await];
        world.ticked(&accepted, FIRM[0], 1).await.expect(200);
        app.post(&format!("{accepted}/acceptance"), json!({})).token(&firm).if_match(2).await.expect(200);
        for (case, version) in [(&waiting, 2), (&taken, 3)] {
            let today = app.get(case).token(&admin).await.at("/case/applied_on").to_owned();
            let body = json!({"withdrawn_on": today, "outcome": "applicant_withdrew"});
            app.post(&format!("{case}/withdrawal"), body).token(&admin).if_match(version).await.expect(200);
        }
        assert_eq!(world.told("firm_released"), people([FIRM[0]]));
        let over = app.get(&open).token(&firm).await.expect(200);
        assert_eq!((over.at("/status"), over.header("ETag"), &over.json["summary"]), ("released", "\"2\"", &Value::Null));
        let late = app.post(&format!("{open}/decline"), json!({"reason": "other"})).token(&firm).if_match(2).await.expect(409);
        assert_eq!(late.at("/code"), "offer_over");
        app.clock.advance(Duration::days(8));
        assert_eq!(world.lapse(), 0, "nothing is left to lapse or to pass on");
        let firm = app.sign_in(FIRM[0]).await;
        assert_eq!(app.get(&accepted).token(&firm).await.expect(200).at("/status"), "accepted");
    }

    async fn a_firm_has_room_again_when_its_case_is_closed(app: TestApp) {
        let world = World::new(app);
        let (app, [first, second]) = (&world.app, [world.case().await, world.case().await]);
        let [admin, firm] = [app.sign_in(ADMIN).await, app.sign_in(FIRM[0]).await];
        Raw::open(&app.url).run(&format!("UPDATE firm SET capacity = 1 WHERE id = '{}'", world.firm[0]));
        let offer = world.offered(&first).await;
        world.ticked(&offer, FIRM[0], 1).await.expect(200);
        app.post(&format!("{offer}/acceptance"), json!({})).token(&firm).if_match(2).await.expect(200);
        let wanted = json!({"firm_id": world.firm[0], "basis": "consent"});
        let full = app.post(&format!("{second}/assignments"), wanted.clone()).token(&admin).await.expect(409);
        assert_eq!(full.at("/code"), "firm_unavailable");
        let today = app.get(&first).token(&admin).await.at("/case/applied_on").to_owned();
        let ended = json!({"withdrawn_on": today, "outcome": "applicant_withdrew"});
        app.post(&format!("{first}/withdrawal"), ended).token(&admin).if_match(3).await.expect(200);
        app.post(&format!("{second}/assignments"), wanted.clone()).token(&admin).await.expect(409);
        app.post(&format!("{first}/closure"), json!({"closed_on": today})).token(&admin).if_match(4).await.expect(200);
        app.post(&format!("{second}/assignments"), wanted).token(&admin).await.expect(201);
    }

    async fn every_link_in_a_mail_opens_for_whom_it_was_sent_to(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let offer = world.offered(&case).await;
        world.ticked(&offer, FIRM[0], 1).await.expect(200);
        let firm = app.sign_in(FIRM[0]).await;
        app.post(&format!("{offer}/acceptance"), json!({})).token(&firm).if_match(2).await.expect(200);
        let mails = app.db.read_now(|c| outbox::list(c, None, None, 100)).unwrap();
        let mut opened = BTreeSet::new();
        for mail in mails {
            let path = mail.path.as_deref().unwrap();
            let mut tab = Tab::of(app, mail.address.trim_end_matches("@mail.example")).await;
            assert_eq!(tab.get(path).await.status, 200, "{} {path}", mail.kind);
            opened.insert(mail.kind.code());
        }
        assert!(opened.is_superset(&BTreeSet::from(["firm_offered", "firm_accepted"])), "{opened:?}");
    }

    async fn no_mail_holds_a_name_and_bad_offers_are_refused(app: TestApp) {
        let world = World::new(app);
        let (app, case) = (&world.app, world.case().await);
        let admin = app.sign_in(ADMIN).await;
        let path = format!("{case}/assignments");
        let nobody = "0190b6d0-0000-7000-8000-000000000000";
        for (body, field) in [
            (json!({}), "basis"),
            (json!({"basis": "rumour"}), "basis"),
            (json!({"basis": "consent", "more": 1}), "more"),
            (json!({"basis": "consent", "contract_no": "一"}), "contract_no"),
            (json!({"basis": "entrust_contract", "contract_no": "一"}), "firm_id"),
            (json!({"basis": "consent", "firm_id": nobody}), "firm_id"),
            (json!({"basis": "consent", "firm_id": world.firm[1], "lawyer_id": world.lawyer}), "lawyer_id"),
            (json!({"basis": "consent", "answer_due_on": "2020-01-01"}), "answer_due_on"),
            (json!({"basis": "consent", "answer_due_on": "9999-01-01"}), "answer_due_on"),
        ] {
            let reply = app.post(&path, body.clone()).token(&admin).await.expect(422);
            assert_eq!(reply.at("/errors/0/field"), field, "{body} {}", reply.text());
        }
        app.post(&path, json!({"basis": "consent"})).without_key().token(&admin).await.expect(400);
        let offer = world.offered(&case).await;
        app.post(&format!("{offer}/decline"), json!({"reason": "too_far"})).token(&app.sign_in(FIRM[0]).await).if_match(1).await.expect(200);
        let mails = app.db.read_now(|c| outbox::list(c, None, None, 100)).unwrap();
        assert!(mails.len() > 4);
        for mail in mails {
            let all = format!("{mail:?}");
            assert!(!["马勇琪", "顺盛", "货款", "30000", "律师事务所"].iter().any(|secret| all.contains(secret)), "{all}");
        }
    }
}
