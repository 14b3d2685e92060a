//! Lawyers of the law firms.

use super::db::Conn;
use super::listing::listing;
use super::record::record;
use super::schema::directory::lawyer;
use crate::base::error::Result;
use crate::base::id::{FirmId, LawyerId};
use crate::domain::firm::Lawyer;
use diesel::prelude::*;

record!(lawyer: Lawyer {
    id: LawyerId, firm_id, region_code, name, licence_no, kind, phone, email, status, version, created_at, updated_at,
});
listing!(lawyer: Lawyer, LawyerId, only firm_id status);

/// The lawyers of a firm.
pub fn of_firm(c: &mut Conn, firm: FirmId) -> Result<Vec<Lawyer>> {
    Ok(lawyer::table.filter(lawyer::firm_id.eq(firm)).select(columns()).order(lawyer::id).load(c)?)
}

/// The firms of these lawyers.
pub fn firms_of(c: &mut Conn, lawyers: &[LawyerId]) -> Result<Vec<(FirmId, LawyerId)>> {
    let named = lawyer::table.filter(lawyer::id.eq_any(lawyers));
    Ok(named.select((lawyer::firm_id, lawyer::id)).order(lawyer::id).load(c)?)
}
