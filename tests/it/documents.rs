//! The papers of a case: what they hold, read back by programs that are not ours, and who gets them.

use crate::both;
use crate::support::lives::{self, KEPT_AFTER_ALL, id};
use crate::support::*;
use serde_json::{Value, json};
use std::path::PathBuf;
use wanlian::domain::dossier::DossierItem;

/// Names with characters that few fonts have.
const APPLICANT: &str = "欧阳𬭎㛃";
const RESPONDENT: &str = "宁海䶮喆𠮷食品厂";

/// A case as `lives` has it, of parties with rare names about every common character (GB 2312, first level: 3,755).
async fn case(app: &TestApp, world: &World) -> Value {
    let mut new = lives::body(app, world, &Value::Null, lives::REGISTRATION);
    (new["applicant"], new["respondent"], new["summary"]) = (json!(APPLICANT), json!(RESPONDENT), json!(common()));
    let mut case = app.post("/api/v1/cases", new).token(world.token("chamber")).await.expect(201).json;
    // All but the amendment that renames the applicant.
    for line in &KEPT_AFTER_ALL[1..] {
        case = lives::step(app, world, "chamber", &case, *line).await;
    }
    case
}

/// The 3,755 characters of the first level of GB 2312, which all common ones are among.
fn common() -> String {
    let bytes: Vec<u8> = (0xB0..=0xD7).flat_map(|row| (0xA1..=0xFE).flat_map(move |cell| [row, cell])).collect();
    let text = encoding_rs::GBK.decode_without_bom_handling(&bytes).0;
    text.chars().filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c)).collect()
}

/// The words of a DOCX without its marks.
pub fn words(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let xml = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    let after_marks = xml.split('<').filter_map(|part| part.split_once('>'));
    after_marks.map(|(_, words)| words).collect()
}

#[actix_web::test]
async fn papers_hold_every_name_and_amount() {
    let app = TestApp::start(Fresh::new(Backend::Sqlite).unwrap()).await;
    let world = World::of(&app).await;
    let case = case(&app, &world).await;
    let folder = app.folder.path();
    assert_eq!(common().chars().count(), 3755);
    let mut files: Vec<(DossierItem, PathBuf)> = Vec::new();
    for item in DossierItem::ALL {
        let path = format!("/api/v1/cases/{}/documents/{item}", id(&case));
        let reply = app.get(&path).token(world.token("chamber")).await;
        if matches!(item, DossierItem::IdentityProof | DossierItem::Evidence) {
            reply.expect(404);
            continue;
        }
        let reply = reply.expect(200);
        assert!(reply.header("Content-Disposition").starts_with("attachment; filename="), "{reply:?}");
        assert!(reply.body.starts_with(b"PK\x03\x04"));
        let file = folder.join(format!("{item}.docx"));
        std::fs::write(&file, &reply.body).unwrap();
        files.push((*item, file));
    }
    if !readers::are_there() {
        return;
    }
    let all: Vec<PathBuf> = files.iter().map(|(_, file)| file.clone()).collect();
    readers::to_pdf(folder, &all);
    for (item, file) in files {
        let path = format!("/api/v1/cases/{}/documents/{item}?format=pdf", id(&case));
        let own = app.get(&path).token(world.token("chamber")).await.expect(200);
        assert_eq!(own.header("Content-Type"), "application/pdf");
        let own_file = folder.join(format!("own-{item}.pdf"));
        std::fs::write(&own_file, &own.body).unwrap();
        for text in [readers::text(&file.with_extension("pdf")), readers::text(&own_file)] {
            for wanted in wanted(item) {
                assert!(text.contains(&wanted), "{item} lacks {wanted} in {text}");
            }
        }
    }
}

