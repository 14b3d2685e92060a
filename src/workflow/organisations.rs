//! What an account of a role can act for, among what its maker may give: the roles, and the organisations or persons by words of the name.

use crate::base::error::{Error, Result};
use crate::domain::account::Reach;
use crate::domain::policy::{Actor, Role};
use crate::domain::region::RegionPrefix;
use crate::store::db::Conn;
use crate::store::listing::Filter;
use crate::store::{chambers, committees, firms, lawyers, mediators, regions};
use chrono::NaiveDate;

/// Lines shown at once.
pub const MOST: usize = 50;

/// The roles that this actor can give.
pub fn roles(actor: &Actor) -> Vec<Role> {
    let fits = |role: &&Role| match Reach::of(actor) {
        Reach::Everyone => true,
        Reach::Area(_) => **role != Role::Sysadmin,
        Reach::MediatorsOf(_) => **role == Role::Mediator,
        Reach::LawyersOf(_) => **role == Role::Lawyer,
        Reach::Nobody => false,
    };
    Role::ALL.iter().filter(fits).copied().collect()
}

/// The one id that an account of the role needs, as a new account names it.
pub fn field_of(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Sysadmin => return None,
        Role::FederationAdmin | Role::FederationViewer => "region_code",
        Role::ChamberAdmin => "chamber_id",
        Role::Mediator => "mediator_id",
        Role::FirmAdmin => "firm_id",
        Role::Lawyer => "lawyer_id",
    })
}

/// What there is to choose from, as value and name; the first fifty.
pub fn list(
    c: &mut Conn,
    actor: &Actor,
    role: Role,
    q: Option<String>,
    on: NaiveDate,
) -> Result<Vec<(String, String)>> {
    let (area, limit) = (area(actor), i64::try_from(MOST).map_err(Error::internal)?);
    macro_rules! named {
        ($module:ident, $only:expr) => {{
            let only: Vec<(&'static str, String)> = $only;
            let found = $module::list(c, &Filter { area, q, only, after: None, limit })?;
            found.into_iter().map(|one| (one.id.to_string(), one.name.into_string())).collect()
        }};
    }
    Ok(match role {
        Role::Sysadmin => Vec::new(),
        Role::FederationAdmin | Role::FederationViewer => {
            let filter = regions::Filter { parent: None, area, q, after: None, limit };
            let found = regions::list(c, &filter, on)?.into_iter();
            found.map(|one| (one.code.to_string(), format!("{} {}", one.name, one.code))).collect()
        }
        Role::ChamberAdmin => named!(chambers, Vec::new()),
        Role::FirmAdmin => named!(firms, Vec::new()),
        Role::Mediator => match actor.chamber() {
            Some(chamber) => {
                let mut all = Vec::new();
                for committee in committees::of_chamber(c, chamber)? {
                    all.extend(mediators::of_committee(c, committee.id)?);
                }
                all.into_iter().map(|one| (one.id.to_string(), one.name.into_string())).collect()
            }
            None => named!(mediators, Vec::new()),
        },
        Role::Lawyer => match actor.firm() {
            Some(firm) => named!(lawyers, vec![("firm_id", firm.to_string())]),
            None => named!(lawyers, Vec::new()),
        },
    })
}

fn area(actor: &Actor) -> Option<RegionPrefix> {
    match Reach::of(actor) {
        Reach::Area(area) => Some(area),
        _ => None,
    }
}
