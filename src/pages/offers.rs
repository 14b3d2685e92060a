//! A firm's inbox: the blind summary, the tick «no conflict», the file, and the answer; and for staff the offers of their cases.

use super::fields::Choice;
use super::frame::Frame;
use super::refusal::{self, mendable, reason};
use super::visit::Visit;
use super::{paging, show, waiting, words};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AssignmentId, CaseId};
use crate::base::text_enum::Worded;
use crate::domain::assignment::{Assignment, AssignmentStatus, DeclineReason, OfferTerms};
use crate::domain::blind::BlindSummary;
use crate::domain::firm::Lawyer;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Permission, Scope};
use crate::store::db::Conn;
use crate::store::{assignments, case_numbers, lawyers};
use crate::workflow::answer_offer::{self, CheckResult, ConflictCheck, OfferAcceptance, OfferRefusal, OfferView};
use actix_web::HttpResponse;
use askama::Template;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/offers.html")]
struct OffersPage {
    f: Frame,
    waiting: waiting::Waiting,
    lines: Vec<Numbered>,
    next: Option<String>,
}

/// An offer with the number of its case, which a firm knows as long as the offer is not over.
pub(super) struct Numbered {
    pub offer: Assignment,
    pub case_no: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/templates/offer.html")]
struct OfferPage {
    f: Frame,
    offer: Assignment,
    summary: Option<BlindSummary>,
    has_file: bool,
    may_answer: bool,
    over: bool,
    check: Option<ConflictCheck>,
    conflicts: Vec<&'static str>,
    lawyers: Vec<Choice>,
    reasons: Vec<Choice>,
    refused: Option<&'static str>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let scope = visit.scope()?;
    let before = paging::place(visit, "before")?;
    let rows = paging::rows(ROWS);
    let (actor, today) = (visit.actor()?.clone(), visit.today());
    let (waiting, mut lines) =
        visit.read(move |c| Ok((waiting::read(c, &actor, today)?, numbered(c, &scope, None, before, rows)?))).await?;
    let next = paging::cut(&mut lines, ROWS, |last| format!("/offers?before={}", last.offer.id));
    // What waits for an answer comes first; the rest stays in its order.
    lines.sort_by_key(|line| line.offer.status != AssignmentStatus::Offered);
    let f = Frame::of(visit, words::of(visit.locale).nav_offers)?;
    let waiting = waiting::of(visit, &f, waiting);
    show::ok(&OffersPage { waiting, lines, next, f })
}

/// The newest offers of a scope with the numbers of their cases, below one of them.
pub(super) fn numbered(
    c: &mut Conn,
    scope: &Scope,
    status: Option<AssignmentStatus>,
    before: Option<AssignmentId>,
    most: i64,
) -> Result<Vec<Numbered>> {
    let offers = assignments::list(c, scope, status, before, most)?;
    let is_known = |offer: &&Assignment| matches!(offer.status, AssignmentStatus::Offered | AssignmentStatus::Accepted);
    let cases: Vec<CaseId> = offers.iter().filter(is_known).map(|offer| offer.case_id).collect();
    let numbers = case_numbers::of_ids(c, &cases)?;
    let line = |offer: Assignment| Numbered {
        case_no: numbers.get(&offer.case_id).cloned().filter(|_| is_known(&&offer)),
        offer,
    };
    Ok(offers.into_iter().map(line).collect())
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None, None).await
}

/// The names for the conflict check: a POST, because the showing is written down.
pub(super) async fn names(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<AssignmentId>("id")?, visit.actor()?.clone(), visit.moment());
    match visit.write(move |tx| answer_offer::names(tx, &actor, id, &by)).await {
        Ok(check) => page(visit, Some(check), None).await,
        Err(error) => again(visit, error).await,
    }
}

pub(super) async fn check(visit: &Visit) -> Result<HttpResponse> {
    let input = CheckResult { has_conflict: visit.form.get("has_conflict") != "false" };
    let terms = OfferTerms::of(&visit.config);
    answered(visit, move |tx, actor, id, version, by| answer_offer::check(tx, actor, id, version, input, &terms, by))
        .await
}

pub(super) async fn accept(visit: &Visit) -> Result<HttpResponse> {
    let named = visit.form.typed("lawyer_id").map(str::parse).transpose();
    let input = OfferAcceptance { lawyer_id: named.map_err(|_| Error::field("lawyer_id", Code::Invalid))? };
    answered(visit, move |tx, actor, id, version, by| answer_offer::accept(tx, actor, id, version, input, by)).await
}

pub(super) async fn decline(visit: &Visit) -> Result<HttpResponse> {
    let Some(reason) = DeclineReason::from_code(visit.form.get("reason")) else {
        return again(visit, Error::field("reason", Code::Missing)).await;
    };
    let terms = OfferTerms::of(&visit.config);
    answered(visit, move |tx, actor, id, version, by| {
        answer_offer::decline(tx, actor, id, version, OfferRefusal { reason }, &terms, by)
    })
    .await
}

/// A step of the firm at the version it saw, and back to the offer.
async fn answered(
    visit: &Visit,
    step: impl FnOnce(&mut Conn, &Actor, AssignmentId, i64, &Moment) -> Result<OfferView> + Clone + Send + 'static,
) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<AssignmentId>("id")?, visit.actor()?.clone(), visit.moment());
    let version = visit.version()?;
    match visit.change(move |tx| step(tx, &actor, id, version, &by)).await {
        Ok(_) => Ok(show::see(&format!("/offers/{id}"))),
        Err(error) => again(visit, error).await,
    }
}

/// The offer as it is now, with why the answer was refused.
async fn again(visit: &Visit, error: Error) -> Result<HttpResponse> {
    page(visit, None, Some(&mendable(error)?)).await
}

async fn page(visit: &Visit, check: Option<ConflictCheck>, refused: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor, by, now) = (visit.param::<AssignmentId>("id")?, visit.actor()?.clone(), visit.moment(), visit.now);
    let firm = actor.firm();
    let (view, lawyers) = visit
        .write(move |tx| {
            let view = answer_offer::view(tx, &actor, id, &by)?;
            let lawyers = firm.map_or(Ok(Vec::new()), |firm| lawyers::of_firm(tx, firm))?;
            Ok((view, lawyers))
        })
        .await?;
    let OfferView { offer, summary, file } = view;
    let is_open = offer.must_be_open(now).is_ok();
    let conflicts = check.iter().flat_map(|check| &check.conflicts).map(|one| one.kind.word(visit.locale)).collect();
    let choice = |value: String, label: &str| Choice { value, label: label.to_owned(), on: false };
    let named = |one: &Lawyer| Choice {
        value: one.id.to_string(),
        label: one.name.as_str().to_owned(),
        on: offer.lawyer_id == Some(one.id),
    };
    let page = OfferPage {
        f: Frame::of(visit, words::of(visit.locale).offer)?,
        may_answer: is_open && visit.actor()?.may(Permission::AnswerAssignment),
        over: !is_open,
        has_file: file.is_some(),
        summary,
        check,
        conflicts,
        lawyers: lawyers
            .iter()
            .filter(|_| visit.actor().is_ok_and(|actor| actor.lawyer().is_none()))
            .map(named)
            .collect(),
        reasons: DeclineReason::TERMS.iter().map(|one| choice(one.code.to_owned(), one.word(visit.locale))).collect(),
        refused: reason(refused, visit),
        offer,
    };
    refusal::html(&page, refused)
}
