//! Sessions planned ahead, from the plan to the record: invitations that keep their name and count, the list of work, and the
//! calendar behind a secret address.

use crate::both;
use crate::support::lives;
use crate::support::*;
use chrono::Duration;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::jobs::deliver_mail::DeliverMail;
use wanlian::mail::transport::{Mailer, Outgoing};

/// A case that is being mediated by the chamber's mediator.
async fn mediating(app: &TestApp, world: &World) -> Value {
    let mut case = lives::register(app, world, "chamber").await;
    for line in lives::NO_MONEY.iter().take_while(|line| line.0 != "agreement") {
        case = lives::step(app, world, "chamber", &case, *line).await;
    }
    case
}

/// Sends what waits and answers the mails with an invitation.
fn invitations_sent(app: &TestApp) -> Vec<Outgoing> {
    let mailer = Mailer::Memory(Default::default());
    let (tick, merge) = (std::time::Duration::from_secs(1), Duration::zero());
    let base_url = "https://w.example".to_owned();
    DeliverMail { db: app.db.clone(), mailer: mailer.clone(), clock: app.clock.clone(), base_url, tick, merge }
        .run_due()
        .unwrap();
    let Mailer::Memory(memory) = mailer else { unreachable!() };
    memory.sent().into_iter().filter(|mail| mail.calendar.is_some()).collect()
}

fn line<'a>(ics: &'a str, name: &str) -> &'a str {
    ics.split("\r\n").find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name} in {ics}"))
}

