//! Reads figures for who may see them: names beside the codes, and small groups of other organisations held back.

use super::hold_back;
use crate::base::clock::Instant;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::case::{Regime, Source};
use crate::domain::category::Category;
use crate::domain::contribution::{Counter, Tally};
use crate::domain::figures::{Before, Compared, Definitions, Figures, Line, Sheet};
use crate::domain::measures::Dimension;
use crate::domain::period::{Comparison, Period};
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::suppression::Items;
use crate::store::db::Conn;
use crate::store::statistics::{self, Question};
use crate::store::statistics_behind::{self, Behind, Figure};
use crate::store::statistics_cases::{self, CountedDays};
use crate::store::{case_lists, committees, firms, regions};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Lines in one answer by one dimension: more than any province has cities, or most have committees; and by two.
pub(super) const MOST_LINES: usize = 300;
const MOST_CROSSED: usize = 2000;

/// Figures as they are asked for. `and` is `Total` where one dimension is enough. The operator sees all, and small groups too: it
/// has the database itself.
#[derive(Clone, Debug)]
pub struct Asked {
    pub region: Option<RegionCode>,
    pub period: Period,
    pub by: Dimension,
    pub and: Dimension,
    pub compare: Option<Comparison>,
    /// As known at the end of this day; as known now when none.
    pub as_of: Option<NaiveDate>,
    pub is_operator: bool,
}

/// The area that figures are asked for: the account's own when none is named; none for an organisation, whose figures are its own wherever
/// the case was.
pub fn area_of(scope: &Scope, asked: Option<RegionCode>) -> Result<Option<RegionCode>> {
    match (scope, asked) {
        (Scope::Regions { prefix, .. }, region) => Ok(Some(region.unwrap_or(prefix.code()))),
        (Scope::Everything, region) => Ok(Some(region.unwrap_or(RegionCode::NATION))),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(Error::field("region", Code::Invalid)),
    }
}

/// The figures of an area within a scope, by one or two dimensions; of an organisation without an area. An area outside the scope
/// has no figures: `NotFound`. More than 300 lines, of two dimensions 2000, are refused, and so are a day whose end is to come,
/// one of which no history is kept, and any past day for the organisations of others (docs/decisions/0028-no-past-days-of-others.md).
pub fn sheet(c: &mut Conn, scope: &Scope, asked: &Asked, now: Instant) -> Result<Sheet> {
    next_sheet(c, scope, asked, &mut CountedDays::default(), now)
}

/// The same for one of several questions of a reader: days that are counted case by case are counted once for all of them.
pub fn next_sheet(
    c: &mut Conn,
    scope: &Scope,
    asked: &Asked,
    counted: &mut CountedDays,
    now: Instant,
) -> Result<Sheet> {
    let Asked { region, period, by, and, .. } = *asked;
    let is_crossed = and != Dimension::Total;
    if is_crossed && (by == and || by == Dimension::Total) {
        return Err(Error::field("and", Code::Invalid));
    }
    if asked.compare.is_some() && (by.is_of_time() || and.is_of_time()) {
        return Err(Error::field("compare", Code::Invalid));
    }
    if let Some(day) = asked.as_of {
        if is_of_others(scope, asked) {
            return Err(Error::field("as_of", Code::OthersAsOf));
        }
        is_known(c, day, now)?;
    }
    let (cells, held) = table(c, scope, asked, period, counted)?;
    let earlier = match asked.compare {
        Some(with) => Some((with, period.compared(with)?)),
        None => None,
    };
    let before = match earlier {
        Some((_, period)) => Some(table(c, scope, asked, period, counted)?),
        None => None,
    };
    let mut items: BTreeSet<&Items> = cells.keys().chain(&held).collect();
    items.extend(before.iter().flat_map(|(cells, held)| cells.keys().chain(held)));
    if items.len() > most_lines(and) && !asked.is_operator {
        return Err(Error::field("region", Code::AreaTooWide));
    }
    let first_names = names(c, by, items.iter().map(|items| items.0.as_str()), now)?;
    let other_names = names(c, and, items.iter().map(|items| items.1.as_str()), now)?;
    let none = Tally::default();
    let figures = |cells: &BTreeMap<Items, Tally>, held: &BTreeSet<Items>, items: &Items| {
        Figures::of(cells.get(items).unwrap_or(&none), held.contains(items))
    };
    let line = |items: &Items| {
        let now = figures(&cells, &held, items);
        let before = before.as_ref().map(|(cells, held)| Before::of(figures(cells, held, items), &now));
        Line {
            item: items.0.clone(),
            name: first_names.get(&items.0).cloned().unwrap_or_default(),
            other: is_crossed.then(|| items.1.clone()),
            other_name: is_crossed.then(|| other_names.get(&items.1).cloned().unwrap_or_default()),
            figures: now,
            before,
        }
    };
    Ok(Sheet {
        region,
        from: period.from,
        to: period.to,
        as_of: asked.as_of,
        by,
        and: is_crossed.then_some(and),
        compared: earlier.map(|(with, Period { from, to })| Compared { with, from, to }),
        items: items.iter().map(|items| line(items)).collect(),
        definitions: Definitions::all(),
    })
}

