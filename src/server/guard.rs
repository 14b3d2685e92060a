//! What surrounds every request: a span with its id, the safe headers, and an answer even when a handler panics.

use crate::base::code::Code;
use crate::base::id::IdText;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{Error, HttpResponse};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use tracing::Instrument;

/// Names the request in the log and in every reply.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that a handler may set otherwise (a page its own content policy) but not forget.
pub(super) fn headers(is_production: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("X-Frame-Options", "DENY"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
        .add(("Cache-Control", "no-store"));
    if is_production {
        headers.add(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    } else {
        headers
    }
}

/// Without this a panicking handler closes the connection with no reply.
pub(super) async fn catch_panics<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let kept = request.request().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(reply) => Ok(reply?.map_into_boxed_body()),
        Err(_) => {
            tracing::error!("a handler panicked");
            let code = Code::Internal;
            let problem = serde_json::json!({
                "type": "about:blank", "title": code.en(), "status": 500, "code": code, "title_zh": code.zh(),
            });
            let reply =
                HttpResponse::InternalServerError().content_type("application/problem+json").body(problem.to_string());
            Ok(ServiceResponse::new(kept, reply))
        }
    }
}

/// One line a request: method, route (never the query or the body), status, time, id.
pub(super) async fn trace<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = IdText::new().as_str().to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", id);
    let begun = std::time::Instant::now();
    let mut reply = next.call(request).instrument(span.clone()).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        reply.headers_mut().insert(REQUEST_ID, value);
    }
    let route = reply.request().match_pattern().unwrap_or_else(|| "-".to_owned());
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(%method, route, status = reply.status().as_u16(), micros));
    Ok(reply)
}
