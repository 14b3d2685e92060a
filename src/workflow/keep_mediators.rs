//! Enters and amends people's mediators (People's Mediation Law arts 13-15).

use super::directory::{fixed, patched, reach, reach_version, taken};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::MediatorId;
use crate::domain::committee::Mediator;
use crate::domain::committee_form::mediator;
use crate::domain::form::{Fields, Stamp, Warning};
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission::ManageCommittee};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::{account_standing, committees, lawyers, mediators};

/// A new mediator of a committee; the region is the committee's.
pub fn add(c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<Mediator> {
    let mut new = mediator(fields, RegionCode::NATION, Stamp::new(MediatorId::new(), now)).map_err(Error::Invalid)?;
    let committee = committees::by_id(c, new.committee_id)?;
    new.region_code = committee.ok_or_else(|| Error::field("committee_id", Code::UnknownReference))?.region_code;
    reach(actor, ManageCommittee, &new.place())?;
    check_lawyer(c, &new)?;
    mediators::insert(c, &new).map_err(taken)?;
    Ok(new)
}

/// A mediator with a patch laid over it. Who is suspended or removed stays on record, cannot be assigned any more and is signed out.
pub fn amend(c: &mut Conn, actor: &Actor, id: MediatorId, patch: &Fields, seen: i64, now: Instant) -> Result<Mediator> {
    let old = mediators::get(c, id)?;
    reach_version(actor, ManageCommittee, &old.place(), old.version, seen)?;
    let stamp = Stamp::next(id, old.version, old.created_at, now);
    let new = mediator(&patched(&old, patch)?, old.region_code, stamp).map_err(Error::Invalid)?;
    fixed("committee_id", old.committee_id, new.committee_id)?;
    check_lawyer(c, &new)?;
    mediators::advance(c, old.version, &new).map_err(taken)?;
    if new.status.is_barred() && !old.status.is_barred() {
        account_standing::end_sign_ins(c, id, now)?;
    }
    Ok(new)
}

/// Nothing of a mediator needs a second look.
pub fn warnings(_: &mut Conn, _: &Mediator, _: Instant) -> Result<Vec<Warning>> {
    Ok(Vec::new())
}

fn check_lawyer(c: &mut Conn, mediator: &Mediator) -> Result<()> {
    match mediator.lawyer_id {
        Some(id) if lawyers::by_id(c, id)?.is_none() => Err(Error::field("lawyer_id", Code::UnknownReference)),
        _ => Ok(()),
    }
}
