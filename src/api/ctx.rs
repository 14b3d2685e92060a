//! Who asks, and what a handler needs to answer: built once a request, before its body is read.

use super::operation::{Audit, Kind, Operation};
use super::operations;
use crate::base::clock::{Clock, Instant};
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, SessionId};
use crate::base::token;
use crate::domain::deadlines::Terms;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Scope};
use crate::store::access_log;
use crate::store::db::{Conn, Db};
use crate::workflow::show_case::is_disclosure;
use crate::workflow::{networks, sign_in};
use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use std::future::{Ready, ready};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// What every handler gets first.
#[derive(Clone)]
pub struct Ctx {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
    pub operation: &'static Operation,
    /// The instant this request came in; the whole request happens then.
    pub now: Instant,
    pub address: Option<IpAddr>,
    pub(super) key: Option<String>,
    pub(super) if_match: Option<String>,
    who: Option<(Actor, SessionId)>,
    /// The id in the path.
    object: Option<String>,
    /// The log has the line of this request's success already.
    logged: Arc<AtomicBool>,
    /// Who signed in by this request.
    pub(super) entered: Arc<OnceLock<AccountId>>,
}

impl Ctx {
    /// Who asks. A public operation has nobody.
    pub fn actor(&self) -> Result<&Actor> {
        self.who.as_ref().map(|who| &who.0).ok_or(Error::Unauthenticated(Code::Unauthenticated))
    }

    /// The session of the access token.
    pub fn session(&self) -> Result<SessionId> {
        self.who.as_ref().map(|who| who.1).ok_or(Error::Unauthenticated(Code::Unauthenticated))
    }

    /// The rows that this operation may touch for this actor.
    pub fn scope(&self) -> Result<Scope> {
        let actor = self.actor()?;
        Ok(self.operation.permission.map_or(Scope::Nothing, |permission| actor.scope(permission)))
    }

    /// The terms of this place, as the settings have them.
    pub fn terms(&self) -> Terms {
        Terms::from(&self.config.mediation)
    }

    /// Reads from the database.
    pub async fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        self.db.read(f).await
    }

    /// Writes to the database, all or nothing.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        self.db.write(f).await
    }

    /// Reads what is shown of a case; what a firm is shown is written down.
    pub async fn shown<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn, &Actor, &Moment) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        let (actor, by) = (self.actor()?.clone(), self.moment()?);
        let is_disclosure = is_disclosure(&actor);
        let work = move |c: &mut Conn| f(c, &actor, &by);
        if is_disclosure { self.write(work).await } else { self.read(work).await }
    }

    /// `write` for a handler that succeeds when `f` does: the line of the log goes into the same transaction, which spares the
    /// request a commit of its own, and neither is there without the other.
    pub async fn change<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        let line = self.line(self.operation.status);
        let is_due = self.operation.audit != Audit::None;
        let done = self
            .db
            .write(move |c| {
                let done = f(c)?;
                if is_due {
                    access_log::add(c, &line)?;
                }
                Ok(done)
            })
            .await?;
        self.logged.store(is_due, Ordering::Relaxed);
        Ok(done)
    }

    /// Now, with who is signed in.
    pub fn moment(&self) -> Result<Moment> {
        Ok(Moment::at(self.now, self.actor()?.recorded()))
    }

    /// What the log says of this request if it ends with `status`.
    fn line(&self, status: u16) -> access_log::Line {
        let account = self.who.as_ref().map(|who| who.0.account()).or(self.entered.get().copied());
        access_log::Line { at: self.now, account, operation: self.operation.name, object: self.object.clone(), status }
    }
}

impl FromRequest for Ctx {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Ctx>().cloned().ok_or_else(|| Error::internal("a route outside the table")))
    }
}

