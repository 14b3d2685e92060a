//! What places pay for a case (以案定补): the rules by place and year, entered, amended, and ended before their year is over.

use super::allowance_words::{self, Words};
use super::fields::{Choice, Field, Kind, Setting, must};
use super::form::Form;
use super::frame::Frame;
use super::rate_rows;
use super::refusal::{faults, mendable};
use super::step::FormPage;
use super::visit::Visit;
use super::{areas, filled, once, paging, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::AllowanceRuleId;
use crate::base::json;
use crate::domain::allowance::{AllowanceRule, AllowanceTerms, Sharing};
use crate::domain::place::Place;
use crate::domain::policy::{Permission, Scope};
use crate::domain::region::RegionCode;
use crate::store::allowance_rules;
use crate::store::db::Conn;
use crate::workflow::directory::reach;
use crate::workflow::keep_allowance_rules;
use actix_web::HttpResponse;
use askama::Template;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "pages/templates/allowance_rules.html")]
struct RulesPage {
    f: Frame,
    w: &'static Words,
    regions: Vec<Choice>,
    years: Vec<Choice>,
    rules: Vec<Shown>,
    next: Option<String>,
    may_add: bool,
}

/// A rule, the name of its place, and whether whoever looks keeps it.
struct Shown {
    rule: AllowanceRule,
    place: String,
    is_own: bool,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let (query, today, actor) = (&visit.query, visit.today(), visit.actor()?.clone());
    let region = query.typed("region").map(RegionCode::parse).transpose().map_err(|_| Error::NotFound)?;
    let year = query.typed("year").map(str::parse::<i32>).transpose().map_err(|_| Error::NotFound)?;
    let after = paging::place::<AllowanceRuleId>(visit, "after")?;
    let rows = paging::rows(ROWS);
    let own = actor.region().unwrap_or(RegionCode::NATION);
    let of = (region.map(RegionCode::prefix), year);
    let (mut rules, names, all) = visit
        .read(move |c: &mut Conn| {
            let rules = allowance_rules::list(c, of, after, rows)?;
            let names = areas::Names::of(c, rules.iter().map(|rule| rule.region_code), today)?;
            Ok((rules, names, areas::around(c, &Scope::Everything, Some(region.unwrap_or(own)), today)?))
        })
        .await?;
    let w = allowance_words::of(visit.locale);
    let next = paging::cut(&mut rules, ROWS, |last| paging::onward(visit, "after", last.id));
    let shown = |rule: AllowanceRule| Shown {
        place: names.get(rule.region_code),
        is_own: reach(&actor, Permission::ManageFederation, &Place::of_region(rule.region_code)).is_ok(),
        rule,
    };
    let mut years = vec![Choice { value: String::new(), label: w.every_year.to_owned(), on: year.is_none() }];
    years.extend((today.year() - 4..=today.year() + 1).rev().map(|one| Choice {
        value: one.to_string(),
        label: one.to_string(),
        on: year == Some(one),
    }));
    show::ok(&RulesPage {
        f: Frame::of(visit, w.rules)?,
        w,
        regions: areas::choices_or_all(all, region, w.everywhere),
        years,
        rules: rules.into_iter().map(shown).collect(),
        next,
        may_add: visit.actor()?.may(Permission::ManageFederation),
    })
}

/// The fields of a rule; of a new one its place and year as well.
fn fields(is_new: bool) -> Vec<Field> {
    let mut fields = Vec::new();
    if is_new {
        fields.push(must("region_code", Kind::Line, "地区", "Area"));
        fields.push(must("year", Kind::Number, "年度", "Year"));
    }
    fields.push(must("basis", Kind::Line, "依据文件（名称、文号）", "The document it follows"));
    fields.push(must("sharing", Kind::Choice(Sharing::TERMS), "多名调解员", "Several mediators"));
    fields
}

