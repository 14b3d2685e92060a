//! Adding and changing accounts: by those who manage them, and by the command line.

use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ChamberId, FirmId, LawyerId, MediatorId};
use crate::base::locale::Locale;
use crate::domain::account::{Account, Login, Reach};
use crate::domain::contact::{Email, Name};
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use crate::store::accounts;
use crate::store::db::Conn;

/// For whom an account acts; which of these a role needs is checked.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub region_code: Option<RegionCode>,
    pub chamber_id: Option<ChamberId>,
    pub mediator_id: Option<MediatorId>,
    pub firm_id: Option<FirmId>,
    pub lawyer_id: Option<LawyerId>,
}

/// A new account. The password is hashed before: hashing is too slow for a transaction.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub login: Login,
    pub name: Name,
    pub password_hash: String,
    pub role: Role,
    pub place: Place,
    pub email: Option<Email>,
    pub locale: Locale,
}

/// What is to be changed; `None` leaves it.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    pub name: Option<Name>,
    /// `Some(None)` takes it away.
    pub email: Option<Option<Email>>,
    pub locale: Option<Locale>,
    pub disabled: Option<bool>,
    pub role: Option<(Role, Place)>,
    pub password_hash: Option<String>,
}

/// Adds an account within the reach of its maker; `Forbidden` beyond it.
pub fn add(c: &mut Conn, reach: &Reach, new: NewAccount, now: Instant) -> Result<Account> {
    let place = settle(c, new.role, &new.place)?;
    let account = Account {
        region_code: place.region_code,
        chamber_id: place.chamber_id,
        mediator_id: place.mediator_id,
        firm_id: place.firm_id,
        lawyer_id: place.lawyer_id,
        email: new.email,
        locale: new.locale,
        ..Account::new(new.login, new.name, new.password_hash, new.role, now)
    };
    if !reach.holds(&account) {
        return Err(Error::Forbidden);
    }
    accounts::add(c, &account)?;
    Ok(account)
}

/// Changes an account within the reach of who asks. Disabling, another role and another password end its sign-ins at once.
pub fn amend(
    c: &mut Conn,
    reach: &Reach,
    by: Option<AccountId>,
    id: AccountId,
    expected: Option<i64>,
    changes: Changes,
    now: Instant,
) -> Result<Account> {
    let mut account = accounts::get(c, reach, id)?;
    Error::unless_current(account.version, expected.unwrap_or(account.version))?;
    if by == Some(id) && (changes.disabled == Some(true) || changes.role.is_some()) {
        return Err(Error::Conflict(Code::OwnAccount));
    }
    let ends_sign_ins = changes.disabled.is_some() || changes.role.is_some() || changes.password_hash.is_some();
    if let Some((role, place)) = changes.role {
        let place = settle(c, role, &place)?;
        account.role = role;
        (account.region_code, account.chamber_id, account.mediator_id) =
            (place.region_code, place.chamber_id, place.mediator_id);
        (account.firm_id, account.lawyer_id) = (place.firm_id, place.lawyer_id);
        if !reach.holds(&account) {
            return Err(Error::Forbidden);
        }
    }
    if let Some(disabled) = changes.disabled {
        account.disabled_at = disabled.then_some(now);
    }
    account.name = changes.name.unwrap_or(account.name);
    account.email = changes.email.unwrap_or(account.email);
    account.locale = changes.locale.unwrap_or(account.locale);
    account.password_hash = changes.password_hash.unwrap_or(account.password_hash);
    account.token_version += i64::from(ends_sign_ins);
    accounts::amend(c, &mut account, now)?;
    Ok(account)
}

/// The whole place of a role from the one thing it needs; chambers and firms bring their region.
fn settle(c: &mut Conn, role: Role, given: &Place) -> Result<Place> {
    let Place { region_code, chamber_id, mediator_id, firm_id, lawyer_id } = given.clone();
    let unknown = |field: &str| Error::field(field, Code::UnknownReference);
    match (role, region_code, chamber_id, mediator_id, firm_id, lawyer_id) {
        (Role::Sysadmin, None, None, None, None, None) => Ok(Place::default()),
        (Role::FederationAdmin | Role::FederationViewer, Some(_), None, None, None, None) => Ok(given.clone()),
        (Role::ChamberAdmin, None, Some(id), None, None, None) => {
            let region = accounts::region_of_chamber(c, id)?.ok_or_else(|| unknown("chamber_id"))?;
            Ok(Place { region_code: Some(region), ..given.clone() })
        }
        (Role::Mediator, None, None, Some(id), None, None) => {
            let (region, chamber_id) = accounts::place_of_mediator(c, id)?.ok_or_else(|| unknown("mediator_id"))?;
            Ok(Place { region_code: Some(region), chamber_id, ..given.clone() })
        }
        (Role::FirmAdmin, None, None, None, Some(id), None) => {
            let region = accounts::region_of_firm(c, id)?.ok_or_else(|| unknown("firm_id"))?;
            Ok(Place { region_code: Some(region), ..given.clone() })
        }
        (Role::Lawyer, None, None, None, None, Some(id)) => {
            let (region, firm) = accounts::place_of_lawyer(c, id)?.ok_or_else(|| unknown("lawyer_id"))?;
            Ok(Place { region_code: Some(region), firm_id: Some(firm), ..given.clone() })
        }
        _ => Err(Error::field("role", Code::RoleOrganisation)),
    }
}
