//! Pages of the people who work on cases, over plain HTTP: files, applications, firms, groups, pairings, one's own calendar.

use crate::both;
use crate::support::*;
use serde_json::json;

const PDF: &[u8] = b"%PDF-1.7\n%%EOF";

async fn case(app: &TestApp, world: &World, who: &str) -> String {
    let body = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元", "amount_claimed": 3_000_000});
    app.post("/api/v1/cases", body).token(world.token(who)).await.expect(201).at("/case/id").to_owned()
}

both! {
    async fn photos_and_scans_come_with_a_form(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world, "mediator").await;
        let path = format!("/cases/{id}/files");
        let mut tab = Tab::of(&app, "mediator").await;
        let page = tab.get(&path).await.expect(200).text();
        assert!(page.contains("尚未上传材料") && page.contains("capture=\"environment\"") && page.contains("multipart/form-data"));
        // Nothing chosen, and what is no paper.
        let page = tab.send_files(&path, &[("kind", "evidence"), ("title", "欠条")], &[("file", "", b"")]).await.expect(422).text();
        assert!(page.contains("id=\"file-error\"") && page.contains("value=\"欠条\""), "{page}");
        let page = tab.send_files(&path, &[("kind", "evidence")], &[("photo", "a.exe", b"MZ...")]).await.expect(422).text();
        assert!(page.contains("id=\"photo-error\""), "{page}");
        let page = tab.send_files(&path, &[("kind", "evidence")], &[("file", "a.jpg", PDF)]).await.expect(422).text();
        assert!(page.contains("id=\"file-error\""), "a name that says something else: {page}");
        // Two at once, and the same form again adds nothing.
        tab.get(&path).await.expect(200);
        let two: [(&str, &str, &[u8]); 2] = [("file", "one.pdf", PDF), ("file", "two.pdf", b"%PDF-1.4 other")];
        let once = tab.hidden("once");
        tab.send_files(&path, &[("kind", "evidence")], &two).await.expect(303);
        tab.page = format!("name=\"csrf\" value=\"{}\" name=\"once\" value=\"{once}\"", tab.hidden("csrf"));
        tab.send_files(&path, &[("kind", "evidence")], &two).await.expect(303);
        let page = tab.get(&path).await.expect(200).text();
        assert_eq!((page.matches(">one.pdf<").count(), page.matches(">two.pdf<").count()), (1, 1), "{page}");
        let file = way(&page, "/files/");
        let saved = tab.get(&file).await.expect(200);
        assert_eq!((saved.body.as_slice(), saved.header("Content-Type")), (PDF, "application/pdf"));
        assert!(saved.header("Content-Disposition").starts_with("attachment"), "never shown by the browser itself");
        assert!(tab.get(&format!("/cases/{id}")).await.text().contains(&format!("href=\"{file}\"")));
        // Out of scope, and not to be seen.
        for (login, status) in [("other.mediator", 404), ("firm", 404), ("federation", 403), ("admin", 403)] {
            let mut tab = Tab::of(&app, login).await;
            tab.get(&path).await.expect(status);
            tab.get(&file).await.expect(status);
            let foreign = tab.send_files(&path, &[("kind", "evidence")], &two).await.status;
            assert!(foreign == 404 || foreign == 403, "{login}: {foreign}");
        }
        tab.get(&path).await.expect(200);
        tab.send(&format!("{file}/removal"), &[("reason", "")]).await.expect(422);
        tab.get(&path).await.expect(200);
        tab.send(&format!("{file}/removal"), &[("reason", "传错了")]).await.expect(303);
        tab.get(&file).await.expect(404);
        assert!(!tab.get(&path).await.text().contains(">one.pdf<"));
    }

    async fn files_are_read_of_nobody_who_is_not_known(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::new(&app);
        tab.get("/progress").await.expect(200);
        tab.send_files("/progress", &[("code", "A")], &[("file", "a.pdf", PDF)]).await.expect(415);
        tab.send_files("/cases/new", &[], &[("file", "a.pdf", PDF)]).await.expect(303);
    }

    async fn an_application_becomes_a_case_or_is_refused_with_where_to_go(app: TestApp) {
        let world = World::of(&app).await;
        let made = app.post(&format!("/api/v1/chambers/{}/intake-link", world.own.chamber), json!({})).token(world.token("chamber")).await;
        let intake = format!("/api/v1/intake/{}", made.expect(200).at("/code"));
        let apply = |summary: &'static str| {
            let body = json!({"applicant": "赵六", "applicant_kind": "person", "applicant_phone": "13800001234", "respondent": "某机械厂",
                "respondent_kind": "organisation", "summary": summary, "wanted": "支付工资", "category": "labour", "voluntary": true});
            app.post(&intake, body)
        };
        apply("三个月没有发工资").await.expect(201);
        let mut tab = Tab::of(&app, "chamber").await;
        let list = tab.get("/applications").await.expect(200).text();
        assert!(list.contains("赵六 — 某机械厂") && list.contains("待审查"));
        let one = way(&list, "/applications/");
        let page = tab.get(&one).await.expect(200).text();
        assert!(page.contains("三个月没有发工资") && page.contains("13800001234"));
        for login in ["other.chamber", "other.mediator"] {
            Tab::of(&app, login).await.get(&one).await.expect(404);
            assert!(!Tab::of(&app, login).await.get("/applications").await.expect(200).text().contains("赵六"), "{login}");
        }
        Tab::of(&app, "firm").await.get("/applications").await.expect(403);
        // A refusal has a reason from the list, in words where the list says nothing.
        let refusal = format!("{one}/refusal");
        let page = tab.send(&refusal, &[("outcome", "")]).await.expect(422).text();
        assert!(page.contains("id=\"outcome-error\""));
        let page = tab.send(&refusal, &[("outcome", "other"), ("reason", "")]).await.expect(422).text();
        assert!(page.contains("id=\"reason-error\""));
        let mut late = Tab::of(&app, "chamber").await;
        late.get(&one).await.expect(200);
        tab.send(&refusal, &[("outcome", "outside_scope"), ("reason", "不属本会受理范围")]).await.expect(303);
        let page = tab.get(&one).await.expect(200).text();
        assert!(page.contains("劳动争议仲裁委员会") && page.contains("不属本会受理范围") && !page.contains("/acceptance"), "{page}");
        late.send(&format!("{one}/acceptance"), &[]).await.expect(412);

        apply("工资问题再次申请").await.expect(201);
        let list = tab.get("/applications?status=waiting").await.expect(200).text();
        let two = way(&list, "/applications/0");
        assert_ne!(one, two);
        assert!(tab.get(&two).await.text().contains("另一份申请"), "the one before is named");
        let done = tab.send(&format!("{two}/acceptance"), &[("difficulty", "hard")]).await.expect(303);
        let case = tab.get(done.header("Location")).await.expect(200).text();
        assert!(case.contains("工资问题再次申请") && case.contains("赵六"));
        tab.get(&two).await.expect(200);
    }

    async fn a_case_is_offered_to_a_firm_and_its_answer_is_seen(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world, "chamber").await;
        let path = format!("/cases/{id}/firms");
        let mut tab = Tab::of(&app, "chamber").await;
        let page = tab.get(&path).await.expect(200).text();
        assert!(page.contains("宁海县某律师事务所") && page.contains("尚未邀请律所"), "{page}");
        let page = tab.send(&path, &[("basis", "")]).await.expect(422).text();
        assert!(page.contains("id=\"basis-error\""));
        let firm = world.own.firm.to_string();
        let page = tab.send(&path, &[("firm_id", &firm), ("basis", "consent"), ("contract_no", "委1")]).await.expect(422).text();
        assert!(page.contains("id=\"contract_no-error\"") && page.contains("value=\"委1\""));
        tab.send(&path, &[("firm_id", &firm), ("basis", "entrust_contract"), ("contract_no", "委1")]).await.expect(303);
        assert!(tab.get(&format!("/cases/{id}")).await.text().contains("待答复"));
        // The firm declines; the chamber sees why, and the ranking leaves the firm out.
        let mut firm = Tab::of(&app, "firm").await;
        let inbox = firm.get("/offers").await.expect(200).text();
        let offer = way(&inbox, "/offers/");
        firm.get(&offer).await.expect(200);
        firm.send(&format!("{offer}/refusal"), &[("reason", "no_capacity")]).await.expect(303);
        let page = tab.get(&path).await.expect(200).text();
        assert!(page.contains("已谢绝") && page.contains("无力承接") && page.contains("本案已邀约过"), "{page}");
        for (login, status) in [("mediator", 403), ("other.chamber", 404), ("firm", 403)] {
            Tab::of(&app, login).await.get(&path).await.expect(status);
        }
    }

    async fn an_offer_is_taken_back(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world, "chamber").await;
        let path = format!("/cases/{id}/firms");
        let mut tab = Tab::of(&app, "chamber").await;
        tab.get(&path).await.expect(200);
        tab.send(&path, &[("basis", "entrust_contract")]).await.expect(303);
        let page = tab.get(&path).await.expect(200).text();
        assert!(!page.contains("发出邀约"), "one at a time");
        let withdrawal = way(&page, &format!("/cases/{id}/firms/"));
        let mut other = Tab::of(&app, "other.chamber").await;
        other.get("/work").await.expect(200);
        other.send(&withdrawal, &[("version", "1")]).await.expect(404);
        tab.get(&path).await.expect(200);
        tab.send(&withdrawal, &[]).await.expect(303);
        assert!(tab.get(&path).await.text().contains("已解除"));
    }

    async fn a_group_is_made_joined_and_seen_as_a_whole(app: TestApp) {
        let world = World::of(&app).await;
        let (mother, single) = (case(&app, &world, "chamber").await, case(&app, &world, "chamber").await);
        let path = format!("/cases/{mother}/group");
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(tab.get(&path).await.expect(200).text().contains("本案不属于群体案件"));
        let children = format!("/cases/{mother}/children");
        tab.send(&children, &[("role", "applicant")]).await.expect(422);
        let half = [("role", "applicant"), ("children[0].party.name", "工人甲"), ("children[2].amount_claimed", "三千")];
        let page = tab.send(&children, &half).await.expect(422).text();
        assert!(page.contains("id=\"children[2].party.name-error\"") && page.contains("value=\"工人甲\"") && page.contains("value=\"三千\""), "{page}");
        let two = [("role", "applicant"), ("children[0].party.name", "工人甲"), ("children[0].amount_claimed", "1000"), ("children[1].party.name", "工人乙")];
        tab.send(&children, &two).await.expect(303);
        let page = tab.get(&path).await.expect(200).text();
        assert!(page.contains("1,000.00") && page.matches("s-registered").count() == 2, "{page}");
        // A case that is there already joins it.
        let own = format!("/cases/{single}/group");
        let page = tab.get(&own).await.expect(200).text();
        assert!(page.contains(&format!("value=\"{mother}\"")), "{page}");
        let today = wanlian::base::clock::china_day(app.clock.now()).to_string();
        let joining = format!("/cases/{single}/joining");
        tab.send(&joining, &[("mother_id", &mother), ("joined_on", "")]).await.expect(422);
        tab.get(&own).await.expect(200);
        tab.send(&joining, &[("mother_id", &mother), ("joined_on", &today)]).await.expect(303);
        let page = tab.get(&own).await.expect(200).text();
        assert!(page.contains(&format!("/cases/{mother}/group")) && page.contains(&format!("/cases/{single}/steps/leave_group")));
        assert_eq!(tab.get(&path).await.text().matches("s-registered").count(), 3);
        // One step for all of them; a case that was stepped on its own stays as it is, and why is said.
        let all = format!("{path}/steps/accept");
        assert!(tab.get(&path).await.text().contains(&all));
        tab.get(&all).await.expect(200);
        let page = tab.send(&all, &[("accepted_on", "")]).await.expect(422).text();
        assert!(page.contains("id=\"accepted_on-error\""), "{page}");
        let page = tab.send(&all, &[("accepted_on", &today), ("case_ids", &single)]).await.expect(200).text();
        assert!(page.contains("已办理： 1") && !page.contains("保持原状"), "{page}");
        tab.get(&all).await.expect(200);
        let page = tab.send(&all, &[("accepted_on", &today)]).await.expect(200).text();
        assert!(page.contains("已办理： 2") && page.contains("保持原状： 1"), "{page}");
        tab.get(&format!("{path}/steps/close")).await.expect(404);
        for login in ["other.chamber", "colleague", "firm"] {
            Tab::of(&app, login).await.get(&path).await.expect(404);
        }
    }

    async fn a_calendar_has_an_address_until_it_is_taken_away(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "mediator").await;
        let page = tab.get("/account").await.expect(200).text();
        assert!(page.contains("mediator@example.org") && !page.contains("/api/v1/calendar/"));
        let page = tab.send("/account/calendar", &[]).await.expect(200).text();
        let feed = format!("/api/v1/calendar/{}", page.split("/api/v1/calendar/").nth(1).unwrap().split('<').next().unwrap());
        assert!(app.get(&feed).await.expect(200).text().starts_with("BEGIN:VCALENDAR"));
        assert!(!tab.get("/account").await.text().contains(&feed), "it is shown once");
        tab.send("/account/calendar/removal", &[]).await.expect(303);
        app.get(&feed).await.expect(404);
    }
}

