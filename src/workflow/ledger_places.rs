//! The committees and mediators a ledger names: found in the registry, or entered where the actor's word is enough.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CommitteeId, MediatorId};
use crate::base::text_list::TextList;
use crate::domain::committee::{Committee, CommitteeStatus, Employment, Mediator, MediatorStatus};
use crate::domain::contact::Name;
use crate::domain::import::RowFault;
use crate::domain::ledger;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Permission, Role, Scope};
use crate::domain::region::RegionCode;
use crate::formats::table::Table;
use crate::store::db::Conn;
use crate::store::{committees, mediators};
use std::collections::{BTreeMap, HashMap};

/// A committee of the registry and its mediators by name.
pub(super) struct Place {
    pub committee: CommitteeId,
    pub mediators: HashMap<String, MediatorId>,
}

/// Places by region and the name of the committee.
pub(super) type Places = HashMap<(RegionCode, String), Place>;

/// What a file names, with the first row that does: committees by region and name, and their mediators.
#[derive(Clone, Default)]
pub(super) struct Named(BTreeMap<(RegionCode, String), NamedCommittee>);

#[derive(Clone)]
struct NamedCommittee {
    row: u64,
    case_prefix: String,
    mediators: BTreeMap<String, u64>,
}

/// Collects the committees and mediators of a file. Rows that do not name any are found faulty later.
pub(super) fn named(table: &Table) -> Result<Named> {
    let columns = table.columns(ledger::COLUMNS)?;
    let mut named = Named::default();
    for row in &table.rows {
        let cells = columns.of(row);
        let place = RegionCode::parse(cells.get("行政区划"))
            .and_then(|region| Ok((region, Name::parse(cells.get("受理组织"))?)));
        let Ok((region, committee)) = place else { continue };
        let case_prefix =
            cells.get("案件编号").split(['〔', '[', '【', '(', '（']).next().unwrap_or_default().to_owned();
        let new = || NamedCommittee { row: row.number, case_prefix, mediators: BTreeMap::new() };
        let known = named.0.entry((region, committee.into_string())).or_insert_with(new);
        for name in ledger::mediator_names(cells.get("调解员")).filter_map(|name| Name::parse(name).ok()) {
            known.mediators.entry(name.into_string()).or_insert(row.number);
        }
    }
    Ok(named)
}

/// Finds what the file names within the actor's scope. What is missing is entered, with a warning, on the word of the program itself
/// or of the region's federation; in a trial it is only warned of.
pub(super) fn settle(
    c: &mut Conn,
    named: &Named,
    actor: &Actor,
    by: &Moment,
    dry_run: bool,
) -> Result<(Places, Vec<RowFault>)> {
    let mut places = Places::new();
    let mut warnings = Vec::new();
    for ((region, name), wanted) in &named.0 {
        let (may_find, may_enter) = reach(actor, *region);
        let name = Name::parse(name).map_err(|code| Error::field("committee", code))?;
        let committee = match committees::find_by_name(c, *region, &name)? {
            Some(found) if may_find => found.id,
            None if may_enter => {
                warnings.push(RowFault::new(wanted.row, "受理组织", Code::CommitteeEntered));
                let new = new_committee(*region, name.clone(), &wanted.case_prefix, by);
                if !dry_run {
                    committees::insert(c, &new)?;
                }
                new.id
            }
            _ => continue,
        };
        let known = mediators::of_committee(c, committee)?;
        let mut of_name: HashMap<String, MediatorId> =
            known.into_iter().map(|mediator| (mediator.name.into_string(), mediator.id)).collect();
        for (name, row) in wanted.mediators.iter().filter(|_| may_enter) {
            if !of_name.contains_key(name) {
                warnings.push(RowFault::new(*row, "调解员", Code::MediatorEntered));
                let new = new_mediator(committee, *region, name, by)?;
                if !dry_run {
                    mediators::insert(c, &new)?;
                }
                of_name.insert(name.clone(), new.id);
            }
        }
        places.insert((*region, name.into_string()), Place { committee, mediators: of_name });
    }
    Ok((places, warnings))
}

/// Whether the actor may bring in cases of a region, and enter committees and mediators there.
fn reach(actor: &Actor, region: RegionCode) -> (bool, bool) {
    match actor.scope(Permission::Import) {
        Scope::Everything => (true, actor.recorded().is_none()),
        Scope::Regions { prefix, .. } => {
            let within = prefix.contains(region);
            (within, within && actor.role() == Role::FederationAdmin)
        }
        _ => (false, false),
    }
}

fn new_committee(region_code: RegionCode, name: Name, case_prefix: &str, by: &Moment) -> Committee {
    Committee {
        id: CommitteeId::new(),
        chamber_id: None,
        region_code,
        case_prefix: Name::parse(case_prefix).unwrap_or_else(|_| name.clone()),
        name,
        term_start_on: None,
        term_end_on: None,
        status: CommitteeStatus::Active,
        version: 1,
        created_at: by.now,
        updated_at: by.now,
    }
}

fn new_mediator(committee_id: CommitteeId, region_code: RegionCode, name: &str, by: &Moment) -> Result<Mediator> {
    Ok(Mediator {
        id: MediatorId::new(),
        committee_id,
        region_code,
        name: Name::parse(name).map_err(|code| Error::field("mediator", code))?,
        gender: None,
        employment: Employment::PartTime,
        status: MediatorStatus::Active,
        skills: TextList::default(),
        languages: TextList::default(),
        phone: None,
        email: None,
        lawyer_id: None,
        version: 1,
        created_at: by.now,
        updated_at: by.now,
    })
}