both! {
    async fn an_invitation_is_updated_and_cancelled_under_one_name(app: TestApp) {
        let world = World::of(&app).await;
        let mut case = mediating(&app, &world).await;
        invitations_sent(&app);
        let day = china_day(app.clock.now()) + Duration::days(20);
        let time = |hour: u32| format!(r#"{{"starts": "{day}T{hour:02}:30:00", "minutes": 90, "mode": "online", "link": "https://meet.example.org/secret"}}"#);
        let steps = [
            ("session-plans", format!(r#"{{"time": {}}}"#, time(9)), "REQUEST", "0", "CONFIRMED", "013000"),
            ("session-moves", format!(r#"{{"plan_id": "$plan", "time": {}}}"#, time(14)), "REQUEST", "1", "CONFIRMED", "063000"),
            ("session-cancellations", r#"{"plan_id": "$plan", "reason": "张三生病"}"#.to_owned(), "CANCEL", "2", "CANCELLED", "063000"),
        ];
        let mut names = std::collections::BTreeSet::new();
        for (noun, text, method, sequence, status, hour) in steps {
            let line_of = (noun, Box::leak(text.into_boxed_str()) as &str);
            case = lives::step(&app, &world, "chamber", &case, line_of).await;
            let sent = invitations_sent(&app);
            assert_eq!(sent.iter().map(|mail| mail.address.as_str()).collect::<Vec<_>>(), ["mediator@example.org"], "{noun}");
            let part = sent[0].calendar.as_ref().unwrap();
            assert_eq!(part.method, method);
            let ics = part.text.replace("\r\n ", "");
            assert_eq!((line(&ics, "METHOD:"), line(&ics, "SEQUENCE:"), line(&ics, "STATUS:")), (method, sequence, status));
            assert!(line(&ics, "DTSTART:").ends_with(&format!("T{hour}Z")), "{ics}");
            assert_eq!(line(&ics, "SUMMARY:"), case["case"]["case_no"].as_str().unwrap(), "the title is the number");
            names.insert(line(&ics, "UID:").to_owned());
            let whole = format!("{:?}", sent[0]);
            for private in ["马勇琪", "顺盛", "张三", "meet.example.org", "货款"] {
                assert!(!whole.contains(private), "{private}");
            }
        }
        assert_eq!(names.len(), 1);
    }

    async fn who_replaces_a_mediator_is_invited_and_the_end_of_mediation_cancels(app: TestApp) {
        let world = World::of(&app).await;
        let mut case = mediating(&app, &world).await;
        invitations_sent(&app);
        let day = china_day(app.clock.now()) + Duration::days(20);
        let plan = format!(r#"{{"time": {{"starts": "{day}T09:30:00", "minutes": 90, "mode": "phone"}}}}"#);
        let steps = [
            ("session-plans", plan, vec![("mediator@example.org", "REQUEST", "0")]),
            (
                "mediator-replacements",
                r#"{"mediator_id": "$mediator", "reason": "unavailable", "appointment": {"mediator_id": "$colleague", "lead": true,
                    "chosen_by": "parties", "relation_declared": false, "appointed_on": "$today"}}"#.to_owned(),
                vec![("colleague@example.org", "REQUEST", "1"), ("mediator@example.org", "CANCEL", "1")],
            ),
            (
                "withdrawal",
                r#"{"withdrawn_on": "$today", "outcome": "own_settlement"}"#.to_owned(),
                vec![("colleague@example.org", "CANCEL", "2")],
            ),
        ];
        for (noun, text, wanted) in steps {
            case = lives::step(&app, &world, "chamber", &case, (noun, Box::leak(text.into_boxed_str()))).await;
            let sent = invitations_sent(&app);
            let mut seen: Vec<(String, String, String)> = sent.iter().map(|mail| {
                let part = mail.calendar.as_ref().unwrap();
                (mail.address.clone(), part.method.to_string(), line(&part.text.replace("\r\n ", ""), "SEQUENCE:").to_owned())
            }).collect();
            seen.sort();
            let wanted: Vec<_> = wanted.iter().map(|(to, method, number)| (to.to_string(), method.to_string(), number.to_string())).collect();
            assert_eq!(seen, wanted, "{noun}");
        }
        assert_eq!(case["session_plans"][0]["state"], "cancelled");
    }

    async fn a_session_is_on_the_list_of_those_who_hold_it_until_it_is_held(app: TestApp) {
        let world = World::of(&app).await;
        let case = mediating(&app, &world).await;
        let day = china_day(app.clock.now()) + Duration::days(3);
        let plan = format!(r#"{{"time": {{"starts": "{day}T09:30:00", "minutes": 90, "mode": "phone"}}}}"#);
        let mut case = lives::step(&app, &world, "chamber", &case, ("session-plans", Box::leak(plan.into_boxed_str()))).await;
        let sessions = |reply: &Reply| -> Vec<Value> {
            reply.json["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "session").cloned().collect()
        };
        for (who, count) in [("mediator", 1), ("chamber", 1), ("colleague", 0), ("other.mediator", 0), ("firm", 0), ("federation", 0)] {
            let shown = app.get("/api/v1/work").token(world.token(who)).await.expect(200);
            assert_eq!(sessions(&shown).len(), count, "{who}");
        }
        let mine = app.get("/api/v1/work?days=3").token(world.token("mediator")).await.expect(200);
        let item = &sessions(&mine)[0];
        assert_eq!((&item["due_on"], &item["days_left"], &item["minutes"]), (&json!(day.to_string()), &json!(3), &json!(90)));
        assert!(!mine.text().contains("马勇琪"));
        assert!(sessions(&app.get("/api/v1/work?days=2").token(world.token("mediator")).await.expect(200)).is_empty());
        app.get("/api/v1/work?days=91").token(world.token("mediator")).await.expect(422);
        app.get("/api/v1/work").await.expect(401);

        app.clock.advance(Duration::days(3));
        let held = r#"{"plan_id": "$plan", "held_on": "$today", "mode": "phone", "attended": ["$applicant"],
            "absent": [{"party_id": "$respondent", "reason": "illness"}]}"#;
        let path = lives::path(case["case"]["id"].as_str().unwrap(), "sessions");
        let mut alone = lives::body(&app, &world, &case, held);
        alone["absent"] = json!([]);
        let version = case["case"]["version"].as_i64().unwrap();
        let chamber = app.sign_in("chamber").await;
        let refused = app.post(&path, alone).token(&chamber).if_match(version).await.expect(422);
        assert_eq!(refused.json["errors"][0]["code"], "attendance_missing");
        let held = lives::body(&app, &world, &case, held);
        case = app.post(&path, held).token(&chamber).if_match(version).await.expect(200).json;
        assert_eq!((&case["session_plans"][0]["state"], &case["attendances"][0]["absence"]), (&json!("held"), &json!("illness")));
        let mediator = app.sign_in("mediator").await;
        assert!(sessions(&app.get("/api/v1/work").token(&mediator).await.expect(200)).is_empty());
    }

    async fn a_calendar_behind_a_secret_names_nobody_and_ends_with_its_address(app: TestApp) {
        let world = World::of(&app).await;
        let case = mediating(&app, &world).await;
        let day = china_day(app.clock.now()) + Duration::days(20);
        let plan = format!(r#"{{"time": {{"starts": "{day}T09:30:00", "minutes": 90, "mode": "on_site", "place": "顺盛食品厂会议室"}}}}"#);
        lives::step(&app, &world, "chamber", &case, ("session-plans", Box::leak(plan.into_boxed_str()))).await;
        let make = || async {
            let made = app.post("/api/v1/me/calendar", json!({})).token(world.token("mediator")).await.expect(200);
            format!("/api/v1/calendar/{}", made.at("/url").rsplit('/').next().unwrap())
        };
        let first = make().await;
        let shown = app.get(&first).await.expect(200);
        assert_eq!(shown.header("Content-Type"), "text/calendar; charset=utf-8");
        let ics = shown.text().replace("\r\n ", "");
        assert!(ics.contains(&format!("DTSTART:{}T013000Z", day.format("%Y%m%d"))), "{ics}");
        assert!(ics.contains(&format!("SUMMARY:{} 调解期限", case["case"]["case_no"].as_str().unwrap())), "{ics}");
        for private in ["马勇琪", "顺盛", "货款"] {
            assert!(!ics.contains(private), "{private}");
        }
        let kept = Raw::open(&app.url).everything();
        let secret = first.rsplit('/').next().unwrap().trim_end_matches(".ics");
        assert!(!format!("{kept:?}").contains(secret), "only a hash is kept");
        let second = make().await;
        app.get(&first).await.expect(404);
        app.get(&second).await.expect(200);
        app.delete("/api/v1/me/calendar").token(world.token("mediator")).await.expect(204);
        app.get(&second).await.expect(404);
        let third = make().await;
        app.disable("mediator");
        app.get(&third).await.expect(404);
        let mut last = 404;
        for _ in 0..40 {
            last = app.get("/api/v1/calendar/guess.ics").await.status;
        }
        assert_eq!(last, 429, "guessing is slowed down");
    }
}
