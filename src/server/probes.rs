//! What the machinery around the program asks: is it alive, can it work, what has it done. None of it names a version.

use super::metrics;
use crate::base::clock::Clock;
use crate::store::db::Db;
use crate::store::probe;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Set once the process is told to stop.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// How long a write may take before the program counts as not ready.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn mount(routes: &mut ServiceConfig) {
    routes
        .service(web::resource("/livez").route(web::get().to(live)))
        .service(web::resource("/readyz").route(web::get().to(ready)))
        .service(web::resource("/metrics").route(web::get().to(figures)));
}

/// 200 whenever the process answers at all; asks nobody else.
async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("live\n")
}

/// From now on the program is not ready: whoever sends requests here should send them elsewhere.
pub(super) fn leave() {
    LEAVING.store(true, Ordering::Relaxed);
}

/// 200 when the database takes a write in time, else 503; 503 too while the program is stopping.
async fn ready(db: Data<Db>, clock: Data<Clock>) -> HttpResponse {
    let plain = "text/plain; charset=utf-8";
    let stays = !LEAVING.load(Ordering::Relaxed);
    let now = clock.now();
    match tokio::time::timeout(PATIENCE, db.write(move |tx| probe::write(tx, now))).await {
        Ok(Ok(())) if stays => HttpResponse::Ok().content_type(plain).body("ready\n"),
        _ => HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "1"))
            .content_type(plain)
            .body("not ready\n"),
    }
}

/// For a collector on this machine alone: to others, and through a proxy, it is not there.
async fn figures(request: HttpRequest) -> HttpResponse {
    let is_near = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    if !is_near || request.headers().contains_key("X-Forwarded-For") || request.headers().contains_key("Forwarded") {
        return HttpResponse::NotFound().finish();
    }
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics::text())
}
