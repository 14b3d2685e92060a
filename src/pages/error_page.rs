//! Errors as pages that say what to do next. What the API answers is problem details; here it is a sentence and a way on.

use super::admission;
use super::cookies;
use super::frame::Frame;
use super::show;
use super::visit::Visit;
use super::words::{self, Words};
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::Error;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/error.html")]
struct ErrorPage<'a> {
    f: Frame,
    sentence: &'a str,
    advice: String,
    /// The faults that have no field of their own to stand beside.
    faults: Vec<String>,
    /// Where to go on.
    back: String,
}

/// The page of an error, with its status.
pub(super) fn of(visit: &Visit, error: &Error) -> HttpResponse {
    // Logs an internal cause and makes the headers, as for the API.
    let plain = error.error_response();
    let Ok(f) = Frame::of(visit, words::of(visit.locale).error_title) else { return plain };
    let faults = match error {
        Error::Invalid(faults) => faults.iter().map(|fault| fault.code.word(visit.locale).to_owned()).collect(),
        _ => Vec::new(),
    };
    let page = ErrorPage {
        sentence: error.code().word(visit.locale),
        advice: advice(error, visit, f.w),
        faults,
        back: if visit.who().is_some() { "/".to_owned() } else { "/sign-in".to_owned() },
        f,
    };
    // A form that is not ours is refused like whatever else nobody may do.
    let is_foreign = matches!(error, Error::Conflict(Code::FormStale));
    let status = if is_foreign { StatusCode::FORBIDDEN } else { plain.status() };
    let mut reply = show::html(status, &page).unwrap_or_else(|_| error.error_response());
    for name in ["Retry-After", "ETag"] {
        if let (Ok(name), Some(value)) =
            (name.parse::<actix_web::http::header::HeaderName>(), plain.headers().get(name))
        {
            reply.headers_mut().insert(name, value.clone());
        }
    }
    reply
}

/// What to do about it.
fn advice(error: &Error, visit: &Visit, w: &'static Words) -> String {
    let plain = match error {
        Error::Body(Code::TooLarge) if admission::room(visit) > 0 => {
            return format!("{} {} MiB", w.advice_large, admission::room(visit) >> 20);
        }
        Error::NotFound => w.advice_not_found,
        Error::Forbidden => w.advice_forbidden,
        Error::Stale { .. } => w.advice_stale,
        Error::Conflict(Code::FormStale) => w.advice_form,
        Error::Conflict(_) => w.advice_conflict,
        Error::Invalid(_) => w.advice_invalid,
        Error::Throttled { .. } | Error::Busy => w.advice_wait,
        Error::Internal(_) => w.advice_internal,
        _ => w.advice_other,
    };
    plain.to_owned()
}

#[derive(Template)]
#[template(path = "pages/templates/lost.html")]
struct LostPage {
    lang: &'static str,
    w: &'static Words,
    sentence: &'static str,
}

/// Where nothing is: a page for a browser, problem details for whoever else asks.
pub(super) fn lost(request: &HttpRequest) -> HttpResponse {
    let accepts = request.headers().get("Accept").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accepts.contains("text/html") {
        return Error::NotFound.error_response();
    }
    let chosen = request.app_data::<Data<Config>>().and_then(|config| cookies::language(request, config));
    let locale = chosen.unwrap_or(Locale::Zh);
    let page = LostPage { lang: words::tag(locale), w: words::of(locale), sentence: Code::NotFound.word(locale) };
    show::html(StatusCode::NOT_FOUND, &page).unwrap_or_else(|error| error.error_response())
}