both! {
    async fn a_pairing_is_signed_served_and_confirmed_by_form(app: TestApp) {
        let world = World::of(&app).await;
        let path = world.agreed(&app).await.trim_start_matches("/api/v1").to_owned();
        let today = wanlian::base::clock::china_day(app.clock.now());
        let (from, until) = (today.to_string(), (today + chrono::Duration::days(300)).to_string());
        let mut chamber = Tab::of(&app, "chamber").await;
        let signature = format!("{path}/signature");
        assert!(chamber.get(&path).await.expect(200).text().contains(&signature));
        chamber.get(&signature).await.expect(200);
        let lawyer = world.own.lawyer.to_string();
        let half = [("signed_on", from.as_str()), ("from_on", &from), ("until_on", ""), ("document_no", "万联1"), ("promised", "lecture")];
        let page = chamber.send(&signature, &half).await.expect(422).text();
        assert!(page.contains("id=\"until_on-error\"") && page.contains("value=\"万联1\"") && page.contains("value=\"lecture\" checked"), "{page}");
        let whole = [("signed_on", from.as_str()), ("from_on", &from), ("until_on", &until), ("document_no", "万联1"), ("promised", "lecture"),
            ("contact_lawyers", &lawyer)];
        for login in ["firm", "viewer"] {
            Tab::of(&app, login).await.get(&signature).await.expect(403);
        }
        Tab::of(&app, "other.chamber").await.get(&signature).await.expect(404);
        chamber.send(&signature, &whole).await.expect(303);
        let page = chamber.get(&path).await.text();
        assert!(page.contains("万联1") && page.contains("履行中") && page.contains("尚无服务记录"), "{page}");
        // The firm logs what took place, the chamber confirms it, and from then on it stays.
        let services = format!("{path}/services");
        let mut firm = Tab::of(&app, "firm").await;
        firm.get(&services).await.expect(200);
        let lecture = [("kind", "lecture"), ("held_on", from.as_str()), ("minutes", "ninety"), ("place", "总商会"), ("lawyers", &lawyer)];
        assert!(firm.send(&services, &lecture).await.expect(422).text().contains("id=\"minutes-error\""));
        let lecture = [("kind", "lecture"), ("held_on", from.as_str()), ("minutes", "90"), ("place", "总商会"), ("lawyers", &lawyer)];
        firm.send(&services, &lecture).await.expect(303);
        let service = way(&firm.get(&path).await.text(), "/services/");
        firm.get(&service).await.expect(200);
        firm.send(&service, &[("minutes", "90"), ("people", "41")]).await.expect(303);
        assert!(firm.get(&path).await.text().contains(">41<"));
        Tab::of(&app, "other.firm").await.get(&service).await.expect(404);
        chamber.get(&path).await.expect(200);
        let version = app.get(&format!("/api/v1{service}")).token(world.token("chamber")).await.expect(200).json["version"].to_string();
        firm.send(&format!("{service}/confirmation"), &[("version", &version)]).await.expect(403);
        chamber.send(&format!("{service}/confirmation"), &[("version", &version)]).await.expect(303);
        assert!(chamber.get(&path).await.text().contains("✓ "));
        firm.get(&service).await.expect(200);
        firm.send(&service, &[("minutes", "60")]).await.expect(409);
        // Renewed, the next term begins after this one.
        let renewal = format!("{path}/renewal");
        chamber.get(&renewal).await.expect(200);
        let later = (today + chrono::Duration::days(600)).to_string();
        let next = [("signed_on", from.as_str()), ("until_on", &later), ("document_no", "万联2"), ("promised", "lecture"), ("contact_lawyers", &lawyer)];
        chamber.send(&renewal, &next).await.expect(303);
        assert!(chamber.get(&path).await.text().contains("万联2"));
    }

    async fn a_firm_sees_what_it_carries(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "firm").await;
        assert!(tab.get("/firm").await.expect(200).text().contains("0 / 10"));
        world.agreed(&app).await;
        let id = case(&app, &world, "chamber").await;
        let offer = json!({"firm_id": world.own.firm, "basis": "entrust_contract"});
        app.post(&format!("/api/v1/cases/{id}/assignments"), offer).token(world.token("chamber")).await.expect(201);
        let page = tab.get("/firm").await.expect(200).text();
        assert!(page.contains("2 / 10") && page.contains("/offers/") && page.contains("宁海县律师甲"), "{page}");
        Tab::of(&app, "chamber").await.get("/firm").await.expect(404);
        Tab::of(&app, "federation").await.get("/firm").await.expect(403);
    }

    async fn accounts_are_added_changed_and_disabled_within_reach(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "chamber").await;
        // A chamber adds accounts of its mediators, and of nobody else.
        let page = tab.get("/users/new").await.expect(200).text();
        assert!(page.contains("宁海县调解员甲") && !page.contains("武昌区") && !page.contains("value=\"sysadmin\""), "{page}");
        let colleague = world.own.colleague.to_string();
        let new = [("role", "mediator"), ("mediator_id", colleague.as_str()), ("login", "new.mediator"), ("name", "新调解员"), ("password", "tinyone")];
        let page = tab.send("/users/new?role=mediator", &new).await.expect(422).text();
        assert!(page.contains("id=\"password-error\"") && page.contains("value=\"new.mediator\"") && !page.contains("tinyone"), "{page}");
        assert!(page.contains(&format!("<option value=\"{colleague}\" selected>")), "whom it is for is kept: {page}");
        let nobody = [("role", "mediator"), ("mediator_id", ""), ("login", "new.mediator"), ("name", "新调解员"), ("password", PASSWORD)];
        assert!(tab.send("/users/new?role=mediator", &nobody).await.expect(422).text().contains("id=\"mediator_id-error\""));
        let new = [("role", "mediator"), ("mediator_id", colleague.as_str()), ("login", "new.mediator"), ("name", "新调解员"), ("password", PASSWORD)];
        let user = tab.send("/users/new?role=mediator", &new).await.expect(303).header("Location").to_owned();
        tab.get("/users/new").await.expect(200);
        let admin = [("role", "sysadmin"), ("login", "too.much"), ("name", "某人"), ("password", PASSWORD)];
        tab.send("/users/new?role=sysadmin", &admin).await.expect(403);
        let mut own = Tab::of(&app, "new.mediator").await;
        own.get("/work").await.expect(200);
        // Particulars, then another password: every sign-in ends.
        let page = tab.get(&user).await.expect(200).text();
        assert!(page.contains("value=\"新调解员\""));
        tab.send(&user, &[("about", "particulars"), ("name", ""), ("email", "")]).await.expect(422);
        tab.get(&user).await.expect(200);
        tab.send(&user, &[("about", "particulars"), ("name", "换名"), ("email", "new@example.org")]).await.expect(303);
        assert!(tab.get(&user).await.text().contains("new@example.org"));
        own.get("/work").await.expect(200);
        tab.send(&user, &[("about", "password"), ("password", "another good password")]).await.expect(303);
        own.get("/work").await.expect(303);
        tab.get(&user).await.expect(200);
        tab.send(&user, &[("about", "disabled"), ("disabled", "true")]).await.expect(303);
        assert!(tab.get(&user).await.text().contains("重新启用"));
        // Somebody who saw it before changes nothing.
        tab.send(&user, &[("about", "disabled"), ("disabled", "false"), ("version", "1")]).await.expect(412);
        for login in ["other.chamber", "firm"] {
            Tab::of(&app, login).await.get(&user).await.expect(404);
        }
        Tab::of(&app, "mediator").await.get("/users").await.expect(403);
        // Nobody shuts themselves out.
        let mut admin = Tab::of(&app, "admin").await;
        let list = admin.get("/users").await.expect(200).text();
        let me = list.split("<tr>").find(|row| row.contains(">admin<")).map(|row| way(row, "/users/")).unwrap();
        admin.get(&me).await.expect(200);
        admin.send(&me, &[("about", "disabled"), ("disabled", "true")]).await.expect(409);
        admin.get(&user).await.expect(200);
        let firm = world.own.firm.to_string();
        admin.get(&format!("{user}?role=firm_admin&q=%E5%AE%81%E6%B5%B7")).await.expect(200);
        assert!(admin.page.contains(&firm), "{}", admin.page);
        admin.send(&format!("{user}?role=firm_admin"), &[("about", "role"), ("role", "firm_admin"), ("firm_id", &firm)]).await.expect(303);
        assert!(admin.get(&user).await.text().contains("律所管理员"));
    }

    async fn the_log_and_the_settings_are_for_the_administrator(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world, "chamber").await;
        for login in ["chamber", "federation"] {
            Tab::of(&app, login).await.get(&format!("/cases/{id}")).await.expect(200);
        }
        let mut tab = Tab::of(&app, "admin").await;
        let page = tab.get(&format!("/audit?object={id}")).await.expect(200).text();
        assert!(page.contains(">查看案件</td>") && page.contains(">chamber<") && page.contains(">federation<") && !page.contains("马勇琪"), "{page}");
        assert!(tab.get("/audit?login=nobody.here").await.expect(200).text().contains("没有符合条件的记录"));
        let page = tab.get("/audit?login=chamber&operation=pages::case::show").await.expect(200).text();
        assert!(page.contains(&id) && !page.contains(">登录</td>") && !page.contains(">federation<"), "{page}");
        let page = tab.get("/settings").await.expect(200).text();
        assert!(page.contains("max_mib") && page.contains("access_minutes"), "{page}");
        let (scheme, address) = app.url.split_once(':').unwrap();
        assert!(page.contains(&format!(">{scheme}:…<")) && !page.contains(address), "the kind of the database and no more: {page}");
        assert!(page.contains("<code>auth.token_key_file</code>") && !page.contains("<code>auth.token_key</code>"), "{page}");
        for login in ["federation", "chamber", "mediator", "firm"] {
            Tab::of(&app, login).await.get("/audit").await.expect(403);
            Tab::of(&app, login).await.get("/settings").await.expect(403);
        }
    }
}
