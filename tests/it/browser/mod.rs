//! Pages in a real browser: each role's story on a desktop and on a phone, with scripts and without, and a walk through every page.
//! Skipped with a line where Chromium or its driver is missing.

mod stories;
mod tour;
mod window;

use crate::support::server::Server;
use crate::support::*;
use chrono::Datelike;
use serde_json::json;
use std::path::PathBuf;
use wanlian::base::clock::china_day;
use wanlian::store::chambers;
use window::{DESKTOP, Look, PHONE, Window};

/// A place with its people, served by the program itself on a database of its own.
struct Served {
    app: TestApp,
    world: World,
    server: Server,
}

impl Served {
    async fn new() -> Self {
        let app = TestApp::start(Fresh::new(Backend::Sqlite).unwrap()).await;
        let world = World::of(&app).await;
        // Another chamber for the federation, and cases that are at many places of their lives.
        let now = app.clock.now();
        let chamber = entries::chamber("330226", "宁海县五金商会", now);
        app.db.write_now(move |c| chambers::insert(c, &chamber)).unwrap();
        let whole = lives::KEPT_AFTER_ALL;
        for until in ["mediation", "suspension", "agreement", "default", "archive"] {
            // Without its first line, whose number one case alone can have.
            let end = whole.iter().position(|line| line.0 == until).unwrap();
            lives::live(&app, &world, &whole[1..=end]).await;
        }
        for life in [lives::NO_MONEY, lives::DECLINED, lives::WITHDRAWN, lives::FAILED] {
            lives::live(&app, &world, life).await;
        }
        let pays = json!({"region_code": "330226", "year": china_day(now).year(), "basis": "以案定补办法", "sharing": "equal",
            "rates": [{"grade": "simple", "conditions": ["agreed"], "amount": 20000}]});
        app.post("/api/v1/allowance-rules", pays).token(world.token("federation")).await.expect(201);
        let server = Server::start(&app);
        Self { app, world, server }
    }

    async fn window(&self, look: Look) -> Window {
        Window::open(look, &self.server.address.to_string()).await
    }
}

async fn stories_in(look: Look) {
    if window::is_there() {
        let served = Served::new().await;
        stories::all(&served.window(look).await, &served.app, &served.world).await;
    }
}

#[actix_web::test]
async fn stories_on_a_desktop() {
    stories_in(DESKTOP).await;
}

#[actix_web::test]
async fn stories_on_a_phone() {
    stories_in(PHONE).await;
}

#[actix_web::test]
async fn stories_on_a_desktop_without_scripts() {
    stories_in(Look { scripts: false, ..DESKTOP }).await;
}

#[actix_web::test]
async fn stories_on_a_phone_without_scripts() {
    stories_in(Look { scripts: false, ..PHONE }).await;
}

/// Every page, on a desktop in Chinese and on a phone in English and in the dark. `WANLIAN_SCREENSHOTS=folder` writes a picture of each page
/// in both languages at both widths. Takes minutes, so it is asked for: `cargo test --test it browser::every_page -- --ignored`.
#[actix_web::test]
#[ignore = "walks for minutes"]
async fn every_page() {
    if !window::is_there() {
        return;
    }
    let served = Served::new().await;
    stories::all(&served.window(DESKTOP).await, &served.app, &served.world).await;
    let pictures = std::env::var_os("WANLIAN_SCREENSHOTS").map(PathBuf::from);
    let looks: &[(Look, bool, &str)] = match &pictures {
        None => &[(DESKTOP, false, ""), (Look { dark: true, ..PHONE }, true, "")],
        Some(folder) => {
            std::fs::create_dir_all(folder).unwrap();
            &[
                (DESKTOP, false, "1280-zh"),
                (DESKTOP, true, "1280-en"),
                (PHONE, false, "360-zh"),
                (PHONE, true, "360-en"),
            ]
        }
    };
    for (look, is_english, label) in looks {
        let window = served.window(*look).await;
        let seen = tour::walk(&window, *is_english, pictures.as_deref(), label).await;
        assert_eq!(tour::missed(&seen), Vec::<&str>::new(), "no link leads to these pages");
    }
}
