//! Reads how long things take for who may see the figures.

use crate::base::error::{Error, Result};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::times::{Spread, Time, TimesSheet};
use crate::store::db::Conn;
use crate::store::times;

/// Every time of an area within a scope, or of an organisation without an area. An area outside the scope has none: `NotFound`.
pub fn sheet(c: &mut Conn, scope: &Scope, region: Option<RegionCode>, period: Period) -> Result<TimesSheet> {
    if let Scope::Regions { prefix, .. } = scope
        && !region.is_some_and(|region| prefix.contains(region))
    {
        return Err(Error::NotFound);
    }
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let is_of_others = matches!(scope, Scope::Regions { .. } | Scope::Everything);
    let spread = |time: &Time| Ok(Spread::of(*time, times::values(c, scope, area, period, *time)?, is_of_others));
    let items = Time::ALL.iter().map(spread).collect::<Result<_>>()?;
    Ok(TimesSheet::of(region, period, items))
}
