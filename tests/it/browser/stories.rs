//! What each role does in a browser, from its sign-in to its result. Each story goes on where the one before it ended, as the people of one
//! place do; every page on the way is looked at.

use super::window::{PATIENCE, Window};
use crate::support::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::time::Instant;
use wanlian::domain::notices::NoticeKind;
use wanlian::store::outbox;

const CHAMBERS: &str = include_str!("../../../config/demo/chambers.csv");
/// The button of the form that a page is about.
const SEND: &str = "main form button.main";

/// All stories, in one window on one place.
pub async fn all(w: &Window, app: &TestApp, world: &World) {
    stranger(w).await;
    federation_matches(w).await;
    let case = mediator_logs_a_call(w).await;
    chamber_appoints_and_offers(w, &case).await;
    firm_takes_the_case(w, &case).await;
    mediator_brings_them_together(w, app, &case).await;
    let link = chamber_signs(w).await;
    firm_logs_a_service(w).await;
    party_applies(w, &link).await;
    let performed = performing(app, world).await;
    payee_confirms(w, app, world, &performed).await;
    party_answers(w, app, world, &performed).await;
    chamber_decides_and_confirms(w).await;
    federation_looks(w, &case).await;
    federation_imports(w, app).await;
    federation_pays(w).await;
    administrator(w).await;
}

async fn sign_in(w: &Window, login: &str) {
    w.forget().await;
    w.go("/sign-in").await;
    w.fill("login", login).await;
    w.fill("password", PASSWORD).await;
    w.press(SEND).await;
}

/// Takes a way of the navigation; on a phone those behind the first stand in the menu.
async fn way(w: &Window, to: &str) {
    let way = format!("nav a[href='{to}']");
    if !w.holds(&format!("document.querySelector(\"{way}\").checkVisibility()")).await {
        w.touch(".menu summary").await;
    }
    w.press(&way).await;
}

async fn sign_out(w: &Window) {
    w.press("form[action='/sign-out'] button").await;
    assert_eq!(w.path().await, "/sign-in");
}

/// Whoever is not signed in, with the keyboard alone.
async fn stranger(w: &Window) {
    w.go("/cases?status=agreed").await;
    assert!(w.path().await.starts_with("/sign-in?next="), "{}", w.path().await);
    w.tab().await;
    let first = "document.activeElement.className + ' ' + getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(w.eval(first).await, "skip solid", "the first key leads past the navigation, and is seen");
    w.find("#login").await.send_keys("mediator").await.unwrap();
    w.tab().await;
    w.keys("not the password").await;
    w.enter().await;
    w.sees("账号或密码有误。").await;
    w.find("#password").await.send_keys(PASSWORD).await.unwrap();
    w.enter().await;
    assert_eq!(w.path().await, "/cases?status=agreed");
    w.go("/nothing").await;
    w.sees("请核对地址").await;
    w.go("/users").await;
    w.go("/work").await;
    sign_out(w).await;
}

/// A call becomes a case, and is accepted; the path of the case.
async fn mediator_logs_a_call(w: &Window) -> String {
    sign_in(w, "mediator").await;
    w.sees("今日事项").await;
    w.go("/cases/new").await;
    w.press(SEND).await;
    assert_eq!(w.path().await, "/cases/new");
    w.find("#applicant-error").await;
    w.fill("applicant", "周小强").await;
    w.fill("respondent", "宁海县安平模具厂").await;
    w.fill("summary", "拖欠货款三万元，申请人请求一次付清。").await;
    w.press(SEND).await;
    w.sees("拖欠货款三万元").await;
    let case = w.path().await;
    step(w, &case, "accept", async || {}).await;
    sign_out(w).await;
    case
}

