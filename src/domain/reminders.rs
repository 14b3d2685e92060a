//! Which days are told of by mail, when, and to whom: a grace time, one digest a day and person, and a ladder for what is overdue.
//! Which days there are: `store/work.rs`.

use super::policy::Role;
use super::work::{WorkItem, WorkKind};
use crate::base::clock::china_day;
use crate::base::config::Reminders;
use chrono::NaiveDate;

/// What is told of a day that comes near or has passed, once for each day and mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    pub kind: WorkKind,
    /// Tells one reminder of the same day from the next: so many days before it, 0 from the day on.
    pub mark: i32,
    /// The day lies from so many days after today, at the least, to so many at the most.
    from: i64,
    to: i64,
}

/// A day missed while the program stood still is told of for so long.
const LATE: i64 = -30;

/// All that is watched. Offers have a mail of their own.
pub const WATCHES: [Watch; 11] = [
    watch(WorkKind::Settle, 7, 4, 7),
    watch(WorkKind::Settle, 3, 2, 3),
    watch(WorkKind::Settle, 1, 0, 1),
    watch(WorkKind::Settle, 0, LATE, -1),
    watch(WorkKind::Confirmation, 10, 4, 10),
    watch(WorkKind::Confirmation, 3, 0, 3),
    watch(WorkKind::Performance, 3, 0, 3),
    watch(WorkKind::Performance, 0, LATE, -1),
    watch(WorkKind::Callback, 0, LATE, 0),
    watch(WorkKind::Task, 0, LATE, 0),
    watch(WorkKind::Session, 1, 0, 1),
];

/// As far ahead as anything is watched.
pub const AHEAD: u16 = 10;

const fn watch(kind: WorkKind, mark: i32, from: i64, to: i64) -> Watch {
    Watch { kind, mark, from, to }
}

/// The mark under which a line is told to somebody of this role today; `None` when it is not. The ladder: who mediates hears of each
/// watch; the committee hears what is overdue for `committee_days`, and all of it where nobody mediates who could be written to.
/// A federation hears sums only.
pub fn told_today(item: &WorkItem, role: Role, today: NaiveDate, settings: &Reminders) -> Option<i32> {
    let days = item.days_left;
    if is_new(item, today, settings) {
        return None;
    }
    if role == Role::ChamberAdmin && item.tended {
        let overdue_for = i32::from(settings.committee_days);
        let climbs =
            matches!(item.kind, WorkKind::Settle | WorkKind::Performance | WorkKind::Callback | WorkKind::Task);
        return (climbs && (LATE..=-i64::from(overdue_for)).contains(&days)).then_some(-overdue_for);
    }
    let mut fitting = WATCHES.iter().filter(|watch| watch.kind == item.kind && (watch.from..=watch.to).contains(&days));
    fitting.next().map(|watch| watch.mark)
}

/// What was made only just is left alone for the grace time, unless its day is tomorrow or before.
fn is_new(item: &WorkItem, today: NaiveDate, settings: &Reminders) -> bool {
    let age = item.made_at().map(|made_at| (today - china_day(made_at)).num_days());
    item.days_left > 1 && age.is_some_and(|age| age < i64::from(settings.grace_days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::{CaseId, CommitteeId};
    use chrono::Duration;

    const SETTINGS: Reminders =
        Reminders { grace_days: 3, digest_hour: 8, lines: 30, committee_days: 3, federation_days: 10, pack_day: 3 };

    /// A line of something that is long there.
    fn item(kind: WorkKind, days_left: i64, tended: bool) -> WorkItem {
        let due_on = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() + Duration::days(days_left);
        let (case_id, committee_id) = (CaseId::new(), CommitteeId::new());
        let object_id = "01000000-0000-7000-8000-000000000001".to_owned();
        let (at, minutes, case_no) = (None, None, "1".to_owned());
        WorkItem {
            kind,
            case_id,
            case_no,
            committee_id,
            due_on,
            at,
            minutes,
            object_id,
            days_left,
            tended,
            sequence: 0,
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    #[test]
    fn a_day_is_told_of_by_one_watch_of_its_kind_at_a_time() {
        for kind in WorkKind::ALL {
            for ahead in -40..=20 {
                let days = |watch: &&Watch| watch.kind == *kind && (watch.from..=watch.to).contains(&ahead);
                assert!(WATCHES.iter().filter(days).count() <= 1, "{kind} {ahead}");
            }
        }
        assert!(WATCHES.iter().all(|watch| watch.to <= AHEAD.into()));
    }

    #[test]
    fn who_mediates_hears_first_and_the_committee_of_what_stays_overdue() {
        use WorkKind as W;
        for (kind, days_left, mediator, committee, alone) in [
            (W::Settle, 8, None, None, None),
            (W::Settle, 7, Some(7), None, Some(7)),
            (W::Settle, 3, Some(3), None, Some(3)),
            (W::Settle, 0, Some(1), None, Some(1)),
            (W::Settle, -1, Some(0), None, Some(0)),
            (W::Settle, -2, Some(0), None, Some(0)),
            (W::Settle, -3, Some(0), Some(-3), Some(0)),
            (W::Settle, -31, None, None, None),
            (W::Confirmation, 10, Some(10), None, Some(10)),
            (W::Confirmation, 3, Some(3), None, Some(3)),
            (W::Callback, 0, Some(0), None, Some(0)),
            (W::Callback, -3, Some(0), Some(-3), Some(0)),
            (W::Session, 1, Some(1), None, Some(1)),
            (W::Session, -3, None, None, None),
            (W::Offer, 0, None, None, None),
        ] {
            let told = |role, tended| told_today(&item(kind, days_left, tended), role, today(), &SETTINGS);
            let found = (told(Role::Mediator, true), told(Role::ChamberAdmin, true), told(Role::ChamberAdmin, false));
            assert_eq!(found, (mediator, committee, alone), "{kind} {days_left}");
        }
    }

    #[test]
    fn what_is_new_is_left_alone_for_the_grace_time() {
        let now = WorkItem { object_id: CaseId::new().to_string(), ..item(WorkKind::Settle, 3, true) };
        let day = china_day(now.made_at().unwrap());
        let told = |days_left, after| {
            told_today(&WorkItem { days_left, ..now.clone() }, Role::Mediator, day + Duration::days(after), &SETTINGS)
        };
        assert_eq!((told(3, 0), told(3, 2), told(3, 3)), (None, None, Some(3)));
        assert_eq!((told(1, 0), told(-1, 0)), (Some(1), Some(0)), "what cannot wait does not");
    }
}
