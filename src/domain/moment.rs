//! When a step is taken and by whom: all that a pure step knows of the world outside.

use crate::base::clock::china_day;
use crate::base::id::AccountId;
use chrono::{NaiveDate, NaiveDateTime};

/// `account` is empty for the clock's own jobs and the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub now: NaiveDateTime,
    pub today: NaiveDate,
    pub account: Option<AccountId>,
}

impl Moment {
    /// The moment of an instant, on the day it is in China.
    pub fn at(now: NaiveDateTime, account: Option<AccountId>) -> Self {
        Self { now, today: china_day(now), account }
    }
}