async fn chamber_appoints_and_offers(w: &Window, case: &str) {
    sign_in(w, "chamber").await;
    w.go(case).await;
    step(w, case, "appoint_mediator", async || {
        w.touch("select[name=mediator_id] option:nth-child(2)").await;
        w.choose("chosen_by", "committee").await;
    })
    .await;
    w.press(&format!("main a[href='{case}/firms']")).await;
    w.press(SEND).await;
    w.find("#basis-error").await;
    w.touch("select[name=firm_id] option:nth-child(2)").await;
    w.choose("basis", "entrust_contract").await;
    w.fill("contract_no", "委2026-1").await;
    w.press(SEND).await;
    w.sees("待答复").await;
    w.go(&format!("{case}/group")).await;
    w.fill("children[0].party.name", "马小明").await;
    w.press(SEND).await;
    w.sees("已登记").await;
    sign_out(w).await;
}

/// Consents, a photo, the agreement.
async fn mediator_brings_them_together(w: &Window, app: &TestApp, case: &str) {
    sign_in(w, "mediator").await;
    w.go(case).await;
    for party in [2, 3] {
        step(w, case, "record_consent", async || {
            w.touch(&format!("select[name=party_id] option:nth-child({party})")).await;
            w.choose("matter", "mediation").await;
            w.touch("input[name=given]").await;
            w.choose("channel", "phone").await;
        })
        .await;
    }
    step(w, case, "give_notice", async || w.choose("channel", "phone").await).await;
    step(w, case, "start_mediation", async || {}).await;
    let photo = app.folder.path().join("欠条.png");
    w.screen(&photo).await;
    w.press(&format!("main a[href='{case}/files']")).await;
    w.press(SEND).await;
    w.find("#kind-error").await;
    w.choose("kind", "evidence").await;
    w.file("photo", &photo).await;
    w.press(SEND).await;
    w.sees("欠条.png").await;
    w.go(case).await;
    step(w, case, "agree", async || {
        w.choose("form", "written").await;
        w.fill("amount", "36,500").await;
        w.fill("content", "被申请人于七日内以银行转账付清三万六千五百元。").await;
    })
    .await;
    w.sees("达成协议").await;
    w.sees("36,500.00").await;
    prints(w, case).await;
    w.go("/cases?q=%E8%B4%A7%E6%AC%BE").await;
    w.sees("周小强").await;
    // The other language, at once and on the same page.
    w.press("form[action='/language'] button").await;
    w.sees("Log a case").await;
    assert_eq!(w.path().await, "/cases?q=%E8%B4%A7%E6%AC%BE");
    w.press(&format!("main a[href='{case}']")).await;
    w.sees("Agreement").await;
    w.press("form[action='/language'] button").await;
    w.press("header a[href='/account']").await;
    w.press("form[action='/account/calendar'] button").await;
    w.sees("/api/v1/calendar/").await;
    sign_out(w).await;
}

/// The agreement as a paper, and the page on paper.
async fn prints(w: &Window, case: &str) {
    let paper = format!("{case}/papers/agreement.docx");
    w.find(&format!("main a[href='{paper}']")).await;
    if w.has_scripts() {
        assert_eq!(w.eval(&format!("fetch('{paper}').then((reply) => reply.status)")).await, 200);
        w.find("button[data-print]:not([hidden])").await;
    }
}

/// Takes a step of a case by its form.
async fn step(w: &Window, case: &str, action: &str, fill: impl AsyncFnOnce()) {
    let way = format!("main a[href='{case}/steps/{action}']");
    // Steps that leave the case where it is are folded away.
    let is_folded = format!("!!document.querySelector(\"{way}\")?.closest('details:not([open])')");
    if w.eval(&is_folded).await == true {
        w.touch("details:has(.acts) summary").await;
    }
    w.press(&way).await;
    fill().await;
    w.press(SEND).await;
    assert_eq!(w.path().await, case, "the step {action} was refused:\n{}", w.words().await);
}

