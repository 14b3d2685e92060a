//! Reads matching runs for those who may see them.

use crate::base::error::Result;
use crate::base::id::{ChamberId, MatchingRunId, PairingId};
use crate::domain::matching::run::MatchingRun;
use crate::domain::matching::seal::Run;
use crate::domain::moment::Moment;
use crate::domain::pairing::PairingStatus;
use crate::domain::policy::Scope;
use crate::store::db::Conn;
use crate::store::{matching_runs, pairings};
use std::collections::BTreeMap;

/// A run with all that belongs to it; `NotFound` outside the scope.
pub fn load(c: &mut Conn, scope: &Scope, id: MatchingRunId) -> Result<(MatchingRun, Run)> {
    let head = matching_runs::get(c, scope, id)?;
    Ok((head, Run::open(&matching_runs::file(c, id)?)?))
}

/// What a run proposed to each chamber, and where that stands today. The caller has the run in scope.
pub fn proposed(
    c: &mut Conn,
    id: MatchingRunId,
    by: &Moment,
) -> Result<BTreeMap<ChamberId, (PairingId, PairingStatus)>> {
    let mut proposed = BTreeMap::new();
    for proposal in matching_runs::proposals(c, &[id])? {
        if let Some(pairing) = pairings::by_id(c, proposal.pairing_id)? {
            proposed.insert(proposal.chamber_id, (pairing.id, pairing.status_on(by.today)));
        }
    }
    Ok(proposed)
}
