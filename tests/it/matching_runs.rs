//! A city federation matches its chambers with law firms: policies side by side, pins and bans, why and why not, publishing, solving
//! again around what was answered, and showing that nothing was changed behind the program's back.

use crate::both;
use crate::commands::{said, wanlian};
use crate::support::*;
use chrono::Duration;
use diesel::connection::SimpleConnection;
use futures_util::future::join;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use wanlian::base::id::*;
use wanlian::domain::assignment::{ActsFor, Assignment, AssignmentStatus, DisclosureBasis};
use wanlian::domain::case::{Regime, Source};
use wanlian::domain::category::Category;
use wanlian::domain::chamber::{Chamber, ChamberStatus};
use wanlian::domain::contribution::{Added, CellKey, Contribution, Counter};
use wanlian::domain::firm::Firm;
use wanlian::domain::region::RegionCode;
use wanlian::domain::vocabulary::{Language, PracticeArea};
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::{assignments, chambers, firms, matching_facts, statistics};

const RUNS: &str = "/api/v1/matching-runs";
const NOWHERE: &str = "0190b6d0-0000-7000-8000-000000000000";
/// Twelve chambers of three counties of a city, in the order of their ids.
const COUNTIES: [&str; 3] = ["330203", "330212", "330226"];

/// A city with twelve chambers and five firms, its federation, and an account of every chamber and firm.
struct City {
    app: TestApp,
    chambers: Vec<ChamberId>,
    /// Of the first four: three in the counties and one across the city; the last is of another city of the province.
    firms: Vec<FirmId>,
    tokens: BTreeMap<String, String>,
}

impl City {
    async fn of(app: TestApp) -> Self {
        let now = app.clock.now();
        let needs = [PracticeArea::Labour, PracticeArea::Contract, PracticeArea::Tax];
        let new: Vec<Chamber> = (0..12)
            .map(|at| {
                let chamber = entries::chamber(COUNTIES[at % 3], &format!("第{at}商会"), now);
                Chamber { needs: vec![needs[at % 3], needs[(at + 1) % 2]].into_iter().collect(), ..chamber }
            })
            .collect();
        // Room for three, two, three and three: eleven for twelve chambers. The last takes nobody from another city.
        let rooms = [3, 2, 3, 3, 5];
        let regions = ["330203", "330212", "330226", "330200", "330100"];
        let licences = [
            "3133020553783652KP",
            "3133021182180890Y6",
            "31330225256592084P",
            "3133020597719348NX",
            "3133020644184282WF",
        ];
        let firms: Vec<Firm> = (0..5)
            .map(|at| Firm {
                licence_no: wanlian::domain::uscc::Uscc::parse(licences[at]).unwrap(),
                capacity: rooms[at],
                areas: needs.iter().copied().skip(at % 3).take(2).collect(),
                ..entries::firm(regions[at], &format!("第{at}律师事务所"), licences[0], now)
            })
            .collect();
        let (chamber_ids, firm_ids) =
            (new.iter().map(|one| one.id).collect(), firms.iter().map(|one| one.id).collect());
        app.db
            .write_now(move |c| {
                new.iter().try_for_each(|one| chambers::insert(c, one))?;
                firms.iter().try_for_each(|one| firms::insert(c, one))
            })
            .unwrap();
        let mut city = Self { app, chambers: chamber_ids, firms: firm_ids, tokens: BTreeMap::new() };
        city.account("city", "federation_admin", json!({"region_code": "330200"})).await;
        city.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        city
    }

    async fn account(&mut self, login: &str, role: &str, place: Value) {
        let token = self.app.account(login, role, place).await;
        self.tokens.insert(login.to_owned(), token);
    }

    async fn open(&self, body: Value) -> Reply {
        self.app.post(RUNS, body).token(&self.tokens["city"]).await
    }

    async fn open_once(&self, body: &Value, token: &str) -> Reply {
        self.app.post(RUNS, body.clone()).token(token).key("once").await
    }

    async fn get(&self, path: &str) -> Value {
        self.app.get(path).token(&self.tokens["viewer"]).await.expect(200).json
    }

    async fn run(&self, policy: &str, more: Value) -> Value {
        let mut body = json!({"region": "330200", "policy": policy});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.open(body).await.expect(201).json
    }

    async fn pairs(&self, run: &Value) -> BTreeMap<String, String> {
        let page = self.get(&format!("{}/pairs", path(run))).await;
        let text = |pair: &Value, name: &str| pair[name].as_str().unwrap().to_owned();
        let items = page["items"].as_array().unwrap().iter();
        items.map(|pair| (text(pair, "chamber_id"), text(pair, "firm_id"))).collect()
    }

    async fn publish(&self, run: &Value, version: i64) -> Reply {
        let path = format!("{}/publication", path(run));
        self.app.call(actix_web::http::Method::POST, &path, None).token(&self.tokens["city"]).if_match(version).await
    }

