//! What is counted case by case, under the same function as the cells: figures of parts of months, figures by two dimensions of which
//! no pairs are kept. The cases behind a figure are in `statistics_behind.rs`.

use super::case_groups;
use super::case_scope::{Query, in_area};
use super::case_tables::{agreements, callbacks, heads, payments, risk_reports};
use super::db::Conn;
use super::schema::cases::{agreement, callback, cases, consent, party, risk_report};
use super::schema::performance::payment;
use super::statistics_read::{Question, places_sql, read, scope_area};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::agreement::{Agreement, Payment};
use crate::domain::callback::Callback;
use crate::domain::case::Case;
use crate::domain::consent::ConsentMatter;
use crate::domain::contribution::{self, Contribution, CountedRows, Counter, Entry, Tally};
use crate::domain::group::GroupPlace;
use crate::domain::measures::Dimension;
use crate::domain::parties::PartyRole;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::domain::risk::RiskReport;
use crate::domain::suppression::{Items, Placed, TELLING, add_seen, seen};
use chrono::{Datelike, NaiveDate};
use diesel::dsl::{min, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use std::collections::{BTreeMap, HashMap};

/// Cases read at once; and where all of them are read.
const BATCH: i64 = 500;
const LARGE_BATCH: i64 = 4000;

/// An area with more cases than this is not gone through case by case: some seconds of work.
const MOST_CASES: i64 = 200_000;

/// The rows of which the id of the case meets a condition.
macro_rules! beside {
    ($c:expr, $case_id:ident => $condition:expr, $places:expr) => {{
        let $case_id = agreement::case_id;
        let agreed: Vec<Agreement> = agreement::table.filter($condition).select(agreements::columns()).load($c)?;
        let $case_id = payment::case_id;
        let paid: Vec<Payment> = payment::table.filter($condition).select(payments::columns()).load($c)?;
        let $case_id = callback::case_id;
        let called: Vec<Callback> = callback::table.filter($condition).select(callbacks::columns()).load($c)?;
        let $case_id = risk_report::case_id;
        let feared: Vec<RiskReport> = risk_report::table.filter($condition).select(risk_reports::columns()).load($c)?;
        Beside {
            agreed: agreed.into_iter().map(|one| (one.case_id, one)).collect(),
            paid: by_case(paid, |one| one.case_id),
            called: by_case(called, |one| one.case_id),
            feared: by_case(feared, |one| one.case_id),
            placed: $places.into_iter().map(|one| (one.case_id, one)).collect(),
        }
    }};
}

/// Shows every case whose figures are those of a scope, in the order of their ids, with all it adds.
fn visit(c: &mut Conn, scope: &Scope, area: RegionPrefix, show: &mut dyn FnMut(&Case, &[Entry])) -> Result<()> {
    let mut after = String::new();
    while let Some(page) = Page::after(c, figured(scope, area), &after, BATCH)? {
        after = page.last.to_string();
        self::show(c, &page.cases, show)?;
    }
    Ok(())
}

/// Shows these cases, in their order, with all they add.
pub(super) fn show(c: &mut Conn, cases: &[Case], show: &mut dyn FnMut(&Case, &[Entry])) -> Result<()> {
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let beside = beside!(c, case_id => case_id.eq_any(&ids), case_groups::places(c, &ids)?);
    for case in cases {
        show(case, &contribution::entries(&beside.rows(case)));
    }
    Ok(())
}

/// Shows what each case there is adds: what belongs to a page of them is all that lies between two ids.
pub(super) fn visit_all(c: &mut Conn, show: &mut dyn FnMut(Contribution)) -> Result<()> {
    let mut after = String::new();
    while let Some(page) = Page::after(c, cases::table.into_boxed(), &after, LARGE_BATCH)? {
        let (first, last) = (after.as_str(), page.last);
        let places = case_groups::places_between(c, first, last)?;
        let beside = beside!(c, case_id => case_id.gt(first).and(case_id.le(last)), places);
        let words = first_words(c, first, last)?;
        after = last.to_string();
        for case in &page.cases {
            let first_word = words.get(&case.id).copied();
            show(contribution::of_rows(&CountedRows { first_word, ..beside.rows(case) }));
        }
    }
    Ok(())
}

/// When the other side first said whether it would mediate, of the cases after an id, up to another one.
fn first_words(c: &mut Conn, after: &str, last: CaseId) -> Result<HashMap<CaseId, NaiveDate>> {
    let words = consent::table
        .inner_join(party::table.on(party::id.eq(consent::party_id)))
        .filter(consent::case_id.gt(after).and(consent::case_id.le(last)))
        .filter(consent::matter.eq(ConsentMatter::Mediation).and(party::role.eq(PartyRole::Respondent)))
        .group_by(consent::case_id)
        .select((consent::case_id, min(consent::recorded_on).assume_not_null()));
    let words: Vec<(CaseId, NaiveDate)> = words.load(c)?;
    Ok(words.into_iter().collect())
}

/// Cases in the order of their ids.
struct Page {
    cases: Vec<Case>,
    last: CaseId,
}

impl Page {
    /// The next cases after an id; none where that was the last one.
    fn after(c: &mut Conn, query: Query<'_>, after: &str, most: i64) -> Result<Option<Self>> {
        let query = query.filter(cases::id.gt(after.to_owned())).order(cases::id).limit(most);
        let cases: Vec<Case> = query.select(heads::columns()).load(c)?;
        let last = cases.last().map(|case| case.id);
        Ok(last.map(|last| Self { cases, last }))
    }
}

/// The rows beside the cases of a page that count.
struct Beside {
    agreed: HashMap<CaseId, Agreement>,
    paid: HashMap<CaseId, Vec<Payment>>,
    called: HashMap<CaseId, Vec<Callback>>,
    feared: HashMap<CaseId, Vec<RiskReport>>,
    placed: HashMap<CaseId, GroupPlace>,
}

impl Beside {
    /// The rows of one of them. Who said what first is not among them: no count is made of it.
    fn rows<'a>(&'a self, case: &'a Case) -> CountedRows<'a> {
        CountedRows {
            case,
            agreement: self.agreed.get(&case.id),
            payments: self.paid.get(&case.id).map_or(&[], Vec::as_slice),
            callbacks: self.called.get(&case.id).map_or(&[], Vec::as_slice),
            risks: self.feared.get(&case.id).map_or(&[], Vec::as_slice),
            place: self.placed.get(&case.id),
            first_word: None,
        }
    }
}

fn by_case<T>(rows: Vec<T>, case: fn(&T) -> CaseId) -> HashMap<CaseId, Vec<T>> {
    let mut of: HashMap<CaseId, Vec<T>> = HashMap::new();
    rows.into_iter().for_each(|row| of.entry(case(&row)).or_default().push(row));
    of
}

/// Adds the figures of a period by two dimensions (`Total` where there is one alone), counted case by case.
pub fn add(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    period: Period,
    (by, and): (Dimension, Dimension),
    cells: &mut BTreeMap<Items, Tally>,
) -> Result<()> {
    let below = below(scope, area);
    counted(c, scope, area, period, &mut |case, entries| {
        for (on, counter, sum) in entries.iter().filter(|(on, ..)| period.contains(*on)) {
            let items = (by.item(case, *on, below), and.item(case, *on, below));
            cells.entry(items).or_default().add(*counter, *sum);
        }
    })
}

/// What organisations ever had in each place, by a second dimension, month by month, as far as it tells what is small; counted case by
/// case.
pub fn placed(c: &mut Conn, scope: &Scope, area: RegionPrefix, (by, and): (Dimension, Dimension)) -> Result<Placed> {
    refuse_too_many(c, scope, area)?;
    let below = below(scope, area);
    let mut placed = Placed::new();
    visit(c, scope, area, &mut |case, entries| {
        for (on, counter, sum) in entries.iter().filter(|(_, counter, _)| TELLING.contains(counter)) {
            let (Some(month), mut tally) = (on.with_day(1), Tally::default()) else { continue };
            tally.add(*counter, *sum);
            let row = (case.region_code.to_string(), by.item(case, *on, below));
            let items = placed.entry(row).or_default();
            let months = items.entry(and.item(case, *on, below)).or_default();
            add_seen(months.entry(month).or_default(), &seen(&tally), 1);
        }
    })?;
    Ok(placed)
}

/// The area by whose parts is counted; an organisation's regions are those of its cases.
pub(super) fn below(scope: &Scope, area: RegionPrefix) -> Option<RegionPrefix> {
    match scope {
        Scope::Regions { .. } | Scope::Everything => Some(scope_area(scope, area)),
        _ => None,
    }
}

/// How many cases an area has. One with too many to go through them one by one is refused: `too_many_to_count`.
pub fn refuse_too_many(c: &mut Conn, scope: &Scope, area: RegionPrefix) -> Result<i64> {
    let all = size(c, scope, area)?;
    refuse_more(all)?;
    Ok(all)
}

/// How many cases there ever were.
fn size(c: &mut Conn, scope: &Scope, area: RegionPrefix) -> Result<i64> {
    let (Period { from, to }, by) = (Period::ever(), Dimension::Total);
    let ever = Question { area, from, to, by, as_of: None };
    Ok(read(c, scope, &ever)?.iter().map(|(_, tally)| tally.get(Counter::Registered)).sum())
}

/// More cases than can be gone through one by one are refused: `too_many_to_count`.
pub fn refuse_more(cases: i64) -> Result<()> {
    if cases > MOST_CASES { Err(Error::field("from", Code::TooManyToCount)) } else { Ok(()) }
}

/// Shows the cases that add to the figures of a scope in a period, each once. Too many cases are refused: `too_many_to_count`.
fn counted(
    c: &mut Conn,
    scope: &Scope,
    area: RegionPrefix,
    period: Period,
    show: &mut dyn FnMut(&Case, &[Entry]),
) -> Result<()> {
    let of_area = refuse_too_many(c, scope, area)?;
    let Some((_, place)) = places_sql(scope, area, false)? else { return Ok(()) };
    let all = size(c, &Scope::Everything, RegionPrefix::NATION)?;
    // What hangs on cases is found by its day, among that of all cases, where that is less than what hangs on those of the area:
    // there is two to four of it for a case, and cases come over years.
    let by_day = all.saturating_mul((period.to - period.from).num_days()) < of_area.saturating_mul(730);
    let found: Vec<Found> = diesel::sql_query(found_sql(&place, period, by_day)).load(c)?;
    for ids in found.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let ids: Vec<CaseId> = ids.iter().map(|one| one.id).collect();
        let cases: Vec<Case> =
            cases::table.filter(cases::id.eq_any(ids)).order(cases::id).select(heads::columns()).load(c)?;
        self::show(c, &cases, show)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    id: CaseId,
}

/// The cases of a place of which something counts in a period: by days of their own, each from an index, and by the days of what hangs on
/// them. A case that was agreed was concluded on the day of its agreement. SQLite keeps to the order of a cross join.
fn found_sql(place: &str, Period { from, to }: Period, by_day: bool) -> String {
    let own = ["applied_on", "accepted_on", "concluded_on", "closed_on"]
        .map(|day| format!("SELECT id FROM cases WHERE {place} AND {day} BETWEEN '{from}' AND '{to}'"));
    let beside = [("payment", "paid_on"), ("callback", "due_on"), ("risk_report", "cleared_on")].map(|(table, day)| {
        let rows = format!("(SELECT case_id, {day} FROM {table}) x");
        let joined = if by_day { format!("{rows} CROSS JOIN cases") } else { format!("cases CROSS JOIN {rows}") };
        format!(
            "SELECT cases.id FROM {joined} WHERE cases.id = x.case_id AND {place} AND x.{day} BETWEEN '{from}' AND '{to}'"
        )
    });
    format!("SELECT id FROM ({}) AS found ORDER BY id", [own.join(" UNION "), beside.join(" UNION ")].join(" UNION "))
}

/// The cases whose figures are those of a scope. Of a firm these are its cases, whatever of them it may see.
fn figured<'a>(scope: &Scope, area: RegionPrefix) -> Query<'a> {
    let query = cases::table.into_boxed();
    match scope {
        Scope::Everything => in_area(query, area),
        Scope::Regions { prefix, .. } => match area.within(*prefix) {
            Some(area) => in_area(query, area),
            None => query.filter(sql::<Bool>("1 = 0")),
        },
        Scope::Committees(committees) => query.filter(cases::committee_id.eq_any(committees.clone())),
        Scope::Firm { firm, lawyer: None } => query.filter(cases::firm_id.eq(*firm)),
        Scope::Firm { .. } | Scope::Assigned { .. } | Scope::Chamber(_) | Scope::Nothing => {
            query.filter(sql::<Bool>("1 = 0"))
        }
    }
}
