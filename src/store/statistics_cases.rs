//! What is counted case by case, under the same function as the cells: figures of parts of months, figures by two dimensions of which
//! no pairs are kept. The cases behind a figure are in `statistics_behind.rs`.

use super::counted_cases::show;
use super::db::Conn;
use super::statistics_read::{Question, places_sql, read, scope_area};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::contribution::{CellKey, Counter, Tally};
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::domain::suppression::{Placed, TELLING, add_seen, seen};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::{BTreeSet, HashMap};

/// An area with more cases than this is not gone through case by case: some seconds of work.
const MOST_CASES: i64 = 200_000;

/// What cases add, by where it counts.
pub type Tallies = HashMap<CellKey, Tally>;

/// What was counted case by case for one reader: days that are asked for again are not counted again.
#[derive(Default)]
pub struct CountedDays(Vec<((Scope, RegionPrefix, Period), Tallies)>);

impl CountedDays {
    /// What the cases of a scope add on the days of a period. Too many cases are refused: `too_many_to_count`.
    pub fn of(&mut self, c: &mut Conn, scope: &Scope, area: RegionPrefix, period: Period) -> Result<&Tallies> {
        let asked = (scope.clone(), area, period);
        let at = match self.0.iter().position(|(known, _)| *known == asked) {
            Some(at) => at,
            None => {
                let counted = counted(c, scope, area, period)?;
                self.0.push((asked, counted));
                self.0.len() - 1
            }
        };
        self.0.get(at).map(|(_, counted)| counted).ok_or_else(|| Error::internal("what was counted is gone"))
    }
}

/// What organisations ever had in each place, by a second dimension, month by month, as far as it tells what is small; counted case by
/// case.
pub fn placed(c: &mut Conn, scope: &Scope, area: RegionPrefix, (by, and): (Dimension, Dimension)) -> Result<Placed> {
    refuse_too_many(c, scope, area)?;
    let (Some((_, place)), below) = (places_sql(scope, area, false)?, below(scope, area)) else {
        return Ok(Placed::new());
    };
    let ids = found(c, &format!("SELECT id FROM cases WHERE {place}"))?;
    let mut placed = Placed::new();
    show(c, &ids, &mut |case, entries| {
        for (on, counter, sum) in entries.iter().filter(|(_, counter, _)| TELLING.contains(counter)) {
            let (key, mut tally) = (CellKey::of(case, *on), Tally::default());
            tally.add(*counter, *sum);
            let items = placed.entry((key.region.to_string(), by.item(&key, below))).or_default();
            let months = items.entry(and.item(&key, below)).or_default();
            add_seen(months.entry(key.month).or_default(), &seen(&tally), 1);
        }
    })?;
    Ok(placed)
}

/// The area by whose parts is counted; an organisation's regions are those of its cases.
pub fn below(scope: &Scope, area: RegionPrefix) -> Option<RegionPrefix> {
    match scope {
        Scope::Regions { .. } | Scope::Everything => Some(scope_area(scope, area)),
        _ => None,
    }
}

/// How many cases an area has. One with too many to go through them one by one is refused: `too_many_to_count`.
pub fn refuse_too_many(c: &mut Conn, scope: &Scope, area: RegionPrefix) -> Result<i64> {
    let all = size(c, scope, area)?;
    if all > MOST_CASES { Err(Error::field("from", Code::TooManyToCount)) } else { Ok(all) }
}

/// How many cases there ever were.
fn size(c: &mut Conn, scope: &Scope, area: RegionPrefix) -> Result<i64> {
    let (Period { from, to }, by) = (Period::ever(), Dimension::Total);
    let ever = Question { area, from, to, by, as_of: None };
    Ok(read(c, scope, &ever)?.iter().map(|(_, tally)| tally.get(Counter::Registered)).sum())
}

