//! Which figures are not shown: those of a few cases of somebody else's organisation, and what they could be computed from, in the same
//! table, across periods, areas and dimensions (docs/decisions/0021-what-is-held-back-across-periods.md and 0023-what-is-held-back-across-areas.md).

use super::contribution::{Counter, Tally};
use super::measures::Dimension;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer cases than this of somebody else's organisation are not shown (domain.md 11).
pub const SMALL: i64 = 3;

/// The item of each of the two dimensions.
pub type Items = (String, String);

/// The counts without which nothing is counted in a month, and what they come to.
pub const TELLING: [Counter; 11] = [
    Counter::Registered,
    Counter::Accepted,
    Counter::Concluded,
    Counter::Closed,
    Counter::CallbacksDue,
    Counter::Agreed,
    Counter::SuicidesPrevented,
    Counter::CrimesPrevented,
    Counter::PetitionsPrevented,
    Counter::FightsPrevented,
    Counter::AmountPaid,
];
pub type Seen = [i64; TELLING.len()];

/// What an item ever had, by the first day of the month.
pub type History = BTreeMap<NaiveDate, Seen>;

/// What of a tally tells whether it is small.
pub fn seen(tally: &Tally) -> Seen {
    TELLING.map(|counter| tally.get(counter))
}

/// The same of so many cases of which nothing else is known.
pub fn seen_cases(count: i64) -> Seen {
    TELLING.map(|counter| if counter == Counter::Registered { count } else { 0 })
}

/// Adds what was seen.
pub fn add_seen(sum: &mut Seen, seen: &Seen, sign: i64) {
    sum.iter_mut().zip(seen).for_each(|(sum, one)| *sum = sum.saturating_add(one.saturating_mul(sign)));
}

/// A row of figures: of an organisation in one of the smallest places. `("330226", "018f…")`.
pub type Row = (String, String);

/// What every row ever had, by the items of what it is broken down by; under one empty item where it is not.
pub type Placed = BTreeMap<Row, BTreeMap<String, History>>;

/// On which days periods of a row may begin and end. Between two open days each item of a row had nothing or at least three cases, so
/// no sum and no difference of shown periods, items and places leaves one or two.
pub struct Rows {
    rows: BTreeMap<Row, Divided>,
}

impl Rows {
    /// The rows of a table. A row is divided only where it `may` be: a breakdown only where the row itself is.
    pub fn of(placed: &Placed, may: &dyn Fn(&Row, NaiveDate) -> bool) -> Self {
        let divided = |(row, items): (&Row, &BTreeMap<String, History>)| {
            let items: Vec<&History> = items.values().filter(|months| !months.is_empty()).collect();
            (!items.is_empty()).then(|| (row.clone(), Divided::of(&items, &|day| may(row, day))))
        };
        Self { rows: placed.iter().filter_map(divided).collect() }
    }

    /// Whether a period of a row may begin or end with this day, as far as its own cases go.
    pub fn is_open(&self, row: &Row, day: NaiveDate) -> bool {
        self.rows.get(row).is_none_or(|one| one.is_open(day))
    }

    /// The rows of which no period begins or ends with this day, `also` those that something else closes. On no day is one alone of a
    /// place closed: its company is the next smallest of all time, else it would be the place's total less the rest.
    pub fn closed(&self, day: NaiveDate, also: BTreeSet<Row>) -> BTreeSet<Row> {
        let mut closed = also;
        closed.extend(self.rows.iter().filter(|(_, one)| !one.is_open(day)).map(|(row, _)| row.clone()));
        let mut places: BTreeMap<&String, Vec<&Row>> = BTreeMap::new();
        self.rows.keys().for_each(|row| places.entry(&row.0).or_default().push(row));
        for rows in places.values() {
            if rows.iter().filter(|row| closed.contains(**row)).count() == 1 {
                let others = rows.iter().filter(|row| !closed.contains(**row));
                let next = others.min_by_key(|row| self.rows.get(**row).map(|one| one.size));
                closed.extend(next.map(|row| (*row).clone()));
            }
        }
        closed
    }
}

/// What is held back of the figures of organisations, by one dimension or two.
pub enum Rule {
    /// Of organisations alone, whatever the area or the period is divided by.
    Alone(Rows),
    /// Broken down by something else: all of a row is shown, or nothing.
    Broken { alone: Rows, by: Rows },
    /// By committees and firms at once: all of a place is shown, or nothing.
    Both { of: [Rows; 2], pairs: Rows },
}

