//! Counting time by the civil code (L13 arts 200-204): the first day is out, a month ends on the same day number or the month's last,
//! and a last day that is a day off moves to the next working day.

use crate::base::working_calendar::WorkingCalendar;
use crate::text_enum;
use chrono::{Days, Months, NaiveDate};

text_enum! {
    /// What a length is counted in. Thirty days and a month are not the same.
    pub enum Unit {
        Days = "days", "日", "days";
        WorkingDays = "working_days", "个工作日", "working days";
        Months = "months", "个月", "months";
        Years = "years", "年", "years";
    }
}

/// How long a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    pub amount: u16,
    pub unit: Unit,
}

/// A last day and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The last day before it moves over days off.
    pub uncorrected_on: NaiveDate,
    /// The last day; it ends at 24:00.
    pub due_on: NaiveDate,
    /// The days off the last day moved over; of working days, those between that did not count.
    pub skipped: Vec<NaiveDate>,
    /// A year the working calendar knows nothing of: there only Saturdays and Sundays were days off, which is a guess.
    pub unknown_year: Option<i32>,
}

/// The last day of a length from `start`, `paused` days of which are not counted.
pub fn count(start: NaiveDate, length: Length, paused: u16, calendar: &WorkingCalendar) -> Counted {
    let end = match length.unit {
        Unit::Days => days_after(start, length.amount),
        Unit::Months => months_after(start, length.amount.into()),
        Unit::Years => months_after(start, u32::from(length.amount) * 12),
        Unit::WorkingDays => {
            let due_on = calendar.after(days_after(start, paused), length.amount.into());
            let between = start.iter_days().skip(1).take_while(|day| *day < due_on);
            return Counted {
                uncorrected_on: due_on,
                due_on,
                skipped: between.filter(|day| !calendar.is_working_day(*day)).collect(),
                unknown_year: calendar.unknown_year(start, due_on),
            };
        }
    };
    corrected(days_after(end, paused), calendar)
}

/// A last day that is given, moved over days off (L13 art 203).
pub fn corrected(uncorrected_on: NaiveDate, calendar: &WorkingCalendar) -> Counted {
    let due_on = calendar.first_from(uncorrected_on);
    Counted {
        uncorrected_on,
        due_on,
        skipped: uncorrected_on.iter_days().take_while(|day| *day < due_on).collect(),
        unknown_year: calendar.unknown_year(uncorrected_on, due_on),
    }
}

/// The day that so many days end on.
pub fn days_after(start: NaiveDate, days: u16) -> NaiveDate {
    start.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The day that so many months end on.
pub fn months_after(start: NaiveDate, months: u32) -> NaiveDate {
    start.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const fn days(amount: u16) -> Length {
        Length { amount, unit: Unit::Days }
    }

    const fn months(amount: u16) -> Length {
        Length { amount, unit: Unit::Months }
    }

    #[test]
    fn the_examples_of_the_rule_book() {
        let calendar = WorkingCalendar::default();
        for (start, length, paused, due, skipped) in [
            // A make-up Saturday is a working day.
            ("2026-01-31", months(1), 0, "2026-02-28", 0),
            ("2026-01-31", days(30), 0, "2026-03-02", 0),
            ("2026-03-31", days(30), 0, "2026-04-30", 0),
            // The thirtieth day is the fourth of October, within the National Day holiday.
            ("2026-09-04", days(30), 0, "2026-10-08", 4),
            ("2026-09-04", days(30), 3, "2026-10-08", 1),
            ("2026-09-04", days(30), 4, "2026-10-08", 0),
            // Labour: fifteen days from the application; a Saturday moves to Monday.
            ("2026-01-09", days(15), 0, "2026-01-26", 2),
            ("2026-03-02", days(15), 0, "2026-03-17", 0),
            ("2024-02-29", Length { amount: 2, unit: Unit::Years }, 0, "2026-02-28", 0),
            ("2026-09-29", Length { amount: 3, unit: Unit::WorkingDays }, 0, "2026-10-09", 7),
        ] {
            let counted = count(day(start), length, paused, &calendar);
            assert_eq!((counted.due_on, counted.skipped.len()), (day(due), skipped), "{start} {length:?}");
            assert_eq!(counted.unknown_year, None);
        }
    }

    #[test]
    fn a_year_the_calendar_lacks_is_said() {
        let calendar = WorkingCalendar::default();
        // The first of May 2027 is a Saturday; that the days after it are a holiday nobody knows yet.
        let counted = count(day("2027-04-01"), days(30), 0, &calendar);
        assert_eq!((counted.due_on, counted.unknown_year), (day("2027-05-03"), Some(2027)));
        assert_eq!(count(day("2026-12-30"), days(2), 0, &calendar).unknown_year, Some(2027));
        assert_eq!(count(day("2026-12-30"), days(1), 0, &calendar).unknown_year, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_last_day_is_a_day_off_and_a_pause_moves_it_by_its_days(
            start in 0_u16..4000, amount in 1_u16..800, unit in 0_usize..4, paused in 0_u16..200,
        ) {
            let calendar = WorkingCalendar::default();
            let start = days_after(day("2015-01-01"), start);
            let length = Length { amount, unit: Unit::ALL[unit] };
            let (plain, late) = (count(start, length, 0, &calendar), count(start, length, paused, &calendar));
            prop_assert!(calendar.is_working_day(late.due_on) && late.due_on > start);
            if length.unit != Unit::WorkingDays {
                prop_assert_eq!(late.uncorrected_on, days_after(plain.uncorrected_on, paused));
                prop_assert!(late.due_on >= late.uncorrected_on);
                let moved = late.uncorrected_on.iter_days().take_while(|day| *day < late.due_on);
                prop_assert_eq!(moved.filter(|day| calendar.is_working_day(*day)).count(), 0);
            }
        }
    }
}
