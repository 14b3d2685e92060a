//! For administrators: the queue of mails with those that were given up.

use super::frame::Frame;
use super::visit::Visit;
use super::{paging, show, words};
use crate::base::error::Result;
use crate::base::id::MailId;
use crate::domain::mail_queue::{MailState, QueuedMail, masked};
use crate::store::outbox;
use actix_web::HttpResponse;
use askama::Template;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/mails.html")]
struct MailsPage {
    f: Frame,
    mails: Vec<(QueuedMail, String)>,
    only_dead: bool,
    next: Option<String>,
}

/// The queue, the newest first; `?state=dead` those that were given up.
pub(super) async fn mails(visit: &Visit) -> Result<HttpResponse> {
    let state = MailState::from_code(visit.query.get("state"));
    let before = paging::place(visit, "before")?;
    let rows = paging::rows(ROWS);
    let mut mails = visit.read(move |c| outbox::list(c, state, before, rows)).await?;
    let next = paging::cut(&mut mails, ROWS, |last| paging::onward(visit, "before", last.id));
    let mails = mails.into_iter().map(|mail| (mail.clone(), masked(&mail.address))).collect();
    let only_dead = state == Some(MailState::Dead);
    show::ok(&MailsPage { f: Frame::of(visit, words::of(visit.locale).nav_mails)?, mails, only_dead, next })
}

/// Puts a mail that was given up into the queue again.
pub(super) async fn requeue(visit: &Visit) -> Result<HttpResponse> {
    let (id, now) = (visit.param::<MailId>("id")?, visit.now);
    visit.change(move |tx| outbox::requeue(tx, id, now)).await?;
    Ok(show::see("/mails"))
}
