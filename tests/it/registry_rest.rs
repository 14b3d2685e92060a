//! The registry over HTTP: who enters and amends what, what is warned of, what is refused.

use crate::both;
use crate::support::*;
use serde_json::{Value, json};

const NOBODY: &str = "0190b6d0-0000-7000-8000-000000000000";
const NOUNS: [&str; 6] = ["federations", "chambers", "committees", "mediators", "firms", "lawyers"];

/// Entries of 宁海县 below 宁波市, and the tokens of those around them.
struct World {
    app: TestApp,
    admin: String,
    /// The federations of 宁波市 and of 武汉市.
    city: String,
    elsewhere: String,
    chamber: String,
    committee: String,
    mediator: String,
    firm: String,
    lawyer: String,
}

/// What a new entry of a noun must say. `place` is the region, or the id of the committee or firm.
fn form(noun: &str, place: &str, name: &str) -> Value {
    match noun {
        "federations" => json!({"region_code": place, "name": name}),
        "chambers" => json!({"region_code": place, "name": name, "kind": "general"}),
        "committees" => json!({"region_code": place, "name": name, "case_prefix": "宁商调"}),
        "mediators" => json!({"committee_id": place, "name": name}),
        "firms" => {
            json!({"region_code": place, "name": name, "licence_no": "31330200MD01234564", "form": "partnership"})
        }
        "lawyers" => json!({"firm_id": place, "name": name}),
        _ => unreachable!(),
    }
}

impl World {
    async fn new(app: TestApp) -> Self {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let city = app.account("city", "federation_admin", json!({"region_code": "330200"})).await;
        let elsewhere = app.account("elsewhere", "federation_admin", json!({"region_code": "420100"})).await;
        let mut world = Self {
            app,
            admin,
            city,
            elsewhere,
            chamber: String::new(),
            committee: String::new(),
            mediator: String::new(),
            firm: String::new(),
            lawyer: String::new(),
        };
        world.chamber = world.enter("chambers", form("chambers", "330226", "宁海县总商会")).await;
        let mut committee = form("committees", "330226", "宁海县商会调委会");
        committee["chamber_id"] = json!(world.chamber);
        world.committee = world.enter("committees", committee).await;
        world.mediator = world.enter("mediators", form("mediators", &world.committee, "张调解")).await;
        let mut firm = form("firms", "330226", "宁海甲律师事务所");
        firm["licence_no"] = json!("31330200MJ81000160");
        world.firm = world.enter("firms", firm).await;
        world.lawyer = world.enter("lawyers", form("lawyers", &world.firm, "李律师")).await;
        world
    }

    /// Enters something as the system administrator; its id.
    async fn enter(&self, noun: &str, body: Value) -> String {
        let reply = self.post(&self.admin, noun, body).await.expect(201);
        reply.at("/id").to_owned()
    }

    async fn post(&self, token: &str, noun: &str, body: Value) -> Reply {
        self.app.post(&format!("/api/v1/{noun}"), body).token(token).await
    }

    async fn get(&self, token: &str, path: &str) -> Reply {
        self.app.get(&format!("/api/v1/{path}")).token(token).await
    }

    async fn patch(&self, token: &str, path: &str, version: i64, body: Value) -> Reply {
        self.app.patch(&format!("/api/v1/{path}"), body).token(token).if_match(version).await
    }

    async fn seat(&self, token: &str, committee: &str, version: i64, members: Value) -> Reply {
        let path = format!("/api/v1/committees/{committee}/members");
        let call = self.app.call(actix_web::http::Method::PUT, &path, Some(json!({"members": members})));
        call.token(token).if_match(version).await
    }

    /// Where a new entry of a noun of 宁海县 stands.
    fn place(&self, noun: &str) -> &str {
        match noun {
            "mediators" => &self.committee,
            "lawyers" => &self.firm,
            _ => "330226",
        }
    }

