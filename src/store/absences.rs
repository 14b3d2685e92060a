//! When mediators are away.

use super::db::Conn;
use super::record::record;
use super::schema::directory::mediator_absence;
use crate::base::error::{Error, Result};
use crate::base::id::{AbsenceId, MediatorId};
use crate::domain::absence::Absence;
use chrono::NaiveDate;
use diesel::prelude::*;

record!(mediator_absence: Absence { id: AbsenceId, mediator_id, from_on, until_on, cover_id, noted_by, noted_at });

/// The absences of these mediators that end on a day or later, the first one first.
pub fn of(c: &mut Conn, mediators: &[MediatorId], from: NaiveDate) -> Result<Vec<Absence>> {
    let own = mediator_absence::table.filter(mediator_absence::mediator_id.eq_any(mediators));
    let open = own.filter(mediator_absence::until_on.ge(from));
    Ok(open.select(columns()).order((mediator_absence::from_on, mediator_absence::id)).load(c)?)
}

/// One absence; `NotFound` when there is none.
pub fn get(c: &mut Conn, id: AbsenceId) -> Result<Absence> {
    by_id(c, id)?.ok_or(Error::NotFound)
}

/// Takes an absence away.
pub fn remove(c: &mut Conn, id: AbsenceId) -> Result<()> {
    diesel::delete(mediator_absence::table.filter(mediator_absence::id.eq(id))).execute(c)?;
    Ok(())
}