impl Rule {
    pub fn alone(placed: &Placed) -> Self {
        Self::Alone(Rows::of(placed, &|_, _| true))
    }

    pub fn broken(alone: &Placed, by: &Placed) -> Self {
        let alone = Rows::of(alone, &|_, _| true);
        let by = Rows::of(by, &|row, day| alone.is_open(row, day));
        Self::Broken { alone, by }
    }

    /// `pairs` has one row for each place, without an organisation.
    pub fn both(of: [&Placed; 2], pairs: &Placed) -> Self {
        let of = of.map(|placed| Rows::of(placed, &|_, _| true));
        let all_open = |place: &Row, day| {
            let mut rows = of.iter().flat_map(|rows| &rows.rows).filter(|(row, _)| row.0 == place.0);
            rows.all(|(_, one)| one.is_open(day))
        };
        let pairs = Rows::of(pairs, &all_open);
        Self::Both { of, pairs }
    }

    /// The rows of which nothing is shown of a period, `until` being the day after it.
    pub fn closed_between(&self, (from, until): (NaiveDate, NaiveDate)) -> BTreeSet<Row> {
        let closed = |day| match self {
            Self::Alone(rows) => rows.closed(day, BTreeSet::new()),
            Self::Broken { alone, by } => by.closed(day, alone.closed(day, BTreeSet::new())),
            Self::Both { of, pairs } => {
                let of = of.iter().flat_map(|rows| rows.closed(day, BTreeSet::new()));
                pairs.closed(day, of.map(|(place, _)| (place, String::new())).collect())
            }
        };
        closed(from).into_iter().chain(closed(until)).collect()
    }
}

/// A row whose cases are divided by days.
struct Divided {
    /// In their order; whatever is asked, they are the same.
    days: Vec<NaiveDate>,
    months: BTreeSet<NaiveDate>,
    size: i64,
}

impl Divided {
    /// The years are divided first, then the quarters between two dividing days, then the months, each time where no side is left with
    /// a few of any item.
    fn of(items: &[&History], may: &dyn Fn(NaiveDate) -> bool) -> Self {
        let months: BTreeSet<NaiveDate> = items.iter().flat_map(|months| months.keys().copied()).collect();
        let size = items.iter().map(|months| size(months, NaiveDate::MIN, NaiveDate::MAX)).sum();
        let mut days: Vec<NaiveDate> = Vec::new();
        let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else {
            return Self { days, months, size };
        };
        let end = start_of(12, last).checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
        for step in [12, 3, 1] {
            let mut all = Vec::new();
            let mut after = NaiveDate::MIN;
            for before in days.iter().copied().chain([NaiveDate::MAX]) {
                let mut next = start_of(step, first.max(after));
                while next < before && next <= end {
                    let divides = next > after
                        && match few(items, after, next) {
                            Some(is_few) => !is_few && (step == 12 || few(items, next, before) != Some(true)),
                            None => true,
                        };
                    if divides && may(next) {
                        all.push(next);
                        after = next;
                    }
                    next = next.checked_add_months(Months::new(step)).unwrap_or(NaiveDate::MAX);
                }
                all.push(before);
                after = before;
            }
            all.pop();
            days = all;
        }
        Self { days, months, size }
    }

    fn is_open(&self, day: NaiveDate) -> bool {
        if self.days.binary_search(&day).is_ok() {
            return true;
        }
        // A day on which nothing is divided is as good as its neighbours where there is nothing between them, or nothing before it.
        let after = self.days.iter().copied().rfind(|one| *one < day).unwrap_or(NaiveDate::MIN);
        let before = self.days.iter().copied().find(|one| *one > day).unwrap_or(NaiveDate::MAX);
        self.months.range(after..before).next().is_none() || self.months.first().is_none_or(|first| day <= *first)
    }
}

/// Whether an item has a few cases in the months from a day up to another; none where none has any.
fn few(items: &[&History], from: NaiveDate, until: NaiveDate) -> Option<bool> {
    let sizes = items.iter().map(|months| size(months, from, until)).filter(|size| *size > 0);
    sizes.map(|size| size < SMALL).reduce(|one, other| one || other)
}

/// The items that are not shown of what stands on one day and adds up to nothing over time: those of a few, and their company.
pub fn held_back(sizes: &BTreeMap<Items, i64>, and: Dimension) -> BTreeSet<Items> {
    let few = sizes.iter().filter(|(_, size)| (1..SMALL).contains(*size)).map(|(items, _)| items.clone());
    with_company(few.collect(), sizes, and)
}