/// Around every operation: finds it in the table, admits or refuses, and writes the log. The body is not read before.
pub(super) async fn admit(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let pattern = request.match_pattern().unwrap_or_default();
    let Some(operation) = operations::find(request.method(), &pattern) else {
        return next.call(request).await;
    };
    let ctx = match context(request.request(), operation).await {
        Ok(ctx) => ctx,
        Err(error) => {
            let reply = error.error_response();
            return Ok(request.into_response(reply));
        }
    };
    let refused = ready_to_go(&ctx).err();
    request.extensions_mut().insert(ctx.clone());
    let reply = match refused {
        Some(error) => {
            let reply = error.error_response();
            request.into_response(reply)
        }
        None => next.call(request).await?,
    };
    let status = reply.status().as_u16();
    let is_logged = ctx.logged.load(Ordering::Relaxed) && status == operation.status;
    // What anybody can send without end is written down only where it was let in: done, or refused to a guess that a throttle counts.
    let is_idle = operation.permission.is_none() && status != operation.status && !matches!(status, 401 | 404);
    if is_logged || is_idle || (operation.audit == Audit::None && status != 403) {
        return Ok(reply);
    }
    let line = ctx.line(status);
    // What cannot be recorded is not shown.
    match ctx.db.write(move |c| access_log::add(c, &line)).await {
        Ok(()) => Ok(reply),
        Err(error) => Ok(reply.into_response(error.error_response())),
    }
}

/// Permission first, then the headers this kind of operation needs.
fn ready_to_go(ctx: &Ctx) -> Result<()> {
    if let Some(permission) = ctx.operation.permission
        && !ctx.actor()?.may(permission)
    {
        return Err(Error::Forbidden);
    }
    match ctx.operation.kind {
        Kind::Creates if ctx.key.is_none() => Err(Error::Malformed(Code::KeyMissing)),
        Kind::Changes if ctx.if_match.is_none() => Err(Error::IfMatchMissing),
        _ => Ok(()),
    }
}

async fn context(request: &HttpRequest, operation: &'static Operation) -> Result<Ctx> {
    let lost = || Error::internal("the application has no database, clock or settings");
    let db = request.app_data::<Data<Db>>().ok_or_else(lost)?.get_ref().clone();
    let clock = request.app_data::<Data<Clock>>().ok_or_else(lost)?.get_ref().clone();
    let config = request.app_data::<Data<Config>>().ok_or_else(lost)?.clone().into_inner();
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let now = clock.now();
    let who = match operation.permission {
        None => None,
        Some(_) => Some(authenticate(&db, &config, header("Authorization"), now).await?),
    };
    let peer = request.peer_addr().map(|peer| peer.ip());
    let forwarded = request.headers().get_all("X-Forwarded-For").last().and_then(|value| value.to_str().ok());
    let address = networks::client(peer, forwarded, config.server.behind_proxy);
    let (key, if_match) = (header("Idempotency-Key"), header("If-Match"));
    // Only what can be an id: anything can stand in a path.
    let is_id = |object: &&str| object.len() <= 36 && object.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let object = request.match_info().get("id").filter(is_id).map(str::to_owned);
    let (logged, entered) = (Arc::default(), Arc::default());
    Ok(Ctx { db, clock, config, operation, now, address, key, if_match, who, object, logged, entered })
}

/// The actor of a bearer token.
async fn authenticate(db: &Db, config: &Config, header: Option<String>, now: Instant) -> Result<(Actor, SessionId)> {
    let refused = || Error::Unauthenticated(Code::Unauthenticated);
    let header = header.ok_or_else(refused)?;
    let (scheme, bearer) = header.split_once(' ').ok_or_else(refused)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refused());
    }
    let claims = token::verify(&config.auth.token_key, bearer.trim(), now)?;
    db.glance(move |c| Ok((sign_in::who(c, &claims, now)?.0, claims.sid))).await
}

/// The answer where a path is known and the method is not.
pub(super) async fn method_not_allowed(request: HttpRequest) -> HttpResponse {
    let allowed = operations::methods(&request.match_pattern().unwrap_or_default());
    let mut reply = Error::Body(Code::MethodNotAllowed).error_response();
    if let Ok(value) = allowed.join(", ").parse() {
        reply.headers_mut().insert(actix_web::http::header::ALLOW, value);
    }
    reply
}

/// The answer where no operation has the path.
pub(super) async fn not_found() -> HttpResponse {
    Error::NotFound.error_response()
}
