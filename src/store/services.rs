//! The services on pairings. Whoever sees a pairing sees its services.

use super::db::Conn;
use super::record::{record, versioned};
use super::schema::pairings::service;
use crate::base::error::{Error, Result};
use crate::base::id::{PairingId, ServiceId};
use crate::domain::pairing::Pairing;
use crate::domain::policy::Scope;
use crate::domain::services::LoggedService;
use crate::store::pairings;
use chrono::NaiveDate;
use diesel::prelude::*;

record!(service: LoggedService {
    id: ServiceId, pairing_id, region_code, kind, held_on, online, place, lawyers, enterprises, people, minutes, pro_bono,
    findings_red, findings_yellow, findings_green, reported_on, rectified_on, called_back_on, logged_by, logged_at, confirmed_by,
    confirmed_at, version,
});
versioned!(service: LoggedService);

/// A service with its pairing; `NotFound` outside the scope.
pub fn get(c: &mut Conn, scope: &Scope, id: ServiceId) -> Result<(Pairing, LoggedService)> {
    let found = by_id(c, id)?.ok_or(Error::NotFound)?;
    Ok((pairings::get(c, scope, found.pairing_id)?, found))
}

/// The services of a pairing, the last logged first. The caller has the pairing in scope.
pub fn list(c: &mut Conn, of: PairingId, before: Option<ServiceId>, limit: i64) -> Result<Vec<LoggedService>> {
    let mut query = service::table.filter(service::pairing_id.eq(of)).into_boxed();
    if let Some(before) = before {
        query = query.filter(service::id.lt(before));
    }
    Ok(query.select(columns()).order(service::id.desc()).limit(limit).load(c)?)
}

/// The day of the latest service on a pairing.
pub fn last_on(c: &mut Conn, of: PairingId) -> Result<Option<NaiveDate>> {
    let days = service::table.filter(service::pairing_id.eq(of)).select(service::held_on);
    Ok(days.order(service::held_on.desc()).first(c).optional()?)
}
