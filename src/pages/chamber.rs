//! A chamber's own page: its committees with their mediators, and the link under which people apply.

use super::frame::Frame;
use super::qr::{self, Qr};
use super::visit::Visit;
use super::{show, words};
use crate::base::error::{Error, Result};
use crate::domain::application::IntakeLink;
use crate::domain::chamber::Chamber;
use crate::domain::committee::{Committee, Mediator};
use crate::store::{chambers, committees, mediators};
use crate::workflow::apply;
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/chamber.html")]
struct ChamberPage {
    f: Frame,
    chamber: Chamber,
    committees: Vec<(Committee, Vec<Mediator>)>,
    /// The link for applications, and its code.
    intake: Option<(String, Qr)>,
}

/// The chamber of whoever is signed in; `NotFound` for those who are of none.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let actor = visit.actor()?.clone();
    let id = actor.chamber().ok_or(Error::NotFound)?;
    let (chamber, committees, link) = visit
        .read(move |c| {
            let chamber = chambers::get(c, id)?;
            let mut all = Vec::new();
            for committee in committees::of_chamber(c, id)? {
                let people = mediators::of_committee(c, committee.id)?;
                all.push((committee, people));
            }
            let link = match apply::intake_link(c, &actor, id) {
                Err(Error::NotFound) => None,
                other => Some(other?),
            };
            Ok((chamber, all, link))
        })
        .await?;
    let base = visit.config.server.base_url.trim_end_matches('/');
    let url = link.map(|link: IntakeLink| format!("{base}/apply/{}", link.code));
    let code = url.as_deref().map(qr::of).transpose()?;
    let intake = url.zip(code);
    show::ok(&ChamberPage { f: Frame::of(visit, words::of(visit.locale).nav_chamber)?, chamber, committees, intake })
}

/// Makes the link, in place of the one before.
pub(super) async fn make_link(visit: &Visit) -> Result<HttpResponse> {
    let (actor, by) = (visit.actor()?.clone(), visit.moment());
    let id = actor.chamber().ok_or(Error::NotFound)?;
    visit.change(move |tx| apply::make_intake_link(tx, &actor, id, None, &by)).await?;
    Ok(show::see("/chamber"))
}
