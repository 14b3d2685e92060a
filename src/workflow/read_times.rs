//! Reads how long things take for who may see the figures.

use super::hold_back::{self, in_company, whole};
use super::read_statistics::{MOST_LINES, names};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::domain::suppression::{Items, Placed, Rule, add_seen, held_back, seen_cases, with_company};
use crate::domain::time_counts::{self, Kept};
use crate::domain::times::{Spread, Taken, Time, TimesItem, TimesSheet};
use crate::store::db::Conn;
use crate::store::statistics::{self, Question};
use crate::store::{statistics_cases, time_cells, times};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// Of more cases under way than this it is not looked up who leads each: some tenths of a second of work.
const MOST_LED: i64 = 50_000;

/// Every time of an area within a scope, or of an organisation without an area, of the whole or by a dimension that does not divide
/// the period. An area outside the scope has none: `NotFound`. More than 300 items are refused.
pub fn sheet(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    by: Dimension,
    now: Instant,
) -> Result<TimesSheet> {
    if !scope.reaches(region) {
        return Err(Error::NotFound);
    }
    if by.is_of_time() {
        return Err(Error::field("by", Code::Invalid));
    }
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let is_of_others = scope.area().is_some();
    let alone = match is_of_others && by.is_of_organisations() {
        true => Some(organisations(c, scope, area, period, by)?),
        false => None,
    };
    let kept = kept(c, scope, area, period, by, alone.is_some())?;
    let since = kept.as_deref().map(|kept| time_counts::since(kept, period));
    let open = kept.iter().flat_map(|kept| time_counts::taken(kept, Time::OpenAge, period));
    let is_wide = open.map(|one| one.times()).sum::<i64>() > MOST_LED;
    let (counted, not_counted): (Vec<Time>, Vec<Time>) =
        Time::ALL.iter().partition(|time| !(is_wide && **time == Time::Caseload));
    let mut found = Vec::new();
    for time in &counted {
        // Whether something is small is told from all there ever was of it.
        let is_told_from_all = is_of_others && !time.is_of_a_day();
        let days = if is_told_from_all { Period::ever() } else { period };
        let taken = match &kept {
            Some(kept) if time.is_kept() => time_counts::taken(kept, *time, period),
            _ => times::values(c, scope, area, days, (*time, by), since.as_deref())?,
        };
        let held = if is_of_others { held(*time, period, &taken, alone.as_ref()) } else { BTreeSet::new() };
        let mut values: BTreeMap<String, BTreeMap<i64, i64>> =
            held.into_iter().map(|item| (item, BTreeMap::new())).collect();
        let suppressed: BTreeSet<String> = values.keys().cloned().collect();
        if by == Dimension::Total {
            values.entry(String::new()).or_default();
        }
        for one in taken.into_iter().filter(|one| period.contains(one.on)) {
            let counts = values.entry(one.item).or_default();
            one.counts.into_iter().for_each(|(value, times)| *counts.entry(value).or_default() += times);
        }
        if values.len() > MOST_LINES {
            return Err(Error::field("region", Code::AreaTooWide));
        }
        found.extend(values.into_iter().map(|(item, values)| {
            let is_suppressed = suppressed.contains(&item);
            (*time, item, values, is_suppressed)
        }));
    }
    let named = names(c, by, found.iter().map(|(_, item, ..)| item.as_str()), now)?;
    let spread = |(time, item, values, is_suppressed)| {
        let name = named.get(&item).cloned().unwrap_or_default();
        let of = (by != Dimension::Total).then_some(TimesItem { item, name });
        Spread::of(time, of, &values, is_suppressed)
    };
    Ok(TimesSheet::of(region, period, by, found.into_iter().map(spread).collect(), not_counted))
}

/// What the organisations of an area ever had, place by place. Far too many are refused before that is read.
fn organisations(c: &mut Conn, scope: &Scope, area: RegionPrefix, period: Period, by: Dimension) -> Result<Placed> {
    if let Some((from, to)) = period.months() {
        let question = Question { area, from, to, by, as_of: None };
        if statistics::has_more_items(c, scope, &question, MOST_LINES * 2)? {
            return Err(Error::field("region", Code::AreaTooWide));
        }
    }
    hold_back::alone(c, scope, area, by)
}

/// What is kept of whole months, in each place where it `is_placed`; of other days the cases are gone through, and none is returned: too
/// many are refused.
fn kept(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    period: Period,
    by: Dimension,
    is_placed: bool,
) -> Result<Option<Vec<Kept>>> {
    if !period.ragged().is_empty() {
        statistics_cases::refuse_too_many(c, scope, area)?;
        return Ok(None);
    }
    Ok(Some(if is_placed { time_cells::placed(c, scope, area, by)? } else { time_cells::values(c, scope, area, by)? }))
}

/// The items of which nothing is shown, by the rule of the figures: of organisations place by place, and only between days on which their
/// figures are shown; of what else there is in the area as a whole.
fn held(time: Time, period: Period, taken: &[Taken], alone: Option<&Placed>) -> BTreeSet<String> {
    let place = |one: &Taken| alone.map_or_else(String::new, |_| one.place.clone());
    let row = |one: &Taken| (place(one), one.item.clone());
    let total = Dimension::Total;
    let held = if time.is_of_a_day() {
        let mut places: BTreeMap<String, BTreeMap<Items, i64>> = BTreeMap::new();
        let mut sizes: BTreeMap<Items, i64> = BTreeMap::new();
        for one in taken {
            *places.entry(place(one)).or_default().entry(whole(&row(one))).or_default() += one.times();
            *sizes.entry(whole(&row(one))).or_default() += one.times();
        }
        with_company(places.values().flat_map(|sizes| held_back(sizes, total)).collect(), &sizes, total)
    } else {
        let mut placed = Placed::new();
        for one in taken {
            let month = one.on.with_day(1).unwrap_or(one.on);
            let months = placed.entry(row(one)).or_default().entry(String::new()).or_default();
            add_seen(months.entry(month).or_default(), &seen_cases(one.times()), 1);
        }
        let rule = alone.map_or_else(|| Rule::alone(&placed), |alone| Rule::broken(alone, &placed));
        in_company(&placed, &rule, period.ends(), &whole, total)
    };
    let known: BTreeSet<&String> = taken.iter().map(|one| &one.item).collect();
    held.into_iter().map(|(item, _)| item).filter(|item| known.contains(item)).collect()
}
