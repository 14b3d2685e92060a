//! The firms of a case: who was asked and what they answered; for the chamber, whom it can ask, and why in that order.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::form::Form;
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{file_words, filled, once, show};
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{AssignmentId, CaseId, FirmId};
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::assignment::{ActsFor, Assignment, AssignmentStatus, DisclosureBasis, OfferTerms};
use crate::domain::case::{Case, CaseFile};
use crate::domain::consent::ConsentMatter;
use crate::domain::lifecycle::Action;
use crate::domain::matching::score::Parts;
use crate::domain::policy::Permission;
use crate::domain::ranking::{OfferGroup, Ranked};
use crate::domain::rules;
use crate::store::db::Conn;
use crate::store::{assignments, case_files, firms};
use crate::workflow::assign_firms::{self, TakingBack};
use crate::workflow::rank_firms;
use actix_web::HttpResponse;
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
    offers: Vec<OfferLine>,
    /// Whom one can ask, when nobody is asked yet.
    candidates: Vec<Candidate>,
    removed: Vec<(&'static str, usize)>,
    conflicted: Vec<(String, Vec<&'static str>)>,
    firms: Vec<Choice>,
    fields: Vec<Drawn>,
    may_offer: bool,
    may_step: bool,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

/// An offer, its firm, and what each party said to showing it the case.
struct OfferLine {
    offer: Assignment,
    name: String,
    is_open: bool,
    words: Vec<(String, &'static str)>,
    /// The form of what lets the firm see the case.
    basis: Vec<Drawn>,
}

struct Candidate {
    name: String,
    group: OfferGroup,
    load: i64,
    capacity: i64,
    /// The score in thousandths of the best one that is possible.
    score: i64,
    /// How far the firm fits the case, and the case the firm; in hundredths.
    /// The same as points of a hundred.
    mark: String,
    parts: (String, String),
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
        let input = json::read(&filled::body(&asked, &visit.form, &Setting::of(visit))?)?;
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
    let version = visit.version()?;
    let input = TakingBack { reassign: visit.form.get("reassign") == "true" };
    let taken = visit.change(move |tx| assign_firms::take_back(tx, &actor, offer, version, input, &terms, &by)).await;
    answered(visit, taken.map(|offer| format!("/cases/{}/firms", offer.case_id))).await
}

/// Files what lets the firm see personal data: a contract, or that each party said yes.
pub(super) async fn file_basis(visit: &Visit) -> Result<HttpResponse> {
    let (actor, offer) = (visit.actor()?.clone(), visit.param::<AssignmentId>("offer")?);
    let version = visit.version()?;
    let [basis, contract, ..] = fields();
    let filed = async {
        let input = json::read(&filled::body(&[basis, contract], &visit.form, &Setting::of(visit))?)?;
        visit.change(move |tx| assign_firms::file_basis(tx, &actor, offer, version, input)).await
    };
    answered(visit, filed.await.map(|offer| format!("/cases/{}/firms", offer.case_id))).await
}

async fn answered(visit: &Visit, done: Result<String>) -> Result<HttpResponse> {
    match done {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
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

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, by, terms) = (visit.param::<CaseId>("id")?, visit.moment(), OfferTerms::of(&visit.config));
    let scope = visit.actor()?.scope(Permission::AssignCase);
    let (file, offers, choice) = visit
        .read(move |c| {
            let file = case_files::load(c, &scope, id)?;
            let offers = offers(c, id)?;
            let choice = rank_firms::rank(c, &file, &terms.weights, &by)?;
            Ok((file, offers, choice))
        })
        .await?;
    let w = file_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", w.firms, file.case.case_no))?;
    let name = |id: &FirmId| choice.firms.get(id).map(|(firm, _)| firm.name.as_str().to_owned()).unwrap_or_default();
    let candidate = |ranked: &Ranked| {
        let (firm, candidate) = choice.firms.get(&ranked.firm_id)?;
        let tenths = |thousandths: i64| format!("{}.{}", thousandths / 10, thousandths % 10);
        let of = |parts: &Parts| tenths(parts.values().copied().map(i64::from).sum::<i64>() / 1_000);
        Some(Candidate {
            name: firm.name.as_str().to_owned(),
            group: ranked.score.group,
            load: candidate.facts.load,
            capacity: candidate.facts.capacity,
            score: ranked.score.total / 2_000,
            mark: tenths(ranked.score.total / 2_000),
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
    let faults = faults(error);
    let line = |(offer, name): (Assignment, String)| OfferLine {
        is_open: matches!(offer.status, AssignmentStatus::Offered | AssignmentStatus::Accepted),
        words: words_of(&file, offer.firm_id, w),
        basis: basis_of(&offer, visit, faults),
        offer,
        name,
    };
    let offers: Vec<OfferLine> = offers.into_iter().map(line).collect();
    let (drawn, rest) = Setting::of(visit).draw(&fields(), &visit.form, faults);
    let page = CaseFirmsPage {
        w,
        may_offer: !offers.iter().any(|line| line.is_open),
        candidates: choice.ranking.firms.iter().take(SHOWN).filter_map(candidate).collect(),
        removed: choice.ranking.removed.iter().map(|(why, firms)| (f.say(why), *firms)).collect(),
        conflicted: conflicted.collect(),
        firms: choice.ranking.firms.iter().take(SHOWN).map(option).collect(),
        fields: drawn,
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        may_step: visit.actor()?.may(Permission::StepCase),
        case: file.case,
        offers,
        f,
    };
    refusal::html(&page, error)
}

/// What each party said last to showing the case to this firm.
fn words_of(file: &CaseFile, firm: FirmId, w: &file_words::Words) -> Vec<(String, &'static str)> {
    let word = |party| match rules::last_word(file, party, ConsentMatter::DisclosureToFirm, (None, Some(firm))) {
        Some(word) if word.given => w.said_yes,
        Some(_) => w.said_no,
        None => w.said_nothing,
    };
    file.parties.iter().map(|party| (party.name.as_str().to_owned(), word(party.id))).collect()
}

/// The form of the basis, with what is on file or was refused. Of the offers of a case one at most is open and has the form.
fn basis_of(offer: &Assignment, visit: &Visit, faults: &[Fault]) -> Vec<Drawn> {
    let on_file = vec![
        ("basis".to_owned(), offer.basis.code().to_owned()),
        ("contract_no".to_owned(), offer.contract_no.clone().unwrap_or_default()),
    ];
    let typed = if faults.is_empty() { Form::of(on_file) } else { visit.form.clone() };
    let [basis, contract, ..] = fields();
    Setting::of(visit).draw(&[basis, contract], &typed, faults).0
}