/// The form for a new rule: this year's, of one's own area.
pub(super) async fn new(visit: &Visit) -> Result<HttpResponse> {
    let own = visit.actor()?.region().map(|region| region.to_string()).unwrap_or_default();
    let usual = [("region_code", own), ("year", visit.today().year().to_string()), ("sharing", "equal".to_owned())];
    let usual = usual.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    form(visit, None, &Form::of(usual), None).await
}

pub(super) async fn add(visit: &Visit) -> Result<HttpResponse> {
    let (actor, now) = (visit.actor()?.clone(), visit.now);
    let made = async {
        let (terms, body) = terms(visit, true)?;
        let region = body.get("region_code").and_then(Value::as_str).unwrap_or_default();
        let region = RegionCode::parse(region).map_err(|code| Error::field("region_code", code))?;
        let year = body.get("year").and_then(Value::as_i64).and_then(|year| i32::try_from(year).ok());
        let of = (region, year.unwrap_or_default());
        let enter = move |tx: &mut Conn| {
            keep_allowance_rules::add(tx, &actor, of, terms, now).map(|_| "/allowances/rules".to_owned())
        };
        once::make(visit, enter).await
    };
    match made.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => form(visit, None, &visit.form, Some(&mendable(error)?)).await,
    }
}

/// The form with the terms there are; `NotFound` for a rule of somewhere else.
pub(super) async fn edit(visit: &Visit) -> Result<HttpResponse> {
    let rule = opened(visit).await?;
    let mut filled = vec![
        ("basis".to_owned(), rule.basis.as_str().to_owned()),
        ("sharing".to_owned(), rule.sharing.code().to_owned()),
    ];
    filled.extend(rate_rows::of(&rule.rates));
    form(visit, Some(&rule), &Form::of(filled), None).await
}

pub(super) async fn amend(visit: &Visit) -> Result<HttpResponse> {
    let rule = opened(visit).await?;
    let seen = visit.form.get("version").parse().map_err(|_| Error::NotFound)?;
    let (actor, now, id) = (visit.actor()?.clone(), visit.now, rule.id);
    let amended = async {
        let (terms, _) = terms(visit, false)?;
        visit.change(move |tx| keep_allowance_rules::amend(tx, &actor, id, terms, seen, now).map(drop)).await
    };
    match amended.await {
        Ok(()) => Ok(show::see("/allowances/rules")),
        // The version is the one there is now, so that a second look is enough.
        Err(error) => form(visit, Some(&rule), &visit.form, Some(&mendable(error)?)).await,
    }
}

/// What was typed, and the body of the form around it.
fn terms(visit: &Visit, is_new: bool) -> Result<(AllowanceTerms, Value)> {
    let setting = Setting::of(visit);
    let rates = rate_rows::body(&visit.form);
    let body = filled::body(&fields(is_new), &visit.form, &setting);
    // All that is wrong at once.
    let (body, rates) = match (body, rates) {
        (Ok(body), Ok(rates)) => (body, rates),
        (Err(Error::Invalid(mut faults)), Err(more)) => {
            faults.extend(more);
            return Err(Error::Invalid(faults));
        }
        (Err(error), _) => return Err(error),
        (_, Err(faults)) => return Err(Error::Invalid(faults)),
    };
    let of = |name: &str| body.get(name).cloned().unwrap_or_default();
    let terms = json::read(&json!({"basis": of("basis"), "sharing": of("sharing"), "rates": rates}))?;
    Ok((terms, body))
}

async fn opened(visit: &Visit) -> Result<AllowanceRule> {
    let id = visit.param::<AllowanceRuleId>("id")?;
    let rule = visit.read(move |c| allowance_rules::by_id(c, id)).await?.ok_or(Error::NotFound)?;
    reach(visit.actor()?, Permission::ManageFederation, &Place::of_region(rule.region_code))?;
    Ok(rule)
}

