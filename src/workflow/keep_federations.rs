//! Enters and amends federations.

use super::directory::{check_region, fixed, patched, reach, reach_version, taken};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::FederationId;
use crate::domain::chamber::Federation;
use crate::domain::chamber_form::federation;
use crate::domain::form::{Fields, Stamp, Warning};
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission::ManageFederation};
use crate::store::db::Conn;
use crate::store::federations;

/// A new federation; a region has one.
pub fn add(c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<Federation> {
    let new = federation(fields, Stamp::new(FederationId::new(), now)).map_err(Error::Invalid)?;
    reach(actor, ManageFederation, &new.place())?;
    check_region(c, new.region_code, now)?;
    federations::insert(c, &new).map_err(taken)?;
    Ok(new)
}

/// A federation with a patch laid over it.
pub fn amend(
    c: &mut Conn,
    actor: &Actor,
    id: FederationId,
    patch: &Fields,
    seen: i64,
    now: Instant,
) -> Result<Federation> {
    let old = federations::get(c, id)?;
    reach_version(actor, ManageFederation, &old.place(), old.version, seen)?;
    let stamp = Stamp::next(id, old.version, old.created_at, now);
    let new = federation(&patched(&old, patch)?, stamp).map_err(Error::Invalid)?;
    fixed("region_code", old.region_code, new.region_code)?;
    federations::advance(c, old.version, &new).map_err(taken)?;
    Ok(new)
}

/// Nothing of a federation needs a second look.
pub fn warnings(_: &mut Conn, _: &Federation, _: Instant) -> Result<Vec<Warning>> {
    Ok(Vec::new())
}
