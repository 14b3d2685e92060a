//! A case for somebody who wants to do something to it: found within their scope, permitted by the lifecycle's table, and of the
//! version they saw.

use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, CommitteeId};
use crate::domain::case::CaseFile;
use crate::domain::lifecycle::{self, Action};
use crate::domain::policy::{Actor, Permission, Role};
use crate::store::case_files;
use crate::store::db::Conn;

/// The file of a case the actor may take this action on. `NotFound` outside their scope, `Forbidden` when it is not theirs to
/// do, `Stale` when `version` is not the present one.
pub fn case(tx: &mut Conn, actor: &Actor, id: CaseId, version: i64, action: Action) -> Result<CaseFile> {
    let file = case_files::load(tx, &actor.scope(Permission::ReadCases), id)?;
    let is_theirs = actor.may(Permission::StepCase) && lifecycle::roles(action).contains(&role(actor));
    if !is_theirs {
        return Err(Error::Forbidden);
    }
    Error::unless_current(file.case.version, version)?;
    Ok(file)
}

/// The role as the lifecycle's table knows it: the program itself acts for the committee.
pub fn role(actor: &Actor) -> Role {
    if actor.recorded().is_none() { Role::ChamberAdmin } else { actor.role() }
}

/// The committee a new case belongs to: the one that is named, or the actor's only one. `None` when it has to be named.
pub fn committee(actor: &Actor, named: Option<CommitteeId>) -> Option<CommitteeId> {
    match (named, actor.committees()) {
        (Some(id), own) => (actor.recorded().is_none() || own.contains(&id)).then_some(id),
        (None, [only]) => Some(*only),
        (None, _) => None,
    }
}
