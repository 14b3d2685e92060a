//! One step of a case: load, decide, store, record, return. What is decided is a function of domain/steps.

use super::{access, record::record};
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::case::CaseFile;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::store::db::Conn;

/// Which case, in which version, and what is to be done to it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub case: CaseId,
    pub version: i64,
    pub action: Action,
}

/// Takes the step; returns the file after it. Errors are those of `access::case` and of the rules `decide` asks.
pub fn take_step(
    tx: &mut Conn,
    actor: &Actor,
    step: Step,
    by: &Moment,
    decide: impl FnOnce(&mut Conn, &mut CaseFile) -> Result<Event>,
) -> Result<CaseFile> {
    let before = access::case(tx, actor, step.case, step.version, step.action)?;
    let mut after = before.clone();
    let event = decide(tx, &mut after)?;
    record(tx, Some(&before), &mut after, &event, by)?;
    Ok(after)
}
