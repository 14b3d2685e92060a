//! Enters and amends law firms and their clients.

use super::directory::{check_region, moves, patched, reach, reach_version, taken};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{FirmId, MandateId};
use crate::domain::firm::{Firm, Mandate};
use crate::domain::firm_form::{self, firm};
use crate::domain::form::{Fields, Stamp, Warning, within_reason};
use crate::domain::place::Placed;
use crate::domain::policy::Actor;
use crate::domain::policy::Permission::{ManageFederation, ManageFirm};
use crate::store::db::Conn;
use crate::store::{firms, relocation};
use chrono::NaiveDate;

/// A new firm, entered by the federation; its licence number is its own.
pub fn add(c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<Firm> {
    let new = firm(fields, Stamp::new(FirmId::new(), now)).map_err(Error::Invalid)?;
    reach(actor, ManageFederation, &new.place())?;
    check_region(c, new.region_code, now)?;
    firms::insert(c, &new).map_err(taken)?;
    Ok(new)
}

/// A firm with a patch laid over it. Its licence number and its region are its federation's to change.
pub fn amend(c: &mut Conn, actor: &Actor, id: FirmId, patch: &Fields, seen: i64, now: Instant) -> Result<Firm> {
    let old = firms::get(c, id)?;
    reach_version(actor, ManageFirm, &old.place(), old.version, seen)?;
    let stamp = Stamp::next(id, old.version, old.created_at, now);
    let new = firm(&patched(&old, patch)?, stamp).map_err(Error::Invalid)?;
    let moves = moves(c, actor, old.region_code, &new.place(), now)?;
    if new.licence_no != old.licence_no && !actor.may(ManageFederation) {
        return Err(Error::Forbidden);
    }
    firms::advance(c, old.version, &new).map_err(taken)?;
    if moves {
        relocation::of_firm(c, id, new.region_code, now)?;
    }
    Ok(new)
}

/// A licence number that does not fit.
pub fn warnings(_: &mut Conn, firm: &Firm, _: Instant) -> Result<Vec<Warning>> {
    Ok(firm_form::firm_warnings(firm))
}

/// Notes a client of a firm, for the check of conflicts (Lawyers Law art 47(3)).
pub fn add_client(c: &mut Conn, actor: &Actor, id: FirmId, fields: &Fields) -> Result<Mandate> {
    reach(actor, ManageFirm, &firms::get(c, id)?.place())?;
    let mandate = firm_form::mandate(fields, id).map_err(Error::Invalid)?;
    firms::insert_mandate(c, &mandate)?;
    Ok(mandate)
}

/// The clients of a firm, past ones too, for those who manage it.
pub fn clients(c: &mut Conn, actor: &Actor, id: FirmId) -> Result<Vec<Mandate>> {
    reach(actor, ManageFirm, &firms::get(c, id)?.place())?;
    firms::mandates(c, id)
}

/// Ends a mandate on a day; `Conflict` when it has ended. It stays on record: a past client makes a conflict too.
pub fn end_client(c: &mut Conn, actor: &Actor, id: MandateId, until_on: NaiveDate) -> Result<Mandate> {
    let mut mandate = firms::find_mandate(c, id)?.ok_or(Error::NotFound)?;
    reach(actor, ManageFirm, &firms::get(c, mandate.firm_id)?.place())?;
    if mandate.until_on.is_some() {
        return Err(Error::Conflict(Code::AlreadyDone));
    }
    let until_on = within_reason(until_on).map_err(|code| Error::field("until_on", code))?;
    if until_on < mandate.from_on {
        return Err(Error::field("until_on", Code::DateOrder));
    }
    mandate.until_on = Some(until_on);
    firms::save_mandate(c, &mandate)?;
    Ok(mandate)
}
