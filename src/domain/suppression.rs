//! Which figures are not shown: those of a few cases of somebody else's organisation, and what they could be computed from, in the same
//! table and across periods (docs/decisions/0021-what-is-held-back-across-periods.md).

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

/// The items of which nothing is shown of a period, `until` being the day after it. Both ends of what is shown of an item are open
/// days, and between two open days it had no case or at least three: so no shown period less others leaves one or two. On no day
/// is one item of a row or a column alone closed, so no total less the others leaves it either.
pub fn held_between(
    histories: &BTreeMap<Items, History>,
    (from, until): (NaiveDate, NaiveDate),
    and: Dimension,
) -> BTreeSet<Items> {
    let all = histories.iter().map(|(items, months)| (items.clone(), size(months, NaiveDate::MIN, NaiveDate::MAX)));
    let sizes: BTreeMap<Items, i64> = all.collect();
    let closed = |day| {
        let closed = histories.iter().filter(|(_, months)| !is_open(months, day)).map(|(items, _)| items.clone());
        with_company(closed.collect(), &sizes, and)
    };
    closed(from).into_iter().chain(closed(until)).collect()
}

/// The items that are not shown of what stands on one day and adds up to nothing over time: those of a few, and their company.
pub fn held_back(sizes: &BTreeMap<Items, i64>, and: Dimension) -> BTreeSet<Items> {
    let few = sizes.iter().filter(|(_, size)| (1..SMALL).contains(*size)).map(|(items, _)| items.clone());
    with_company(few.collect(), sizes, and)
}

/// What is held back with `held` in a table by two dimensions (`Total` where there is one alone). Where one alone is held back of a
/// column or a row, the next smallest of it is too: else it would be the total less the rest. Where all others of it are nothing,
/// one of these is held back, so that nobody can tell which is not nothing.
fn with_company(mut held: BTreeSet<Items>, sizes: &BTreeMap<Items, i64>, and: Dimension) -> BTreeSet<Items> {
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

/// Whether a period of an item may begin or end with this day. The years are divided first, then the quarters between two dividing
/// days, then the months, each time where no side is left with a few. Which days divide does not depend on the one that is asked for.
fn is_open(months: &History, day: NaiveDate) -> bool {
    let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else { return true };
    if day <= *first {
        return true;
    }
    let (mut after, mut before) = (NaiveDate::MIN, NaiveDate::MAX);
    for step in [12, 3, 1] {
        let mut next = start_of(step, (*first).max(after));
        // Behind the last month there is nothing more to divide.
        while next < before && next <= (*last).max(day) {
            let divides = match size(months, after, next) {
                0 => true,
                few if few < SMALL => false,
                _ => step == 12 || !(1..SMALL).contains(&size(months, next, before)),
            };
            if divides && next == day {
                return true;
            }
            if divides && next > day {
                before = next;
            } else if divides {
                after = next;
            }
            next = next.checked_add_months(Months::new(step)).unwrap_or(NaiveDate::MAX);
        }
    }
    // A day on which nothing is divided is as good as its neighbours where there is nothing between them.
    size(months, after, before) == 0
}

/// The first day of the year, quarter or month of a day.
fn start_of(step: u32, day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|day| day.with_month0(day.month0() / step * step)).unwrap_or(day)
}

/// How many cases there were at most in the months from a day up to another.
fn size(months: &History, from: NaiveDate, until: NaiveDate) -> i64 {
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

    /// Months of 2024 and on with so many cases.
    fn history(counts: &[i64]) -> History {
        let month = |at: usize| day("2024-01-01") + Months::new(u32::try_from(at).unwrap());
        let some = counts.iter().enumerate().filter(|(_, count)| **count != 0);
        some.map(|(at, count)| (month(at), seen_cases(*count))).collect()
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
        let months = history(&[5, 4, 1, 7, 0, 6]);
        let open = |text: &str| is_open(&months, day(text));
        // March has one case: it would be the quarter less January and February.
        assert!(open("2024-01-01") && open("2024-02-01") && !open("2024-03-01") && open("2024-04-01"));
        assert!(open("2024-05-01") && open("2024-05-14") && open("2024-06-01") && !open("2024-06-02"));
        assert!(open("2024-07-01") && open("2031-01-01") && open("1999-02-03"));
        // A year of two cases is not shown before it has a third, nor is any time from before it to after it.
        let small = history(&[0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        assert!(is_open(&small, day("2025-01-01")) && !is_open(&small, day("2025-03-01")));
        assert!(!is_open(&small, day("2026-01-01")) && !is_open(&small, day("2099-01-01")));
        // Payments alone are of at least one case.
        let paid = History::from([(day("2024-01-01"), TELLING.map(|one| i64::from(one == Counter::AmountPaid) * 900))]);
        assert!(!is_open(&paid, day("2025-01-01")));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Whatever periods are shown, what lies between two of their ends is nothing or not small.
        #[test]
        fn between_two_open_days_there_is_never_a_few(counts in proptest::collection::vec(0_i64..5, 40)) {
            let months = history(&counts);
            let days = (0..44).map(|at| day("2023-11-01") + Months::new(at));
            let open: Vec<NaiveDate> = days.filter(|day| is_open(&months, *day)).collect();
            for (at, from) in open.iter().enumerate() {
                for until in open.iter().skip(at) {
                    prop_assert!(!(1..SMALL).contains(&size(&months, *from, *until)), "{} {}", from, until);
                }
            }
            // Enough is shown: the whole, when it is not small.
            prop_assert!(size(&months, NaiveDate::MIN, NaiveDate::MAX) < 9 || open.len() > 3);
        }

        /// Nobody is alone closed on a day, so what is held back of one period is not the total less the rest.
        #[test]
        fn on_no_day_is_one_alone_closed(counts in proptest::collection::vec(proptest::collection::vec(0_i64..4, 30), 5)) {
            let histories: BTreeMap<Items, History> =
                counts.iter().enumerate().map(|(at, counts)| (pair(&at.to_string(), ""), history(counts))).collect();
            for at in 0..30 {
                let on = day("2024-01-01") + Months::new(at);
                prop_assert_ne!(held_between(&histories, (on, on), Dimension::Total).len(), 1);
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
