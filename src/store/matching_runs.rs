//! Matching runs with their files, and the proposals of those that were published.

use super::db::Conn;
use super::record::{of_area, record, versioned};
use super::schema::matching::{matching_proposal, matching_run};
use crate::base::error::{Error, Result};
use crate::base::id::MatchingRunId;
use crate::domain::matching::run::{MatchingRun, Proposal, RunFile};
use crate::domain::policy::Scope;
use diesel::prelude::*;

record!(matching_run: MatchingRun {
    id: MatchingRunId, region_code, policy, what_if, status, around, chambers, firms, served, inputs_sha256, result_sha256,
    created_by, created_at, published_at, version,
});
versioned!(matching_run: MatchingRun);
of_area!(matching_run);

/// The head of a run; `NotFound` outside the scope.
pub fn get(c: &mut Conn, scope: &Scope, id: MatchingRunId) -> Result<MatchingRun> {
    let found = of_area(scope).filter(matching_run::id.eq(id)).select(columns()).first(c).optional()?;
    found.ok_or(Error::NotFound)
}

/// The runs within a scope, latest first, from before a run on.
pub fn list(c: &mut Conn, scope: &Scope, before: Option<MatchingRunId>, limit: i64) -> Result<Vec<MatchingRun>> {
    let mut query = of_area(scope);
    if let Some(before) = before {
        query = query.filter(matching_run::id.lt(before));
    }
    Ok(query.select(columns()).order(matching_run::id.desc()).limit(limit).load(c)?)
}

/// What a run was computed from, and what came of it. The caller has the run in scope.
pub fn file(c: &mut Conn, id: MatchingRunId) -> Result<RunFile> {
    files::by_id(c, id)?.ok_or(Error::NotFound)
}

/// Writes the file of a new run.
pub fn insert_file(c: &mut Conn, file: &RunFile) -> Result<()> {
    files::insert(c, file)
}

/// Notes a pairing that a run proposed.
pub fn insert_proposal(c: &mut Conn, proposal: &Proposal) -> Result<()> {
    proposals::insert(c, proposal)
}

/// What these runs proposed, in the order of the chambers.
pub fn proposals(c: &mut Conn, runs: &[MatchingRunId]) -> Result<Vec<Proposal>> {
    let of_runs = matching_proposal::table.filter(matching_proposal::run_id.eq_any(runs));
    let in_order = of_runs.order((matching_proposal::chamber_id, matching_proposal::pairing_id));
    Ok(in_order.select(proposals::columns()).load(c)?)
}

mod files {
    use super::*;
    use crate::store::schema::matching::matching_run_file;

    record!(matching_run_file: RunFile { run_id: MatchingRunId, parameters, facts, result });
}

mod proposals {
    use super::*;
    use crate::base::id::PairingId;

    record!(matching_proposal: Proposal { pairing_id: PairingId, run_id, chamber_id, firm_id });
}
