//! Who may do what, and within which scope. What an actor is comes from its account; nothing here asks a database.

use super::region::{RegionCode, RegionPrefix};
use crate::base::id::{AccountId, ChamberId, CommitteeId, FirmId, LawyerId, MediatorId};

crate::text_enum! {
    /// What an account is for.
    pub enum Role {
        Sysadmin = "sysadmin", "系统管理员", "System administrator";
        FederationAdmin = "federation_admin", "工商联管理员", "Federation administrator";
        FederationViewer = "federation_viewer", "工商联查阅员", "Federation viewer";
        ChamberAdmin = "chamber_admin", "商会管理员", "Chamber administrator";
        Mediator = "mediator", "调解员", "Mediator";
        FirmAdmin = "firm_admin", "律所管理员", "Firm administrator";
        Lawyer = "lawyer", "律师", "Lawyer";
    }
}

/// An enum with the list of all its values.
macro_rules! listed {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $value:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $value,)+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$value),+];
        }
    };
}

listed! {
    /// A kind of operation.
    pub enum Permission {
        /// Anything that any account may do to itself: `/me`, signing out.
        OwnAccount,
        /// The directory of federations, chambers, committees, mediators, firms, lawyers and mandates.
        ReadRegistry,
        /// Federations, and which chambers and firms there are below them.
        ManageFederation,
        /// A chamber's own entry.
        ManageChamber,
        /// Committees, their members and mediators.
        ManageCommittee,
        /// A firm's own entry and its clients.
        ManageFirm,
        ManageLawyer,
        ManageAccounts,
        ReadCases,
        RegisterCase,
        /// Any step of a case by the staff of its committee.
        StepCase,
        /// Offering a case to a firm.
        AssignCase,
        ReadAssignments,
        /// Accepting or declining for the firm.
        AnswerAssignment,
        ReadStatistics,
        Import,
        /// The queue of outgoing mail.
        ReadMail,
        /// Requeueing a mail.
        ManageMail,
        /// The access log, and the settings in effect.
        ReadAudit,
        /// Pairings of chambers with law firms, and the services on them.
        ReadPairings,
        /// Proposing and terminating pairings.
        ManagePairing,
        /// Recording what was signed.
        SignPairing,
        /// Answering for one side of a pairing.
        AnswerPairing,
        LogService,
        /// Confirming for the chamber that a service took place.
        ConfirmService,
        ReadCoverage,
        /// What mediators are due for their cases (以案定补).
        ReadAllowances,
        /// What is due to oneself for one's cases.
        OwnAllowances,
        /// Matching runs; whoever manages pairings opens and publishes them.
        ReadMatching,
    }
}

/// What of a case may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Sums only.
    Aggregate,
    /// Without names, phones, facts and exact amounts: mediation is not public (商事调解条例 art. 19).
    Masked,
    Full,
}

/// Which rows a read may find. What lies outside looks as if it did not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Nothing,
    Regions {
        prefix: RegionPrefix,
        sight: Sight,
    },
    Committees(Vec<CommitteeId>),
    /// Cases registered by this account, or with this mediator at work in them.
    Assigned {
        account: AccountId,
        mediator: Option<MediatorId>,
    },
    /// Cases assigned to this firm; to this lawyer of it where one is named.
    Firm {
        firm: FirmId,
        lawyer: Option<LawyerId>,
    },
    /// Pairings of this chamber.
    Chamber(ChamberId),
    Everything,
}

impl Scope {
    /// How much of a row this scope shows.
    pub fn sight(&self) -> Sight {
        match self {
            Self::Regions { sight, .. } => *sight,
            _ => Sight::Full,
        }
    }
}

/// Who an account stands for: its region or its organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub region: Option<RegionCode>,
    pub chamber: Option<ChamberId>,
    pub committees: Vec<CommitteeId>,
    pub mediator: Option<MediatorId>,
    pub firm: Option<FirmId>,
    pub lawyer: Option<LawyerId>,
}

/// Who acts. Built from the account's row on each request (`store::accounts::actor`), never from a token.
#[derive(Clone, Debug)]
pub struct Actor {
    account: AccountId,
    role: Role,
    standing: Standing,
    unlimited: bool,
}

impl Actor {
    /// The actor of a live account. Only `store::accounts` calls it; `tests/architecture.rs` holds that.
    pub fn of_account(account: AccountId, role: Role, standing: Standing) -> Self {
        Self { account, role, standing, unlimited: false }
    }

