//! A filled template as a reply, and ways to somewhere else.

use super::visit::Visit;
use crate::base::error::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use askama::Template;

/// What a page may load and send: files of ours and forms to us. Nothing inline, nothing from elsewhere, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page with its headers.
pub(super) fn html(status: StatusCode, page: &impl Template) -> Result<HttpResponse> {
    let text = page.render().map_err(Error::internal)?;
    let mut reply = HttpResponse::build(status);
    reply.insert_header(("Content-Security-Policy", POLICY));
    // With `no-referrer` browsers send forms with the origin `null`, which cannot be told from another site's.
    reply.insert_header(("Referrer-Policy", "same-origin"));
    Ok(reply.content_type("text/html; charset=utf-8").body(text))
}

/// 200 with a page.
pub(super) fn ok(page: &impl Template) -> Result<HttpResponse> {
    html(StatusCode::OK, page)
}

/// After a form was taken: another page, so that going back or loading again sends nothing twice.
pub(super) fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// To the sign-in, and from there back to where somebody wanted to go.
pub(super) fn to_sign_in(visit: &Visit) -> HttpResponse {
    if visit.page.method != actix_web::http::Method::GET || visit.path == "/" {
        return see("/sign-in");
    }
    let next: String = visit
        .path
        .bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    see(&format!("/sign-in?next={next}"))
}

/// A path of ours that somebody may be sent to: never another host.
pub(super) fn local(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for (path, to) in [
            ("/cases/1?q=2", "/cases/1?q=2"),
            ("//example.org", "/"),
            ("/\\example.org", "/"),
            ("https://example.org", "/"),
            ("/a\r\nSet-Cookie: b", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(path), to, "{path}");
        }
    }
}
