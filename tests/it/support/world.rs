//! Two places that have nothing to do with each other, each with a federation, a chamber with its committee and mediators, a firm
//! with a lawyer, and an account of every role. What one of them has, the other must never see.

use super::{TestApp, entries};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wanlian::base::id::*;
use wanlian::store::{chambers, committees, federations, firms, lawyers, mediators};

/// One place and the ids of what is there.
#[derive(Clone, Copy)]
pub struct Place {
    pub federation: FederationId,
    pub chamber: ChamberId,
    pub committee: CommitteeId,
    /// Works on the case.
    pub mediator: MediatorId,
    /// Of the same committee, and not on the case.
    pub colleague: MediatorId,
    pub firm: FirmId,
    pub lawyer: LawyerId,
}

/// Both places, and the access token of each account by its login: `mediator`, `other.mediator`, …; `city` and `neighbour` are
/// federations around and beside the first place, `disabled` has a token and may no longer use it.
pub struct World {
    pub own: Place,
    pub other: Place,
    pub tokens: BTreeMap<String, String>,
}

impl World {
    /// Fills an application.
    pub async fn of(app: &TestApp) -> Self {
        let own = place(app, "330226", "宁海县", "宁商调", "3133020553783652KP");
        let other = place(app, "420106", "武昌区", "武商调", "3142010292285252D6");
        let mut tokens = BTreeMap::new();
        tokens
            .insert("admin".to_owned(), app.account("admin", "sysadmin", json!({"email": "admin@example.org"})).await);
        for (prefix, place, region) in [("", own, "330226"), ("other.", other, "420106")] {
            for (login, role, at) in [
                ("federation", "federation_admin", json!({"region_code": region})),
                ("viewer", "federation_viewer", json!({"region_code": region})),
                ("chamber", "chamber_admin", json!({"chamber_id": place.chamber})),
                ("mediator", "mediator", json!({"mediator_id": place.mediator})),
                ("colleague", "mediator", json!({"mediator_id": place.colleague})),
                ("firm", "firm_admin", json!({"firm_id": place.firm})),
                ("lawyer", "lawyer", json!({"lawyer_id": place.lawyer})),
            ] {
                let login = format!("{prefix}{login}");
                let mut at: Value = at;
                at["email"] = json!(format!("{login}@example.org"));
                let token = app.account(&login, role, at).await;
                tokens.insert(login, token);
            }
        }
        for (login, region) in [("city", "330200"), ("neighbour", "330225")] {
            let token = app.account(login, "federation_admin", json!({"region_code": region})).await;
            tokens.insert(login.to_owned(), token);
        }
        tokens.insert(
            "disabled".to_owned(),
            app.account("disabled", "mediator", json!({"mediator_id": own.mediator})).await,
        );
        app.disable("disabled");
        Self { own, other, tokens }
    }

    /// The access token of an account.
    pub fn token(&self, login: &str) -> &str {
        &self.tokens[login]
    }

    /// Everybody signs in anew: time has passed.
    pub async fn sign_in_again(&mut self, app: &TestApp) {
        let logins: Vec<String> = self.tokens.keys().filter(|login| *login != "disabled").cloned().collect();
        for login in logins {
            let token = app.sign_in(&login).await;
            self.tokens.insert(login, token);
        }
    }

    /// A pairing of the first place that both sides accepted; its path of the interface.
    pub async fn agreed(&self, app: &TestApp) -> String {
        let body = json!({"chamber_id": self.own.chamber, "firm_id": self.own.firm});
        let made = app.post("/api/v1/pairings", body).token(self.token("federation")).await.expect(201);
        let path = made.header("Location").to_owned();
        for (who, version) in [("chamber", 1), ("firm", 2)] {
            let call = app.post(&format!("{path}/answer"), json!({"reply": "accept"})).token(self.token(who));
            call.if_match(version).await.expect(200);
        }
        path
    }
}

fn place(app: &TestApp, region: &str, area: &str, prefix: &str, licence: &str) -> Place {
    let now = app.clock.now();
    let federation = entries::federation(region, &format!("{area}工商业联合会"), now);
    let chamber = entries::chamber(region, &format!("{area}总商会"), now);
    let name = format!("{area}商会人民调解委员会");
    let committee = entries::committee(Some(chamber.id), region, &name, prefix, now);
    let mediators = ["甲", "乙"].map(|who| entries::mediator(&committee, &format!("{area}调解员{who}"), now));
    let firm = entries::firm(region, &format!("{area}某律师事务所"), licence, now);
    let lawyer = entries::lawyer(&firm, &format!("{area}律师甲"), now);
    let place = Place {
        federation: federation.id,
        chamber: chamber.id,
        committee: committee.id,
        mediator: mediators[0].id,
        colleague: mediators[1].id,
        firm: firm.id,
        lawyer: lawyer.id,
    };
    app.db
        .write_now(move |c| {
            federations::insert(c, &federation)?;
            chambers::insert(c, &chamber)?;
            committees::insert(c, &committee)?;
            mediators.iter().try_for_each(|one| mediators::insert(c, one))?;
            firms::insert(c, &firm)?;
            lawyers::insert(c, &lawyer)
        })
        .unwrap();
    place
}
