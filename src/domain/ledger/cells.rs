//! The cells of one ledger row, read one by one; what is wrong with any of them is noted and reading goes on.

use super::super::import::CellFault;
use crate::base::code::Code;
use chrono::{Datelike, NaiveDate};

/// Gives the trimmed text of a cell by its column, and collects faults. No day may lie after `today`.
pub(super) struct CellReader<'a> {
    pub get: &'a dyn Fn(&'static str) -> &'a str,
    pub today: NaiveDate,
    pub faults: Vec<CellFault>,
}

impl<'a> CellReader<'a> {
    pub fn text(&self, column: &'static str) -> &'a str {
        (self.get)(column)
    }

    pub fn is_blank(&self, column: &'static str) -> bool {
        self.text(column).is_empty()
    }

    pub fn required<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T, Code>) -> Option<T> {
        match self.text(column) {
            "" => self.noted(column, Err(Code::Missing)),
            text => self.noted(column, parse(text)),
        }
    }

    pub fn optional<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T, Code>) -> Option<T> {
        match self.text(column) {
            "" => None,
            text => self.noted(column, parse(text)),
        }
    }

    /// A Chinese word as its value.
    pub fn word<T>(&mut self, column: &'static str, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.required(column, |word| of(word).ok_or(Code::UnknownCode))
    }

    /// A Chinese word as its value, or what a blank cell stands for.
    pub fn word_or<T>(&mut self, column: &'static str, blank: T, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        if self.is_blank(column) { Some(blank) } else { self.word(column, of) }
    }

    pub fn required_day(&mut self, column: &'static str) -> Option<NaiveDate> {
        let today = self.today;
        self.required(column, |text| day(text, today))
    }

    pub fn day(&mut self, column: &'static str) -> Option<NaiveDate> {
        let today = self.today;
        self.optional(column, |text| day(text, today))
    }

    /// Notes a fault at the later of two days that stand in the wrong order.
    pub fn in_order(&mut self, earlier: Option<NaiveDate>, later: Option<NaiveDate>, column: &'static str) {
        if earlier.zip(later).is_some_and(|(earlier, later)| later < earlier) {
            self.fault(column, Code::DateOrder);
        }
    }

    pub fn noted<T>(&mut self, column: &'static str, parsed: Result<T, Code>) -> Option<T> {
        parsed.map_err(|code| self.fault(column, code)).ok()
    }

    pub fn fault(&mut self, column: &'static str, code: Code) {
        self.faults.push(CellFault { column, code });
    }

    /// The row, unless anything is wrong with it. A reading that gives nothing has noted why.
    pub fn finish<T>(self, row: Option<T>) -> Result<T, Vec<CellFault>> {
        match row {
            Some(row) if self.faults.is_empty() => Ok(row),
            _ => Err(self.faults),
        }
    }
}

/// A day as ledgers write it: 2019-09-03, 2019/9/3, 2019.9.3, 2019年9月3日, with or without a time behind it.
fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, Code> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let mut parts = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']);
    let digits = |part: &&str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut number = || parts.next().filter(digits)?.parse::<u32>().ok();
    let (year, month, day) = (number(), number(), number());
    let year = year.and_then(|year| i32::try_from(year).ok());
    let read = year.zip(month).zip(day).and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day));
    match read {
        Some(read) if parts.next().is_none() && read.year() >= 1980 => {
            if read > today {
                Err(Code::FutureDate)
            } else {
                Ok(read)
            }
        }
        _ => Err(Code::BadDate),
    }
}

/// A number of persons: 12, 12人.
pub(super) fn people(text: &str) -> Result<i32, Code> {
    let number: i32 = text.trim_end_matches(['人', '名']).parse().map_err(|_| Code::WrongType)?;
    if (1..=100_000).contains(&number) { Ok(number) } else { Err(Code::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for text in ["2019-09-03", "2019/9/3", "2019.9.3", "2019年9月3日", "2019-09-03 00:00:00", "2019-09-03T08:00:00"]
        {
            assert_eq!(day(text, today).map(|day| day.to_string()).as_deref(), Ok("2019-09-03"), "{text}");
        }
        for text in ["", "2019", "2019-02-29", "43711", "9/3/2019", "+2019-1-1", "2019-9-3-1", "昨天"] {
            assert_eq!(day(text, today), Err(Code::BadDate), "{text}");
        }
        assert_eq!(day("2026-11-22", today), Err(Code::FutureDate));
    }
}
