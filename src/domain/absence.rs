//! When a mediator is away and who covers. Why is not asked: it may be a matter of health (PIPL art 28).

use super::committee::Mediator;
use super::moment::Moment;
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::id::{AbsenceId, AccountId, MediatorId};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days of an absence, at most: who is away longer is taken off the roster.
const LONGEST: u64 = 366;

/// Days on which a mediator is away, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Absence {
    pub id: AbsenceId,
    pub mediator_id: MediatorId,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    /// Who covers; they are put on the cases by a transfer.
    pub cover_id: Option<MediatorId>,
    pub noted_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub noted_at: crate::base::clock::Instant,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub cover_id: Option<MediatorId>,
}

impl Absence {
    /// Notes an absence beside those known of the mediator and of the cover. A fault for days in the wrong order, over or too many,
    /// and for a cover who is not of the committee, barred, or the mediator themselves; `Conflict` for days already noted, or on
    /// which the cover is away.
    pub fn note(
        input: &NewAbsence,
        mediator: &Mediator,
        cover: Option<&Mediator>,
        known: &[Absence],
        by: &Moment,
    ) -> Result<Self> {
        let latest = input.from_on.checked_add_days(Days::new(LONGEST)).unwrap_or(NaiveDate::MAX);
        let mut faults = Faults::default();
        faults.check(input.until_on >= input.from_on, "until_on", Code::DateOrder);
        faults.check(input.until_on >= by.today && input.until_on < latest, "until_on", Code::OutOfRange);
        let covers = |cover: &Mediator| {
            cover.id != mediator.id && cover.committee_id == mediator.committee_id && !cover.status.is_barred()
        };
        faults.check(input.cover_id.is_none() || cover.is_some_and(covers), "cover_id", Code::UnknownReference);
        faults.done()?;
        let overlaps = |one: &&Absence| one.from_on <= input.until_on && input.from_on <= one.until_on;
        match known.iter().find(overlaps) {
            Some(one) if one.mediator_id == mediator.id => Err(Error::Conflict(Code::AbsenceNoted)),
            Some(_) => Err(Error::Conflict(Code::MediatorAbsent)),
            None => Ok(Self {
                id: AbsenceId::new(),
                mediator_id: mediator.id,
                from_on: input.from_on,
                until_on: input.until_on,
                cover_id: input.cover_id,
                noted_by: by.account,
                noted_at: by.now,
            }),
        }
    }

    /// Whether the mediator is away on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        (self.from_on..=self.until_on).contains(&day)
    }
}
