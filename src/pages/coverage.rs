//! How far the chambers and law firms of an area are paired on a day, and the services held there in a period: every cut of the API's
//! sheets as a table.

use super::chamber_words::{self, Words};
use super::fields::Choice;
use super::figure_parts::{grouped, percent};
use super::frame::Frame;
use super::refusal::Marks;
use super::visit::Visit;
use super::{areas, show};
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::chamber::ChamberKind;
use crate::domain::coverage::{CoverageBy, CoverageLine, RegionLevel, Share};
use crate::domain::network_measures::NetworkMeasure as M;
use crate::domain::region::RegionCode;
use crate::domain::service_totals::{ServiceLine, ServiceSums, ServicesBy};
use crate::domain::services::ServiceKind;
use crate::store::db::Conn;
use crate::workflow::read_coverage;
use crate::workflow::read_statistics::area_of;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{Datelike, NaiveDate};

/// There was no such pairing before.
const FIRST_YEAR: i32 = 2000;

#[derive(Template)]
#[template(path = "pages/templates/coverage.html")]
struct CoveragePage {
    f: Frame,
    w: &'static Words,
    regions: Vec<Choice>,
    on: String,
    from: String,
    to: String,
    faults: Marks,
    coverage: Vec<Table>,
    services: Vec<Table>,
}

/// One cut, the whole of the area in its last row.
pub(super) struct Table {
    pub title: &'static str,
    pub heads: Vec<String>,
    pub rows: Vec<(String, Vec<String>)>,
    pub whole: Option<Vec<String>>,
}

/// What was typed, read.
struct Asked {
    on: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (scope, today) = (visit.scope()?, visit.today());
    let text = |name: &str, usual: NaiveDate| visit.query.typed(name).map_or_else(|| usual.to_string(), str::to_owned);
    let (on, to) = (text("on", today), text("to", today));
    let from = text("from", today.with_ordinal(1).unwrap_or(today));
    let region = visit.query.typed("region").map(RegionCode::parse).transpose().map_err(|_| Error::NotFound)?;
    let region = area_of(&scope, region)?.ok_or(Error::NotFound)?;
    let mut page = CoveragePage {
        f: Frame::of(visit, chamber_words::of(visit.locale).coverage)?,
        w: chamber_words::of(visit.locale),
        regions: Vec::new(),
        faults: Marks::default(),
        coverage: Vec::new(),
        services: Vec::new(),
        on,
        from,
        to,
    };
    let asked = match read(&page, today) {
        Ok(asked) => Some(asked),
        Err(Error::Invalid(faults)) => {
            page.faults = Marks::of(&faults, visit.locale);
            None
        }
        Err(error) => return Err(error),
    };
    let (locale, idle_days) = (visit.locale, visit.config.pairing.idle_days);
    let (regions, tables) = visit
        .read(move |c: &mut Conn| {
            let tables = match asked {
                Some(Asked { on, from, to }) => {
                    let mut cut =
                        |by| read_coverage::sheet(c, &scope, region, on, by, idle_days).map(|sheet| sheet.items);
                    let whole = cut(CoverageBy::Total)?;
                    let coverage = [CoverageBy::Level, CoverageBy::Kind, CoverageBy::Region]
                        .into_iter()
                        .map(|by| Ok(coverage_table(by, cut(by)?, &whole, locale)))
                        .collect::<Result<Vec<_>>>()?;
                    let mut cut =
                        |by| read_coverage::services(c, &scope, region, (from, to), by).map(|sheet| sheet.items);
                    let whole = cut(ServicesBy::Total)?;
                    let services = [ServicesBy::Kind, ServicesBy::Region]
                        .into_iter()
                        .map(|by| Ok(service_table(by.word(locale), cut(by)?, whole.first(), locale)))
                        .collect::<Result<Vec<_>>>()?;
                    Some((coverage, services))
                }
                None => None,
            };
            Ok((areas::around(c, &scope, Some(region), today)?, tables))
        })
        .await?;
    page.regions = areas::choices(regions, Some(region));
    let status = if tables.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (page.coverage, page.services) = tables.unwrap_or_default();
    show::html(status, &page)
}

