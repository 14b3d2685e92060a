//! Where an entry of the directory stands, who manages it there, and who sees the contacts of its people.

use super::chamber::{Chamber, Federation};
use super::committee::{Committee, Mediator};
use super::firm::{Firm, Lawyer};
use super::policy::{Actor, Permission, Role, Scope};
use super::region::RegionCode;
use crate::base::id::{ChamberId, CommitteeId, FirmId};

/// The region and the organisations an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub region: RegionCode,
    pub chamber: Option<ChamberId>,
    pub committee: Option<CommitteeId>,
    pub firm: Option<FirmId>,
}

impl Place {
    /// Of no organisation but a federation.
    pub const fn of_region(region: RegionCode) -> Self {
        Self { region, chamber: None, committee: None, firm: None }
    }
}

/// An entry of the directory.
pub trait Placed {
    fn place(&self) -> Place;
}

impl Placed for Federation {
    fn place(&self) -> Place {
        Place::of_region(self.region_code)
    }
}

impl Placed for Chamber {
    fn place(&self) -> Place {
        Place { chamber: Some(self.id), ..Place::of_region(self.region_code) }
    }
}

impl Placed for Committee {
    fn place(&self) -> Place {
        Place { chamber: self.chamber_id, committee: Some(self.id), ..Place::of_region(self.region_code) }
    }
}

impl Placed for Mediator {
    fn place(&self) -> Place {
        Place { committee: Some(self.committee_id), ..Place::of_region(self.region_code) }
    }
}

impl Placed for Firm {
    fn place(&self) -> Place {
        Place { firm: Some(self.id), ..Place::of_region(self.region_code) }
    }
}

impl Placed for Lawyer {
    fn place(&self) -> Place {
        Place { firm: Some(self.firm_id), ..Place::of_region(self.region_code) }
    }
}

/// Whether an actor may do this to an entry that stands there.
pub fn reaches(actor: &Actor, permission: Permission, place: &Place) -> bool {
    match actor.scope(permission) {
        Scope::Everything => true,
        Scope::Regions { prefix, .. } => prefix.contains(place.region),
        Scope::Committees(_) => is_own(actor, place),
        Scope::Firm { lawyer: None, .. } => is_own(actor, place),
        _ => false,
    }
}

/// Whether an actor needs the names, phones and addresses of the people of an entry (PIPL art 6): its federation and its own people do.
pub fn sees_contacts(actor: &Actor, place: &Place) -> bool {
    match actor.role() {
        Role::Sysadmin => true,
        Role::FederationAdmin | Role::FederationViewer => {
            actor.region().is_some_and(|region| region.prefix().contains(place.region))
        }
        _ => is_own(actor, place),
    }
}

fn is_own(actor: &Actor, place: &Place) -> bool {
    let same = |own: bool, known: bool| own && known;
    same(place.chamber == actor.chamber(), place.chamber.is_some())
        || place.committee.is_some_and(|committee| actor.committees().contains(&committee))
        || same(place.firm == actor.firm(), place.firm.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::AccountId;
    use crate::domain::policy::Standing;

    #[test]
    fn each_manages_and_sees_its_own() {
        let (chamber, firm) = (ChamberId::new(), FirmId::new());
        let region = |code: &str| RegionCode::parse(code).unwrap();
        let own = Place { chamber: Some(chamber), ..Place::of_region(region("330226")) };
        let other = Place { chamber: Some(ChamberId::new()), firm: Some(firm), ..Place::of_region(region("371000")) };
        let standing = Standing { region: Some(region("330200")), chamber: Some(chamber), ..Standing::default() };
        let actor = |role| Actor::of_account(AccountId::new(), role, standing.clone());
        for (role, manages, sees) in [
            (Role::Sysadmin, [true, true], [true, true]),
            (Role::FederationAdmin, [true, false], [true, false]),
            (Role::FederationViewer, [false, false], [true, false]),
            (Role::ChamberAdmin, [true, false], [true, false]),
            (Role::FirmAdmin, [false, false], [true, false]),
        ] {
            let actor = actor(role);
            assert_eq!(
                [&own, &other].map(|place| reaches(&actor, Permission::ManageChamber, place)),
                manages,
                "{role}"
            );
            assert_eq!([&own, &other].map(|place| sees_contacts(&actor, place)), sees, "{role}");
        }
        let nowhere = Actor::of_account(AccountId::new(), Role::ChamberAdmin, Standing::default());
        assert!(!sees_contacts(&nowhere, &Place::of_region(region("330226"))), "no chamber is not the same chamber");
    }
}
