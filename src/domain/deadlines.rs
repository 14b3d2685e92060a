//! What of the time limits differs from place to place: the settings and the working calendar. The table of limits is in
//! `clock_rules`, how days are counted in `counting`.

use super::counting::{Length, Unit, count};
use super::group::GroupCounting;
use crate::base::config::{CallbackAfter, Mediation, Retention};
use crate::base::working_calendar::WorkingCalendar;
use chrono::NaiveDate;
use std::sync::Arc;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub people_limit: PeopleLimit,
    pub callbacks: CallbackTiming,
    /// Days in which a follow-up of a callback is due.
    pub follow_up_days: u16,
    pub calendar: Arc<WorkingCalendar>,
    /// How the cases of a group that is formed now count.
    pub groups: GroupCounting,
    /// How long files are kept, and the document that says so: as covers have it.
    pub retention: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            people_limit: PeopleLimit::Month,
            callbacks: CallbackTiming::AfterPerformance(30),
            follow_up_days: 7,
            calendar: Arc::default(),
            groups: GroupCounting::Each,
            retention: Retention::Long.zh().to_owned(),
        }
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
        let (follow_up_days, calendar) = (settings.follow_up_days, settings.calendar.clone());
        let groups = if settings.groups_count_once { GroupCounting::Once } else { GroupCounting::Each };
        let retention = match settings.retention_basis.trim() {
            "" => settings.retention.zh().to_owned(),
            basis => format!("{}（{basis}）", settings.retention.zh()),
        };
        Self { people_limit, callbacks, follow_up_days, calendar, groups, retention }
    }
}

impl Terms {
    /// The last day of so many days, moved over days off.
    pub fn days_after(&self, start: NaiveDate, amount: u16) -> NaiveDate {
        count(start, Length { amount, unit: Unit::Days }, 0, &self.calendar).due_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_that_come_with_the_program_are_the_usual_terms() {
        use figment::providers::{Format, Toml};
        let defaults = figment::Figment::from(Toml::string(crate::base::config::DEFAULTS));
        let mut settings: Mediation = defaults.extract_inner("mediation").unwrap();
        assert_eq!(Terms::from(&settings), Terms::default());
        (settings.people_limit_days, settings.callback_after) = (30, CallbackAfter::Agreement);
        settings.retention_basis = "某省档案办法".to_owned();
        let terms = Terms::from(&settings);
        assert_eq!(terms.retention, "长期（某省档案办法）");
        assert_eq!((terms.people_limit, terms.callbacks), (PeopleLimit::Days(30), CallbackTiming::AfterAgreement(30)));
    }
}
