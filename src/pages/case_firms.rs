//! The firms of a case: who was asked and what they answered; for the chamber, whom it can ask, and why in that order.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::step::sentence;
use super::visit::Visit;
use super::{file_words, filled, once, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{AssignmentId, CaseId, FirmId};
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::assignment::{ActsFor, Assignment, AssignmentStatus, DisclosureBasis, OfferTerms};
use crate::domain::case::Case;
use crate::domain::matching::score::Parts;
use crate::domain::policy::Permission;
use crate::domain::ranking::{OfferGroup, Ranked};
use crate::store::db::Conn;
use crate::store::{assignments, case_files, firms};
use crate::workflow::assign_firms::{self, TakingBack};
use crate::workflow::rank_firms;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;
use std::collections::BTreeMap;

/// Firms of the ranking that are shown.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "pages/templates/case_firms.html")]
struct CaseFirmsPage {
    f: Frame,
    w: &'static file_words::Words,
    case: Case,
    offers: Vec<(Assignment, String)>,
    /// Whom one can ask, when nobody is asked yet.
    candidates: Vec<Candidate>,
    removed: Vec<(&'static str, usize)>,
    conflicted: Vec<(String, Vec<&'static str>)>,
    firms: Vec<Choice>,
    fields: Vec<Drawn>,
    may_offer: bool,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

struct Candidate {
    name: String,
    group: OfferGroup,
    load: i64,
    capacity: i64,
    /// The score in thousandths of the best one that is possible.
    score: i64,
    /// How far the firm fits the case, and the case the firm; in hundredths.
    parts: (i64, i64),
}

/// The offers of a case with the names of their firms, the first one first.
pub(super) fn offers(c: &mut Conn, case: CaseId) -> Result<Vec<(Assignment, String)>> {
    let offers = assignments::of_case(c, case)?;
    let names = firms::names(c, &offers.iter().map(|offer| offer.firm_id).collect::<Vec<_>>())?;
    let names: BTreeMap<_, _> = names.into_iter().collect();
    let named = |offer: Assignment| {
        let name = names.get(&offer.firm_id).map(|name| name.as_str().to_owned()).unwrap_or_default();
        (offer, name)
    };
    Ok(offers.into_iter().map(named).collect())
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Offers the case to the firm that was chosen, or to the first one of the ranking.
pub(super) async fn offer(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by, terms) =
        (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment(), OfferTerms::of(&visit.config));
    let made = async {
        let firm = may("firm_id", Kind::Line, "", "");
        let asked: Vec<Field> = fields().into_iter().chain([firm]).collect();
        let input = json::read(&filled::body(&asked, &visit.form, &setting(visit))?)?;
        once::make(visit, move |tx| {
            assign_firms::offer(tx, &actor, id, input, &terms, &by)?;
            Ok(format!("/cases/{id}/firms"))
        })
        .await
    };
    answered(visit, made.await).await
}

/// Takes an offer back, or a case that was accepted; to the next firm at once when that is ticked.
pub(super) async fn take_back(visit: &Visit) -> Result<HttpResponse> {
    let (actor, by, terms) = (visit.actor()?.clone(), visit.moment(), OfferTerms::of(&visit.config));
    let offer: AssignmentId = visit.param("offer")?;
    let version = visit.form.get("version").parse().map_err(|_| Error::Malformed(Code::Malformed))?;
    let input = TakingBack { reassign: visit.form.get("reassign") == "true" };
    let taken = visit.change(move |tx| assign_firms::take_back(tx, &actor, offer, version, input, &terms, &by)).await;
    answered(visit, taken.map(|offer| format!("/cases/{}/firms", offer.case_id))).await
}

async fn answered(visit: &Visit, done: Result<String>) -> Result<HttpResponse> {
    match done {
        Ok(path) => Ok(show::see(&path)),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::Stale { .. })) => page(visit, Some(&error)).await,
        Err(error) => Err(error),
    }
}

/// What is asked beside the firm, which is chosen from the ranking.
fn fields() -> [Field; 4] {
    [
        must("basis", Kind::Choice(DisclosureBasis::TERMS), "披露依据", "Basis of disclosure"),
        may("contract_no", Kind::Line, "委托合同编号", "Number of the contract"),
        may("acts_for", Kind::Choice(ActsFor::TERMS), "服务对象", "Acts for"),
        may("answer_due_on", Kind::Day, "答复期限（不填按设置）", "Answer by (as the settings say when empty)"),
    ]
}

fn setting(visit: &Visit) -> Setting {
    Setting { locale: visit.locale, today: visit.today(), file: None, mediators: Vec::new() }
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, by, terms) = (visit.param::<CaseId>("id")?, visit.moment(), OfferTerms::of(&visit.config));
    let scope = visit.actor()?.scope(Permission::AssignCase);
    let (case, offers, choice) = visit
        .read(move |c| {
            let file = case_files::load(c, &scope, id)?;
            let offers = offers(c, id)?;
            let choice = rank_firms::rank(c, &file, &terms.weights, &by)?;
            Ok((file.case, offers, choice))
        })
        .await?;
    let open = [AssignmentStatus::Offered, AssignmentStatus::Accepted];
    let w = file_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", w.firms, case.case_no))?;
    let name = |id: &FirmId| choice.firms.get(id).map(|(firm, _)| firm.name.as_str().to_owned()).unwrap_or_default();
    let candidate = |ranked: &Ranked| {
        let (firm, candidate) = choice.firms.get(&ranked.firm_id)?;
        let of = |parts: &Parts| parts.values().copied().map(i64::from).sum::<i64>() / 10_000;
        Some(Candidate {
            name: firm.name.as_str().to_owned(),
            group: ranked.score.group,
            load: candidate.facts.load,
            capacity: candidate.facts.capacity,
            score: ranked.score.total / 2_000,
            parts: (of(&ranked.score.chamber_parts), of(&ranked.score.firm_parts)),
        })
    };
    let typed = visit.form.get("firm_id");
    let option = |ranked: &Ranked| {
        let value = ranked.firm_id.to_string();
        Choice { on: value == typed, value, label: name(&ranked.firm_id) }
    };
    let conflicted = choice
        .conflicts
        .iter()
        .map(|(firm, found)| (name(firm), found.iter().map(|conflict| conflict.kind.word(visit.locale)).collect()));
    let none: Vec<Fault> = Vec::new();
    let faults = if let Some(Error::Invalid(faults)) = error { faults } else { &none };
    let (drawn, rest) = setting(visit).draw(&fields(), &visit.form, faults);
    let page = CaseFirmsPage {
        w,
        may_offer: !offers.iter().any(|(offer, _)| open.contains(&offer.status)),
        candidates: choice.ranking.firms.iter().take(SHOWN).filter_map(candidate).collect(),
        removed: choice.ranking.removed.iter().map(|(why, firms)| (f.say(why), *firms)).collect(),
        conflicted: conflicted.collect(),
        firms: choice.ranking.firms.iter().take(SHOWN).map(option).collect(),
        fields: drawn,
        once: once::field(visit)?.1,
        refused: error.map(|error| sentence(error, f.w, visit)),
        faults: rest,
        offers,
        case,
        f,
    };
    show::html(error.map_or(StatusCode::OK, ResponseError::status_code), &page)
}
