//! Days that come near or pass: told of once, in one mail a day and person, to who mediates, and up the ladder when they stay overdue.

use crate::assignments::{ADMIN, World, people};
use crate::both;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use diesel::connection::SimpleConnection;
use std::collections::BTreeSet;
use wanlian::base::clock::china_day;
use wanlian::base::id::{CallbackId, InstalmentId};
use wanlian::domain::digest::Told;
use wanlian::jobs::{Work, deliver_mail, remind};
use wanlian::store::{outbox, reminders};

fn run(app: &TestApp) -> usize {
    remind::run(&Work { db: app.db.clone(), clock: app.clock.clone(), config: app.config.clone() }).unwrap()
}

fn sql(app: &TestApp, text: String) {
    app.db.write_now(move |c| Ok(c.batch_execute(&text)?)).unwrap();
}

/// A day on: who was told of what, as `login kind mark`.
fn after(app: &TestApp, days: i64) -> BTreeSet<String> {
    app.clock.advance(Duration::days(days));
    let before: BTreeSet<_> = digests(app).into_iter().map(|(_, told)| told.mail_id).collect();
    run(app);
    let new = digests(app).into_iter().filter(|(_, told)| !before.contains(&told.mail_id));
    new.map(|(login, told)| format!("{login} {} {}", told.kind, told.mark)).collect()
}

/// The lines of all digests with the login of whom they went to.
fn digests(app: &TestApp) -> Vec<(String, Told)> {
    let mails = app.db.read_now(|c| outbox::list(c, None, None, 100)).unwrap();
    let digests = mails.into_iter().filter(|mail| mail.kind.code() == "digest");
    let lines = digests.flat_map(|mail| {
        let login = mail.address.trim_end_matches("@mail.example").to_owned();
        let lines = app.db.read_now(move |c| reminders::of_mail(c, mail.id)).unwrap();
        lines.into_iter().map(move |told| (login.clone(), told))
    });
    lines.collect()
}

