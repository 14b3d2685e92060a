//! The figures of a month or a quarter that come by themselves (简报): which are due on a day, and what of them is told.

use super::contribution::{Counter, Tally};
use super::measures::{Rate, RateFigure};
use super::period::Period;
use crate::base::clock::Instant;
use crate::base::id::{AccountId, MailId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;

text_enum! {
    /// How long the days of a pack are.
    pub enum Span {
        Month = "month", "月报", "Month";
        Quarter = "quarter", "季报", "Quarter";
    }
}

/// A count of a pack: `agreed 12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted(pub Counter, pub i64);

/// What was sent to somebody. `counts` and `before` hold what is not nothing.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Pack {
    pub account_id: AccountId,
    pub span: Span,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub counts: TextList<Counted>,
    /// Of the period before.
    pub before: TextList<Counted>,
    pub mail_id: MailId,
    pub made_at: Instant,
}

/// What a mail tells of a pack. Amounts are left out: a mail holds none.
pub const TOLD: [Counter; 9] = [
    Counter::Registered,
    Counter::Accepted,
    Counter::Concluded,
    Counter::Agreed,
    Counter::Terminated,
    Counter::Withdrawn,
    Counter::Closed,
    Counter::CallbacksDue,
    Counter::CallbacksAnswered,
];

/// The rates of a mail, each with both of its counts.
const TOLD_RATES: [Rate; 4] =
    [Rate::SuccessPerAccepted, Rate::SuccessPerConcluded, Rate::Performance, Rate::Satisfaction];

/// The packs that are sent on a day: from the `day`th of a month to its end that of the month before, and in the first month of a
/// quarter that of the quarter before. A period whose days were all missed is not sent later.
pub fn due(today: NaiveDate, day: u32) -> Vec<(Span, Period)> {
    if today.day() < day {
        return Vec::new();
    }
    let quarter = today.month0().is_multiple_of(3).then(|| Period::of_months_before(today, 3)).flatten();
    let month = Period::of_months_before(today, 1).map(|period| (Span::Month, period));
    month.into_iter().chain(quarter.map(|period| (Span::Quarter, period))).collect()
}

impl Pack {
    /// `2026-10` or `2026-Q3`, as the figures are asked for.
    pub fn label(&self) -> String {
        label(self.span, self.from_on)
    }

    pub fn tally(&self) -> Tally {
        tally(&self.counts)
    }

    pub fn tally_before(&self) -> Tally {
        tally(&self.before)
    }

    /// Whether nothing happened, which is a report too.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The rates that a mail tells.
    pub fn rates(&self) -> Vec<RateFigure> {
        let tally = self.tally();
        TOLD_RATES.iter().map(|rate| rate.of(&tally)).collect()
    }
}

/// The period in the words of `Period::parse`.
pub fn label(span: Span, from_on: NaiveDate) -> String {
    match span {
        Span::Month => from_on.format("%Y-%m").to_string(),
        Span::Quarter => format!("{}-Q{}", from_on.year(), from_on.month0() / 3 + 1),
    }
}

/// What counts come to.
pub fn tally(counts: &[Counted]) -> Tally {
    let mut tally = Tally::default();
    counts.iter().for_each(|Counted(counter, count)| tally.add(*counter, *count));
    tally
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}

/// The text is not that of a count.
#[derive(Debug, thiserror::Error)]
#[error("not a count")]
pub struct NotACount;

impl FromStr for Counted {
    type Err = NotACount;

    fn from_str(text: &str) -> Result<Self, NotACount> {
        let (counter, count) = text.split_once(' ').ok_or(NotACount)?;
        Ok(Self(counter.parse().map_err(|_| NotACount)?, count.parse().map_err(|_| NotACount)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_quarter_are_due_from_the_set_day_on() {
        let due = |today: &str| -> String {
            let due = due(today.parse().unwrap(), 3);
            due.iter()
                .map(|(span, period)| format!("{span} {}..{}", period.from, period.to))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (today, expected) in [
            ("2026-11-02", ""),
            ("2026-11-03", "month 2026-10-01..2026-10-31"),
            ("2026-11-30", "month 2026-10-01..2026-10-31"),
            ("2026-10-02", ""),
            ("2026-10-03", "month 2026-09-01..2026-09-30 quarter 2026-07-01..2026-09-30"),
            ("2027-01-31", "month 2026-12-01..2026-12-31 quarter 2026-10-01..2026-12-31"),
            ("2024-03-05", "month 2024-02-01..2024-02-29"),
        ] {
            assert_eq!(due(today), expected, "{today}");
        }
    }

    #[test]
    fn a_period_is_named_as_it_is_asked_for() {
        for (span, from, expected) in [
            (Span::Month, "2026-10-01", "2026-10"),
            (Span::Quarter, "2026-07-01", "2026-Q3"),
            (Span::Quarter, "2026-10-01", "2026-Q4"),
        ] {
            let label = label(span, from.parse().unwrap());
            assert_eq!(label, expected);
            assert_eq!(Period::parse(&label, &label).unwrap().from.to_string(), from);
        }
        let counts = TextList(vec![Counted(Counter::Agreed, 12), Counted(Counter::AmountPaid, -1)]);
        assert_eq!(counts.to_string().parse::<TextList<Counted>>().unwrap(), counts);
    }
}
