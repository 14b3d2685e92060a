//! How often each time was taken: what a case adds to the times, and sums of it that are kept as the figures are. The words of each time
//! are in times.rs; the same is counted case by case in store/times.rs.

use super::counted::CountedRows;
use super::group::GroupPlace;
use super::period::Period;
use super::times::{Taken, Time};
use crate::domain::case::Outcome;
use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The values of times, and how often each was taken, in their order. Of the age of cases under way the value is the day of acceptance,
/// counted from the first day of our era: one more in its month, and one less in the month in which mediation ended, so that
/// what all months up to one leave are those under way at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct TimeCounts(Vec<(Time, i32, i32)>);

/// As they are written: `{"days_to_closure":[[3,5],[4,2]]}` says five times three days and twice four.
type Written = BTreeMap<Time, Vec<(i32, i32)>>;

impl From<Written> for TimeCounts {
    fn from(written: Written) -> Self {
        let mut counts = Self::default();
        for (time, values) in written {
            values.into_iter().for_each(|(value, times)| counts.add(time, value, times));
        }
        counts
    }
}

impl From<TimeCounts> for Written {
    fn from(counts: TimeCounts) -> Self {
        let mut written = Self::new();
        counts.0.into_iter().for_each(|(time, value, times)| written.entry(time).or_default().push((value, times)));
        written
    }
}

impl TimeCounts {
    /// Counts a value so many times more.
    fn add(&mut self, time: Time, value: i32, times: i32) {
        match self.0.binary_search_by_key(&(time, value), |(time, value, _)| (*time, *value)) {
            Ok(at) => {
                let sum = self.0.get(at).map_or(0, |one| one.2).saturating_add(times);
                if sum == 0 {
                    self.0.remove(at);
                } else if let Some(one) = self.0.get_mut(at) {
                    one.2 = sum;
                }
            }
            Err(_) if times == 0 => {}
            Err(at) => self.0.insert(at, (time, value, times)),
        }
    }

