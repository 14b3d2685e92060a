//! The cases behind a figure, by the day on which they count: as many as the figure says, or cases whose parts come to it.

use super::cases::{self, Line};
use super::figure_asking::{Asking, second};
use super::figure_parts::{cut_address, named};
use super::figure_words::{self, Words};
use super::frame::{self, Frame};
use super::show;
use super::visit::Visit;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::base::text_enum::Worded;
use crate::domain::contribution::Counter;
use crate::domain::measures::Dimension;
use crate::domain::money::Fen;
use crate::domain::policy::Sight;
use crate::store::db::Conn;
use crate::store::statistics_behind::Behind;
use crate::workflow::read_statistics;
use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use std::collections::HashMap;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/figure_cases.html")]
struct BehindPage {
    f: Frame,
    w: &'static Words,
    back: String,
    days: String,
    /// What the figure is of: a kind of dispute, an area, a month.
    item: Option<String>,
    counter: &'static str,
    figure: String,
    rows: Vec<(NaiveDate, String, Line)>,
    masked: bool,
    next: Option<String>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let (scope, now, today, asking) = (visit.scope()?, visit.now, visit.today(), Asking::of(visit)?);
    let counter =
        Counter::from_code(visit.query.get("count")).ok_or_else(|| Error::field("count", Code::UnknownCode))?;
    let by = Dimension::from_code(visit.query.get("by")).unwrap_or(Dimension::Total);
    let and = second(visit, by);
    let item = visit.query.get("item").to_owned();
    let other = visit.query.get("other").to_owned();
    let after = visit.query.typed("after").map(|text| read_place(text).ok_or(Error::NotFound)).transpose()?;
    let (asked, wanted, sight) = (asking.asked((by, and), None), (item.clone(), other.clone()), scope.sight());
    let (found, names, others) = visit
        .read(move |c: &mut Conn| {
            let found = read_statistics::behind(c, &scope, &asked, (&wanted, counter), after.as_ref(), ROWS)?;
            let names = read_statistics::names(c, by, [wanted.0.as_str()].into_iter(), now)?;
            let others = read_statistics::names(c, and, [wanted.1.as_str()].into_iter(), now)?;
            Ok((found, names, others))
        })
        .await?;
    let w = figure_words::of(visit.locale);
    let name = |by, names: &HashMap<String, String>, item: &str| {
        named(by, item, names.get(item).map_or("", String::as_str), w, visit.locale)
    };
    let items = [(by, &names, &item), (and, &others, &other)].into_iter().filter(|(by, ..)| *by != Dimension::Total);
    let items: Vec<String> = items.map(|(by, names, item)| name(by, names, item)).collect();
    let is_shown = sight == Sight::Full || !counter.is_amount();
    let written = |sum: i64| match Fen::new(sum).ok().filter(|_| counter.is_amount()) {
        Some(amount) => frame::yuan(amount),
        None => frame::grouped(&sum.to_string()),
    };
    let cut = cut_address((by, &item), (and, &other));
    let next = found
        .rows
        .last()
        .filter(|_| found.has_more)
        .map(|(last, _)| format!("/figures/cases?{}{cut}&count={counter}&after={}", asking.address(), place(last)));
    let f = Frame::of(visit, w.behind)?;
    show::ok(&BehindPage {
        w,
        back: format!("/figures?{}{}", asking.address(), cut_back(by, and)),
        days: f.days(asking.period.from, asking.period.to),
        item: (!items.is_empty()).then(|| items.join(" · ")),
        counter: counter.word(visit.locale),
        figure: written(found.figure),
        rows: found
            .rows
            .iter()
            .map(|(one, line)| {
                let adds = if is_shown { written(one.sum) } else { "—".to_owned() };
                (one.on, adds, cases::line(line, sight != Sight::Full, today, visit.locale))
            })
            .collect(),
        masked: !is_shown,
        next,
        f,
    })
}

/// What the page that is gone back to is broken down by.
fn cut_back(by: Dimension, and: Dimension) -> String {
    let some = |name: &str, by: Dimension| {
        if by == Dimension::Total { String::new() } else { format!("&{name}={by}") }
    };
    format!("{}{}", some("by", by), some("and", and))
}

/// Where a page ended.
fn place(row: &Behind) -> String {
    format!("{}_{}_{}", row.on, row.case, row.number)
}

fn read_place(text: &str) -> Option<(NaiveDate, CaseId, usize)> {
    let mut parts = text.split('_');
    let place = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(place)
}
