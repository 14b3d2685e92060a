//! The services on pairings. Whoever sees a pairing sees its services.

use super::db::Conn;
use super::dialect::each;
use super::record::{record, versioned};
use super::schema::pairings::service;
use crate::base::error::{Error, Result};
use crate::base::id::{PairingId, ServiceId};
use crate::domain::pairing::{Pairing, PairingStatus};
use crate::domain::policy::Scope;
use crate::domain::services::{LoggedService, ServiceKind};
use crate::store::pairings::{self, PairingFilter};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Living pairings of a chamber that are looked through: far more than any has.
const MOST: i64 = 500;

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

/// How many services on living pairings within a scope wait for the chamber's word; a health check only once its callback is over.
pub fn unconfirmed(c: &mut Conn, scope: &Scope, today: NaiveDate) -> Result<i64> {
    let living = PairingFilter { status: Some(PairingStatus::Living), limit: MOST, ..PairingFilter::default() };
    let ids: Vec<PairingId> = pairings::list(c, scope, &living, today)?.into_iter().map(|one| one.id).collect();
    let is_over = service::kind.ne(ServiceKind::HealthCheck).or(service::called_back_on.is_not_null());
    let open = service::table.filter(service::pairing_id.eq_any(ids)).filter(service::confirmed_at.is_null());
    Ok(each!(c, c => open.filter(is_over).count().get_result(c))?)
}

/// The day of the latest service on a pairing.
pub fn last_on(c: &mut Conn, of: PairingId) -> Result<Option<NaiveDate>> {
    let days = service::table.filter(service::pairing_id.eq(of)).select(service::held_on);
    Ok(days.order(service::held_on.desc()).first(c).optional()?)
}
