//! Mails against a server that refuses, drops and hangs: nothing is lost, nothing waits for another, a duplicate is known by
//! its Message-ID.

use crate::both;
use crate::support::*;
use chrono::Duration;
use serde_json::json;
use std::collections::BTreeSet;
use wanlian::base::config::MailSecurity;
use wanlian::base::error::Error;
use wanlian::base::id::{CaseId, MailId};
use wanlian::base::locale::Locale;
use wanlian::domain::mail_queue::{About, DAILY_CAP, LEASE, MailState, QueuedMail};
use wanlian::domain::notices::NoticeKind;
use wanlian::jobs::deliver_mail::DeliverMail;
use wanlian::mail::smtp::Smtp;
use wanlian::mail::transport::{Mailer, Sender};
use wanlian::store::outbox;

fn sender(app: &TestApp, sink: &Sink) -> DeliverMail {
    let smtp = Smtp::new("127.0.0.1", sink.port, MailSecurity::None, None).unwrap();
    DeliverMail {
        db: app.db.clone(),
        mailer: Mailer::Smtp(smtp, Sender::parse("万联 <notice@wanlian.example>").unwrap()),
        clock: app.clock.clone(),
        base_url: "https://wanlian.example".into(),
        tick: std::time::Duration::from_secs(5),
        merge: Duration::zero(),
    }
}

fn queue(app: &TestApp, address: &str, case_id: Option<CaseId>) -> MailId {
    queue_kind(app, NoticeKind::Accepted, address, case_id)
}

fn queue_kind(app: &TestApp, kind: NoticeKind, address: &str, case_id: Option<CaseId>) -> MailId {
    let about = About { case_id, case_no: "甬商调〔2026〕7号".into(), region_code: "330226".into() };
    let path = Some("/cases/7".to_owned());
    let mail = QueuedMail::new(kind, &about, path, address, Locale::Zh, app.clock.now());
    let id = mail.id;
    app.db.write_now(move |c| outbox::insert(c, &mail)).unwrap();
    id
}

fn mail(app: &TestApp, id: MailId) -> QueuedMail {
    app.db.read_now(|c| outbox::by_id(c, id)).unwrap().unwrap()
}

fn state(app: &TestApp, id: MailId) -> MailState {
    mail(app, id).state
}

