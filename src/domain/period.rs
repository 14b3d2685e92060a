//! The months a figure is asked for. Figures are kept by month, so a period is whole months, however it is written.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use chrono::{Datelike, Days, Months, NaiveDate};

/// The first days of the first and the last month, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// From `2024-01` or `2024-01-01` to `2024-12` or `2024-12-31`. `Invalid` names `from` or `to` where a text is no day, a day
    /// is inside a month, or the end is before the beginning.
    pub fn parse(from: &str, to: &str) -> Result<Self> {
        let (from, to) = (first_month(from)?, last_month(to)?);
        if from > to { Err(Error::field("to", Code::DateOrder)) } else { Ok(Self { from, to }) }
    }

    /// The last day of the last month.
    pub fn last_day(self) -> NaiveDate {
        let next = self.to.checked_add_months(Months::new(1));
        next.and_then(|next| next.pred_opt()).unwrap_or(self.to)
    }
}

/// The first day of the month that `from` names.
fn first_month(text: &str) -> Result<NaiveDate> {
    let day = day(text, "from")?;
    if day.day() == 1 { Ok(day) } else { Err(Error::field("from", Code::WholeMonths)) }
}

/// The first day of the month that `to` names by itself or by its last day.
fn last_month(text: &str) -> Result<NaiveDate> {
    let last = day(text, "to")?;
    if text.len() == 7 {
        return Ok(last);
    }
    let next = last.checked_add_days(Days::new(1)).filter(|next| next.day() == 1);
    let month = next.and_then(|next| next.checked_sub_months(Months::new(1)));
    month.ok_or_else(|| Error::field("to", Code::WholeMonths))
}

fn day(text: &str, field: &str) -> Result<NaiveDate> {
    let full = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
    let day = full.parse::<NaiveDate>().ok().filter(|day| full.len() == 10 && (1949..=2100).contains(&day.year()));
    day.ok_or_else(|| Error::field(field, Code::BadDate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_whole_months() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let year = Period { from: date("2024-01-01"), to: date("2024-02-01") };
        for (from, to) in [("2024-01", "2024-02"), ("2024-01-01", "2024-02-29"), ("2024-01", "2024-02-29")] {
            assert_eq!(Period::parse(from, to).unwrap(), year, "{from} {to}");
        }
        assert_eq!(year.last_day(), date("2024-02-29"));
        for (from, to) in [
            ("2024-01-02", "2024-02"),
            ("2024-01", "2024-02-28"),
            ("2024", "2024-02"),
            ("2024-03", "2024-02"),
            ("0000-01", "2024-02"),
            ("2024-01", "9999-12"),
            ("2024-13", "2024-14"),
            ("", "2024-02"),
        ] {
            assert!(Period::parse(from, to).is_err(), "{from} {to}");
        }
    }
}