/// The case of a path: its id, its parties, the day it was applied for.
async fn known(app: &TestApp, path: &str) -> (String, Vec<String>, NaiveDate) {
    let shown = app.get(path).token(&app.sign_in(ADMIN).await).await.expect(200);
    let parties = shown.json["parties"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    (shown.at("/case/id").to_owned(), parties.collect(), shown.at("/case/applied_on").parse().unwrap())
}

fn told<const N: usize>(lines: [&str; N]) -> BTreeSet<String> {
    people(lines)
}

both! {
    async fn a_time_limit_is_told_of_at_seven_three_and_one_days_and_climbs_when_it_has_passed(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        assert_eq!(after(app, 0), told([]), "no clock runs");
        let due_on = today + Duration::days(30);
        sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{due_on}' WHERE id = '{id}'"));
        for (days, expected) in [
            (22, told([])),
            (1, told(["mediator settle 7"])),
            (0, told([])),
            (3, told([])),
            (1, told(["mediator settle 3"])),
            (1, told([])),
            (1, told(["mediator settle 1"])),
            (1, told([])),
            (1, told(["mediator settle 0"])),
            (1, told([])),
            // Three days over: the committee; the rest waits for the federation, which has no account here.
            (1, told(["admin settle -3", "second settle -3"])),
            (10, told([])),
        ] {
            assert_eq!(after(app, days), expected, "on {}", china_day(app.clock.now()));
        }
    }

    async fn where_nobody_mediates_who_could_be_written_to_the_committee_hears_at_once(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        let due_on = today + Duration::days(10);
        sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{due_on}' WHERE id = '{id}'"));
        sql(app, "UPDATE account SET email = NULL WHERE login = 'mediator'".to_owned());
        assert_eq!(after(app, 4), told(["admin settle 7", "second settle 7"]));
    }

    async fn a_federation_hears_how_many_and_no_case(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        app.account("federation", "federation_admin", serde_json::json!({"region_code": "330226", "email": "federation@mail.example"})).await;
        sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{today}' WHERE id = '{id}'"));
        assert!(!after(app, 9).iter().any(|line| line.starts_with("federation")));
        assert_eq!(after(app, 1), told(["federation overdue_sum 1"]));
        let (_, line) = digests(app).into_iter().find(|(login, _)| login == "federation").unwrap();
        assert_eq!((line.label.as_str(), line.subject_id == id), ("宁商调", false));
        assert_eq!(after(app, 1), told([]), "once, while the sum stays");
        let shown = app.get("/api/v1/work").token(&app.sign_in("federation").await).await.expect(200);
        assert_eq!((&shown.json["sums"][0]["cases"], shown.json["items"].as_array().unwrap().len()), (&1.into(), 0));
    }

    async fn a_callback_is_told_of_once_for_both_sides_on_its_day(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, parties, today) = known(app, &path).await;
        let due_on = today + Duration::days(5);
        for party in parties {
            let callback = CallbackId::new();
            sql(app, format!("INSERT INTO callback (id, case_id, party_id, due_on) VALUES ('{callback}', '{id}', '{party}', '{due_on}')"));
        }
        assert_eq!(after(app, 4), told([]));
        assert_eq!(after(app, 1), told(["mediator callback 0"]));
        assert_eq!(digests(app).len(), 1, "one line for both sides");
        assert_eq!(after(app, 1), told([]), "once");
    }

    async fn an_instalment_is_told_of_before_and_after_its_day_unless_it_is_paid(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        for (no, days) in [(1, 6), (2, 20)] {
            let (part, due_on) = (InstalmentId::new(), today + Duration::days(days));
            sql(app, format!("INSERT INTO instalment (id, case_id, no, due_on, amount, manner)
                VALUES ('{part}', '{id}', {no}, '{due_on}', 1000, 'transfer')"));
        }
        sql(app, format!("UPDATE cases SET status = 'agreed', amount_agreed = 2000 WHERE id = '{id}'"));
        assert_eq!(after(app, 0), told([]));
        assert_eq!(after(app, 3), told(["mediator performance 3"]));
        assert_eq!(after(app, 4), told(["mediator performance 0"]));
        sql(app, format!("UPDATE cases SET amount_paid = 2000 WHERE id = '{id}'"));
        assert_eq!(after(app, 13), told([]), "paid before its day");
    }

    async fn a_ledger_is_history_and_a_pause_stops_the_clock(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{today}', origin = 'ledger' WHERE id = '{id}'"));
        assert_eq!(after(app, 1), told([]));
        sql(app, format!("UPDATE cases SET origin = 'live' WHERE id = '{id}'"));
        sql(app, format!("INSERT INTO pause (id, case_id, kind, from_on) VALUES ('{}', '{id}', 'appraisal', '{today}')", CallbackId::new()));
        assert_eq!(after(app, 1), told([]));
        sql(app, format!("UPDATE pause SET until_on = '{today}'"));
        assert_eq!(after(app, 1), told(["admin settle -3", "mediator settle 0", "second settle -3"]));
    }

    async fn one_mail_a_day_holds_number_kind_and_day_and_no_more_lines_than_set(app: TestApp) {
        let fresh = Fresh::new(app.backend).unwrap();
        let world = World::new(TestApp::start_with(fresh, "reminders.lines = 2\n").await);
        let app = &world.app;
        for _ in 0..3 {
            let path = world.case().await;
            let (id, _, today) = known(app, &path).await;
            sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{today}' WHERE id = '{id}'"));
        }
        app.clock.advance(Duration::days(1));
        assert_eq!((run(app), run(app)), (1, 0));
        assert_eq!(digests(app).len(), 2);
        let mailer = wanlian::mail::transport::Mailer::Memory(Default::default());
        let base_url = "https://w.example".to_owned();
        let (tick, merge) = (std::time::Duration::from_secs(1), Duration::zero());
        let deliver = deliver_mail::DeliverMail { db: app.db.clone(), mailer: mailer.clone(), clock: app.clock.clone(), base_url, tick, merge };
        deliver.run_due().unwrap();
        let wanlian::mail::transport::Mailer::Memory(memory) = mailer else { unreachable!() };
        let mail = memory.sent().into_iter().find(|mail| mail.words.text.contains("https://w.example/work")).unwrap();
        assert_eq!(mail.words.text.matches("宁商调〔").count(), 2, "{}", mail.words.text);
        for private in ["马勇琪", "宁海顺盛", "拖欠", "30,000", "30000"] {
            assert!(!format!("{:?}", mail.words).contains(private), "{private}");
        }
        assert_eq!(after(app, 1).len(), 1, "the third comes the next day");
    }
}