/// The blind summary, the names, the tick, the file, the answer; and the pairings that the federation proposed.
async fn firm_takes_the_case(w: &Window, case: &str) {
    sign_in(w, "firm").await;
    assert_eq!(w.path().await, "/offers");
    w.press("main a[href^='/offers/']").await;
    assert!(!w.words().await.contains("周小强"), "names are not in the blind summary");
    w.press("form[action$='/names'] button").await;
    w.sees("周小强").await;
    w.press("form[action$='/check'] button.main").await;
    w.sees("已核对，无利益冲突").await;
    let here = w.path().await;
    w.press(&format!("main a[href='{case}']")).await;
    w.sees("拖欠货款").await;
    w.go(&here).await;
    w.press("form[action$='/acceptance'] button").await;
    w.sees("已接受").await;
    way(w, "/firm").await;
    w.sees("/ 10").await;
    for row in [1, 2] {
        way(w, "/pairings").await;
        w.press(&format!("main tbody tr:nth-child({row}) a")).await;
        w.press("form[action$='/answer'] button.main").await;
        w.sees("律所已同意").await;
    }
    sign_out(w).await;
}

/// The chamber answers, records what was signed, and makes its link for applications, whose path is returned.
async fn chamber_signs(w: &Window) -> String {
    sign_in(w, "chamber").await;
    way(w, "/pairings").await;
    w.press("main a[href^='/pairings/']").await;
    w.press("form[action$='/answer'] button.main").await;
    w.press("main a[href$='/signature']").await;
    w.press(SEND).await;
    w.find("#until_on-error").await;
    w.day("until_on", 300).await;
    w.fill("document_no", "万联2026-1").await;
    w.touch("input[name=promised][value=lecture]").await;
    w.touch("input[name=contact_lawyers]").await;
    w.press(SEND).await;
    w.sees("万联2026-1").await;
    way(w, "/chamber").await;
    w.press("form[action='/chamber/intake-link'] button").await;
    w.find("svg.qr").await;
    let link = w.eval("document.querySelector('main code').textContent").await;
    let link = link.as_str().unwrap().to_owned();
    sign_out(w).await;
    format!("/apply/{}", link.rsplit('/').next().unwrap())
}

async fn firm_logs_a_service(w: &Window) {
    sign_in(w, "lawyer").await;
    w.go("/pairings").await;
    w.press("main tr:has(.l-living) a").await;
    // One that the chamber confirms, and one that waits for its callback.
    for (kind, state) in [("lecture", "待确认"), ("health_check", "待回访后确认")] {
        w.press("main a[href$='/services']").await;
        w.choose("kind", kind).await;
        w.fill("minutes", "90").await;
        w.fill("place", "宁海县总商会").await;
        assert_eq!(w.eval("document.querySelector('input[name=lawyers]').checked").await, true);
        w.press(SEND).await;
        w.sees(state).await;
    }
    w.press("main a[href^='/services/']").await;
    w.fill("people", "40").await;
    w.press(SEND).await;
    w.sees("40").await;
    sign_out(w).await;
}

/// A party without an account: applies, and sees how it stands.
async fn party_applies(w: &Window, link: &str) {
    w.forget().await;
    w.go(link).await;
    for (name, text) in [
        ("applicant", "赵六"),
        ("applicant_phone", "13800001234"),
        ("respondent", "宁海某机械厂"),
        ("summary", "三个月没有发工资。"),
        ("wanted", "支付工资一万八千元。"),
    ] {
        w.fill(name, text).await;
    }
    w.choose("applicant_kind", "person").await;
    w.choose("respondent_kind", "organisation").await;
    w.press(SEND).await;
    w.find("#voluntary-error").await;
    w.touch("input[name=voluntary]").await;
    w.press(SEND).await;
    let code = w.find("main .code").await.text().await.unwrap();
    w.go("/progress").await;
    w.fill("code", "AAAA-BBBB-CCCC-DDDD").await;
    w.press(SEND).await;
    w.find("#code-error").await;
    w.fill("code", &code).await;
    w.press(SEND).await;
    w.sees("待审查").await;
}

/// Asks for a callback; the link is opened and answered.
async fn party_answers(w: &Window, app: &TestApp, world: &World, case: &Value) {
    open_link(w, app, world, case, json!({"party_id": lives::party(case, "applicant"), "purpose": "callback"})).await;
    w.press("form[action$='/answer'] button.main").await;
    w.find("[id='callback.performance-error']").await;
    w.choose("callback.performance", "full").await;
    w.choose("callback.satisfaction", "satisfied").await;
    w.press("form[action$='/answer'] button.main").await;
    w.sees("已收到您的答复").await;
    w.sees("达成协议").await;
}

