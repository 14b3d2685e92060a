//! Pages of staff that stand beside a case and a registry entry: links for parties, a firm's basis and consents, committee members, clients
//! of firms.

use crate::both;
use crate::support::lives::{self, KEPT_AFTER_ALL, id, party};
use crate::support::*;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;

/// A case whose agreement is being performed; its applicant confirmed an address, its respondent has none.
async fn performing(app: &TestApp, world: &World) -> Value {
    let default = KEPT_AFTER_ALL.iter().position(|line| line.0 == "default").unwrap();
    lives::live(app, world, &KEPT_AFTER_ALL[..default]).await
}

both! {
    async fn a_link_is_made_shown_once_and_answered(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let path = format!("/cases/{}/links", id(&case));
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(tab.get(&format!("/cases/{}", id(&case))).await.expect(200).text().contains(&format!("href=\"{path}\"")));
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("尚未生成链接") && text.contains("有效期（天）：7"), "{text}");
        // What is wrong stands beside its field, and what was chosen stays.
        let text = tab.send(&path, &[("purpose", "payment_confirmation"), ("party_id", party(&case, "applicant"))]).await.expect(422).text();
        assert!(text.contains("id=\"payment_id-error\"") && text.contains("value=\"payment_confirmation\" selected"), "{text}");
        let text = tab.send(&path, &[("purpose", ""), ("party_id", "")]).await.expect(422).text();
        assert!(text.contains("id=\"purpose-error\"") && text.contains("id=\"party_id-error\""));

        let made = tab.send(&path, &[("purpose", "callback"), ("party_id", party(&case, "respondent"))]).await.expect(200).text();
        let url = made.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
        let secret = url.split_once('#').unwrap().1.to_owned();
        assert!(url.contains("/p/") && secret.len() == 43 && made.contains("<svg class=\"qr\""), "{made}");
        assert!(made.contains("只显示这一次") && made.contains("由工作人员电话告知"), "{made}");
        app.get(&format!("/api/v1/links/{secret}")).await.expect(200);
        let text = tab.get(&path).await.expect(200).text();
        assert!(!text.contains(&secret) && !text.contains("<svg class=\"qr\"") && text.contains("可用"), "{text}");
        // The code is read out once, and with it the party answers.
        let code = way(&text, "/code");
        let text = tab.send(&code, &[]).await.expect(200).text();
        let digits = text.split("六位验证码（只显示这一次）：<b class=\"figure\">").nth(1).unwrap().get(..6).unwrap().to_owned();
        assert!(!tab.get(&path).await.expect(200).text().contains(&digits));
        let answer = json!({"code": digits, "callback": {"performance": "full", "satisfaction": "satisfied"}});
        app.post(&format!("/api/v1/links/{secret}/answer"), answer).await.expect(200);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("已使用") && !text.contains("/code\""), "{text}");
        // A new one ends the one before; a mail brings the code where the address is confirmed.
        for _ in 0..2 {
            tab.get(&path).await.expect(200);
            tab.send(&path, &[("purpose", "progress"), ("party_id", party(&case, "applicant"))]).await.expect(200);
        }
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("已被新链接替换") && text.contains("发送至已确认的邮箱") && !text.contains("/code\""), "{text}");
        app.clock.advance(chrono::Duration::days(8));
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(tab.get(&path).await.expect(200).text().contains("已过期"));
    }

    async fn a_link_is_taken_back_on_its_page(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let path = format!("/cases/{}/links", id(&case));
        let mut tab = Tab::of(&app, "chamber").await;
        tab.get(&path).await.expect(200);
        let made = tab.send(&path, &[("purpose", "progress"), ("party_id", party(&case, "applicant"))]).await.expect(200).text();
        let secret = made.split_once("/p/").unwrap().1.split('#').nth(1).unwrap().split('<').next().unwrap().to_owned();
        let text = tab.get(&path).await.expect(200).text();
        let end = way(&text, "/revocation");
        assert!(text.contains("撤销链接") && !end.is_empty(), "{text}");
        for (login, status) in [("other.chamber", 404), ("mediator", 404), ("federation", 403), ("firm", 403)] {
            let mut other = Tab::of(&app, login).await;
            other.get("/account").await.expect(200);
            other.send(&end, &[]).await.expect(status);
        }
        app.get(&format!("/api/v1/links/{secret}")).await.expect(200);
        tab.send(&end, &[]).await.expect(303);
        app.get(&format!("/api/v1/links/{secret}")).await.expect(404);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("已撤销") && !text.contains("已被新链接替换") && !text.contains("/revocation"), "{text}");
        // Sent again from a page that is out of date it says why.
        let text = tab.send(&end, &[]).await.expect(409).text();
        assert!(text.contains("role=\"alert\"") && text.contains("已撤销"), "{text}");
    }

    /// The link under which people apply, taken away by the page of the chamber and, in a chamber of two committees, made for one of them.
    async fn the_link_of_a_chamber_is_made_for_a_committee_and_taken_away(app: TestApp) {
        let world = World::of(&app).await;
        let second = json!({"region_code": "330226", "chamber_id": world.own.chamber, "name": "宁海县商会第二调解委员会", "case_prefix": "宁商二调"});
        let second = app.post("/api/v1/committees", second).token(world.token("chamber")).await.expect(201).at("/id").to_owned();
        let mut tab = Tab::of(&app, "chamber").await;
        let text = tab.get("/chamber").await.expect(200).text();
        assert!(text.contains("尚未生成链接") && text.contains("name=\"committee_id\"") && !text.contains("/chamber/intake-link/removal"), "{text}");
        tab.send("/chamber/intake-link", &[("committee_id", &world.other.committee.to_string())]).await.expect(422);
        tab.get("/chamber").await.expect(200);
        tab.send("/chamber/intake-link", &[("committee_id", &second)]).await.expect(303);
        let text = tab.get("/chamber").await.expect(200).text();
        assert!(text.contains(&format!("<option value=\"{second}\" selected>")), "{text}");
        let apply = format!("/apply/{}", text.split("/apply/").nth(1).unwrap().split('<').next().unwrap());
        Tab::new(&app).get(&apply).await.expect(200);
        for (login, status) in [("federation", 403), ("mediator", 403), ("other.chamber", 303)] {
            let mut other = Tab::of(&app, login).await;
            other.get("/account").await.expect(200);
            other.send("/chamber/intake-link/removal", &[]).await.expect(status);
        }
        Tab::new(&app).get(&apply).await.expect(200);
        tab.send("/chamber/intake-link/removal", &[]).await.expect(303);
        Tab::new(&app).get(&apply).await.expect(404);
        assert!(tab.get("/chamber").await.expect(200).text().contains("尚未生成链接"));
        tab.send("/chamber/intake-link/removal", &[]).await.expect(303);
    }

    async fn links_are_of_those_who_work_on_the_case(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let path = format!("/cases/{}/links", id(&case));
        for (login, status) in [("other.chamber", 404), ("other.mediator", 404), ("mediator", 404), ("federation", 403), ("viewer", 403), ("firm", 403)] {
            let mut tab = Tab::of(&app, login).await;
            tab.get(&path).await.expect(status);
            tab.get("/account").await.expect(200);
            tab.send(&path, &[("purpose", "progress"), ("party_id", party(&case, "applicant"))]).await.expect(status);
        }
        // Who mediates now, in place of another, makes links, and reads no code out about the own mediation.
        let mut tab = Tab::of(&app, "colleague").await;
        tab.get(&path).await.expect(200);
        tab.send(&path, &[("purpose", "callback"), ("party_id", party(&case, "respondent"))]).await.expect(200);
        let code = way(&tab.get(&path).await.expect(200).text(), "/code");
        let text = tab.send(&code, &[]).await.expect(409).text();
        assert!(text.contains("调解员不得回访本人调解的案件"), "{text}");
    }

    /// What a party says of one firm is recorded with the firm, by the form that the firms' page leads to.
    async fn a_consent_names_the_firm_it_is_about(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let path = format!("/cases/{}/firms", id(&case));
        let (mut tab, firm) = (Tab::of(&app, "chamber").await, world.own.firm.to_string());
        tab.get(&path).await.expect(200);
        tab.send(&path, &[("firm_id", &firm), ("basis", "consent")]).await.expect(303);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("马勇琪：尚未记录") && text.contains("宁海顺盛食品厂：尚未记录"), "{text}");
        let form = way(&text, "/steps/record_consent");
        let text = tab.get(&form).await.expect(200).text();
        assert!(text.contains(&format!("value=\"{firm}\" selected>宁海县某律师事务所")) && text.contains("value=\"disclosure_to_firm\" selected"), "{text}");
        let today = china_day(app.clock.now()).to_string();
        let (form, given) = (form.split('?').next().unwrap().to_owned(), party(&case, "applicant"));
        let mut word = vec![("party_id", given), ("matter", "disclosure_to_firm"), ("given", "true"), ("channel", "phone"), ("recorded_on", today.as_str())];
        word.push(("firm_id", firm.as_str()));
        tab.send(&form, &word).await.expect(303);
        let shown = app.get(&lives::path(id(&case), "")).token(world.token("chamber")).await.expect(200).json;
        let consent = shown["consents"].as_array().unwrap().last().unwrap();
        assert_eq!((consent["firm_id"].as_str(), consent["given"].as_bool()), (Some(firm.as_str()), Some(true)));
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("马勇琪：同意") && text.contains("宁海顺盛食品厂：尚未记录"), "{text}");
        // A firm that is not there stands beside its field.
        tab.get(&form).await.expect(200);
        word.pop();
        word.push(("firm_id", given));
        let text = tab.send(&form, &word).await.expect(422).text();
        assert!(text.contains("id=\"firm_id-error\""), "{text}");
        // A contract in place of the consents.
        let text = tab.get(&path).await.expect(200).text();
        let basis = way(&text, "/basis");
        let text = tab.send(&basis, &[("basis", "consent"), ("contract_no", "委7")]).await.expect(422).text();
        assert!(text.contains("id=\"contract_no-error\"") && text.contains("value=\"委7\""), "{text}");
        tab.get(&path).await.expect(200);
        tab.send(&basis, &[("basis", "entrust_contract"), ("contract_no", "委7")]).await.expect(303);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("委托处理合同 委7") && !text.contains("尚未记录"), "{text}");
        let mut other = Tab::of(&app, "other.chamber").await;
        other.get("/account").await.expect(200);
        other.send(&basis, &[("version", "2"), ("basis", "consent")]).await.expect(404);
    }

    async fn the_members_of_a_committee_are_seated_together(app: TestApp) {
        let world = World::of(&app).await;
        let path = format!("/registry/committees/{}/members", world.own.committee);
        let mut tab = Tab::of(&app, "chamber").await;
        let entry = tab.get(&format!("/registry/committees/{}", world.own.committee)).await.expect(200).text();
        assert!(entry.contains(&format!("href=\"{path}\"")) && entry.contains("三至九名委员"), "{entry}");
        tab.get(&path).await.expect(200);
        let wrong = [("members[0].name", "张三"), ("members[0].gender", ""), ("members[2].name", "李四"), ("members[2].gender", "female"), ("members[2].lawyer", "无此人")];
        let text = tab.send(&path, &wrong).await.expect(422).text();
        assert!(text.contains("id=\"members[2].lawyer-error\"") && text.contains("value=\"张三\"") && text.contains("value=\"无此人\""), "{text}");
        let wrong = [("members[0].name", "张三"), ("members[0].gender", ""), ("members[2].name", "李四"), ("members[2].gender", "")];
        let text = tab.send(&path, &wrong).await.expect(422).text();
        assert!(text.contains("id=\"members[0].gender-error\"") && text.contains("id=\"members[2].gender-error\""), "a row that is left out moves no fault: {text}");
        let mediator = world.own.mediator.to_string();
        let right = [
            ("members[0].name", "张三"), ("members[0].gender", "male"), ("members[0].role", "director"), ("members[0].mediator_id", mediator.as_str()),
            ("members[2].name", "李四"), ("members[2].gender", "female"), ("members[2].role", "member"), ("members[2].lawyer", "宁海县律师甲"),
        ];
        tab.send(&path, &right).await.expect(303);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains(">主任</td><td data-label=\"即调解员\">宁海县调解员甲</td>") && text.contains(">宁海县律师甲</td>"), "{text}");
        let shown = app.get(&format!("/api/v1/committees/{}/members", world.own.committee)).token(world.token("chamber")).await.expect(200).json;
        assert_eq!(shown["members"].as_array().unwrap().iter().map(|one| one["lawyer_id"].is_string()).collect::<Vec<_>>(), [false, true]);
        // From a page that is out of date nothing is lost.
        let mut late = vec![("version", "1")];
        late.extend(right);
        assert!(tab.send(&path, &late).await.expect(412).text().contains("他人已更新"));
        let mut viewer = Tab::of(&app, "viewer").await;
        assert!(!viewer.get(&path).await.expect(200).text().contains("<form method=\"post\" action=\"/registry"));
        viewer.send(&path, &late).await.expect(403);
        let mut other = Tab::of(&app, "other.chamber").await;
        other.get(&path).await.expect(200);
        other.send(&path, &late).await.expect(404);
    }

    async fn the_clients_of_a_firm_are_noted_and_ended(app: TestApp) {
        let world = World::of(&app).await;
        let path = format!("/registry/firms/{}/clients", world.own.firm);
        let mut tab = Tab::of(&app, "firm").await;
        assert!(tab.get(&format!("/registry/firms/{}", world.own.firm)).await.expect(200).text().contains(&format!("href=\"{path}\"")));
        tab.get(&path).await.expect(200);
        let text = tab.send(&path, &[("client_name", "某公司"), ("document_no", "17"), ("from_on", "2025-01-01")]).await.expect(422).text();
        assert!(text.contains("id=\"document_no-error\"") && text.contains("value=\"某公司\""), "{text}");
        let right = [("client_name", "某公司"), ("document_no", "360426199101010071"), ("from_on", "2025-01-01")];
        tab.send(&path, &right).await.expect(303);
        tab.send(&path, &right).await.expect(303);
        let text = tab.get(&path).await.expect(200).text();
        assert_eq!(text.matches("<b>某公司</b>").count(), 1, "sent twice, it is there once: {text}");
        let end = way(&text, "/end");
        let text = tab.send(&end, &[("until_on", "2024-01-01")]).await.expect(422).text();
        assert!(text.contains("日期先后有误") && !text.contains("until_on-error"), "above the page, not beside the day of a new client: {text}");
        tab.send(&end, &[("until_on", "2025-06-30")]).await.expect(303);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("2025年1月1日 — 2025年6月30日") && way(&text, "/end").is_empty(), "{text}");
        for (login, status) in [("other.firm", 404), ("mediator", 403), ("chamber", 403)] {
            let mut other = Tab::of(&app, login).await;
            other.get(&path).await.expect(status);
            other.get("/account").await.expect(200);
            other.send(&path, &right).await.expect(status);
        }
        assert!(!Tab::of(&app, "other.firm").await.get(&format!("/registry/firms/{}", world.own.firm)).await.expect(200).text().contains("/clients"));
    }
}