async fn form(
    visit: &Visit,
    known: Option<&AllowanceRule>,
    typed: &Form,
    error: Option<&Error>,
) -> Result<HttpResponse> {
    let (w, actor, today) = (allowance_words::of(visit.locale), visit.actor()?.clone(), visit.today());
    let code = RegionCode::parse(typed.get("region_code")).ok();
    let regions = visit.read(move |c| areas::to_put_in(c, actor.region(), code, today)).await?;
    let faults = faults(error);
    let of_rates = |fault: &&Fault| fault.field == "rates" || fault.field.starts_with("rates[");
    let others: Vec<Fault> = faults.iter().filter(|fault| !of_rates(fault)).cloned().collect();
    let setting = Setting::of(visit);
    let (mut drawn, rest) = setting.draw(&fields(known.is_none()), typed, &others);
    areas::offer(&mut drawn, regions, typed.get("region_code"), visit.locale);
    drawn.push(rate_rows::drawn(&setting, typed, faults, w));
    let (action, hidden, title) = match known {
        Some(rule) => {
            let title = titled(visit, w.rule_edit, rule).await?;
            (format!("/allowances/rules/{}", rule.id), ("version", rule.version.to_string()), title)
        }
        None => ("/allowances/rules/new".to_owned(), once::field(visit)?, w.rule_add.to_owned()),
    };
    let page = FormPage {
        intro: w.rules_intro,
        back: Some(("/allowances/rules".to_owned(), w.rules.to_owned())),
        hidden: vec![hidden],
        ..FormPage::of(visit, &title, action, (drawn, rest), w.save, error)?
    };
    page.answer(error)
}

/// The form that ends a rule.
pub(super) async fn ending(visit: &Visit) -> Result<HttpResponse> {
    let rule = opened(visit).await?;
    let day = rule.closed_on.unwrap_or_else(|| visit.today()).to_string();
    closing(visit, &rule, &Form::of(vec![("closed_on".to_owned(), day)]), None).await
}

pub(super) async fn close(visit: &Visit) -> Result<HttpResponse> {
    let rule = opened(visit).await?;
    let seen = visit.form.get("version").parse().map_err(|_| Error::NotFound)?;
    let (actor, now, id) = (visit.actor()?.clone(), visit.now, rule.id);
    let closed = async {
        let body = filled::body(&closing_fields(), &visit.form, &Setting::of(visit))?;
        let day = body.get("closed_on").cloned().unwrap_or_default();
        let on: NaiveDate = json::read(&day).map_err(|_| Error::field("closed_on", Code::BadDate))?;
        visit.change(move |tx| keep_allowance_rules::close(tx, &actor, id, on, seen, now).map(drop)).await
    };
    match closed.await {
        Ok(()) => Ok(show::see("/allowances/rules")),
        Err(error) => closing(visit, &rule, &visit.form, Some(&mendable(error)?)).await,
    }
}

fn closing_fields() -> Vec<Field> {
    vec![must("closed_on", Kind::Day, "适用至（含当日）", "Holds up to and including")]
}

/// What is done with a rule, and whose and of which year it is.
async fn titled(visit: &Visit, what: &str, rule: &AllowanceRule) -> Result<String> {
    let (region, today) = (rule.region_code, visit.today());
    let place = visit.read(move |c| Ok(areas::Names::of(c, [region], today)?.get(region))).await?;
    Ok(format!("{what} · {place} {}", rule.year))
}

async fn closing(visit: &Visit, rule: &AllowanceRule, typed: &Form, error: Option<&Error>) -> Result<HttpResponse> {
    let w = allowance_words::of(visit.locale);
    let drawn = Setting::of(visit).draw(&closing_fields(), typed, faults(error));
    let title = titled(visit, w.rule_close_title, rule).await?;
    let page = FormPage {
        intro: w.rule_close_note,
        back: Some(("/allowances/rules".to_owned(), w.rules.to_owned())),
        hidden: vec![("version", rule.version.to_string())],
        ..FormPage::of(visit, &title, format!("/allowances/rules/{}/closure", rule.id), drawn, w.rule_close, error)?
    };
    page.answer(error)
}