/// What the cases of a scope add on the days of a period.
fn counted(c: &mut Conn, scope: &Scope, area: RegionPrefix, period: Period) -> Result<Tallies> {
    let of_area = refuse_too_many(c, scope, area)?;
    let Some(places) = places(c, scope, area)? else { return Ok(Tallies::new()) };
    let all = size(c, &Scope::Everything, RegionPrefix::NATION)?;
    // What hangs on cases is found by its day, among that of all cases, where that is less than what hangs on those of the area:
    // there is two to four of it for a case, and cases come over years.
    let by_day = all.saturating_mul((period.to - period.from).num_days()) < of_area.saturating_mul(730);
    let ids = found(c, &found_sql(&places, period, by_day))?;
    let mut counted = Tallies::new();
    show(c, &ids, &mut |case, entries| {
        for (on, counter, sum) in entries.iter().filter(|(on, ..)| period.contains(*on)) {
            counted.entry(CellKey::of(case, *on)).or_default().add(*counter, *sum);
        }
    })?;
    Ok(counted)
}

/// The same condition on cases, that they are of a scope, said in the words of two indexes.
struct Places {
    /// For finding cases by a day of their own: an area county by county.
    by_day: String,
    /// For finding cases by their ids.
    by_id: String,
}

/// None where the scope holds nothing.
fn places(c: &mut Conn, scope: &Scope, area: RegionPrefix) -> Result<Option<Places>> {
    #[derive(QueryableByName)]
    struct County {
        #[diesel(sql_type = Text)]
        code: RegionCode,
    }
    let Some((_, place)) = places_sql(scope, area, false)? else { return Ok(None) };
    let Some(area) = below(scope, area) else { return Ok(Some(Places { by_day: place.clone(), by_id: place })) };
    let (low, high) = area.range();
    let next = |after: &str| format!("SELECT MIN(region_code) FROM cases WHERE {after} AND region_code <= '{high}'");
    let (first, next) = (next(&format!("region_code >= '{low}'")), next("region_code > county.code"));
    let counties: Vec<County> = diesel::sql_query(format!(
        "WITH RECURSIVE county(code) AS ({first} UNION ALL SELECT ({next}) FROM county WHERE code IS NOT NULL)
        SELECT code FROM county WHERE code IS NOT NULL"
    ))
    .load(c)?;
    let codes: Vec<String> = counties.iter().map(|one| format!("'{}'", one.code)).collect();
    let pairs = area.as_str();
    let by_id = match pairs.len() {
        length @ (2 | 4) => format!("substr(region_code, 1, {length}) = '{pairs}'"),
        _ => place,
    };
    Ok((!codes.is_empty()).then(|| Places { by_day: format!("region_code IN ({})", codes.join(",")), by_id }))
}

/// The ids that a statement finds, each once: told by the database, SQLite would look for all of them in the order of their ids.
fn found(c: &mut Conn, sql: &str) -> Result<Vec<CaseId>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        id: CaseId,
    }
    let found: Vec<Found> = diesel::sql_query(sql).load(c)?;
    let ids: BTreeSet<CaseId> = found.into_iter().map(|one| one.id).collect();
    Ok(ids.into_iter().collect())
}

/// The cases of a place of which something counts in a period: by days of their own, each from an index, and by the days of what hangs on
/// them. A case that was agreed was concluded on the day of its agreement. SQLite keeps to the order of a cross join.
fn found_sql(places: &Places, Period { from, to }: Period, by_day: bool) -> String {
    let Places { by_day: place, by_id } = places;
    let own = ["applied_on", "accepted_on", "concluded_on", "closed_on"]
        .map(|day| format!("SELECT id FROM cases WHERE {place} AND {day} BETWEEN '{from}' AND '{to}'"));
    let beside = [("payment", "paid_on"), ("callback", "due_on"), ("risk_report", "cleared_on")].map(|(table, day)| {
        let rows = format!("(SELECT case_id, {day} FROM {table}) x");
        let joined = if by_day { format!("{rows} CROSS JOIN cases") } else { format!("cases CROSS JOIN {rows}") };
        format!(
            "SELECT cases.id FROM {joined} WHERE cases.id = x.case_id AND {by_id} AND x.{day} BETWEEN '{from}' AND '{to}'"
        )
    });
    own.into_iter().chain(beside).collect::<Vec<_>>().join(" UNION ALL ")
}
