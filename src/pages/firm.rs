//! A law firm's own page: what it carries of what it can carry, its lawyers, what waits for its answer.

use super::frame::Frame;
use super::offers::{self, Numbered};
use super::visit::Visit;
use super::{account_words, registry_words, show};
use crate::base::error::{Error, Result};
use crate::domain::assignment::AssignmentStatus;
use crate::domain::firm::{Firm, Lawyer};
use crate::domain::policy::Permission;
use crate::store::{firms, lawyers};
use crate::workflow::rank_firms;
use actix_web::HttpResponse;
use askama::Template;

/// Offers and cases that are shown.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "pages/templates/firm.html")]
struct FirmPage {
    f: Frame,
    w: &'static account_words::Words,
    firm: Firm,
    load: i64,
    lawyers: Vec<Lawyer>,
    open: Vec<Numbered>,
    accepted: Vec<Numbered>,
    /// The way to the clients, for those who manage the firm.
    clients: Option<&'static str>,
}

/// The firm of whoever is signed in; `NotFound` for those who are of none. A lawyer sees the offers made to them alone.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (scope, today) = (visit.scope()?, visit.today());
    let id = visit.actor()?.firm().ok_or(Error::NotFound)?;
    let (firm, load, lawyers, open, accepted) = visit
        .read(move |c| {
            let open = offers::numbered(c, &scope, Some(AssignmentStatus::Offered), None, ROWS)?;
            let accepted = offers::numbered(c, &scope, Some(AssignmentStatus::Accepted), None, ROWS)?;
            Ok((firms::get(c, id)?, rank_firms::load(c, id, today)?, lawyers::of_firm(c, id)?, open, accepted))
        })
        .await?;
    let w = account_words::of(visit.locale);
    let clients = visit.actor()?.may(Permission::ManageFirm).then(|| registry_words::of(visit.locale).clients_see);
    show::ok(&FirmPage { f: Frame::of(visit, w.firm)?, w, firm, load, lawyers, open, accepted, clients })
}
