//! The only place that reads the time. Everything else is given `now`.

use chrono::{Duration, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// UTC instant with microseconds, as both databases keep it.
pub type Instant = NaiveDateTime;

/// A clock that can be moved forward, so that tests need not sleep.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// The present instant in UTC, cut to microseconds.
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Instant {
        let ahead = Duration::seconds(self.ahead_seconds.load(Ordering::Relaxed));
        Utc::now().naive_utc().trunc_subsecs(6) + ahead
    }

    /// Moves this clock, and every clone of it, by a span; a test's way to let time pass.
    pub fn advance(&self, span: Duration) {
        self.ahead_seconds.fetch_add(span.num_seconds(), Ordering::Relaxed);
    }
}

/// The calendar day in China (UTC+8, no summer time) on which an instant falls.
pub fn china_day(at: Instant) -> NaiveDate {
    (at + Duration::hours(8)).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_sixteen_hours_utc() {
        let eve = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        assert_eq!(china_day(eve.and_hms_opt(15, 59, 59).unwrap()), eve);
        assert_eq!(china_day(eve.and_hms_opt(16, 0, 0).unwrap()), NaiveDate::from_ymd_opt(2026, 2, 1).unwrap());
    }
}
