//! Legal time limits as days. The first day is not counted and a month ends on the same day number or the month's last (L13 arts 201-202).

use super::case::Regime;
use crate::base::config::{CallbackAfter, Mediation};
use chrono::{Days, Months, NaiveDate};

/// The usual time of people's mediation: L6 art 33 says a month, some places thirty days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleLimit {
    Month,
    Days(u16),
}

/// When the callbacks of a case come due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackTiming {
    /// So many days after performance.
    AfterPerformance(u16),
    /// So many days after the agreement.
    AfterAgreement(u16),
}

/// What differs from place to place (domain.md 14), as the settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub people_limit: PeopleLimit,
    pub callbacks: CallbackTiming,
    /// Days in which a follow-up of a callback is due.
    pub follow_up_days: u16,
}

impl Default for Terms {
    fn default() -> Self {
        Self { people_limit: PeopleLimit::Month, callbacks: CallbackTiming::AfterPerformance(30), follow_up_days: 7 }
    }
}

impl From<&Mediation> for Terms {
    fn from(settings: &Mediation) -> Self {
        let people_limit = match settings.people_limit_days {
            0 => PeopleLimit::Month,
            days => PeopleLimit::Days(days),
        };
        let callbacks = match settings.callback_after {
            CallbackAfter::Performance => CallbackTiming::AfterPerformance(settings.callback_days),
            CallbackAfter::Agreement => CallbackTiming::AfterAgreement(settings.callback_days),
        };
        Self { people_limit, callbacks, follow_up_days: settings.follow_up_days }
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

/// The last day of a regime's time. Labour counts from the application (L7 art 14), the others from acceptance (L6 art 33, L3 art 27,
/// L4 art 24); `None` while that day is not there, and for commercial mediation, which has no limit. `simplified` is the court's
/// simplified procedure.
pub fn due_on(
    regime: Regime,
    applied_on: NaiveDate,
    accepted_on: Option<NaiveDate>,
    simplified: bool,
    terms: &Terms,
) -> Option<NaiveDate> {
    match regime {
        Regime::Labour => Some(days_after(applied_on, 15)),
        Regime::People => accepted_on.map(|day| match terms.people_limit {
            PeopleLimit::Month => months_after(day, 1),
            PeopleLimit::Days(days) => days_after(day, days),
        }),
        Regime::CourtPre => accepted_on.map(|day| days_after(day, 30)),
        Regime::CourtPost => accepted_on.map(|day| days_after(day, if simplified { 7 } else { 15 })),
        Regime::Commercial => None,
    }
}

/// The last day to ask the court to confirm an agreement (L1 art 33).
pub fn confirmation_due_on(effective_on: NaiveDate) -> NaiveDate {
    days_after(effective_on, 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_settings_that_come_with_the_program_are_the_usual_terms() {
        use figment::providers::{Format, Toml};
        let defaults = figment::Figment::from(Toml::string(crate::base::config::DEFAULTS));
        let mut settings: Mediation = defaults.extract_inner("mediation").unwrap();
        assert_eq!(Terms::from(&settings), Terms::default());
        (settings.people_limit_days, settings.callback_after) = (30, CallbackAfter::Agreement);
        let terms = Terms::from(&settings);
        assert_eq!((terms.people_limit, terms.callbacks), (PeopleLimit::Days(30), CallbackTiming::AfterAgreement(30)));
    }

    #[test]
    fn every_regime_has_its_clock() {
        let month = Terms::default();
        let thirty = Terms { people_limit: PeopleLimit::Days(30), ..month };
        for (regime, simplified, terms, due) in [
            (Regime::People, false, month, Some("2026-02-28")),
            (Regime::People, false, thirty, Some("2026-03-02")),
            (Regime::Labour, false, month, Some("2026-01-24")),
            (Regime::CourtPre, false, month, Some("2026-03-02")),
            (Regime::CourtPost, false, month, Some("2026-02-15")),
            (Regime::CourtPost, true, month, Some("2026-02-07")),
            (Regime::Commercial, false, month, None),
        ] {
            let due_on = due_on(regime, day("2026-01-09"), Some(day("2026-01-31")), simplified, &terms);
            assert_eq!(due_on, due.map(day), "{regime} {simplified}");
        }
        assert_eq!(due_on(Regime::Labour, day("2026-01-09"), None, false, &month), Some(day("2026-01-24")));
        assert_eq!(due_on(Regime::People, day("2026-01-09"), None, false, &month), None);
        assert_eq!(confirmation_due_on(day("2026-03-31")), day("2026-04-30"));
    }
}