/// What is held back with `held` in a table by two dimensions (`Total` where there is one alone). Where one alone is held back of a
/// column or a row, the next smallest of it is too: else it would be the total less the rest. Where all others of it are nothing,
/// one of these is held back, so that nobody can tell which is not nothing.
pub fn with_company(mut held: BTreeSet<Items>, sizes: &BTreeMap<Items, i64>, and: Dimension) -> BTreeSet<Items> {
    let firsts: BTreeSet<&String> = sizes.keys().map(|(first, _)| first).collect();
    let seconds: BTreeSet<&String> = sizes.keys().map(|(_, second)| second).collect();
    let is_crossed = and != Dimension::Total;
    let mut lines: Vec<Vec<Items>> =
        seconds.iter().map(|second| firsts.iter().map(|first| pair(first, second)).collect()).collect();
    if is_crossed {
        lines.extend(firsts.iter().map(|first| seconds.iter().map(|second| pair(first, second)).collect()));
    }
    loop {
        let before = held.len();
        for line in &lines {
            let mut hidden = line.iter().filter(|items| held.contains(items));
            if hidden.next().is_none() || hidden.next().is_some() {
                continue;
            }
            // Nothing comes last: what has no figure is better not held back.
            let rank = |items: &Items| sizes.get(items).copied().unwrap_or(i64::MAX);
            let others = line.iter().filter(|items| !held.contains(items));
            if let Some(next) =
                others.filter(|items| is_crossed || sizes.contains_key(items)).min_by_key(|one| rank(one))
            {
                held.insert(next.clone());
            }
        }
        if held.len() == before {
            return held;
        }
    }
}

fn pair(first: &str, second: &str) -> Items {
    (first.to_owned(), second.to_owned())
}

/// The first day of the year, quarter or month of a day.
fn start_of(step: u32, day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|day| day.with_month0(day.month0() / step * step)).unwrap_or(day)
}

