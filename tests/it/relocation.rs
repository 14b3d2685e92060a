//! A chamber or a firm goes to another region: who may move it, what goes along, and what stays.

use crate::both;
use crate::support::*;
use serde_json::{Value, json};
use wanlian::store::statistics::first_difference;

const FROM: &str = "330226";
const TO: &str = "330225";

async fn patch(app: &TestApp, token: &str, path: &str, region: &str) -> Reply {
    app.patch(path, json!({"region_code": region})).token(token).if_match(1).await
}

async fn logins(app: &TestApp, token: &str) -> Vec<String> {
    let users = app.get("/api/v1/users").token(token).await.expect(200);
    let logins = users.json["items"].as_array().unwrap().iter().map(|one| one["login"].as_str().unwrap().to_owned());
    logins.collect()
}

/// The accepted cases of a region, as its federation is told.
async fn figures(app: &TestApp, token: &str, region: &str) -> Value {
    let path = format!("/api/v1/statistics?region={region}&from=2026-01&to=2099-12&by=total");
    app.get(&path).token(token).await.expect(200).json["items"].clone()
}

both! {
    async fn a_chamber_goes_with_its_people_and_leaves_its_cases(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let case = format!("/api/v1/cases/{}", case["case"]["id"].as_str().unwrap());
        let before = figures(&app, world.token("city"), FROM).await;
        let path = format!("/api/v1/chambers/{}", world.own.chamber);
        for (login, region, status, code) in [
            ("chamber", TO, 403, "forbidden"),
            ("federation", TO, 422, "region_outside"),
            ("neighbour", TO, 404, "not_found"),
            ("city", "420106", 422, "region_outside"),
            ("city", "330299", 422, "region_unknown"),
        ] {
            let refused = patch(&app, world.token(login), &path, region).await.expect(status);
            let said = if status == 422 { refused.at("/errors/0/code") } else { refused.at("/code") };
            assert_eq!(said, code, "{login} {region}");
        }
        patch(&app, world.token("city"), &path, TO).await.expect(200);
        for entry in [format!("committees/{}", world.own.committee), format!("mediators/{}", world.own.mediator)] {
            let entry = app.get(&format!("/api/v1/{entry}")).token(world.token("city")).await.expect(200);
            assert_eq!((entry.at("/region_code"), entry.header("ETag")), (TO, "\"2\""));
        }
        let (here, there) = (logins(&app, world.token("federation")).await, logins(&app, world.token("neighbour")).await);
        for login in ["chamber", "mediator", "colleague"] {
            assert!(there.iter().any(|one| one == login) && !here.iter().any(|one| one == login), "{login}");
        }
        // The old case stays where it was, and its figures; the committee goes on with it, and enters new ones in the new region.
        app.get(&case).token(world.token("neighbour")).await.expect(404);
        assert_eq!(app.get(&case).token(world.token("federation")).await.expect(200).at("/case/region_code"), FROM);
        app.get(&case).token(world.token("chamber")).await.expect(200);
        assert_eq!(figures(&app, world.token("city"), FROM).await, before);
        let new = lives::register(&app, &world, "chamber").await;
        assert_eq!(new["case"]["region_code"], TO);
        assert_eq!(app.db.read_now(first_difference).unwrap(), None);
    }

    async fn a_firm_goes_with_its_lawyers(app: TestApp) {
        let world = World::of(&app).await;
        let path = format!("/api/v1/firms/{}", world.own.firm);
        patch(&app, world.token("firm"), &path, TO).await.expect(403);
        patch(&app, world.token("federation"), &path, TO).await.expect(422);
        patch(&app, world.token("admin"), &path, TO).await.expect(200);
        let lawyer = app.get(&format!("/api/v1/lawyers/{}", world.own.lawyer)).token(world.token("city")).await;
        assert_eq!((lawyer.at("/region_code"), lawyer.header("ETag")), (TO, "\"2\""));
        let there = logins(&app, world.token("neighbour")).await;
        assert!(["firm", "lawyer"].iter().all(|login| there.iter().any(|one| one == login)), "{there:?}");
        app.get("/api/v1/me").token(world.token("lawyer")).await.expect(200);
    }

    async fn a_name_that_is_taken_there_keeps_everything_here(app: TestApp) {
        let world = World::of(&app).await;
        let twin = json!({"region_code": TO, "name": "宁海县商会人民调解委员会", "case_prefix": "象商调"});
        app.post("/api/v1/committees", twin).token(world.token("admin")).await.expect(201);
        let path = format!("/api/v1/chambers/{}", world.own.chamber);
        let taken = patch(&app, world.token("city"), &path, TO).await.expect(409);
        assert_eq!(taken.at("/code"), "already_registered");
        assert_eq!(app.get(&path).token(world.token("city")).await.expect(200).at("/region_code"), FROM);
    }
}
