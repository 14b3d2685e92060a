//! What every entry and change of the directory asks: whether the actor reaches the entry, and whether its region exists.

use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::form::{self, Entered, Fields};
use crate::domain::mask;
use crate::domain::place::{Place, Placed, reaches, sees_contacts};
use crate::domain::policy::{Actor, Permission};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::faults::unique;
use crate::store::regions;
use serde::Serialize;
use serde_json::Value;

/// `NotFound` unless the actor may do this to what stands there, or is to stand there.
pub fn reach(actor: &Actor, permission: Permission, place: &Place) -> Result<()> {
    if reaches(actor, permission, place) { Ok(()) } else { Err(Error::NotFound) }
}

/// As `reach`; `Stale` when the actor saw another version of what stands there.
pub fn reach_version(actor: &Actor, permission: Permission, place: &Place, version: i64, seen: i64) -> Result<()> {
    reach(actor, permission, place)?;
    Error::unless_current(version, seen)
}

/// A fault of the field unless the region is valid now.
pub fn check_region(c: &mut Conn, region: RegionCode, now: Instant) -> Result<()> {
    let is_valid = regions::is_valid(c, region, china_day(now))?;
    if is_valid { Ok(()) } else { Err(Error::field("region_code", Code::RegionUnknown)) }
}

/// Whether an entry goes to another region. A federation whose area holds both may move it, and the system administrator.
pub fn moves(c: &mut Conn, actor: &Actor, was: RegionCode, to: &Place, now: Instant) -> Result<bool> {
    if was == to.region {
        return Ok(false);
    }
    if !actor.may(Permission::ManageFederation) {
        return Err(Error::Forbidden);
    }
    if !reaches(actor, Permission::ManageFederation, to) {
        return Err(Error::field("region_code", Code::RegionOutside));
    }
    check_region(c, to.region, now)?;
    Ok(true)
}

/// A fault of the field unless it stayed as it was: what an entry belongs to is settled when it is entered.
pub fn fixed<T: PartialEq>(field: &str, old: T, new: T) -> Result<()> {
    if old == new { Ok(()) } else { Err(Error::field(field, Code::FixedField)) }
}

/// `Conflict` where a name or a code is taken.
pub fn taken(error: Error) -> Error {
    if unique(&error).is_some() { Error::Conflict(Code::AlreadyRegistered) } else { error }
}

/// The form of a row with a patch laid over it.
pub fn patched<T: Entered>(row: &T, patch: &Fields) -> Result<Fields> {
    form::patched(row, patch).map_err(Error::internal)
}

/// An entry as the actor may see it: contacts are masked for whoever has no need of them.
pub fn shown(actor: &Actor, entry: &(impl Serialize + Placed)) -> Value {
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    if !sees_contacts(actor, &entry.place()) {
        for (field, masked) in
            [("contact_name", mask::name as fn(&str) -> String), ("phone", mask::phone), ("email", mask::email)]
        {
            if let Some(Value::String(text)) = value.get_mut(field) {
                *text = masked(text);
            }
        }
    }
    value
}
