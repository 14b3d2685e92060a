//! Which figures are not shown: those of a few cases of somebody else's organisation, and what they could be computed from.

use super::contribution::{Counter, Tally};
use super::measures::Dimension;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer cases than this of somebody else's organisation are not shown (domain.md 11).
pub const SMALL: i64 = 3;

/// The item of each of the two dimensions.
pub type Items = (String, String);

/// The cells that are not shown of a table by two dimensions (`Total` where there is one alone). Where one alone is held back of
/// a column or a row, the next smallest of it is too: else it would be the total less the rest. Where all others of it are
/// nothing, one of these is held back, so that nobody can tell which is not nothing.
pub fn held_back(cells: &BTreeMap<Items, Tally>, and: Dimension) -> BTreeSet<Items> {
    let mut held: BTreeSet<Items> =
        cells.iter().filter(|(_, tally)| cases(tally) < SMALL).map(|(items, _)| items.clone()).collect();
    let firsts: BTreeSet<&String> = cells.keys().map(|(first, _)| first).collect();
    let seconds: BTreeSet<&String> = cells.keys().map(|(_, second)| second).collect();
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
            let rank = |items: &Items| cells.get(items).map_or(i64::MAX, cases);
            let others = line.iter().filter(|items| !held.contains(items));
            if let Some(next) =
                others.filter(|items| is_crossed || cells.contains_key(items)).min_by_key(|one| rank(one))
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

/// The most cases that any of its figures can be of.
fn cases(tally: &Tally) -> i64 {
    let counters = [Counter::Registered, Counter::Accepted, Counter::Concluded, Counter::Closed, Counter::CallbacksDue];
    counters.iter().map(|counter| tally.get(*counter)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[(&str, &str, i64)]) -> BTreeMap<Items, Tally> {
        let cell = |(first, second, count): &(&str, &str, i64)| {
            let mut tally = Tally::default();
            tally.add(Counter::Registered, *count);
            (pair(first, second), tally)
        };
        rows.iter().filter(|(_, _, count)| *count != 0).map(cell).collect()
    }

    fn held(rows: &[(&str, &str, i64)], and: Dimension) -> String {
        let held = held_back(&table(rows), and);
        held.iter().map(|(first, second)| format!("{first}{second}")).collect::<Vec<_>>().join(" ")
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

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// No row and no column has one held back alone, so none can be told from the totals of both.
        #[test]
        fn nothing_small_is_the_total_less_the_rest(counts in proptest::collection::vec(0_i64..12, 20)) {
            let name = |at: usize| format!("{at}");
            let names: Vec<(String, String)> = (0..20).map(|at| (name(at / 5), name(at % 5))).collect();
            let rows: Vec<_> = names.iter().zip(&counts).map(|((a, b), count)| (a.as_str(), b.as_str(), *count)).collect();
            let cells = table(&rows);
            let held = held_back(&cells, Dimension::Category);
            for (items, tally) in &cells {
                prop_assert!(cases(tally) >= SMALL || held.contains(items));
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
