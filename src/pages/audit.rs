//! For the system administrator: what was done and looked at, by whom; and the settings in effect, without their secrets.

use super::frame::Frame;
use super::visit::Visit;
use super::{account_words, show};
use crate::base::error::{Error, Result};
use crate::base::id::AccountId;
use crate::domain::account::Login;
use crate::store::access_log::{self, Entry, Filter};
use crate::store::accounts;
use crate::store::db::Conn;
use actix_web::HttpResponse;
use askama::Template;
use std::collections::BTreeMap;

const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "pages/templates/audit.html")]
struct AuditPage {
    f: Frame,
    w: &'static account_words::Words,
    login: String,
    object: String,
    operation: String,
    lines: Vec<(Entry, String)>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/templates/settings.html")]
struct SettingsPage {
    f: Frame,
    w: &'static account_words::Words,
    sections: Vec<(String, Vec<(String, String)>)>,
}

/// The log, the newest first; of one account, of one thing, of one operation.
pub(super) async fn log(visit: &Visit) -> Result<HttpResponse> {
    let typed = |name: &str| visit.query.typed(name).unwrap_or_default().to_owned();
    let (login, object, operation, before) = (typed("login"), typed("object"), typed("operation"), typed("before"));
    let named = Login::parse(&login).ok();
    let asks_somebody = !login.is_empty();
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let filter = Filter { account: None, object: some(&object), operation: some(&operation), before: some(&before) };
    let rows = i64::try_from(ROWS + 1).map_err(Error::internal)?;
    let load = move |c: &mut Conn| {
        let account = named.map(|login| accounts::by_login(c, &login)).transpose()?.flatten();
        // A login that nobody has did nothing.
        if asks_somebody && account.is_none() {
            return Ok(Vec::new());
        }
        let found = access_log::list(c, &Filter { account: account.map(|one| one.id), ..filter }, rows)?;
        let mut logins: BTreeMap<AccountId, String> = BTreeMap::new();
        for id in found.iter().filter_map(|line| line.account) {
            if let std::collections::btree_map::Entry::Vacant(free) = logins.entry(id) {
                free.insert(accounts::by_id(c, id)?.map(|one| one.login.as_str().to_owned()).unwrap_or_default());
            }
        }
        let who = |line: &Entry| line.account.and_then(|id| logins.get(&id).cloned()).unwrap_or_else(|| "—".to_owned());
        Ok(found.into_iter().map(|line| (line.clone(), who(&line))).collect::<Vec<_>>())
    };
    let mut lines = visit.read(load).await?;
    let last = lines.get(ROWS - 1).filter(|_| lines.len() > ROWS).map(|(line, _)| line.id.clone());
    // What was asked for holds letters, digits and marks alone that an address may hold; anything else finds nothing.
    let is_plain = |text: &String| text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:@".contains(&b));
    let kept = [("login", &login), ("object", &object), ("operation", &operation)];
    let kept: String =
        kept.iter().filter(|(_, text)| is_plain(text)).map(|(name, text)| format!("&{name}={text}")).collect();
    lines.truncate(ROWS);
    let w = account_words::of(visit.locale);
    let next = last.map(|id| format!("/audit?before={id}{kept}"));
    show::ok(&AuditPage { f: Frame::of(visit, w.audit)?, w, login, object, operation, lines, next })
}

/// What is set; the same as `wanlian config check` says.
pub(super) async fn settings(visit: &Visit) -> Result<HttpResponse> {
    let w = account_words::of(visit.locale);
    let text = format!("{:#?}", visit.config);
    show::ok(&SettingsPage { f: Frame::of(visit, w.settings)?, w, sections: sections(&text) })
}

/// The sections of the settings with their keys and values; what lies deeper is counted by the lines it has.
fn sections(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found: Vec<(String, Vec<(String, String)>)> = vec![(String::new(), Vec::new())];
    for line in text.lines() {
        let depth = line.len() - line.trim_start().len();
        let line = line.trim().trim_end_matches(',');
        let Some((key, value)) = line.split_once(": ") else { continue };
        match depth {
            4 if value.ends_with('{') => found.push((key.to_owned(), Vec::new())),
            4 | 8 => {
                let at = if depth == 4 { found.first_mut() } else { found.last_mut() };
                let value = if value.ends_with(['{', '[', '(']) { "…" } else { value };
                at.into_iter().for_each(|(_, rows)| rows.push((key.to_owned(), value.trim_matches('"').to_owned())));
            }
            _ => {}
        }
    }
    found.retain(|(_, rows)| !rows.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_rows_of_their_sections() {
        let shown = sections(
            "Config {\n    mode: Local,\n    server: Server {\n        bind: 127.0.0.1:8080,\n        deep: X {\n            a: 1,\n        },\n    },\n}",
        );
        let row = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            shown,
            [
                (String::new(), vec![row("mode", "Local")]),
                ("server".to_owned(), vec![row("bind", "127.0.0.1:8080"), row("deep", "…")]),
            ]
        );
    }
}
