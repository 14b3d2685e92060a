//! Enters and amends lawyers of the firms.

use super::directory::{fixed, patched, reach, reach_version, taken};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::LawyerId;
use crate::domain::firm::Lawyer;
use crate::domain::firm_form::{self, lawyer};
use crate::domain::form::{Fields, Stamp, Warning};
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission::ManageLawyer};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::{firms, lawyers};

/// A new lawyer of a firm; the region is the firm's, the licence number the lawyer's own.
pub fn add(c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<Lawyer> {
    let mut new = lawyer(fields, RegionCode::NATION, Stamp::new(LawyerId::new(), now)).map_err(Error::Invalid)?;
    let firm = firms::by_id(c, new.firm_id)?;
    new.region_code = firm.ok_or_else(|| Error::field("firm_id", Code::UnknownReference))?.region_code;
    reach(actor, ManageLawyer, &new.place())?;
    lawyers::insert(c, &new).map_err(taken)?;
    Ok(new)
}

/// A lawyer with a patch laid over it. Who goes to another firm has left this one and is entered there anew.
pub fn amend(c: &mut Conn, actor: &Actor, id: LawyerId, patch: &Fields, seen: i64, now: Instant) -> Result<Lawyer> {
    let old = lawyers::get(c, id)?;
    reach_version(actor, ManageLawyer, &old.place(), old.version, seen)?;
    let stamp = Stamp::next(id, old.version, old.created_at, now);
    let new = lawyer(&patched(&old, patch)?, old.region_code, stamp).map_err(Error::Invalid)?;
    fixed("firm_id", old.firm_id, new.firm_id)?;
    lawyers::advance(c, old.version, &new).map_err(taken)?;
    Ok(new)
}

/// A licence number of an unusual form.
pub fn warnings(_: &mut Conn, lawyer: &Lawyer, _: Instant) -> Result<Vec<Warning>> {
    Ok(firm_form::lawyer_warnings(lawyer))
}
