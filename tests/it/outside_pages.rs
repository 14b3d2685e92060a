//! Pages of those outside the committee: a firm's inbox, a party's link, an application, how it stands. No account, or only a firm's.

use crate::both;
use crate::support::lives::{self, KEPT_AFTER_ALL};
use crate::support::*;
use serde_json::json;
use wanlian::domain::notices::NoticeKind;
use wanlian::store::outbox;

both! {
    async fn a_firm_sees_names_only_for_its_check_and_the_file_after_it(app: TestApp) {
        let world = World::of(&app).await;
        let body = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元", "amount_claimed": 3_000_000});
        let case = app.post("/api/v1/cases", body).token(world.token("chamber")).await.expect(201).at("/case/id").to_owned();
        let offer = json!({"firm_id": world.own.firm, "basis": "entrust_contract", "contract_no": "委2026-1"});
        let path = format!("/api/v1/cases/{case}/assignments");
        let id = app.post(&path, offer).token(world.token("chamber")).await.expect(201).at("/id").to_owned();
        let mut tab = Tab::of(&app, "firm").await;
        assert_eq!(tab.get("/").await.expect(303).header("Location"), "/offers");
        assert!(tab.get("/offers").await.expect(200).text().contains(&format!("/offers/{id}")));
        let blind = tab.get(&format!("/offers/{id}")).await.expect(200).text();
        for hidden in ["马勇琪", "顺盛", "货款三万", "30,000"] {
            assert!(!blind.contains(hidden), "{hidden}");
        }
        assert!(blind.contains("1万至5万元"));
        tab.get(&format!("/cases/{case}")).await.expect(404);
        tab.get(&format!("/offers/{id}")).await.expect(200);
        // The tick comes after the names.
        let early = tab.send(&format!("/offers/{id}/check"), &[("has_conflict", "false")]).await.expect(409).text();
        assert!(!early.contains("马勇琪"), "{early}");
        let named = tab.send(&format!("/offers/{id}/names"), &[]).await.expect(200).text();
        assert!(named.contains("马勇琪") && named.contains("宁海顺盛食品厂") && !named.contains("货款"));
        tab.send(&format!("/offers/{id}/check"), &[("has_conflict", "false")]).await.expect(303);
        assert!(tab.get(&format!("/offers/{id}")).await.text().contains(&format!("href=\"/cases/{case}\"")));
        let file = tab.get(&format!("/cases/{case}")).await.expect(200).text();
        assert!(file.contains("马勇琪") && !file.contains("/steps/"), "a firm reads and takes no step");
        tab.get(&format!("/offers/{id}")).await.expect(200);
        tab.send(&format!("/offers/{id}/acceptance"), &[]).await.expect(303);
        assert!(tab.get(&format!("/offers/{id}")).await.text().contains("已接受"));
        let seen = app.get(&format!("/api/v1/assignments/{id}/disclosures")).token(world.token("chamber")).await.expect(200);
        let levels: Vec<&str> = seen.json["items"].as_array().unwrap().iter().map(|one| one["level"].as_str().unwrap()).collect();
        for level in ["blind", "names", "file"] {
            assert!(levels.contains(&level), "{level} was not written down: {levels:?}");
        }
        for stranger in ["other.firm", "other.lawyer"] {
            Tab::of(&app, stranger).await.get(&format!("/offers/{id}")).await.expect(404);
        }
    }

    async fn a_firm_declines_with_a_reason(app: TestApp) {
        let world = World::of(&app).await;
        let body = json!({"applicant": "甲", "respondent": "乙", "summary": "货款"});
        let case = app.post("/api/v1/cases", body).token(world.token("chamber")).await.expect(201).at("/case/id").to_owned();
        let path = format!("/api/v1/cases/{case}/assignments");
        let offer = json!({"firm_id": world.own.firm, "basis": "consent"});
        let id = app.post(&path, offer).token(world.token("chamber")).await.expect(201).at("/id").to_owned();
        let mut tab = Tab::of(&app, "firm").await;
        tab.get(&format!("/offers/{id}")).await.expect(200);
        // Without every party's consent there are no names.
        let refused = tab.send(&format!("/offers/{id}/names"), &[]).await.expect(409).text();
        assert!(refused.contains("role=\"alert\"") && !refused.contains("甲"));
        tab.send(&format!("/offers/{id}/refusal"), &[("reason", "")]).await.expect(422);
        tab.send(&format!("/offers/{id}/refusal"), &[("reason", "no_capacity")]).await.expect(303);
        assert!(tab.get(&format!("/offers/{id}")).await.text().contains("已谢绝"));
    }

    async fn a_party_answers_its_link_on_a_page(app: TestApp) {
        let world = World::of(&app).await;
        let default = KEPT_AFTER_ALL.iter().position(|line| line.0 == "default").unwrap();
        let case = lives::live(&app, &world, &KEPT_AFTER_ALL[..default]).await;
        let id = case["case"]["id"].as_str().unwrap().to_owned();
        let applicant = lives::party(&case, "applicant");
        let made = app.post(&format!("/api/v1/cases/{id}/links"), json!({"party_id": applicant, "purpose": "callback"}));
        let made = made.token(world.token("chamber")).await.expect(200);
        let (link, secret) = (made.at("/id").to_owned(), made.at("/secret").to_owned());
        let mut tab = Tab::new(&app);
        let before = Raw::open(&app.url).everything();
        let begin = tab.get(&format!("/p/{link}")).await.expect(200).text();
        assert!(!begin.contains("马勇") && begin.contains("name=\"secret\""));
        tab.send(&format!("/p/{link}"), &[("secret", &secret)]).await.expect(200);
        lives::untouched(&app, "looking", &before);
        assert!(tab.page.contains("调解协议履行情况回访") && !tab.page.contains("马勇") && !tab.page.contains("货款"));
        let secret = ("secret", secret.as_str());
        tab.send(&format!("/p/{link}/code"), &[secret]).await.expect(200);
        let mails = app.db.read_now(|c| outbox::list(c, None, None, 50)).unwrap();
        let code = mails.into_iter().find(|mail| mail.kind == NoticeKind::LinkCode).unwrap().code.unwrap();
        let path = format!("/p/{link}/answer");
        let page = tab.send(&path, &[secret, ("code", &code), ("callback.remark", "都收到了")]).await.expect(422).text();
        assert!(page.contains("id=\"callback.performance-error\"") && page.contains("都收到了"), "{page}");
        let words = [secret, ("code", "000000"), ("callback.performance", "full"), ("callback.remark", "都收到了")];
        let wrong = tab.send(&path, &words).await.expect(422).text();
        assert!(wrong.contains("id=\"code-error\"") && wrong.contains("都收到了"));
        let words = [secret, ("code", code.as_str()), ("callback.performance", "full"), ("callback.satisfaction", "satisfied")];
        let done = tab.send(&path, &words).await.expect(200).text();
        assert!(done.contains("达成协议") && !done.contains("马勇"), "{done}");
        tab.get(&format!("/p/{link}")).await.expect(200);
        tab.send(&format!("/p/{link}"), &[secret]).await.expect(404);
        let now = app.get(&format!("/api/v1/cases/{id}")).token(world.token("chamber")).await.expect(200);
        assert!(now.json["callbacks"].as_array().unwrap().iter().any(|one| one["source"] == "party"));
    }

    async fn a_payee_says_yes_or_no_and_silence_is_neither(app: TestApp) {
        let world = World::of(&app).await;
        let paid = lives::KEPT_AFTER_ALL.iter().position(|line| line.0 == "payments").unwrap();
        let case = lives::live(&app, &world, &lives::KEPT_AFTER_ALL[..=paid]).await;
        let id = case["case"]["id"].as_str().unwrap();
        let payee = lives::party(&case, "applicant");
        let new = json!({"party_id": payee, "purpose": "payment_confirmation", "payment_id": case["payments"][0]["id"]});
        let made = app.post(&format!("/api/v1/cases/{id}/links"), new).token(world.token("chamber")).await.expect(200);
        let (link, secret) = (made.at("/id").to_owned(), made.at("/secret").to_owned());
        let secret = ("secret", secret.as_str());
        let mut tab = Tab::new(&app);
        tab.get(&format!("/p/{link}")).await.expect(200);
        tab.send(&format!("/p/{link}"), &[secret]).await.expect(200);
        tab.send(&format!("/p/{link}/code"), &[secret]).await.expect(200);
        let mails = app.db.read_now(|c| outbox::list(c, None, None, 50)).unwrap();
        let code = mails.into_iter().find(|mail| mail.kind == NoticeKind::LinkCode).unwrap().code.unwrap();
        let path = format!("/p/{link}/answer");
        let silent = tab.send(&path, &[secret, ("code", &code)]).await.expect(422).text();
        assert!(silent.contains("id=\"received-error\""), "{silent}");
        tab.send(&path, &[secret, ("code", &code), ("received", "false")]).await.expect(200);
        let now = app.get(&format!("/api/v1/cases/{id}")).token(world.token("chamber")).await.expect(200);
        assert!(now.json["payments"][0]["confirmed_by_payee_on"].is_null());
        assert!(now.json["tasks"].as_array().unwrap().iter().any(|one| one["kind"] == "payment_disputed"), "{}", now.text());
    }

    async fn an_application_on_a_page_gives_a_code_that_tells_how_it_goes(app: TestApp) {
        let world = World::of(&app).await;
        let path = format!("/api/v1/chambers/{}/intake-link", world.own.chamber);
        let made = app.post(&path, json!({})).token(world.token("chamber")).await.expect(200);
        let url = format!("/apply/{}", made.at("/code"));
        let mut tab = Tab::new(&app);
        tab.get("/apply/NONE").await.expect(404);
        tab.get(&url).await.expect(200);
        let half = [("applicant", "马勇琪"), ("respondent", "马勇琪"), ("applicant_phone", "1"), ("summary", "拖欠工资")];
        let page = tab.send(&url, &half).await.expect(422).text();
        assert!(page.contains("id=\"wanted-error\"") && page.contains("value=\"马勇琪\"") && page.contains("拖欠工资"), "{page}");
        let fields = [("applicant", "马勇琪"), ("applicant_kind", "person"), ("applicant_phone", "13800001234"), ("respondent", "宁海顺盛食品厂"),
            ("respondent_kind", "organisation"), ("summary", "拖欠工资"), ("wanted", "支付三万元"), ("amount_claimed", "30000")];
        let unwilling = tab.send(&url, &fields).await.expect(422).text();
        assert!(unwilling.contains("自愿申请调解（人民调解法第三条）"), "{unwilling}");
        let mut willing = fields.to_vec();
        willing.push(("voluntary", "true"));
        let page = tab.send(&url, &willing).await.expect(200).text();
        let code = page.split("class=\"code\" role=\"status\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert_eq!((code.len(), code.split('-').count()), (19, 4));
        tab.get("/progress").await.expect(200);
        tab.send("/progress", &[("code", "AAAA-BBBB-CCCC-DDDD")]).await.expect(422);
        let now = tab.send("/progress", &[("code", &code)]).await.expect(200).text();
        assert!(now.contains("待审查") && !now.contains("马勇琪") && !now.contains("工资"));
    }
}