both! {
    async fn a_passing_refusal_is_tried_again_under_the_same_message_id(app: TestApp) {
        let (sink, id) = (Sink::start(), queue(&app, "a+451x2@b.example", None));
        let sender = sender(&app, &sink);
        for (try_no, minutes) in [(1, 2), (2, 6)] {
            assert_eq!(sender.run_due().unwrap(), 1);
            let mail = mail(&app, id);
            assert_eq!((mail.state, mail.attempts, mail.last_code.as_deref()), (MailState::Retry, try_no, Some("smtp_451")));
            assert_eq!(sender.run_due().unwrap(), 0, "not before its time");
            app.clock.advance(Duration::minutes(minutes));
        }
        assert_eq!(sender.run_due().unwrap(), 1);
        let mail = mail(&app, id);
        assert_eq!((mail.state, mail.last_code, mail.sent_at.is_some()), (MailState::Sent, None, true));
        let ids: BTreeSet<String> = sink.arrivals().into_iter().map(|arrival| arrival.message_id).collect();
        assert_eq!(ids, BTreeSet::from([format!("<{id}@wanlian.example>")]));
        assert_eq!((sink.arrivals().len(), sink.taken().len()), (3, 1));
    }

    async fn a_reply_decides_between_another_try_and_giving_up(app: TestApp) {
        let sink = Sink::start();
        let table = [
            ("a+550@b.example", MailState::Dead, "smtp_550"),
            ("b+data554@b.example", MailState::Dead, "smtp_554"),
            ("c+451@b.example", MailState::Retry, "smtp_451"),
            ("d+421@b.example", MailState::Retry, "smtp_421"),
            ("e+dropearly@b.example", MailState::Retry, "connection"),
            ("f+drop@b.example", MailState::Retry, "connection"),
            ("not an address", MailState::Dead, "address"),
            ("g@b.example\r\nBcc: h@b.example", MailState::Dead, "address"),
        ];
        let ids = table.map(|(address, ..)| queue(&app, address, None));
        sender(&app, &sink).run_due().unwrap();
        for ((address, state, code), id) in table.into_iter().zip(ids) {
            let mail = mail(&app, id);
            assert_eq!((mail.state, mail.last_code.as_deref()), (state, Some(code)), "{address:?}");
        }
    }

    async fn an_unreachable_server_costs_no_mail(app: TestApp) {
        let (sink, id) = (Sink::start(), queue(&app, "a@b.example", None));
        let mut nowhere = sender(&app, &sink);
        // Port 1 of the loopback address is closed.
        let smtp = Smtp::new("127.0.0.1", 1, MailSecurity::None, None).unwrap();
        nowhere.mailer = Mailer::Smtp(smtp, Sender::parse("notice@wanlian.example").unwrap());
        nowhere.run_due().unwrap();
        assert_eq!((state(&app, id), mail(&app, id).last_code.as_deref()), (MailState::Retry, Some("connection")));
        app.clock.advance(Duration::minutes(2));
        sender(&app, &sink).run_due().unwrap();
        assert_eq!(state(&app, id), MailState::Sent);
    }

    async fn a_duplicate_after_a_lost_reply_has_the_same_message_id(app: TestApp) {
        let (sink, id) = (Sink::start(), queue(&app, "a+drop@b.example", None));
        let sender = sender(&app, &sink);
        sender.run_due().unwrap();
        app.clock.advance(Duration::minutes(2));
        sender.run_due().unwrap();
        assert_eq!(state(&app, id), MailState::Sent);
        let ids: Vec<String> = sink.taken().into_iter().map(|arrival| arrival.message_id).collect();
        assert_eq!(ids, vec![format!("<{id}@wanlian.example>"); 2]);
    }

    async fn a_mail_is_given_up_after_five_days_and_can_be_queued_again(app: TestApp) {
        let (sink, id) = (Sink::start(), queue(&app, "a+451@b.example", None));
        let sender = sender(&app, &sink);
        let mut tries = 0;
        while state(&app, id) != MailState::Dead {
            tries += sender.run_due().unwrap();
            app.clock.advance(Duration::hours(1));
            assert!(tries < 100);
        }
        assert!(tries > 10, "{tries}");
        let now = app.clock.now();
        let again = app.db.write_now(move |c| outbox::requeue(c, id, now)).unwrap();
        assert_eq!((again.state, again.attempts), (MailState::Pending, 0));
        let twice = app.db.write_now(move |c| outbox::requeue(c, id, now));
        assert!(matches!(twice, Err(Error::Conflict(_))));
        sender.run_due().unwrap();
        assert_eq!(state(&app, id), MailState::Retry);
    }

    async fn a_hanging_server_holds_up_only_its_own_mail(app: TestApp) {
        let sink = Sink::start();
        let hung = queue(&app, "a+hang@slow.example", None);
        let others: Vec<MailId> = (0..12).map(|i| queue(&app, &format!("p{i}@d{}.example", i % 3), None)).collect();
        let sender = sender(&app, &sink);
        let delivery = std::thread::spawn(move || sender.run_due().unwrap());
        sink.wait_for_taken(12);
        assert_eq!(state(&app, hung), MailState::Leased, "still in the air while all others have arrived");
        sink.release();
        assert_eq!(delivery.join().unwrap(), 13);
        assert_eq!(state(&app, hung), MailState::Retry);
        for id in others {
            assert_eq!(state(&app, id), MailState::Sent);
        }
    }

    async fn two_hanging_mails_of_one_domain_leave_room_for_others(app: TestApp) {
        let sink = Sink::start();
        for i in 0..6 {
            queue(&app, &format!("a{i}+hang@slow.example"), None);
        }
        let other = queue(&app, "p@quick.example", None);
        let sender = sender(&app, &sink);
        let delivery = std::thread::spawn(move || sender.run_due().unwrap());
        sink.wait_for_taken(1);
        assert!(sink.arrivals().iter().filter(|arrival| !arrival.taken).count() <= 2);
        sink.release();
        delivery.join().unwrap();
        assert_eq!(state(&app, other), MailState::Sent);
    }

    async fn mails_of_one_case_reach_an_address_in_order(app: TestApp) {
        let (sink, case) = (Sink::start(), Some(CaseId::new()));
        let first = queue(&app, "a+451x1@b.example", case);
        let second = queue(&app, "a+451x1@b.example", case);
        let unrelated = queue(&app, "a+451x1@b.example", Some(CaseId::new()));
        let sender = sender(&app, &sink);
        sender.run_due().unwrap();
        assert_eq!(mail(&app, second).attempts, 0, "the first has not arrived");
        assert_eq!(mail(&app, unrelated).attempts, 1);
        app.clock.advance(Duration::minutes(2));
        sender.run_due().unwrap();
        app.clock.advance(Duration::minutes(2));
        sender.run_due().unwrap();
        let order: Vec<String> = sink.taken().into_iter().map(|arrival| arrival.message_id).collect();
        let at = |id: MailId| order.iter().position(|found| found.contains(id.as_str())).unwrap();
        assert!(at(first) < at(second));
    }

    async fn what_happens_in_a_case_within_a_minute_is_told_in_one_mail(app: TestApp) {
        use NoticeKind as K;
        let (sink, case, other) = (Sink::start(), Some(CaseId::new()), Some(CaseId::new()));
        let sender = DeliverMail { merge: Duration::seconds(60), ..sender(&app, &sink) };
        let first = queue(&app, "a+451x1@b.example", case);
        let lone = [queue(&app, "a+451x1@b.example", other), queue(&app, "p@b.example", case)];
        app.clock.advance(Duration::seconds(40));
        let merged = [K::MediatorsChosen, K::MediatorsChosen, K::Mediating].map(|kind| queue_kind(&app, kind, "a+451x1@b.example", case));
        assert_eq!(sender.run_due().unwrap(), 0, "it waits for the minute to pass");
        app.clock.advance(Duration::seconds(20));
        assert_eq!(sender.run_due().unwrap(), 3);
        let told = mail(&app, first);
        assert_eq!((told.kind, told.earlier.0.as_slice()), (K::Mediating, [K::Accepted, K::MediatorsChosen].as_slice()));
        assert_eq!(merged.map(|id| state(&app, id)), [MailState::Merged; 3]);
        assert!(lone.iter().all(|id| mail(&app, *id).earlier.is_empty()), "another case, another address");
        // It was refused for now: a further try says the same, and what came meanwhile follows as a mail of its own.
        let next = queue_kind(&app, K::Suspended, "a+451x1@b.example", case);
        app.clock.advance(Duration::minutes(2));
        sender.run_due().unwrap();
        assert_eq!((mail(&app, first).kind, mail(&app, first).state), (K::Mediating, MailState::Sent));
        sender.run_due().unwrap();
        assert_eq!((mail(&app, next).attempts, mail(&app, next).earlier.len()), (1, 0));
        app.clock.advance(Duration::minutes(2));
        sender.run_due().unwrap();
        let ids: BTreeSet<String> = sink.taken().into_iter().map(|arrival| arrival.message_id).collect();
        assert_eq!(ids, [first, lone[0], lone[1], next].map(|id| format!("<{id}@wanlian.example>")).into());
    }

    async fn an_urgent_mail_waits_for_none_and_keeps_its_place(app: TestApp) {
        let (sink, case) = (Sink::start(), Some(CaseId::new()));
        let sender = DeliverMail { merge: Duration::seconds(60), ..sender(&app, &sink) };
        let about_no_case = queue_kind(&app, NoticeKind::PairingProposed, "q@b.example", None);
        let before = queue_kind(&app, NoticeKind::FirmReleased, "a@b.example", case);
        let offer = queue_kind(&app, NoticeKind::FirmOffered, "a@b.example", case);
        let after = queue_kind(&app, NoticeKind::FirmReleased, "a@b.example", case);
        assert_eq!(sender.run_due().unwrap(), 3);
        assert_eq!([about_no_case, before, offer, after].map(|id| state(&app, id) == MailState::Sent), [true, true, true, false]);
        app.clock.advance(Duration::seconds(60));
        assert_eq!(sender.run_due().unwrap(), 1);
        let order: Vec<String> = sink.taken().into_iter().filter(|arrival| arrival.to.contains("a@")).map(|arrival| arrival.message_id).collect();
        assert_eq!(order, [before, offer, after].map(|id| format!("<{id}@wanlian.example>")));
    }

    async fn two_nodes_merge_no_mail_twice(app: TestApp) {
        let sink = Sink::start();
        for no in 0..90 {
            let case: CaseId = format!("0190b6d0-0000-7000-8000-{:012}", no % 9).parse().unwrap();
            queue(&app, "a@b.example", Some(case));
        }
        app.clock.advance(Duration::seconds(60));
        let node = || DeliverMail { merge: Duration::seconds(60), ..sender(&app, &sink) };
        let (one, two) = (node(), node());
        let other = std::thread::spawn(move || two.run_due().unwrap());
        assert_eq!(one.run_due().unwrap() + other.join().unwrap(), 9);
        assert_eq!(sink.taken().len(), 9);
    }

    async fn an_address_gets_its_daily_share_and_the_rest_later(app: TestApp) {
        let sink = Sink::start();
        for _ in 0..DAILY_CAP + 3 {
            queue(&app, "a@b.example", None);
        }
        let sender = sender(&app, &sink);
        let cap = usize::try_from(DAILY_CAP).unwrap();
        assert_eq!(sender.run_due().unwrap(), cap);
        app.clock.advance(Duration::hours(23));
        assert_eq!(sender.run_due().unwrap(), 0);
        app.clock.advance(Duration::hours(2));
        assert_eq!(sender.run_due().unwrap(), 3);
        assert_eq!(sink.taken().len(), cap + 3);
    }

    async fn a_sender_that_died_loses_its_lease_and_no_mail(app: TestApp) {
        let (sink, id) = (Sink::start(), queue(&app, "a@b.example", None));
        let now = app.clock.now();
        let mut lost = app.db.write_now(move |c| outbox::lease(c, now, Duration::zero(), &[])).unwrap().unwrap();
        let sender = sender(&app, &sink);
        assert_eq!(sender.run_due().unwrap(), 0, "another sender has it");
        app.clock.advance(LEASE);
        assert_eq!(sender.run_due().unwrap(), 1);
        assert_eq!(state(&app, id), MailState::Sent);
        // The first sender was only slow: what it says now counts no more.
        lost.state = MailState::Dead;
        assert!(!app.db.write_now(move |c| outbox::settle(c, &lost)).unwrap());
        assert_eq!(state(&app, id), MailState::Sent);
    }

    async fn two_nodes_send_each_mail_once(app: TestApp) {
        let sink = Sink::start();
        let ids: BTreeSet<String> =
            (0..60).map(|i| format!("<{}@wanlian.example>", queue(&app, &format!("p{i}@d{}.example", i % 7), None))).collect();
        let (one, two) = (sender(&app, &sink), sender(&app, &sink));
        let other = std::thread::spawn(move || two.run_due().unwrap());
        assert_eq!(one.run_due().unwrap() + other.join().unwrap(), 60);
        let taken = sink.taken();
        assert_eq!(taken.len(), 60);
        assert_eq!(taken.into_iter().map(|arrival| arrival.message_id).collect::<BTreeSet<_>>(), ids);
    }

    async fn a_step_that_is_taken_back_leaves_no_mail(app: TestApp) {
        let about = About { case_id: None, case_no: "1".into(), region_code: "330226".into() };
        let mail = QueuedMail::new(NoticeKind::Closed, &about, None, "a@b.example", Locale::En, app.clock.now());
        let refused = app.db.write_now(move |c| -> Result<(), Error> {
            outbox::insert(c, &mail)?;
            Err(Error::Stale { current: None })
        });
        assert!(matches!(refused, Err(Error::Stale { .. })));
        assert_eq!(app.db.read_now(|c| outbox::list(c, None, None, 10)).unwrap(), vec![]);
    }

    async fn the_queue_is_for_those_who_run_the_installation(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let viewer = app.account("viewer", "federation_viewer", json!({"region_code": "330200"})).await;
        let (sink, id) = (Sink::start(), queue(&app, "zhang+550@b.example", None));
        queue(&app, "a@b.example", None);
        sender(&app, &sink).run_due().unwrap();
        let dead = app.get("/api/v1/mails?state=dead").token(&admin).await.expect(200);
        assert_eq!(dead.json["items"].as_array().unwrap().len(), 1);
        assert_eq!((dead.at("/items/0/address"), dead.at("/items/0/last_code")), ("z***@b.example", "smtp_550"));
        assert!(!dead.text().contains("zhang") && !dead.text().contains("甬商调"));
        let page = app.get("/api/v1/mails?limit=1").token(&admin).await.expect(200);
        let next = app.get(&format!("/api/v1/mails?limit=1&cursor={}", page.at("/next_cursor"))).token(&admin).await.expect(200);
        assert_eq!((page.at("/items/0/state"), next.at("/items/0/id")), ("sent", id.as_str()));
        let path = format!("/api/v1/mails/{id}/requeue");
        app.get("/api/v1/mails").token(&viewer).await.expect(403);
        app.post(&path, json!({})).token(&viewer).await.expect(403);
        let again = app.post(&path, json!({})).token(&admin).await.expect(200);
        assert_eq!(again.at("/state"), "pending");
        app.post(&path, json!({})).token(&admin).await.expect(409);
        app.post(&format!("/api/v1/mails/{}/requeue", MailId::new()), json!({})).token(&admin).await.expect(404);
    }
}
