//! A chamber's own page: its figures and the services it received, its committees with their mediators, the link under which people apply.

use super::chamber_words::{self, Words};
use super::coverage::{Table, service_table};
use super::figure_asking::Asking;
use super::figure_parts::{Parts, Tile};
use super::frame::Frame;
use super::qr::{self, Qr};
use super::visit::Visit;
use super::{figure_words, show, words};
use crate::base::error::{Error, Result};
use crate::base::id::CommitteeId;
use crate::base::text_enum::Worded;
use crate::domain::application::IntakeLink;
use crate::domain::chamber::Chamber;
use crate::domain::committee::{Committee, Mediator};
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Permission;
use crate::domain::service_totals::ServicesBy;
use crate::store::{chambers, committees, mediators};
use crate::workflow::{apply, read_coverage, read_statistics};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/chamber.html")]
struct ChamberPage {
    f: Frame,
    w: &'static Words,
    chamber: Chamber,
    committees: Vec<(Committee, Vec<Mediator>)>,
    /// Its cases of this year in figures; none while there are no cases.
    tiles: Vec<Tile>,
    /// What firms did for it this year, by kind.
    table: Table,
    /// The link for applications, its code, and whose it is.
    intake: Option<(String, Qr, CommitteeId)>,
}

/// The chamber of whoever is signed in; `NotFound` for those who are of none.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let actor = visit.actor()?.clone();
    let id = actor.chamber().ok_or(Error::NotFound)?;
    let (period, now, scope) = (Period::year_so_far(visit.today()), visit.now, actor.scope(Permission::ReadStatistics));
    let asking = Asking { region: None, period, compare: None };
    let asked = asking.asked((Dimension::Total, Dimension::Total), None);
    let (chamber, committees, link, sheet, received) = visit
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
            let sheet = read_statistics::sheet(c, &scope, &asked, now)?;
            let received = read_coverage::received(c, id, (period.from, period.to))?;
            Ok((chamber, all, link, sheet, received))
        })
        .await?;
    let shown = |link: IntakeLink| {
        let url = visit.url(&format!("/apply/{}", link.code));
        qr::of(&url).map(|code| (url, code, link.committee_id))
    };
    let intake = link.map(shown).transpose()?;
    let w = chamber_words::of(visit.locale);
    let parts = Parts::of(visit, figure_words::of(visit.locale), &asking)?;
    let (services, whole) = received;
    let whole = (whole.sums.services > 0).then_some(whole);
    show::ok(&ChamberPage {
        f: Frame::of(visit, words::of(visit.locale).nav_chamber)?,
        tiles: sheet.items.first().map(|line| parts.tiles(line)).unwrap_or_default(),
        table: service_table(ServicesBy::Kind.word(visit.locale), services, whole.as_ref(), visit.locale),
        w,
        chamber,
        committees,
        intake,
    })
}

/// Makes the link, in place of the one before, for the committee that was chosen where there are several.
pub(super) async fn make_link(visit: &Visit) -> Result<HttpResponse> {
    let (actor, by) = (visit.actor()?.clone(), visit.moment());
    let id = actor.chamber().ok_or(Error::NotFound)?;
    let chosen = visit.form.typed("committee_id").map(str::parse).transpose().map_err(|_| Error::NotFound)?;
    visit.change(move |tx| apply::make_intake_link(tx, &actor, id, chosen, &by)).await?;
    Ok(show::see("/chamber"))
}

/// Takes the link away: what is printed or pinned up opens nothing any more.
pub(super) async fn remove_link(visit: &Visit) -> Result<HttpResponse> {
    let actor = visit.actor()?.clone();
    let id = actor.chamber().ok_or(Error::NotFound)?;
    match visit.change(move |tx| apply::remove_intake_link(tx, &actor, id)).await {
        // Somebody else was faster: it is away all the same.
        Ok(()) | Err(Error::NotFound) => Ok(show::see("/chamber")),
        Err(error) => Err(error),
    }
}

impl ChamberPage {
    /// Whether applications go to this committee now.
    fn takes_in(&self, committee: &Committee) -> bool {
        self.intake.as_ref().is_some_and(|(_, _, id)| *id == committee.id)
    }
}