/// The days of the form, with the API's limits.
fn read(page: &CoveragePage, today: NaiveDate) -> Result<Asked> {
    let mut faults = Faults::default();
    let mut day = |name: &str, text: &str| {
        let day = text.parse::<NaiveDate>().ok();
        faults.check(day.is_some(), name, Code::WrongType);
        let day = day.unwrap_or(today);
        faults.check(day <= today, name, Code::FutureDate);
        faults.check(day.year() >= FIRST_YEAR, name, Code::OutOfRange);
        day
    };
    let (on, from, to) = (day("on", &page.on), day("from", &page.from), day("to", &page.to));
    faults.check(from <= to, "to", Code::DateOrder);
    faults.done()?;
    Ok(Asked { on, from, to })
}

fn coverage_table(by: CoverageBy, lines: Vec<CoverageLine>, whole: &[CoverageLine], locale: Locale) -> Table {
    let name = |line: &CoverageLine| {
        let word = match by {
            CoverageBy::Level => RegionLevel::from_code(&line.item).map(|one| one.word(locale)),
            CoverageBy::Kind => ChamberKind::from_code(&line.item).map(|one| one.word(locale)),
            CoverageBy::Total | CoverageBy::Region => None,
        };
        word.map_or_else(|| if line.name.is_empty() { line.item.clone() } else { line.name.clone() }, str::to_owned)
    };
    // A share stands with both its counts; so no other column repeats them.
    let heads = [M::Coverage, M::Mediation, M::Pairs, M::Idle, M::FirmsInvolved, M::FederationCoverage];
    let share = |share: &Share| {
        let Share { numerator, denominator, basis_points, .. } = share;
        format!("{} ({} / {})", percent(*basis_points), grouped(*numerator), grouped(*denominator))
    };
    let cells = |line: &CoverageLine| {
        vec![
            share(&line.coverage),
            share(&line.mediation),
            grouped(line.pairs),
            share(&line.idle),
            grouped(line.firms_involved),
            share(&line.federation_coverage),
        ]
    };
    Table {
        title: by.word(locale),
        heads: heads.iter().map(|head| titled(*head, locale)).collect(),
        rows: lines.iter().map(|line| (name(line), cells(line))).collect(),
        whole: whole.first().map(cells),
    }
}

/// The word of a measure; of a share also which counts stand behind it.
fn titled(measure: M, locale: Locale) -> String {
    match measure.formula() {
        Some((above, below)) => {
            let colon = super::words::of(locale).colon;
            format!("{}{colon}{} / {}", measure.word(locale), above.word(locale), below.word(locale))
        }
        None => measure.word(locale).to_owned(),
    }
}

/// Sums of services by what their codes stand for.
pub(super) fn service_table(
    title: &'static str,
    lines: Vec<ServiceLine>,
    whole: Option<&ServiceLine>,
    locale: Locale,
) -> Table {
    let heads = [M::Services, M::Confirmed, M::ProBono, M::Enterprises, M::People, M::Minutes];
    let cells = |sums: &ServiceSums| {
        [sums.services, sums.confirmed, sums.pro_bono, sums.enterprises, sums.people, sums.minutes]
            .iter()
            .map(|count| grouped(*count))
            .collect::<Vec<_>>()
    };
    let name = |line: &ServiceLine| {
        let kind = ServiceKind::from_code(&line.item).map(|kind| kind.word(locale).to_owned());
        kind.unwrap_or_else(|| if line.name.is_empty() { line.item.clone() } else { line.name.clone() })
    };
    Table {
        title,
        heads: heads.iter().map(|head| head.word(locale).to_owned()).collect(),
        rows: lines.iter().map(|line| (name(line), cells(&line.sums))).collect(),
        whole: whole.map(|line| cells(&line.sums)),
    }
}
