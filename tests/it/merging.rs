//! Figures that an offline county hands up: counted once, replaced by newer ones, refused when forged, never beside its own cases.

use crate::both;
use crate::commands::{said, wanlian};
use crate::support::lives::{self, KEPT_AFTER_ALL};
use crate::support::*;
use chrono::{Months, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wanlian::base::clock::china_day;
use wanlian::base::signature::Signer;
use wanlian::domain::contribution::Counter;
use wanlian::domain::figure_package::{FORMAT, FigurePackage, PackageCell, SignedPackage};
use wanlian::domain::measures::Dimension;
use wanlian::domain::region::RegionCode;
use wanlian::store::db::Db;

/// A month of the year before last, which no case of a test is in.
const FIRST: &str = "2024-01-01";
const LAST: &str = "2024-03-31";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cell(month: &str, by: Dimension, item: &str, accepted: i64) -> PackageCell {
    let counts = BTreeMap::from([(Counter::Accepted, accepted), (Counter::AmountAgreed, accepted * 100)]);
    PackageCell { month: day(month), by, item: item.to_owned(), counts }
}

/// What a county counted: 5 cases in January, 2 in March.
fn package(app: &TestApp, region: &str, accepted: i64) -> FigurePackage {
    let month = |month: &str, cases: i64| {
        vec![
            cell(month, Dimension::Total, "", cases),
            cell(month, Dimension::Category, "labour", cases - 1),
            cell(month, Dimension::Category, "contract", 1),
            cell(month, Dimension::Source, "application", cases),
            cell(month, Dimension::Regime, "people", cases),
        ]
    };
    let cells = [month("2024-01-01", accepted), month("2024-03-01", 2)].concat();
    let region = RegionCode::parse(region).unwrap();
    FigurePackage { format: FORMAT, region, from: day(FIRST), to: day(LAST), made_at: app.clock.now(), cells }
}

async fn register(app: &TestApp, world: &World, region: &str, signer: &Signer) -> Reply {
    let key = json!({"region_code": region, "name": "某县工商联", "public_key": signer.public_key()});
    app.post("/api/v1/figure-keys", key).token(world.token("city")).await
}

async fn hand_up(app: &TestApp, world: &World, signed: &SignedPackage) -> Reply {
    app.post("/api/v1/figure-packages", serde_json::to_value(signed).unwrap()).token(world.token("city")).await
}

async fn merged(app: &TestApp, world: &World, more: &str) -> Value {
    let path = format!("/api/v1/statistics?from=2024-01&to=2024-06{more}");
    app.get(&path).token(world.token("city")).await.expect(200).json["merged"].clone()
}

/// The accepted cases of each item, handed up and together.
fn accepted(merged: &Value) -> Vec<(String, i64, i64)> {
    let count = |line: &Value, of: &str| line[of]["counts"]["accepted"].as_i64().unwrap();
    let lines = merged["items"].as_array().unwrap().iter();
    lines
        .map(|line| (line["item"].as_str().unwrap().to_owned(), count(line, "merged"), count(line, "together")))
        .collect()
}

fn line(item: &str, merged: i64, together: i64) -> (String, i64, i64) {
    (item.to_owned(), merged, together)
}

both! {
    async fn a_package_counts_once_and_a_newer_one_takes_its_place(app: TestApp) {
        let world = World::of(&app).await;
        let signer = Signer::generate().unwrap().0;
        let first = package(&app, "330225", 5).signed(&signer).unwrap();
        assert_eq!(hand_up(&app, &world, &first).await.expect(422).at("/errors/0/code"), "unknown_key");
        register(&app, &world, "330225", &signer).await.expect(201);
        assert_eq!(register(&app, &world, "330225", &signer).await.expect(409).at("/code"), "already_registered");
        assert_eq!(merged(&app, &world, "").await, Value::Null);

        let taken = hand_up(&app, &world, &first).await.expect(200);
        assert_eq!(taken.at("/outcome"), "merged");
        let again = hand_up(&app, &world, &first).await.expect(200);
        assert_eq!((again.at("/outcome"), again.at("/package/id")), ("unchanged", taken.at("/package/id")));
        assert_eq!(accepted(&merged(&app, &world, "").await), [line("", 7, 7)], "once");
        assert_eq!(accepted(&merged(&app, &world, "&by=region").await), [line("330225", 7, 7)]);
        assert_eq!(accepted(&merged(&app, &world, "&by=category").await), [line("contract", 2, 2), line("labour", 5, 5)]);
        assert_eq!(accepted(&merged(&app, &world, "&by=quarter&and=source").await), [line("2024-Q1", 7, 7)]);
        assert_eq!(merged(&app, &world, "&by=committee").await, Value::Null, "a package names no committee");
        let rate = merged(&app, &world, "").await["items"][0]["together"]["rates"][0].clone();
        assert_eq!((rate["numerator"].clone(), rate["denominator"].clone()), (json!(0), json!(7)));

        let older = FigurePackage { made_at: app.clock.now() - chrono::Duration::hours(1), ..package(&app, "330225", 9) };
        assert_eq!(hand_up(&app, &world, &older.signed(&signer).unwrap()).await.expect(409).at("/code"), "package_older");
        app.clock.advance(chrono::Duration::seconds(5));
        let newer = package(&app, "330225", 9).signed(&signer).unwrap();
        assert_eq!(hand_up(&app, &world, &newer).await.expect(200).at("/outcome"), "replaced");
        assert_eq!(accepted(&merged(&app, &world, "").await), [line("", 11, 11)]);
        assert_eq!(hand_up(&app, &world, &first).await.expect(409).at("/code"), "package_older");

        // Other days that share a month, and the city's own package over the county's.
        let month = FigurePackage { to: day("2024-01-31"), cells: Vec::new(), ..package(&app, "330225", 5) };
        assert_eq!(hand_up(&app, &world, &month.signed(&signer).unwrap()).await.expect(409).at("/code"), "package_overlaps");
        register(&app, &world, "330200", &signer).await.expect(201);
        let city = package(&app, "330200", 5).signed(&signer).unwrap();
        assert_eq!(hand_up(&app, &world, &city).await.expect(409).at("/code"), "package_overlaps");
        let listed = app.get("/api/v1/figure-packages").token(world.token("city")).await.expect(200).json;
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);
        assert_eq!(app.get("/api/v1/figure-packages").token(world.token("chamber")).await.expect(200).json["items"], json!([]));
    }

    /// In the form and in a report they stand in rows of their own, and the total holds both; the page shows them side by side.
    async fn forms_reports_and_the_page_hold_what_was_handed_up(app: TestApp) {
        let world = World::of(&app).await;
        let signer = Signer::generate().unwrap().0;
        register(&app, &world, "330225", &signer).await.expect(201);
        let late = json!({"applicant": "甲", "respondent": "乙", "summary": "货款", "applied_on": "2024-02-05", "category": "contract"});
        let case = app.post("/api/v1/cases", late).token(world.token("chamber")).await.expect(201).json;
        lives::step(&app, &world, "chamber", &case, ("acceptance", r#"{"accepted_on": "2024-02-06", "simplified": false}"#)).await;
        let form = |app: &TestApp, token: &str| {
            let call = app.get("/api/v1/statistics/form?from=2024-Q1&to=2024-Q1").token(token);
            async move { call.await.expect(200).json }
        };
        let before = form(&app, world.token("city")).await;
        assert_eq!((before["rows"].as_array().unwrap().len(), &before["sources"]), (1, &Value::Null));
        let report = json!({"region": "330200", "from": "2024-Q1", "to": "2024-Q1"});
        let early = app.post("/api/v1/reports", report.clone()).token(world.token("city")).await.expect(201);
        let yesterday = china_day(app.clock.now());

        app.clock.advance(chrono::Duration::days(1));
        let city = app.sign_in("city").await;
        let signed = package(&app, "330225", 5).signed(&signer).unwrap();
        app.post("/api/v1/figure-packages", serde_json::to_value(&signed).unwrap()).token(&city).await.expect(200);
        let filled = form(&app, &city).await;
        let at = |code: &str| filled["columns"].as_array().unwrap().iter().position(|column| column["code"] == code).unwrap();
        let row = |row: &Value| ["cases", "category_labour", "category_contract", "application", "amount_agreed"].map(|code| row["cells"][at(code)].as_i64().unwrap());
        let rows = filled["rows"].as_array().unwrap();
        assert_eq!((rows.len(), rows[0]["handed_up"].clone(), rows[1]["handed_up"].clone()), (2, Value::Null, json!(true)));
        assert_eq!((row(&rows[0]), row(&rows[1])), ([1, 0, 1, 1, 0], [7, 5, 2, 7, 700]));
        assert_eq!(row(&filled["total"]), [8, 5, 3, 8, 700]);
        assert!(rows[1]["name"].as_str().unwrap().contains("上报并入"), "{}", rows[1]["name"]);
        assert_eq!(filled["sources"][0]["region"], json!("330225"));
        assert_eq!(filled["faults"], json!([]), "the agreed are counted by both or by none");

        // As of a day before it came there is none; as of its own day it is there.
        let as_of = |day: NaiveDate| {
            let call = app.get(&format!("/api/v1/statistics?from=2024-Q1&to=2024-Q1&as_of={day}")).token(&city);
            async move { call.await.expect(200).json["merged"].clone() }
        };
        assert_eq!(as_of(yesterday).await, Value::Null);

        // A report keeps them, apart; one of the day before lacks them and says so.
        let made = app.post("/api/v1/reports", report).token(&city).await.expect(201);
        let kept = app.get(&format!("/api/v1/reports/{}/file?format=json", made.at("/id"))).token(&city).await.expect(200).json;
        assert_eq!(kept["handed_up"][0]["items"][0]["counts"]["accepted"], json!(7));
        assert_eq!(kept["tables"][0]["items"][0]["counts"]["accepted"], json!(1));
        assert_eq!(kept["form"]["sources"], filled["sources"]);
        let differences = |id: String| {
            let call = app.get(&format!("/api/v1/reports/{id}/differences")).token(&city);
            async move { call.await.expect(200).json["items"].as_array().unwrap().clone() }
        };
        assert_eq!(differences(made.at("/id").to_owned()).await, Vec::<Value>::new());
        let found = differences(early.at("/id").to_owned()).await;
        assert!(!found.is_empty() && found.iter().all(|one| one["handed_up"] == json!(true)), "{found:?}");

        let mut tab = Tab::of(&app, "city").await;
        let page = tab.get("/figures?from=2024-01-01&to=2024-03-31&by=category").await.expect(200).text();
        let merged = page.split("id=\"merged\"").nth(1).unwrap().split("</section>").next().unwrap();
        let cells: Vec<&str> = merged.split("<td class=\"num\">").skip(1).take(3).map(|cell| cell.split('<').next().unwrap()).collect();
        assert_eq!(cells, ["1", "7", "8"], "{merged}");
        assert!(merged.contains("劳动争议") && merged.contains("象山县"), "{merged}");
        assert!(tab.get(&format!("/reports/{}", made.at("/id"))).await.expect(200).text().contains("上报并入"));

        app.clock.advance(chrono::Duration::days(1));
        let city = app.sign_in("city").await;
        let day = yesterday + chrono::Duration::days(1);
        let path = format!("/api/v1/statistics?from=2024-Q1&to=2024-Q1&as_of={day}");
        assert_eq!(accepted(&app.get(&path).token(&city).await.expect(200).json["merged"]), [line("", 7, 8)]);
    }

    async fn a_forged_changed_or_foreign_package_is_refused(app: TestApp) {
        let world = World::of(&app).await;
        let (signer, other) = (Signer::generate().unwrap().0, Signer::generate().unwrap().0);
        let key = register(&app, &world, "330225", &signer).await.expect(201);
        register(&app, &world, "330281", &other).await.expect(201);
        let good = package(&app, "330225", 5).signed(&signer).unwrap();
        let changed = SignedPackage { package: good.package.replace("\"accepted\":5", "\"accepted\":6"), ..good.clone() };
        let forged = SignedPackage { signature: other.sign(&good.package), ..good.clone() };
        let foreign = package(&app, "330225", 5).signed(&other).unwrap();
        let mut uneven = package(&app, "330225", 5);
        uneven.cells[1].counts.insert(Counter::Accepted, 40);
        for (name, signed, field, code) in [
            ("changed", changed, "signature", "bad_signature"),
            ("forged", forged, "signature", "bad_signature"),
            ("another county's key", foreign, "public_key", "unknown_key"),
            ("does not add up", uneven.signed(&signer).unwrap(), "package.cells", "package_inconsistent"),
        ] {
            let refused = hand_up(&app, &world, &signed).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code), "{name}");
        }
        assert_eq!(merged(&app, &world, "").await, Value::Null);
        let elsewhere = serde_json::to_value(&good).unwrap();
        app.post("/api/v1/figure-packages", elsewhere.clone()).token(world.token("other.federation")).await.expect(404);
        app.post("/api/v1/figure-packages", elsewhere).token(world.token("chamber")).await.expect(403);
        // A key that was taken out of use is good for nothing.
        let path = format!("/api/v1/figure-keys/{}/retirement", key.at("/id"));
        app.post(&path, json!({})).token(world.token("other.federation")).await.expect(404);
        app.post(&path, json!({})).token(world.token("city")).await.expect(200);
        assert_eq!(hand_up(&app, &world, &good).await.expect(422).at("/errors/0/code"), "unknown_key");
        for (region, public_key, field) in [("330281", "AAAA", "public_key"), ("999999", "AAAA", "region_code")] {
            let key = json!({"region_code": region, "name": "某县", "public_key": public_key});
            let refused = app.post("/api/v1/figure-keys", key).token(world.token("admin")).await.expect(422);
            assert_eq!(refused.at("/errors/0/field"), field);
        }
    }

    async fn never_beside_cases_of_the_same_place_and_month(app: TestApp) {
        let world = World::of(&app).await;
        let signer = Signer::generate().unwrap().0;
        register(&app, &world, "330226", &signer).await.expect(201);
        let case = lives::register(&app, &world, "chamber").await;
        let month = day(case["case"]["applied_on"].as_str().unwrap()).format("%Y-%m").to_string();
        app.clock.advance(chrono::Duration::days(40));
        let token = app.sign_in("city").await;
        let hand_up = |package: FigurePackage| app.post("/api/v1/figure-packages", serde_json::to_value(package.signed(&signer).unwrap()).unwrap()).token(&token);
        let first = day(&format!("{month}-01"));
        let last = first + Months::new(1) - chrono::Duration::days(1);
        let beside = FigurePackage { from: first, to: last, cells: Vec::new(), ..package(&app, "330226", 5) };
        assert_eq!(hand_up(beside).await.expect(409).at("/code"), "live_figures");
        hand_up(package(&app, "330226", 5)).await.expect(200);

        // A case of an earlier month is registered late: that month is counted from the cases alone.
        let late = json!({"applicant": "甲", "respondent": "乙", "summary": "货款", "applied_on": "2024-03-05"});
        app.post("/api/v1/cases", late).token(&app.sign_in("chamber").await).await.expect(201);
        let sheet = app.get("/api/v1/statistics?from=2024-01&to=2024-03").token(&token).await.expect(200).json;
        assert_eq!(sheet["items"][0]["counts"]["registered"], json!(1));
        assert_eq!(sheet["merged"]["left_out"], json!([{"region": "330226", "month": "2024-03-01"}]));
        assert_eq!(accepted(&sheet["merged"]), [line("", 5, 5)]);
        assert_eq!(sheet["merged"]["items"][0]["together"]["counts"]["registered"], json!(1));
    }
}