    async fn amend(&self, noun: &str, id: impl std::fmt::Display, version: i64, change: Value) {
        let path = format!("/api/v1/{noun}/{id}");
        let token = self.app.sign_in("root").await;
        self.app.patch(&path, change).token(&token).if_match(version).await.expect(200);
    }

    /// One side of each of these pairings answers.
    async fn answer(&self, login: &str, pairing: &str, version: i64, body: Value) {
        let path = format!("/api/v1/pairings/{pairing}/answer");
        self.app.post(&path, body).token(&self.tokens[login]).if_match(version).await.expect(200);
    }

    /// Commands on the same database.
    fn command(&self, arguments: &[&str]) -> (bool, String) {
        let fresh = Fresh { backend: self.app.backend, url: self.app.url.clone(), folder: Folder::new() };
        let output = wanlian(&fresh, arguments);
        (output.status.success(), said(&output))
    }

    /// What verifying a run says after a change behind the program's back, which is then taken back.
    fn tampered(&self, run: &str, table: &str, column: &str, from: &str, to: &str) -> String {
        let id = if table == "matching_run" { "id" } else { "run_id" };
        let mut c = Target::parse(&self.app.url).unwrap().connect(Purpose::Write).unwrap();
        let mut change = |from: &str, to: &str| {
            let sql = format!("UPDATE {table} SET {column} = replace({column}, '{from}', '{to}') WHERE {id} = '{run}'");
            c.batch_execute(&sql).unwrap();
        };
        change(from, to);
        let (good, words) = self.command(&["verify", "run", run]);
        assert!(!good, "{table}.{column} {from} {to}: {words}");
        change(to, from);
        words
    }
}

fn path(run: &Value) -> String {
    format!("{RUNS}/{}", run["id"].as_str().unwrap())
}

fn line<'a>(run: &'a Value, policy: &str) -> &'a Value {
    run["summary"]["policies"].as_array().unwrap().iter().find(|one| one["policy"] == policy).unwrap()
}

fn removed(value: &Value) -> BTreeMap<&str, i64> {
    let filters = value["removed"].as_array().unwrap().iter();
    filters.map(|one| (one["filter"].as_str().unwrap(), one["pairs"].as_i64().unwrap())).collect()
}