/// Whoever is paid says that the money came.
async fn payee_confirms(w: &Window, app: &TestApp, world: &World, case: &Value) {
    let payment = &case["payments"][0]["id"];
    let asked =
        json!({"party_id": lives::party(case, "applicant"), "purpose": "payment_confirmation", "payment_id": payment});
    open_link(w, app, world, case, asked).await;
    w.sees("10,000.00").await;
    w.choose("received", "true").await;
    w.press("form[action$='/answer'] button.main").await;
    w.sees("已收到您的答复").await;
    w.sees("达成协议").await;
}

/// A case whose agreement is being performed.
async fn performing(app: &TestApp, world: &World) -> Value {
    let life = &lives::KEPT_AFTER_ALL;
    lives::live(app, world, &life[..life.iter().position(|line| line.0 == "default").unwrap()]).await
}

/// Opens a new link up to its answer, by the code that was mailed. The secret stands behind the #; without scripts it is pasted.
async fn open_link(w: &Window, app: &TestApp, world: &World, case: &Value, asked: Value) {
    let path = format!("/api/v1/cases/{}/links", lives::id(case));
    let made = app.post(&path, asked).token(world.token("chamber")).await.expect(200);
    let (id, secret) = (made.at("/id").to_owned(), made.at("/secret").to_owned());
    w.forget().await;
    w.go(&format!("/p/{id}#{secret}")).await;
    if w.eval("document.querySelector('#secret').value").await != secret.as_str() {
        assert!(!w.has_scripts(), "the secret is handed over by the script");
        w.fill("secret", &secret).await;
    }
    w.press(SEND).await;
    w.press("form[action$='/code'] button").await;
    w.fill("code", &mailed_code(app)).await;
}

/// The code of the newest mail that brings one, as it is read there: the queue forgets it once it is sent.
fn mailed_code(app: &TestApp) -> String {
    let mails = app.db.read_now(|c| outbox::list(c, None, None, 50)).unwrap();
    let mail = mails.into_iter().find(|mail| mail.kind == NoticeKind::LinkCode).unwrap();
    let file = app.folder.path().join("mails").join(format!("{}.eml", mail.id));
    let begun = Instant::now();
    while !file.exists() {
        assert!(begun.elapsed() < PATIENCE, "the mail with the code is not sent");
        std::thread::yield_now();
    }
    let mail = std::fs::read_to_string(file).unwrap();
    let (_, rest) = mail.split_once("base64\r\n\r\n").unwrap();
    let (text, _) = rest.split_once("\r\n--").unwrap();
    let text = String::from_utf8(STANDARD.decode(text.replace("\r\n", "")).unwrap()).unwrap();
    let (_, code) = text.split_once("验证码为 ").unwrap();
    code.chars().take_while(char::is_ascii_digit).collect()
}

/// An application is refused with where to go; a service is confirmed.
async fn chamber_decides_and_confirms(w: &Window) {
    sign_in(w, "chamber").await;
    way(w, "/applications").await;
    w.press("main a[href^='/applications/']").await;
    w.choose("outcome", "outside_scope").await;
    w.press("form[action$='/refusal'] button").await;
    w.sees("已告知的其他途径").await;
    way(w, "/pairings").await;
    w.press("main a[href^='/pairings/']").await;
    assert!(w.words().await.contains("待回访后确认"), "a health check is not confirmed before its callback");
    w.press("form[action$='/confirmation'] button").await;
    w.sees("✓").await;
    sign_out(w).await;
}

