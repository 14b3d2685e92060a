//! Law firms and whom they serve.

use super::db::Conn;
use super::listing::listing;
use super::record::record;
use super::schema::directory::firm;
use crate::base::error::Result;
use crate::base::id::{FirmId, MandateId};
use crate::domain::firm::{Firm, Mandate};
use crate::domain::region::RegionPrefix;
use crate::domain::uscc::Uscc;
use diesel::prelude::*;

record!(firm: Firm {
    id: FirmId, region_code, name, licence_no, licence_reason, form, lawyers, areas, languages, capacity, cross_region, accepting,
    contact_name, phone, email, version, created_at, updated_at,
});
listing!(firm: Firm, FirmId, only form, flag accepting, holds area in areas);

/// The firm of a licence number.
pub fn find_by_licence(c: &mut Conn, licence: &Uscc) -> Result<Option<Firm>> {
    Ok(firm::table.filter(firm::licence_no.eq(licence)).select(columns()).first(c).optional()?)
}

/// Every firm of an area, and these others, in the order of their ids.
pub fn in_reach(c: &mut Conn, area: RegionPrefix, others: &[FirmId]) -> Result<Vec<Firm>> {
    let (low, high) = area.range();
    let reached = firm::region_code.between(low, high).or(firm::id.eq_any(others));
    Ok(firm::table.filter(reached).select(columns()).order(firm::id).load(c)?)
}

/// The clients of a firm in the order in which they were entered.
pub fn mandates(c: &mut Conn, firm: FirmId) -> Result<Vec<Mandate>> {
    mandates::of(c, firm)
}

/// Notes a client.
pub fn insert_mandate(c: &mut Conn, mandate: &Mandate) -> Result<()> {
    mandates::insert(c, mandate)
}

/// Writes a client's row; `NotFound` when it is gone.
pub fn save_mandate(c: &mut Conn, mandate: &Mandate) -> Result<()> {
    mandates::save(c, mandate)
}

/// A client by id.
pub fn find_mandate(c: &mut Conn, id: MandateId) -> Result<Option<Mandate>> {
    mandates::by_id(c, id)
}

mod mandates {
    use super::*;
    use crate::store::schema::directory::mandate;

    record!(mandate: Mandate { id: MandateId, firm_id, client_name, document_no, from_on, until_on });

    pub(super) fn of(c: &mut Conn, firm: FirmId) -> Result<Vec<Mandate>> {
        Ok(mandate::table.filter(mandate::firm_id.eq(firm)).select(columns()).order(mandate::id).load(c)?)
    }
}
