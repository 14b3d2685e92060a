//! What in a chamber's own records deserves a second look before figures are sent up, with the cases to look at. For the chamber alone.

use super::cases::{self, Line};
use super::chamber_words::{self, Words};
use super::frame::Frame;
use super::refusal::Marks;
use super::show;
use super::visit::Visit;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::base::text_enum::Worded;
use crate::domain::period::Period;
use crate::domain::policy::{Actor, Permission};
use crate::domain::quality::Oddity;
use crate::store::case_lists;
use crate::store::db::Conn;
use crate::store::statistics_cases::CountedDays;
use crate::workflow::check_records;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Cases of one sign that are listed, and signs of one page.
const CASES: usize = 10;
const SIGNS: usize = 30;

#[derive(Template)]
#[template(path = "pages/templates/oddities.html")]
struct OdditiesPage {
    f: Frame,
    w: &'static Words,
    from: String,
    to: String,
    days: String,
    faults: Marks,
    signs: Vec<Shown>,
    /// Signs that are not listed for want of room.
    more: usize,
}

/// A sign with the first of its cases.
struct Shown {
    what: &'static str,
    numerator: i64,
    denominator: i64,
    cases: Vec<Line>,
    more: usize,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (query, usual) = (&visit.query, Period::year_so_far(visit.today()));
    let text = |name: &str, usual: NaiveDate| query.typed(name).map_or_else(|| usual.to_string(), str::to_owned);
    let (from, to) = (text("from", usual.from), text("to", usual.to));
    let f = Frame::of(visit, chamber_words::of(visit.locale).oddities)?;
    let mut page = OdditiesPage {
        w: chamber_words::of(visit.locale),
        from,
        to,
        days: String::new(),
        faults: Marks::default(),
        signs: Vec::new(),
        more: 0,
        f,
    };
    match Period::parse(&page.from, &page.to) {
        Ok(period) => {
            page.days = page.f.days(period.from, period.to);
            (page.signs, page.more) = found(visit, period).await?;
            show::ok(&page)
        }
        Err(Error::Invalid(faults)) => {
            page.faults = Marks::of(&faults, visit.locale);
            show::html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error),
    }
}

/// The signs of a period with their cases, and how many more there are.
async fn found(visit: &Visit, period: Period) -> Result<(Vec<Shown>, usize)> {
    let (scope, today, locale) = (visit.scope()?, visit.today(), visit.locale);
    visit
        .read(move |c| {
            let mut all = check_records::check(c, &scope, period)?;
            let more = all.len().saturating_sub(SIGNS);
            all.truncate(SIGNS);
            let ids: Vec<CaseId> = all.iter().flat_map(|one| one.cases.iter().take(CASES).copied()).collect();
            let mut lines: BTreeMap<CaseId, case_lists::Line> = BTreeMap::new();
            for part in ids.chunks(500) {
                lines.extend(case_lists::of_ids(c, &scope, part)?.into_iter().map(|line| (line.case.id, line)));
            }
            let shown = |one: Oddity| Shown {
                what: one.sign.word(locale),
                numerator: one.numerator,
                denominator: one.denominator,
                more: one.cases.len().saturating_sub(CASES),
                cases: one
                    .cases
                    .iter()
                    .take(CASES)
                    .filter_map(|id| Some(cases::line(lines.get(id)?, false, today, locale)))
                    .collect(),
            };
            Ok((all.into_iter().map(shown).collect(), more))
        })
        .await
}

/// How many signs a glance at a period finds, for whoever they are shown to; the page itself looks longer.
pub(super) fn count(c: &mut Conn, actor: &Actor, period: Period, counted: &mut CountedDays) -> Result<usize> {
    if !actor.may(Permission::AssignCase) {
        return Ok(0);
    }
    Ok(check_records::glance(c, &actor.scope(Permission::AssignCase), period, counted)?.len())
}