both! {
    async fn a_run_from_its_opening_to_solving_again_around_a_refusal(app: TestApp) {
        let mut city = City::of(app).await;
        let first = city.run("coverage", json!({})).await;
        assert_eq!((&first["status"], &first["chambers"], &first["firms"], &first["served"]), (&json!("computed"), &json!(12), &json!(5), &json!(11)));
        assert_eq!(removed(&first["summary"])["out_of_area"], 12, "the firm of the other city");
        for policy in ["coverage", "total", "stable", "fairest"] {
            let measures = &line(&first, policy)["measures"];
            assert_eq!((&measures["chambers"], &measures["served"]), (&json!(12), &json!(11)), "{policy}");
        }
        assert_eq!(line(&first, "stable")["measures"]["blocking_pairs"], 0);
        assert_eq!(line(&first, "total")["price"]["total_less"], 0);
        assert!(line(&first, "fairest")["price"]["worst_less"].as_i64() <= line(&first, "total")["price"]["worst_less"].as_i64());

        // One pair is banned, one pinned; a pin of what is banned is refused.
        let pairs = city.pairs(&first).await;
        let banned = json!({"chamber_id": city.chambers[0], "firm_id": pairs[city.chambers[0].as_str()], "reason": "上一届合作不佳"});
        let pinned = json!({"chamber_id": city.chambers[1], "firm_id": city.firms[3], "reason": "商会点名"});
        let both = city.open(json!({"region": "330200", "policy": "coverage", "pins": [banned], "bans": [banned]})).await.expect(422);
        assert_eq!((both.at("/errors/0/field"), both.at("/errors/0/code")), ("pins[0]", "pin_banned"));
        let second = city.run("fairest", json!({"pins": [pinned], "bans": [banned]})).await;
        let now = city.pairs(&second).await;
        assert_eq!(now[city.chambers[1].as_str()], city.firms[3].to_string());
        assert_ne!(now.get(city.chambers[0].as_str()), pairs.get(city.chambers[0].as_str()));
        let compared = city.get(&format!("{}/comparison?with={}", path(&second), first["id"].as_str().unwrap())).await;
        assert_eq!((&compared["before"]["policy"], &compared["after"]["policy"]), (&json!("coverage"), &json!("fairest")));
        let changed: BTreeSet<_> = compared["changed"].as_array().unwrap().iter().map(|one| one["chamber_id"].as_str().unwrap()).collect();
        let expected: BTreeSet<_> = pairs.iter().filter(|(chamber, firm)| now.get(*chamber).is_some_and(|now| now != *firm)).map(|(chamber, _)| chamber.as_str()).collect();
        assert_eq!(changed, expected);

        // A what-if run is never published, another once.
        let tried = city.run("coverage", json!({"what_if": true})).await;
        assert_eq!(city.publish(&tried, 1).await.expect(409).at("/code"), "run_what_if");
        assert_eq!(city.publish(&second, 9).await.expect(412).at("/code"), "stale_version");
        let published = city.publish(&second, 1).await.expect(200);
        assert_eq!((published.at("/status"), published.header("ETag")), ("published", "\"2\""));
        assert_eq!(city.publish(&second, 2).await.expect(409).at("/code"), "run_published");
        let proposed = city.get(&format!("{}/pairs", path(&second))).await;
        let proposed = proposed["items"].as_array().unwrap();
        assert!(proposed.iter().all(|pair| pair["pairing_status"] == "proposed"));
        assert_eq!(city.get("/api/v1/pairings").await["items"].as_array().unwrap().len(), 11);

        // The first is declined by its firm, the second accepted by both, the others wait.
        for (at, name) in [(0, "one"), (1, "two")] {
            let id = |field: &str| proposed[at][field].as_str().unwrap().to_owned();
            city.account(&format!("firm.{name}"), "firm_admin", json!({"firm_id": id("firm_id")})).await;
            city.account(&format!("chamber.{name}"), "chamber_admin", json!({"chamber_id": id("chamber_id")})).await;
        }
        let pairing = |at: usize| proposed[at]["pairing_id"].as_str().unwrap();
        city.answer("firm.one", pairing(0), 1, json!({"reply": "decline", "reason": "too_far"})).await;
        city.answer("firm.two", pairing(1), 1, json!({"reply": "accept"})).await;
        city.answer("chamber.two", pairing(1), 2, json!({"reply": "accept"})).await;
        let around = city.run("coverage", json!({"around": second["id"]})).await;
        assert_eq!(around["chambers"], 2, "the one that was declined, and the one that was left over");
        let refused = &around["asked"]["bans"][0];
        assert_eq!((&refused["chamber_id"], &refused["firm_id"]), (&proposed[0]["chamber_id"], &proposed[0]["firm_id"]));
        assert!(refused["reason"].as_str().unwrap().contains("Too far away"));
        assert_eq!(removed(&around["summary"])["banned"], 1);
        let again = city.pairs(&around).await;
        assert_ne!(again.get(proposed[0]["chamber_id"].as_str().unwrap()).map(String::as_str), proposed[0]["firm_id"].as_str());
        city.publish(&around, 1).await.expect(200);
        assert_eq!(city.get(&path(&second)).await["status"], "superseded");
        let late = city.open(json!({"region": "330200", "policy": "coverage", "around": second["id"]})).await.expect(409);
        assert_eq!(late.at("/code"), "run_not_published");

        for run in [&first, &second, &tried, &around] {
            let (good, words) = city.command(&["verify", "run", run["id"].as_str().unwrap()]);
            assert!(good, "{words}");
        }
    }

    async fn the_same_run_has_the_same_bytes_and_a_key_opens_one(app: TestApp) {
        let mut city = City::of(app).await;
        city.account("root", "sysadmin", json!({})).await;
        let body = json!({"region": "330200", "policy": "fairest"});
        let call = || city.open_once(&body, &city.tokens["city"]);
        let (one, again) = (call().await.expect(201), call().await.expect(201));
        assert_eq!((one.at("/id"), again.header("Idempotent-Replay")), (again.at("/id"), "true"));
        let other = city.run("fairest", json!({})).await;
        assert_ne!(other["id"], one.json["id"]);
        for hash in ["inputs_sha256", "result_sha256"] {
            assert_eq!(other[hash], one.json[hash]);
        }
        let list = city.get(&format!("{RUNS}?limit=1")).await;
        assert_eq!(list["items"][0]["id"], other["id"]);
        let next = city.get(&format!("{RUNS}?limit=1&cursor={}", list["next_cursor"].as_str().unwrap())).await;
        assert_eq!(next["items"][0]["id"], one.json["id"]);
        let proof = city.get(&format!("{}/certificate", path(&other))).await;
        assert_eq!((&proof["certificate"]["policy"], proof["chamber_ids"].as_array().unwrap().len()), (&json!("fairest"), 12));
        assert_eq!(proof["pairs"].as_array().unwrap().len(), 11);
        // What another program gets is what ours solves.
        let folder = tempfile::tempdir().unwrap();
        let (file, out) = (folder.path().join("in.json"), folder.path().join("out.csv"));
        std::fs::write(&file, proof["instance"].to_string()).unwrap();
        let (good, words) = city.command(&["solve", "--policy", "fairest", "--in", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        assert!(good, "{words}");
        let pairs: String = proof["pairs"].as_array().unwrap().iter().map(|pair| format!("{},{}\n", pair[0], pair[1])).collect();
        assert_eq!(std::fs::read_to_string(out).unwrap(), pairs);
        // The reply is given again though nothing is left to match.
        for chamber in &city.chambers {
            city.amend("chambers", chamber, 1, json!({"status": "dormant"})).await;
        }
        city.open(body.clone()).await.expect(422);
        let late = call().await.expect(201);
        assert_eq!(late.at("/id"), one.at("/id"));
    }

    async fn a_key_that_is_a_day_old_is_a_new_one(app: TestApp) {
        let city = City::of(app).await;
        let body = json!({"region": "330200", "policy": "coverage"});
        let one = city.open_once(&body, &city.tokens["city"]).await.expect(201);
        city.app.clock.advance(Duration::hours(25));
        let other = city.open_once(&body, &city.app.sign_in("city").await).await.expect(201);
        assert_ne!(one.at("/id"), other.at("/id"));
    }

    async fn what_is_changed_behind_the_program_is_found(app: TestApp) {
        let city = City::of(app).await;
        let run = city.run("coverage", json!({})).await;
        let id = run["id"].as_str().unwrap();
        assert!(city.command(&["verify", "run", id]).0);
        let (pair, other) = (&city.firms[0].to_string(), &city.firms[2].to_string());
        let hash = |name: &str| run[name].as_str().unwrap();
        for (table, column, from, to, words) in [
            ("matching_run_file", "facts", "\"capacity\":5", "\"capacity\":6", "its inputs were changed"),
            ("matching_run_file", "parameters", "\"practice\":40", "\"practice\":41", "its inputs were changed"),
            ("matching_run_file", "result", pair.as_str(), other.as_str(), "its result was changed"),
            ("matching_run", "policy", "coverage", "fairest", "its head says something else"),
            ("matching_run", "inputs_sha256", hash("inputs_sha256"), hash("result_sha256"), "its inputs were changed"),
        ] {
            let said = if column == "result" {
                // Not to be taken back by the same words: the other firm stands there too.
                let copy = city.run("coverage", json!({})).await["id"].as_str().unwrap().to_owned();
                city.tampered(&copy, table, column, from, to)
            } else {
                city.tampered(id, table, column, from, to)
            };
            assert!(said.contains(words), "{column}: {said}");
            assert!(said.contains("不符"), "{said}");
        }
        assert!(!city.command(&["verify", "run", NOWHERE]).0);
        assert!(!city.command(&["verify", "run", "17"]).0);
    }

    async fn each_wrong_request_has_its_answer_and_leaves_nothing(app: TestApp) {
        let city = City::of(app).await;
        let (chamber, firm, far) = (city.chambers[0], city.firms[0], city.firms[4]);
        let wish = |chamber: ChamberId, firm: FirmId| json!({"chamber_id": chamber, "firm_id": firm, "reason": "由"});
        let nobody = json!({"chamber_id": NOWHERE, "firm_id": firm, "reason": "由"});
        let pins: Vec<Value> = city.chambers.iter().take(3).map(|chamber| wish(*chamber, city.firms[1])).collect();
        for (change, field, code) in [
            (json!({"region": "999999"}), "", "not_found"),
            (json!({"region": "330299"}), "region", "region_unknown"),
            (json!({"policy": "best"}), "policy", "unknown_code"),
            (json!({"policy": null}), "policy", "wrong_type"),
            (json!({"weights": {"practice": -1}}), "weights.practice", "negative_weight"),
            (json!({"weights": {"practice": 1001}}), "weights.practice", "out_of_range"),
            (json!({"weights": {"beauty": 1}}), "weights.beauty", "unknown_code"),
            (json!({"candidates": 0}), "candidates", "out_of_range"),
            (json!({"candidates": -1}), "candidates", "out_of_range"),
            (json!({"limits": [{"firm_id": NOWHERE, "most": 1}]}), "limits[0].firm_id", "unknown_firm"),
            (json!({"limits": [{"firm_id": firm, "least": 2, "most": 1}]}), "limits[0].least", "limits_crossed"),
            (json!({"limits": [{"firm_id": firm, "least": -1}]}), "limits[0].least", "out_of_range"),
            (json!({"limits": [{"firm_id": firm, "most": 4}]}), "limits[0].most", "limit_over_room"),
            (json!({"limits": [{"firm_id": firm}, {"firm_id": firm}]}), "limits[1].firm_id", "repeated_firm"),
            (json!({"limits": [{"firm_id": far, "least": 1}]}), &format!("limits.{far}"), "minimum_unmet"),
            (json!({"pins": [nobody]}), "pins[0].chamber_id", "unknown_chamber"),
            (json!({"pins": [wish(chamber, far)]}), "pins[0]", "pin_not_candidate"),
            (json!({"pins": [wish(chamber, firm), wish(chamber, city.firms[3])]}), "pins[1].chamber_id", "pinned_twice"),
            (json!({"pins": pins}), &format!("pins.{}", city.firms[1]), "pins_over_room"),
            (json!({"pins": [{"chamber_id": chamber, "firm_id": firm, "reason": ""}]}), "pins[0].reason", "missing"),
            (json!({"bans": [nobody]}), "bans[0].chamber_id", "unknown_chamber"),
            (json!({"around": NOWHERE}), "", "not_found"),
            (json!({"everything": true}), "everything", "unknown_field"),
        ] {
            let mut body = json!({"region": "330200", "policy": "coverage"});
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let refused = city.open(body).await;
            let (found, expected) = match field {
                "" => ((refused.status, refused.at("/code"), ""), (404, code, "")),
                field => ((refused.status, refused.at("/errors/0/code"), refused.at("/errors/0/field")), (422, code, field)),
            };
            assert_eq!(found, expected, "{change}: {}", refused.text());
        }
        let computed = city.run("coverage", json!({"what_if": true, "limits": [{"firm_id": firm, "most": 4}]})).await;
        assert_eq!(computed["served"], 12, "a what-if run may try a firm that is larger");
        let early = city.open(json!({"region": "330200", "policy": "coverage", "around": computed["id"]})).await.expect(409);
        assert_eq!(early.at("/code"), "run_not_published");
        for (query, field, code) in [
            (format!("chamber_id={NOWHERE}"), "chamber_id", "unknown_chamber"),
            (format!("chamber_id={chamber}&firm_id={NOWHERE}"), "firm_id", "unknown_firm"),
        ] {
            let asked = format!("{}/explanation?{query}", path(&computed));
            let refused = city.app.get(&asked).token(&city.tokens["viewer"]).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        assert_eq!(city.get(RUNS).await["items"].as_array().unwrap().len(), 1, "nothing else was stored");
        assert_eq!(city.get("/api/v1/pairings").await["items"], json!([]));
    }

    async fn a_region_without_chambers_firms_or_room_says_so(app: TestApp) {
        let mut city = City::of(app).await;
        city.account("root", "sysadmin", json!({})).await;
        city.account("east", "federation_admin", json!({"region_code": "310000"})).await;
        let ask = |region: &'static str, login: &str| {
            let call = city.app.post(RUNS, json!({"region": region, "policy": "coverage"}));
            call.token(&city.tokens[login])
        };
        let none = ask("330205", "city").await.expect(422);
        assert_eq!((none.at("/errors/0/field"), none.at("/errors/0/code")), ("region", "no_chambers"));
        let now = city.app.clock.now();
        let alone = entries::chamber("310101", "沪商会", now);
        let asleep = Chamber { status: ChamberStatus::Dormant, ..entries::chamber("310101", "休眠商会", now) };
        city.app.db.write_now(move |c| chambers::insert(c, &alone).and_then(|()| chambers::insert(c, &asleep))).unwrap();
        assert_eq!(ask("310000", "east").await.expect(422).at("/errors/0/code"), "no_firms");
        for firm in city.firms.iter().take(4) {
            city.amend("firms", firm, 1, json!({"accepting": false})).await;
        }
        city.amend("firms", city.firms[4], 1, json!({"capacity": 0})).await;
        assert_eq!(ask("330200", "city").await.expect(422).at("/errors/0/code"), "no_room");
        // A chamber that nobody may serve is no error.
        city.amend("firms", city.firms[4], 2, json!({"capacity": 5})).await;
        let empty = ask("330200", "city").await.expect(201);
        assert_eq!(empty.json["served"], 0);
        let left_over = city.get(&format!("{}/unmatched?limit=1", path(&empty.json))).await;
        let one = &left_over["items"][0];
        assert_eq!((&one["reason"], &one["candidates"]), (&json!("no_candidate"), &json!(0)));
        assert_eq!(removed(one), BTreeMap::from([("not_accepting", 4), ("out_of_area", 1)]));
        assert_eq!(one["change"]["kind"], "accept_again");
    }

    async fn of_two_publications_at_once_one_counts(app: TestApp) {
        let city = City::of(app).await;
        let run = city.run("total", json!({})).await;
        let (one, two) = join(city.publish(&run, 1), city.publish(&run, 1)).await;
        let statuses = BTreeSet::from([one.status, two.status]);
        assert!(statuses == BTreeSet::from([200, 412]) || statuses == BTreeSet::from([200, 409]), "{} {}", one.text(), two.text());
        assert_eq!(city.get("/api/v1/pairings").await["items"].as_array().unwrap().len(), 11);
    }

    async fn what_has_become_impossible_stops_the_whole_publication(app: TestApp) {
        let mut city = City::of(app).await;
        city.account("root", "sysadmin", json!({})).await;
        let run = city.run("coverage", json!({})).await;
        let pairs = city.pairs(&run).await;
        let (chamber, firm) = pairs.iter().next().unwrap();
        // Paired meanwhile by hand; another firm stops accepting.
        let by_hand = json!({"chamber_id": chamber, "firm_id": firm});
        city.app.post("/api/v1/pairings", by_hand).token(&city.tokens["city"]).await.expect(201);
        let stopped = pairs.values().find(|other| *other != firm).unwrap();
        city.amend("firms", stopped, 1, json!({"accepting": false})).await;
        let refused = city.publish(&run, 1).await.expect(422);
        let told: BTreeMap<&str, &str> = refused.json["errors"].as_array().unwrap().iter()
            .map(|one| (one["field"].as_str().unwrap(), one["code"].as_str().unwrap())).collect();
        let mut expected: BTreeMap<String, &str> = pairs.iter().filter(|(_, other)| *other == stopped)
            .map(|(chamber, firm)| (format!("pairs.{chamber}.{firm}"), "firm_unavailable")).collect();
        expected.insert(format!("pairs.{chamber}.{firm}"), "pairing_open");
        assert!(expected.iter().all(|(field, code)| told.get(field.as_str()) == Some(code)), "{told:?}");
        assert_eq!(city.get("/api/v1/pairings").await["items"].as_array().unwrap().len(), 1, "nothing was half done");
        assert_eq!(city.get(&path(&run)).await["status"], "computed");
        // A chamber that found another firm meanwhile has enough.
        let next = city.run("coverage", json!({})).await;
        let pairs = city.pairs(&next).await;
        let (chamber, firm) = pairs.iter().next().unwrap();
        let other = city.firms.iter().map(FirmId::to_string).find(|other| other != firm && other != stopped).unwrap();
        city.app.post("/api/v1/pairings", json!({"chamber_id": chamber, "firm_id": other})).token(&city.tokens["city"]).await.expect(201);
        let refused = city.publish(&next, 1).await.expect(422);
        let told = refused.json["errors"].as_array().unwrap();
        assert!(told.iter().any(|one| one["code"] == "chamber_served" && one["field"] == format!("pairs.{chamber}.{firm}")), "{told:?}");
    }

    async fn the_stated_change_really_serves_the_chamber(app: TestApp) {
        let mut city = City::of(app).await;
        city.account("root", "sysadmin", json!({})).await;
        for policy in ["coverage", "total", "stable", "fairest"] {
            let run = city.run(policy, json!({})).await;
            let left_over = city.get(&format!("{}/unmatched", path(&run))).await;
            let left_over = left_over["items"].as_array().unwrap();
            assert_eq!(left_over.len(), 1, "{policy}");
            assert_eq!(left_over[0]["reason"], "won_by_others");
            let (chamber, change) = (left_over[0]["chamber_id"].as_str().unwrap(), &left_over[0]["change"]);
            assert_eq!(change["kind"], "raise_limit", "{policy}");
            let limits = json!([{"firm_id": change["firm_id"], "most": change["most"]}]);
            let tried = city.run(policy, json!({"what_if": true, "limits": limits})).await;
            assert_eq!(tried["served"], 12, "{policy}");
            assert!(city.pairs(&tried).await.contains_key(chamber));
        }
        // A firm of another city is let in, when nobody nearer can take more; the registry is changed and the run repeated.
        let before = city.run("coverage", json!({})).await;
        let unmatched = city.get(&format!("{}/unmatched", path(&before))).await["items"][0]["chamber_id"].as_str().unwrap().to_owned();
        let bans: Vec<Value> = city.firms[..4].iter().map(|firm| json!({"chamber_id": unmatched, "firm_id": firm, "reason": "由"})).collect();
        let asked = json!({"bans": bans});
        let run = city.run("coverage", asked.clone()).await;
        let why = city.get(&format!("{}/explanation?chamber_id={unmatched}&firm_id={}", path(&run), city.firms[0])).await;
        assert_eq!((&why["firm"]["standing"], &why["firm"]["removal"], &why["firm"]["ban_reason"]), (&json!("removed"), &json!("banned"), &json!("由")));
        assert_eq!(removed(&why["unmatched"]), BTreeMap::from([("banned", 4), ("out_of_area", 1)]));
        let change = &why["unmatched"]["change"];
        assert_eq!((&change["kind"], &change["firm_id"], &change["firm_region"]), (&json!("cross_region"), &json!(city.firms[4]), &json!("330100")));
        city.amend("firms", city.firms[4], 1, json!({"cross_region": true})).await;
        let after = city.run("coverage", asked).await;
        assert_eq!((city.pairs(&after).await[&unmatched].as_str(), &after["served"]), (city.firms[4].as_str(), &json!(12)));
    }

    async fn why_not_that_firm(app: TestApp) {
        let city = City::of(app).await;
        let run = city.run("coverage", json!({})).await;
        let pairs = city.pairs(&run).await;
        let total = line(&run, "coverage")["measures"]["total"].as_i64().unwrap();
        for chamber in &city.chambers {
            for firm in &city.firms {
                let why = city.get(&format!("{}/explanation?chamber_id={chamber}&firm_id={firm}", path(&run))).await;
                let standing = why["firm"]["standing"].as_str().unwrap();
                if pairs.get(chamber.as_str()) == Some(&firm.to_string()) {
                    assert_eq!(standing, "matched");
                    continue;
                }
                if *firm == city.firms[4] {
                    assert_eq!((standing, &why["firm"]["removal"]), ("removed", &json!("out_of_area")));
                    continue;
                }
                // What pinning costs is what a run with the pin comes to.
                assert_eq!(standing, "candidate");
                let pin = json!([{"chamber_id": chamber, "firm_id": firm, "reason": "由"}]);
                let forced = city.run("coverage", json!({"pins": pin, "what_if": true})).await;
                let (measures, effect) = (&line(&forced, "coverage")["measures"], &why["firm"]["pin"]);
                assert_eq!(effect["total_less"].as_i64().unwrap(), total - measures["total"].as_i64().unwrap());
                assert_eq!(effect["served_less"].as_i64().unwrap(), 11 - measures["served"].as_i64().unwrap());
                let now = city.pairs(&forced).await;
                let moved: BTreeSet<String> = city.chambers.iter().map(ChamberId::to_string)
                    .filter(|one| *one != chamber.to_string() && pairs.get(one) != now.get(one)).collect();
                let displaced = effect["displaced"].as_array().unwrap().iter().map(|one| one["chamber_id"].as_str().unwrap().to_owned());
                assert_eq!(displaced.collect::<BTreeSet<_>>(), moved);
            }
        }
    }

    async fn conflicts_are_derived_and_name_their_files(app: TestApp) {
        let world = World::of(&app).await;
        let own = world.own;
        let federation = world.token("federation");
        let open = |app: &TestApp| app.post(RUNS, json!({"region": "330226", "policy": "total"})).token(federation);
        let free = open(&app).await.expect(201);
        assert_eq!((&free.json["served"], removed(&free.json["summary"])["conflict"]), (&json!(1), 0));
        // A lawyer of the firm becomes a mediator of the chamber's committee.
        let seat = json!({"committee_id": own.committee, "name": "律师调解员", "employment": "part_time", "lawyer_id": own.lawyer});
        app.post("/api/v1/mediators", seat).token(federation).await.expect(201);
        // The chamber is sued; its opponent is a client of the firm.
        let client = json!({"client_name": "某对手公司", "from_on": "2024-01-01"});
        let mandate = app.post(&format!("/api/v1/firms/{}/mandates", own.firm), client).token(world.token("firm")).await.expect(201);
        let call = json!({"applicant": "某对手公司", "respondent": "宁海县总商会", "summary": "租金"});
        let case = app.post("/api/v1/cases", call).token(world.token("mediator")).await.expect(201);
        // Serving the chamber itself, or its side, is none.
        let served = json!({"client_name": "宁海县总商会", "from_on": "2024-01-01"});
        app.post(&format!("/api/v1/firms/{}/mandates", own.firm), served).token(world.token("firm")).await.expect(201);
        let (case_id, now) = (case.json["case"]["id"].as_str().unwrap().parse().unwrap(), app.clock.now());
        let taken = |acts_for| Assignment {
            id: AssignmentId::new(), case_id, region_code: "330226".parse().unwrap(), firm_id: own.firm, lawyer_id: None, acts_for,
            basis: DisclosureBasis::Consent, contract_no: None, status: AssignmentStatus::Released, offered_by: None, offered_at: now,
            answer_due_at: now, cleared_at: None, answered_at: Some(now), decline_reason: None, released_at: Some(now), version: 1,
        };
        let all = [ActsFor::Applicant, ActsFor::Respondent, ActsFor::Committee].map(taken);
        app.db.write_now(move |c| all.iter().try_for_each(|one| assignments::insert(c, one))).unwrap();
        let tied = open(&app).await.expect(201);
        assert_eq!((&tied.json["served"], removed(&tied.json["summary"])["conflict"]), (&json!(0), 1));
        let asked = format!("{}/explanation?chamber_id={}&firm_id={}", path(&tied.json), own.chamber, own.firm);
        let why = app.get(&asked).token(federation).await.expect(200);
        let conflicts = why.json["firm"]["conflicts"].as_array().unwrap();
        assert_eq!(conflicts.len(), 3, "{conflicts:?}");
        let case = &case.json["case"]["id"];
        assert_eq!((&conflicts[0]["kind"], &conflicts[0]["case_id"]), (&json!("opposite_side"), case));
        assert_eq!((&conflicts[1]["kind"], &conflicts[1]["case_id"], conflicts[1]["mandate_id"].as_str()),
            (&json!("past_mandate"), case, Some(mandate.at("/id"))));
        assert_eq!((&conflicts[2]["kind"], &conflicts[2]["lawyer_id"]), (&json!("committee_member"), &json!(own.lawyer)));
        let pin = json!([{"chamber_id": own.chamber, "firm_id": own.firm, "reason": "由"}]);
        let refused = app.post(RUNS, json!({"region": "330226", "policy": "total", "pins": pin})).token(federation).await.expect(422);
        assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), ("pins[0]", "conflict_of_interest"));
    }

    async fn weights_and_languages_count(app: TestApp) {
        let city = City::of(app).await;
        let firm = city.firms[1];
        city.app.db.write_now(move |c| {
            let known = firms::by_id(c, firm)?.unwrap();
            firms::save(c, &Firm { languages: vec![Language::English].into_iter().collect(), ..known })
        }).unwrap();
        let chamber = city.chambers[0];
        city.app.db.write_now(move |c| {
            let known = chambers::by_id(c, chamber)?.unwrap();
            chambers::save(c, &Chamber { languages: vec![Language::Chinese].into_iter().collect(), ..known })
        }).unwrap();
        let only = |weights: Value| json!({"weights": weights, "candidates": 2});
        let zero = json!({"practice": 0, "nearness": 1, "language": 0, "size": 0, "satisfaction": 0, "load": 0, "rotation": 0, "link": 0});
        let run = city.run("total", only(zero)).await;
        assert_eq!(removed(&run["summary"])["no_common_language"], 1);
        assert_eq!(run["summary"]["not_kept"], 12 * 4 - 1 - 12 * 2, "two candidates of each chamber");
        let pairs = city.get(&format!("{}/pairs?limit=200", path(&run))).await;
        for pair in pairs["items"].as_array().unwrap() {
            let sum = |parts: &str| pair[parts].as_object().unwrap().values().map(|part| part.as_i64().unwrap()).sum::<i64>();
            assert_eq!(pair["chamber_score"], sum("chamber_parts"));
            assert_eq!(pair["firm_score"], sum("firm_parts"));
            assert_eq!(pair["chamber_parts"]["nearness"], pair["chamber_score"], "nothing else counts");
        }
    }

    async fn how_the_work_of_a_firm_was_judged_is_read_from_the_figures(app: TestApp) {
        let city = City::of(app).await;
        let firm = city.firms[2];
        let answers = |month: &str, counters: &[Counter]| {
            let key = CellKey {
                month: month.parse().unwrap(), region: "330226".parse().unwrap(), committee: CommitteeId::new(),
                category: Category::Labour, source: Source::Application, regime: Regime::Labour, firm: Some(firm),
            };
            let mut added = Added::default();
            counters.iter().for_each(|counter| added.counts.add(*counter, 1));
            Contribution::from([(key, added)])
        };
        let folded = answers("2026-03-01", &[Counter::Satisfied, Counter::Fair, Counter::CallbacksAnswered]);
        let fresh = answers("2026-05-01", &[Counter::Dissatisfied, Counter::CallbacksUnreachable]);
        city.app.db.write_now(move |c| {
            let noted_on = "2026-06-01".parse().unwrap();
            statistics::add(c, noted_on, None, &folded)?;
            statistics::fold(c, 10)?;
            statistics::add(c, noted_on, None, &fresh)
        }).unwrap();
        let judged = |area: &str| {
            let area = RegionCode::parse(area).unwrap().prefix();
            city.app.db.read_now(move |c| matching_facts::judged(c, area)).unwrap()
        };
        assert_eq!(judged("330200"), [(firm, 3, 2)]);
        assert_eq!(judged("330203"), [], "a firm of another county");
        let run = city.run("total", json!({})).await;
        let pairs = city.get(&format!("{}/pairs?limit=200", path(&run))).await;
        let parts = pairs["items"].as_array().unwrap().iter().map(|pair| (&pair["firm_id"], &pair["chamber_parts"]["satisfaction"]));
        let (own, others): (Vec<_>, Vec<_>) = parts.partition(|(id, _)| **id == json!(firm));
        assert!(!own.is_empty() && !others.is_empty());
        assert!(own.iter().all(|(_, points)| **points == json!(81_818)), "3 fifths of 15 of 110: {own:?}");
        assert!(others.iter().all(|(_, points)| **points == json!(68_181)), "the middle: {others:?}");
    }
}
