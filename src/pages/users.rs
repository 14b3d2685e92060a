//! Accounts, for those who manage some: listed, added, changed, disabled. What an account acts for is chosen among what its maker may give.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{account_words, filled, once, paging, show, waiting};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{AccountId, ChamberId, FirmId, LawyerId, MediatorId};
use crate::base::json;
use crate::base::locale::Locale;
use crate::base::password::{self, Password};
use crate::base::text_enum::Worded;
use crate::domain::account::{Account, Login, Reach};
use crate::domain::contact::{Email, Name};
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use crate::store::accounts;
use crate::store::db::Conn;
use crate::workflow::manage_accounts::{self, Changes, NewAccount, Place};
use crate::workflow::organisations;
use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/users.html")]
struct UsersPage {
    f: Frame,
    w: &'static account_words::Words,
    waiting: waiting::Waiting,
    users: Vec<Account>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/templates/user.html")]
struct UserPage {
    f: Frame,
    w: &'static account_words::Words,
    /// Its own path.
    here: String,
    /// None while one is made.
    user: Option<Account>,
    /// Of the role that was chosen, and the words by which its organisation is looked for.
    role: Option<Role>,
    /// Each with what it is for.
    roles: Vec<(Role, &'static str)>,
    /// Asked for where there are more than one list shows.
    asks_words: bool,
    q: String,
    /// The field of what it acts for, where the role acts for something, and what there is.
    place: Option<&'static str>,
    places: Vec<Choice>,
    place_error: Option<&'static str>,
    fields: Vec<Drawn>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

/// What a form says of an account; each form sends its part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    login: Option<Login>,
    name: Option<Name>,
    email: Option<Email>,
    password: Option<String>,
    region_code: Option<RegionCode>,
    chamber_id: Option<ChamberId>,
    mediator_id: Option<MediatorId>,
    firm_id: Option<FirmId>,
    lawyer_id: Option<LawyerId>,
}

impl Said {
    fn place(&self) -> Place {
        Place {
            region_code: self.region_code,
            chamber_id: self.chamber_id,
            mediator_id: self.mediator_id,
            firm_id: self.firm_id,
            lawyer_id: self.lawyer_id,
        }
    }

    /// The hash of the password that was typed.
    async fn hash(&self, visit: &Visit, login: &Login) -> Result<String> {
        let text = self.password.as_deref().ok_or_else(|| Error::field("password", Code::Missing))?;
        let password = Password::parse(text, login.as_str()).map_err(|code| Error::field("password", code))?;
        password::hash(password, &visit.config.auth).await
    }
}

/// The accounts in reach.
pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let reach = Reach::of(visit.actor()?);
    let after = paging::place(visit, "after")?;
    let rows = paging::rows(ROWS);
    let (actor, today) = (visit.actor()?.clone(), visit.today());
    let (waiting, mut users) = visit
        .read(move |c| {
            // It is the first page of those alone who run the program.
            let is_first = actor.role() == Role::Sysadmin;
            let waiting = is_first.then(|| waiting::read(c, &actor, today)).transpose()?;
            Ok((waiting, accounts::list(c, &reach, after, rows)?))
        })
        .await?;
    let next = paging::cut(&mut users, ROWS, |last| format!("/users?after={}", last.id));
    let f = Frame::of(visit, super::words::of(visit.locale).nav_users)?;
    let waiting = waiting.map(|found| waiting::of(visit, &f, found)).unwrap_or_default();
    show::ok(&UsersPage { f, w: account_words::of(visit.locale), waiting, users, next })
}

pub(super) async fn begin(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None, None).await
}

/// Adds the account; its password goes to its holder by another way than the mail.
pub(super) async fn create(visit: &Visit) -> Result<HttpResponse> {
    let (reach, now) = (Reach::of(visit.actor()?), visit.now);
    let made = async {
        let role = role(visit).ok_or_else(|| Error::field("role", Code::Missing))?;
        must_have_place(visit, role)?;
        let said = said(visit, new_fields().into_iter().chain(place(role)))?;
        let login = said.login.clone().ok_or_else(|| Error::field("login", Code::Missing))?;
        let name = said.name.clone().ok_or_else(|| Error::field("name", Code::Missing))?;
        let password_hash = said.hash(visit, &login).await?;
        let (place, email) = (said.place(), said.email);
        let new = NewAccount { login, name, password_hash, role, place, email, locale: Locale::Zh };
        once::make(visit, move |tx| Ok(format!("/users/{}", manage_accounts::add(tx, &reach, new, now)?.id))).await
    };
    match made.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, None, Some(&mendable(error)?)).await,
    }
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, Some(visit.param("id")?), None).await
}

/// Changes what one of the forms of the page is about.
pub(super) async fn amend(visit: &Visit) -> Result<HttpResponse> {
    let (reach, by, now) = (Reach::of(visit.actor()?), visit.actor()?.account(), visit.now);
    let id = visit.param::<AccountId>("id")?;
    let expected = visit.version()?;
    let known = {
        let reach = reach.clone();
        visit.read(move |c| accounts::get(c, &reach, id)).await?
    };
    let changed = async {
        let changes = match visit.form.get("about") {
            "particulars" => {
                let said = said(visit, particulars())?;
                Changes { name: said.name, email: Some(said.email), ..Changes::default() }
            }
            "password" => {
                let asked = [must("password", Kind::Secret, "", "")];
                let hash = said(visit, asked)?.hash(visit, &known.login).await?;
                Changes { password_hash: Some(hash), ..Changes::default() }
            }
            "role" => {
                let role = role(visit).ok_or_else(|| Error::field("role", Code::Missing))?;
                must_have_place(visit, role)?;
                let place = said(visit, place(role))?.place();
                Changes { role: Some((role, place)), ..Changes::default() }
            }
            "disabled" => Changes { disabled: Some(visit.form.get("disabled") == "true"), ..Changes::default() },
            _ => return Err(Error::Malformed(Code::Malformed)),
        };
        let amend = move |c: &mut Conn| manage_accounts::amend(c, &reach, Some(by), id, Some(expected), changes, now);
        visit.change(amend).await
    };
    match changed.await {
        Ok(_) => Ok(show::see(&format!("/users/{id}"))),
        Err(error) => page(visit, Some(id), Some(&mendable(error)?)).await,
    }
}

