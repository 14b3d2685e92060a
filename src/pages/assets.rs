//! The stylesheet, the script and the icon, in the program itself. Their addresses hold the digest of their bytes, so that browsers keep them.

use crate::base::token;
use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use std::sync::LazyLock;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/script.js");
const ICON: &str = include_str!("assets/icon.svg");

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| path("style", "css", STYLE));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| path("icon", "svg", ICON));
static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| path("script", "js", SCRIPT));

fn path(name: &str, kind: &str, text: &str) -> String {
    let digest: String = token::digest(text.as_bytes()).chars().take(16).collect();
    format!("/assets/{name}-{digest}.{kind}")
}

pub(super) fn style_path() -> &'static str {
    &STYLE_PATH
}

pub(super) fn script_path() -> &'static str {
    &SCRIPT_PATH
}

pub(super) fn icon_path() -> &'static str {
    &ICON_PATH
}

pub(super) fn mount(routes: &mut ServiceConfig) {
    routes.route(&STYLE_PATH, web::get().to(async || file("text/css; charset=utf-8", STYLE)));
    routes.route(&ICON_PATH, web::get().to(async || file("image/svg+xml", ICON)));
    routes.route(&SCRIPT_PATH, web::get().to(async || file("text/javascript; charset=utf-8", SCRIPT)));
}

fn file(content_type: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header(("Cache-Control", "public, max-age=31536000, immutable"))
        .body(text)
}