/// One page of what is behind a figure.
pub struct BehindPage {
    /// The figure: the sum of all that is behind it.
    pub figure: i64,
    pub rows: Vec<(Behind, case_lists::Line)>,
    pub has_more: bool,
}

/// What is behind the figure of a count under two items, by day, from the first row after `after` on. A scope is that of the cases,
/// which must be whole places: else rows would be missing. A figure that is held back shows nothing either: `held_back`.
pub fn behind(
    c: &mut Conn,
    scope: &Scope,
    asked: &Asked,
    (items, counter): (&Items, Counter),
    after: Option<&(NaiveDate, CaseId, usize)>,
    limit: usize,
) -> Result<BehindPage> {
    if !matches!(scope, Scope::Regions { .. } | Scope::Committees(_) | Scope::Everything) {
        return Err(Error::Forbidden);
    }
    let (cells, held) = table(c, scope, asked, asked.period, &mut CountedDays::default())?;
    if held.contains(items) {
        return Err(Error::field("item", Code::HeldBack));
    }
    let area = asked.region.unwrap_or(RegionCode::NATION).prefix();
    let of = Figure { area, period: asked.period, by: (asked.by, asked.and), items, counter };
    let mut all = statistics_behind::behind(c, scope, &of, after, limit + 1)?;
    let figure = cells.get(items).map_or(0, |tally| tally.get(counter));
    let has_more = all.len() > limit;
    all.truncate(limit);
    let ids: Vec<CaseId> = all.iter().map(|one| one.case).collect();
    let lines: HashMap<CaseId, case_lists::Line> =
        case_lists::of_ids(c, scope, &ids)?.into_iter().map(|line| (line.case.id, line)).collect();
    let row = |one: Behind| {
        let line = lines.get(&one.case).cloned();
        line.map(|line| (one, line)).ok_or_else(|| Error::internal("a case behind a figure is outside the scope"))
    };
    Ok(BehindPage { figure, rows: all.into_iter().map(row).collect::<Result<_>>()?, has_more })
}

/// Whether figures as of the end of a day can be told.
fn is_known(c: &mut Conn, day: NaiveDate, now: Instant) -> Result<()> {
    let since = statistics::known_since(c)?;
    if day >= china_day(now) {
        Err(Error::field("as_of", Code::FutureDate))
    } else if since.is_some_and(|since| day < since) {
        Err(Error::field("as_of", Code::NotKnownAsOf))
    } else {
        Ok(())
    }
}

