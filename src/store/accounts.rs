//! Accounts: found by login or id, listed for those who manage them, and turned into actors.

use super::db::Conn;
use super::dialect::each;
use super::faults::unique;
use super::record::record;
use super::schema::access::{account, session};
use super::schema::directory::{chamber, committee, firm, lawyer, mediator};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ChamberId, CommitteeId, FirmId, LawyerId, MediatorId, SessionId};
use crate::domain::account::{Account, Login, Reach};
use crate::domain::contact::Name;
use crate::domain::policy::{Actor, Role, Standing};
use crate::domain::region::RegionCode;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

record!(account: Account {
    id: AccountId, login, name, password_hash, role, region_code, chamber_id, mediator_id, firm_id, lawyer_id, email, locale,
    disabled_at, token_version, version, created_at, updated_at,
});

/// The account of a login, disabled ones too.
pub fn by_login(c: &mut Conn, login: &Login) -> Result<Option<Account>> {
    Ok(account::table.filter(account::login.eq(login)).select(columns()).first(c).optional()?)
}

/// The account of a session while that lasts. One statement: every request asks it.
pub fn signed_in(c: &mut Conn, id: AccountId, by: SessionId, now: Instant) -> Result<Option<Account>> {
    let lasting = session::table
        .filter(session::id.eq(by))
        .filter(session::account_id.eq(account::id))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now));
    let held = account::table.filter(account::id.eq(id)).filter(exists(lasting));
    Ok(each!(c, c => held.select(columns()).first(c).optional())?)
}

/// The names of these accounts.
pub fn names(c: &mut Conn, ids: &BTreeSet<AccountId>) -> Result<BTreeMap<AccountId, Name>> {
    let named = account::table.filter(account::id.eq_any(ids)).select((account::id, account::name));
    Ok(named.load::<(AccountId, Name)>(c)?.into_iter().collect())
}

/// The logins of these accounts.
pub fn logins(c: &mut Conn, ids: &BTreeSet<AccountId>) -> Result<BTreeMap<AccountId, Login>> {
    let known = account::table.filter(account::id.eq_any(ids)).select((account::id, account::login));
    Ok(known.load::<(AccountId, Login)>(c)?.into_iter().collect())
}

/// An account among those the actor manages; others are `NotFound`.
pub fn get(c: &mut Conn, reach: &Reach, id: AccountId) -> Result<Account> {
    by_id(c, id)?.filter(|account| reach.holds(account)).ok_or(Error::NotFound)
}

/// The managed accounts after `after`, by id.
pub fn list(c: &mut Conn, reach: &Reach, after: Option<AccountId>, limit: i64) -> Result<Vec<Account>> {
    let mut query = account::table.select(columns()).order(account::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(account::id.gt(after));
    }
    query = match reach {
        Reach::Everyone => query,
        Reach::Area(area) => {
            let (low, high) = area.range();
            query.filter(account::region_code.between(low, high)).filter(account::role.ne(Role::Sysadmin))
        }
        Reach::MediatorsOf(id) => query.filter(account::chamber_id.eq(*id)).filter(account::role.eq(Role::Mediator)),
        Reach::LawyersOf(id) => query.filter(account::firm_id.eq(*id)).filter(account::role.eq(Role::Lawyer)),
        Reach::Nobody => return Ok(Vec::new()),
    };
    Ok(query.load(c)?)
}

/// Writes a new account; `login_taken` when there is one of that login.
pub fn add(c: &mut Conn, new: &Account) -> Result<()> {
    insert(c, new).map_err(|error| match unique(&error).as_deref() {
        Some("account_login_key") => Error::Conflict(Code::LoginTaken),
        _ => error,
    })
}

/// Writes a changed account if nobody changed it meanwhile, else `Stale`. Raises the version.
pub fn amend(c: &mut Conn, changed: &mut Account, now: Instant) -> Result<()> {
    let seen = account::table.filter(account::id.eq(changed.id)).filter(account::version.eq(changed.version));
    (changed.version, changed.updated_at) = (changed.version + 1, now);
    if diesel::update(seen).set(account::version.eq(changed.version)).execute(c)? == 0 {
        return Err(Error::Stale { current: by_id(c, changed.id)?.map(|row| row.version) });
    }
    save(c, changed)
}

/// The actor of an account, with what it stands for looked up.
pub fn actor(c: &mut Conn, of: &Account) -> Result<Actor> {
    let committees: Vec<CommitteeId> = match (of.role, of.chamber_id, of.mediator_id) {
        (Role::ChamberAdmin, Some(id), _) => {
            let own = committee::table.filter(committee::chamber_id.eq(id)).select(committee::id).order(committee::id);
            each!(c, c => own.load(c))?
        }
        (Role::Mediator, _, Some(id)) => {
            let own = mediator::table.filter(mediator::id.eq(id)).select(mediator::committee_id);
            each!(c, c => own.load(c))?
        }
        _ => Vec::new(),
    };
    let standing = Standing {
        region: of.region_code,
        chamber: of.chamber_id,
        committees,
        mediator: of.mediator_id,
        firm: of.firm_id,
        lawyer: of.lawyer_id,
    };
    Ok(Actor::of_account(of.id, of.role, standing))
}

/// The region of a chamber.
pub fn region_of_chamber(c: &mut Conn, id: ChamberId) -> Result<Option<RegionCode>> {
    Ok(chamber::table.filter(chamber::id.eq(id)).select(chamber::region_code).first(c).optional()?)
}

/// The region of a law firm.
pub fn region_of_firm(c: &mut Conn, id: FirmId) -> Result<Option<RegionCode>> {
    Ok(firm::table.filter(firm::id.eq(id)).select(firm::region_code).first(c).optional()?)
}

/// The region and the chamber of a mediator; a committee may stand without a chamber.
pub fn place_of_mediator(c: &mut Conn, id: MediatorId) -> Result<Option<(RegionCode, Option<ChamberId>)>> {
    let found: Option<(CommitteeId, RegionCode)> = mediator::table
        .filter(mediator::id.eq(id))
        .select((mediator::committee_id, mediator::region_code))
        .first(c)
        .optional()?;
    let Some((committee, region)) = found else { return Ok(None) };
    let chamber: Option<ChamberId> =
        committee::table.filter(committee::id.eq(committee)).select(committee::chamber_id).first(c)?;
    Ok(Some((region, chamber)))
}

/// The region and the firm of a lawyer.
pub fn place_of_lawyer(c: &mut Conn, id: LawyerId) -> Result<Option<(RegionCode, FirmId)>> {
    Ok(lawyer::table.filter(lawyer::id.eq(id)).select((lawyer::region_code, lawyer::firm_id)).first(c).optional()?)
}