    /// Adds `sign` times other counts.
    pub fn merge(&mut self, other: &Self, sign: i32) {
        other.0.iter().for_each(|(time, value, times)| self.add(*time, *value, times.saturating_mul(sign)));
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The first time of which two counts differ.
    pub fn first_difference(&self, other: &Self) -> Option<Time> {
        Time::ALL.iter().copied().find(|time| self.of(*time).ne(other.of(*time)))
    }

    fn of(&self, time: Time) -> impl Iterator<Item = (i32, i32)> {
        let from = self.0.partition_point(|one| one.0 < time);
        let of = self.0.iter().skip(from).take_while(move |one| one.0 == time);
        of.map(|(_, value, times)| (*value, *times))
    }
}

/// What a case adds on a day; of firms' answers and of mediators nothing is kept.
pub fn entries(rows: &CountedRows<'_>) -> Vec<(NaiveDate, TimeCounts)> {
    let CountedRows { case, agreement, place, first_word, .. } = *rows;
    if place.is_some_and(GroupPlace::is_counted_in_mother) {
        return Vec::new();
    }
    let mut entries = Vec::new();
    let mut add = |on: NaiveDate, time: Time, value: i64, times: i32| {
        if let Ok(value) = i32::try_from(value) {
            entries.push((on, TimeCounts(vec![(time, value, times)])));
        }
    };
    let mut took = |time: Time, began: Option<NaiveDate>, ended: Option<NaiveDate>| {
        if let (Some(began), Some(ended)) = (began, ended) {
            add(ended, time, (ended - began).num_days(), 1);
        }
    };
    took(Time::ToConclusion, case.accepted_on, case.concluded_on);
    let agreed = agreement.filter(|_| case.outcome == Some(Outcome::Agreed));
    took(Time::ToAgreement, case.accepted_on, agreed.map(|one| one.agreed_on));
    took(Time::ToClosure, Some(case.applied_on), case.closed_on);
    took(Time::OtherSide, Some(case.applied_on), first_word);
    if let Some(on) = case.accepted_on.filter(|on| case.concluded_on.is_none_or(|end| end >= *on)) {
        let since = i64::from(on.num_days_from_ce());
        add(on, Time::OpenAge, since, 1);
        case.concluded_on.into_iter().for_each(|end| add(end, Time::OpenAge, since, -1));
    }
    entries
}

/// What is kept of an item of a dimension, in a place and a month.
pub struct Kept {
    pub item: String,
    pub place: String,
    /// The first day of the month.
    pub month: NaiveDate,
    pub counts: TimeCounts,
}

/// The values of one time: of what stands on one day those at the end of a period, of the others all there are, by their months.
pub fn taken(kept: &[Kept], time: Time, period: Period) -> Vec<Taken> {
    if !time.is_of_a_day() {
        let of_month = |one: &Kept| Taken {
            item: one.item.clone(),
            place: one.place.clone(),
            on: one.month,
            counts: one.counts.of(time).map(|(value, times)| (value.into(), times.into())).collect(),
        };
        return kept.iter().map(of_month).filter(|one| !one.counts.is_empty()).collect();
    }
    let mut standing: BTreeMap<(&str, &str), BTreeMap<i64, i64>> = BTreeMap::new();
    for one in kept.iter().filter(|one| one.month <= period.to) {
        let days = standing.entry((&one.item, &one.place)).or_default();
        for (since, times) in one.counts.of(time) {
            let age = period.to.num_days_from_ce() - since;
            *days.entry(age.into()).or_default() += i64::from(times);
        }
    }
    let at_the_end = |((item, place), mut days): ((&str, &str), BTreeMap<i64, i64>)| {
        days.retain(|_, times| *times != 0);
        Taken { item: item.to_owned(), place: place.to_owned(), on: period.to, counts: days.into_iter().collect() }
    };
    standing.into_iter().map(at_the_end).filter(|one| !one.counts.is_empty()).collect()
}

/// The days on which the cases that are under way at the end of a period were accepted.
pub fn since(kept: &[Kept], period: Period) -> Vec<NaiveDate> {
    let open = taken(kept, Time::OpenAge, period);
    let ages: BTreeSet<i64> = open.iter().flat_map(|one| &one.counts).map(|(age, _)| *age).collect();
    ages.into_iter().filter_map(|age| period.to.checked_sub_signed(TimeDelta::days(age))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(Time, i32, i32)]) -> TimeCounts {
        let mut counts = TimeCounts::default();
        of.iter().for_each(|(time, value, times)| counts.add(*time, *value, *times));
        counts
    }

    #[test]
    fn counts_are_written_and_read_in_their_order() {
        let all =
            counts(&[(Time::OpenAge, 9, 1), (Time::ToClosure, 4, 2), (Time::ToClosure, 3, 5), (Time::OpenAge, 9, -1)]);
        let written = serde_json::to_string(&all).unwrap();
        assert_eq!(written, r#"{"days_to_closure":[[3,5],[4,2]]}"#);
        assert_eq!(serde_json::from_str::<TimeCounts>(&written).unwrap(), all);
        let mut none = all.clone();
        none.merge(&all, -1);
        assert!(none.is_zero() && none.first_difference(&all) == Some(Time::ToClosure));
    }

    #[test]
    fn what_stands_at_the_end_of_a_period_is_what_all_months_leave() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let since = day("2026-01-30").num_days_from_ce();
        let month = |month: &str, of: &[(Time, i32, i32)]| Kept {
            item: String::new(),
            place: String::new(),
            month: day(month),
            counts: counts(of),
        };
        let kept =
            [month("2026-01-01", &[(Time::OpenAge, since, 2)]), month("2026-03-01", &[(Time::OpenAge, since, -1)])];
        let at_the_end = |to: &str| {
            let taken = taken(&kept, Time::OpenAge, Period { from: day("2026-01-01"), to: day(to) });
            taken.first().map(|one| one.counts.clone())
        };
        assert_eq!(at_the_end("2026-01-31"), Some(vec![(1, 2)]));
        assert_eq!(at_the_end("2026-02-28"), Some(vec![(29, 2)]));
        assert_eq!(at_the_end("2026-03-31"), Some(vec![(60, 1)]));
    }
}
