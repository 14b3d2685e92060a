//! Matching runs with their files, and the proposals of those that were published.

use super::db::Conn;
use super::record::record;
use super::schema::matching::{matching_proposal, matching_run};
use crate::base::error::{Error, Result};
use crate::base::id::MatchingRunId;
use crate::domain::matching::run::{MatchingRun, Proposal, RunFile};
use crate::domain::policy::Scope;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

record!(matching_run: MatchingRun {
    id: MatchingRunId, region_code, policy, what_if, status, around, chambers, firms, served, inputs_sha256, result_sha256,
    created_by, created_at, published_at, version,
});

/// The head of a run; `NotFound` outside the scope.
pub fn get(c: &mut Conn, scope: &Scope, id: MatchingRunId) -> Result<MatchingRun> {
    let found = within(scope).filter(matching_run::id.eq(id)).select(columns()).first(c).optional()?;
    found.ok_or(Error::NotFound)
}

/// The runs within a scope, latest first, from before a run on.
pub fn list(c: &mut Conn, scope: &Scope, before: Option<MatchingRunId>, limit: i64) -> Result<Vec<MatchingRun>> {
    let mut query = within(scope);
    if let Some(before) = before {
        query = query.filter(matching_run::id.lt(before));
    }
    Ok(query.select(columns()).order(matching_run::id.desc()).limit(limit).load(c)?)
}

/// Writes a run that was at version `was`; `Stale` if somebody else changed it meanwhile.
pub fn advance(c: &mut Conn, was: i64, changed: &MatchingRun) -> Result<()> {
    let claimed = matching_run::table.filter(matching_run::id.eq(changed.id)).filter(matching_run::version.eq(was));
    if diesel::update(claimed).set(matching_run::version.eq(changed.version)).execute(c)? == 0 {
        return Err(Error::Stale { current: by_id(c, changed.id)?.map(|row| row.version) });
    }
    save(c, changed)
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

/// A federation sees the runs over its region; nobody else sees any.
fn within<'a>(scope: &Scope) -> matching_run::BoxedQuery<'a, <Conn as diesel::Connection>::Backend> {
    let query = matching_run::table.into_boxed();
    match scope {
        Scope::Everything => query,
        Scope::Regions { prefix, .. } => {
            let (low, high) = prefix.range();
            query.filter(matching_run::region_code.between(low, high))
        }
        _ => query.filter(sql::<Bool>("1 = 0")),
    }
}
