//! One request for a page: who asks, in which language, with what typed. Built once, before the handler.

use super::audit_words::Operations;
use super::cookies::{self, Cookie};
use super::form::Form;
use super::table::{Audit, Page};
use crate::base::clock::{Clock, Instant, china_day};
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, SessionId};
use crate::base::locale::Locale;
use crate::base::token;
use crate::domain::deadlines::Terms;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Scope};
use crate::store::access_log;
use crate::store::db::{Conn, Db};
use crate::workflow::make_papers::Ways;
use crate::workflow::{networks, sign_in};
use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono::NaiveDate;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Hours without a request after which a browser has to sign in again; the session itself lasts as long as the settings say.
const IDLE_HOURS: i64 = 12;
/// Seconds after which the cookie is renewed while somebody works.
const FRESH: i64 = 600;

/// What every handler gets.
pub(super) struct Visit {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
    /// What the log holds beside the pages.
    pub operations: Arc<Operations>,
    pub page: &'static Page,
    pub now: Instant,
    pub address: Option<IpAddr>,
    pub locale: Locale,
    /// The address as it was asked for, with its query.
    pub path: String,
    pub query: Form,
    pub form: Form,
    params: Vec<(String, String)>,
    who: Option<SignedIn>,
    /// The secret of this browser, to which its forms are bound.
    secret: String,
    /// `Set-Cookie` headers of the reply.
    pub cookies: Vec<String>,
    logged: AtomicBool,
    /// Who signed in by this visit.
    pub entered: OnceLock<AccountId>,
}

/// Who is signed in.
pub(super) struct SignedIn {
    pub actor: Actor,
    pub session: SessionId,
    pub name: String,
    pub login: String,
}

