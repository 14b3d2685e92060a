//! Which figures of organisations are held back from a federation: the rule of `domain/suppression.rs` over all that they ever had, place by
//! place, whatever area, period or breakdown is asked for.

use super::read_statistics::Asked;
use crate::base::error::Result;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::domain::suppression::{Items, Placed, Row, Rule, Seen, size, with_company};
use crate::store::db::Conn;
use crate::store::statistics::{self, Question};
use crate::store::statistics_cases;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The items of a table by one or two dimensions, one of organisations, that are not shown. An organisation is held back in an area where
/// it is in one of the places of the area.
pub(super) fn of_others(c: &mut Conn, scope: &Scope, asked: &Asked, period: Period) -> Result<BTreeSet<Items>> {
    let Asked { region, by, and, .. } = *asked;
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let (organisation, other) = if by.is_of_organisations() { (by, and) } else { (and, by) };
    let alone = alone(c, scope, area, organisation)?;
    let ends = period.ends();
    let held: BTreeSet<Items> = match other {
        time if time.is_of_time() => {
            let held = by_time(&alone, period, time, &whole, Dimension::Total);
            held.into_iter().map(|((one, _), time)| (one, time)).collect()
        }
        Dimension::Region => {
            let below = |(place, one): &Row| (one.clone(), child(area, place));
            in_company(&alone, &Rule::alone(&alone), ends, &below, other)
        }
        Dimension::Total => in_company(&alone, &Rule::alone(&alone), ends, &whole, other),
        Dimension::Committee | Dimension::Firm => {
            let others = self::alone(c, scope, area, other)?;
            let pairs = crossed(c, scope, area, (organisation, other))?;
            let mut places = Placed::new();
            for ((place, one), items) in &pairs {
                let whole = places.entry((place.clone(), String::new())).or_default();
                whole.extend(items.iter().map(|(other, months)| (format!("{one} {other}"), months.clone())));
            }
            let closed = Rule::both([&alone, &others], &places).closed_between(ends);
            let held = pairs.iter().filter(|((place, _), _)| closed.contains(&(place.clone(), String::new())));
            held.flat_map(|((_, one), items)| items.keys().map(|other| (one.clone(), other.clone()))).collect()
        }
        _ => {
            let by = crossed(c, scope, area, (organisation, other))?;
            let held = in_company(&alone, &Rule::broken(&alone, &by), ends, &whole, Dimension::Total);
            let of_held = by.iter().filter(|((_, one), _)| held.contains(&(one.clone(), String::new())));
            of_held.flat_map(|((_, one), items)| items.keys().map(|other| (one.clone(), other.clone()))).collect()
        }
    };
    let in_order = |(first, second)| if organisation == by { (first, second) } else { (second, first) };
    Ok(held.into_iter().map(in_order).collect())
}

/// The rows of a table of organisations, alone or by area, that are not shown in the months, quarters or years of a period: those that
/// a question for that part of it alone would hold back.
pub(super) fn over_time(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    (by, and): (Dimension, Dimension),
    (period, per): (Period, Dimension),
) -> Result<BTreeSet<(Items, String)>> {
    let (organisation, other) = if by.is_of_organisations() { (by, and) } else { (and, by) };
    let alone = alone(c, scope, area, organisation)?;
    let below = |(place, one): &Row| (one.clone(), child(area, place));
    let item: &dyn Fn(&Row) -> Items = if other == Dimension::Region { &below } else { &whole };
    let held = by_time(&alone, period, per, item, other);
    let in_order = |(first, second)| if organisation == by { (first, second) } else { (second, first) };
    Ok(held.into_iter().map(|(items, time)| (in_order(items), time)).collect())
}

/// What the organisations of an area ever had, place by place.
pub(super) fn alone(c: &mut Conn, scope: &Scope, area: RegionPrefix, by: Dimension) -> Result<Placed> {
    let Period { from, to } = Period::ever();
    let ever = Question { area, from, to, by, as_of: None };
    let mut placed = statistics::placed(c, scope, &ever, Dimension::Total)?;
    without_nothing(&mut placed);
    Ok(placed)
}

/// The same by a second dimension of which no pairs are kept.
fn crossed(c: &mut Conn, scope: &Scope, area: RegionPrefix, cut: (Dimension, Dimension)) -> Result<Placed> {
    let mut placed = statistics_cases::placed(c, scope, area, cut)?;
    without_nothing(&mut placed);
    Ok(placed)
}

/// A correction can leave a month of nothing.
fn without_nothing(placed: &mut Placed) {
    for items in placed.values_mut() {
        items.values_mut().for_each(|months| months.retain(|_, seen| *seen != Seen::default()));
        items.retain(|_, months| !months.is_empty());
    }
    placed.retain(|_, items| !items.is_empty());
}

/// The items of the rows that are closed, and their company in the table.
pub(super) fn in_company(
    placed: &Placed,
    rule: &Rule,
    ends: (NaiveDate, NaiveDate),
    item: &dyn Fn(&Row) -> Items,
    and: Dimension,
) -> BTreeSet<Items> {
    let mut sizes: BTreeMap<Items, i64> = BTreeMap::new();
    for (row, items) in placed {
        let all = items.values().map(|months| size(months, NaiveDate::MIN, NaiveDate::MAX)).sum::<i64>();
        *sizes.entry(item(row)).or_default() += all;
    }
    with_company(rule.closed_between(ends).iter().map(item).collect(), &sizes, and)
}

/// The items that are closed in the months, quarters or years of a period, and when.
fn by_time(
    alone: &Placed,
    period: Period,
    time: Dimension,
    item: &dyn Fn(&Row) -> Items,
    and: Dimension,
) -> BTreeSet<(Items, String)> {
    let rule = Rule::alone(alone);
    let months = alone.values().flat_map(BTreeMap::values).flat_map(|months| months.keys().copied());
    let ever = Period::ever().from;
    let years = Period { from: months.clone().min().unwrap_or(ever), to: months.max().unwrap_or(ever) }.years();
    let mut held = BTreeSet::new();
    for part in years.within(period).map(|period| period.parts(time)).unwrap_or_default() {
        let label = time.of_month(&part.from.to_string());
        let of_part = in_company(alone, &rule, part.ends(), item, and);
        held.extend(of_part.into_iter().map(|items| (items, label.clone())));
    }
    held
}

/// An organisation, whatever the place.
pub(super) fn whole((_, one): &Row) -> Items {
    (one.clone(), String::new())
}

/// The area directly below that a place lies in.
fn child(area: RegionPrefix, place: &str) -> String {
    RegionCode::parse(place).map_or_else(|_| place.to_owned(), |code| area.child(code).to_string())
}