/// From one installation to another by files, as a county does it.
#[actix_web::test]
async fn what_a_county_exports_is_what_its_own_screen_shows() {
    let Some(fresh) = Fresh::new(Backend::Sqlite) else { return };
    let (Some(offline), place) = (Fresh::new(Backend::Sqlite), "330226") else { return };
    let county = TestApp::start(offline).await;
    let world = World::of(&county).await;
    lives::live(&county, &world, KEPT_AFTER_ALL).await;
    let month = china_day(county.clock.now()).format("%Y-%m").to_string();
    let signer = Signer::generate().unwrap().0;
    county.clock.advance(chrono::Duration::days(40));
    let now = county.clock.now();
    let period = wanlian::domain::period::Period::parse(&month, &month).unwrap();
    let region = RegionCode::parse(place).unwrap();
    let export = |c: &mut _| wanlian::workflow::merge_figures::export(c, region, period, &signer, now);
    let signed = county.db.read_now(export).unwrap();
    for name in ["马勇琪", "顺盛", "调解员", "宁商调"] {
        assert!(!signed.package.contains(name), "{name}");
    }
    let path = format!("/api/v1/statistics?from={month}&to={month}&by=category");
    let screen = county.get(&path).token(&county.sign_in("federation").await).await.expect(200).json;

    let city = TestApp::start(fresh).await;
    let elsewhere = World::of(&city).await;
    city.clock.advance(chrono::Duration::days(40));
    let token = city.sign_in("city").await;
    let key = json!({"region_code": place, "name": "宁海县工商联", "public_key": signer.public_key()});
    city.post("/api/v1/figure-keys", key).token(&token).await.expect(201);
    city.post("/api/v1/figure-packages", serde_json::to_value(&signed).unwrap()).token(&token).await.expect(200);
    let shown = city.get(&path).token(&token).await.expect(200).json;
    assert_eq!(shown["items"], json!([]));
    assert_eq!(shown["merged"]["items"][0]["merged"]["counts"], screen["items"][0]["counts"]);
    assert_eq!(shown["merged"]["items"][0]["together"]["rates"], screen["items"][0]["rates"]);
    drop(elsewhere);
}

