//! How long things take, how old open cases are and how many a mediator has, of the whole or by one dimension: as the API has it.

use super::fields::Choice;
use super::figure_asking::Asking;
use super::figure_filter::{Filter, read};
use super::figure_parts::named;
use super::figure_words::{self, Words};
use super::frame::Frame;
use super::show;
use super::visit::Visit;
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::measures::Dimension;
use crate::domain::policy::Scope;
use crate::domain::times::Spread;
use crate::store::db::Conn;
use crate::workflow::read_times;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use std::cmp::Reverse;

/// Items of a measure that are listed.
const LINES: usize = 60;

#[derive(Template)]
#[template(path = "pages/templates/figure_times.html")]
struct TimesPage {
    f: Frame,
    w: &'static Words,
    filter: Filter,
    tables: Vec<Table>,
    meanings: Vec<(&'static str, String)>,
    has_held: bool,
    /// Measures that are only told of smaller areas.
    not_counted: Vec<&'static str>,
}

/// All measures of the whole, or one of them of each item.
struct Table {
    /// The measure with its unit; nothing where the lines are of several.
    heading: String,
    lines: Vec<Line>,
    /// How many more there are.
    left_out: i64,
}

struct Line {
    /// The measure with its unit, or the item.
    name: String,
    held: bool,
    /// Count, median, nine tenths, mean, most.
    cells: [String; 5],
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let by = Dimension::from_code(visit.query.get("by")).filter(|by| !by.is_of_time()).unwrap_or(Dimension::Total);
    let now = visit.now;
    let sheet = move |c: &mut Conn, scope: &Scope, asked: &Asking| {
        read_times::sheet(c, scope, asked.region, asked.period, by, now)
    };
    let (regions, found) = read(visit, sheet).await?;
    let w = figure_words::of(visit.locale);
    let option = |cut: &Dimension| Choice {
        value: cut.code().to_owned(),
        label: cut.word(visit.locale).to_owned(),
        on: *cut == by,
    };
    let options = Dimension::ALL.iter().filter(|cut| !cut.is_of_time()).map(option).collect();
    let asked = found.as_ref().map(|(asking, _)| asking).map_err(Vec::as_slice);
    let filter = Filter::of(visit, ("/figures/times", "by", w.cut), options, regions, asked);
    let (status, items, not_counted) = match found {
        Ok((_, sheet)) => (StatusCode::OK, sheet.items, sheet.not_counted),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), Vec::new()),
    };
    let page = TimesPage {
        f: Frame::of(visit, w.times)?,
        w,
        filter,
        meanings: meanings(&items, w, visit.locale),
        has_held: items.iter().any(|one| one.suppressed),
        not_counted: not_counted.iter().map(|time| time.word(visit.locale)).collect(),
        tables: tables(&items, by, w, visit.locale),
    };
    show::html(status, &page)
}

/// Of a dimension a table for each measure, those with the most values first.
fn tables(items: &[Spread], by: Dimension, w: &'static Words, locale: Locale) -> Vec<Table> {
    let measure = |one: &Spread| {
        let common = super::words::of(locale);
        format!("{}{}{}{}", one.measure.word(locale), common.paren, one.unit.word(locale), common.unparen)
    };
    if by == Dimension::Total {
        let lines: Vec<Line> = items.iter().map(|one| line(one, measure(one))).collect();
        return if lines.is_empty() { Vec::new() } else { vec![Table { heading: String::new(), lines, left_out: 0 }] };
    }
    let table = |of_measure: &[Spread]| {
        let mut of_measure: Vec<&Spread> = of_measure.iter().collect();
        of_measure.sort_by_key(|one| Reverse(one.count));
        let name =
            |one: &Spread| one.of.as_ref().map_or_else(String::new, |of| named(by, &of.item, &of.name, w, locale));
        Table {
            heading: of_measure.first().map_or_else(String::new, |one| measure(one)),
            lines: of_measure.iter().take(LINES).map(|one| line(one, name(one))).collect(),
            left_out: i64::try_from(of_measure.len().saturating_sub(LINES)).unwrap_or(i64::MAX),
        }
    };
    items.chunk_by(|one, next| one.measure == next.measure).map(table).collect()
}

fn line(one: &Spread, name: String) -> Line {
    let cell = |value: Option<i64>| value.map_or_else(|| "—".to_owned(), |value| value.to_string());
    let mean = one.mean_hundredths.map(|mean| format!("{}.{:02}", mean / 100, mean % 100));
    Line {
        name,
        held: one.suppressed,
        cells: [
            cell(one.count),
            cell(one.median),
            cell(one.p90),
            mean.unwrap_or_else(|| "—".to_owned()),
            cell(one.most),
        ],
    }
}

/// By which day each measure counts and what it leaves out, once each.
fn meanings(items: &[Spread], w: &'static Words, locale: Locale) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    for one in items {
        let (basis, leaves_out) = match locale {
            Locale::Zh => (one.date_basis_zh, one.leaves_out_zh),
            Locale::En => (one.date_basis_en, one.leaves_out_en),
        };
        let name = one.measure.word(locale);
        if all.iter().all(|(known, _)| *known != name) {
            let (colon, semicolon) = (super::words::of(locale).colon, locale.semicolon());
            all.push((name, format!("{}{colon}{basis}{semicolon}{}{colon}{leaves_out}", w.counts_by, w.leaves_out)));
        }
    }
    all
}
