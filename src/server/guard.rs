//! What surrounds every request: a span with its id, the safe headers, and an answer even when a handler panics.

use crate::base::code::Code;
use crate::base::id::IdText;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{Error, HttpResponse};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use tracing::Instrument;

/// Names the request in the log and in every reply.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that a handler may set otherwise (a page its own content policy) but not forget.
const SAFE: &[(&str, &str)] = &[
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cache-Control", "no-store"),
];

/// Adds the safe headers to every reply that lacks them; in production also that only HTTPS is spoken.
pub(super) fn headers(is_production: bool) -> DefaultHeaders {
    let headers = SAFE.iter().fold(DefaultHeaders::new(), |headers, safe| headers.add(*safe));
    if is_production {
        headers.add(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    } else {
        headers
    }
}

/// Without this a panicking handler closes the connection with no reply. The request cannot be kept while it is routed, so
/// the reply takes the way of an error and must be outermost.
pub(super) async fn catch_panics<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    AssertUnwindSafe(next.call(request)).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!("a handler panicked");
        let code = Code::Internal;
        let problem = serde_json::json!({
            "type": "about:blank", "title": code.en(), "title_zh": code.zh(), "status": 500, "code": code,
        });
        let mut reply = HttpResponse::InternalServerError();
        SAFE.iter().for_each(|safe| {
            reply.insert_header(*safe);
        });
        let reply = reply.content_type("application/problem+json").body(problem.to_string());
        Err(InternalError::from_response("panic", reply).into())
    })
}

/// One line a request: method, route (never the query or the body), status, time, id.
pub(super) async fn trace<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = IdText::new().as_str().to_owned();
    let method = known(request.method());
    let span = tracing::info_span!("request", id);
    let begun = std::time::Instant::now();
    let mut reply = next.call(request).instrument(span.clone()).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        reply.headers_mut().insert(REQUEST_ID, value);
    }
    let route = reply.request().match_pattern().unwrap_or_else(|| "-".to_owned());
    let taken = begun.elapsed();
    let micros = u64::try_from(taken.as_micros()).unwrap_or(u64::MAX);
    super::metrics::note(method, &route, reply.status().as_u16(), taken);
    span.in_scope(|| tracing::info!(method, route, status = reply.status().as_u16(), micros));
    Ok(reply)
}

/// The method as a label: anybody may invent one.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| method.as_str() == *known).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, middleware, test, web};

    async fn breaks() -> HttpResponse {
        panic!("in a handler")
    }

    #[actix_web::test]
    async fn a_panicking_handler_is_answered() {
        let app = App::new().route("/{id}", web::get().to(breaks)).wrap(middleware::from_fn(catch_panics));
        let app = test::init_service(app).await;
        let error = test::try_call_service(&app, test::TestRequest::with_uri("/1").to_request()).await.err().unwrap();
        let reply = error.error_response();
        assert_eq!(reply.status(), 500);
        assert_eq!(reply.headers().get("Content-Type").unwrap(), "application/problem+json");
        assert!(SAFE.iter().all(|(name, _)| reply.headers().contains_key(*name)));
    }
}
