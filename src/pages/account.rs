//! One's own account: who one is, and the secret address of one's calendar.

use super::frame::Frame;
use super::visit::Visit;
use super::{account_words, show};
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::store::accounts;
use crate::workflow::share_calendar;
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/account.html")]
struct AccountPage {
    f: Frame,
    w: &'static account_words::Words,
    account: Account,
    /// Of a calendar that was made just now: it is shown this once.
    address: Option<String>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// A new address in place of the one there was.
pub(super) async fn make_calendar(visit: &Visit) -> Result<HttpResponse> {
    let (account, now) = (visit.actor()?.account(), visit.now);
    let (secret, hash) = share_calendar::secret()?;
    visit.write(move |c| share_calendar::make(c, account, &hash, now)).await?;
    page(visit, Some(visit.url(&format!("/api/v1/calendar/{secret}.ics")))).await
}

pub(super) async fn remove_calendar(visit: &Visit) -> Result<HttpResponse> {
    let account = visit.actor()?.account();
    visit.change(move |c| share_calendar::remove(c, account)).await?;
    Ok(show::see("/account"))
}

async fn page(visit: &Visit, address: Option<String>) -> Result<HttpResponse> {
    let id = visit.actor()?.account();
    let account = visit.read(move |c| accounts::by_id(c, id)?.ok_or(Error::NotFound)).await?;
    let w = account_words::of(visit.locale);
    show::ok(&AccountPage { f: Frame::of(visit, w.account)?, w, account, address })
}
