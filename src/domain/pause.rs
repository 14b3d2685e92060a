//! The times in which a case stood still: suspensions and appraisals. Their days are not counted (L4 art 26), each only once.

use super::contact::Text;
use crate::base::id::{CaseId, PauseId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    pub enum PauseKind {
        Suspension = "suspension", "中止", "Suspension";
        Appraisal = "appraisal", "鉴定", "Appraisal";
    }
}

/// A pause. Open while `until_on` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Pause {
    pub id: PauseId,
    pub case_id: CaseId,
    pub kind: PauseKind,
    pub from_on: NaiveDate,
    /// The day the case went on.
    pub until_on: Option<NaiveDate>,
    /// Why it was suspended, or what is appraised.
    pub reason: Option<Text>,
}

impl Pause {
    /// The pause as far as it lies after a day; an open one lasts until `open_until`, or does not count where that is empty.
    fn after(&self, day: NaiveDate, open_until: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
        let (from, until) = (self.from_on.max(day), self.until_on.or(open_until)?);
        (from < until).then_some((from, until))
    }
}

/// How many days after `day` were paused, a day of two pauses counted once.
pub fn days(pauses: &[Pause], day: NaiveDate, open_until: Option<NaiveDate>) -> u16 {
    let mut spans: Vec<_> = pauses.iter().filter_map(|pause| pause.after(day, open_until)).collect();
    spans.sort_unstable();
    let (mut reached, mut total) = (day, 0);
    for (from, until) in spans {
        total += (until - from.max(reached).min(until)).num_days();
        reached = reached.max(until);
    }
    u16::try_from(total).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_two_pauses_counts_once_and_none_before_the_start() {
        let day = |number| NaiveDate::from_ymd_opt(2026, 3, number).unwrap();
        let pause = |from, until: Option<u32>| Pause {
            id: PauseId::new(),
            case_id: CaseId::new(),
            kind: PauseKind::Suspension,
            from_on: day(from),
            until_on: until.map(day),
            reason: None,
        };
        for (pauses, open_until, expected) in [
            (vec![], None, 0),
            (vec![pause(6, Some(9))], None, 3),
            (vec![pause(6, Some(6))], None, 0),
            (vec![pause(6, Some(9)), pause(8, Some(11))], None, 5),
            (vec![pause(6, Some(20)), pause(8, Some(11))], None, 14),
            (vec![pause(10, Some(12)), pause(6, Some(9))], None, 5),
            // Before the clock began.
            (vec![pause(1, Some(3))], None, 0),
            (vec![pause(1, Some(8))], None, 3),
            (vec![pause(6, None)], None, 0),
            (vec![pause(6, None)], Some(day(10)), 4),
        ] {
            assert_eq!(days(&pauses, day(5), open_until), expected, "{pauses:?}");
        }
    }
}
