//! A mediator goes away or leaves: what they worked on goes to a colleague, case by case, and everyone sees who covers.

use crate::both;
use crate::support::*;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;

/// Three cases of the mediator: one accepted, one with the colleague on it too, one closed.
async fn cases(app: &TestApp, world: &World) -> [String; 3] {
    let today = china_day(app.clock.now());
    let mut made = Vec::new();
    for at in 0..3 {
        let call = json!({"applicant": "甲", "respondent": format!("乙{at}"), "summary": "货款", "regime": "people", "category": "contract"});
        let case = app.post("/api/v1/cases", call).token(world.token("mediator")).await.expect(201);
        let path = case.header("Location").to_owned();
        let mut steps = vec![(
            "mediators",
            json!({"mediator_id": world.own.mediator, "chosen_by": "committee", "appointed_on": today}),
        )];
        if at == 1 {
            steps.push((
                "mediators",
                json!({"mediator_id": world.own.colleague, "chosen_by": "parties", "appointed_on": today}),
            ));
        }
        if at == 2 {
            steps.push(("withdrawal", json!({"withdrawn_on": today, "outcome": "own_settlement"})));
            steps.push(("closure", json!({"closed_on": today})));
        }
        for (version, (noun, body)) in (1..).zip(steps) {
            app.post(&format!("{path}/{noun}"), body).token(world.token("chamber")).if_match(version).await.expect(200);
        }
        made.push(path);
    }
    made.try_into().unwrap()
}

fn ids(reply: &Value) -> Vec<String> {
    reply
        .as_array()
        .unwrap()
        .iter()
        .map(|line| format!("/api/v1/cases/{}", line["case_id"].as_str().unwrap()))
        .collect()
}