/// How many cases there were at most in the months from a day up to another.
pub fn size(months: &History, from: NaiveDate, until: NaiveDate) -> i64 {
    let mut sum = Seen::default();
    months.range(from..until).for_each(|(_, seen)| add_seen(&mut sum, seen, 1));
    let is_nothing = sum.iter().all(|one| *one == 0);
    let counted = TELLING.iter().zip(sum).filter(|(counter, _)| !counter.is_amount()).map(|(_, count)| count);
    if is_nothing { 0 } else { counted.max().unwrap_or(0).max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn held(rows: &[(&str, &str, i64)], and: Dimension) -> String {
        let rows = rows.iter().map(|(first, second, count)| (pair(first, second), *count));
        let held = held_back(&rows.filter(|(_, count)| *count != 0).collect(), and);
        held.iter().map(|(first, second)| format!("{first}{second}")).collect::<Vec<_>>().join(" ")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(at: usize) -> NaiveDate {
        day("2024-01-01") + Months::new(u32::try_from(at).unwrap())
    }

    /// Months of 2024 and on with so many cases.
    fn history(counts: &[i64]) -> History {
        let some = counts.iter().enumerate().filter(|(_, count)| **count != 0);
        some.map(|(at, count)| (month(at), seen_cases(*count))).collect()
    }

    fn divided(months: &History) -> Divided {
        Divided::of(&[months], &|_| true)
    }

    #[test]
    fn one_small_row_takes_another_with_it() {
        let one = Dimension::Total;
        assert_eq!(held(&[("a", "", 90), ("b", "", 2), ("c", "", 5)], one), "b c");
        assert_eq!(held(&[("a", "", 90), ("c", "", 5)], one), "");
        assert_eq!(held(&[("a", "", 2), ("b", "", 2), ("c", "", 5)], one), "a b");
        assert_eq!(held(&[("a", "", 2)], one), "a");
    }

    #[test]
    fn of_a_crossed_table_rows_and_columns_are_held() {
        let two = Dimension::Category;
        // b1 is small: b2 hides it in its row, a1 in its column, and a2 those two.
        assert_eq!(held(&[("a", "1", 9), ("a", "2", 8), ("b", "1", 2), ("b", "2", 7)], two), "a1 a2 b1 b2");
        // The only one of its column: what is nothing beside it is held back too.
        assert_eq!(held(&[("a", "1", 9), ("b", "1", 7), ("b", "2", 2)], two), "a1 a2 b1 b2");
        assert_eq!(held(&[("a", "1", 9), ("b", "2", 8)], two), "");
    }

    #[test]
    fn a_small_month_is_not_its_quarter_less_the_others() {
        let months = divided(&history(&[5, 4, 1, 7, 0, 6]));
        let open = |text: &str| months.is_open(day(text));
        // March has one case: it would be the quarter less January and February.
        assert!(open("2024-01-01") && open("2024-02-01") && !open("2024-03-01") && open("2024-04-01"));
        assert!(open("2024-05-01") && open("2024-05-14") && open("2024-06-01") && !open("2024-06-02"));
        assert!(open("2024-07-01") && open("2031-01-01") && open("1999-02-03"));
        // A year of two cases is not shown before it has a third, nor is any time from before it to after it.
        let small = divided(&history(&[0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]));
        assert!(small.is_open(day("2025-01-01")) && !small.is_open(day("2025-03-01")));
        assert!(!small.is_open(day("2026-01-01")) && !small.is_open(day("2099-01-01")));
        // Payments alone are of at least one case.
        let paid = History::from([(day("2024-01-01"), TELLING.map(|one| i64::from(one == Counter::AmountPaid) * 900))]);
        assert!(!divided(&paid).is_open(day("2025-01-01")));
    }

    #[test]
    fn a_breakdown_is_shown_whole_or_not_at_all() {
        let row = |org: &str| pair("330226", org);
        let alone = |counts: &[i64]| BTreeMap::from([(String::new(), history(counts))]);
        let placed = Placed::from([(row("a"), alone(&[9])), (row("b"), alone(&[8])), (row("c"), alone(&[7]))]);
        let broken = |labour: i64, rest: i64| {
            BTreeMap::from([("labour".to_owned(), history(&[labour])), ("other".to_owned(), history(&[rest]))])
        };
        let by = Placed::from([(row("a"), broken(2, 7)), (row("b"), broken(4, 4)), (row("c"), broken(7, 0))]);
        let closed = |rule: Rule| {
            let closed = rule.closed_between((day("2024-01-01"), day("2025-01-01")));
            closed.into_iter().map(|(_, org)| org).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(closed(Rule::alone(&placed)), "");
        // Labour of a is the place's labour less that of the others: c goes with it.
        assert_eq!(closed(Rule::broken(&placed, &by)), "a c");
        let pairs = Placed::from([(pair("330226", ""), broken(2, 7))]);
        assert_eq!(
            Rule::both([&placed, &placed], &pairs).closed_between((day("2024-01-01"), day("2025-01-01"))).len(),
            1
        );
    }

    /// A case: its place, organisation, kind and month (of `MONTHS`).
    type Drawn = (usize, usize, usize, usize);

    /// Months of three quarters and of two years.
    const MONTHS: [usize; 8] = [0, 1, 2, 3, 5, 8, 12, 13];

    fn placed(cases: &[Drawn], is_broken: bool) -> Placed {
        let mut placed = Placed::new();
        for (place, org, kind, at) in cases {
            let item = if is_broken { kind.to_string() } else { String::new() };
            let row = placed.entry(pair(&place.to_string(), &org.to_string())).or_default();
            add_seen(row.entry(item).or_default().entry(month(MONTHS[*at])).or_default(), &seen_cases(1), 1);
        }
        placed
    }

    /// The cells of places, kinds and months that a number is of, one bit each.
    fn cells(areas: &[usize], kinds: &[usize], months: std::ops::Range<usize>) -> u64 {
        let each = areas.iter().flat_map(|place| kinds.iter().map(move |kind| (place, kind)));
        let ours = |at: &usize| months.contains(&MONTHS[*at]);
        let bits = each.flat_map(|(place, kind)| (0..8).filter(ours).map(move |at| 1 << ((place * 2 + kind) * 8 + at)));
        bits.fold(0, |all, bit: u64| all | bit)
    }

    /// All that is shown of an organisation, whatever period, area and breakdown is asked for.
    fn shown(rules: &[Rule; 2], org: usize) -> BTreeSet<u64> {
        let ends: Vec<usize> = MONTHS.into_iter().chain([14, 24]).collect();
        let mut shown = BTreeSet::new();
        for (from, until) in ends.iter().flat_map(|from| ends.iter().map(move |until| (*from, *until))) {
            if from >= until {
                continue;
            }
            for (rule, kinds) in rules.iter().zip([&[&[0, 1][..]][..], &[&[0], &[1]]]) {
                let closed = rule.closed_between((month(from), month(until)));
                for area in [&[0][..], &[1], &[0, 1]] {
                    let is_shown = |place: &usize| !closed.contains(&pair(&place.to_string(), &org.to_string()));
                    if area.iter().all(is_shown) {
                        shown.extend(kinds.iter().map(|kinds| cells(area, kinds, from..until)));
                    }
                }
            }
        }
        shown
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 16, ..Default::default() })]

        /// Whatever periods are shown, what lies between two of their ends is nothing or not small.
        #[test]
        fn between_two_open_days_there_is_never_a_few(counts in proptest::collection::vec(0_i64..5, 40)) {
            let months = history(&counts);
            let rows = divided(&months);
            let days = (0..44).map(|at| day("2023-11-01") + Months::new(at));
            let open: Vec<NaiveDate> = days.filter(|day| rows.is_open(*day)).collect();
            for (at, from) in open.iter().enumerate() {
                for until in open.iter().skip(at) {
                    prop_assert!(!(1..SMALL).contains(&size(&months, *from, *until)), "{} {}", from, until);
                }
            }
            // Enough is shown: the whole, when it is not small.
            prop_assert!(size(&months, NaiveDate::MIN, NaiveDate::MAX) < 9 || open.len() > 3);
        }

        /// Somebody asks for every period, area and breakdown, takes any shown figure of an organisation less another and less a
        /// third, and never has one or two cases.
        #[test]
        fn no_questions_together_tell_a_few(
            cases in proptest::collection::vec((0_usize..2, 0_usize..3, 0_usize..2, 0_usize..8), 5..90),
        ) {
            let (alone, by) = (placed(&cases, false), placed(&cases, true));
            let rules = [Rule::alone(&alone), Rule::broken(&alone, &by)];
            for org in 0..3 {
                let own = cases.iter().filter(|case| case.1 == org);
                let own: Vec<u64> = own.map(|(place, _, kind, at)| 1 << ((place * 2 + kind) * 8 + at)).collect();
                let count = |set: u64| own.iter().filter(|one| **one & set != 0).count();
                let shown = shown(&rules, org);
                let mut told: BTreeSet<u64> = shown.clone();
                for _ in 0..2 {
                    let less = told.iter().flat_map(|all| shown.iter().map(move |part| (*all, *part)));
                    let left: BTreeSet<u64> = less.filter(|(all, part)| all & part == *part).map(|(all, part)| all & !part).collect();
                    told.extend(left);
                }
                for set in told {
                    prop_assert!(!(1..=2).contains(&count(set)), "{:b} of {}: {}", set, org, count(set));
                }
            }
            // Nor is one alone held back of a place that has several, so that it would be the place less the others.
            for (rule, at) in rules.iter().flat_map(|rule| (0..24).map(move |at| (rule, at))) {
                let closed = rule.closed_between((month(at), month(at)));
                for place in ["0", "1"] {
                    let count = |rows: &mut dyn Iterator<Item = &Row>| rows.filter(|row| row.0 == place).count();
                    let (all, held) = (count(&mut alone.keys()), count(&mut closed.iter()));
                    prop_assert!(held != 1 || all == 1, "{} {}", place, at);
                }
            }
        }

        /// No row and no column has one held back alone, so none can be told from the totals of both.
        #[test]
        fn nothing_small_is_the_total_less_the_rest(counts in proptest::collection::vec(0_i64..12, 20)) {
            let name = |at: usize| format!("{at}");
            let cells = (0..20).map(|at| pair(&name(at / 5), &name(at % 5))).zip(counts);
            let cells: BTreeMap<Items, i64> = cells.filter(|(_, count)| *count != 0).collect();
            let held = held_back(&cells, Dimension::Category);
            for (items, count) in &cells {
                prop_assert!(*count >= SMALL || held.contains(items));
            }
            let of = |line: &dyn Fn(&Items) -> bool| held.iter().filter(|items| line(items)).count();
            let lines = |first: bool| cells.keys().map(|(a, b)| if first { a } else { b }).collect::<BTreeSet<_>>();
            // A table of one row or one column has nothing to hide behind.
            if lines(true).len() > 1 && lines(false).len() > 1 {
                for at in 0..5 {
                    prop_assert_ne!(of(&|(first, _)| *first == name(at)), 1);
                    prop_assert_ne!(of(&|(_, second)| *second == name(at)), 1);
                }
            }
        }
    }
}
