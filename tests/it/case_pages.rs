//! What a case's page says of it at each state, cases that look alike before one is logged, and lists narrowed by the clock, over plain HTTP.

use crate::both;
use crate::support::*;
use chrono::Duration;
use serde_json::json;
use wanlian::base::clock::china_day;

/// What stands between two marks of a page.
fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {page}")).split(to).next().unwrap()
}

/// The stages above a case that it has reached, and those it has not.
fn stages(page: &str) -> (Vec<&str>, Vec<&str>) {
    let all = part(page, "<ol class=\"stages\">", "</ol>").split("<li").skip(1);
    let (past, ahead): (Vec<&str>, Vec<&str>) = all.partition(|one| one.contains("class=\"past\""));
    (past.into_iter().map(inner).collect(), ahead.into_iter().map(inner).collect())
}

fn inner(item: &str) -> &str {
    item.split('>').nth(1).unwrap().split('<').next().unwrap()
}

both! {
    /// The time to ask a court passed unused in a case that is closed and performed: that is over, not late.
    async fn a_window_that_passed_unused_is_over_and_nothing_to_do(app: TestApp) {
        let world = World::of(&app).await;
        let mut file = lives::live(&app, &world, lives::NO_MONEY).await;
        let id = file["case"]["id"].as_str().unwrap().to_owned();
        let path = format!("/cases/{id}");
        let clocks = |page: &str| part(page, "<h2>期限</h2>", "</section>").to_owned();
        let mut tab = Tab::of(&app, "chamber").await;
        let text = clocks(&tab.get(&path).await.expect(200).text());
        let open = text.split("<details>").next().unwrap();
        assert!(open.contains("申请司法确认期限") && open.contains("进行中"), "{text}");
        file = lives::step(&app, &world, "chamber", &file, ("closure", r#"{"closed_on": "$today"}"#)).await;
        assert_eq!(file["case"]["status"], "closed");
        app.clock.advance(Duration::days(60));
        let mut tab = Tab::of(&app, "chamber").await;
        let page = tab.get(&path).await.expect(200).text();
        let text = clocks(&page);
        let (open, over) = text.split_once("<details>").unwrap();
        assert!(!open.contains("申请司法确认期限"), "{open}");
        assert!(over.contains("申请司法确认期限") && over.contains(">已过<"), "{over}");
        assert!(!over.contains("clock late"), "{over}");
        let token = app.sign_in("chamber").await;
        let seen = app.get(&format!("/api/v1{path}/clocks")).token(&token).await.expect(200).json;
        let window = seen["items"].as_array().unwrap().iter().find(|one| one["rule"] == "confirm_apply").unwrap().clone();
        assert_eq!((&window["state"], &window["overdue"], &window["days_left"]), (&json!("lapsed"), &json!(false), &json!(null)));
    }

    /// An agreement that nobody signed is signed before anything is paid; one in effect asks for payments.
    async fn an_agreement_waits_for_its_signatures(app: TestApp) {
        let world = World::of(&app).await;
        let first = |page: &str| part(page, "<h2>下一步</h2>", "</section>").split("steps/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let whole = lives::KEPT_AFTER_ALL;
        let until = |name: &str| whole.iter().position(|line| line.0 == name).unwrap();
        let mut file = lives::live(&app, &world, &whole[1..=until("agreement")]).await;
        let path = format!("/cases/{}", file["case"]["id"].as_str().unwrap());
        let page = Tab::of(&app, "chamber").await.get(&path).await.expect(200).text();
        assert_eq!(first(&page), "sign_agreement", "{page}");
        file = lives::step(&app, &world, "chamber", &file, whole[until("agreement") + 1]).await;
        assert!(file["agreement"]["effective_on"].is_string(), "{file}");
        let page = Tab::of(&app, "chamber").await.get(&path).await.expect(200).text();
        assert_ne!(first(&page), "sign_agreement", "{page}");
    }

    /// All are taken to have come to a session that was held, until somebody says otherwise.
    async fn the_record_of_a_session_begins_with_all_there(app: TestApp) {
        let world = World::of(&app).await;
        let whole = lives::KEPT_AFTER_ALL;
        let held = whole.iter().position(|line| line.0 == "mediation").unwrap();
        let file = lives::live(&app, &world, &whole[1..=held]).await;
        let path = format!("/cases/{}/steps/hold_meeting", file["case"]["id"].as_str().unwrap());
        let page = Tab::of(&app, "chamber").await.get(&path).await.expect(200).text();
        let came = page.matches("<option value=\"came\" selected>").count();
        assert_eq!(came, file["parties"].as_array().unwrap().len(), "{page}");
    }

    /// An amount that nobody gave is not a claim of nothing; to who sees full ten thousands alone it is one below them.
    async fn an_amount_that_was_not_given_is_no_zero(app: TestApp) {
        let world = World::of(&app).await;
        let body = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "要求赔礼道歉"});
        let made = app.post("/api/v1/cases", body).token(world.token("mediator")).await.expect(201);
        let case = format!("/cases/{}", made.at("/case/id"));
        for (who, word) in [("mediator", "无或未填"), ("federation", "不足1万元")] {
            let mut tab = Tab::of(&app, who).await;
            for path in ["/cases", &case] {
                let page = tab.get(path).await.expect(200).text();
                assert!(page.contains(word) && !page.contains(">0.00<"), "{who} {path}: {page}");
            }
        }
    }

    async fn an_unused_window_leaves_the_work_of_the_day(app: TestApp) {
        let world = World::of(&app).await;
        let agreed = &lives::NO_MONEY[..lives::NO_MONEY.len() - 1];
        lives::live(&app, &world, agreed).await;
        app.clock.advance(Duration::days(25));
        assert!(Tab::of(&app, "chamber").await.get("/work").await.expect(200).text().contains("申请司法确认期限"));
        app.clock.advance(Duration::days(35));
        assert!(!Tab::of(&app, "chamber").await.get("/work").await.expect(200).text().contains("申请司法确认期限"));
    }

    async fn the_stages_of_a_case_are_those_it_went_through(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "chamber").await;
        for (life, past, ahead) in [
            (&lives::NO_MONEY[..1], &["已登记", "已受理"][..], &["调解中", "达成协议", "履行完毕", "已结案", "已归档"][..]),
            (&lives::NO_MONEY[..lives::NO_MONEY.len() - 1], &["已登记", "已受理", "调解中", "达成协议"], &["履行完毕", "已结案", "已归档"]),
            (lives::NO_MONEY, &["已登记", "已受理", "调解中", "达成协议", "履行完毕"], &["已结案", "已归档"]),
            (lives::DECLINED, &["已登记", "不属于受理范围"], &["已结案", "已归档"]),
            (lives::WITHDRAWN, &["已登记", "自行和解"], &["已结案", "已归档"]),
            (lives::FAILED, &["已登记", "已受理", "分歧过大"], &["已结案", "已归档"]),
        ] {
            let file = lives::live(&app, &world, life).await;
            let page = tab.get(&format!("/cases/{}", file["case"]["id"].as_str().unwrap())).await.expect(200).text();
            assert_eq!(stages(&page), (past.to_vec(), ahead.to_vec()));
        }
    }

    async fn what_looks_like_a_case_that_is_there_is_shown_before_it_is_logged_again(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "chamber").await;
        let today = china_day(app.clock.now()).to_string();
        let typed = [("applicant", "马勇琪"), ("respondent", "宁海顺盛食品厂"), ("summary", "拖欠货款"), ("applied_on", today.as_str())];
        tab.get("/cases/new").await.expect(200);
        let first = tab.send("/cases/new", &typed).await.expect(303).header("Location").to_owned();
        assert_eq!(tab.send("/cases/new", &typed).await.expect(303).header("Location"), first, "the same form again makes no second case");
        tab.get("/cases/new").await.expect(200);
        let text = tab.send("/cases/new", &typed).await.expect(200).text();
        assert!(text.contains(&format!("href=\"{first}\"")) && text.contains("双方当事人相同") && text.contains("仍然登记"), "{text}");
        assert!(text.contains("value=\"马勇琪\"") && text.contains(">拖欠货款</textarea>"), "what was typed stays: {text}");
        let listed = |reply: Reply| reply.expect(200).json["items"].as_array().unwrap().len();
        assert_eq!(listed(app.get("/api/v1/cases").token(world.token("chamber")).await), 1, "nothing was logged");
        let seen = tab.hidden("seen");
        let again: Vec<_> = typed.iter().copied().chain([("seen", seen.as_str())]).collect();
        let second = tab.send("/cases/new", &again).await.expect(303).header("Location").to_owned();
        assert_ne!(first, second);
        assert!(tab.get(&second).await.expect(200).text().contains(&format!("href=\"{first}\"")), "the case itself says it too");
        // A colleague is told that there is such a case, and no more.
        let mut colleague = Tab::of(&app, "colleague").await;
        colleague.get("/cases/new").await.expect(200);
        let text = colleague.send("/cases/new", &typed).await.expect(200).text();
        assert!(text.contains("本会其他人员经办的案件") && !text.contains(&first), "{text}");
        // Another committee hears nothing of it, and a dispute of others is not held up.
        let mut other = Tab::of(&app, "other.chamber").await;
        other.get("/cases/new").await.expect(200);
        other.send("/cases/new", &typed).await.expect(303);
        tab.get("/cases/new").await.expect(200);
        tab.send("/cases/new", &[("applicant", "甲"), ("respondent", "乙"), ("summary", "租金")]).await.expect(303);
    }

    async fn a_list_is_narrowed_by_the_clock_and_keeps_that_from_page_to_page(app: TestApp) {
        let world = World::of(&app).await;
        let first = lives::live(&app, &world, &lives::NO_MONEY[..1]).await;
        let id = first["case"]["id"].as_str().unwrap().to_owned();
        let suspended = lives::live(&app, &world, &lives::NO_MONEY[..6]).await;
        lives::step(&app, &world, "chamber", &suspended, ("suspension", r#"{"suspended_on": "$today", "reason": "等待鉴定"}"#)).await;
        app.clock.advance(Duration::days(50));
        let later = "2099-01-01";
        let token = app.sign_in("chamber").await;
        let seen = |due: &str| app.get(&format!("/api/v1/cases?due={due}")).token(&token);
        let ids = |reply: Reply| reply.expect(200).json["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(seen("late").await), [&*id], "what stands still is not late");
        assert_eq!((ids(seen("week").await).len(), ids(seen("today").await).len()), (0, 0));
        seen("never").await.expect(422);
        let mut tab = Tab::of(&app, "chamber").await;
        let text = tab.get(&format!("/cases?due=late&to={later}&q=%E9%A3%9F%E5%93%81")).await.expect(200).text();
        assert!(text.contains(&format!("href=\"/cases/{id}\"")) && text.contains("value=\"late\" selected"), "{text}");
        assert_eq!(text.matches("href=\"/cases/0").count(), 1, "{text}");
        assert!(tab.get("/cases?due=week").await.expect(200).text().contains("class=\"empty\""));
        // Enough for two pages: the way to the next one keeps what was asked.
        for _ in 0..51 {
            let body = json!({"applicant": "甲", "respondent": "乙", "summary": "租金"});
            app.post("/api/v1/cases", body).token(&token).await.expect(201);
        }
        let text = tab.get("/cases?status=registered&q=%E7%A7%9F%E9%87%91").await.expect(200).text();
        let next = part(&text, "rel=\"next\" href=\"", "\"").replace("&#38;", "&").replace("&amp;", "&");
        assert!(next.contains("status=registered") && next.contains("q=%E7%A7%9F%E9%87%91") && next.contains("before="), "{next}");
        assert_eq!(tab.get(&next).await.expect(200).text().matches("href=\"/cases/0").count(), 1);
    }
}
