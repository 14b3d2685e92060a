//! Whom a mail can reach: the addresses of live accounts by what they stand for. Who is told of what: `domain/notices.rs`.

use super::db::Conn;
use super::schema::access::account;
use super::schema::directory::committee;
use crate::base::error::Result;
use crate::base::id::{AccountId, ChamberId, CommitteeId, FirmId, LawyerId, MediatorId};
use crate::base::locale::Locale;
use crate::domain::notices::Recipient;
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

type Row = (AccountId, Option<String>, Locale);

const ROW: (account::id, account::email, account::locale) = (account::id, account::email, account::locale);

/// Of no mediator who was suspended or removed.
pub(super) const ABLE: &str =
    "NOT EXISTS (SELECT 1 FROM mediator m WHERE m.id = account.mediator_id AND m.status IN ('suspended', 'removed'))";

/// The administrators of a committee's chamber.
pub fn of_committee(c: &mut Conn, id: CommitteeId) -> Result<Vec<Recipient>> {
    let chamber: Option<Option<ChamberId>> =
        committee::table.filter(committee::id.eq(id)).select(committee::chamber_id).first(c).optional()?;
    chamber.flatten().map_or(Ok(Vec::new()), |chamber| of_chamber(c, chamber))
}

/// The administrators of a chamber.
pub fn of_chamber(c: &mut Conn, id: ChamberId) -> Result<Vec<Recipient>> {
    let admins = account::table.filter(account::chamber_id.eq(id)).filter(account::role.eq(Role::ChamberAdmin));
    with_address(admins.filter(account::disabled_at.is_null()).order(account::id).select(ROW).load(c)?)
}

/// The administrators of the federation of a region itself, not of those above and below it.
pub fn of_federation(c: &mut Conn, region: RegionCode) -> Result<Vec<Recipient>> {
    let admins = account::table.filter(account::region_code.eq(region)).filter(account::role.eq(Role::FederationAdmin));
    with_address(admins.filter(account::disabled_at.is_null()).order(account::id).select(ROW).load(c)?)
}

/// The accounts of mediators, but for those who may not act.
pub fn of_mediators(c: &mut Conn, ids: &[MediatorId]) -> Result<Vec<Recipient>> {
    let mediators = account::table.filter(account::mediator_id.eq_any(ids)).filter(account::role.eq(Role::Mediator));
    let able = mediators.filter(account::disabled_at.is_null()).filter(sql::<Bool>(ABLE));
    with_address(able.order(account::id).select(ROW).load(c)?)
}

/// The administrators of a firm and the lawyers named.
pub fn of_firm(c: &mut Conn, firm: FirmId, lawyers: &[LawyerId]) -> Result<Vec<Recipient>> {
    let admins = account::table.filter(account::firm_id.eq(firm)).filter(account::role.eq(Role::FirmAdmin));
    let mut rows: Vec<Row> = admins.filter(account::disabled_at.is_null()).order(account::id).select(ROW).load(c)?;
    let named = account::table.filter(account::lawyer_id.eq_any(lawyers)).filter(account::role.eq(Role::Lawyer));
    rows.extend(named.filter(account::disabled_at.is_null()).order(account::id).select(ROW).load::<Row>(c)?);
    with_address(rows)
}

/// One account.
pub fn of_account(c: &mut Conn, id: AccountId) -> Result<Vec<Recipient>> {
    let one =
        account::table.filter(account::id.eq(id)).filter(account::disabled_at.is_null()).filter(sql::<Bool>(ABLE));
    with_address(one.select(ROW).load(c)?)
}

fn with_address(rows: Vec<Row>) -> Result<Vec<Recipient>> {
    let reachable = rows
        .into_iter()
        .filter_map(|(id, email, locale)| email.map(|address| Recipient { account: Some(id), address, locale }));
    Ok(reachable.collect())
}
