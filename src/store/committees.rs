//! Mediation committees and their members. Their cases and mediators are elsewhere.

use super::db::Conn;
use super::listing::listing;
use super::record::record;
use super::schema::directory::committee;
use crate::base::error::Result;
use crate::base::id::{ChamberId, CommitteeId};
use crate::domain::committee::{Committee, CommitteeMember};
use crate::domain::contact::Name;
use crate::domain::region::RegionCode;
use diesel::prelude::*;

record!(committee: Committee {
    id: CommitteeId, chamber_id, region_code, name, case_prefix, term_start_on, term_end_on, status, version, created_at,
    updated_at,
});
listing!(committee: Committee, CommitteeId, only chamber_id status);

/// The committees of a chamber.
pub fn of_chamber(c: &mut Conn, chamber: ChamberId) -> Result<Vec<Committee>> {
    let own = committee::table.filter(committee::chamber_id.eq(chamber));
    Ok(own.select(columns()).order(committee::id).load(c)?)
}

/// The committee of a region by its name, as a ledger gives it.
pub fn find_by_name(c: &mut Conn, region: RegionCode, name: &Name) -> Result<Option<Committee>> {
    let named = committee::table.filter(committee::region_code.eq(region)).filter(committee::name.eq(name));
    Ok(named.select(columns()).first(c).optional()?)
}

/// The members of a committee in the order in which they were entered.
pub fn members(c: &mut Conn, committee: CommitteeId) -> Result<Vec<CommitteeMember>> {
    member::of(c, committee)
}

/// Puts these members in the place of those there are.
pub fn replace_members(c: &mut Conn, committee: CommitteeId, members: &[CommitteeMember]) -> Result<()> {
    member::clear(c, committee)?;
    members.iter().try_for_each(|one| member::insert(c, one))
}

mod member {
    use super::*;
    use crate::base::id::CommitteeMemberId;
    use crate::store::schema::directory::committee_member;

    record!(committee_member: CommitteeMember {
        id: CommitteeMemberId, committee_id, name, gender, role, mediator_id, lawyer_id,
    });

    pub(super) fn of(c: &mut Conn, committee: CommitteeId) -> Result<Vec<CommitteeMember>> {
        let own = committee_member::table.filter(committee_member::committee_id.eq(committee));
        Ok(own.select(columns()).order(committee_member::id).load(c)?)
    }

    pub(super) fn clear(c: &mut Conn, committee: CommitteeId) -> Result<()> {
        diesel::delete(committee_member::table.filter(committee_member::committee_id.eq(committee))).execute(c)?;
        Ok(())
    }
}
