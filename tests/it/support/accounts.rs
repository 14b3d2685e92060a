//! Accounts of a test and their tokens.

use super::{Fresh, TestApp};
use serde_json::{Value, json};
use wanlian::base::locale::Locale;
use wanlian::base::password::{self, Password};
use wanlian::domain::account::{Login, Reach};
use wanlian::domain::contact::{Email, Name};
use wanlian::domain::policy::Role;
use wanlian::store::accounts;
use wanlian::workflow::manage_accounts::{self, Changes, NewAccount, Place};

/// The password of every account of a test.
pub const PASSWORD: &str = "correct horse battery";

impl TestApp {
    /// Makes an account of a role, with the ids of `place` as the API has them, and signs it in; its access token.
    pub async fn account(&self, login: &str, role: &str, place: Value) -> String {
        let (role, now) = (Role::from_code(role).unwrap(), self.clock.now());
        let text = |field: &str| place.get(field).and_then(Value::as_str);
        let place = Place {
            region_code: text("region_code").map(|code| code.parse().unwrap()),
            chamber_id: text("chamber_id").map(|id| id.parse().unwrap()),
            mediator_id: text("mediator_id").map(|id| id.parse().unwrap()),
            firm_id: text("firm_id").map(|id| id.parse().unwrap()),
            lawyer_id: text("lawyer_id").map(|id| id.parse().unwrap()),
        };
        let new = NewAccount {
            login: Login::parse(login).unwrap(),
            name: Name::parse("某人").unwrap(),
            password_hash: password::hash_now(&Password::parse(PASSWORD, login).unwrap(), &self.config.auth).unwrap(),
            role,
            place,
            email: text("email").map(|email| Email::parse(email).unwrap()),
            locale: Locale::Zh,
        };
        self.db.write_now(move |c| manage_accounts::add(c, &Reach::Everyone, new, now)).unwrap();
        self.sign_in(login).await
    }

    /// An access token of an account made here.
    pub async fn sign_in(&self, login: &str) -> String {
        let reply = self.post("/api/v1/logins", json!({"login": login, "password": PASSWORD})).await.expect(200);
        reply.at("/access_token").to_owned()
    }

    /// Disables an account, as the command line does.
    pub fn disable(&self, login: &str) {
        let (login, now) = (Login::parse(login).unwrap(), self.clock.now());
        self.db
            .write_now(move |c| {
                let account = accounts::by_login(c, &login)?.unwrap();
                let changes = Changes { disabled: Some(true), ..Changes::default() };
                manage_accounts::amend(c, &Reach::Everyone, None, account.id, None, changes, now)
            })
            .unwrap();
    }

    /// The same database and folder under a new process, so to speak.
    pub async fn restarted(self) -> Self {
        let Self { backend, url, folder, .. } = self;
        Self::start(Fresh { backend, url, folder }).await
    }
}
