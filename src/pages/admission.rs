//! Around every page: who may come in, that a form came from us, that an error is a page too, and the log.

use super::form::Form;
use super::table::Page;
use super::visit::Visit;
use super::{error_page, show};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::token;
use crate::domain::policy::Permission;
use crate::workflow::import_file;
use actix_web::http::Method;
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse, ResponseError, Route, guard, web};

/// The route of a row; HEAD is answered like GET.
pub(super) fn route(page: &'static Page) -> Route {
    let route = match page.method {
        Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        _ => web::route().method(page.method.clone()),
    };
    route.to(move |request: HttpRequest, payload: Payload| answer(page, request, payload))
}

async fn answer(page: &'static Page, request: HttpRequest, payload: Payload) -> HttpResponse {
    let mut visit = match Visit::of(page, &request).await {
        Ok(visit) => visit,
        Err(error) => return error.error_response(),
    };
    let answered = admitted(&mut visit, &request, payload).await;
    let reply = answered.unwrap_or_else(|error| error_page::of(&visit, &error));
    let mut reply = match visit.note(reply.status().as_u16()).await {
        Ok(()) => reply,
        Err(error) => error_page::of(&visit, &error),
    };
    // Those of the page itself come last and count: a session it opens is not overwritten by a renewal of the one before.
    let own: Vec<HeaderValue> = reply.headers_mut().remove(SET_COOKIE).collect();
    let renewed = visit.cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok());
    for value in renewed.chain(own) {
        reply.headers_mut().append(SET_COOKIE, value);
    }
    reply
}

async fn admitted(visit: &mut Visit, request: &HttpRequest, payload: Payload) -> Result<HttpResponse> {
    if visit.page.method == Method::POST {
        // Before the body is read: whoever sends it from elsewhere is told nothing.
        came_from_us(visit, request)?;
    }
    if let Some(permission) = visit.page.permission {
        if visit.who().is_none() {
            return Ok(show::to_sign_in(visit));
        }
        if !visit.actor()?.may(permission) {
            return Err(Error::Forbidden);
        }
    }
    if visit.page.method == Method::POST {
        visit.form = Form::read(request, payload, room(visit)).await?;
        if !token::is_form_token(&visit.config.auth.token_key, &visit.bond(), visit.form.get("csrf")) {
            return Err(Error::Conflict(Code::FormStale));
        }
    }
    (visit.page.handler)(visit).await
}

/// How many bytes of files a form may hold: none but from those who are known and may come in here.
pub(super) fn room(visit: &Visit) -> usize {
    match visit.page.permission {
        None => 0,
        Some(Permission::Import) => import_file::LARGEST,
        Some(_) => visit.config.attachments.max_mib << 20,
    }
}

/// Refuses a form that another site sent. Browsers say where a request comes from; one that says nothing is judged by its token.
fn came_from_us(visit: &Visit, request: &HttpRequest) -> Result<()> {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    if header("Sec-Fetch-Site").is_some_and(|site| site != "same-origin") {
        return Err(Error::Forbidden);
    }
    let Some(origin) = header("Origin") else { return Ok(()) };
    let host = header("Host").unwrap_or_default();
    let is_ours = origin == visit.url("") || origin.split_once("://").is_some_and(|(_, authority)| authority == host);
    if is_ours { Ok(()) } else { Err(Error::Forbidden) }
}