    /// The program itself: command line, imports and jobs. May do anything, everywhere.
    pub fn system() -> Self {
        Self { account: AccountId::new(), role: Role::Sysadmin, standing: Standing::default(), unlimited: true }
    }

    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The account to be written into records; none when the program itself acts.
    pub fn recorded(&self) -> Option<AccountId> {
        (!self.unlimited).then_some(self.account)
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub fn region(&self) -> Option<RegionCode> {
        self.standing.region
    }

    pub fn chamber(&self) -> Option<ChamberId> {
        self.standing.chamber
    }

    pub fn committees(&self) -> &[CommitteeId] {
        &self.standing.committees
    }

    pub fn mediator(&self) -> Option<MediatorId> {
        self.standing.mediator
    }

    pub fn firm(&self) -> Option<FirmId> {
        self.standing.firm
    }

    pub fn lawyer(&self) -> Option<LawyerId> {
        self.standing.lawyer
    }

    /// Whether this actor may do such a thing at all; `scope` says to which rows.
    pub fn may(&self, permission: Permission) -> bool {
        use Permission as P;
        use Role as R;
        if self.unlimited {
            return true;
        }
        match permission {
            P::OwnAccount | P::ReadRegistry => true,
            P::ManageFederation => matches!(self.role, R::Sysadmin | R::FederationAdmin),
            P::ManageChamber | P::ManageCommittee => {
                matches!(self.role, R::Sysadmin | R::FederationAdmin | R::ChamberAdmin)
            }
            P::ManageFirm | P::ManageLawyer => matches!(self.role, R::Sysadmin | R::FederationAdmin | R::FirmAdmin),
            P::ManageAccounts => {
                matches!(self.role, R::Sysadmin | R::FederationAdmin | R::ChamberAdmin | R::FirmAdmin)
            }
            P::ReadCases => self.role != R::Sysadmin,
            P::RegisterCase | P::StepCase => matches!(self.role, R::ChamberAdmin | R::Mediator),
            P::AssignCase => self.role == R::ChamberAdmin,
            P::ReadAssignments => {
                matches!(self.role, R::ChamberAdmin | R::Mediator | R::FirmAdmin | R::Lawyer)
            }
            P::AnswerAssignment => matches!(self.role, R::FirmAdmin | R::Lawyer),
            P::ReadStatistics => self.role != R::Lawyer,
            P::Import => matches!(self.role, R::Sysadmin | R::FederationAdmin),
            P::ReadMail | P::ManageMail | P::ReadAudit => self.role == R::Sysadmin,
            P::ReadPairings => self.role != R::Mediator,
            P::ManagePairing => self.role == R::FederationAdmin,
            P::SignPairing | P::ConfirmService => matches!(self.role, R::FederationAdmin | R::ChamberAdmin),
            P::AnswerPairing => matches!(self.role, R::FederationAdmin | R::ChamberAdmin | R::FirmAdmin),
            P::LogService => matches!(self.role, R::FirmAdmin | R::Lawyer),
            P::ReadAllowances => {
                matches!(self.role, R::Sysadmin | R::FederationAdmin | R::FederationViewer | R::ChamberAdmin)
            }
            P::OwnAllowances => self.role == R::Mediator,
            P::ReadMatching => matches!(self.role, R::FederationAdmin | R::FederationViewer),
            P::ReadCoverage => matches!(self.role, R::Sysadmin | R::FederationAdmin | R::FederationViewer),
        }
    }

    /// The rows this actor may do it to; `Nothing` where `may` is false.
    pub fn scope(&self, permission: Permission) -> Scope {
        if self.unlimited {
            return Scope::Everything;
        }
        if !self.may(permission) {
            return Scope::Nothing;
        }
        match permission {
            // The directory is public among those who work with it.
            Permission::OwnAccount | Permission::ReadRegistry => Scope::Everything,
            Permission::ReadCases => self.place(Sight::Masked),
            // Figures are kept by organisation: a mediator sees those of the committee.
            Permission::ReadStatistics if self.role == Role::Mediator => {
                Scope::Committees(self.standing.committees.clone())
            }
            Permission::ReadStatistics | Permission::ReadCoverage => self.place(Sight::Aggregate),
            Permission::ReadPairings
            | Permission::SignPairing
            | Permission::AnswerPairing
            | Permission::ConfirmService
                if self.role == Role::ChamberAdmin =>
            {
                self.standing.chamber.map_or(Scope::Nothing, Scope::Chamber)
            }
            _ => self.place(Sight::Full),
        }
    }

    /// The rows of the actor's own region or organisation. An account without one sees nothing.
    fn place(&self, in_region: Sight) -> Scope {
        match self.role {
            Role::Sysadmin => Scope::Everything,
            Role::FederationAdmin | Role::FederationViewer => match self.standing.region {
                Some(region) => Scope::Regions { prefix: region.prefix(), sight: in_region },
                None => Scope::Nothing,
            },
            Role::ChamberAdmin => Scope::Committees(self.standing.committees.clone()),
            Role::Mediator => Scope::Assigned { account: self.account, mediator: self.standing.mediator },
            Role::FirmAdmin => match self.standing.firm {
                Some(firm) => Scope::Firm { firm, lawyer: None },
                None => Scope::Nothing,
            },
            Role::Lawyer => match (self.standing.firm, self.standing.lawyer) {
                (Some(firm), Some(lawyer)) => Scope::Firm { firm, lawyer: Some(lawyer) },
                _ => Scope::Nothing,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> Standing {
        Standing {
            region: RegionCode::parse("330200").ok(),
            chamber: Some(ChamberId::new()),
            committees: vec![CommitteeId::new()],
            mediator: Some(MediatorId::new()),
            firm: Some(FirmId::new()),
            lawyer: Some(LawyerId::new()),
        }
    }

    #[test]
    fn each_role_may_what_the_policy_says() {
        // One letter a permission, in the order above: y may, - may not.
        for (role, expected) in [
            (Role::Sysadmin, "yyyyyyyy------yyyyyy-----yy--"),
            (Role::FederationAdmin, "yyyyyyyyy-----yy---yyyy-yyy-y"),
            (Role::FederationViewer, "yy------y-----y----y-----yy-y"),
            (Role::ChamberAdmin, "yy-yy--yyyyyy-y----y-yy-y-y--"),
            (Role::Mediator, "yy------yyy-y-y------------y-"),
            (Role::FirmAdmin, "yy---yyyy---yyy----y--yy-----"),
            (Role::Lawyer, "yy------y---yy-----y---y-----"),
        ] {
            let actor = Actor::of_account(AccountId::new(), role, standing());
            let found: String = Permission::ALL.iter().map(|one| if actor.may(*one) { 'y' } else { '-' }).collect();
            assert_eq!(found, expected, "{role}");
            for &one in Permission::ALL.iter().filter(|one| !actor.may(**one)) {
                assert_eq!(actor.scope(one), Scope::Nothing, "{role} {one:?}");
            }
        }
    }

    #[test]
    fn cases_are_seen_from_where_one_stands() {
        let account = AccountId::new();
        let s = standing();
        let scope =
            |role, standing: &Standing| Actor::of_account(account, role, standing.clone()).scope(Permission::ReadCases);
        let ningbo = s.region.unwrap().prefix();
        assert_eq!(scope(Role::Sysadmin, &s), Scope::Nothing);
        assert_eq!(scope(Role::FederationAdmin, &s), Scope::Regions { prefix: ningbo, sight: Sight::Masked });
        assert_eq!(scope(Role::FederationViewer, &s).sight(), Sight::Masked);
        assert_eq!(scope(Role::ChamberAdmin, &s), Scope::Committees(s.committees.clone()));
        assert_eq!(scope(Role::Mediator, &s), Scope::Assigned { account, mediator: s.mediator });
        assert_eq!(scope(Role::FirmAdmin, &s), Scope::Firm { firm: s.firm.unwrap(), lawyer: None });
        assert_eq!(scope(Role::Lawyer, &s), Scope::Firm { firm: s.firm.unwrap(), lawyer: s.lawyer });
    }

    #[test]
    fn a_pairing_is_of_its_chamber_and_its_firm() {
        let s = standing();
        let scope = |role| Actor::of_account(AccountId::new(), role, s.clone()).scope(Permission::ReadPairings);
        assert_eq!(scope(Role::ChamberAdmin), Scope::Chamber(s.chamber.unwrap()));
        assert_eq!(scope(Role::FirmAdmin), Scope::Firm { firm: s.firm.unwrap(), lawyer: None });
        let nowhere = Actor::of_account(AccountId::new(), Role::ChamberAdmin, Standing::default());
        assert_eq!(nowhere.scope(Permission::ReadPairings), Scope::Nothing);
    }

    #[test]
    fn an_account_without_a_place_sees_nothing() {
        let nowhere = Standing::default();
        for role in [Role::FederationAdmin, Role::FederationViewer, Role::FirmAdmin, Role::Lawyer] {
            let actor = Actor::of_account(AccountId::new(), role, nowhere.clone());
            assert_eq!(actor.scope(Permission::ReadCases), Scope::Nothing, "{role}");
        }
        let chamber = Actor::of_account(AccountId::new(), Role::ChamberAdmin, nowhere);
        assert_eq!(chamber.scope(Permission::ReadCases), Scope::Committees(vec![]));
    }

    #[test]
    fn the_program_itself_is_not_bound() {
        let system = Actor::system();
        assert!(Permission::ALL.iter().all(|one| system.may(*one) && system.scope(*one) == Scope::Everything));
        assert_eq!(system.recorded(), None);
    }
}