/// What must stand in a paper.
fn wanted(item: DossierItem) -> Vec<String> {
    use DossierItem as I;
    let names = [APPLICANT, RESPONDENT].map(str::to_owned);
    let agreed = ["30,000.00元", "人民币叁万元整"].map(str::to_owned);
    match item {
        I::Application => [names.to_vec(), agreed.to_vec(), vec![common()]].concat(),
        // In a cell that goes over pages, what stands beside it comes between.
        I::Acceptance => [names.to_vec(), agreed.to_vec(), common().chars().map(String::from).collect()].concat(),
        I::Agreement | I::ConfirmationUnit => {
            let instalments = ["10,000.00元", "人民币壹万元整", "20,000.00元", "人民币贰万元整"].map(str::to_owned);
            let instalments = if item == I::Agreement { instalments.to_vec() } else { Vec::new() };
            // The agreement has words of its own for the facts.
            let facts = if item == I::Agreement { "欠货款三万元".to_owned() } else { common() };
            [names.to_vec(), agreed.to_vec(), instalments, vec![facts, "分两期付清".to_owned()]].concat()
        }
        I::PerformanceProof => [agreed.to_vec(), vec!["人民币壹万元整".to_owned(), "人民币零元整".to_owned()]].concat(),
        I::Cover | I::RightsNotice | I::ClosingReport => names.to_vec(),
        I::MediationRecord => {
            let recorded = ["有送货单", "货已交付", "出差", "权利和义务", "再谈一次"].map(str::to_owned);
            [names.to_vec(), recorded.to_vec()].concat()
        }
        I::CallbackRecord => vec!["不满意".to_owned(), "尚未付清".to_owned(), APPLICANT.to_owned()],
        I::RiskReport => vec!["派出所".to_owned(), "激化".to_owned()],
        _ => Vec::new(),
    }
}

