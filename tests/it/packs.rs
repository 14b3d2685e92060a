//! Figures that come by themselves: once for each person and period, as on the screen, and not to those who want none.

use crate::both;
use crate::support::lives::{self, KEPT_AFTER_ALL};
use crate::support::*;
use actix_web::http::Method;
use chrono::{Datelike, Duration, Months, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wanlian::base::clock::china_day;
use wanlian::domain::mail_queue::QueuedMail;
use wanlian::domain::notices::NoticeKind;
use wanlian::domain::pack::due;
use wanlian::jobs::deliver_mail::DeliverMail;
use wanlian::jobs::{Work, send_packs};
use wanlian::mail::transport::Mailer;
use wanlian::store::db::Db;
use wanlian::store::outbox;

fn today(app: &TestApp) -> NaiveDate {
    china_day(app.clock.now())
}

/// As another node, or the program started anew, would run it.
fn run(app: &TestApp) -> usize {
    let db = Db::open(&app.url, 1).unwrap();
    send_packs::run(&Work { db, clock: app.clock.clone(), config: app.config.clone() }).unwrap()
}

/// Moves the clock to a day of the next month.
fn next_month(app: &TestApp, day: u32) {
    let first = today(app).with_day(1).unwrap() + Months::new(1);
    app.clock.advance(first.with_day(day).unwrap() - today(app));
}

fn mails(app: &TestApp) -> Vec<QueuedMail> {
    let all = app.db.read_now(|c| outbox::list(c, None, None, 200)).unwrap();
    all.into_iter().filter(|mail| mail.kind == NoticeKind::Pack).collect()
}

/// The counts that are not nothing.
fn some(counts: &Value) -> BTreeMap<String, i64> {
    let counts = counts.as_object().into_iter().flatten();
    counts.map(|(code, count)| (code.clone(), count.as_i64().unwrap())).filter(|(_, count)| *count != 0).collect()
}

async fn packs(app: &TestApp, login: &str) -> Value {
    app.get("/api/v1/me/packs").token(&app.sign_in(login).await).await.expect(200).json
}

both! {
    async fn everyone_gets_a_period_once_with_the_figures_of_the_screen(app: TestApp) {
        let world = World::of(&app).await;
        lives::live(&app, &world, KEPT_AFTER_ALL).await;
        lives::register(&app, &world, "chamber").await;
        let month = today(&app).format("%Y-%m").to_string();
        next_month(&app, 2);
        assert_eq!(run(&app), 0, "not before the set day");
        app.clock.advance(Duration::days(1));
        let periods = due(today(&app), 3).len();
        assert_eq!(run(&app), 4 * periods, "two federations and two chambers have an address");
        assert_eq!((run(&app), mails(&app).len()), (0, 4 * periods));
        app.clock.advance(Duration::days(9));
        assert_eq!(run(&app), 0);

        let token = app.sign_in("federation").await;
        for login in ["federation", "chamber"] {
            let own = packs(&app, login).await;
            let pack = own["items"].as_array().unwrap().iter().find(|one| one["span"] == "month").unwrap();
            assert_eq!(pack["period"], json!(month));
            let path = format!("/api/v1/statistics?from={month}&to={month}&compare=previous");
            let screen = app.get(&path).token(&token).await.expect(200).json;
            let screen = &screen["items"][0];
            assert_eq!(some(&pack["counts"]), some(&screen["counts"]), "{login}");
            assert_eq!(some(&pack["before"]), some(&screen["before"]["counts"]));
            assert_eq!(some(&pack["counts"])["registered"], 2);
            let rate = pack["rates"][0].clone();
            assert!(screen["rates"].as_array().unwrap().contains(&rate), "{rate}");
        }
        let nothing = packs(&app, "other.chamber").await;
        assert_eq!(nothing["items"][0]["counts"], json!({}));
        for login in ["viewer", "mediator", "firm"] {
            assert_eq!(packs(&app, login).await["items"], json!([]), "{login}");
        }

        // What they read.
        let mailer = Mailer::Memory(Default::default());
        let (base_url, tick, merge) = ("https://w.example".to_owned(), std::time::Duration::from_millis(10), Duration::zero());
        DeliverMail { db: app.db.clone(), mailer: mailer.clone(), clock: app.clock.clone(), base_url, tick, merge }.run_due().unwrap();
        let Mailer::Memory(memory) = mailer else { unreachable!() };
        let sent = |login: &str| {
            let to = format!("{login}@example.org");
            memory.sent().into_iter().find(|mail| mail.address == to && mail.words.subject.contains(&format!("{month} 月报"))).unwrap()
        };
        let full = sent("federation");
        assert!(full.words.text.contains("登记数（按申请日）：2（0）") && full.words.text.contains("https://w.example/packs"), "{}", full.words.text);
        for secret in ["马勇琪", "宁海顺盛食品厂", "30000", "3000000", "调解员甲"] {
            assert!(!full.words.text.contains(secret) && !full.words.html.contains(secret), "{secret}");
        }
        assert!(sent("other.chamber").words.text.contains("本期没有案件"));
        assert!(!full.words.text.contains("本期没有案件"));
    }

    async fn who_wants_none_gets_none(app: TestApp) {
        let world = World::of(&app).await;
        let put = |body: Value| app.call(Method::PUT, "/api/v1/me/packs", Some(body)).token(world.token("chamber"));
        put(json!({"wanted": false})).await.expect(200);
        assert_eq!(packs(&app, "chamber").await["wanted"], json!(false));
        put(json!({"wanted": "no"})).await.expect(422);
        app.disable("federation");
        next_month(&app, 5);
        let periods = due(today(&app), 3).len();
        assert_eq!(run(&app), 2 * periods, "the other place alone");
        assert!(mails(&app).iter().all(|mail| mail.address.starts_with("other.")));
        let mut tab = Tab::of(&app, "chamber").await;
        assert!(tab.get("/packs").await.expect(200).text().contains("您已不再接收统计简报。"));
        assert_eq!(tab.send("/packs", &[("wanted", "true")]).await.expect(303).header("Location"), "/packs");
        assert_eq!(run(&app), periods, "from now on again");
        let page = tab.get("/packs").await.expect(200);
        assert!(page.text().contains("本期没有案件。") && page.text().contains("调解成功率"), "{}", page.text());
    }

    async fn no_day_is_none_at_all(app: TestApp) {
        let TestApp { backend, url, folder, .. } = app;
        let app = TestApp::start_with(Fresh { backend, url, folder }, "reminders.pack_day = 0").await;
        World::of(&app).await;
        next_month(&app, 20);
        assert_eq!(run(&app), 0);
    }
}
