//! What people applied for without an account: the list, and each with the decision on it, a case or a refusal that says where to go.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, choices, may, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{file_words, filled, paging, show};
use crate::base::error::{Error, Result};
use crate::base::id::ApplicationId;
use crate::base::json;
use crate::base::text_enum::Term;
use crate::domain::application::{Application, ApplicationStatus};
use crate::domain::case::{Difficulty, Outcome, Regime};
use crate::domain::category::{Category, Subcategory};
use crate::domain::duplicates::Duplicate;
use crate::domain::lifecycle::{self, Action};
use crate::domain::remedies::{self, Advice};
use crate::domain::rules::REASONS_TO_DECLINE;
use crate::store::applications;
use crate::store::db::Conn;
use crate::workflow::access;
use crate::workflow::decide_application::{self, Weighed};
use actix_web::HttpResponse;
use askama::Template;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/applications.html")]
struct ApplicationsPage {
    f: Frame,
    w: &'static file_words::Words,
    statuses: Vec<Choice>,
    lines: Vec<Application>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/templates/application.html")]
struct ApplicationPage {
    f: Frame,
    w: &'static file_words::Words,
    one: Application,
    duplicates: Vec<Duplicate>,
    same_as: Vec<ApplicationId>,
    advice: Vec<Advice>,
    acceptance: Vec<Drawn>,
    /// None for those who may not refuse.
    refusal: Option<Vec<Drawn>>,
    refused: Option<&'static str>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let committees = visit.actor()?.committees().to_vec();
    let asked = visit.query.get("status");
    let status = ApplicationStatus::from_code(asked);
    let before = paging::place(visit, "before")?;
    let rows = paging::rows(ROWS);
    let mut lines = visit.read(move |c| applications::list(c, &committees, status, before, rows)).await?;
    let next = paging::cut(&mut lines, ROWS, |last| paging::onward(visit, "before", last.id));
    let w = file_words::of(visit.locale);
    let f = Frame::of(visit, w.applications)?;
    let statuses = choices(ApplicationStatus::TERMS, asked, visit.locale, f.w.all);
    show::ok(&ApplicationsPage { f, w, statuses, lines, next })
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Registers it as a case, and on to that case.
pub(super) async fn accept(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by, terms) =
        (visit.param::<ApplicationId>("id")?, visit.actor()?.clone(), visit.moment(), visit.terms());
    let decided = async {
        let input = json::read(&filled::body(&acceptance(), &visit.form, &Setting::of(visit))?)?;
        let seen = (id, visit.version()?);
        let file = visit.change(move |tx| decide_application::accept_application(tx, &actor, seen, input, &terms, &by));
        Ok(format!("/cases/{}", file.await?.case.id))
    };
    answered(visit, decided.await).await
}

pub(super) async fn refuse(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<ApplicationId>("id")?, visit.actor()?.clone(), visit.moment());
    let decided = async {
        let input = json::read(&filled::body(&refusal(), &visit.form, &Setting::of(visit))?)?;
        let seen = (id, visit.version()?);
        visit.change(move |tx| decide_application::refuse_application(tx, &actor, seen, input, &by)).await?;
        Ok(format!("/applications/{id}"))
    };
    answered(visit, decided.await).await
}

async fn answered(visit: &Visit, decided: Result<String>) -> Result<HttpResponse> {
    match decided {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

fn acceptance() -> [Field; 4] {
    [
        may("regime", Kind::Choice(Regime::TERMS), "适用程序", "Regime"),
        may("category", Kind::Choice(Category::TERMS), "纠纷类别", "Category"),
        may("subcategory", Kind::Choice(Subcategory::TERMS), "细类", "Subcategory"),
        may("difficulty", Kind::Choice(Difficulty::TERMS), "难易程度", "Difficulty"),
    ]
}

fn refusal() -> [Field; 2] {
    [
        must("outcome", Kind::Choice(REASONS), "不予受理的理由", "Why it is not taken"),
        may("reason", Kind::Long, "补充说明（告知申请人）", "In words, for the applicant"),
    ]
}

/// The terms of the reasons for which a case is declined.
#[allow(clippy::indexing_slicing, reason = "looked at by the compiler")]
const REASONS: &[Term] = &{
    let mut terms = [Term { code: "", zh: "", en: "" }; REASONS_TO_DECLINE.len()];
    let mut at = 0;
    while at < terms.len() {
        let one: Outcome = REASONS_TO_DECLINE[at];
        terms[at] = Term { code: one.code(), zh: one.zh(), en: one.en() };
        at += 1;
    }
    terms
};

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor) = (visit.param::<ApplicationId>("id")?, visit.actor()?.clone());
    let may_refuse = lifecycle::roles(Action::Decline).contains(&access::role(&actor));
    let load = move |c: &mut Conn| decide_application::weigh(c, &actor, id);
    let Weighed { application: one, duplicates, same_as } = visit.read(load).await?;
    let w = file_words::of(visit.locale);
    let f = Frame::of(visit, w.application)?;
    let faults = faults(error);
    let setting = Setting::of(visit);
    let page = ApplicationPage {
        w,
        advice: one.outcome.map_or_else(Vec::new, |outcome| remedies::instead(one.regime(), outcome)),
        duplicates,
        same_as,
        acceptance: setting.draw(&acceptance(), &visit.form, faults).0,
        refusal: may_refuse.then(|| setting.draw(&refusal(), &visit.form, faults).0),
        refused: sentence(error, visit),
        one,
        f,
    };
    refusal::html(&page, error)
}
