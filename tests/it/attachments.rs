//! Files of cases: what is taken and refused, who sees them, that they cannot be changed unseen, and the dossier bound together.

use crate::both;
use crate::support::lives::{self, KEPT_AFTER_ALL, id};
use crate::support::*;
use serde_json::{Value, json};
use std::io::{Cursor, Read};
use wanlian::cli::verify;
use wanlian::store::blobs;

const PDF: &[u8] = b"%PDF-1.7\n%%EOF";
/// One red point.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE, 0, 0, 0, 0x0C, 0x49, 0x44, 0x41, 0x54, 0x08, 0xD7, 0x63, 0xF8, 0xCF, 0xC0, 0,
    0, 0x03, 0x01, 0x01, 0, 0x18, 0xDD, 0x8D, 0xB0, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// Sends a file; `name` as a browser would.
fn send(app: &TestApp, world: &World, who: &str, case: &str, query: &str, name: &str, bytes: &[u8]) -> app::Call {
    app.post(&format!("/api/v1/cases/{case}/attachments?{query}"), Value::Null)
        .bytes("application/octet-stream", bytes.to_vec())
        .header("Content-Disposition", &format!("attachment; filename=\"{name}\""))
        .token(world.token(who))
}

/// The version of a case as it is now.
async fn version(app: &TestApp, world: &World, case: &str) -> i64 {
    let case = app.get(&format!("/api/v1/cases/{case}")).token(world.token("chamber")).await.expect(200);
    case.json["case"]["version"].as_i64().unwrap()
}

/// The files under the folder of attachments.
fn stored(app: &TestApp) -> Vec<std::path::PathBuf> {
    let folders = std::fs::read_dir(&app.config.attachments.folder).into_iter().flatten();
    folders.flat_map(|one| std::fs::read_dir(one.unwrap().path()).unwrap()).map(|one| one.unwrap().path()).collect()
}