/// The cells of a period and those of them that are held back.
pub(super) fn table(
    c: &mut Conn,
    scope: &Scope,
    asked: &Asked,
    period: Period,
    counted: &mut CountedDays,
) -> Result<(BTreeMap<Items, Tally>, BTreeSet<Items>)> {
    let Asked { region, by, and, as_of, .. } = *asked;
    if !scope.reaches(region) {
        return Err(Error::NotFound);
    }
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let (is_kept, months) = (statistics::keeps(scope, by, and), period.months());
    if as_of.is_some() && (months.is_none() || !period.ragged().is_empty()) {
        return Err(Error::field("from", Code::WholeMonths));
    }
    let is_of_others = is_of_others(scope, asked);
    let mut cells = match months.filter(|_| is_kept || as_of.is_some()) {
        Some((from, to)) => {
            let question = Question { area, from, to, by, as_of };
            // Twice as many: some may come to nothing.
            if is_of_others && statistics::has_more_items(c, scope, &question, most_lines(and) * 2)? {
                return Err(Error::field("region", Code::AreaTooWide));
            }
            statistics::cross(c, scope, &question, and)?
        }
        None => BTreeMap::new(),
    };
    let rest = if is_kept { period.ragged() } else { vec![period] };
    let below = statistics_cases::below(scope, area);
    for days in rest {
        for (at, tally) in counted.of(c, scope, area, days)? {
            cells.entry((by.item(at, below), and.item(at, below))).or_default().merge(tally, 1);
        }
    }
    cells.retain(|_, tally| !tally.is_zero());
    if !is_of_others {
        return Ok((cells, BTreeSet::new()));
    }
    if cells.len() > most_lines(and) {
        return Err(Error::field("region", Code::AreaTooWide));
    }
    let held = hold_back::of_others(c, scope, asked, period)?;
    Ok((cells, held))
}

/// Whether figures are asked for of organisations that are not one's own. The operator has the database itself.
fn is_of_others(scope: &Scope, asked: &Asked) -> bool {
    let is_area = matches!(scope, Scope::Regions { .. } | Scope::Everything);
    is_area && !asked.is_operator && [asked.by, asked.and].into_iter().any(Dimension::is_of_organisations)
}

fn most_lines(and: Dimension) -> usize {
    if and == Dimension::Total { MOST_LINES } else { MOST_CROSSED }
}

/// The Chinese word or name of each item.
pub fn names<'a>(
    c: &mut Conn,
    by: Dimension,
    items: impl Iterator<Item = &'a str>,
    now: Instant,
) -> Result<HashMap<String, String>> {
    let items: BTreeSet<&str> = items.filter(|item| !item.is_empty()).collect();
    let words = |word: fn(&str) -> Option<&'static str>| {
        items.iter().filter_map(|item| Some(((*item).to_owned(), word(item)?.to_owned()))).collect()
    };
    Ok(match by {
        Dimension::Total => HashMap::from([(String::new(), by.zh().to_owned())]),
        Dimension::Month | Dimension::Quarter | Dimension::Year => HashMap::new(),
        Dimension::Category => words(|code| Category::from_code(code).map(Category::zh)),
        Dimension::Source => words(|code| Source::from_code(code).map(Source::zh)),
        Dimension::Regime => words(|code| Regime::from_code(code).map(Regime::zh)),
        Dimension::Region => {
            let codes: Vec<_> = items.iter().filter_map(|item| item.parse().ok()).collect();
            let named = regions::names(c, &codes, china_day(now))?;
            named.into_iter().map(|(code, name)| (code.to_string(), name)).collect()
        }
        Dimension::Committee => {
            let ids: Vec<_> = items.iter().filter_map(|item| item.parse().ok()).collect();
            let named = committees::names(c, &ids)?;
            named.into_iter().map(|(id, name)| (id.to_string(), name.into_string())).collect()
        }
        Dimension::Firm => {
            let ids: Vec<_> = items.iter().filter_map(|item| item.parse().ok()).collect();
            let named = firms::names(c, &ids)?;
            named.into_iter().map(|(id, name)| (id.to_string(), name.into_string())).collect()
        }
    })
}
