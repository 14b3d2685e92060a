//! People's mediators.

use super::db::Conn;
use super::listing::listing;
use super::record::record;
use super::schema::directory::mediator;
use crate::base::error::Result;
use crate::base::id::{CommitteeId, MediatorId};
use crate::domain::committee::Mediator;
use crate::domain::contact::Name;
use diesel::prelude::*;

record!(mediator: Mediator {
    id: MediatorId, committee_id, region_code, name, gender, employment, status, skills, languages, phone, email, lawyer_id,
    version, created_at, updated_at,
});
listing!(mediator: Mediator, MediatorId, only committee_id status);

/// The mediators of a committee.
pub fn of_committee(c: &mut Conn, committee: CommitteeId) -> Result<Vec<Mediator>> {
    let own = mediator::table.filter(mediator::committee_id.eq(committee));
    Ok(own.select(columns()).order(mediator::id).load(c)?)
}

/// The mediator of a name in a committee.
pub fn find_by_name(c: &mut Conn, committee: CommitteeId, name: &Name) -> Result<Option<Mediator>> {
    let named = mediator::table.filter(mediator::committee_id.eq(committee)).filter(mediator::name.eq(name));
    Ok(named.select(columns()).first(c).optional()?)
}

/// These mediators, in no order.
pub fn of_ids(c: &mut Conn, ids: &[MediatorId]) -> Result<Vec<Mediator>> {
    Ok(mediator::table.filter(mediator::id.eq_any(ids)).select(columns()).load(c)?)
}
