//! Accounts: who may sign in, for which organisation, and who may manage whom.

use super::policy::{Actor, Role};
use super::region::{RegionCode, RegionPrefix};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::id::{AccountId, ChamberId, FirmId, LawyerId, MediatorId};
use crate::base::locale::Locale;
use crate::domain::contact::{Email, Name};

/// One account. Its organisation follows from its role; its region from its organisation.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Account {
    pub id: AccountId,
    pub login: Login,
    pub name: Name,
    pub password_hash: String,
    pub role: Role,
    pub region_code: Option<RegionCode>,
    pub chamber_id: Option<ChamberId>,
    pub mediator_id: Option<MediatorId>,
    pub firm_id: Option<FirmId>,
    pub lawyer_id: Option<LawyerId>,
    pub email: Option<Email>,
    pub locale: Locale,
    pub disabled_at: Option<Instant>,
    /// Counts what ends every token of the account: disabling, another role or region, another password.
    pub token_version: i64,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl Account {
    /// A new account that stands in no organisation yet and reads Chinese.
    pub fn new(login: Login, name: Name, password_hash: String, role: Role, now: Instant) -> Self {
        Self {
            id: AccountId::new(),
            login,
            name,
            password_hash,
            role,
            region_code: None,
            chamber_id: None,
            mediator_id: None,
            firm_id: None,
            lawyer_id: None,
            email: None,
            locale: Locale::Zh,
            disabled_at: None,
            token_version: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

crate::text_value! {
    /// What somebody signs in with: 3 to 64 small letters, digits and `.-_@`.
    pub struct Login: plain, read_login, max 64;
}

fn read_login(text: &str) -> Result<String, Code> {
    let text = text.trim().to_lowercase();
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_@".contains(&b));
    match text.len() {
        0..3 => Err(Code::TooShort),
        65.. => Err(Code::TooLong),
        _ if is_plain => Ok(text),
        _ => Err(Code::LoginFormat),
    }
}

/// The accounts that an actor manages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Everyone,
    /// Accounts of organisations within the area; no system administrators.
    Area(RegionPrefix),
    MediatorsOf(ChamberId),
    LawyersOf(FirmId),
    Nobody,
}

impl Reach {
    /// Whom this actor manages.
    pub fn of(actor: &Actor) -> Self {
        match actor.role() {
            Role::Sysadmin => Self::Everyone,
            Role::FederationAdmin => actor.region().map_or(Self::Nobody, |region| Self::Area(region.prefix())),
            Role::ChamberAdmin => actor.chamber().map_or(Self::Nobody, Self::MediatorsOf),
            Role::FirmAdmin => actor.firm().map_or(Self::Nobody, Self::LawyersOf),
            Role::FederationViewer | Role::Mediator | Role::Lawyer => Self::Nobody,
        }
    }

    /// Whether this account is one of them.
    pub fn holds(&self, account: &Account) -> bool {
        match self {
            Self::Everyone => true,
            Self::Area(area) => {
                account.role != Role::Sysadmin && account.region_code.is_some_and(|region| area.contains(region))
            }
            Self::MediatorsOf(chamber) => account.role == Role::Mediator && account.chamber_id == Some(*chamber),
            Self::LawyersOf(firm) => account.role == Role::Lawyer && account.firm_id == Some(*firm),
            Self::Nobody => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Clock;
    use crate::domain::policy::Standing;

    #[test]
    fn logins_are_small_letters() {
        assert_eq!(Login::parse(" Zhang.San@nb ").unwrap().as_str(), "zhang.san@nb");
        for (text, code) in [("ab", Code::TooShort), ("张三丰", Code::LoginFormat), ("a b c", Code::LoginFormat)] {
            assert_eq!(Login::parse(text), Err(code), "{text}");
        }
    }

    #[test]
    fn who_manages_whom() {
        let (chamber, firm, now) = (ChamberId::new(), FirmId::new(), Clock::default().now());
        let region = |text| RegionCode::parse(text).ok();
        let account = |role, region_code, chamber_id, firm_id| Account {
            region_code,
            chamber_id,
            firm_id,
            ..Account::new(Login::parse("somebody").unwrap(), Name::parse("某人").unwrap(), String::new(), role, now)
        };
        let actor = |role| {
            let standing =
                Standing { region: region("330200"), chamber: Some(chamber), firm: Some(firm), ..Standing::default() };
            Reach::of(&Actor::of_account(AccountId::new(), role, standing))
        };
        let accounts = [
            account(Role::Sysadmin, None, None, None),
            account(Role::FederationAdmin, region("330000"), None, None),
            account(Role::FederationAdmin, region("330200"), None, None),
            account(Role::FederationViewer, region("330226"), None, None),
            account(Role::ChamberAdmin, region("330226"), Some(chamber), None),
            account(Role::Mediator, region("330226"), Some(chamber), None),
            account(Role::Mediator, region("330226"), Some(ChamberId::new()), None),
            account(Role::Lawyer, region("330100"), None, Some(firm)),
            account(Role::FirmAdmin, region("330100"), None, Some(firm)),
        ];
        for (role, expected) in [
            (Role::Sysadmin, "yyyyyyyyy"),
            (Role::FederationAdmin, "--yyyyy--"),
            (Role::FederationViewer, "---------"),
            (Role::ChamberAdmin, "-----y---"),
            (Role::Mediator, "---------"),
            (Role::FirmAdmin, "-------y-"),
            (Role::Lawyer, "---------"),
        ] {
            let found: String = accounts.iter().map(|one| if actor(role).holds(one) { 'y' } else { '-' }).collect();
            assert_eq!(found, expected, "{role}");
        }
    }
}
