//! Logging a case: three fields, the rest folded away. Sending the form twice logs one case.

use super::fields::{Field, Kind, Setting, may, must};
use super::step::FormPage;
use super::visit::Visit;
use super::{filled, once, show, words};
use crate::base::error::{Error, Fault, Result};
use crate::base::json;
use crate::domain::case::{Difficulty, Regime, Source};
use crate::domain::category::Category;
use crate::domain::parties::PartyKind;
use crate::workflow::register_case::{NewCase, register_case};
use actix_web::HttpResponse;

fn fields() -> Vec<Field> {
    vec![
        must("applicant", Kind::Line, "申请人姓名或名称", "Applicant's name"),
        must("respondent", Kind::Line, "被申请人姓名或名称", "Respondent's name"),
        must("summary", Kind::Long, "纠纷摘要：何人因何事、请求是什么", "What it is about, and what is asked for"),
    ]
}

fn more() -> Vec<Field> {
    vec![
        may("category", Kind::Choice(Category::TERMS), "纠纷类别", "Category"),
        may("amount_claimed", Kind::Money, "涉及金额（元）", "Amount claimed (yuan)"),
        may("applicant_kind", Kind::Choice(PartyKind::TERMS), "申请人性质", "Kind of applicant"),
        may("applicant_phone", Kind::Phone, "申请人电话", "Applicant's phone"),
        may("respondent_kind", Kind::Choice(PartyKind::TERMS), "被申请人性质", "Kind of respondent"),
        may("respondent_phone", Kind::Phone, "被申请人电话", "Respondent's phone"),
        may("source", Kind::Choice(Source::TERMS), "来源", "Source"),
        may("external_no", Kind::Line, "移送单位编号", "Number of the referring body"),
        may("regime", Kind::Choice(Regime::TERMS), "适用程序", "Regime"),
        may("difficulty", Kind::Choice(Difficulty::TERMS), "难易程度", "Difficulty"),
        may("applied_on", Kind::Day, "申请日期（不填为今天）", "Applied on (today when empty)"),
        may("people", Kind::Number, "涉及人数", "People"),
    ]
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None)
}

pub(super) async fn save(visit: &Visit) -> Result<HttpResponse> {
    let setting = setting(visit);
    let asked: Vec<Field> = fields().into_iter().chain(more()).collect();
    let input = filled::body(&asked, &visit.form, &setting).and_then(|body| json::read::<NewCase>(&body));
    let saved = match input {
        Ok(input) => registered(visit, input).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(path) => Ok(show::see(&path)),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => page(visit, Some(&error)),
        Err(error) => Err(error),
    }
}

/// The path of the new case, or of the one the same form logged before.
async fn registered(visit: &Visit, input: NewCase) -> Result<String> {
    let (actor, by, terms) = (visit.actor()?.clone(), visit.moment(), visit.terms());
    once::make(visit, move |tx| Ok(format!("/cases/{}", register_case(tx, &actor, input, &terms, &by)?.case.id))).await
}

fn setting(visit: &Visit) -> Setting {
    Setting { locale: visit.locale, today: visit.today(), file: None, mediators: Vec::new() }
}

fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let typed = &visit.form;
    let (w, setting) = (words::of(visit.locale), setting(visit));
    let none: Vec<Fault> = Vec::new();
    let faults = if let Some(Error::Invalid(faults)) = error { faults } else { &none };
    let (drawn, _) = setting.draw(&fields(), typed, faults);
    let (folded, _) = setting.draw(&more(), typed, faults);
    let all: Vec<Field> = fields().into_iter().chain(more()).collect();
    let (_, rest) = setting.draw(&all, typed, faults);
    let more_open = folded.iter().any(|field| !field.errors.is_empty() || typed.typed(&field.name).is_some());
    let page = FormPage {
        intro: w.new_case_intro,
        back: Some(("/work".to_owned(), w.nav_work.to_owned())),
        hidden: vec![once::field(visit)?],
        more: folded,
        more_open,
        ..FormPage::of(visit, w.nav_new_case, "/cases/new".to_owned(), (drawn, rest), w.register, error)?
    };
    page.answer(error)
}
