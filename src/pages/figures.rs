//! The figures of an area or an organisation on one page, as the API has them: totals, rates, course, kinds, funnel, coverage, satisfaction
//! and a table by one dimension. What is drawn of them: `figure_parts.rs`.

use super::fields::Choice;
use super::figure_parts::{self, Course, Coverage, Funnel, Grid, Parts, RateLine, Satisfaction, Tile};
use super::figure_words::{self, Words};
use super::frame::Frame;
use super::visit::Visit;
use super::{chamber_words, oddities, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::text_enum::Worded;
use crate::domain::coverage::{CoverageBy, CoverageSheet};
use crate::domain::figures::{Definitions, Sheet};
use crate::domain::measures::Dimension;
use crate::domain::period::{Comparison, Period};
use crate::domain::policy::{Permission, Scope};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::regions;
use crate::workflow::read_coverage;
use crate::workflow::read_statistics::{self, Asked, area_of};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{Datelike, NaiveDate};

/// What the table can be broken down by.
const CUTS: [Dimension; 6] = [
    Dimension::Region,
    Dimension::Committee,
    Dimension::Category,
    Dimension::Source,
    Dimension::Regime,
    Dimension::Firm,
];
/// The first year of which coverage is known.
const FIRST_COVERED: i32 = 2000;

#[derive(Template)]
#[template(path = "pages/templates/figures.html")]
struct FiguresPage {
    f: Frame,
    w: &'static Words,
    place: String,
    days: String,
    from: String,
    to: String,
    regions: Vec<Choice>,
    compare: Vec<Choice>,
    cuts: Vec<Choice>,
    faults: Vec<Fault>,
    /// Periods that are often looked at, and the years that have figures.
    quick: Vec<(String, String)>,
    years: Vec<(String, String)>,
    has_cases: bool,
    tiles: Vec<Tile>,
    rates: Vec<RateLine>,
    compared: Option<String>,
    course: Course,
    kinds: Course,
    funnel: Funnel,
    cut: &'static str,
    grid: std::result::Result<Grid, &'static str>,
    coverage: Option<Coverage>,
    satisfaction: Satisfaction,
    o: &'static chamber_words::Words,
    /// Signs in one's own records that deserve a second look, before anybody else's eyes; none where it is not for this reader.
    oddities: Option<usize>,
    asked: String,
}

/// What figures a page is asked for; the cases behind one of them are asked for in the same words.
#[derive(Clone)]
pub(super) struct Asking {
    pub region: Option<RegionCode>,
    pub period: Period,
    pub compare: Option<Comparison>,
}

impl Asking {
    /// From the address; `Invalid` names the field. This year up to this month where no days are named.
    pub(super) fn of(visit: &Visit) -> Result<Self> {
        let (query, today) = (&visit.query, visit.today());
        let region = query.typed("region").map(RegionCode::parse).transpose();
        let region = area_of(&visit.scope()?, region.map_err(|code| Error::field("region", code))?)?;
        let usual = |name: &str, usual: String| query.typed(name).map_or(usual, str::to_owned);
        let from = usual("from", today.year().to_string());
        let to = usual("to", today.format("%Y-%m").to_string());
        Ok(Self { region, period: Period::parse(&from, &to)?, compare: Comparison::from_code(query.get("compare")) })
    }

    /// The same as an address asks for it: `from=…&to=…&region=…`.
    pub(super) fn address(&self) -> String {
        let Period { from, to } = self.period;
        let region = self.region.map_or_else(String::new, |region| format!("&region={region}"));
        format!("from={from}&to={to}{region}")
    }

    pub(super) fn asked(&self, by: Dimension, compare: Option<Comparison>) -> Asked {
        let Self { region, period, .. } = *self;
        Asked { region, period, by, and: Dimension::Total, compare, as_of: None, is_operator: false }
    }
}

/// What is read for the page in one go.
struct Found {
    total: Sheet,
    course: Sheet,
    kinds: Sheet,
    grid: std::result::Result<Sheet, Code>,
    years: Sheet,
    /// The area, those around it within the scope, and those directly below it.
    regions: Vec<(RegionCode, String)>,
    coverage: Option<(CoverageSheet, CoverageSheet)>,
    oddities: Option<usize>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let asking = match Asking::of(visit) {
        Ok(asking) => asking,
        Err(Error::Invalid(faults)) => return refused(visit, faults).await,
        Err(error) => return Err(error),
    };
    match found(visit, &asking).await {
        Ok(found) => show::ok(&page(visit, &asking, found)?),
        Err(Error::Invalid(faults)) => refused(visit, faults).await,
        Err(error) => Err(error),
    }
}

/// The dimension of the table: the areas below, or the committees where there are none.
fn cut_of(visit: &Visit, asking: &Asking) -> Dimension {
    let is_county = asking.region.is_none_or(|region| region.prefix().as_str().len() == 6);
    let usual = if is_county { Dimension::Committee } else { Dimension::Region };
    Dimension::from_code(visit.query.get("by")).filter(|by| CUTS.contains(by)).unwrap_or(usual)
}

async fn found(visit: &Visit, asking: &Asking) -> Result<Found> {
    let (scope, now, today) = (visit.scope()?, visit.now, visit.today());
    let (asking, cut, idle) = (asking.clone(), cut_of(visit, asking), visit.config.pairing.idle_days);
    let coverage_scope = visit.actor()?.scope(Permission::ReadCoverage);
    let actor = visit.actor()?.clone();
    let sees_coverage = visit.actor()?.may(Permission::ReadCoverage);
    let read = move |c: &mut Conn| {
        let mut sheet = |by, compare| read_statistics::sheet(c, &scope, &asking.asked(by, compare), now);
        let total = sheet(Dimension::Total, asking.compare)?;
        let course = sheet(figure_parts::pace(asking.period), None)?;
        let kinds = sheet(Dimension::Category, None)?;
        let grid = match sheet(cut, asking.compare) {
            Err(Error::Invalid(faults)) => Err(faults.first().map_or(Code::Invalid, |fault| fault.code)),
            other => Ok(other?),
        };
        let ever = Asking { period: Period::parse("1949", "2100")?, ..asking.clone() };
        let years = read_statistics::sheet(c, &scope, &ever.asked(Dimension::Year, None), now)?;
        let on = asking.period.to.min(today);
        let coverage = match asking.region.filter(|_| sees_coverage && on.year() >= FIRST_COVERED) {
            Some(region) => {
                let mut sheet = |by| read_coverage::sheet(c, &coverage_scope, region, on, by, idle);
                Some((sheet(CoverageBy::Total)?, sheet(CoverageBy::Region)?))
            }
            None => None,
        };
        let regions = regions_of(c, &scope, asking.region, today)?;
        let is_owner = actor.may(Permission::AssignCase);
        let oddities = is_owner.then(|| oddities::count(c, &actor, asking.period)).transpose()?;
        Ok(Found { total, course, kinds, grid, years, regions, coverage, oddities })
    };
    visit.read(read).await
}

/// An area with those around it within the scope and those directly below it, by name; none for an organisation.
pub(super) fn regions_of(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    today: NaiveDate,
) -> Result<Vec<(RegionCode, String)>> {
    let Some(region) = region else { return Ok(Vec::new()) };
    let is_own = |code: &RegionCode| match scope {
        Scope::Regions { prefix, .. } => prefix.contains(*code),
        _ => true,
    };
    let mut chain: Vec<RegionCode> = region.up().filter(is_own).collect();
    chain.reverse();
    let names = regions::names(c, &chain, today)?;
    let name = |code: &RegionCode| names.iter().find(|(known, _)| known == code).map(|(_, name)| name.clone());
    let mut all: Vec<(RegionCode, String)> =
        chain.iter().map(|code| (*code, name(code).unwrap_or_else(|| code.to_string()))).collect();
    all.extend(regions::children(c, region, today)?.into_iter().map(|below| (below.code, below.name)));
    Ok(all)
}

fn page(visit: &Visit, asking: &Asking, found: Found) -> Result<FiguresPage> {
    let w = figure_words::of(visit.locale);
    let parts = Parts::of(visit, w, asking)?;
    let f = Frame::of(visit, w.title)?;
    let Found { total, course, kinds, grid, years, regions, coverage, oddities } = found;
    let cut = cut_of(visit, asking);
    let named = asking.region.and_then(|region| regions.iter().find(|(code, _)| *code == region));
    let Period { from, to } = asking.period;
    let line = total.items.first();
    let choice = |code: &str, label: String, on: bool| Choice { value: code.to_owned(), label, on };
    let mut compare = vec![choice("", w.compare_none.to_owned(), asking.compare.is_none())];
    compare.extend(
        Comparison::ALL
            .iter()
            .map(|one| choice(one.code(), one.word(visit.locale).to_owned(), asking.compare == Some(*one))),
    );
    Ok(FiguresPage {
        w,
        place: named.map_or_else(|| w.own.to_owned(), |(_, name)| name.clone()),
        days: f.days(from, to),
        from: from.to_string(),
        to: to.to_string(),
        regions: regions
            .iter()
            .map(|(code, name)| choice(&code.to_string(), name.clone(), asking.region == Some(*code)))
            .collect(),
        compare,
        cuts: CUTS.iter().map(|by| choice(by.code(), by.word(visit.locale).to_owned(), *by == cut)).collect(),
        faults: Vec::new(),
        quick: parts.quick(visit.today()),
        years: parts.years(&years),
        has_cases: line.is_some(),
        tiles: line.map(|line| parts.tiles(line)).unwrap_or_default(),
        rates: line.map(|line| parts.rates(line)).unwrap_or_default(),
        compared: total.compared.as_ref().map(|with| f.days(with.from, with.to)),
        course: parts.course(&course),
        kinds: parts.kinds(&kinds),
        funnel: parts.funnel(line),
        cut: cut.word(visit.locale),
        grid: match grid {
            Ok(sheet) => Ok(parts.grid(&sheet, visit.query.get("row").parse().unwrap_or(0))),
            Err(code) => Err(code.word(visit.locale)),
        },
        coverage: coverage.map(|(total, below)| parts.coverage(&f, &total, below)),
        satisfaction: parts.satisfaction(line),
        o: chamber_words::of(visit.locale),
        oddities,
        asked: asking.address(),
        f,
    })
}

/// The form alone with what is wrong in it.
async fn refused(visit: &Visit, faults: Vec<Fault>) -> Result<HttpResponse> {
    let (scope, today) = (visit.scope()?, visit.today());
    let region = area_of(&scope, None)?;
    let own = Asking { region, period: Period { from: today, to: today }, compare: None };
    let regions = visit.read(move |c| regions_of(c, &scope, region, today)).await?;
    let nothing = || Sheet {
        region,
        from: today,
        to: today,
        by: Dimension::Total,
        and: None,
        compared: None,
        as_of: None,
        items: Vec::new(),
        definitions: Definitions::all(),
    };
    let (total, course, kinds, years) = (nothing(), nothing(), nothing(), nothing());
    let found = Found { total, course, kinds, grid: Ok(nothing()), years, regions, coverage: None, oddities: None };
    let mut page = page(visit, &own, found)?;
    (page.from, page.to) = (visit.query.get("from").to_owned(), visit.query.get("to").to_owned());
    (page.faults, page.days) = (faults, String::new());
    show::html(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl FiguresPage {
    /// What is wrong with a field of the form.
    fn fault(&self, field: &str) -> Option<&'static str> {
        let own = self.faults.iter().find(|fault| fault.field == field);
        own.map(|fault| fault.code.word(self.f.locale))
    }
}
