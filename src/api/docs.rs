//! The description of the API for machines and, with the page that comes inside the program, for people.

use super::openapi;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Responder};
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::Config;

static TEXT: LazyLock<String> = LazyLock::new(|| openapi::describe().to_json().unwrap_or_default());

/// `/openapi.json` and `/docs/`.
pub(super) fn mount(routes: &mut ServiceConfig) {
    routes
        .service(web::resource("/openapi.json").route(web::get().to(text)))
        .service(web::resource("/docs").route(web::get().to(to_page)))
        .service(web::resource("/docs/{file:.*}").route(web::get().to(page)));
}

async fn text() -> impl Responder {
    HttpResponse::Ok().content_type("application/json").body(TEXT.as_str())
}

async fn to_page() -> impl Responder {
    HttpResponse::PermanentRedirect().insert_header(("Location", "/docs/")).finish()
}

async fn page(file: web::Path<String>) -> HttpResponse {
    // The page sets styles from its script; it loads nothing from elsewhere.
    let policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
    match utoipa_swagger_ui::serve(&file, Arc::new(Config::from("/openapi.json"))) {
        Ok(Some(found)) => {
            let mut reply = HttpResponse::Ok();
            if found.gzpipped {
                reply.insert_header(("Content-Encoding", "gzip"));
            }
            reply
                .insert_header(("Content-Security-Policy", policy))
                .content_type(found.content_type)
                .body(found.bytes.into_owned())
        }
        _ => super::ctx::not_found().await,
    }
}
