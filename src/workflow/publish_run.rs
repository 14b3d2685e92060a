//! A federation publishes a matching run: each of its pairs is proposed to both sides, all of them or none.

use super::propose_pairing::{self, NewPairing};
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::id::MatchingRunId;
use crate::domain::matching::outcome::MatchedPair;
use crate::domain::matching::run::{MatchingRun, Proposal};
use crate::domain::matching::seal::Run;
use crate::domain::moment::Moment;
use crate::domain::pairing::Pairing;
use crate::domain::policy::{Actor, Permission};
use crate::store::db::{Conn, savepoint};
use crate::store::{chambers, matching_runs, pairings};

/// Publishes a run at the version that was seen. `Conflict` for a what-if run and for one that is published; `Invalid` with every
/// pair that has become impossible meanwhile (`pairs.CHAMBER.FIRM`), and then nothing is proposed.
pub fn publish(
    tx: &mut Conn,
    actor: &Actor,
    id: MatchingRunId,
    version: i64,
    answer_days: u16,
    by: &Moment,
) -> Result<MatchingRun> {
    let mut run = matching_runs::get(tx, &actor.scope(Permission::ManagePairing), id)?;
    let was = run.version;
    run.publish(by)?;
    if was != version {
        return Err(Error::Stale { current: Some(was) });
    }
    // Claimed first: of two who publish at once, one waits here and finds another version.
    matching_runs::advance(tx, was, &run)?;
    let file = matching_runs::file(tx, id)?;
    if file.inputs_sha256() != run.inputs_sha256 || file.result_sha256() != run.result_sha256 {
        return Err(Error::Conflict(Code::RunDiffers));
    }
    if let Some(base) = run.around {
        let mut base = matching_runs::by_id(tx, base)?.ok_or(Error::NotFound)?;
        base.check_base()?;
        base.supersede();
        matching_runs::advance(tx, base.version - 1, &base)?;
    }
    let mut impossible = Faults::default();
    for pair in Run::open(&file)?.outcome.pairs {
        match savepoint(tx, |tx| propose(tx, actor, &pair, answer_days, by)) {
            Ok(proposed) => {
                let MatchedPair { chamber_id, firm_id, .. } = pair;
                let proposal = Proposal { pairing_id: proposed.id, run_id: id, chamber_id, firm_id };
                matching_runs::insert_proposal(tx, &proposal)?;
            }
            Err(error @ (Error::Conflict(_) | Error::Invalid(_) | Error::NotFound)) => {
                impossible.add(format!("pairs.{}.{}", pair.chamber_id, pair.firm_id), error.code());
            }
            Err(other) => return Err(other),
        }
    }
    impossible.done()?;
    Ok(run)
}

fn propose(tx: &mut Conn, actor: &Actor, pair: &MatchedPair, answer_days: u16, by: &Moment) -> Result<Pairing> {
    let chamber = chambers::by_id(tx, pair.chamber_id)?.ok_or(Error::NotFound)?;
    let (chamber_id, firm_id) = (Some(pair.chamber_id), pair.firm_id);
    let new = NewPairing { chamber_id, federation_id: None, firm_id, answer_due_on: None };
    let proposed = propose_pairing::propose(tx, actor, &new, answer_days, by)?;
    if pairings::under_way_of(tx, pair.chamber_id, by.today)? > chamber.wanted_firms {
        return Err(Error::Conflict(Code::ChamberServed));
    }
    Ok(proposed)
}
