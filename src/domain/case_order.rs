//! In which order cases are listed, and the place in a list where a page begins.

use super::case::Case;
use crate::base::id::CaseId;
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::fmt::{Display, Formatter};
use std::str::FromStr;

/// What a list is sorted by; among cases of one day, by their registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOrder {
    /// Those registered last come first.
    Registered,
    /// Those whose day of application is the latest come first: where such days are asked for.
    Applied,
    /// Those whose clock ends first come first: where it is asked what falls due.
    Due,
}

/// The place of a case in a list: its day, where the list goes by one, and itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CasePlace {
    pub on: Option<NaiveDate>,
    pub id: CaseId,
}

impl CaseOrder {
    /// Where a case stands.
    pub fn place(self, case: &Case) -> CasePlace {
        let on = match self {
            Self::Registered => None,
            Self::Applied => Some(case.applied_on),
            Self::Due => case.due_on,
        };
        CasePlace { on, id: case.id }
    }

    /// Which of two cases comes first.
    pub fn compare(self, one: &Case, other: &Case) -> Ordering {
        let earlier = self.place(one).cmp(&self.place(other));
        if self == Self::Due { earlier } else { earlier.reverse() }
    }
}

impl Display for CasePlace {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self.on {
            Some(on) => write!(f, "{on}_{}", self.id),
            None => write!(f, "{}", self.id),
        }
    }
}

impl FromStr for CasePlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (on, id) = match text.split_once('_') {
            Some((on, id)) => (Some(on.parse().map_err(drop)?), id),
            None => (None, text),
        };
        Ok(Self { on, id: id.parse().map_err(drop)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let id = CaseId::new();
        for on in [None, NaiveDate::from_ymd_opt(2026, 2, 28)] {
            let place = CasePlace { on, id };
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for wrong in ["", "_", "2026-02-30_", &format!("2026-02-30_{id}"), &format!("_{id}")] {
            assert_eq!(wrong.parse::<CasePlace>(), Err(()), "{wrong}");
        }
    }
}
