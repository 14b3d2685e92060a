//! Days that come near or pass: told of once, to the committee and the mediators of the case.

use crate::assignments::{ADMIN, World, people};
use crate::both;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use diesel::connection::SimpleConnection;
use wanlian::base::clock::china_day;
use wanlian::base::id::{CallbackId, InstalmentId};
use wanlian::jobs::{Work, remind};

fn run(app: &TestApp) -> usize {
    remind::run(&Work { db: app.db.clone(), clock: app.clock.clone(), config: app.config.clone() }).unwrap()
}

fn sql(app: &TestApp, text: String) {
    app.db.write_now(move |c| Ok(c.batch_execute(&text)?)).unwrap();
}

/// The case of a path: its id, its parties, the day it was applied for.
async fn known(app: &TestApp, path: &str) -> (String, Vec<String>, NaiveDate) {
    let shown = app.get(path).token(&app.sign_in(ADMIN).await).await.expect(200);
    let parties = shown.json["parties"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    (shown.at("/case/id").to_owned(), parties.collect(), shown.at("/case/applied_on").parse().unwrap())
}

both! {
    async fn a_time_limit_is_told_of_at_seven_three_and_one_days_and_when_it_has_passed(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        assert_eq!(run(app), 0, "no clock runs");
        let due_on = today + Duration::days(30);
        sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{due_on}' WHERE id = '{id}'"));
        for (days, told) in [(0, 0), (22, 0), (1, 1), (0, 0), (3, 0), (1, 1), (2, 1), (1, 0), (1, 1), (0, 0), (10, 0)] {
            app.clock.advance(Duration::days(days));
            assert_eq!(run(app), told, "on {}", china_day(app.clock.now()));
        }
        for kind in ["deadline_near", "overdue"] {
            assert_eq!(world.told(kind), people([ADMIN, "second", "mediator"]));
        }
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
        app.clock.advance(Duration::days(4));
        assert_eq!(run(app), 0);
        app.clock.advance(Duration::days(1));
        assert_eq!((run(app), run(app)), (1, 0));
        assert_eq!(world.told("callback_due"), people([ADMIN, "second", "mediator"]));
        app.clock.advance(Duration::days(1));
        assert_eq!(run(app), 0, "once");
    }

    async fn an_instalment_is_told_of_before_and_after_its_day_unless_it_is_paid(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        for (no, days) in [(1, 5), (2, 20)] {
            let (part, due_on) = (InstalmentId::new(), today + Duration::days(days));
            sql(app, format!("INSERT INTO instalment (id, case_id, no, due_on, amount, manner)
                VALUES ('{part}', '{id}', {no}, '{due_on}', 1000, 'transfer')"));
        }
        sql(app, format!("UPDATE cases SET status = 'agreed', amount_agreed = 2000 WHERE id = '{id}'"));
        assert_eq!(run(app), 0);
        app.clock.advance(Duration::days(2));
        assert_eq!((run(app), run(app)), (1, 0));
        assert_eq!(world.told("performance_due"), people([ADMIN, "second", "mediator"]));
        app.clock.advance(Duration::days(4));
        assert_eq!((run(app), run(app)), (1, 0));
        assert_eq!(world.told("performance_overdue"), people([ADMIN, "second", "mediator"]));
        sql(app, format!("UPDATE cases SET amount_paid = 2000 WHERE id = '{id}'"));
        app.clock.advance(Duration::days(13));
        assert_eq!(run(app), 0, "paid before its day");
    }

    async fn a_ledger_is_history(app: TestApp) {
        let world = World::new(app);
        let (app, path) = (&world.app, world.case().await);
        let (id, _, today) = known(app, &path).await;
        sql(app, format!("UPDATE cases SET status = 'mediating', due_on = '{today}', origin = 'ledger' WHERE id = '{id}'"));
        assert_eq!(run(app), 0);
    }
}
