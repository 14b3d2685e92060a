//! A committee's own layouts: put in use, refused with their lines, tried out, taken back.

use crate::both;
use crate::support::*;
use actix_web::http::Method;
use serde_json::{Value, json};
use std::io::{Cursor, Read};

/// The text of a DOCX, marks of XML and all.
fn text(docx: Vec<u8>) -> String {
    let mut xml = String::new();
    zip::ZipArchive::new(Cursor::new(docx))
        .unwrap()
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    xml
}

fn put(app: &TestApp, path: &str, text: &str) -> app::Call {
    app.call(Method::PUT, path, Some(json!({ "text": text })))
}

async fn case(app: &TestApp, world: &World, who: &str) -> String {
    let new = json!({"applicant": "马勇琪", "respondent": "某食品厂", "summary": "货款"});
    app.post("/api/v1/cases", new).token(world.token(who)).await.expect(201).at("/case/id").to_owned()
}

both! {
    async fn a_layout_of_ones_own_is_used_kept_and_taken_back(app: TestApp) {
        let world = World::of(&app).await;
        let case = case(&app, &world, "chamber").await;
        let chamber = world.token("chamber");
        let path = format!("/api/v1/committees/{}/templates/application", world.own.committee);
        let built_in = app.get(&path).token(chamber).await.expect(200);
        assert_eq!((built_in.json["is_own"].as_bool(), built_in.header("ETag")), (Some(false), "\"1\""));
        let own = "# 本会申请书\n{{#parties}}\n{{party_role}}：{{party_name}}\n{{/parties}}";
        let kept = put(&app, &path, own).token(chamber).if_match(1).await.expect(200);
        assert_eq!((kept.json["is_own"].as_bool(), kept.at("/text"), kept.header("ETag")), (Some(true), own, "\"2\""));
        put(&app, &path, own).token(chamber).if_match(1).await.expect(412);
        let paper = format!("/api/v1/cases/{case}/documents/application");
        let made = text(app.get(&paper).token(chamber).await.expect(200).body);
        assert!(made.contains("本会申请书") && made.contains("申请人：马勇琪"));
        // What another committee makes stays as it was.
        let other = self::case(&app, &world, "other.chamber").await;
        let other = app.get(&format!("/api/v1/cases/{other}/documents/application")).token(world.token("other.chamber")).await;
        assert!(!text(other.expect(200).body).contains("本会申请书"));
        put(&app, &path, &own.replace("本会", "我会")).token(chamber).if_match(2).await.expect(200);
        app.delete(&path).token(chamber).if_match(3).await.expect(204);
        let back = app.get(&path).token(chamber).await.expect(200);
        assert_eq!((back.at("/text"), back.json["versions"].as_array().unwrap().len()), (built_in.at("/text"), 2));
        app.delete(&path).token(chamber).if_match(4).await.expect(404);
        assert!(!text(app.get(&paper).token(chamber).await.expect(200).body).contains("本会申请书"));
    }

    async fn what_is_wrong_is_named_with_its_line_and_nothing_is_kept(app: TestApp) {
        let world = World::of(&app).await;
        let chamber = world.token("chamber");
        let path = format!("/api/v1/committees/{}/templates/application", world.own.committee);
        for (text, field, code) in [
            ("# 题\n{{salary}}", "line 2: salary", "template_unknown_field"),
            ("{{#parties}}\n{{#parties}}\n甲\n{{/parties}}\n{{/parties}}", "line 2: parties", "template_circular"),
            ("{{#parties}}\n甲", "line 1: parties", "template_unclosed"),
            ("", "template", "missing"),
            ("甲\u{0}乙", "template", "control_character"),
            ("甲\u{202e}乙", "template", "control_character"),
            (&"甲\n".repeat(3000), "template", "template_too_large"),
        ] {
            let refused = put(&app, &path, text).token(chamber).if_match(1).await.expect(422);
            assert_eq!((refused.at("/errors/0/field"), refused.at("/errors/0/code")), (field, code));
        }
        assert_eq!(app.get(&path).token(chamber).await.expect(200).json["versions"], Value::Array(vec![]));
        let trial = json!({"text": "甲\u{0}", "case_id": case(&app, &world, "chamber").await});
        app.post(&format!("{path}/preview"), trial).token(chamber).await.expect(422);
        put(&app, &path, "甲").token(world.token("other.chamber")).if_match(1).await.expect(404);
        put(&app, &path, "甲").token(world.token("mediator")).if_match(1).await.expect(403);
        let none = path.replace("application", "evidence");
        app.get(&none).token(chamber).await.expect(404);
    }

    async fn a_layout_is_tried_out_on_a_case_and_not_kept(app: TestApp) {
        let world = World::of(&app).await;
        let chamber = world.token("chamber");
        let case = case(&app, &world, "chamber").await;
        let path = format!("/api/v1/committees/{}/templates/application", world.own.committee);
        let trial = json!({"text": "试：{{summary}}", "case_id": case});
        let made = app.post(&format!("{path}/preview"), trial.clone()).token(chamber).await.expect(200);
        assert!(text(made.body).contains("试：货款"));
        assert_eq!(app.get(&path).token(chamber).await.expect(200).json["is_own"], false);
        // A federation manages layouts and sees no case.
        app.post(&format!("{path}/preview"), trial.clone()).token(world.token("federation")).await.expect(403);
        let foreign = json!({"text": "甲", "case_id": self::case(&app, &world, "other.chamber").await});
        app.post(&format!("{path}/preview"), foreign).token(chamber).await.expect(404);
    }
}
