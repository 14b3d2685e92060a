//! Handing the open cases of a mediator to a colleague: what it would do first, then the doing, case by case.

use super::absences::offer_people;
use super::chamber_words::{self, Words};
use super::fields::{Control, Drawn, Field, Kind, Setting, may, must};
use super::filled;
use super::form::Form;
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::MediatorId;
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::committee::Mediator;
use crate::domain::mediators::ReleaseReason;
use crate::domain::transfer::{Transfer, TransferMode};
use crate::store::mediators;
use crate::workflow::transfer_cases::{self, CaseLine, Transferred};
use actix_web::HttpResponse;
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "pages/templates/transfer.html")]
struct TransferPage {
    f: Frame,
    w: &'static Words,
    id: MediatorId,
    name: String,
    fields: Vec<Drawn>,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
    /// What the handing over would do, or did.
    outcome: Option<Outcome>,
    is_done: bool,
    /// What the preview was asked for, to be sent again.
    hidden: Vec<(&'static str, String)>,
    nothing_ticked: Option<&'static str>,
}

struct Outcome {
    moved: Vec<CaseLine>,
    /// Each with the reason why it stays.
    kept: Vec<(CaseLine, &'static str)>,
    more: bool,
}

/// The form; with its answers in the address, what they would do.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    if visit.query.typed("to").is_none() && visit.query.typed("mode").is_none() {
        let usual = Form::of(vec![("mode".to_owned(), TransferMode::Replace.code().to_owned())]);
        return page(visit, &usual, None, None).await;
    }
    match previewed(visit, &visit.query).await {
        Ok(plan) => page(visit, &visit.query, Some((plan, false)), None).await,
        Err(error) => page(visit, &visit.query, None, Some(&mendable(error)?)).await,
    }
}

/// Hands the ticked cases over and says what became of each.
pub(super) async fn take(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<MediatorId>("id")?, visit.actor()?.clone(), visit.moment());
    let taken = async {
        let mut body = filled::body(&fields(), &visit.form, &Setting::of(visit))?;
        let ticked: Value = visit.form.all("case_ids").collect();
        if ticked.as_array().is_none_or(Vec::is_empty) {
            return Err(Error::field("case_ids", Code::Missing));
        }
        filled::put(&mut body, "case_ids", ticked);
        let input: Transfer = json::read(&body)?;
        visit.write(move |tx| transfer_cases::transfer(tx, &actor, id, &input, &by)).await
    };
    match taken.await {
        Ok(done) => page(visit, &visit.form, Some((done, true)), None).await,
        Err(error) => {
            let (error, plan) = (mendable(error)?, previewed(visit, &visit.form).await.ok());
            page(visit, &visit.form, plan.map(|plan| (plan, false)), Some(&error)).await
        }
    }
}

async fn previewed(visit: &Visit, typed: &Form) -> Result<Transferred> {
    let (id, actor, by) = (visit.param::<MediatorId>("id")?, visit.actor()?.clone(), visit.moment());
    let input: Transfer = json::read(&filled::body(&fields(), typed, &Setting::of(visit))?)?;
    visit.read(move |c| transfer_cases::preview(c, &actor, id, &input, &by)).await
}

fn fields() -> Vec<Field> {
    vec![
        must("to", Kind::Line, "交给", "To whom"),
        must("mode", Kind::Choice(TransferMode::TERMS), "方式", "How"),
        may("reason", Kind::Choice(ReleaseReason::TERMS), "原因（移交时）", "Why (for good)"),
    ]
}

async fn page(
    visit: &Visit,
    typed: &Form,
    outcome: Option<(Transferred, bool)>,
    error: Option<&Error>,
) -> Result<HttpResponse> {
    let (id, actor) = (visit.param::<MediatorId>("id")?, visit.actor()?.clone());
    let (mediator, colleagues) = visit
        .read(move |c| {
            // Of another committee: as if there were no such mediator.
            let mediator = mediators::get(c, id)?;
            let is_own = actor.committees().contains(&mediator.committee_id);
            if !is_own {
                return Err(Error::NotFound);
            }
            let colleagues = mediators::of_committee(c, mediator.committee_id)?;
            Ok((mediator, colleagues))
        })
        .await?;
    let w = chamber_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", mediator.name, w.transfer))?;
    let (ticks, others): (Vec<Fault>, Vec<Fault>) =
        faults(error).iter().cloned().partition(|fault| fault.field.starts_with("case_ids"));
    let (mut drawn, rest) = Setting::of(visit).draw(&fields(), typed, &others);
    let others: Vec<Mediator> = colleagues.into_iter().filter(|one| one.id != id && !one.status.is_barred()).collect();
    offer_people(&mut drawn, "to", &others, typed.get("to"), f.w.choose);
    let is_done = outcome.as_ref().is_some_and(|(_, is_done)| *is_done);
    let why = |code: &Option<String>| code.as_deref().and_then(Code::of).map_or("", |code| code.word(visit.locale));
    let outcome = outcome.map(|(found, _)| Outcome {
        moved: found.moved,
        kept: found.kept.into_iter().map(|one| (one.clone(), why(&one.why))).collect(),
        more: found.more,
    });
    let page = TransferPage {
        w,
        id,
        name: mediator.name.to_string(),
        fields: drawn,
        refused: sentence(error, visit),
        faults: rest,
        outcome,
        is_done,
        hidden: ["to", "mode", "reason"].into_iter().map(|name| (name, typed.get(name).to_owned())).collect(),
        nothing_ticked: ticks.first().map(|fault| fault.code.word(visit.locale)),
        f,
    };
    refusal::html(&page, error)
}
