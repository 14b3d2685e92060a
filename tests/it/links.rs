//! Links of parties without an account: what they show, the second step, one use, and what becomes of guessers.

use crate::both;
use crate::support::lives::{self, KEPT_AFTER_ALL, party};
use crate::support::*;
use chrono::Duration;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::domain::notices::NoticeKind;
use wanlian::store::outbox;

/// A case whose agreement is being performed; its applicant confirmed an address, its respondent has none.
async fn performing(app: &TestApp, world: &World) -> Value {
    let default = KEPT_AFTER_ALL.iter().position(|line| line.0 == "default").unwrap();
    lives::live(app, world, &KEPT_AFTER_ALL[..default]).await
}

fn path(case: &Value, noun: &str) -> String {
    lives::path(case["case"]["id"].as_str().unwrap(), noun)
}

async fn link(app: &TestApp, world: &World, case: &Value, body: Value) -> Reply {
    app.post(&path(case, "links"), body).token(world.token("chamber")).await
}

/// The secret of a new link.
async fn secret(app: &TestApp, world: &World, case: &Value, body: Value) -> String {
    link(app, world, case, body).await.expect(200).at("/secret").to_owned()
}

/// The six digits of the newest mail, which stays in the queue.
fn mailed_code(app: &TestApp) -> String {
    let mails = app.db.read_now(|c| outbox::list(c, None, None, 50)).unwrap();
    let newest = mails.into_iter().find(|mail| mail.kind == NoticeKind::LinkCode).unwrap();
    assert_eq!(newest.address, "a@example.org");
    newest.code.unwrap()
}

fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

async fn show(app: &TestApp, world: &World, case: &Value) -> Value {
    app.get(&path(case, "")).token(world.token("chamber")).await.expect(200).json
}