    /// A token of each role: those of 宁海县's organisations, and those of others.
    async fn roles(&self) -> Vec<(&'static str, String)> {
        let chamber = self.enter("chambers", form("chambers", "330226", "别家商会")).await;
        let mut firm = form("firms", "330226", "别家律师事务所");
        firm["licence_no"] = json!("31210000MD0052502C");
        let firm = self.enter("firms", firm).await;
        let mut all = vec![
            ("sysadmin", self.admin.clone()),
            ("federation_admin", self.city.clone()),
            ("federation_admin elsewhere", self.elsewhere.clone()),
        ];
        for (login, role, place) in [
            ("federation_viewer", "federation_viewer", json!({"region_code": "330200"})),
            ("chamber_admin", "chamber_admin", json!({"chamber_id": self.chamber})),
            ("chamber_admin elsewhere", "chamber_admin", json!({"chamber_id": chamber})),
            ("mediator", "mediator", json!({"mediator_id": self.mediator})),
            ("firm_admin", "firm_admin", json!({"firm_id": self.firm})),
            ("firm_admin elsewhere", "firm_admin", json!({"firm_id": firm})),
            ("lawyer", "lawyer", json!({"lawyer_id": self.lawyer})),
        ] {
            all.push((login, self.app.account(&login.replace(' ', "-"), role, place).await));
        }
        all
    }
}

