//! Enters and amends chambers.

use super::directory::{check_region, moves, patched, reach, reach_version, taken};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::ChamberId;
use crate::domain::chamber::Chamber;
use crate::domain::chamber_form::{self, chamber};
use crate::domain::form::{Fields, Stamp, Warning};
use crate::domain::place::Placed;
use crate::domain::policy::Actor;
use crate::domain::policy::Permission::{ManageChamber, ManageFederation};
use crate::store::db::Conn;
use crate::store::{chambers, relocation};

/// A new chamber, entered by its federation; its name is its own within the region.
pub fn add(c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<Chamber> {
    let new = chamber(fields, Stamp::new(ChamberId::new(), now)).map_err(Error::Invalid)?;
    reach(actor, ManageFederation, &new.place())?;
    check_region(c, new.region_code, now)?;
    chambers::insert(c, &new).map_err(taken)?;
    Ok(new)
}

/// A chamber with a patch laid over it. Its status and its region are its federation's to change.
pub fn amend(c: &mut Conn, actor: &Actor, id: ChamberId, patch: &Fields, seen: i64, now: Instant) -> Result<Chamber> {
    let old = chambers::get(c, id)?;
    reach_version(actor, ManageChamber, &old.place(), old.version, seen)?;
    let stamp = Stamp::next(id, old.version, old.created_at, now);
    let new = chamber(&patched(&old, patch)?, stamp).map_err(Error::Invalid)?;
    let moves = moves(c, actor, old.region_code, &new.place(), now)?;
    if new.status != old.status && !actor.may(ManageFederation) {
        return Err(Error::Forbidden);
    }
    chambers::advance(c, old.version, &new).map_err(taken)?;
    if moves {
        relocation::of_chamber(c, id, new.region_code, now).map_err(taken)?;
    }
    Ok(new)
}

/// A credit code that does not fit or that another chamber has.
pub fn warnings(c: &mut Conn, chamber: &Chamber, _: Instant) -> Result<Vec<Warning>> {
    let is_shared = match &chamber.uscc {
        Some(code) => chambers::other_with_code(c, code, chamber.id)?.is_some(),
        None => false,
    };
    Ok(chamber_form::warnings(chamber, is_shared))
}
