//! The days a figure is asked for: a year, a quarter, a month or any days, and the same days before.

use super::measures::Dimension;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::text_enum;
use chrono::{Datelike, Days, Months, NaiveDate};

text_enum! {
    /// The period that figures are held against.
    pub enum Comparison {
        Previous = "previous", "上期", "The period before";
        YearBefore = "year_before", "上年同期", "The same period of the year before";
    }
}

/// The first and the last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// From and to are each written as a year `2024`, a quarter `2024-Q3`, a month `2024-07` or a day `2024-07-15`. `Invalid` names
    /// `from` or `to` where a text is none of these, or the end is before the beginning.
    pub fn parse(from: &str, to: &str) -> Result<Self> {
        let (from, to) = (days(from, "from")?.from, days(to, "to")?.to);
        if from > to { Err(Error::field("to", Code::DateOrder)) } else { Ok(Self { from, to }) }
    }

    /// The first days of the first and the last whole month within; none where no month is whole.
    pub fn months(self) -> Option<(NaiveDate, NaiveDate)> {
        let first = if self.from.day() == 1 { self.from } else { next_month(self.from) };
        let after = self.to.checked_add_days(Days::new(1))?.with_day(1)?;
        let last = after.checked_sub_months(Months::new(1))?;
        (first <= last).then_some((first, last))
    }

    /// So many whole months that end before the month of a day.
    pub fn of_months_before(day: NaiveDate, months: u32) -> Option<Self> {
        let first = day.with_day(1)?;
        Some(Self { from: first.checked_sub_months(Months::new(months))?, to: first.pred_opt()? })
    }

    /// The days before the first whole month and after the last one; all of it where no month is whole.
    pub fn ragged(self) -> Vec<Self> {
        let Some((first, last)) = self.months() else { return vec![self] };
        let before = first.pred_opt().filter(|day| *day >= self.from).map(|to| Self { from: self.from, to });
        let after = Some(next_month(last)).filter(|day| *day <= self.to).map(|from| Self { from, to: self.to });
        before.into_iter().chain(after).collect()
    }

    /// The period to hold this one against. Whole months are held against as many whole months, other days against as many days;
    /// `OutOfRange` before 1949.
    pub fn compared(self, with: Comparison) -> Result<Self> {
        let whole = self.months().filter(|_| self.ragged().is_empty());
        let back = |day: NaiveDate, months: u32| day.checked_sub_months(Months::new(months));
        let earlier = match (with, whole) {
            (Comparison::YearBefore, None) => back(self.from, 12).zip(back(self.to, 12)),
            (Comparison::YearBefore, Some((first, last))) => back(first, 12).zip(back(last, 12).map(last_day)),
            (Comparison::Previous, Some((first, last))) => {
                let count = (last.year() - first.year()) * 12 + month0(last) - month0(first) + 1;
                let count = u32::try_from(count).unwrap_or(1);
                back(first, count).zip(back(last, count).map(last_day))
            }
            (Comparison::Previous, None) => {
                let length = u64::try_from((self.to - self.from).num_days()).unwrap_or(0) + 1;
                self.from.checked_sub_days(Days::new(length)).zip(self.from.pred_opt())
            }
        };
        let (from, to) = earlier
            .filter(|(from, _)| from.year() >= FIRST_YEAR)
            .ok_or_else(|| Error::field("compare", Code::OutOfRange))?;
        Ok(Self { from, to })
    }

    /// The year of a day up to the end of its month: whole months, as figures are kept.
    pub fn year_so_far(day: NaiveDate) -> Self {
        let month = day.with_day(1).unwrap_or(day);
        Self { from: day.with_ordinal(1).unwrap_or(day), to: last_day(month) }
    }

    /// All days on which anything can have happened.
    pub fn ever() -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self { from: day(FIRST_YEAR, 1, 1), to: day(2100, 12, 31) }
    }

    /// The years it touches, whole.
    pub fn years(self) -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        let (from, to) = (day(self.from.year(), 1, 1), day(self.to.year(), 12, 31));
        Self { from: from.unwrap_or(self.from), to: to.unwrap_or(self.to) }
    }

    /// The days of both periods; none where they have none in common.
    pub fn within(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }

    /// Its months, quarters or years; the first and the last as far as they lie in it.
    pub fn parts(self, time: Dimension) -> Vec<Self> {
        let months = match time {
            Dimension::Year => 12,
            Dimension::Quarter => 3,
            _ => 1,
        };
        let start = self.from.with_day(1).and_then(|day| day.with_month0(day.month0() / months * months));
        let starts = std::iter::successors(start, |day| day.checked_add_months(Months::new(months)));
        let part = |start: NaiveDate| {
            let end = start.checked_add_months(Months::new(months))?.pred_opt()?;
            Self { from: start, to: end }.within(self)
        };
        starts.take_while(|start| *start <= self.to).filter_map(part).collect()
    }

    /// The first day, and the day after the last one.
    pub fn ends(self) -> (NaiveDate, NaiveDate) {
        (self.from, self.to.succ_opt().unwrap_or(self.to))
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

const FIRST_YEAR: i32 = 1949;

fn month0(day: NaiveDate) -> i32 {
    i32::try_from(day.month0()).unwrap_or_default()
}

fn next_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
}

