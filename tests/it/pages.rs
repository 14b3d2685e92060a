//! Pages over plain HTTP, as a browser without scripts uses them: signed in, forms from us alone, the steps of a case, errors beside their
//! fields, nothing out of scope.

use crate::both;
use crate::support::*;
use serde_json::json;
use wanlian::domain::lifecycle::Action;
use wanlian::pages::table;

/// A case of the first place, registered by the API; its id.
async fn case(app: &TestApp, world: &World) -> String {
    let body = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元", "amount_claimed": 3_456_789});
    app.post("/api/v1/cases", body).token(world.token("mediator")).await.expect(201).at("/case/id").to_owned()
}

both! {
    async fn a_sign_in_makes_a_cookie_that_scripts_cannot_read(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::new(&app);
        assert_eq!(tab.get("/cases?q=%E8%B4%A7").await.expect(303).header("Location"), "/sign-in?next=/cases%3Fq%3D%25E8%25B4%25A7");
        tab.get("/sign-in?next=/cases").await.expect(200);
        let refused = tab.send("/sign-in", &[("login", "mediator"), ("password", "wrong"), ("next", "/cases")]).await.expect(401);
        assert!(refused.text().contains("账号或密码有误。") && refused.text().contains("value=\"mediator\""));
        assert!(!refused.text().contains("wrong"), "a password is not shown again");
        let entered = tab.send("/sign-in", &[("login", "mediator"), ("password", PASSWORD), ("next", "/cases")]).await.expect(303);
        assert_eq!(entered.header("Location"), "/cases");
        let cookie = entered.headers.get("Set-Cookie").unwrap().to_str().unwrap();
        for part in ["wanlian=", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        tab.get("/work").await.expect(200);
        // Neither kind of token is taken for the other.
        let token = tab.cookies["wanlian"].clone();
        app.get("/api/v1/me").token(&token).await.expect(401);
        let api = app.sign_in("mediator").await;
        app.get("/work").header("Cookie", &format!("wanlian={api}")).await.expect(303);
        // Signing out ends the session itself, not only the cookie.
        tab.send("/sign-out", &[]).await.expect(303);
        app.get("/work").header("Cookie", &format!("wanlian={token}")).await.expect(303);
    }

    async fn a_password_is_changed_by_its_owner(app: TestApp) {
        World::of(&app).await;
        let (mut tab, mut elsewhere) = (Tab::of(&app, "mediator").await, Tab::of(&app, "mediator").await);
        // Long enough for the cookie to be renewed on the way.
        app.clock.advance(chrono::Duration::minutes(20));
        let path = "/account/password";
        tab.get(path).await.expect(200);
        let new = "another good password";
        let refused = tab.send(path, &[("old_password", "a wrong one"), ("new_password", new)]).await.expect(422);
        assert!(refused.text().contains("账号或密码有误。") && !refused.text().contains(new));
        tab.send(path, &[("old_password", PASSWORD), ("new_password", "short")]).await.expect(422);
        tab.send(path, &[("old_password", PASSWORD), ("new_password", new)]).await.expect(303);
        tab.get("/work").await.expect(200);
        elsewhere.get("/work").await.expect(303);
        let mut later = Tab::new(&app);
        later.get("/sign-in").await.expect(200);
        later.send("/sign-in", &[("login", "mediator"), ("password", new)]).await.expect(303);
    }

    async fn somebody_idle_or_disabled_has_to_sign_in_again(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "mediator").await;
        for _ in 0..4 {
            app.clock.advance(chrono::Duration::hours(11));
            tab.get("/work").await.expect(200);
        }
        app.clock.advance(chrono::Duration::hours(13));
        tab.get("/work").await.expect(303);
        let mut tab = Tab::of(&app, "mediator").await;
        app.disable("mediator");
        tab.get("/work").await.expect(303);
    }

    async fn over_https_cookies_are_bound_to_the_host(app: TestApp) {
        let TestApp { backend, url, folder, .. } = app;
        let app = TestApp::start_with(Fresh { backend, url, folder }, "server.base_url = 'https://wanlian.example'").await;
        let reply = app.get("/sign-in").await.expect(200);
        let cookie = reply.headers.get("Set-Cookie").unwrap().to_str().unwrap();
        assert!(cookie.starts_with("__Host-wanlian-visit=") && cookie.contains("; Secure"), "{cookie}");
    }

    async fn every_page_has_the_safe_headers_and_nothing_inline(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world).await;
        let mut tab = Tab::of(&app, "mediator").await;
        let case_page = format!("/cases/{id}");
        let step = format!("/cases/{id}/steps/accept");
        for (path, status) in [
            ("/sign-in", 303), ("/work", 200), ("/cases", 200), ("/cases/new", 200), (case_page.as_str(), 200), (step.as_str(), 200),
            ("/cases/none", 404), ("/nothing", 404), ("/offers", 200),
        ] {
            let reply = tab.get(path).await.expect(status);
            let policy = reply.header("Content-Security-Policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(reply.header("X-Content-Type-Options"), "nosniff", "{path}");
            assert_eq!(reply.header("Cache-Control"), "no-store", "{path}");
            assert!(!reply.text().contains("<style") && !reply.text().contains(" style=") && !reply.text().contains(" onclick"), "{path}");
            assert!(!reply.text().contains("http://") && !reply.text().contains("https://"), "{path} names another host");
            assert!(reply.body.len() < 100_000, "{path}: {} bytes", reply.body.len());
        }
        let page = tab.get("/work").await.text();
        let style = page.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
        let style = app.get(&format!("/assets/{style}")).await.expect(200);
        assert!(style.header("Cache-Control").contains("immutable") && !style.text().contains("url("));
        // Whoever does not ask for a page gets problem details.
        assert_eq!(app.get("/nothing").await.expect(404).at("/code"), "not_found");
    }

    async fn a_form_from_elsewhere_is_refused(app: TestApp) {
        World::of(&app).await;
        let (mut tab, mut other) = (Tab::of(&app, "mediator").await, Tab::of(&app, "colleague").await);
        tab.get("/cases/new").await.expect(200);
        other.get("/cases/new").await.expect(200);
        let (own, foreign) = (tab.hidden("csrf"), other.hidden("csrf"));
        assert!(!own.is_empty() && own != foreign);
        let fields = |token: &'static str| [("csrf", token), ("applicant", "甲"), ("respondent", "乙"), ("summary", "货款")];
        let good: &'static str = own.clone().leak();
        let bad: &'static str = foreign.leak();
        for (token, header, status) in [
            ("", ("X-Nothing", "1"), 403),
            (bad, ("X-Nothing", "1"), 403),
            (good, ("Sec-Fetch-Site", "cross-site"), 403),
            (good, ("Sec-Fetch-Site", "same-site"), 403),
            (good, ("Origin", "https://example.org"), 403),
            (good, ("Origin", "null"), 403),
        ] {
            let reply = tab.post("/cases/new", &fields(token), &[header]).await;
            assert_eq!(reply.status, status, "{token} {header:?}");
            assert!(reply.header("Content-Type").starts_with("text/html"));
        }
        let plain = tab.post("/cases/new", &fields(good), &[("Content-Type", "text/plain")]).await;
        assert_eq!(plain.status, 415);
        assert!(tab.get("/cases").await.text().contains("还没有您可以查看的案件"), "nothing was logged");
        let ours = [("Origin", "http://127.0.0.1:8080"), ("Sec-Fetch-Site", "same-origin")];
        tab.post("/cases/new", &fields(good), &ours).await.expect(303);
    }

    async fn a_case_is_logged_with_three_fields_and_once(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "mediator").await;
        tab.get("/cases/new").await.expect(200);
        let wrong = [("applicant", "张三"), ("respondent", ""), ("summary", "拖欠<b>货款</b>"), ("amount_claimed", "三万")];
        let page = tab.send("/cases/new", &wrong).await.expect(422).text();
        assert!(page.contains("value=\"张三\"") && page.contains("value=\"三万\"") && page.contains("拖欠&#60;b&#62;货款"), "{page}");
        assert!(page.contains("id=\"respondent-error\"") && page.contains("id=\"amount_claimed-error\"") && page.contains("<details open>"));
        let right = [("applicant", "张三"), ("respondent", "李四"), ("summary", "拖欠货款"), ("amount_claimed", "30,000.50")];
        let first = tab.send("/cases/new", &right).await.expect(303).header("Location").to_owned();
        let again = tab.send("/cases/new", &right).await.expect(303).header("Location").to_owned();
        assert_eq!(first, again, "the same form sent twice logs one case");
        let page = tab.get(&first).await.expect(200).text();
        assert!(page.contains("30,000.50") && page.contains("已登记") && page.contains("张三"));
        assert_eq!(tab.get("/cases?q=%E8%B4%A7%E6%AC%BE").await.text().matches("href=\"/cases/0").count(), 1);
    }

    async fn only_the_legal_next_steps_are_buttons(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world).await;
        for login in ["mediator", "chamber"] {
            let shown = app.get(&format!("/api/v1/cases/{id}")).token(&app.sign_in(login).await).await.expect(200);
            let page = Tab::of(&app, login).await.get(&format!("/cases/{id}")).await.expect(200).text();
            // What has no form: firms are assigned, files added and groups joined over the API.
            let elsewhere = [Action::AssignFirm, Action::ReleaseFirm, Action::AddAttachment, Action::RemoveAttachment, Action::JoinGroup];
            for action in Action::ALL.iter().filter(|action| !elsewhere.contains(action)) {
                let is_legal = shown.json["actions"].as_array().unwrap().contains(&json!(action.code()));
                assert_eq!(page.contains(&format!("/cases/{id}/steps/{}\"", action.code())), is_legal, "{login} {action}");
            }
        }
        let mut tab = Tab::of(&app, "federation").await;
        let page = tab.get(&format!("/cases/{id}")).await.expect(200).text();
        assert!(!page.contains("/steps/") && !page.contains("马勇琪") && !page.contains("34,567"), "a federation sees it masked");
    }

    async fn a_step_by_form_keeps_what_was_typed_and_says_when_it_is_too_late(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world).await;
        let (mut tab, mut late) = (Tab::of(&app, "mediator").await, Tab::of(&app, "chamber").await);
        let path = format!("/cases/{id}/steps/accept");
        late.get(&path).await.expect(200);
        tab.get(&path).await.expect(200);
        let page = tab.send(&path, &[("accepted_on", "1999-01-01"), ("simplified", "true")]).await.expect(422).text();
        assert!(page.contains("value=\"1999-01-01\"") && page.contains("checked") && page.contains("id=\"accepted_on-error\""), "{page}");
        let today = wanlian::base::clock::china_day(app.clock.now()).to_string();
        let done = tab.send(&path, &[("accepted_on", &today)]).await.expect(303);
        assert_eq!(done.header("Location"), format!("/cases/{id}"));
        let page = late.send(&path, &[("accepted_on", &today)]).await.expect(412).text();
        assert!(page.contains("他人已更新"), "{page}");
        // What is on the page is true: the same as over the API.
        let shown = app.get(&format!("/api/v1/cases/{id}")).token(&app.sign_in("mediator").await).await.expect(200);
        assert_eq!(shown.at("/case/status"), "accepted");
        let page = tab.get(&format!("/cases/{id}")).await.expect(200).text();
        assert!(page.contains("s-accepted") && page.contains("steps/start_mediation") && !page.contains("steps/accept\""));
    }

    async fn an_amendment_sends_what_was_changed(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world).await;
        let mut tab = Tab::of(&app, "mediator").await;
        let path = format!("/cases/{id}/steps/amend");
        let page = tab.get(&path).await.expect(200).text();
        assert!(page.contains("value=\"马勇琪\"") && page.contains("value=\"34567.89\""), "{page}");
        let mut fields = vec![("summary", "拖欠货款四万元"), ("amount_claimed", "40000"), ("category", "contract"), ("parties[0].name", "马勇琪"),
            ("parties[0].phone", "13800001234"), ("parties[1].name", "宁海顺盛食品厂"), ("people", "2")];
        fields.extend([("source", "application"), ("difficulty", "simple")]);
        tab.send(&path, &fields).await.expect(303);
        let shown = app.get(&format!("/api/v1/cases/{id}")).token(&app.sign_in("mediator").await).await.expect(200);
        assert_eq!((shown.at("/case/summary"), shown.at("/parties/0/phone")), ("拖欠货款四万元", "13800001234"));
        assert_eq!(shown.json["case"]["amount_claimed"], 4_000_000);
    }

    async fn out_of_scope_looks_like_not_there(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world).await;
        for login in ["other.mediator", "other.chamber", "neighbour", "firm", "colleague"] {
            let mut tab = Tab::of(&app, login).await;
            let hidden = tab.get(&format!("/cases/{id}")).await.expect(404).text();
            let missing = tab.get(&format!("/cases/{}", wanlian::base::id::CaseId::new())).await.expect(404).text();
            // The one difference is the path to which the language switch comes back.
            let tail = |page: &str| page.split("<main").nth(1).unwrap().to_owned();
            assert_eq!(tail(&hidden), tail(&missing), "{login}");
        }
        for (login, path) in [("federation", "/cases/new"), ("firm", "/cases/new"), ("admin", "/cases"), ("viewer", "/offers")] {
            Tab::of(&app, login).await.get(path).await.expect(403);
        }
        Tab::of(&app, "firm").await.get(&format!("/cases/{id}/steps/accept")).await.expect(403);
    }

    async fn the_language_changes_at_once_and_on_the_same_page(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "mediator").await;
        assert!(tab.get("/cases?status=agreed").await.text().contains("<html lang=\"zh-CN\">"));
        let next = tab.hidden("next");
        assert_eq!(next, "/cases?status=agreed");
        let back = tab.send("/language", &[("next", &next)]).await.expect(303);
        assert_eq!(back.header("Location"), "/cases?status=agreed");
        let page = tab.get("/cases").await.text();
        assert!(page.contains("<html lang=\"en\">") && page.contains("There is no case for you to see yet."));
        assert!(tab.get("/cases?status=agreed").await.text().contains("No cases match."), "those of a state are asked for");
        let elsewhere = tab.send("/language", &[("next", "//example.org/")]).await.expect(303);
        assert_eq!(elsewhere.header("Location"), "/");
    }

    async fn nobody_reaches_a_page_that_is_not_theirs(app: TestApp) {
        let world = World::of(&app).await;
        let id = case(&app, &world).await;
        for login in ["admin", "federation", "viewer", "chamber", "mediator", "firm", "lawyer"] {
            let mut tab = Tab::of(&app, login).await;
            let me = app.get("/api/v1/me").token(&app.sign_in(login).await).await.expect(200);
            for page in table::all().iter().filter(|page| page.method == actix_web::http::Method::GET) {
                let path = page.path.replace("{id}", &id).replace("{action}", "accept").replace("{item}", "cover.docx").replace("{code}", "X");
                let status = tab.get(&path).await.status;
                let role = wanlian::domain::policy::Role::from_code(me.at("/role")).unwrap();
                let actor = wanlian::domain::policy::Actor::of_account(
                    wanlian::base::id::AccountId::new(), role, wanlian::domain::policy::Standing::default());
                let may = page.permission.is_none_or(|permission| actor.may(permission));
                assert_eq!(status == 403, !may || (role.code().starts_with("federation") && (page.path.contains("papers") || page.path == "/cases/{id}/files"))
                    || (role.code().starts_with("federation") && page.path.contains("bundle")), "{login} {path}: {status}");
                assert!(status != 500, "{login} {path}");
            }
        }
    }
}

#[test]
fn every_step_has_a_form_or_is_done_elsewhere() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/pages/step_fields.rs")).unwrap();
    for action in Action::ALL {
        assert!(page.contains(&format!("A::{action:?}")), "{action}");
    }
}
