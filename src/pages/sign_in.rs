//! Signing in and out, one's own password, and the language: over the same workflow as the API's tokens.

use super::cookies::Cookie;
use super::frame::Frame;
use super::visit::{Visit, session_cookie};
use super::{show, words};
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::store::sessions;
use crate::workflow::change_password::{self, PasswordChange};
use crate::workflow::sign_in::{self, Signed};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/sign_in.html")]
struct SignInPage {
    f: Frame,
    login: String,
    next: String,
    refused: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/templates/password.html")]
struct PasswordPage {
    f: Frame,
    /// For the browser's store of passwords.
    login: String,
    refused: Vec<&'static str>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let next = show::local(visit.query.get("next"));
    if visit.who().is_some() {
        return Ok(show::see(next));
    }
    page(visit, StatusCode::OK, next, None)
}

/// What was typed as password is not shown again; the login is.
fn page(visit: &Visit, status: StatusCode, next: &str, refused: Option<&'static str>) -> Result<HttpResponse> {
    let f = Frame::of(visit, words::of(visit.locale).sign_in)?;
    let (login, next) = (visit.form.get("login").to_owned(), next.to_owned());
    show::html(status, &SignInPage { f, login, next, refused })
}

pub(super) async fn enter(visit: &Visit) -> Result<HttpResponse> {
    let (form, next) = (&visit.form, show::local(visit.form.get("next")));
    let (login, password) = (form.get("login"), form.get("password"));
    let signed = sign_in::sign_in(&visit.db, &visit.config.auth, login, password, visit.address, &visit.clock).await;
    match signed {
        Ok(signed) => entered(visit, &signed, next),
        Err(error @ (Error::Unauthenticated(_) | Error::Throttled { .. } | Error::Busy)) => {
            let status = actix_web::ResponseError::status_code(&error);
            page(visit, status, next, Some(error.code().word(visit.locale)))
        }
        Err(error) => Err(error),
    }
}

fn entered(visit: &Visit, signed: &Signed, next: &str) -> Result<HttpResponse> {
    let of = (signed.account, signed.session, signed.version);
    visit.entered.get_or_init(|| signed.account);
    let mut reply = show::see(next);
    add_cookie(&mut reply, &session_cookie(&visit.config, of, visit.now)?);
    Ok(reply)
}

/// Ends the session everywhere it is used, not only in this browser.
pub(super) async fn leave(visit: &Visit) -> Result<HttpResponse> {
    if let Some(who) = visit.who() {
        let (session, now) = (who.session, visit.now);
        visit.write(move |c| sessions::revoke(c, session, now)).await?;
    }
    let mut reply = show::see("/sign-in");
    add_cookie(&mut reply, &Cookie::Session.set("", &visit.config));
    Ok(reply)
}

/// The form for another password of one's own.
pub(super) async fn password(visit: &Visit) -> Result<HttpResponse> {
    password_page(visit, StatusCode::OK, Vec::new())
}

/// Changes it: every other sign-in ends, and this browser gets a new one. Nothing that was typed is shown again.
pub(super) async fn change_password(visit: &Visit) -> Result<HttpResponse> {
    let typed = |name: &str| visit.form.get(name).to_owned();
    let change = PasswordChange { old_password: typed("old_password"), new_password: typed("new_password") };
    let (auth, id) = (&visit.config.auth, visit.actor()?.account());
    let done = change_password::change_password(&visit.db, auth, id, &change, visit.address, &visit.clock).await;
    match done {
        Ok(signed) => entered(visit, &signed, "/"),
        Err(error @ (Error::Invalid(_) | Error::Throttled { .. } | Error::Busy)) => {
            let words = match &error {
                Error::Invalid(faults) => faults.iter().map(|fault| fault.code.word(visit.locale)).collect(),
                other => vec![other.code().word(visit.locale)],
            };
            password_page(visit, actix_web::ResponseError::status_code(&error), words)
        }
        Err(error) => Err(error),
    }
}

fn password_page(visit: &Visit, status: StatusCode, refused: Vec<&'static str>) -> Result<HttpResponse> {
    let f = Frame::of(visit, words::of(visit.locale).password_change)?;
    let login = visit.who().map(|who| who.login.clone()).unwrap_or_default();
    show::html(status, &PasswordPage { f, login, refused })
}

/// The other language, on the page one was on.
pub(super) async fn language(visit: &Visit) -> Result<HttpResponse> {
    let next = show::local(visit.form.get("next"));
    let other = match visit.locale {
        Locale::Zh => Locale::En,
        Locale::En => Locale::Zh,
    };
    let mut reply = show::see(next);
    add_cookie(&mut reply, &Cookie::Language.set(other.code(), &visit.config));
    Ok(reply)
}

fn add_cookie(reply: &mut HttpResponse, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        reply.headers_mut().append(SET_COOKIE, value);
    }
}
