//! How an area stands this year, as those who see its sums are shown it first: counts, rates with their two counts, pairings and services.

use super::figure_asking::Asking;
use super::figure_parts::{Num, Parts, RateLine, Tile, grouped, percent};
use super::visit::Visit;
use super::work_words::{self, Words};
use super::{figure_words, frame::Frame};
use crate::base::clock::{Instant, china_day};
use crate::base::error::Result;
use crate::domain::coverage::{CoverageBy, CoverageLine};
use crate::domain::figures::Sheet;
use crate::domain::measures::{Dimension, Rate};
use crate::domain::period::{Comparison, Period};
use crate::domain::policy::{Actor, Permission};
use crate::domain::region::RegionCode;
use crate::domain::service_totals::{ServiceLine, ServicesBy};
use crate::store::db::Conn;
use crate::workflow::read_statistics::area_of;
use crate::workflow::{read_coverage, read_statistics};
use chrono::Datelike;

/// What a federation is asked for first.
const RATES: [Rate; 4] = [Rate::SuccessPerConcluded, Rate::Performance, Rate::Response, Rate::Satisfaction];

/// The part of the page.
pub(super) struct Overview {
    pub place: String,
    /// Empty while there are no cases this year.
    pub tiles: Vec<Tile>,
    pub rates: Vec<RateLine>,
    /// The days of this year that are held against the same of last year, and those; none in January.
    pub compared: Option<(String, String)>,
    pub network: Vec<Tile>,
}

/// What is read for it.
pub(super) struct Found {
    asking: Asking,
    place: String,
    year: Sheet,
    /// The whole months that are over, beside those of last year: a month that runs is not held against a whole one.
    months: Option<Sheet>,
    coverage: Option<CoverageLine>,
    services: Option<ServiceLine>,
}

/// Reads the figures of whoever asks; whole months alone, so that they come from the cells.
pub(super) fn read(c: &mut Conn, actor: &Actor, now: Instant, idle_days: u16) -> Result<Found> {
    let today = china_day(now);
    let scope = actor.scope(Permission::ReadStatistics);
    let region = area_of(&scope, None)?;
    let asking = Asking { region, period: Period::year_so_far(today), compare: None };
    let whole = (Dimension::Total, Dimension::Total);
    let year = read_statistics::sheet(c, &scope, &asking.asked(whole, None), now)?;
    let over = Period::of_months_before(today, 1).filter(|month| month.to.year() == today.year());
    let months = match over {
        Some(month) => {
            let months = Asking { period: Period { to: month.to, ..asking.period }, ..asking.clone() };
            let asked = months.asked(whole, Some(Comparison::YearBefore));
            Some(read_statistics::sheet(c, &scope, &asked, now)?)
        }
        None => None,
    };
    let sight = actor.scope(Permission::ReadCoverage);
    let (mut coverage, mut services) = (None, None);
    if let Some(region) = region.filter(|_| actor.may(Permission::ReadCoverage)) {
        let sheet = read_coverage::sheet(c, &sight, region, today, CoverageBy::Total, idle_days)?;
        coverage = sheet.items.into_iter().next();
        let days = (asking.period.from, today);
        services = read_coverage::services(c, &sight, region, days, ServicesBy::Total)?.items.into_iter().next();
    }
    let place = super::areas::Names::of(c, region, today)?.get(region.unwrap_or(RegionCode::NATION));
    Ok(Found { asking, place, year, months, coverage, services })
}

/// What was read as it is shown.
pub(super) fn of(visit: &Visit, f: &Frame, found: Found) -> Result<Overview> {
    let Found { asking, place, year, months, coverage, services } = found;
    let w = work_words::of(visit.locale);
    let parts = Parts::of(visit, figure_words::of(visit.locale), &asking)?;
    let mut tiles = year.items.first().map(|line| parts.tiles(line)).unwrap_or_default();
    let mut rates = year.items.first().map(|line| parts.some_rates(line, &RATES)).unwrap_or_default();
    let before = months.as_ref().and_then(|sheet| sheet.items.first());
    if let Some(line) = before {
        for (tile, then) in tiles.iter_mut().zip(parts.tiles(line)) {
            tile.change = then.change;
        }
        for (rate, then) in rates.iter_mut().zip(parts.some_rates(line, &RATES)) {
            rate.before = then.before;
        }
    }
    let compared = months.as_ref().filter(|_| before.is_some()).and_then(|sheet| {
        let with = sheet.compared.as_ref()?;
        Some((f.days(sheet.from, sheet.to), f.days(with.from, with.to)))
    });
    Ok(Overview { place, tiles, rates, compared, network: network(visit, w, f, coverage, services) })
}

fn network(
    visit: &Visit,
    w: &'static Words,
    f: &Frame,
    coverage: Option<CoverageLine>,
    services: Option<ServiceLine>,
) -> Vec<Tile> {
    let own = figure_words::of(visit.locale);
    let tile = |name, text: String, change| Tile { name, num: Num { text, href: None, heat: 0 }, change };
    let mut tiles = Vec::new();
    if let Some(line) = coverage {
        let counts = format!("{} / {}", grouped(line.chambers_covered), grouped(line.chambers));
        tiles.push(tile(own.coverage, percent(line.coverage.basis_points), Some(counts)));
        tiles.push(tile(w.living, grouped(line.pairs), None));
        tiles.push(tile(own.firms, grouped(line.firms_involved), None));
        tiles.push(tile(own.idle, grouped(line.idle_pairs), None));
    }
    if let Some(line) = services {
        let confirmed = format!("{}{}{}", w.confirmed, f.w.colon, grouped(line.sums.confirmed));
        tiles.push(tile(w.services, grouped(line.sums.services), Some(confirmed)));
    }
    tiles
}
