//! The working days of China: Monday to Friday, but for the days off and the make-up days that are announced each year.
//! The data is config/calendar.csv or the file of `mediation.calendar_file`.

use super::refusal::Refusal;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// The calendar that comes with the program.
pub const CALENDAR: &str = include_str!("../../config/calendar.csv");

/// The days that differ from the usual week.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkingCalendar(BTreeMap<NaiveDate, Special>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Special {
    worked: bool,
    /// The holiday it belongs to, as announced.
    name: String,
}

/// The embedded calendar; a test holds that it can be read.
impl Default for WorkingCalendar {
    fn default() -> Self {
        Self::parse(CALENDAR).unwrap_or(Self(BTreeMap::new()))
    }
}

/// Too long to be shown among the settings.
impl std::fmt::Debug for WorkingCalendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WorkingCalendar({} days)", self.0.len())
    }
}

impl WorkingCalendar {
    /// Reads lines of `date,kind,name`, the kind `holiday` or `workday`; the first line names the columns, lines that begin with
    /// `#` are left out. A line that cannot be read, or that names a day again, is refused by its number.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..).map(|(line, no)| (line.trim(), no));
        let mut days = BTreeMap::new();
        for (line, no) in lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#')).skip(1) {
            let (day, special) = read(line).ok_or_else(|| unreadable(no))?;
            if days.insert(day, special).is_some() {
                return Err(unreadable(no));
            }
        }
        Ok(Self(days))
    }

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let usual = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.0.get(&day).map_or(usual, |special| special.worked)
    }

    /// The name of the holiday a day off belongs to; `None` for a usual Saturday or Sunday, and for days that are worked.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.0.get(&day).filter(|special| !special.worked).map(|special| special.name.as_str())
    }

    /// The day that is so many working days after another, which does not count itself.
    pub fn after(&self, day: NaiveDate, working_days: usize) -> NaiveDate {
        let worked = day.iter_days().skip(1).filter(|day| self.is_working_day(*day));
        worked.take(working_days).last().unwrap_or(day)
    }

    /// The day itself when it is worked, the next one that is otherwise.
    pub fn first_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(day)
    }

    /// How many working days there are after `from`, up to and with `to`.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| self.is_working_day(*day)).count()
    }

    /// The first year of a span of which nothing is known: there only Saturdays and Sundays are days off, which is a guess.
    pub fn unknown_year(&self, from: NaiveDate, to: NaiveDate) -> Option<i32> {
        (from.year()..=to.year()).find(|year| !self.knows(*year))
    }

    /// The years of which days are known, each with how many days off and how many make-up days it has.
    pub fn years(&self) -> BTreeMap<i32, (usize, usize)> {
        let mut years = BTreeMap::new();
        for (day, special) in &self.0 {
            let year: &mut (usize, usize) = years.entry(day.year()).or_default();
            *(if special.worked { &mut year.1 } else { &mut year.0 }) += 1;
        }
        years
    }

    fn knows(&self, year: i32) -> bool {
        let ends = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
        ends.is_some_and(|(first, last)| self.0.range(first..=last).next().is_some())
    }
}

fn read(line: &str) -> Option<(NaiveDate, Special)> {
    let mut cells = line.splitn(3, ',').map(str::trim);
    let day = cells.next()?.parse().ok()?;
    let worked = match cells.next()? {
        "holiday" => false,
        "workday" => true,
        _ => return None,
    };
    Some((day, Special { worked, name: cells.next().unwrap_or_default().to_owned() }))
}

fn unreadable(line: u32) -> Refusal {
    Refusal::new(
        format!("工作日历第 {line} 行有误；应为 日期,holiday 或 workday,名称，每日一行"),
        format!("line {line} of the working calendar; write day,holiday|workday,name, each day once"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_off_and_make_up_days_count_as_announced() {
        let calendar = WorkingCalendar::parse(CALENDAR).unwrap();
        for (from, days, to) in [
            ("2026-11-16", 3, "2026-11-19"),
            ("2026-11-19", 3, "2026-11-24"),
            ("2026-11-21", 3, "2026-11-25"),
            // National Day; the Saturday after it makes up.
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-10-08", 2, "2026-10-10"),
            ("2026-10-08", 3, "2026-10-12"),
            // The Sunday before, and the Saturday before the Spring Festival, are worked.
            ("2026-09-18", 1, "2026-09-20"),
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 2, "2026-02-24"),
            ("2025-12-31", 1, "2026-01-04"),
        ] {
            assert_eq!(calendar.after(day(from), days), day(to), "{days} after {from}");
            assert_eq!(calendar.between(day(from), day(to)), days, "{from} to {to}");
        }
    }

    #[test]
    fn the_embedded_calendar_can_be_read() {
        assert_eq!(WorkingCalendar::default(), WorkingCalendar::parse(CALENDAR).unwrap());
        assert_eq!(WorkingCalendar::default().first_from(day("2026-10-04")), day("2026-10-08"));
        assert_eq!(WorkingCalendar::default().first_from(day("2026-02-28")), day("2026-02-28"), "a make-up day");
    }

    #[test]
    fn a_year_that_is_not_there_is_named() {
        let calendar = WorkingCalendar::parse(CALENDAR).unwrap();
        for (from, to, unknown) in [
            ("2015-01-01", "2026-12-31", None),
            ("2026-12-30", "2027-01-04", Some(2027)),
            ("2014-12-31", "2015-01-02", Some(2014)),
        ] {
            assert_eq!(calendar.unknown_year(day(from), day(to)), unknown, "{from} {to}");
        }
        assert_eq!(calendar.after(day("2026-12-30"), 3), day("2027-01-04"), "Saturdays and Sundays are off there too");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let good = "\u{feff}date,kind,name\r\n# 2027\r\n2027-01-01,holiday,元旦\r\n\r\n2027-01-02,workday,\r\n";
        let calendar = WorkingCalendar::parse(good).unwrap();
        assert_eq!([1, 2, 3].map(|d| calendar.is_working_day(day(&format!("2027-01-0{d}")))), [false, true, false]);
        assert_eq!([1, 2, 3].map(|d| calendar.holiday(day(&format!("2027-01-0{d}")))), [Some("元旦"), None, None]);
        assert_eq!(calendar.years().into_iter().collect::<Vec<_>>(), [(2027, (1, 1))]);
        for bad in ["2027-02-30,holiday,x", "2027-01-03", "2027-01-03,off,x", "x", "2027-01-01,workday,又"] {
            let refusal = WorkingCalendar::parse(&format!("{good}{bad}\n")).unwrap_err();
            assert!(refusal.en.contains("line 6") && refusal.zh.contains("第 6 行"), "{bad}: {refusal}");
        }
    }
}
