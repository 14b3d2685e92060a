//! A change leaves what it does not name, and takes away what it names with `null`.

use crate::both;
use crate::support::*;
use serde_json::{Value, json};

both! {
    async fn null_takes_a_field_of_a_case_away_and_absence_leaves_it(app: TestApp) {
        let world = World::of(&app).await;
        let chamber = world.token("chamber");
        let party = json!({"role": "respondent", "kind": "person", "name": "乙", "phone": "13800138000",
            "email": "b@party.example", "email_confirmed_on": "2026-01-05", "address": "宁海县某路一号"});
        let new = json!({"applicant": "甲", "respondent": "丙", "summary": "货款", "category": "contract", "subcategory": "goods_payment",
            "source": "referral_petition", "external_no": "信访7号", "parties": [party]});
        let made = app.post("/api/v1/cases", new).token(chamber).await.expect(201);
        let case = made.header("Location").to_owned();
        let at = made.json["parties"].as_array().unwrap().iter().position(|one| one["name"] == "乙").unwrap();
        let patch = |version: i64, body: Value| app.patch(&case, body).token(chamber).if_match(version);
        let party = |fields: Value| {
            let mut party = json!({"id": made.json["parties"][at]["id"]});
            party.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            json!({"parties": [party]})
        };

        let kept = patch(1, json!({"people": 3})).await.expect(200);
        assert_eq!((kept.at("/case/external_no"), kept.at("/case/subcategory")), ("信访7号", "goods_payment"));
        let case_only = patch(2, json!({"external_no": null, "subcategory": null})).await.expect(200);
        assert_eq!([&case_only.json["case"]["external_no"], &case_only.json["case"]["subcategory"]], [&Value::Null; 2]);
        assert_eq!(case_only.json["parties"], kept.json["parties"]);
        let gone = patch(3, party(json!({"phone": null, "email": null}))).await.expect(200);
        let now = &gone.json["parties"][at];
        assert_eq!([&now["phone"], &now["email"], &now["email_confirmed_on"]], [&Value::Null; 3]);
        assert_eq!((&now["address"], &now["name"]), (&json!("宁海县某路一号"), &json!("乙")));
        for field in ["regime", "category", "source", "summary", "amount_claimed", "difficulty", "people"] {
            let refused = patch(4, json!({field: null})).await.expect(422);
            assert_eq!(refused.at("/errors/0/field"), field, "a case cannot do without");
        }
        assert_eq!(patch(4, party(json!({"name": null}))).await.expect(422).at("/errors/0/field"), "parties[0].name");
        let wrong = patch(4, party(json!({"phone": 1}))).await.expect(422);
        assert_eq!(wrong.at("/errors/0/field"), "parties[0].phone");
    }

    async fn null_takes_the_address_of_an_account_away(app: TestApp) {
        let admin = app.account("admin", "sysadmin", json!({})).await;
        let viewer = json!({"region_code": "330200", "email": "v@mail.example"});
        let viewer = app.account("viewer", "federation_viewer", viewer).await;
        let path = format!("/api/v1/users/{}", app.get("/api/v1/me").token(&viewer).await.at("/id"));
        let kept = app.patch(&path, json!({"name": "别名"})).token(&admin).if_match(1).await.expect(200);
        assert_eq!(kept.at("/email"), "v@mail.example");
        for field in ["name", "locale", "disabled", "password", "role", "region_code"] {
            let refused = app.patch(&path, json!({field: null})).token(&admin).if_match(2).await.expect(422);
            assert_eq!(refused.at("/errors/0/field"), field, "an account cannot do without");
        }
        let gone = app.patch(&path, json!({"email": null})).token(&admin).if_match(2).await.expect(200);
        assert_eq!((&gone.json["email"], gone.at("/name")), (&Value::Null, "别名"));
    }
}