impl Visit {
    /// The visit of a request; its body is not read yet.
    pub(super) async fn of(page: &'static Page, request: &HttpRequest) -> Result<Self> {
        let lost = || Error::internal("the application has no database, clock or settings");
        let db = request.app_data::<Data<Db>>().ok_or_else(lost)?.get_ref().clone();
        let clock = request.app_data::<Data<Clock>>().ok_or_else(lost)?.get_ref().clone();
        let config = request.app_data::<Data<Config>>().ok_or_else(lost)?.clone().into_inner();
        let operations = request.app_data::<Data<Operations>>().ok_or_else(lost)?.clone().into_inner();
        let now = clock.now();
        let mut cookies = Vec::new();
        let secret = match Cookie::Visit.read(request, &config).filter(|secret| secret.len() == 43) {
            Some(secret) => secret,
            None => {
                let secret = token::secret()?;
                cookies.push(Cookie::Visit.set(&secret, &config));
                secret
            }
        };
        let (mut who, mut own) = (None, Locale::Zh);
        if let Some(text) = Cookie::Session.read(request, &config)
            && let Ok(claims) = token::verify_page(&config.auth.token_key, &text, now)
        {
            let (session, version) = (claims.sid, claims.ver);
            let signed_at = claims.iat;
            match db.glance(move |c| sign_in::who(c, &claims, now)).await {
                Ok((actor, account)) => {
                    own = account.locale;
                    if now.and_utc().timestamp() - signed_at > FRESH {
                        cookies.push(session_cookie(&config, (account.id, session, version), now)?);
                    }
                    let login = account.login.as_str().to_owned();
                    who = Some(SignedIn { actor, session, name: account.name.into_string(), login });
                }
                Err(Error::Unauthenticated(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let uri = request.uri();
        Ok(Self {
            locale: cookies::language(request, &config).unwrap_or(own),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            query: Form::parse(uri.query().unwrap_or_default()),
            form: Form::default(),
            params: request.match_info().iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
            address: networks::client(
                request.peer_addr().map(|peer| peer.ip()),
                request.headers().get_all("X-Forwarded-For").last().and_then(|value| value.to_str().ok()),
                config.server.behind_proxy,
            ),
            db,
            clock,
            config,
            operations,
            page,
            now,
            who,
            secret,
            cookies,
            logged: AtomicBool::new(false),
            entered: OnceLock::new(),
        })
    }

    pub(super) fn who(&self) -> Option<&SignedIn> {
        self.who.as_ref()
    }

    /// Who asks; a public page has nobody.
    pub(super) fn actor(&self) -> Result<&Actor> {
        self.who.as_ref().map(|who| &who.actor).ok_or(Error::Unauthenticated(Code::Unauthenticated))
    }

    /// The rows this page may touch for this actor.
    pub(super) fn scope(&self) -> Result<Scope> {
        let actor = self.actor()?;
        Ok(self.page.permission.map_or(Scope::Nothing, |permission| actor.scope(permission)))
    }

    /// Now, with who is signed in.
    pub(super) fn moment(&self) -> Moment {
        Moment::at(self.now, self.who.as_ref().and_then(|who| who.actor.recorded()))
    }

    pub(super) fn today(&self) -> NaiveDate {
        china_day(self.now)
    }

    /// The terms of this place, as the settings have them.
    pub(super) fn terms(&self) -> Terms {
        Terms::from(&self.config.mediation)
    }

    /// A part of the path as what it stands for; `NotFound` when it cannot be that.
    pub(super) fn param<T: FromStr>(&self, name: &str) -> Result<T> {
        let text = self.params.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
        text.and_then(|text| text.parse().ok()).ok_or(Error::NotFound)
    }

    /// The address under which others find a path of ours.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.server.base_url.trim_end_matches('/'))
    }

    /// The version of what the form is about, as it was seen.
    pub(super) fn version(&self) -> Result<i64> {
        self.form.get("version").parse().map_err(|_| Error::Malformed(Code::Malformed))
    }

    /// How papers are made here.
    pub(super) fn ways(&self) -> Ways {
        Ways { terms: self.terms(), wants_identity_scans: self.config.attachments.identity_scans }
    }

    /// What the forms of this visit are bound to: the browser and the session.
    pub(super) fn bond(&self) -> String {
        let session = self.who.as_ref().map(|who| who.session.to_string()).unwrap_or_default();
        format!("{} {session}", self.secret)
    }

    /// Reads from the database.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.read(f).await
    }

    /// Reads what is written down when it is shown.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        self.db.write(f).await
    }

    /// Changes the database, all or nothing; the line of the log goes into the same transaction.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        let line = self.line(303);
        let done = self
            .db
            .write(move |c| {
                let done = f(c)?;
                access_log::add(c, &line)?;
                Ok(done)
            })
            .await?;
        self.logged.store(true, Ordering::Relaxed);
        Ok(done)
    }

    /// Writes the line of the log, unless there is none to write or `change` did. What cannot be recorded is not shown.
    pub(super) async fn note(&self, status: u16) -> Result<()> {
        let is_done = self.logged.load(Ordering::Relaxed) && status == 303;
        // As with the API: what anybody can send without end is written down only where it was let in.
        let is_idle = self.page.permission.is_none() && status >= 400 && !matches!(status, 401 | 404);
        if is_done || is_idle || (self.page.audit == Audit::None && status != 403) {
            return Ok(());
        }
        let line = self.line(status);
        self.db.write(move |c| access_log::add(c, &line)).await
    }

    fn line(&self, status: u16) -> access_log::Line {
        let account = self.who.as_ref().map(|who| who.actor.account()).or(self.entered.get().copied());
        // Only what can be an id: anything can stand in a path.
        let is_id =
            |object: &String| object.len() <= 36 && object.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let object = self.param::<String>("id").ok().filter(is_id);
        access_log::Line { at: self.now, account, operation: self.page.name, object, status }
    }
}

/// The header that keeps somebody signed in until they are idle for `IDLE_HOURS`.
pub(super) fn session_cookie(config: &Config, of: (AccountId, SessionId, i64), now: Instant) -> Result<String> {
    let text = token::sign_page(&config.auth.token_key, of, now, IDLE_HOURS * 3600)?;
    Ok(Cookie::Session.set(&text, config))
}