both! {
    async fn a_file_comes_is_given_back_and_taken_away(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let case = id(&case);
        let sent = send(&app, &world, "chamber", case, "kind=evidence", "receipt.pdf", PDF).await.expect(201);
        assert_eq!((sent.at("/title"), sent.at("/file_type")), ("receipt.pdf", "pdf"));
        assert_eq!(version(&app, &world, case).await, 2, "it is a step of the case");
        // The same content once more lies there once.
        send(&app, &world, "chamber", case, "kind=other", "again.pdf", PDF).await.expect(201);
        assert_eq!(stored(&app).len(), 1);
        let path = sent.header("Location").to_owned();
        let got = app.get(&path).token(world.token("chamber")).await.expect(200);
        assert_eq!((got.body.as_slice(), got.header("Content-Type")), (PDF, "application/pdf"));
        assert_eq!(got.header("X-Content-Type-Options"), "nosniff");
        assert!(got.header("Content-Security-Policy").starts_with("sandbox"));
        assert!(got.header("Content-Disposition").starts_with("attachment; filename=\"receipt.pdf\""));
        app.get(&path).token(world.token("viewer")).await.expect(403);
        app.get(&path).token(world.token("other.chamber")).await.expect(404);
        let away = json!({"reason": "误传"});
        let removal = format!("{path}/removal");
        app.post(&removal, away.clone()).token(world.token("chamber")).if_match(2).await.expect(412);
        app.post(&removal, away.clone()).token(world.token("chamber")).if_match(3).await.expect(204);
        app.get(&path).token(world.token("chamber")).await.expect(404);
        app.post(&removal, away.clone()).token(world.token("chamber")).if_match(4).await.expect(404);
        assert_eq!(stored(&app).len(), 1, "the other file has the same bytes");
        let list = app.get(&format!("/api/v1/cases/{case}/attachments")).token(world.token("chamber")).await.expect(200);
        let left = list.json["items"][0]["id"].as_str().unwrap();
        app.post(&format!("/api/v1/attachments/{left}/removal"), away).token(world.token("chamber")).if_match(4).await.expect(204);
        assert!(stored(&app).is_empty(), "nobody needs the bytes any more");
        let events = app.get(&format!("/api/v1/cases/{case}/events")).token(world.token("chamber")).await.expect(200);
        let actions: Vec<_> = events.json["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
        assert_eq!(actions[1..], ["add_attachment", "add_attachment", "remove_attachment", "remove_attachment"]);
        assert_eq!(events.json["items"][1]["details"]["sha256"], sent.json["sha256"]);
        assert_eq!(verify::first_break(&app.db).unwrap(), None);
    }

    async fn what_is_not_what_it_says_is_refused(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let party = case["parties"][0]["id"].as_str().unwrap().to_owned();
        let case = id(&case);
        let before = Raw::open(&app.url).everything();
        let foreign = wanlian::base::id::PartyId::new();
        for (query, name, bytes, status, code) in [
            ("kind=evidence", "a.jpg", PDF, 422, "false_extension"),
            ("kind=evidence", "a.pdf.exe", PDF, 422, "false_extension"),
            ("kind=evidence", "a.pdf", b"MZ\x90\0", 415, "unsupported_media_type"),
            ("kind=evidence", "a.pdf", b"<html>", 415, "unsupported_media_type"),
            ("kind=evidence", "a.pdf", b"", 422, "empty_file"),
            ("kind=novel", "a.pdf", PDF, 422, "unknown_code"),
            ("kind=evidence&name=x", "a.pdf", PDF, 422, "unknown_field"),
            ("kind=signed_scan", "a.pdf", PDF, 422, "signers_of_scan"),
            (&format!("kind=evidence&signers={party}"), "a.pdf", PDF, 422, "signers_of_scan"),
            (&format!("kind=signed_scan&signers={party},x"), "a.pdf", PDF, 422, "unknown_reference"),
            (&format!("kind=identity_proof&party={foreign}"), "a.pdf", PDF, 422, "unknown_reference"),
        ] {
            let reply = send(&app, &world, "chamber", case, query, name, bytes).await;
            let found = if status == 422 { reply.at("/errors/0/code") } else { reply.at("/code") };
            assert_eq!((reply.status, found), (status, code), "{query} {name} {}", reply.text());
        }
        let large = vec![b'%'; 21 << 20];
        assert_eq!(send(&app, &world, "chamber", case, "kind=evidence", "a.pdf", &large).await.expect(413).at("/code"), "too_large");
        // A private file is a mediator's alone.
        send(&app, &world, "chamber", case, "kind=evidence&private=true", "a.pdf", PDF).await.expect(403);
        send(&app, &world, "other.chamber", case, "kind=evidence", "a.pdf", PDF).await.expect(404);
        send(&app, &world, "viewer", case, "kind=evidence", "a.pdf", PDF).await.expect(403);
        lives::untouched(&app, "a refused file", &before);
        send(&app, &world, "chamber", case, &format!("kind=signed_scan&signers={party}"), "a.pdf", PDF).await.expect(201);
    }

    async fn the_same_key_gives_the_same_file(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let first = send(&app, &world, "chamber", id(&case), "kind=evidence", "a.pdf", PDF).key("k").await.expect(201);
        let again = send(&app, &world, "chamber", id(&case), "kind=evidence", "a.pdf", PDF).key("k").await.expect(201);
        assert_eq!(first.at("/id"), again.at("/id"));
        send(&app, &world, "chamber", id(&case), "kind=other", "a.pdf", PDF).key("k").await.expect(422);
    }

    async fn what_was_given_in_confidence_stays_with_the_mediator(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "mediator").await;
        let case = id(&case);
        let secret = send(&app, &world, "mediator", case, "kind=evidence&private=true", "secret.png", PNG).await.expect(201);
        send(&app, &world, "mediator", case, "kind=evidence", "open.png", PNG).await.expect(201);
        let path = secret.header("Location").to_owned();
        app.get(&path).token(world.token("mediator")).await.expect(200);
        app.get(&path).token(world.token("chamber")).await.expect(404);
        let titles = async |who: &str| -> Vec<String> {
            let list = app.get(&format!("/api/v1/cases/{case}/attachments")).token(world.token(who)).await.expect(200);
            list.json["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(titles("mediator").await, ["secret.png", "open.png"]);
        assert_eq!(titles("chamber").await, ["open.png"]);
        if !readers::font_is_there() {
            return;
        }
        let bundle = format!("/api/v1/cases/{case}/bundle?format=zip");
        for who in ["mediator", "chamber"] {
            let reply = app.get(&bundle).token(world.token(who)).await.expect(200);
            let archive = zip::ZipArchive::new(Cursor::new(reply.body)).unwrap();
            let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
            assert!(names.iter().any(|name| name.contains("open")) && !names.iter().any(|name| name.contains("secret")), "{names:?}");
        }
    }

    async fn an_archived_case_keeps_its_files_as_they_are(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::live(&app, &world, KEPT_AFTER_ALL).await;
        let reply = send(&app, &world, "chamber", id(&case), "kind=evidence", "a.pdf", PDF).await.expect(409);
        assert_eq!(reply.at("/code"), "wrong_status");
        assert!(stored(&app).is_empty());
    }

    async fn a_changed_file_is_found_and_never_given_out(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let sent = send(&app, &world, "chamber", id(&case), "kind=evidence", "a.pdf", PDF).await.expect(201);
        let folder = &app.config.attachments.folder;
        let hash = sent.at("/sha256");
        assert_eq!(blobs::check(folder, hash).unwrap(), None);
        std::fs::write(&stored(&app)[0], b"%PDF-1.7 changed").unwrap();
        assert_eq!(blobs::check(folder, hash).unwrap(), Some(blobs::Flaw::Changed));
        app.get(sent.header("Location")).token(world.token("chamber")).await.expect(500);
    }
}

#[actix_web::test]
async fn without_the_scans_a_place_asks_for_nothing_is_archived() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    let app = TestApp::start_with(fresh, "attachments.identity_scans = true").await;
    let world = World::of(&app).await;
    let mut case = lives::live(&app, &world, &KEPT_AFTER_ALL[..KEPT_AFTER_ALL.len() - 1]).await;
    let archive = KEPT_AFTER_ALL.last().unwrap();
    let body = lives::body(&app, &world, &case, archive.1);
    let path = lives::path(id(&case), archive.0);
    for (at, name) in [(0, "identity_proof"), (1, "identity_proof")] {
        let refused = app
            .post(&path, body.clone())
            .token(world.token("chamber"))
            .if_match(version(&app, &world, id(&case)).await);
        assert_eq!(refused.await.expect(422).at("/errors/0/field"), name);
        let party = case["parties"][at]["id"].as_str().unwrap();
        let query = format!("kind=identity_proof&party={party}");
        send(&app, &world, "chamber", id(&case), &query, "id.png", PNG).await.expect(201);
    }
    case = app.get(&format!("/api/v1/cases/{}", id(&case))).token(world.token("chamber")).await.expect(200).json;
    lives::step(&app, &world, "chamber", &case, *archive).await;
}

#[actix_web::test]
async fn the_bundle_holds_everything_in_order_and_is_quick() {
    if !readers::are_there() {
        return;
    }
    let app = TestApp::start(Fresh::new(Backend::Sqlite).unwrap()).await;
    let world = World::of(&app).await;
    let case = lives::live(&app, &world, &KEPT_AFTER_ALL[..KEPT_AFTER_ALL.len() - 1]).await;
    let case = id(&case);
    let payee = "kind=payment_proof";
    send(&app, &world, "chamber", case, payee, "slip.png", PNG).await.expect(201);
    send(&app, &world, "chamber", case, "kind=evidence", "contract.pdf", PDF).await.expect(201);
    // It begins as a picture and is none: its line stands there all the same.
    send(&app, &world, "chamber", case, "kind=evidence", "broken.png", &PNG[..40]).await.expect(201);
    let begun = std::time::Instant::now();
    let reply = app.get(&format!("/api/v1/cases/{case}/bundle")).token(world.token("chamber")).await.expect(200);
    let taken = begun.elapsed();
    assert!(taken.as_secs() < 2, "{taken:?}");
    let file = app.folder.path().join("bundle.pdf");
    std::fs::write(&file, &reply.body).unwrap();
    // The slip is drawn though another one is broken.
    assert_eq!(readers::pictures(&file), 1);
    let text = readers::text(&file);
    let order = [
        "卷内目录",
        "人民调解申请书",
        "受理登记表",
        "当事人权利义务告知书",
        "附件：证据材料",
        "调解协议书",
        "履行情况与凭证清单",
        "附件：履行凭证",
        "人民调解回访记录",
        "卷宗情况说明",
        "本卷共",
    ];
    let places: Vec<usize> =
        order.iter().map(|word| text.rfind(word).unwrap_or_else(|| panic!("{word} is not in {text}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    for wanted in ["contract.pdf", "slip.png", "broken.png", "人民币叁万元整", "马勇琦", "宁海顺盛食品厂"]
    {
        assert!(text.contains(wanted), "{wanted}");
    }
    let reply =
        app.get(&format!("/api/v1/cases/{case}/bundle?format=zip")).token(world.token("chamber")).await.expect(200);
    let mut archive = zip::ZipArchive::new(Cursor::new(reply.body)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for wanted in ["卷宗.pdf", "目录.csv", "附件/"] {
        assert!(names.iter().any(|name| name.starts_with(wanted)), "{names:?}");
    }
    assert!(
        names.iter().any(|name| name.ends_with("调解协议书.docx"))
            && names.iter().any(|name| name.ends_with("调解协议书.pdf"))
    );
    let slip = names.iter().find(|name| name.ends_with("slip.png")).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(slip).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, PNG);
}