/// A federation computes who could go with whom, looks why, pins a pair and publishes: both sides are asked.
async fn federation_matches(w: &Window) {
    sign_in(w, "federation").await;
    way(w, "/matching").await;
    w.choose("policy", "coverage").await;
    w.press(SEND).await;
    w.sees("2 / 2").await;
    w.press("#pairs a[href*='/why?']").await;
    w.press("main form[action$='/again'] button.main").await;
    w.find("#reason-error").await;
    w.fill("reason", "双方多年往来").await;
    w.press("main form[action$='/again'] button.main").await;
    w.sees("双方多年往来").await;
    w.press("main form[action$='/comparison'] button").await;
    w.press("main .crumb a").await;
    w.press("main form[action$='/publication'] button").await;
    w.sees("已发布").await;
    sign_out(w).await;
}

/// A federation reads figures, looks behind one, publishes a report, and sees cases without names.
async fn federation_looks(w: &Window, case: &str) {
    sign_in(w, "federation").await;
    way(w, "/figures").await;
    w.press(".tiles a").await;
    w.sees("商调").await;
    w.press("main .crumb a").await;
    w.press("main a[href='/reports']").await;
    let today = w.eval("document.querySelector('#to').value").await;
    w.day("to", 30).await;
    w.press(SEND).await;
    w.find("#to-error").await;
    assert!(today.as_str().is_some_and(|today| today.len() == 10), "{today}");
    w.eval(&format!("document.querySelector('#to').value = {today}")).await;
    w.press(SEND).await;
    w.sees("与现有数据一致").await;
    w.go("/cases").await;
    w.go(case).await;
    let words = w.words().await;
    assert!(!words.contains("周小强") && !words.contains("36,500") && words.contains("达成协议"), "{words}");
    sign_out(w).await;
}

/// A file of two chambers, one of them of another county: a preview, what is wrong by row, the one that is right brought in.
async fn federation_imports(w: &Window, app: &TestApp) {
    sign_in(w, "federation").await;
    let wanted = ["名称", "宁海县东田镇商会", "余姚市小港镇商会"];
    let lines = CHAMBERS.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
    let file = app.folder.path().join("商会.csv");
    std::fs::write(&file, lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    w.go("/registry/chambers").await;
    w.press("main a[href^='/imports']").await;
    w.choose("kind", "chambers").await;
    w.file("file", &file).await;
    for button in [SEND, "form[action$='/confirmation'] button"] {
        w.follow(button).await;
        let job = w.path().await;
        // As somebody without scripts looks again.
        while !w.holds("!document.querySelector('[data-renew]') && document.readyState === 'complete'").await {
            w.open_page(&job).await;
        }
        w.look().await;
        w.find("main a[href^='/imports?kind=']").await;
    }
    w.go("/registry/chambers").await;
    w.sees("宁海县东田镇商会").await;
    sign_out(w).await;
}

/// What the cases of these days pay, seen first and then approved.
async fn federation_pays(w: &Window) {
    sign_in(w, "federation").await;
    way(w, "/allowances").await;
    w.day("from", -30).await;
    w.day("to", 0).await;
    w.press(SEND).await;
    w.sees("200.00").await;
    w.press("main form[method=post] button.main").await;
    way(w, "/allowances").await;
    w.sees("200.00").await;
    sign_out(w).await;
}

/// An account is added and disabled; mails, log and settings are read.
async fn administrator(w: &Window) {
    sign_in(w, "admin").await;
    assert_eq!(w.path().await, "/users");
    w.press("main a[href='/users/new']").await;
    w.press("main a[href^='/users/new?role=firm_admin']").await;
    w.press("main form[method=post] button.main").await;
    w.find("#firm_id-error").await;
    w.touch("select[name=firm_id] option:nth-child(2)").await;
    w.fill("login", "new.firm").await;
    w.fill("name", "新来的").await;
    w.fill("password", "too short").await;
    w.press("main form[method=post] button.main").await;
    w.find("#password-error").await;
    w.fill("password", PASSWORD).await;
    w.press("main form[method=post] button.main").await;
    w.sees("new.firm").await;
    w.press("form:has([name=disabled]) button").await;
    w.sees("停用").await;
    way(w, "/mails").await;
    w.press("main a[href='/mails?state=dead']").await;
    way(w, "/audit").await;
    w.sees("修改账号").await;
    way(w, "/settings").await;
    w.sees("max_mib").await;
    sign_out(w).await;
}
