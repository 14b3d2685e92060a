//! When a step is taken and by whom: all that a pure step knows of the world outside.

use crate::base::clock::china_day;
use crate::base::id::{AccountId, PartyId};
use chrono::{NaiveDate, NaiveDateTime};

/// `account` is empty for the clock's own jobs, the command line, and parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub now: NaiveDateTime,
    pub today: NaiveDate,
    pub account: Option<AccountId>,
    /// The party of the case that acts by itself, by a link it was given.
    pub party: Option<PartyId>,
}

impl Moment {
    /// The moment of an instant, on the day it is in China.
    pub fn at(now: NaiveDateTime, account: Option<AccountId>) -> Self {
        Self { now, today: china_day(now), account, party: None }
    }

    /// The moment at which a party of the case does something itself.
    pub fn of_party(now: NaiveDateTime, party: PartyId) -> Self {
        Self { party: Some(party), ..Self::at(now, None) }
    }
}
