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

/// What times can be divided by: anything but time.
const CUTS: [Dimension; 7] = [
    Dimension::Total,
    Dimension::Region,
    Dimension::Committee,
    Dimension::Category,
    Dimension::Source,
    Dimension::Regime,
    Dimension::Firm,
];

#[derive(Template)]
#[template(path = "pages/templates/figure_times.html")]
struct TimesPage {
    f: Frame,
    w: &'static Words,
    filter: Filter,
    /// Whether each line is of one item.
    is_cut: bool,
    lines: Vec<Line>,
    meanings: Vec<(&'static str, String)>,
    has_held: bool,
}

struct Line {
    measure: &'static str,
    unit: &'static str,
    item: String,
    held: bool,
    /// Count, median, nine tenths, mean, most.
    cells: [String; 5],
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let by = Dimension::from_code(visit.query.get("by")).filter(|by| CUTS.contains(by)).unwrap_or(Dimension::Total);
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
    let options = CUTS.iter().map(option).collect();
    let asked = found.as_ref().map(|(asking, _)| asking).map_err(Vec::as_slice);
    let filter = Filter::of(visit, ("/figures/times", "by", w.cut), options, regions, asked);
    let (status, items) = match found {
        Ok((_, sheet)) => (StatusCode::OK, sheet.items),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()),
    };
    let page = TimesPage {
        f: Frame::of(visit, w.times)?,
        w,
        filter,
        is_cut: by != Dimension::Total,
        meanings: meanings(&items, w, visit.locale),
        has_held: items.iter().any(|one| one.suppressed),
        lines: items.iter().map(|one| line(one, by, w, visit.locale)).collect(),
    };
    show::html(status, &page)
}

fn line(one: &Spread, by: Dimension, w: &'static Words, locale: Locale) -> Line {
    let cell = |value: Option<i64>| value.map_or_else(|| "—".to_owned(), |value| value.to_string());
    let mean = one.mean_hundredths.map(|mean| format!("{}.{:02}", mean / 100, mean % 100));
    Line {
        measure: one.measure.word(locale),
        unit: one.unit.word(locale),
        item: one.of.as_ref().map_or_else(String::new, |of| named(by, &of.item, &of.name, w, locale)),
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
