//! The page each role begins with: what waits beside the days of cases, and to those who see sums how their area stands.

use crate::both;
use crate::support::*;
use chrono::{Datelike, Duration};
use serde_json::json;
use wanlian::base::clock::china_day;
use wanlian::domain::mail_queue::MailState;
use wanlian::store::outbox;

async fn service(app: &TestApp, world: &World, pairing: &str, today: &str) {
    let body = json!({"kind": "lecture", "held_on": today, "place": "商会会议室", "lawyers": [world.own.lawyer],
        "enterprises": 12, "people": 30, "minutes": 90, "pro_bono": true});
    app.post(&format!("{pairing}/services"), body).token(world.token("firm")).await.expect(201);
}

both! {
    /// Each thing that waits is counted once, for those who can do it, and is gone when it is done.
    async fn what_waits_is_counted_for_those_who_can_do_it(app: TestApp) {
        let world = World::of(&app).await;
        let mut chamber = Tab::of(&app, "chamber").await;
        assert!(!chamber.look("/work").await.contains("待处理"));
        let link = app.post(&format!("/api/v1/chambers/{}/intake-link", world.own.chamber), json!({}));
        let link = link.token(world.token("chamber")).await.expect(200);
        let form = json!({"applicant": "马勇琪", "applicant_kind": "person", "applicant_phone": "13800001234", "respondent": "宁海顺盛食品厂",
            "respondent_kind": "organisation", "summary": "拖欠三个月工资", "wanted": "支付工资三万元", "voluntary": true});
        app.post(&format!("/api/v1/intake/{}", link.at("/code")), form).await.expect(201);
        let body = json!({"chamber_id": world.own.chamber, "firm_id": world.own.firm});
        let made = app.post("/api/v1/pairings", body).token(world.token("federation")).await.expect(201);
        let pairing = made.header("Location").to_owned();
        let text = chamber.look("/work").await;
        assert!(text.contains("网上申请待审查</b><span class=\"count figure\">1</span>"), "{text}");
        assert!(text.contains("href=\"/pairings?status=proposed\"><b>结对：待双方答复</b>"), "{text}");
        assert!(chamber.look("/pairings?status=proposed").await.contains("结〔"));
        assert!(chamber.look("/pairings?status=living").await.contains("没有处于此状态的结对"));
        let mut mediator = Tab::of(&app, "mediator").await;
        let text = mediator.look("/work").await;
        assert!(text.contains("网上申请待审查") && !text.contains("待双方答复"), "{text}");
        assert!(Tab::of(&app, "firm").await.look("/offers").await.contains("结对：待双方答复"));
        assert!(!Tab::of(&app, "other.chamber").await.look("/work").await.contains("待处理"));
        // Both accept: it waits to be signed, for the chamber and for the federation.
        for (login, version) in [("chamber", 1), ("firm", 2)] {
            let reply = app.post(&format!("{pairing}/answer"), json!({"reply": "accept"})).token(world.token(login));
            reply.if_match(version).await.expect(200);
        }
        for login in ["chamber", "federation"] {
            let text = Tab::of(&app, login).await.look("/work").await;
            assert!(text.contains("结对：双方已同意，待签约"), "{login} {text}");
        }
        assert!(!Tab::of(&app, "firm").await.look("/offers").await.contains("待处理"));
        let today = china_day(app.clock.now());
        let term = json!({"signed_on": today, "from_on": today, "until_on": today + Duration::days(300), "promised": ["lecture"],
            "contact_lawyers": [world.own.lawyer], "document_no": "万联2026-1"});
        app.post(&format!("{pairing}/signature"), term).token(world.token("chamber")).if_match(3).await.expect(200);
        service(&app, &world, &pairing, &today.to_string()).await;
        let text = chamber.look("/work").await;
        assert!(text.contains("结对服务待确认</b><span class=\"count figure\">1</span>") && !text.contains("待签约"), "{text}");
    }

    /// A federation begins with this year's figures, each rate with its counts, and with the report that is not there yet.
    async fn a_federation_begins_with_the_figures_of_its_area(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/work").await.contains("本年尚无案件"));
        lives::live(&app, &world, lives::NO_MONEY).await;
        let text = tab.look("/work").await;
        let year = china_day(app.clock.now()).format("%Y").to_string();
        let figures = app.get(&format!("/api/v1/statistics?from={year}&to={year}")).token(world.token("federation")).await.expect(200).json;
        for count in ["registered", "accepted", "agreed"] {
            let figure = figures["items"][0]["counts"][count].as_i64().unwrap();
            assert!(figure > 0 && text.contains(&format!("count={count}\">{figure}</a>")), "{count} {figure} {text}");
        }
        assert!(text.contains("调解成功率（占终结）") && text.contains("100.00%") && text.contains("结对覆盖"), "{text}");
        assert!(text.contains("统计报表尚未发布"), "{text}");
        assert!(!Tab::of(&app, "viewer").await.look("/work").await.contains("尚未发布"));
        let first = china_day(app.clock.now()).with_day(1).unwrap();
        let month = first.pred_opt().unwrap().format("%Y-%m").to_string();
        let made = app.post("/api/v1/reports", json!({"from": month, "to": month}));
        made.token(world.token("federation")).await.expect(201);
        assert!(!tab.look("/work").await.contains("尚未发布"));
    }

    /// Mails that nobody got are told of to those who run the program, and to nobody else.
    async fn who_runs_the_program_is_told_of_failed_mails(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "admin").await;
        assert!(!tab.look("/users").await.contains("待处理"));
        let body = json!({"chamber_id": world.own.chamber, "firm_id": world.own.firm});
        app.post("/api/v1/pairings", body).token(world.token("federation")).await.expect(201);
        let now = app.clock.now();
        let mut mail = app.db.write_now(move |c| outbox::lease(c, now, Duration::zero(), &[])).unwrap().unwrap();
        mail.state = MailState::Dead;
        assert!(app.db.write_now(move |c| outbox::settle(c, &mail)).unwrap());
        let text = tab.look("/users").await;
        assert!(text.contains("href=\"/mails?state=dead\"><b>发送失败的邮件"), "{text}");
        assert!(!Tab::of(&app, "federation").await.look("/users").await.contains("发送失败"));
    }

    /// What leads a case on is the button that stands out; what holds it up or breaks it off stands last.
    async fn the_step_that_leads_on_stands_first(app: TestApp) {
        let world = World::of(&app).await;
        let end = lives::KEPT_AFTER_ALL.iter().position(|line| line.0 == "mediation").unwrap();
        let case = lives::live(&app, &world, &lives::KEPT_AFTER_ALL[..=end]).await;
        let text = Tab::of(&app, "chamber").await.look(&format!("/cases/{}", lives::id(&case))).await;
        let steps: Vec<&str> = text.split("/steps/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let at = |step: &str| steps.iter().position(|one| *one == step).unwrap_or_else(|| panic!("{step} {steps:?}"));
        assert_eq!(at("agree"), 0, "{steps:?}");
        assert!(at("hold_meeting") < at("suspend") && at("suspend") < at("terminate"), "{steps:?}");
        assert!(text.contains("steps/agree\">") && text.contains("class=\"button main\" href=\"/cases/"), "{text}");
    }

    /// What is wrong stands beside its field and once more above, with the way to the field.
    async fn a_refused_form_leads_to_what_is_wrong(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "mediator").await;
        tab.look("/cases/new").await;
        let text = tab.send("/cases/new", &[("applicant", "马勇琪")]).await.expect(422).text();
        assert!(text.contains("<li><a href=\"#respondent\">") && text.contains("id=\"respondent-error\""), "{text}");
        assert!(!text.contains("href=\"#applicant\""), "{text}");
    }
}
