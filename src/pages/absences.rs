//! When a mediator is away and who covers: seen by everybody, noted and taken back by whoever keeps the committee.

use super::chamber_words::{self, Words};
use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{filled, once, show};
use crate::base::error::{Error, Result};
use crate::base::id::{AbsenceId, MediatorId};
use crate::base::json;
use crate::domain::absence::{Absence, NewAbsence};
use crate::domain::committee::Mediator;
use crate::domain::place::{Placed, reaches};
use crate::domain::policy::Permission;
use crate::store::{absences, mediators};
use crate::workflow::note_absence;
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/absences.html")]
struct AbsencesPage {
    f: Frame,
    w: &'static Words,
    mediator: Mediator,
    lines: Vec<Line>,
    /// None for those who do not keep the committee.
    form: Option<Vec<Drawn>>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
    may_transfer: bool,
}

struct Line {
    absence: Absence,
    cover: Option<String>,
    is_now: bool,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

pub(super) async fn note(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<MediatorId>("id")?, visit.actor()?.clone(), visit.moment());
    let noted = async {
        let input: NewAbsence = json::read(&filled::body(&fields(), &visit.form, &Setting::of(visit))?)?;
        once::make(visit, move |tx| {
            note_absence::note(tx, &actor, id, &input, &by)?;
            Ok(format!("/mediators/{id}/absences"))
        })
        .await
    };
    match noted.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

/// Takes an absence back; one that has begun ends with yesterday.
pub(super) async fn take_back(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<AbsenceId>("id")?, visit.actor()?.clone(), visit.moment());
    let done = visit.change(move |tx| {
        let mediator = absences::get(tx, id)?.mediator_id;
        note_absence::take_back(tx, &actor, id, &by)?;
        Ok(mediator)
    });
    Ok(show::see(&format!("/mediators/{}/absences", done.await?)))
}

fn fields() -> Vec<Field> {
    vec![
        must("from_on", Kind::Today, "自", "From"),
        must("until_on", Kind::Day, "至（含当日）", "To (that day included)"),
        may("cover_id", Kind::Line, "代管人", "Covered by"),
    ]
}

/// Makes a drawn field a choice among people, led by an empty one.
pub(super) fn offer_people(drawn: &mut [Drawn], name: &str, people: &[Mediator], chosen: &str, empty: &str) {
    let none = Choice { value: String::new(), label: empty.to_owned(), on: chosen.is_empty() };
    let one = |person: &Mediator| {
        let value = person.id.to_string();
        Choice { on: value == chosen, value, label: person.name.as_str().to_owned() }
    };
    let options = std::iter::once(none).chain(people.iter().map(one)).collect();
    if let Some(field) = drawn.iter_mut().find(|field| field.name == name) {
        field.control = Control::Choice { options };
    }
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor, today) = (visit.param::<MediatorId>("id")?, visit.actor()?.clone(), visit.today());
    let (mediator, known, colleagues) = visit
        .read(move |c| {
            let mediator = mediators::get(c, id)?;
            let colleagues = mediators::of_committee(c, mediator.committee_id)?;
            Ok((mediator, absences::of(c, &[id], today)?, colleagues))
        })
        .await?;
    let w = chamber_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", mediator.name, w.absences))?;
    let line = |absence: Absence| {
        let cover = absence.cover_id.and_then(|cover| colleagues.iter().find(|one| one.id == cover));
        Line { cover: cover.map(|one| one.name.to_string()), is_now: absence.holds_on(today), absence }
    };
    let setting = Setting::of(visit);
    let blank = setting.blank(&fields());
    let typed = if error.is_some() { &visit.form } else { &blank };
    let (mut drawn, rest) = setting.draw(&fields(), typed, faults(error));
    let others: Vec<Mediator> =
        colleagues.iter().filter(|one| one.id != id && !one.status.is_barred()).cloned().collect();
    offer_people(&mut drawn, "cover_id", &others, typed.get("cover_id"), w.nobody);
    let page = AbsencesPage {
        w,
        lines: known.into_iter().map(line).collect(),
        form: reaches(&actor, Permission::ManageCommittee, &mediator.place()).then_some(drawn),
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        may_transfer: actor.may(Permission::AssignCase) && actor.committees().contains(&mediator.committee_id),
        mediator,
        f,
    };
    refusal::html(&page, error)
}