both! {
    async fn a_load_goes_to_a_colleague_as_the_preview_said(app: TestApp) {
        let world = World::of(&app).await;
        let [alone, shared, closed] = cases(&app, &world).await;
        let chamber = world.token("chamber");
        let path = format!("/api/v1/mediators/{}/transfer", world.own.mediator);
        let preview = app.get(&format!("{path}?to={}&mode=replace", world.own.colleague)).token(chamber).await.expect(200);
        assert_eq!((ids(&preview.json["moved"]), ids(&preview.json["kept"])), (vec![alone.clone()], vec![shared.clone()]));
        assert_eq!((preview.at("/kept/0/why"), &preview.json["moved"][0]["lead"]), ("mediator_twice", &json!(true)));
        app.get(&alone).token(world.token("colleague")).await.expect(404);

        let body = json!({"to": world.own.colleague, "mode": "replace", "reason": "unavailable"});
        let done = app.post(&path, body.clone()).token(chamber).await.expect(200);
        assert_eq!(done.json, preview.json);
        let seen = app.get(&alone).token(world.token("colleague")).await.expect(200);
        let places = seen.json["mediators"].as_array().unwrap();
        assert_eq!(places.len(), 2);
        assert_eq!((&places[0]["release_reason"], &places[0]["lead"]), (&json!("unavailable"), &json!(false)));
        assert_eq!((&places[1]["mediator_id"], &places[1]["lead"]), (&json!(world.own.colleague), &json!(true)));
        let events = app.get(&format!("{alone}/events")).token(chamber).await.expect(200);
        let last = events.json["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).next_back();
        assert_eq!(last, Some("replace_mediator"));
        let again = app.post(&path, body).token(chamber).await.expect(200);
        assert_eq!((ids(&again.json["moved"]).len(), ids(&again.json["kept"])), (0, vec![shared]), "nothing is left to hand over");
        app.get(&closed).token(world.token("colleague")).await.expect(404);
    }

    async fn a_cover_works_beside_and_is_seen(app: TestApp) {
        let world = World::of(&app).await;
        let [alone, shared, _] = cases(&app, &world).await;
        let (chamber, today) = (world.token("chamber"), china_day(app.clock.now()));
        let later = today + chrono::Duration::days(9);
        let absences = format!("/api/v1/mediators/{}/absences", world.own.mediator);
        let away = json!({"from_on": today, "until_on": later, "cover_id": world.own.colleague});
        let noted = app.post(&absences, away.clone()).token(chamber).await.expect(201);
        let known = app.get(&absences).token(world.token("viewer")).await.expect(200);
        assert_eq!(known.json["items"], json!([noted.json]));
        let body = json!({"to": world.own.colleague, "mode": "cover", "case_ids": [alone.rsplit('/').next()]});
        let path = format!("/api/v1/mediators/{}/transfer", world.own.mediator);
        let done = app.post(&path, body).token(chamber).await.expect(200);
        assert_eq!((ids(&done.json["moved"]), ids(&done.json["kept"])), (vec![alone.clone()], vec![]), "{shared} was not asked for");
        let on = app.get(&format!("{alone}/mediators")).token(world.token("colleague")).await.expect(200);
        let items = on.json["items"].as_array().unwrap();
        assert_eq!((&items[0]["absence"]["cover_id"], &items[0]["absence"]["until_on"]), (&json!(world.own.colleague), &json!(later)));
        assert_eq!((&items[0]["lead"], &items[1]["lead"], &items[1]["absence"]), (&json!(true), &json!(false), &Value::Null));

        let back = format!("/api/v1/mediators/{}/transfer", world.own.colleague);
        let body = json!({"to": world.own.mediator, "mode": "cover"});
        assert_eq!(app.post(&back, body).token(chamber).await.expect(409).at("/code"), "mediator_absent");
        let absence = format!("/api/v1/absences/{}", noted.at("/id"));
        app.call(actix_web::http::Method::DELETE, &absence, None).token(chamber).await.expect(204);
        assert_eq!(app.get(&absences).token(chamber).await.expect(200).json["items"], json!([]));
        let earlier = json!({"from_on": today.pred_opt(), "until_on": later});
        let begun = app.post(&absences, earlier).token(chamber).await.expect(201);
        let absence = format!("/api/v1/absences/{}", begun.at("/id"));
        app.call(actix_web::http::Method::DELETE, &absence, None).token(chamber).await.expect(204);
        app.post(&absences, away).token(chamber).await.expect(201);
    }

    async fn wrong_transfers_and_absences_change_nothing(app: TestApp) {
        let world = World::of(&app).await;
        let [alone, ..] = cases(&app, &world).await;
        let (chamber, today) = (world.token("chamber"), china_day(app.clock.now()));
        let (mediator, colleague, stranger) = (world.own.mediator, world.own.colleague, world.other.mediator);
        let path = format!("/api/v1/mediators/{mediator}/transfer");
        for (body, field) in [
            (json!({"to": mediator, "mode": "replace"}), "to"),
            (json!({"to": stranger, "mode": "replace"}), "to"),
            (json!({"to": colleague, "mode": "lend"}), "mode"),
            (json!({"to": colleague, "mode": "cover", "case_ids": [colleague]}), &*format!("case_ids.{colleague}")),
        ] {
            assert_eq!(app.post(&path, body).token(chamber).await.expect(422).at("/errors/0/field"), field);
        }
        let (on, far) = (|days| today + chrono::Duration::days(days), json!({"cover_id": stranger}));
        let absences = format!("/api/v1/mediators/{mediator}/absences");
        for (from, until, more, field, code) in [
            (0, -1, json!({}), "until_on", "date_order"),
            (-9, -1, json!({}), "until_on", "out_of_range"),
            (0, 366, json!({}), "until_on", "out_of_range"),
            (0, 1, far, "cover_id", "unknown_reference"),
            (0, 1, json!({"cover_id": mediator}), "cover_id", "unknown_reference"),
        ] {
            let mut body = json!({"from_on": on(from), "until_on": on(until)});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let refused = app.post(&absences, body).token(chamber).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        let days = |from, until| json!({"from_on": on(from), "until_on": on(until)});
        app.post(&absences, days(2, 4)).token(chamber).await.expect(201);
        assert_eq!(app.post(&absences, days(4, 5)).token(chamber).await.expect(409).at("/code"), "absence_noted");
        let cover = json!({"from_on": on(3), "until_on": on(3), "cover_id": mediator});
        let others = format!("/api/v1/mediators/{colleague}/absences");
        assert_eq!(app.post(&others, cover).token(chamber).await.expect(409).at("/code"), "mediator_absent");
        app.get(&alone).token(world.token("colleague")).await.expect(404);
    }
}