fn warnings(reply: &Reply) -> Vec<&str> {
    reply.json["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn faults(reply: &Reply) -> Vec<(&str, &str)> {
    let all = reply.json["errors"].as_array().unwrap();
    all.iter().map(|one| (one["field"].as_str().unwrap(), one["code"].as_str().unwrap())).collect()
}

fn names(reply: &Reply) -> Vec<&str> {
    reply.json["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

both! {
    async fn a_search_does_not_tell_large_letters_from_small_ones(app: TestApp) {
        let world = World::new(app).await;
        world.enter("chambers", form("chambers", "330226", "宁海县ABC商会")).await;
        for q in ["abc", "ABC", "aBc%E5%95%86"] {
            let found = world.app.get(&format!("/api/v1/chambers?q={q}")).token(&world.admin).await.expect(200);
            assert_eq!(names(&found), ["宁海县ABC商会"], "{q}");
        }
    }

    async fn a_region_is_asked_for_on_a_day_that_both_databases_know(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        for path in ["/api/v1/regions", "/api/v1/regions/330226"] {
            for day in ["-9999-01-01", "%2B262000-01-01", "1899-12-31", "2200-01-01"] {
                let refused = app.get(&format!("{path}?on={day}")).token(&admin).await.expect(422);
                assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), ("on", "out_of_range"), "{day}");
            }
            app.get(&format!("{path}?on=2026-07-01")).token(&admin).await.expect(200);
        }
    }

    async fn every_noun_is_entered_shown_amended_and_listed(app: TestApp) {
        let world = World::new(app).await;
        for noun in NOUNS {
            let (token, path) = (&world.city, format!("/api/v1/{noun}"));
            let body = form(noun, world.place(noun), "新登记者");
            world.app.post(&path, body.clone()).without_key().token(token).await.expect(400);
            let made = world.app.post(&path, body.clone()).key("k").token(token).await.expect(201);
            let again = world.app.post(&path, body.clone()).key("k").token(token).await.expect(201);
            assert_eq!((&made.body, again.header("Idempotent-Replay")), (&again.body, "true"), "{noun}");
            let one = format!("{noun}/{}", made.at("/id"));
            assert_eq!((made.header("Location"), made.header("ETag")), (format!("/api/v1/{one}").as_str(), "\"1\""));
            let shown = world.get(token, &one).await.expect(200);
            assert_eq!((shown.header("ETag"), &shown.json), ("\"1\"", &made.json), "{noun}");
            // The same again is another entry, and there cannot be two.
            if noun != "lawyers" {
                let taken = world.post(token, noun, body.clone()).await.expect(409);
                assert_eq!(taken.at("/code"), "already_registered", "{noun}");
            }
            let change = json!({"name": "更名者"});
            world.app.patch(&format!("/api/v1/{one}"), change.clone()).token(token).await.expect(428);
            assert_eq!(world.patch(token, &one, 7, change.clone()).await.expect(412).at("/code"), "stale_version");
            let amended = world.patch(token, &one, 1, change.clone()).await.expect(200);
            assert_eq!((amended.at("/name"), amended.header("ETag")), ("更名者", "\"2\""), "{noun}");
            world.patch(token, &one, 1, change.clone()).await.expect(412);
            let listed = world.get(token, &format!("{noun}?q=%E6%9B%B4%E5%90%8D&region_code=330200")).await.expect(200);
            assert_eq!(names(&listed), ["更名者"], "{noun}");
            let missing = world.patch(token, &format!("{noun}/{NOBODY}"), 1, change.clone()).await.expect(404);
            assert_eq!(world.get(token, &format!("{noun}/{NOBODY}")).await.expect(404).body, missing.body);
            world.get(token, &format!("{noun}/17")).await.expect(404);
        }
    }

    async fn whoever_may_not_enter_is_refused(app: TestApp) {
        let world = World::new(app).await;
        for (role, token) in world.roles().await {
            // In the order of NOUNS: c created, f forbidden, n not found.
            let expected = match role {
                "sysadmin" | "federation_admin" => "cccccc",
                "federation_admin elsewhere" => "nnnnnn",
                "chamber_admin" => "ffccff",
                "chamber_admin elsewhere" => "ffcnff",
                "firm_admin" => "fffffc",
                "firm_admin elsewhere" => "fffffn",
                _ => "ffffff",
            };
            for (noun, expected) in NOUNS.into_iter().zip(expected.chars()) {
                let mut body = form(noun, world.place(noun), &format!("{role} {noun}"));
                if role == "federation_admin" && noun == "federations" {
                    body["region_code"] = json!("330200");
                }
                if role == "federation_admin" && noun == "firms" {
                    body["licence_no"] = json!("91110000101623741K");
                }
                let reply = world.post(&token, noun, body).await;
                let status = match expected { 'c' => 201, 'f' => 403, _ => 404 };
                assert_eq!(reply.status, status, "{role} {noun}: {}", reply.text());
            }
        }
        // A chamber enters committees of its own only.
        let token = world.app.sign_in("chamber_admin-elsewhere").await;
        let mut foreign = form("committees", "330226", "冒名调委会");
        foreign["chamber_id"] = json!(world.chamber);
        world.post(&token, "committees", foreign).await.expect(404);
    }

    async fn whoever_may_not_amend_is_refused(app: TestApp) {
        let world = World::new(app).await;
        let federation = world.enter("federations", form("federations", "330226", "宁海县工商联")).await;
        let ids = [&federation, &world.chamber, &world.committee, &world.mediator, &world.firm, &world.lawyer];
        let mut versions = [1; 6];
        for (role, token) in world.roles().await {
            let expected = match role {
                "sysadmin" | "federation_admin" => "cccccc",
                "federation_admin elsewhere" => "nnnnnn",
                "chamber_admin" => "fcccff",
                "chamber_admin elsewhere" => "fnnnff",
                "firm_admin" => "ffffcc",
                "firm_admin elsewhere" => "ffffnn",
                _ => "ffffff",
            };
            for (at, (noun, expected)) in NOUNS.into_iter().zip(expected.chars()).enumerate() {
                let path = format!("{noun}/{}", ids[at]);
                let reply = world.patch(&token, &path, versions[at], json!({"name": format!("{role} {noun}")})).await;
                let status = match expected { 'c' => 200, 'f' => 403, _ => 404 };
                assert_eq!(reply.status, status, "{role} {noun}: {}", reply.text());
                versions[at] += i64::from(status == 200);
                if status == 404 {
                    let missing = world.patch(&token, &format!("{noun}/{NOBODY}"), 1, json!({"name": "x"})).await;
                    assert_eq!(reply.body, missing.body, "what is not theirs looks as if it were not there");
                }
                // Everybody who works with the directory reads it.
                world.get(&token, &path).await.expect(200);
                world.get(&token, noun).await.expect(200);
            }
        }
        for noun in NOUNS {
            world.app.get(&format!("/api/v1/{noun}")).await.expect(401);
        }
    }

    async fn some_fields_are_not_for_everyone(app: TestApp) {
        let world = World::new(app).await;
        let chamber = world.app.account("chamber", "chamber_admin", json!({"chamber_id": world.chamber})).await;
        let firm = world.app.account("firm", "firm_admin", json!({"firm_id": world.firm})).await;
        let path = format!("chambers/{}", world.chamber);
        world.patch(&chamber, &path, 1, json!({"status": "dormant"})).await.expect(403);
        world.patch(&world.city, &path, 1, json!({"status": "dormant"})).await.expect(200);
        let path = format!("firms/{}", world.firm);
        world.patch(&firm, &path, 1, json!({"licence_no": "31210000MD0052502C"})).await.expect(403);
        world.patch(&firm, &path, 1, json!({"accepting": false, "capacity": 0})).await.expect(200);
        // Where something stands does not change.
        for (noun, id, change) in [
            ("committees", &world.committee, json!({"region_code": "330225"})),
            ("committees", &world.committee, json!({"chamber_id": null})),
            ("mediators", &world.mediator, json!({"committee_id": NOBODY})),
            ("lawyers", &world.lawyer, json!({"firm_id": NOBODY})),
        ] {
            let path = format!("{noun}/{id}");
            let version = world.get(&world.admin, &path).await.json["version"].as_i64().unwrap();
            let reply = world.patch(&world.admin, &path, version, change.clone()).await.expect(422);
            assert_eq!(reply.at("/errors/0/code"), "fixed_field", "{change}");
        }
    }

    async fn wrong_fields_are_all_named(app: TestApp) {
        let world = World::new(app).await;
        let body = json!({
            "region_code": "33", "name": "长".repeat(101), "kind": "club", "uscc": "51330226MJ8100000", "members": -1,
            "phone": "1", "email": "nobody", "needs": ["magic"], "has_mediation": "yes", "extra": 1,
        });
        let reply = world.post(&world.city, "chambers", body).await.expect(422);
        assert_eq!(faults(&reply), [
            ("region_code", "region_unknown"), ("name", "too_long"), ("kind", "unknown_code"), ("uscc", "uscc_format"),
            ("members", "out_of_range"), ("phone", "phone_format"), ("email", "email_format"), ("needs", "unknown_code"),
            ("has_mediation", "wrong_type"), ("extra", "unknown_field"),
        ]);
        let no_such_region = form("chambers", "330299", "某商会");
        let reply = world.post(&world.city, "chambers", no_such_region).await.expect(422);
        assert_eq!(faults(&reply), [("region_code", "region_unknown")]);
        for (noun, field) in [("federations", "region_code"), ("chambers", "kind"), ("committees", "case_prefix"),
            ("mediators", "committee_id"), ("firms", "licence_no"), ("lawyers", "firm_id")] {
            let reply = world.post(&world.city, noun, json!({})).await.expect(422);
            assert!(faults(&reply).contains(&(field, "missing")), "{noun}: {}", reply.text());
            let mut dangling = form(noun, world.place(noun), "某某");
            dangling["id"] = json!(NOBODY);
            assert_eq!(faults(&world.post(&world.city, noun, dangling).await.expect(422)), [("id", "unknown_field")]);
            let (bad, json) = ("{\"name\":\"a\",\"name\":\"b\"}", "application/json");
            let call = world.app.post(&format!("/api/v1/{noun}"), json!({})).bytes(json, bad.as_bytes().to_vec());
            call.token(&world.city).await.expect(400);
            let call = world.app.post(&format!("/api/v1/{noun}"), json!([])).token(&world.city);
            assert_eq!(call.await.expect(422).at("/errors/0/code"), "wrong_type");
        }
        for (noun, field) in [("mediators", "committee_id"), ("lawyers", "firm_id")] {
            let reply = world.post(&world.city, noun, form(noun, NOBODY, "某某")).await.expect(422);
            assert_eq!(faults(&reply), [(field, "unknown_reference")]);
        }
        for (from, to, wrong) in [("2026-02-30", "2027-01-01", "term_start_on"), ("0000-01-01", "2027-01-01", "term_start_on"),
            ("2026-01-01", "9999-01-01", "term_end_on"), ("2026-01-01", "2025-01-01", "term_end_on")] {
            let mut body = form("committees", "330226", "某调委会");
            (body["term_start_on"], body["term_end_on"]) = (json!(from), json!(to));
            let reply = world.post(&world.city, "committees", body).await.expect(422);
            assert_eq!(reply.at("/errors/0/field"), wrong);
        }
        let mut other = form("committees", "330225", "隔壁调委会");
        other["chamber_id"] = json!(world.chamber);
        assert_eq!(faults(&world.post(&world.city, "committees", other).await.expect(422)), [("region_code", "other_region")]);
    }

    async fn a_credit_code_that_does_not_fit_needs_a_reason(app: TestApp) {
        let world = World::new(app).await;
        let with = |name: &str, code: &str, reason: Value| {
            let mut body = form("chambers", "330226", name);
            (body["uscc"], body["uscc_reason"]) = (json!(code), reason);
            body
        };
        let refused = world.post(&world.city, "chambers", with("甲商会", "51330226MJ81000001", Value::Null)).await.expect(422);
        assert_eq!(faults(&refused), [("uscc", "uscc_checksum")]);
        let kept = world.post(&world.city, "chambers", with("甲商会", "51330226MJ81000001", json!("证书原件如此"))).await.expect(201);
        assert_eq!(warnings(&kept), ["uscc_checksum"]);
        let good = world.post(&world.city, "chambers", with("乙商会", "51330226MJ81000000", Value::Null)).await.expect(201);
        assert_eq!(warnings(&good), [""; 0]);
        let shared = world.post(&world.city, "chambers", with("丙商会", "51330226MJ81000000", Value::Null)).await.expect(201);
        assert_eq!(warnings(&shared), ["uscc_other_name"]);
        assert_eq!(shared.at("/warnings/0/field"), "uscc");
        assert!(!shared.at("/warnings/0/zh").is_empty() && !shared.at("/warnings/0/en").is_empty());
        // The warning stays as long as its cause does.
        let path = format!("chambers/{}", shared.at("/id"));
        assert_eq!(warnings(&world.get(&world.city, &path).await), ["uscc_other_name"]);
        let mended = world.patch(&world.city, &path, 1, json!({"uscc": null})).await.expect(200);
        assert_eq!((warnings(&mended), &mended.json["uscc"]), (vec![], &Value::Null));
        let mut firm = form("firms", "330226", "乙律师事务所");
        firm["licence_no"] = json!("31330200MD01234565");
        assert_eq!(faults(&world.post(&world.city, "firms", firm.clone()).await.expect(422)), [("licence_no", "uscc_checksum")]);
        firm["licence_reason"] = json!("证书原件如此");
        assert_eq!(warnings(&world.post(&world.city, "firms", firm).await.expect(201)), ["uscc_checksum"]);
        let mut lawyer = form("lawyers", &world.firm, "王律师");
        lawyer["licence_no"] = json!("133022015101");
        assert_eq!(warnings(&world.post(&world.city, "lawyers", lawyer).await.expect(201)), ["licence_format"]);
    }

    async fn a_committee_is_warned_of_what_it_lacks(app: TestApp) {
        let world = World::new(app).await;
        let chamber = world.app.account("chamber", "chamber_admin", json!({"chamber_id": world.chamber})).await;
        let one = |name: &str, gender: &str, role: &str| json!({"name": name, "gender": gender, "role": role});
        let path = format!("committees/{}", world.committee);
        let two = json!([one("主任", "male", "director"), one("委员", "female", "member")]);
        let reply = world.seat(&chamber, &world.committee, 1, two.clone()).await.expect(200);
        assert_eq!(warnings(&reply), ["committee_size", "committee_term_over"]);
        assert_eq!(reply.header("ETag"), "\"2\"");
        world.seat(&chamber, &world.committee, 1, two.clone()).await.expect(412);
        let term = json!({"term_start_on": "2026-01-01", "term_end_on": "2028-12-31"});
        assert_eq!(warnings(&world.patch(&chamber, &path, 2, term).await.expect(200)), ["committee_size"]);
        let mut three = two.clone();
        three.as_array_mut().unwrap().push(json!({"name": "委员", "gender": "male", "mediator_id": world.mediator, "lawyer_id": world.lawyer}));
        let reply = world.seat(&chamber, &world.committee, 3, three).await.expect(200);
        assert_eq!(warnings(&reply), [""; 0]);
        let members = world.get(&chamber, &format!("{path}/members")).await.expect(200);
        assert_eq!((&members.json["members"], members.header("ETag")), (&reply.json["members"], "\"4\""));
        assert_eq!(members.at("/members/2/role"), "member");
        let ten = Value::from((0..10).map(|n| one("委员", "female", if n == 0 { "director" } else { "member" })).collect::<Vec<_>>());
        assert_eq!(warnings(&world.seat(&chamber, &world.committee, 4, ten).await.expect(200)), ["committee_size"]);
        let over = json!({"term_start_on": "2020-01-01", "term_end_on": "2022-12-31"});
        assert_eq!(warnings(&world.patch(&chamber, &path, 5, over).await.expect(200)), ["committee_size", "committee_term_over"]);
        let wrong = json!([{"name": "委员"}, {"name": "委员", "gender": "male", "lawyer_id": NOBODY, "mediator_id": NOBODY}, {"x": 1}]);
        let reply = world.seat(&chamber, &world.committee, 6, wrong).await.expect(422);
        assert_eq!(faults(&reply)[..3], [("members[0].gender", "missing"), ("members[1].mediator_id", "unknown_reference"),
            ("members[1].lawyer_id", "unknown_reference")]);
        let many = Value::from(vec![one("委员", "male", "member"); 51]);
        assert_eq!(faults(&world.seat(&chamber, &world.committee, 6, many).await.expect(422)), [("members", "too_long")]);
        world.seat(&world.elsewhere, &world.committee, 6, two.clone()).await.expect(404);
        world.seat(&world.city, NOBODY, 6, two).await.expect(404);
    }

    async fn a_removed_mediator_is_not_assigned(app: TestApp) {
        use wanlian::base::code::Code;
        use wanlian::domain::deadlines::Terms;
        use wanlian::domain::lifecycle::Action;
        use wanlian::domain::moment::Moment;
        use wanlian::domain::policy::{Actor, Role, Standing};
        use wanlian::domain::steps::{self, Acceptance, Appointment};
        use wanlian::workflow::{choose_mediators, register_case, take_step};
        let world = World::new(app).await;
        let path = format!("mediators/{}", world.mediator);
        let db = world.app.db.clone();
        let by = Moment::at(world.app.clock.now(), None);
        let standing = Standing { committees: vec![world.committee.parse().unwrap()], ..Standing::default() };
        let actor = Actor::of_account(wanlian::base::id::AccountId::new(), Role::ChamberAdmin, standing);
        let call = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "货款"});
        let (new, who, at) = (serde_json::from_value(call).unwrap(), actor.clone(), by.clone());
        let file = db.write_now(move |c| register_case::register_case(c, &who, new, &Terms::default(), &at)).unwrap();
        let step = take_step::Step { case: file.case.id, version: file.case.version, action: Action::Accept };
        let (who, at) = (actor.clone(), by.clone());
        let accepting = Acceptance { accepted_on: by.today, simplified: false };
        let file = db
            .write_now(move |c| take_step::take_step(c, &who, step, &at, |_, file| steps::accept(file, accepting, &Terms::default(), &at)))
            .unwrap();
        let step = take_step::Step { case: file.case.id, version: file.case.version, action: Action::AppointMediator };
        let appointment = json!({"mediator_id": world.mediator, "chosen_by": "committee", "appointed_on": by.today});
        let appoint = || {
            let (who, at) = (actor.clone(), by.clone());
            let input: Appointment = serde_json::from_value(appointment.clone()).unwrap();
            db.write_now(move |c| choose_mediators::appoint(c, &who, step, input, &at))
        };
        for (version, status) in [(1, "suspended"), (2, "removed")] {
            world.patch(&world.city, &path, version, json!({"status": status})).await.expect(200);
            assert_eq!(appoint().unwrap_err().code(), Code::MediatorBarred, "{status}");
        }
        world.patch(&world.city, &path, 3, json!({"status": "active"})).await.expect(200);
        assert!(appoint().is_ok());
    }

    async fn contacts_are_for_those_concerned(app: TestApp) {
        let world = World::new(app).await;
        let contacts = json!({"contact_name": "王小明", "phone": "13800138000", "email": "wang@example.org"});
        let path = format!("chambers/{}", world.chamber);
        world.patch(&world.city, &path, 1, contacts).await.expect(200);
        for (role, token) in world.roles().await {
            let (shown, listed) = (world.get(&token, &path).await, world.get(&token, "chambers").await);
            let expected = match role {
                "sysadmin" | "federation_admin" | "federation_viewer" | "chamber_admin" | "mediator" =>
                    ["王小明", "13800138000", "wang@example.org"],
                _ => ["王**", "138****8000", "w***@example.org"],
            };
            let fields = ["contact_name", "phone", "email"];
            assert_eq!(fields.map(|field| shown.at(&format!("/{field}"))), expected, "{role}");
            assert_eq!(fields.map(|field| listed.at(&format!("/items/0/{field}"))), expected, "{role}");
        }
    }

    async fn lists_are_narrowed_and_paged(app: TestApp) {
        let world = World::new(app).await;
        for (name, region, kind) in [("甲", "330226", "industry"), ("乙", "330225", "general"), ("丙", "420102", "industry")] {
            let mut body = form("chambers", region, name);
            body["kind"] = json!(kind);
            world.enter("chambers", body).await;
        }
        for (query, expected) in [
            ("", vec!["宁海县总商会", "甲", "乙", "丙"]),
            ("?region_code=330200", vec!["宁海县总商会", "甲", "乙"]),
            ("?region_code=330226&kind=industry", vec!["甲"]),
            ("?kind=industry", vec!["甲", "丙"]),
            ("?status=dormant", vec![]),
            ("?status=active&kind=general", vec!["宁海县总商会", "乙"]),
            ("?q=%25", vec![]),
            ("?q=+", vec!["宁海县总商会", "甲", "乙", "丙"]),
        ] {
            assert_eq!(names(&world.get(&world.city, &format!("chambers{query}")).await.expect(200)), expected, "{query}");
        }
        let world = &world;
        let own = |query: String| async move { names(&world.get(&world.city, &query).await.expect(200)).len() };
        assert_eq!(own(format!("committees?chamber_id={}&status=active", world.chamber)).await, 1);
        assert_eq!(own(format!("committees?chamber_id={NOBODY}")).await, 0);
        assert_eq!(own(format!("mediators?committee_id={}&status=active", world.committee)).await, 1);
        assert_eq!(own("mediators?status=removed".into()).await, 0);
        assert_eq!(own("firms?form=partnership".into()).await, 1);
        assert_eq!(own("firms?form=state".into()).await, 0);
        let change = json!({"accepting": false, "areas": ["construction", "labour"]});
        world.patch(&world.city, &format!("firms/{}", world.firm), 1, change).await.expect(200);
        let mut firm = form("firms", "330226", "宁海乙律师事务所");
        firm["areas"] = json!(["labour", "tax"]);
        world.enter("firms", firm).await;
        for (query, found) in [
            ("accepting=true", 1), ("accepting=false", 1), ("area=labour", 2), ("area=tax", 1), ("area=construction", 1),
            ("area=contract", 0), ("area=labour&accepting=true", 1), ("area=construction&accepting=true", 0),
        ] {
            assert_eq!(own(format!("firms?{query}")).await, found, "{query}");
        }
        for bad in ["accepting=1", "accepting=", "area=magic", "area=", "areas=tax"] {
            world.get(&world.city, &format!("firms?{bad}")).await.expect(422);
        }
        assert_eq!(own(format!("lawyers?firm_id={}&status=active", world.firm)).await, 1);
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = world.get(&world.city, &format!("chambers?limit=2{cursor}")).await.expect(200);
            seen.extend(names(&page).into_iter().map(str::to_owned));
            if page.at("/next_cursor").is_empty() {
                break;
            }
            cursor = format!("&cursor={}", page.at("/next_cursor"));
        }
        assert_eq!(seen, ["宁海县总商会", "甲", "乙", "丙"]);
        let long = format!("q={}", "a".repeat(101));
        for bad in ["limit=0", "limit=201", "cursor=!", "cursor=MTc", "kind=club", "status=x", "region_code=33", "q=a%00", "form=x", &long] {
            world.get(&world.city, &format!("chambers?{bad}")).await.expect(422);
        }
    }

    async fn regions_stand_as_of_a_day(app: TestApp) {
        let viewer = app.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        let get = |path: &str| app.get(&format!("/api/v1/regions{path}")).token(&viewer);
        let provinces = get("?parent=000000").await.expect(200);
        assert!(names(&provinces).contains(&"浙江省"));
        assert_eq!(names(&get("?region_code=330226").await.expect(200)), ["宁海县"]);
        let below = get("?parent=330200&limit=200").await.expect(200);
        assert!(names(&below).len() > 8 && below.json["items"].as_array().unwrap().iter().all(|one| one["parent_code"] == "330200"));
        // 371000 is the area 3710, never 371.
        let weihai = get("?region_code=371000&limit=200").await.expect(200);
        assert!(weihai.json["items"].as_array().unwrap().iter().all(|one| one["code"].as_str().unwrap().starts_with("3710")));
        assert_eq!(names(&get("?q=%E5%AE%81%E6%B5%B7").await.expect(200)), ["宁海县"]);
        let (mut seen, mut cursor) = (0, String::new());
        loop {
            let page = get(&format!("?region_code=330000&limit=40{cursor}")).await.expect(200);
            seen += names(&page).len();
            if page.at("/next_cursor").is_empty() {
                break;
            }
            cursor = format!("&cursor={}", page.at("/next_cursor"));
        }
        assert_eq!(seen, names(&get("?region_code=330000&limit=200").await).len());
        assert_eq!(get("/330226").await.expect(200).at("/level"), "county");
        // A newer list renames it; each day has its own name.
        let list = "code,name,level,parent\n000000,全国,nation,\n330000,浙江省,province,000000\n330226,宁海市,county,330000\n";
        app.db.write_now(move |c| wanlian::store::regions::load(c, list, "2026-07-01".parse().unwrap())).unwrap();
        assert_eq!(get("/330226?on=2026-06-30").await.expect(200).at("/name"), "宁海县");
        assert_eq!(get("/330226?on=2026-07-01").await.expect(200).at("/name"), "宁海市");
        get("/330200?on=2026-07-01").await.expect(404);
        assert_eq!(names(&get("?region_code=330200&on=2026-07-01").await.expect(200)), ["宁海市"]);
        get("/330299").await.expect(404);
        get("/33").await.expect(404);
        for bad in ["?on=2026-02-30", "?parent=x", "?more=1", "?limit=0"] {
            get(bad).await.expect(422);
        }
    }

    async fn a_firm_keeps_its_clients_to_itself(app: TestApp) {
        let world = World::new(app).await;
        let path = format!("firms/{}/mandates", world.firm);
        let client = json!({"client_name": "宁海顺盛食品厂", "document_no": "91350100m000100y43", "from_on": "2024-01-01"});
        let roles = world.roles().await;
        for (role, token) in &roles {
            let (post, get) = match *role {
                "sysadmin" | "federation_admin" | "firm_admin" => (201, 200),
                "federation_admin elsewhere" | "firm_admin elsewhere" => (404, 404),
                _ => (403, 403),
            };
            world.post(token, &path, client.clone()).await.expect(post);
            world.get(token, &path).await.expect(get);
        }
        let firm = &roles.iter().find(|one| one.0 == "firm_admin").unwrap().1;
        let listed = world.get(firm, &path).await.expect(200);
        assert_eq!((listed.json["items"].as_array().unwrap().len(), listed.at("/items/0/document_no")), (3, "91350100M000100Y43"));
        let end = format!("mandates/{}/end", listed.at("/items/0/id"));
        let other = &roles.iter().find(|one| one.0 == "firm_admin elsewhere").unwrap().1;
        world.post(other, &end, json!({"until_on": "2025-12-31"})).await.expect(404);
        world.post(firm, &end, json!({"until_on": "2023-12-31"})).await.expect(422);
        for far in ["0000-01-01", "9999-12-31"] {
            let refused = world.post(firm, &end, json!({"until_on": far})).await.expect(422);
            assert_eq!(faults(&refused), [("until_on", "out_of_range")]);
        }
        let ended = world.post(firm, &end, json!({"until_on": "2025-12-31"})).await.expect(200);
        assert_eq!(ended.at("/until_on"), "2025-12-31");
        assert_eq!(world.post(firm, &end, json!({"until_on": "2025-12-31"})).await.expect(409).at("/code"), "already_done");
        world.post(firm, &format!("mandates/{NOBODY}/end"), json!({"until_on": "2025-12-31"})).await.expect(404);
        for (change, field, code) in [
            (json!({"document_no": "360426199101010072"}), "document_no", "id_number_checksum"),
            (json!({"until_on": "2023-01-01"}), "until_on", "date_order"),
            (json!({"from_on": null}), "from_on", "missing"),
            (json!({"firm_id": NOBODY}), "firm_id", "unknown_field"),
        ] {
            let mut body = client.clone();
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            assert_eq!(faults(&world.post(firm, &path, body).await.expect(422)), [(field, code)]);
        }
    }
}