both! {
    async fn a_cover_says_when_it_was_filed_and_how_long_it_is_kept(app: TestApp) {
        let world = World::of(&app).await;
        let archive = KEPT_AFTER_ALL.iter().position(|line| line.0 == "archive").unwrap();
        let case = lives::live(&app, &world, &KEPT_AFTER_ALL[..archive]).await;
        let path = format!("/api/v1/cases/{}/documents/cover", id(&case));
        let cover = async || words(&app.get(&path).token(world.token("chamber")).await.expect(200).body);
        let before = cover().await;
        let today = wanlian::base::locale::Locale::Zh.day(wanlian::base::clock::china_day(app.clock.now()));
        assert!(before.contains("保管期限长期") && !before.contains(&format!("立卷日期{today}")), "{before}");
        lives::step(&app, &world, "chamber", &case, KEPT_AFTER_ALL[archive]).await;
        let after = cover().await;
        assert!(after.contains(&format!("立卷日期{today}")), "{after}");
    }

    async fn a_letter_says_where_to_go_instead(app: TestApp) {
        let world = World::of(&app).await;
        let declined = lives::live(&app, &world, lives::DECLINED).await;
        let default = KEPT_AFTER_ALL.iter().position(|line| line.0 == "default").unwrap();
        let defaulted = lives::live(&app, &world, &KEPT_AFTER_ALL[..=default]).await;
        for (case, item, wanted) in [
            (&declined, "refusal_letter", ["向人民法院起诉（人民调解法第二十六条）", "不属于受理范围"]),
            (&defaulted, "remedy_letter", ["就协议的履行向人民法院起诉（人民调解法第三十二条）", "20,000.00元"]),
        ] {
            let path = format!("/api/v1/cases/{}/documents", id(case));
            let dossier = app.get(&path).token(world.token("chamber")).await.expect(200).json;
            let line = dossier["items"].as_array().unwrap().iter().find(|line| line["item"] == item).unwrap();
            assert_eq!(line["is_used"], true, "{line}");
            let paper = app.get(&format!("{path}/{item}")).token(world.token("chamber")).await.expect(200);
            let words = words(&paper.body);
            for words_wanted in wanted {
                assert!(words.contains(words_wanted), "{item} lacks {words_wanted} in {words}");
            }
        }
    }

    async fn the_dossier_says_what_is_there_and_what_is_left_blank(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let path = format!("/api/v1/cases/{}/documents", id(&case));
        let dossier = app.get(&path).token(world.token("chamber")).await.expect(200).json;
        let line = |dossier: &Value, item: &str| -> Value {
            dossier["items"].as_array().unwrap().iter().find(|line| line["item"] == item).unwrap().clone()
        };
        assert_eq!((dossier["done"].as_i64(), dossier["needed"].as_i64()), (Some(3), Some(3)));
        let application = line(&dossier, "application");
        assert_eq!((&application["is_used"], &application["need"]), (&json!(true), &json!("if_used")));
        let gaps: Vec<&str> =
            application["gaps"].as_array().unwrap().iter().map(|gap| gap["name"].as_str().unwrap()).collect();
        assert!(gaps.contains(&"party_ethnicity") && gaps.contains(&"claim") && !gaps.contains(&"party_name"), "{gaps:?}");
        let case = lives::live(&app, &world, KEPT_AFTER_ALL).await;
        let dossier = app.get(&format!("/api/v1/cases/{}/documents", id(&case))).token(world.token("chamber")).await;
        let dossier = dossier.expect(200).json;
        assert_eq!(dossier["done"], dossier["needed"]);
        assert_eq!(line(&dossier, "agreement")["need"], "must");
        assert_eq!(line(&dossier, "oral_agreement")["is_used"], false);
    }

    async fn one_meeting_or_callback_can_be_asked_for(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::live(&app, &world, KEPT_AFTER_ALL).await;
        let path = format!("/api/v1/cases/{}/documents/mediation_record", id(&case));
        let get = |query: String| app.get(&format!("{path}?{query}")).token(world.token("chamber"));
        let meeting = case["meetings"][0]["id"].as_str().unwrap();
        get(format!("of={meeting}")).await.expect(200);
        get(format!("of={}", id(&case))).await.expect(404);
        get("of=x".to_owned()).await.expect(404);
        let fault = get("format=odt".to_owned()).await.expect(422);
        assert_eq!(fault.at("/errors/0/code"), "unknown_code");
        app.get(&path.replace("mediation_record", "novel")).token(world.token("chamber")).await.expect(404);
    }

    async fn a_character_without_a_letter_is_named_and_never_a_box(app: TestApp) {
        if !readers::font_is_there() {
            return;
        }
        let world = World::of(&app).await;
        let new = json!({"applicant": "马\u{e123}", "respondent": "乙", "summary": "丙"});
        let case = app.post("/api/v1/cases", new).token(world.token("chamber")).await.expect(201).json;
        let path = format!("/api/v1/cases/{}/documents/application", id(&case));
        let refused = app.get(&format!("{path}?format=pdf")).token(world.token("chamber")).await.expect(422);
        assert_eq!(refused.at("/errors/0/code"), "no_glyph");
        assert!(refused.at("/errors/0/field").contains("U+E123"), "{}", refused.text());
        app.get(&path).token(world.token("chamber")).await.expect(200);
    }

    async fn a_firm_that_is_shown_a_paper_is_written_down(app: TestApp) {
        let world = World::of(&app).await;
        let case = lives::register(&app, &world, "chamber").await;
        let path = format!("/api/v1/cases/{}/documents/acceptance", id(&case));
        app.get(&path).token(world.token("firm")).await.expect(404);
        app.get(&path).token(world.token("viewer")).await.expect(403);
        app.get(&path).token(world.token("other.chamber")).await.expect(404);
        assert_eq!(app.logged("documents::show"), 3);
    }
}

#[actix_web::test]
async fn without_a_font_there_is_no_pdf_but_a_docx() {
    let fresh = Fresh::new(Backend::Sqlite).unwrap();
    // A file that is there and no font.
    let no_font = fresh.folder.path().join("wanlian.db");
    let settings = format!("documents.font_file = {:?}", no_font.display().to_string());
    let app = TestApp::start_with(fresh, &settings).await;
    let world = World::of(&app).await;
    let case = lives::register(&app, &world, "chamber").await;
    let path = format!("/api/v1/cases/{}/documents/application", id(&case));
    let refused = app.get(&format!("{path}?format=pdf")).token(world.token("chamber")).await.expect(409);
    assert_eq!(refused.at("/code"), "no_font");
    app.get(&path).token(world.token("chamber")).await.expect(200);
}
