//! The figures of an area or an organisation on one page, as the API has them: totals, rates, course, kinds, funnel, coverage, satisfaction
//! and a table by one dimension or two. What is drawn of them: `figure_parts.rs`.

use super::fields::Choice;
use super::figure_asking::{Asking, CUTS, cut_of, second};
use super::figure_months;
use super::figure_more::{CountLine, MergedTable};
use super::figure_parts::{self, Course, Coverage, Funnel, Grid, Parts, RateLine, Satisfaction, Tile};
use super::figure_words::{self, Words};
use super::frame::Frame;
use super::refusal::Marks;
use super::visit::Visit;
use super::{areas, chamber_words, oddities, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::text_enum::Worded;
use crate::domain::coverage::{CoverageBy, CoverageSheet};
use crate::domain::figures::{Definitions, Sheet};
use crate::domain::measures::Dimension;
use crate::domain::merging::Merged;
use crate::domain::period::{Comparison, Period};
use crate::domain::policy::Permission;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::statistics_cases::CountedDays;
use crate::workflow::merge_figures;
use crate::workflow::read_coverage;
use crate::workflow::read_statistics::{self, area_of};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::Datelike;

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
    /// The same for a second dimension.
    ands: Vec<Choice>,
    faults: Marks,
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
    cut: String,
    counts: Vec<CountLine>,
    merged: Option<MergedTable>,
    grid: std::result::Result<Grid, &'static str>,
    /// Where its table month by month is.
    months: Option<String>,
    coverage: Option<Coverage>,
    satisfaction: Satisfaction,
    o: &'static chamber_words::Words,
    /// Signs in one's own records that deserve a second look, before anybody else's eyes; none where it is not for this reader.
    oddities: Option<usize>,
    asked: String,
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
    /// What was handed up, as a whole and by what the table is broken down by.
    merged: Option<(Merged, Option<Merged>, areas::Names)>,
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

async fn found(visit: &Visit, asking: &Asking) -> Result<Found> {
    let (scope, now, today) = (visit.scope()?, visit.now, visit.today());
    let (asking, by, idle) = (asking.clone(), cut_of(visit, asking), visit.config.pairing.idle_days);
    let cut = (by, second(visit, by));
    let is_of_time = cut.0.is_of_time() || cut.1.is_of_time();
    let coverage_scope = visit.actor()?.scope(Permission::ReadCoverage);
    let actor = visit.actor()?.clone();
    let sees_coverage = visit.actor()?.may(Permission::ReadCoverage);
    let read = move |c: &mut Conn| {
        let mut counted = CountedDays::default();
        let mut sheet =
            |cut, compare| read_statistics::next_sheet(c, &scope, &asking.asked(cut, compare), &mut counted, now);
        let one = |by| (by, Dimension::Total);
        let total = sheet(one(Dimension::Total), asking.compare)?;
        let course = sheet(one(figure_parts::pace(asking.period)), None)?;
        let kinds = sheet(one(Dimension::Category), None)?;
        // Parts of the period have no period before.
        let grid = or_code(sheet(cut, asking.compare.filter(|_| !is_of_time)))?;
        let merged = match merge_figures::beside(c, &scope, &asking.asked(one(Dimension::Total), None), &total, now)? {
            Some(whole) => {
                let by = match grid.as_ref() {
                    Ok(sheet) => merge_figures::beside(c, &scope, &asking.asked(cut, None), sheet, now)?,
                    Err(_) => None,
                };
                let codes = whole.packages.iter().map(|one| one.region_code);
                let names = areas::Names::of(c, codes.chain(whole.left_out.iter().map(|one| one.region)), today)?;
                Some((whole, by, names))
            }
            None => None,
        };
        let ever = Asking { period: Period::parse("1949", "2100")?, ..asking.clone() };
        let years = read_statistics::sheet(c, &scope, &ever.asked(one(Dimension::Year), None), now)?;
        let on = asking.period.to.min(today);
        let coverage = match asking.region.filter(|_| sees_coverage && on.year() >= read_coverage::FIRST_YEAR) {
            Some(region) => {
                let mut sheet = |by| read_coverage::sheet(c, &coverage_scope, region, on, by, idle);
                Some((sheet(CoverageBy::Total)?, sheet(CoverageBy::Region)?))
            }
            None => None,
        };
        let regions = areas::around(c, &scope, asking.region, today)?;
        let is_owner = actor.may(Permission::AssignCase);
        let oddities = is_owner.then(|| oddities::count(c, &actor, asking.period, &mut counted)).transpose()?;
        Ok(Found { total, course, kinds, grid, years, regions, coverage, oddities, merged })
    };
    visit.read(read).await
}

/// What a part of the page cannot show, it says in its place.
fn or_code<T>(found: Result<T>) -> Result<std::result::Result<T, Code>> {
    match found {
        Err(Error::Invalid(faults)) => Ok(Err(faults.first().map_or(Code::Invalid, |fault| fault.code))),
        other => other.map(Ok),
    }
}

fn page(visit: &Visit, asking: &Asking, found: Found) -> Result<FiguresPage> {
    let w = figure_words::of(visit.locale);
    let parts = Parts::of(visit, w, asking)?;
    let f = Frame::of(visit, w.title)?;
    let Found { total, course, kinds, grid, years, regions, coverage, oddities, merged } = found;
    let cut = cut_of(visit, asking);
    let and = second(visit, cut);
    let named = asking.region.and_then(|region| regions.iter().find(|(code, _)| *code == region));
    let place = named.map_or_else(|| w.own.to_owned(), |(_, name)| name.clone());
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
        place,
        days: f.days(from, to),
        from: from.to_string(),
        to: to.to_string(),
        regions: areas::choices(regions, asking.region),
        compare,
        cuts: CUTS.iter().map(|by| choice(by.code(), by.word(visit.locale).to_owned(), *by == cut)).collect(),
        ands: [(Dimension::Total, w.and_none)]
            .into_iter()
            .chain(CUTS.iter().map(|by| (*by, by.word(visit.locale))))
            .map(|(by, label)| choice(by.code(), label.to_owned(), by == and))
            .collect(),
        faults: Marks::default(),
        quick: parts.quick(visit.today()),
        years: parts.years(&years),
        has_cases: line.is_some(),
        tiles: line.map(|line| parts.tiles(line)).unwrap_or_default(),
        rates: line.map(|line| parts.rates(line)).unwrap_or_default(),
        compared: total.compared.as_ref().map(|with| f.days(with.from, with.to)),
        course: parts.course(&course),
        kinds: parts.kinds(&kinds),
        funnel: parts.funnel(line),
        cut: match and {
            Dimension::Total => cut.word(visit.locale).to_owned(),
            and => format!("{} × {}", cut.word(visit.locale), and.word(visit.locale)),
        },
        counts: line.map(|line| parts.counts(line)).unwrap_or_default(),
        merged: merged.map(|(whole, by, names)| parts.merged(&f, &whole, by.as_ref(), (cut, and), &names)),
        grid: match grid {
            Ok(sheet) => Ok(parts.grid(&sheet, visit.query.get("row").parse().unwrap_or(0))),
            Err(code) => Err(code.word(visit.locale)),
        },
        months: figure_months::address(visit, asking, (cut, and))?,
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
    let regions = visit.read(move |c| areas::around(c, &scope, region, today)).await?;
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
    let (coverage, oddities, merged) = (None, None, None);
    let found = Found { total, course, kinds, grid: Ok(nothing()), years, regions, coverage, oddities, merged };
    let mut page = page(visit, &own, found)?;
    (page.from, page.to) = (visit.query.get("from").to_owned(), visit.query.get("to").to_owned());
    (page.faults, page.days) = (Marks::of(&faults, visit.locale), String::new());
    show::html(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
