//! Notes when a mediator is away and who covers, and takes it back.

use super::directory::reach;
use crate::base::error::Result;
use crate::base::id::{AbsenceId, MediatorId};
use crate::domain::absence::{Absence, NewAbsence};
use crate::domain::moment::Moment;
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission::ManageCommittee};
use crate::store::db::Conn;
use crate::store::{absences, mediators};

/// Notes an absence. `NotFound` and `Forbidden` as for amending the mediator.
pub fn note(tx: &mut Conn, actor: &Actor, id: MediatorId, input: &NewAbsence, by: &Moment) -> Result<Absence> {
    let mediator = mediators::get(tx, id)?;
    reach(actor, ManageCommittee, &mediator.place())?;
    let cover = input.cover_id.map(|cover| mediators::by_id(tx, cover)).transpose()?.flatten();
    let both: Vec<MediatorId> = [id].into_iter().chain(input.cover_id).collect();
    let known = absences::of(tx, &both, input.from_on)?;
    let absence = Absence::note(input, &mediator, cover.as_ref(), &known, by)?;
    absences::insert(tx, &absence)?;
    Ok(absence)
}

/// Takes an absence back; one that has begun ends with yesterday.
pub fn take_back(tx: &mut Conn, actor: &Actor, id: AbsenceId, by: &Moment) -> Result<()> {
    let mut absence = absences::get(tx, id)?;
    reach(actor, ManageCommittee, &mediators::get(tx, absence.mediator_id)?.place())?;
    if absence.from_on >= by.today {
        return absences::remove(tx, id);
    }
    absence.until_on = absence.until_on.min(by.today.pred_opt().unwrap_or(by.today));
    absences::save(tx, &absence)
}
