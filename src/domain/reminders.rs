//! Which days of a case are told of by mail, when, and to whom. Which cases have such a day: `store/reminders.rs`.

use super::notices::{Audience, NoticeKind};
use chrono::{Duration, NaiveDate};

/// What is told of a day that comes near or has passed, once for each day and span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    pub kind: NoticeKind,
    /// Tells one reminder of the same day from the next: so many days before it, 0 from the day on.
    pub days_before: i32,
    /// The day lies from so many days after today, at the least, to so many at the most.
    from: i64,
    to: i64,
}

/// A day missed while the program stood still is told of for so long.
const LATE: i64 = -30;

/// All that is watched.
pub const WATCHES: [Watch; 8] = [
    watch(NoticeKind::DeadlineNear, 7, 4, 7),
    watch(NoticeKind::DeadlineNear, 3, 2, 3),
    watch(NoticeKind::DeadlineNear, 1, 0, 1),
    watch(NoticeKind::Overdue, 0, LATE, -1),
    watch(NoticeKind::ConfirmationEnding, 10, 0, 10),
    watch(NoticeKind::PerformanceDue, 3, 0, 3),
    watch(NoticeKind::PerformanceOverdue, 0, LATE, -1),
    watch(NoticeKind::CallbackDue, 0, LATE, 0),
];

/// Who is told of any of them.
pub const TOLD: &[Audience] = &[Audience::Committee, Audience::Mediators];

const fn watch(kind: NoticeKind, days_before: i32, from: i64, to: i64) -> Watch {
    Watch { kind, days_before, from, to }
}

impl Watch {
    /// The first and the last day that is told of today.
    pub fn span(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        (today + Duration::days(self.from), today + Duration::days(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_of_by_one_watch_of_its_kind_at_a_time() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for ahead in -40..=20 {
            let day = today + Duration::days(ahead);
            let now = WATCHES.iter().filter(|watch| {
                let (first, last) = watch.span(today);
                (first..=last).contains(&day) && matches!(watch.kind, NoticeKind::DeadlineNear | NoticeKind::Overdue)
            });
            assert_eq!(now.count(), usize::from((-30..=7).contains(&ahead)), "{ahead}");
        }
    }
}
