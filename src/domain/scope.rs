//! What of the country a scope reaches.

use super::policy::Scope;
use super::region::{RegionCode, RegionPrefix};

impl Scope {
    /// The area it is made of; none of an organisation or a person.
    pub fn area(&self) -> Option<RegionPrefix> {
        match self {
            Self::Everything => Some(RegionPrefix::NATION),
            Self::Regions { prefix, .. } => Some(*prefix),
            _ => None,
        }
    }

    /// Whether what is asked for lies in it: an area within its own, or nothing in particular of an organisation.
    pub fn reaches(&self, region: Option<RegionCode>) -> bool {
        match (self.area(), region) {
            (Some(own), Some(region)) => own.contains(region),
            (Some(own), None) => own == RegionPrefix::NATION,
            (None, region) => region.is_none(),
        }
    }
}