both! {
    async fn a_party_answers_a_callback_itself_and_only_once(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let made = link(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "callback"})).await.expect(200);
        let (secret, id) = (made.at("/secret").to_owned(), made.at("/id").to_owned());
        assert!(made.at("/url").ends_with(&format!("/p/{id}#{secret}")) && secret.len() == 43);
        let url = format!("/api/v1/links/{secret}");
        // A scanner opens it as often as it likes.
        let before = Raw::open(&app.url).everything();
        for _ in 0..5 {
            let asked = app.get(&url).await.expect(200);
            assert_eq!((asked.at("/purpose"), asked.at("/code_way")), ("callback", "mail"));
            assert!(!asked.text().contains("马勇") && !asked.text().contains("货款"));
        }
        lives::untouched(&app, "looking", &before);
        let answer = |code: &str| json!({"code": code, "callback": {"performance": "full", "satisfaction": "satisfied", "remark": "已收到"}});
        let post = |body: Value| app.post(&format!("{url}/answer"), body);
        assert_eq!(post(answer("123456")).await.expect(422).at("/errors/0/code"), "code_wrong", "none was sent yet");
        assert_eq!(app.post(&format!("{url}/code"), json!({})).await.expect(200).at("/code_way"), "mail");
        let code = mailed_code(&app);
        assert_eq!(post(answer(&other(&code))).await.expect(422).at("/errors/0/code"), "code_wrong");
        assert_eq!(post(json!({"code": code})).await.expect(422).at("/errors/0/field"), "callback");
        let done = post(answer(&code)).await.expect(200);
        assert_eq!(done.at("/status"), "agreed");
        let now = show(&app, &world, &case).await;
        let callback = now["callbacks"].as_array().unwrap().iter().find(|one| one["done_on"].is_string()).unwrap();
        assert_eq!((&callback["source"], &callback["channel"], &callback["done_by"]), (&json!("party"), &json!("online"), &Value::Null));
        let events = app.get(&path(&case, "events")).token(world.token("chamber")).await.expect(200).json;
        let last = events["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["action"], &last["account"], &last["details"]["by_party"]), (&json!("record_callback"), &Value::Null, &json!(party(&case, "applicant"))));
        // Used, guessed and nonsense look alike.
        let used = post(answer(&code)).await.expect(404);
        for guessed in ["x", &"A".repeat(43)] {
            let reply = app.get(&format!("/api/v1/links/{guessed}")).await.expect(404);
            assert_eq!(reply.text(), used.text());
        }
        app.get(&url).await.expect(404);
        let links = app.get(&path(&case, "links")).token(world.token("chamber")).await.expect(200);
        assert!(links.json["items"][0]["used_at"].is_string() && !links.text().contains("sha256"));
        assert!(!links.text().contains(&secret));
    }

    async fn five_tries_and_the_code_is_over(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let secret = secret(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "progress"})).await;
        let url = format!("/api/v1/links/{secret}");
        let post = |code: String| app.post(&format!("{url}/answer"), json!({"code": code}));
        app.post(&format!("{url}/code"), json!({})).await.expect(200);
        let code = mailed_code(&app);
        for _ in 0..5 {
            post(other(&code)).await.expect(422);
        }
        assert_eq!(post(code).await.expect(422).at("/errors/0/code"), "code_wrong", "right, but too late");
        app.post(&format!("{url}/code"), json!({})).await.expect(200);
        let code = mailed_code(&app);
        app.clock.advance(Duration::minutes(10));
        post(code).await.expect(422);
        app.post(&format!("{url}/code"), json!({})).await.expect(200);
        let limited = app.post(&format!("{url}/code"), json!({})).await.expect(429);
        assert!(limited.header("Retry-After").parse::<u32>().unwrap() > 0);
        let progress = post(mailed_code(&app)).await.expect(200);
        assert_eq!(progress.at("/status"), "agreed");
        assert!(!progress.text().contains("马勇") && !progress.text().contains("3000000"));
    }

    async fn a_payee_confirms_by_a_code_that_staff_read_out(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let payment = case["payments"][0]["id"].clone();
        let respondent = party(&case, "respondent");
        let new = json!({"party_id": respondent, "purpose": "payment_confirmation", "payment_id": payment});
        for (wrong, field) in [
            (json!({"party_id": respondent, "purpose": "payment_confirmation"}), "payment_id"),
            (json!({"party_id": respondent, "purpose": "callback", "payment_id": payment}), "payment_id"),
            (json!({"party_id": world.own.mediator, "purpose": "callback"}), "party_id"),
        ] {
            assert_eq!(link(&app, &world, &case, wrong).await.expect(422).at("/errors/0/field"), field);
        }
        // A payment whose payee was noted is asked about with that party alone.
        let noted = json!({"amount": 100, "paid_on": china_day(app.clock.now()), "manner": "transfer", "payee_id": respondent});
        let pay = |payment: Value, version: i64| app.post(&path(&case, "payments"), payment).token(world.token("chamber")).if_match(version);
        let version = case["case"]["version"].as_i64().unwrap();
        let mut stranger = noted.clone();
        stranger["payee_id"] = json!(world.own.mediator);
        assert_eq!(pay(stranger, version).await.expect(422).at("/errors/0/field"), "payee_id");
        let paid = pay(noted, version).await.expect(200).json;
        let other = json!({"party_id": party(&case, "applicant"), "purpose": "payment_confirmation", "payment_id": paid["payments"][1]["id"]});
        let refused = link(&app, &world, &case, other).await.expect(422);
        assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), ("party_id", "not_the_payee"));
        let made = link(&app, &world, &case, new).await.expect(200);
        let (url, id) = (format!("/api/v1/links/{}", made.at("/secret")), made.at("/id").to_owned());
        let asked = app.get(&url).await.expect(200).json;
        assert_eq!((&asked["amount"], &asked["code_way"]), (&json!(1000000), &json!("staff")));
        assert_eq!(app.post(&format!("{url}/code"), json!({})).await.expect(200).at("/code_way"), "staff");
        let read_out = app.post(&path(&case, "link-codes"), json!({"link_id": id})).token(world.token("chamber")).await.expect(200);
        let code = read_out.at("/code").to_owned();
        let answer = json!({"code": code, "received": true});
        app.post(&format!("{url}/answer"), answer).await.expect(200);
        let now = show(&app, &world, &case).await;
        assert_eq!(now["payments"][0]["confirmed_by_payee_on"], json!(china_day(app.clock.now())));
        let over = app.post(&path(&case, "link-codes"), json!({"link_id": id})).token(world.token("chamber")).await;
        assert_eq!((over.status, over.at("/code")), (409, "link_over"));
        // The log knows of each time.
        assert_eq!(app.logged("links::read_out"), 2, "the one that was refused as well");
    }

    async fn no_mediator_reads_out_the_code_for_a_word_on_their_own_work(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let made = link(&app, &world, &case, json!({"party_id": party(&case, "respondent"), "purpose": "callback"})).await.expect(200);
        let read = |who: &str, id: &str| app.post(&path(&case, "link-codes"), json!({"link_id": id})).token(world.token(who));
        let own = read("colleague", made.at("/id")).await;
        assert_eq!((own.status, own.at("/code")), (409, "own_callback"));
        read("chamber", made.at("/id")).await.expect(200);
        let by_mail = link(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "callback"})).await.expect(200);
        let refused = read("chamber", by_mail.at("/id")).await;
        assert_eq!((refused.status, refused.at("/code")), (409, "code_by_mail"));
        read("other.chamber", made.at("/id")).await.expect(404);
    }

    async fn a_link_ends_with_its_time_its_successor_and_the_address(app: TestApp) {
        let world = World::of(&app).await;
        let mut case = performing(&app, &world).await;
        let new = json!({"party_id": party(&case, "applicant"), "purpose": "progress"});
        let first = secret(&app, &world, &case, new.clone()).await;
        let second = secret(&app, &world, &case, new.clone()).await;
        app.get(&format!("/api/v1/links/{first}")).await.expect(404);
        app.get(&format!("/api/v1/links/{second}")).await.expect(200);
        case = lives::step(&app, &world, "chamber", &case, ("", r#"{"parties": [{"id": "$applicant", "email": "b@example.org"}]}"#)).await;
        app.get(&format!("/api/v1/links/{second}")).await.expect(404);
        let third = secret(&app, &world, &case, new).await;
        app.clock.advance(Duration::days(7));
        app.get(&format!("/api/v1/links/{third}")).await.expect(404);
    }

    async fn staff_take_a_link_back(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let made = link(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "callback"})).await.expect(200);
        let (url, id) = (format!("/api/v1/links/{}", made.at("/secret")), made.at("/id").to_owned());
        let own = path(&case, &format!("links/{id}"));
        let take_back = |who: &'static str, path: &str| app.delete(path).token(world.token(who));
        take_back("other.chamber", &own).await.expect(404);
        take_back("federation", &own).await.expect(403);
        take_back("chamber", &path(&case, &format!("links/{}", world.own.mediator))).await.expect(404);
        take_back("chamber", &path(&case, "links/x")).await.expect(404);
        // A link of one case is not found under another.
        let other = json!({"applicant": "甲", "respondent": "乙", "summary": "丙"});
        let other = app.post("/api/v1/cases", other).token(world.token("chamber")).await.expect(201).json;
        take_back("chamber", &path(&other, &format!("links/{id}"))).await.expect(404);
        app.post(&format!("{url}/code"), json!({})).await.expect(200);
        let code = mailed_code(&app);
        take_back("chamber", &own).await.expect(204);
        app.get(&url).await.expect(404);
        app.post(&format!("{url}/answer"), json!({"code": code, "callback": {"performance": "full"}})).await.expect(404);
        let over = take_back("chamber", &own).await;
        assert_eq!((over.status, over.at("/code")), (409, "link_over"));
        let links = app.get(&path(&case, "links")).token(world.token("chamber")).await.expect(200);
        assert!(links.json["items"][0]["revoked_at"].is_string() && links.json["items"][0]["used_at"].is_null());
        assert_eq!(app.logged("links::revoke"), 7, "who tried in vain as well");
        // Nor is one taken back whose time is over.
        let late = link(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "progress"})).await.expect(200);
        app.clock.advance(Duration::days(7));
        let admin = app.sign_in("chamber").await;
        let over = app.delete(&path(&case, &format!("links/{}", late.at("/id")))).token(&admin).await;
        assert_eq!((over.status, over.at("/code")), (409, "link_over"));
    }

    async fn who_guesses_waits_and_a_right_secret_waits_too(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let good = secret(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "progress"})).await;
        for guess in 0..30 {
            app.get(&format!("/api/v1/links/guess{guess}")).await.expect(404);
        }
        for path in [format!("/api/v1/links/{good}"), "/api/v1/links/x".into(), "/api/v1/progress/AAAA".into()] {
            assert_eq!(app.get(&path).await.expect(429).at("/code"), "throttled");
        }
        app.clock.advance(Duration::minutes(15));
        app.get(&format!("/api/v1/links/{good}")).await.expect(200);
    }

    async fn of_two_answers_at_once_one_counts(app: TestApp) {
        let world = World::of(&app).await;
        let case = performing(&app, &world).await;
        let secret = secret(&app, &world, &case, json!({"party_id": party(&case, "applicant"), "purpose": "callback"})).await;
        let url = format!("/api/v1/links/{secret}");
        app.post(&format!("{url}/code"), json!({})).await.expect(200);
        let body = json!({"code": mailed_code(&app), "callback": {"performance": "full"}});
        let post = || async { app.post(&format!("{url}/answer"), body.clone()).await.status };
        let (one, other) = futures_util::future::join(post(), post()).await;
        let mut both = [one, other];
        both.sort_unstable();
        assert_eq!(both, [200, 404]);
        let now = show(&app, &world, &case).await;
        assert_eq!(now["callbacks"].as_array().unwrap().iter().filter(|one| one["done_on"].is_string()).count(), 1);
    }
}
