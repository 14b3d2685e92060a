//! Enters and amends mediation committees and their members (People's Mediation Law arts 8-10).

use super::directory::{check_region, fixed, patched, reach, reach_version, taken};
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::CommitteeId;
use crate::domain::committee::{Committee, CommitteeMember};
use crate::domain::committee_form::{self, committee, member};
use crate::domain::form::{Fields, Stamp, Warning};
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission::ManageCommittee};
use crate::store::db::Conn;
use crate::store::{chambers, committees, lawyers, mediators};

/// A new committee, of the actor's own chamber where none is named; its name is its own within the region.
pub fn add(c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<Committee> {
    let mut new = committee(fields, Stamp::new(CommitteeId::new(), now)).map_err(Error::Invalid)?;
    new.chamber_id = new.chamber_id.or(actor.chamber());
    reach(actor, ManageCommittee, &new.place())?;
    check_chamber(c, &new)?;
    check_region(c, new.region_code, now)?;
    committees::insert(c, &new).map_err(taken)?;
    Ok(new)
}

/// A committee with a patch laid over it. One that has no chamber yet can be given one.
pub fn amend(
    c: &mut Conn,
    actor: &Actor,
    id: CommitteeId,
    patch: &Fields,
    seen: i64,
    now: Instant,
) -> Result<Committee> {
    let old = committees::get(c, id)?;
    reach_version(actor, ManageCommittee, &old.place(), old.version, seen)?;
    let stamp = Stamp::next(id, old.version, old.created_at, now);
    let new = committee(&patched(&old, patch)?, stamp).map_err(Error::Invalid)?;
    fixed("region_code", old.region_code, new.region_code)?;
    if old.chamber_id.is_some() {
        fixed("chamber_id", old.chamber_id, new.chamber_id)?;
    }
    check_chamber(c, &new)?;
    committees::advance(c, old.version, &new).map_err(taken)?;
    Ok(new)
}

/// Size, director, a woman, term.
pub fn warnings(c: &mut Conn, committee: &Committee, now: Instant) -> Result<Vec<Warning>> {
    let members = committees::members(c, committee.id)?;
    Ok(committee_form::warnings(committee, &members, china_day(now)))
}

/// Puts these members in the place of those there are; the committee's version goes up.
pub fn seat(
    c: &mut Conn,
    actor: &Actor,
    id: CommitteeId,
    forms: &[Fields],
    seen: i64,
    now: Instant,
) -> Result<Committee> {
    let mut committee = committees::get(c, id)?;
    reach_version(actor, ManageCommittee, &committee.place(), committee.version, seen)?;
    let members = read(c, id, forms)?;
    committee.version += 1;
    committee.updated_at = now;
    committees::advance(c, seen, &committee)?;
    committees::replace_members(c, id, &members)?;
    Ok(committee)
}

/// The members of these forms, or the faults of all of them.
fn read(c: &mut Conn, id: CommitteeId, forms: &[Fields]) -> Result<Vec<CommitteeMember>> {
    let (mut members, mut faults) = (Vec::new(), Vec::new());
    for (at, form) in forms.iter().enumerate() {
        let mut wrong = |field: &str, code| faults.push(Fault { field: format!("members[{at}].{field}"), code });
        match member(form, id) {
            Ok(member) => {
                if let Some(mediator) = member.mediator_id
                    && mediators::by_id(c, mediator)?.is_none_or(|mediator| mediator.committee_id != id)
                {
                    wrong("mediator_id", Code::UnknownReference);
                }
                if let Some(lawyer) = member.lawyer_id
                    && lawyers::by_id(c, lawyer)?.is_none()
                {
                    wrong("lawyer_id", Code::UnknownReference);
                }
                members.push(member);
            }
            Err(found) => found.into_iter().for_each(|fault| wrong(&fault.field, fault.code)),
        }
    }
    if faults.is_empty() { Ok(members) } else { Err(Error::Invalid(faults)) }
}

/// The chamber must be there, and in the committee's region.
fn check_chamber(c: &mut Conn, committee: &Committee) -> Result<()> {
    let Some(id) = committee.chamber_id else { return Ok(()) };
    let chamber = chambers::by_id(c, id)?.ok_or_else(|| Error::field("chamber_id", Code::UnknownReference))?;
    if chamber.region_code == committee.region_code {
        Ok(())
    } else {
        Err(Error::field("region_code", Code::OtherRegion))
    }
}