both! {
    fn keys_and_packages_are_files_of_their_own(fresh: Fresh) {
        let key = fresh.folder.path().join("county.key");
        let out = fresh.folder.path().join("figures.json");
        let (key, out) = (key.to_str().unwrap(), out.to_str().unwrap());
        Db::open(&fresh.url, 1).unwrap();
        let made = wanlian(&fresh, &["export", "key", "--out", key]);
        assert!(made.status.success(), "{}", said(&made));
        let public = String::from_utf8_lossy(&made.stdout).trim().to_owned();
        assert!(!wanlian(&fresh, &["export", "key", "--out", key]).status.success(), "a key is not written over");
        let secret = std::fs::read_to_string(key).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        assert!(!said(&made).contains(&secret));
        let export = |from: &str| wanlian(&fresh, &["export", "figures", "--region", "330226", "--from", from, "--to", "2024-02", "--key", key, "--out", out]);
        let part = export("2024-01-05");
        assert!(!part.status.success() && said(&part).contains("package.from"), "{}", said(&part));
        let whole = export("2024-01");
        assert!(whole.status.success(), "{}", said(&whole));
        let package: SignedPackage = serde_json::from_str(&std::fs::read_to_string(out).unwrap()).unwrap();
        assert_eq!(package.public_key, public);
        assert_eq!(package.open().unwrap().cells, [], "that nothing happened is a report");
    }
}
