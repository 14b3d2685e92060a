//! For the system administrator: what was done and looked at, by whom.

use super::fields::Choice;
use super::frame::Frame;
use super::visit::Visit;
use super::{account_words, audit_words, paging, show};
use crate::base::error::Result;
use crate::domain::account::Login;
use crate::store::access_log::{self, Entry, Filter};
use crate::store::accounts;
use crate::store::db::Conn;
use actix_web::HttpResponse;
use askama::Template;
use std::collections::BTreeMap;

const ROWS: usize = 50;
/// Signs at the end of a number that tell one thing from another.
const TAIL: usize = 8;

#[derive(Template)]
#[template(path = "pages/templates/audit.html")]
struct AuditPage {
    f: Frame,
    w: &'static account_words::Words,
    login: String,
    object: String,
    operations: Vec<Choice>,
    lines: Vec<Line>,
    next: Option<String>,
}

/// A line of the log in words.
struct Line {
    entry: Entry,
    who: String,
    what: String,
    went_well: bool,
    /// The end of the number of what it was about; the whole stands in the field when it is asked for.
    tail: String,
}

/// The log, the newest first; of one account, of one thing, of one operation.
pub(super) async fn log(visit: &Visit) -> Result<HttpResponse> {
    let typed = |name: &str| visit.query.typed(name).unwrap_or_default().to_owned();
    let (login, object, operation, before) = (typed("login"), typed("object"), typed("operation"), typed("before"));
    let named = Login::parse(&login).ok();
    let asks_somebody = !login.is_empty();
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let filter = Filter { account: None, object: some(&object), operation: some(&operation), before: some(&before) };
    let rows = paging::rows(ROWS);
    let load = move |c: &mut Conn| {
        let account = named.map(|login| accounts::by_login(c, &login)).transpose()?.flatten();
        // A login that nobody has did nothing.
        if asks_somebody && account.is_none() {
            return Ok(Vec::new());
        }
        let found = access_log::list(c, &Filter { account: account.map(|one| one.id), ..filter }, rows)?;
        let logins = accounts::logins(c, &found.iter().filter_map(|line| line.account).collect())?;
        let who = |line: &Entry| line.account.map(|id| logins.get(&id).map(Login::to_string).unwrap_or_default());
        let named = |line: Entry| (who(&line).unwrap_or_else(|| "—".to_owned()), line);
        Ok(found.into_iter().map(named).collect::<Vec<_>>())
    };
    let mut lines = visit.read(load).await?;
    let next = paging::cut(&mut lines, ROWS, |(_, last)| paging::onward(visit, "before", &last.id));
    let w = account_words::of(visit.locale);
    let words = audit_words::all(&visit.operations, visit.locale);
    let said: BTreeMap<&str, &str> = words.iter().map(|(name, words)| (*name, words.as_str())).collect();
    let line = |(who, entry): (String, Entry)| {
        // Of an operation that is no more its name is left.
        let what = said.get(entry.operation.as_str()).map_or_else(|| entry.operation.clone(), ToString::to_string);
        let tail = entry.object.as_ref().map(|object| format!("…{}", end(&object.to_string()))).unwrap_or_default();
        Line { who, what, went_well: entry.status < 400, tail, entry }
    };
    let lines = lines.into_iter().map(line).collect();
    let any = Choice { value: String::new(), label: w.audit_any.to_owned(), on: operation.is_empty() };
    let one = |(name, label): (&'static str, String)| Choice { value: name.to_owned(), label, on: name == operation };
    let operations = std::iter::once(any).chain(words.into_iter().map(one)).collect();
    show::ok(&AuditPage { f: Frame::of(visit, w.audit)?, w, login, object, operations, lines, next })
}

fn end(number: &str) -> String {
    number.chars().skip(number.chars().count().saturating_sub(TAIL)).collect()
}
