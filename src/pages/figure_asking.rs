//! What the address of a page of figures asks for: an area, days, a period before, and what the figures are broken down by.

use super::visit::Visit;
use crate::base::error::{Error, Result};
use crate::domain::measures::Dimension;
use crate::domain::period::{Comparison, Period};
use crate::domain::region::RegionCode;
use crate::workflow::read_statistics::{Asked, area_of};
use chrono::Datelike;

/// What the table can be broken down by.
pub(super) const CUTS: [Dimension; 9] = [
    Dimension::Region,
    Dimension::Committee,
    Dimension::Category,
    Dimension::Source,
    Dimension::Regime,
    Dimension::Firm,
    Dimension::Month,
    Dimension::Quarter,
    Dimension::Year,
];

/// What figures a page is asked for; the cases behind one of them are asked for in the same words.
#[derive(Clone)]
pub(super) struct Asking {
    pub region: Option<RegionCode>,
    pub period: Period,
    pub compare: Option<Comparison>,
}

impl Asking {
    /// From the address; `Invalid` names the field. This year up to this month where no days are named.
    pub(super) fn of(visit: &Visit) -> Result<Self> {
        let (query, today) = (&visit.query, visit.today());
        let region = query.typed("region").map(RegionCode::parse).transpose();
        let region = area_of(&visit.scope()?, region.map_err(|code| Error::field("region", code))?)?;
        let usual = |name: &str, usual: String| query.typed(name).map_or(usual, str::to_owned);
        let from = usual("from", today.year().to_string());
        let to = usual("to", today.format("%Y-%m").to_string());
        Ok(Self { region, period: Period::parse(&from, &to)?, compare: Comparison::from_code(query.get("compare")) })
    }

    /// The same as an address asks for it: `from=…&to=…&region=…`.
    pub(super) fn address(&self) -> String {
        let Period { from, to } = self.period;
        let region = self.region.map_or_else(String::new, |region| format!("&region={region}"));
        format!("from={from}&to={to}{region}")
    }

    /// Figures by two dimensions, `Total` where there is one alone.
    pub(super) fn asked(&self, (by, and): Cut, compare: Option<Comparison>) -> Asked {
        let Self { region, period, .. } = *self;
        Asked { region, period, by, and, compare, as_of: None, is_operator: false }
    }
}

/// What figures are broken down by: one dimension, or two.
pub(super) type Cut = (Dimension, Dimension);

/// The second of two dimensions that an address names; none beside the same one.
pub(super) fn second(visit: &Visit, by: Dimension) -> Dimension {
    let and = Dimension::from_code(visit.query.get("and")).filter(|and| CUTS.contains(and) && *and != by);
    and.unwrap_or(Dimension::Total)
}

/// The dimension of the table: the areas below, or the committees where there are none.
pub(super) fn cut_of(visit: &Visit, asking: &Asking) -> Dimension {
    let is_county = asking.region.is_none_or(|region| region.prefix().as_str().len() == 6);
    let usual = if is_county { Dimension::Committee } else { Dimension::Region };
    Dimension::from_code(visit.query.get("by")).filter(|by| CUTS.contains(by)).unwrap_or(usual)
}
