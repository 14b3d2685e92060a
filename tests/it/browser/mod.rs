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

/// The stories; the place they leave behind, with something on every page.
async fn stories_in(look: Look) -> Option<Served> {
    if !window::is_there() {
        return None;
    }
    let served = Served::new().await;
    stories::all(&served.window(look).await, &served.app, &served.world).await;
    Some(served)
}

/// The stories, and then a walk through every page, in Chinese in the light or in English in the dark. With `WANLIAN_SCREENSHOTS=folder` it is
/// walked both ways, and leaves a picture of each page.
async fn every_page_in(look: Look, is_english: bool) {
    let Some(served) = stories_in(look).await else { return };
    let pictures = std::env::var_os("WANLIAN_SCREENSHOTS").map(PathBuf::from);
    pictures.iter().for_each(|folder| std::fs::create_dir_all(folder).unwrap());
    let languages = if pictures.is_some() { vec![false, true] } else { vec![is_english] };
    for is_english in languages {
        let window = served.window(Look { dark: is_english, ..look }).await;
        let label = format!("{}-{}", look.width, if is_english { "en" } else { "zh" });
        let seen = tour::walk(&window, is_english, pictures.as_deref(), &label).await;
        assert_eq!(tour::missed(&seen), Vec::<&str>::new(), "no link leads to these pages");
    }
}

#[actix_web::test]
async fn every_page_on_a_desktop() {
    every_page_in(DESKTOP, false).await;
}

#[actix_web::test]
async fn every_page_on_a_phone() {
    every_page_in(PHONE, true).await;
}

#[actix_web::test]
async fn stories_on_a_desktop_without_scripts() {
    stories_in(Look { scripts: false, ..DESKTOP }).await;
}

#[actix_web::test]
async fn stories_on_a_phone_without_scripts() {
    stories_in(Look { scripts: false, ..PHONE }).await;
}
