//! Who mediates: appointed or replaced from the committee's own roster.

use super::take_step::{Step, take_step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CommitteeId, MediatorId};
use crate::domain::case::CaseFile;
use crate::domain::committee::MediatorStatus;
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::domain::steps::{self, Appointment, Replacement};
use crate::store::db::Conn;
use crate::store::mediators;

/// Puts a mediator on the case.
pub fn appoint(tx: &mut Conn, actor: &Actor, step: Step, input: Appointment, by: &Moment) -> Result<CaseFile> {
    take_step(tx, actor, step, by, |tx, file| {
        let standing = standing(tx, file.case.committee_id, input.mediator_id)?;
        steps::appoint_mediator(file, input, standing, by)
    })
}

/// Puts one mediator in the place of another.
pub fn replace(tx: &mut Conn, actor: &Actor, step: Step, input: Replacement, by: &Moment) -> Result<CaseFile> {
    take_step(tx, actor, step, by, |tx, file| {
        let standing = standing(tx, file.case.committee_id, input.appointment.mediator_id)?;
        steps::replace_mediator(file, input, standing, by)
    })
}

fn standing(tx: &mut Conn, committee: CommitteeId, id: MediatorId) -> Result<MediatorStatus> {
    let found = mediators::by_id(tx, id)?.filter(|mediator| mediator.committee_id == committee);
    Ok(found.ok_or_else(|| Error::field("mediator_id", Code::UnknownReference))?.status)
}
