//! Logging a case: three fields, the rest folded away. Sending the form twice logs one case; what looks like a case that is there already
//! is shown first.

use super::alike::{self, Alike};
use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::refusal::{faults, mendable};
use super::step::FormPage;
use super::visit::Visit;
use super::{case_words, filled, once, show, words};
use crate::base::error::{Error, Fault, Result};
use crate::base::json;
use crate::domain::case::{Difficulty, Regime, Source};
use crate::domain::category::Category;
use crate::domain::parties::PartyKind;
use crate::domain::policy::Permission;
use crate::store::committees;
use crate::workflow::register_case::{self, NewCase};
use actix_web::HttpResponse;

/// The hidden field with the cases that were shown as alike.
const SEEN: &str = "seen";

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
        may("amount_claimed", Kind::Money, "涉及金额（元）", "Amount in dispute (yuan)"),
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
    page(visit, None, Vec::new()).await
}

pub(super) async fn save(visit: &Visit) -> Result<HttpResponse> {
    if let Some(path) = once::made(visit).await? {
        return Ok(show::see(&path));
    }
    let setting = Setting::of(visit);
    let mut asked: Vec<Field> = fields().into_iter().chain(more()).collect();
    asked.push(committee());
    let input = filled::body(&asked, &visit.form, &setting).and_then(|body| json::read::<NewCase>(&body));
    let saved = match input {
        Ok(input) => {
            let alike = unseen(visit, input.clone()).await?;
            if !alike.is_empty() {
                return page(visit, None, alike).await;
            }
            registered(visit, input).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?), Vec::new()).await,
    }
}

/// The cases that look like this one, unless all of them were shown before.
async fn unseen(visit: &Visit, input: NewCase) -> Result<Vec<Alike>> {
    let (actor, by, shown) = (visit.actor()?.clone(), visit.moment(), (visit.locale, visit.today()));
    let found = visit
        .read(move |c| {
            let found = register_case::alike(c, &actor, &input, &by)?;
            alike::named(c, &actor.scope(Permission::ReadCases), &found, shown)
        })
        .await?;
    let seen: Vec<&str> = visit.form.get(SEEN).split(' ').collect();
    let is_new = found.iter().any(|one| !seen.contains(&one.id.to_string().as_str()));
    Ok(if is_new { found } else { Vec::new() })
}

/// The path of the new case, or of the one the same form logged before.
async fn registered(visit: &Visit, input: NewCase) -> Result<String> {
    let (actor, by, terms) = (visit.actor()?.clone(), visit.moment(), visit.terms());
    once::make(visit, move |tx| {
        Ok(format!("/cases/{}", register_case::register_case(tx, &actor, input, &terms, &by)?.case.id))
    })
    .await
}

/// Asked of those alone who work for several.
fn committee() -> Field {
    may("committee_id", Kind::Line, "调解委员会", "Committee")
}

/// The choice of a committee; none for who works for one.
async fn committees(visit: &Visit, faults: &[Fault]) -> Result<Option<Drawn>> {
    let own = visit.actor()?.committees().to_vec();
    if own.len() < 2 {
        return Ok(None);
    }
    let known =
        visit.read(move |c| own.into_iter().map(|id| committees::get(c, id)).collect::<Result<Vec<_>>>()).await?;
    let mut drawn = Setting::of(visit).drawn(&Field { required: true, ..committee() }, &visit.form, faults);
    let chosen = visit.form.get("committee_id");
    let none = Choice { value: String::new(), label: words::of(visit.locale).choose.to_owned(), on: chosen.is_empty() };
    let one = |one: crate::domain::committee::Committee| {
        let value = one.id.to_string();
        Choice { on: value == chosen, label: one.name.to_string(), value }
    };
    drawn.control = Control::Choice { options: std::iter::once(none).chain(known.into_iter().map(one)).collect() };
    Ok(Some(drawn))
}

async fn page(visit: &Visit, error: Option<&Error>, alike: Vec<Alike>) -> Result<HttpResponse> {
    let typed = &visit.form;
    let (w, setting) = (words::of(visit.locale), Setting::of(visit));
    let faults = faults(error);
    let (mut drawn, _) = setting.draw(&fields(), typed, faults);
    let (folded, _) = setting.draw(&more(), typed, faults);
    let mut all: Vec<Field> = fields().into_iter().chain(more()).collect();
    if let Some(choice) = committees(visit, faults).await? {
        drawn.insert(0, choice);
        all.push(committee());
    }
    let (_, rest) = setting.draw(&all, typed, faults);
    let more_open = folded.iter().any(|field| !field.errors.is_empty() || typed.typed(&field.name).is_some());
    let seen: Vec<String> = alike.iter().map(|one| one.id.to_string()).collect();
    let button = if alike.is_empty() { w.register } else { case_words::of(visit.locale).register_anyway };
    let page = FormPage {
        intro: w.new_case_intro,
        back: Some(("/work".to_owned(), w.nav_work.to_owned())),
        hidden: vec![once::field(visit)?, (SEEN, seen.join(" "))],
        alike,
        more: folded,
        more_open,
        ..FormPage::of(visit, w.nav_new_case, "/cases/new".to_owned(), (drawn, rest), button, error)?
    };
    page.answer(error)
}
