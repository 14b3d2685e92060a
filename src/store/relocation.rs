//! A chamber or a firm goes to another region, and what belongs to it goes along: committees, mediators, lawyers, accounts. Cases,
//! offers and pairings stay in the region they were entered in, and so do the figures made of them.

use super::db::Conn;
use super::schema::access::account;
use super::schema::directory::{committee, lawyer, mediator};
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{ChamberId, CommitteeId, FirmId, MediatorId};
use crate::domain::region::RegionCode;
use diesel::prelude::*;

/// The columns of a row that goes to another region.
macro_rules! moved {
    ($table:ident, $region:expr, $now:expr) => {
        ($table::region_code.eq($region), $table::version.eq($table::version + 1), $table::updated_at.eq($now))
    };
}

/// Takes along what belongs to a chamber.
pub fn of_chamber(c: &mut Conn, chamber: ChamberId, region: RegionCode, now: Instant) -> Result<()> {
    let own = committee::table.filter(committee::chamber_id.eq(chamber));
    let committees: Vec<CommitteeId> = own.select(committee::id).load(c)?;
    diesel::update(own).set(moved!(committee, region, now)).execute(c)?;
    let of_committees = mediator::table.filter(mediator::committee_id.eq_any(&committees));
    let mediators: Vec<MediatorId> = of_committees.select(mediator::id).load(c)?;
    let working = mediator::table.filter(mediator::id.eq_any(&mediators));
    diesel::update(working).set(moved!(mediator, region, now)).execute(c)?;
    let people = account::chamber_id.eq(chamber).or(account::mediator_id.eq_any(&mediators));
    diesel::update(account::table.filter(people)).set(moved!(account, region, now)).execute(c)?;
    Ok(())
}

/// Takes along what belongs to a firm.
pub fn of_firm(c: &mut Conn, firm: FirmId, region: RegionCode, now: Instant) -> Result<()> {
    diesel::update(lawyer::table.filter(lawyer::firm_id.eq(firm))).set(moved!(lawyer, region, now)).execute(c)?;
    diesel::update(account::table.filter(account::firm_id.eq(firm))).set(moved!(account, region, now)).execute(c)?;
    Ok(())
}
