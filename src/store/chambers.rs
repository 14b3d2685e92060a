//! Chambers of commerce.

use super::db::Conn;
use super::listing::listing;
use super::record::record;
use super::schema::directory::chamber;
use crate::base::error::Result;
use crate::base::id::ChamberId;
use crate::domain::chamber::Chamber;
use crate::domain::contact::Name;
use crate::domain::region::RegionCode;
use crate::domain::uscc::Uscc;
use diesel::prelude::*;

record!(chamber: Chamber {
    id: ChamberId, region_code, name, uscc, uscc_reason, kind, industry, members, contact_name, phone, email, needs, languages,
    has_mediation, wanted_firms, status, version, created_at, updated_at,
});
listing!(chamber: Chamber, ChamberId, only kind status);

/// The chamber of a name in a region.
pub fn find_by_name(c: &mut Conn, region: RegionCode, name: &Name) -> Result<Option<Chamber>> {
    let named = chamber::table.filter(chamber::region_code.eq(region)).filter(chamber::name.eq(name));
    Ok(named.select(columns()).first(c).optional()?)
}

/// Another chamber with this credit code, if there is one.
pub fn other_with_code(c: &mut Conn, code: &Uscc, than: ChamberId) -> Result<Option<ChamberId>> {
    let others = chamber::table.filter(chamber::uscc.eq(code)).filter(chamber::id.ne(than));
    Ok(others.select(chamber::id).order(chamber::id).first(c).optional()?)
}