/// The last day of the month that begins on a day.
fn last_day(first: NaiveDate) -> NaiveDate {
    next_month(first).pred_opt().unwrap_or(first)
}

/// The days that one text stands for.
fn days(text: &str, field: &str) -> Result<Period> {
    let bad = || Error::field(field, Code::BadDate);
    let day = |text: String| {
        let day = text.parse::<NaiveDate>().ok().filter(|_| text.len() == 10);
        day.filter(|day| (FIRST_YEAR..=2100).contains(&day.year())).ok_or_else(bad)
    };
    let months = |first: NaiveDate, count: u32| {
        let last = first.checked_add_months(Months::new(count - 1)).unwrap_or(first);
        Period { from: first, to: last_day(last) }
    };
    if let Some((year, quarter)) = text.split_once("-Q") {
        let month = match quarter {
            "1" => "01",
            "2" => "04",
            "3" => "07",
            "4" => "10",
            _ => return Err(bad()),
        };
        return Ok(months(day(format!("{year}-{month}-01"))?, 3));
    }
    match text.len() {
        4 => Ok(months(day(format!("{text}-01-01"))?, 12)),
        7 => Ok(months(day(format!("{text}-01"))?, 1)),
        _ => day(text.to_owned()).map(|day| Period { from: day, to: day }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::parse(from, to).unwrap()
    }

    #[test]
    fn the_year_so_far_is_of_whole_months() {
        for (day, to) in
            [("2026-01-01", "2026-01"), ("2026-11-22", "2026-11"), ("2024-02-29", "2024-02"), ("2026-12-31", "2026-12")]
        {
            let so_far = Period::year_so_far(date(day));
            assert_eq!(so_far, period(&day[..4], to));
            assert!(so_far.ragged().is_empty());
        }
    }

    fn written(period: Period) -> String {
        format!("{}..{}", period.from, period.to)
    }

    #[test]
    fn a_period_is_written_in_four_ways() {
        for (from, to, days) in [
            ("2024", "2024", "2024-01-01..2024-12-31"),
            ("2024-Q1", "2024-Q1", "2024-01-01..2024-03-31"),
            ("2024-Q3", "2024", "2024-07-01..2024-12-31"),
            ("2024-02", "2024-02", "2024-02-01..2024-02-29"),
            ("2024-02-10", "2024-03", "2024-02-10..2024-03-31"),
        ] {
            assert_eq!(written(period(from, to)), days);
        }
        for (from, to) in [
            ("2024-Q5", "2024"),
            ("2024-Q", "2024"),
            ("24", "2024"),
            ("2024-03", "2024-02"),
            ("0000-01", "2024-02"),
            ("2024-01", "9999-12"),
            ("2024-13", "2024-14"),
            ("", "2024-02"),
            ("二〇二四", "2024"),
        ] {
            assert!(Period::parse(from, to).is_err(), "{from} {to}");
        }
    }

    #[test]
    fn the_ragged_ends_and_the_whole_months_are_all_of_it() {
        for (from, to, months, ragged) in [
            ("2024-01", "2024-02", "2024-01-01 2024-02-01", ""),
            ("2024-01-02", "2024-02-28", "", "2024-01-02..2024-02-28"),
            ("2024-01-31", "2024-03-01", "2024-02-01 2024-02-01", "2024-01-31..2024-01-31 2024-03-01..2024-03-01"),
            ("2024-01-01", "2024-02-28", "2024-01-01 2024-01-01", "2024-02-01..2024-02-28"),
            ("2024-02-03", "2024-02-04", "", "2024-02-03..2024-02-04"),
        ] {
            let period = period(from, to);
            let found = period.months().map_or(String::new(), |(first, last)| format!("{first} {last}"));
            assert_eq!(found, months, "{from} {to}");
            assert_eq!(period.ragged().into_iter().map(written).collect::<Vec<_>>().join(" "), ragged);
        }
    }

    #[test]
    fn the_period_before_is_as_long() {
        for (from, to, previous, year_before) in [
            ("2024-Q1", "2024-Q1", "2023-10-01..2023-12-31", "2023-01-01..2023-03-31"),
            ("2024-02", "2024-02", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"),
            ("2025-02", "2025-02", "2025-01-01..2025-01-31", "2024-02-01..2024-02-29"),
            ("2024-03-10", "2024-03-19", "2024-02-29..2024-03-09", "2023-03-10..2023-03-19"),
            ("2024", "2024", "2023-01-01..2023-12-31", "2023-01-01..2023-12-31"),
        ] {
            let period = period(from, to);
            assert_eq!(written(period.compared(Comparison::Previous).unwrap()), previous);
            assert_eq!(written(period.compared(Comparison::YearBefore).unwrap()), year_before);
        }
        assert!(period("1949", "1949").compared(Comparison::Previous).is_err());
        assert!(period("2024", "2024").contains(date("2024-12-31")));
    }

    #[test]
    fn the_months_before_are_whole() {
        for (today, months, before) in [
            ("2026-11-21", 1, "2026-10-01..2026-10-31"),
            ("2026-01-01", 1, "2025-12-01..2025-12-31"),
            ("2024-03-31", 1, "2024-02-01..2024-02-29"),
            ("2026-10-05", 3, "2026-07-01..2026-09-30"),
        ] {
            assert_eq!(Period::of_months_before(date(today), months).map(written).as_deref(), Some(before), "{today}");
        }
    }
}
