//! The firm logs and amends what it did on a pairing; the chamber confirms it.

use super::answer_pairing::side;
use super::sign_pairing::must_practise;
use crate::base::error::{Error, Result};
use crate::base::id::{LawyerId, PairingId, ServiceId};
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Permission, Role};
use crate::domain::services::{self as rules, LoggedService, NewService, ServiceChange};
use crate::store::db::Conn;
use crate::store::{pairings, services};

/// Logs a service. A lawyer logs those they took part in.
pub fn log(tx: &mut Conn, actor: &Actor, id: PairingId, input: NewService, by: &Moment) -> Result<LoggedService> {
    let pairing = pairings::get(tx, &actor.scope(Permission::LogService), id)?;
    let logged = rules::log(&pairing, input, by)?;
    must_practise(tx, pairing.firm_id, "lawyers", &logged.lawyers)?;
    must_take_part(actor, &logged.lawyers)?;
    services::insert(tx, &logged)?;
    Ok(logged)
}

/// Amends a service that was not confirmed, or takes a health check further.
pub fn amend(
    tx: &mut Conn,
    actor: &Actor,
    id: ServiceId,
    version: i64,
    change: ServiceChange,
    by: &Moment,
) -> Result<LoggedService> {
    let (pairing, mut logged) = services::get(tx, &actor.scope(Permission::LogService), id)?;
    must_take_part(actor, &logged.lawyers)?;
    Error::unless_current(logged.version, version)?;
    let changes_lawyers = change.lawyers.is_some();
    logged.amend(&pairing, change, by)?;
    if changes_lawyers {
        must_practise(tx, pairing.firm_id, "lawyers", &logged.lawyers)?;
        must_take_part(actor, &logged.lawyers)?;
    }
    services::advance(tx, version, &logged)?;
    Ok(logged)
}

/// The chamber, or the federation that is paired itself, confirms that a service took place.
pub fn confirm(tx: &mut Conn, actor: &Actor, id: ServiceId, version: i64, by: &Moment) -> Result<LoggedService> {
    let (pairing, mut logged) = services::get(tx, &actor.scope(Permission::ConfirmService), id)?;
    side(actor, &pairing)?;
    Error::unless_current(logged.version, version)?;
    logged.confirm(by)?;
    services::advance(tx, version, &logged)?;
    Ok(logged)
}

fn must_take_part(actor: &Actor, lawyers: &[LawyerId]) -> Result<()> {
    let is_foreign = actor.role() == Role::Lawyer && !actor.lawyer().is_some_and(|own| lawyers.contains(&own));
    if is_foreign { Err(Error::Forbidden) } else { Ok(()) }
}