fn particulars() -> [Field; 2] {
    [must("name", Kind::Line, "姓名", "Name"), may("email", Kind::Email, "邮箱", "E-mail")]
}

fn new_fields() -> Vec<Field> {
    let mut fields = vec![
        must("login", Kind::Line, "账号（小写字母、数字和 .-_@）", "Login (small letters, digits and .-_@)"),
        must("password", Kind::Secret, "初始密码（至少十二个字符）", "First password (twelve characters or more)"),
    ];
    fields.extend(particulars());
    fields
}

/// The role that the address or the form names.
fn role(visit: &Visit) -> Option<Role> {
    let named = visit.form.typed("role").or_else(|| visit.query.typed("role"));
    named.and_then(Role::from_code)
}

fn purpose(role: Role, w: &account_words::Words) -> &'static str {
    match role {
        Role::Sysadmin => w.is_sysadmin,
        Role::FederationAdmin => w.is_federation_admin,
        Role::FederationViewer => w.is_federation_viewer,
        Role::ChamberAdmin => w.is_chamber_admin,
        Role::Mediator => w.is_mediator,
        Role::FirmAdmin => w.is_firm_admin,
        Role::Lawyer => w.is_lawyer,
    }
}

/// The words by which an organisation was looked for.
fn words(visit: &Visit) -> Option<Name> {
    let typed = visit.form.typed("q").or_else(|| visit.query.typed("q"));
    typed.and_then(|text| Name::parse(text).ok())
}

/// Nothing is chosen beforehand, unless there is but one.
fn to_choose(all: Vec<(String, String)>, chosen: &str, empty: &str) -> Vec<Choice> {
    let none = Choice { value: String::new(), label: empty.to_owned(), on: false };
    let one = |(value, label): (String, String)| Choice { on: value == chosen, value, label };
    (all.len() > 1).then_some(none).into_iter().chain(all.into_iter().map(one)).collect()
}

/// What the account of a role acts for.
fn place(role: Role) -> Option<Field> {
    organisations::field_of(role).map(|name| must(name, Kind::Line, "", ""))
}

fn must_have_place(visit: &Visit, role: Role) -> Result<()> {
    match organisations::field_of(role).filter(|name| visit.form.typed(name).is_none()) {
        Some(name) => Err(Error::field(name, Code::Missing)),
        None => Ok(()),
    }
}

fn said(visit: &Visit, fields: impl IntoIterator<Item = Field>) -> Result<Said> {
    let asked: Vec<Field> = fields.into_iter().collect();
    json::read(&filled::body(&asked, &visit.form, &Setting::of(visit))?)
}

async fn page(visit: &Visit, id: Option<AccountId>, error: Option<&Error>) -> Result<HttpResponse> {
    let (reach, actor) = (Reach::of(visit.actor()?), visit.actor()?.clone());
    let (asked, q) = (role(visit), words(visit));
    let roles = organisations::roles(&actor);
    let role = asked.filter(|role| roles.contains(role)).or(roles.first().copied().filter(|_| roles.len() == 1));
    let today = visit.today();
    let words = q.as_ref().map(|q| q.as_str().to_owned());
    let load = move |c: &mut Conn| {
        let user = id.map(|id| accounts::get(c, &reach, id)).transpose()?;
        let places = role.map(|role| organisations::list(c, &actor, role, words, today)).transpose()?;
        Ok((user, places.unwrap_or_default()))
    };
    let (user, places) = visit.read(load).await?;
    let w = account_words::of(visit.locale);
    let title = user.as_ref().map_or(w.user_new, |user| user.name.as_str());
    let f = Frame::of(visit, title)?;
    let known = user.as_ref().map(|user| {
        let email = user.email.as_ref().map(ToString::to_string).unwrap_or_default();
        super::form::Form::of(vec![("name".to_owned(), user.name.to_string()), ("email".to_owned(), email)])
    });
    let typed = known.as_ref().filter(|_| visit.form.get("about") != "particulars").unwrap_or(&visit.form);
    let fields = if user.is_some() { particulars().to_vec() } else { new_fields() };
    let place = role.and_then(organisations::field_of);
    let others: Vec<Fault> = faults(error).iter().filter(|one| Some(one.field.as_str()) != place).cloned().collect();
    let (drawn, rest) = Setting::of(visit).draw(&fields, typed, &others);
    let page = UserPage {
        w,
        here: user.as_ref().map_or_else(|| "/users/new".to_owned(), |user| format!("/users/{}", user.id)),
        roles: roles.iter().map(|role| (*role, purpose(*role, w))).collect(),
        asks_words: q.is_some() || places.len() >= organisations::MOST,
        role,
        q: q.map(Name::into_string).unwrap_or_default(),
        place,
        places: to_choose(places, visit.form.get(place.unwrap_or_default()), f.w.choose),
        place_error: faults(error)
            .iter()
            .find(|one| Some(one.field.as_str()) == place)
            .map(|one| one.code.word(visit.locale)),
        fields: drawn,
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        user,
        f,
    };
    refusal::html(&page, error)
}
