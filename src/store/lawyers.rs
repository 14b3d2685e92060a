//! Lawyers of the law firms.

use super::db::Conn;
use super::listing::listing;
use super::record::record;
use super::schema::directory::lawyer;
use crate::base::error::Result;
use crate::base::id::{FirmId, LawyerId};
use crate::domain::firm::Lawyer;
use crate::domain::region::RegionPrefix;
use diesel::prelude::*;

record!(lawyer: Lawyer {
    id: LawyerId, firm_id, region_code, name, licence_no, kind, phone, email, status, version, created_at, updated_at,
});
listing!(lawyer: Lawyer, LawyerId, only firm_id status);

/// The lawyers of a firm.
pub fn of_firm(c: &mut Conn, firm: FirmId) -> Result<Vec<Lawyer>> {
    Ok(lawyer::table.filter(lawyer::firm_id.eq(firm)).select(columns()).order(lawyer::id).load(c)?)
}

/// The lawyers of this name in an area, or of this licence number anywhere.
pub fn known_as(c: &mut Conn, area: RegionPrefix, text: &str) -> Result<Vec<LawyerId>> {
    let (low, high) = area.range();
    let named = lawyer::table.filter(lawyer::name.eq(text)).filter(lawyer::region_code.between(low, high));
    let mut found: Vec<LawyerId> = named.select(lawyer::id).order(lawyer::id).load(c)?;
    if found.is_empty() {
        let licensed = lawyer::table.filter(lawyer::licence_no.eq(text));
        found = licensed.select(lawyer::id).order(lawyer::id).load(c)?;
    }
    Ok(found)
}

/// The firms of these lawyers.
pub fn firms_of(c: &mut Conn, lawyers: &[LawyerId]) -> Result<Vec<(FirmId, LawyerId)>> {
    let named = lawyer::table.filter(lawyer::id.eq_any(lawyers));
    Ok(named.select((lawyer::firm_id, lawyer::id)).order(lawyer::id).load(c)?)
}
