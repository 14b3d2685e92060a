//! Pages of a chamber's own affairs, over plain HTTP: its records looked through, absences, handing over, notes, papers, services; and those of
//! cases that look alike, clocks that are over, the end of a pairing, coverage.

use crate::both;
use crate::support::*;
use chrono::{Duration, Timelike};
use serde_json::json;
use wanlian::base::clock::china_day;

async fn case(app: &TestApp, world: &World, who: &str, summary: &str) -> String {
    let body = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": summary});
    app.post("/api/v1/cases", body).token(world.token(who)).await.expect(201).at("/case/id").to_owned()
}

/// Puts the mediator of the first place on a case.
async fn appoint(app: &TestApp, world: &World, case: &str) {
    let body = json!({"mediator_id": world.own.mediator, "chosen_by": "committee", "appointed_on": china_day(app.clock.now())});
    app.post(&format!("/api/v1/cases/{case}/mediators"), body)
        .token(world.token("chamber"))
        .if_match(1)
        .await
        .expect(200);
}

both! {
    async fn a_chamber_is_shown_what_to_look_at_twice_and_nobody_else_is(app: TestApp) {
        let world = World::of(&app).await;
        app.clock.advance(Duration::seconds(60 - i64::from(app.clock.now().second())));
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(!tab.look("/work").await.contains("class=\"notice\"") && tab.look("/oddities").await.contains("没有发现"));
        let mut ids = Vec::new();
        for days in [3, 41] {
            let facts = format!("申请人在被申请人处做工{days}天，被申请人以资金周转困难为由拖欠工资未付，经多次催讨无果");
            ids.push(case(&app, &world, "chamber", &facts).await);
        }
        for path in ["/work", "/figures"] {
            let text = tab.look(path).await;
            assert!(text.contains("class=\"notice\"") && text.contains("href=\"/oddities"), "{path}: {text}");
        }
        let text = tab.look("/oddities").await;
        assert!(text.contains("事实描述几乎相同") && text.contains(">2 / 2<"), "{text}");
        assert!(ids.iter().all(|id| text.contains(&format!("href=\"/cases/{id}\""))), "{text}");
        let wrong = tab.get("/oddities?from=x&to=2024-12-31").await.expect(422).text();
        assert!(wrong.contains("id=\"from-error\"") && wrong.contains("value=\"x\""), "{wrong}");
        assert!(tab.look("/oddities?from=2020-01-01&to=2020-12-31").await.contains("没有发现"));
        let text = tab.english("/oddities").await;
        assert!(text.contains("Nearly the same facts"), "{text}");
        let mut other = Tab::of(&app, "other.chamber").await;
        assert!(other.look("/oddities").await.contains("没有发现") && !other.look("/work").await.contains("class=\"notice\""));
        for login in ["mediator", "federation", "viewer", "firm", "admin"] {
            let mut tab = Tab::of(&app, login).await;
            tab.get("/oddities").await.expect(403);
            assert!(!tab.get("/work").await.text().contains("/oddities"), "{login}");
        }
        for login in ["mediator", "federation"] {
            assert!(!Tab::of(&app, login).await.get("/figures").await.expect(200).text().contains("/oddities"), "{login}");
        }
    }

    async fn an_absence_is_noted_and_taken_back_by_form(app: TestApp) {
        let world = World::of(&app).await;
        let (mediator, cover) = (world.own.mediator, world.own.colleague.to_string());
        let path = format!("/mediators/{mediator}/absences");
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(tab.look(&format!("/registry/mediators/{mediator}")).await.contains(&path));
        assert!(tab.look("/chamber").await.contains(&path));
        assert!(tab.look(&path).await.contains("没有登记今后的不在岗"));
        let today = china_day(app.clock.now());
        let (from, until, before) = (today.to_string(), (today + Duration::days(9)).to_string(), (today - Duration::days(3)).to_string());
        let wrong = tab.send(&path, &[("from_on", &from), ("until_on", &before), ("cover_id", &cover)]).await.expect(422).text();
        assert!(wrong.contains("id=\"until_on-error\"") && wrong.contains(&format!("value=\"{before}\"")), "{wrong}");
        assert!(wrong.contains(&format!("value=\"{cover}\" selected")), "{wrong}");
        tab.send(&path, &[("from_on", &from), ("until_on", ""), ("cover_id", "")]).await.expect(422);
        tab.get(&path).await.expect(200);
        let right = [("from_on", from.as_str()), ("until_on", &until), ("cover_id", &cover)];
        tab.send(&path, &right).await.expect(303);
        let text = tab.look(&path).await;
        assert!(text.contains("现不在岗") && text.contains(&format!("transfer?to={cover}")), "{text}");
        let twice = tab.send(&path, &right).await.expect(409).text();
        assert!(twice.contains("role=\"alert\"") && twice.contains(&format!("value=\"{until}\"")), "{twice}");
        // Everybody sees it; who does not keep the committee changes nothing.
        let removal = text.split("action=\"/absences/").nth(1).unwrap().split('"').next().unwrap();
        let removal = format!("/absences/{removal}");
        for login in ["viewer", "other.chamber"] {
            let seen = Tab::of(&app, login).await.look(&path).await;
            assert!(seen.contains("现不在岗") && !seen.contains("/removal") && !seen.contains("name=\"until_on\""), "{login}");
        }
        let mut other = Tab::of(&app, "other.chamber").await;
        other.get("/work").await.expect(200);
        other.send(&path, &right).await.expect(404);
        other.get("/work").await.expect(200);
        other.send(&removal, &[]).await.expect(404);
        tab.get(&path).await.expect(200);
        tab.send(&removal, &[]).await.expect(303);
        assert!(tab.english(&path).await.contains("No absence is noted"));
    }

    async fn open_cases_are_handed_over_after_a_preview(app: TestApp) {
        let world = World::of(&app).await;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let id = case(&app, &world, "mediator", "货款").await;
            appoint(&app, &world, &id).await;
            ids.push(id);
        }
        let path = format!("/mediators/{}/transfer", world.own.mediator);
        let to = world.own.colleague.to_string();
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(!tab.look(&path).await.contains("case_ids"));
        let wrong = tab.get(&format!("{path}?to=&mode=replace")).await.expect(422).text();
        assert!(wrong.contains("id=\"to-error\""), "{wrong}");
        let preview = format!("{path}?to={to}&mode=replace&reason=unavailable");
        let text = tab.look(&preview).await;
        assert!(ids.iter().all(|id| text.contains(&format!("value=\"{id}\" checked"))), "{text}");
        app.get(&format!("/api/v1/cases/{}", ids[0])).token(world.token("colleague")).await.expect(404);
        let asked = [("to", to.as_str()), ("mode", "replace"), ("reason", "unavailable")];
        let none = tab.send(&path, &asked).await.expect(422).text();
        assert!(none.contains("id=\"case_ids-error\"") && none.contains(&ids[0]), "nothing was ticked: {none}");
        let done = tab.send(&path, &[asked[0], asked[1], asked[2], ("case_ids", &ids[0])]).await.expect(200).text();
        assert!(done.contains("role=\"status\"") && done.contains(&ids[0]) && !done.contains(&ids[1]), "{done}");
        app.get(&format!("/api/v1/cases/{}", ids[0])).token(world.token("colleague")).await.expect(200);
        app.get(&format!("/api/v1/cases/{}", ids[1])).token(world.token("colleague")).await.expect(404);
        // Who is away takes nothing over, and it is said why.
        let today = china_day(app.clock.now());
        let away = json!({"from_on": today, "until_on": today});
        let absences = format!("/api/v1/mediators/{to}/absences");
        app.post(&absences, away).token(world.token("chamber")).await.expect(201);
        let refused = tab.get(&preview).await.expect(409).text();
        assert!(refused.contains("该调解员当日不在岗"), "{refused}");
        for (login, status) in [("other.chamber", 404), ("mediator", 403), ("federation", 403)] {
            Tab::of(&app, login).await.get(&path).await.expect(status);
        }
        assert!(tab.english(&path).await.contains("Hand over open cases"));
    }

    async fn notes_stand_on_the_case_for_those_who_may_read_them(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world, "mediator", "货款").await;
        appoint(&app, &world, &id).await;
        let (path, notes) = (format!("/cases/{id}"), format!("/cases/{id}/notes"));
        let mut mediator = Tab::of(&app, "mediator").await;
        assert!(mediator.look(&path).await.contains("尚无笔记"));
        let wrong = mediator.send(&notes, &[("kind", "internal"), ("body", " ")]).await.expect(422).text();
        assert!(wrong.contains("id=\"body-error\"") && wrong.contains("value=\"internal\" selected"), "{wrong}");
        let wrong = mediator.send(&notes, &[("kind", ""), ("body", "已电话沟通")]).await.expect(422).text();
        assert!(wrong.contains("id=\"kind-error\"") && wrong.contains(">已电话沟通</textarea>"), "{wrong}");
        let right = [("kind", "internal"), ("body", "已电话沟通")];
        mediator.send(&notes, &right).await.expect(303);
        mediator.send(&notes, &right).await.expect(303);
        mediator.get(&path).await.expect(200);
        mediator.send(&notes, &[("kind", "private_caucus"), ("body", "底线是两万元")]).await.expect(303);
        let text = mediator.look(&path).await;
        assert_eq!(text.matches(">已电话沟通<").count(), 1, "the same form sent twice: {text}");
        assert!(text.contains("底线是两万元"));
        // What was said in confidence is sealed from the chamber; a firm and a federation see no notes.
        let mut chamber = Tab::of(&app, "chamber").await;
        let text = chamber.look(&path).await;
        assert!(text.contains("已电话沟通") && !text.contains("底线是两万元") && !text.contains("private_caucus"), "{text}");
        chamber.send(&notes, &[("kind", "private_caucus"), ("body", "不该由商会写")]).await.expect(403);
        let seen = Tab::of(&app, "federation").await.look(&path).await;
        assert!(!seen.contains("已电话沟通") && !seen.contains("id=\"notes\""));
        for (login, status) in [("federation", 403), ("firm", 403), ("other.chamber", 404), ("colleague", 404)] {
            Tab::of(&app, login).await.get(&notes).await.expect(status);
        }
        assert!(chamber.english(&notes).await.contains("Write a note"));
    }

    async fn a_committee_puts_its_own_layout_in_use_tries_it_and_takes_it_back(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world, "chamber", "货款").await;
        let all = format!("/committees/{}/layouts", world.own.committee);
        let path = format!("{all}/application");
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(tab.look("/chamber").await.contains(&all));
        assert!(tab.look(&all).await.contains(&path));
        assert!(tab.look(&path).await.contains(&id), "the case to try it on");
        let version = tab.hidden("version");
        let version = [("version", version.as_str())];
        let wrong = tab.send_files(&path, &[version[0], ("text", "# 题\n{{salary}}")], &[("file", "", b"")]).await.expect(422).text();
        assert!(wrong.contains("第2行（salary）") && wrong.contains("{{salary}}"), "{wrong}");
        let own = "# 本会申请书\n{{case_no}}";
        let preview = format!("{path}/preview");
        let unsaid = tab.send_files(&preview, &[version[0], ("text", own), ("case_id", "")], &[]).await.expect(422).text();
        assert!(unsaid.contains("id=\"case_id-error\"") && unsaid.contains("本会申请书"), "{unsaid}");
        let tried = tab.send_files(&preview, &[version[0], ("text", own), ("case_id", &id)], &[]).await.expect(200);
        assert!(tried.header("Content-Disposition").starts_with("attachment") && tried.body.starts_with(b"PK"));
        assert!(tab.look(&path).await.contains("内置"), "nothing was kept");
        // A file is taken in place of what was typed.
        tab.send_files(&path, &[version[0], ("text", "甲")], &[("file", "a.txt", own.as_bytes())]).await.expect(303);
        let text = tab.look(&path).await;
        assert!(text.contains("本会格式") && text.contains("# 本会申请书"), "{text}");
        tab.send_files(&path, &[version[0], ("text", own)], &[]).await.expect(412);
        tab.get(&path).await.expect(200);
        tab.send(&format!("{path}/removal"), &[]).await.expect(303);
        assert!(tab.look(&path).await.contains("停用于"));
        for (login, status) in [("other.chamber", 404), ("mediator", 403), ("firm", 403)] {
            Tab::of(&app, login).await.get(&path).await.expect(status);
        }
        // A federation keeps its committees, and sees no case to try a layout on.
        assert!(!Tab::of(&app, "federation").await.look(&path).await.contains("case_id"));
        assert!(tab.english(&path).await.contains("Put in use"));
    }

    async fn a_federation_ends_a_pairing_with_a_reason(app: TestApp) {
        let world = World::of(&app).await;
        let body = json!({"chamber_id": world.own.chamber, "firm_id": world.own.firm});
        let made = app.post("/api/v1/pairings", body).token(world.token("federation")).await.expect(201);
        let path = made.header("Location").trim_start_matches("/api/v1").to_owned();
        let end = format!("{path}/termination");
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look(&path).await.contains(&end));
        tab.look(&end).await;
        let today = china_day(app.clock.now());
        let tomorrow = (today + Duration::days(1)).to_string();
        let wrong = tab.send(&end, &[("terminated_on", &tomorrow), ("reason", "mutual")]).await.expect(422).text();
        assert!(wrong.contains("id=\"terminated_on-error\"") && wrong.contains("value=\"mutual\" selected"), "{wrong}");
        let wrong = tab.send(&end, &[("terminated_on", &today.to_string()), ("reason", "")]).await.expect(422).text();
        assert!(wrong.contains("id=\"reason-error\""), "{wrong}");
        tab.send(&end, &[("terminated_on", &today.to_string()), ("reason", "entered_by_mistake")]).await.expect(303);
        let text = tab.look(&path).await;
        assert!(text.contains("提议有误") && !text.contains(&end), "{text}");
        tab.get(&end).await.expect(200);
        tab.send(&end, &[("terminated_on", &today.to_string()), ("reason", "mutual")]).await.expect(409);
        for (login, status) in [("chamber", 403), ("firm", 403), ("viewer", 403), ("other.federation", 404)] {
            Tab::of(&app, login).await.get(&end).await.expect(status);
        }
    }

    async fn coverage_and_services_stand_in_tables_and_a_chamber_sees_its_own(app: TestApp) {
        let world = World::of(&app).await;
        let path = pairing(&app, &world).await;
        let today = china_day(app.clock.now());
        let lecture = json!({"kind": "lecture", "held_on": today, "minutes": 90, "place": "总商会", "online": false, "enterprises": 12,
            "people": 34, "pro_bono": true, "lawyers": [world.own.lawyer]});
        app.post(&format!("{path}/services"), lecture).token(world.token("firm")).await.expect(201);
        let mut tab = Tab::of(&app, "federation").await;
        let text = tab.look("/coverage").await;
        for said in ["县（区）属", "正常运行的商会", "100.00% (1 / 1)", "服务类别", ">34<", "合计"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let sheet = app.get("/api/v1/coverage/services?by=kind").token(world.token("federation")).await.expect(200).json;
        assert_eq!((&sheet["items"][0]["people"], &sheet["items"][0]["enterprises"]), (&json!(34), &json!(12)));
        let tomorrow = (today + Duration::days(1)).to_string();
        let wrong = tab.get(&format!("/coverage?on={tomorrow}&from=x")).await.expect(422).text();
        assert!(wrong.contains("id=\"on-error\"") && wrong.contains("id=\"from-error\"") && wrong.contains(&format!("value=\"{tomorrow}\"")), "{wrong}");
        tab.get("/coverage?region=420106").await.expect(404);
        assert!(tab.look("/figures").await.contains("href=\"/coverage?region=330226\""));
        assert!(tab.english("/coverage").await.contains("Active chambers"));
        for login in ["chamber", "mediator", "firm"] {
            Tab::of(&app, login).await.get("/coverage").await.expect(403);
        }
        case(&app, &world, "chamber", "货款").await;
        let mut chamber = Tab::of(&app, "chamber").await;
        let text = chamber.look("/chamber").await;
        assert!(text.contains("class=\"tiles\"") && text.contains(">34<") && text.contains("未登记") && !text.contains("— —"), "{text}");
        let other = Tab::of(&app, "other.chamber").await.look("/chamber").await;
        assert!(other.contains("本年尚无案件") && other.contains("本年尚无结对服务") && !other.contains(">34<"), "{other}");
        assert!(chamber.english("/chamber").await.contains("Services received this year"));
    }
}

/// A pairing of the first place that lives; its path of the interface.
async fn pairing(app: &TestApp, world: &World) -> String {
    let path = world.agreed(app).await;
    let today = china_day(app.clock.now());
    let signed = json!({"signed_on": today, "from_on": today, "until_on": today + Duration::days(300), "promised": ["lecture"],
        "contact_lawyers": [world.own.lawyer], "document_no": "万联1"});
    let call = app.post(&format!("{path}/signature"), signed).token(world.token("chamber"));
    call.if_match(3).await.expect(200);
    path
}
