//! Hands the open cases of one mediator to another of the same committee, with a preview.

use super::record::record;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, MediatorId};
use crate::domain::case::{CaseFile, Status};
use crate::domain::committee::MediatorStatus;
use crate::domain::event::Event;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Permission};
use crate::domain::rules;
use crate::domain::transfer::{Transfer, hand_over};
use crate::store::db::Conn;
use crate::store::{absences, case_files, case_lists, mediators};
use serde::Serialize;

/// Cases of one transfer, at most.
const MOST: usize = 200;

/// What a transfer does, or would do.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Transferred {
    pub moved: Vec<CaseLine>,
    /// Cases that stay with the mediator, each with the code of why.
    pub kept: Vec<CaseLine>,
    /// There are more open cases than one transfer takes.
    pub more: bool,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CaseLine {
    pub case_id: CaseId,
    pub case_no: String,
    pub status: Status,
    /// The mediator leads the case.
    pub lead: bool,
    pub why: Option<String>,
}

/// Says what the transfer would do.
pub fn preview(c: &mut Conn, actor: &Actor, from: MediatorId, input: &Transfer, by: &Moment) -> Result<Transferred> {
    each_case(c, actor, from, input, by, |_, _| Ok(()))
}

/// Hands the cases over, each by a step; those whose step is refused stay.
pub fn transfer(tx: &mut Conn, actor: &Actor, from: MediatorId, input: &Transfer, by: &Moment) -> Result<Transferred> {
    each_case(tx, actor, from, input, by, |tx, (before, mut after, event)| {
        record(tx, Some(&before), &mut after, &event, by)
    })
}

/// A case before and after its step, and the event of it.
type Handed = (CaseFile, CaseFile, Event);

fn each_case(
    c: &mut Conn,
    actor: &Actor,
    from: MediatorId,
    input: &Transfer,
    by: &Moment,
    keep: impl Fn(&mut Conn, Handed) -> Result<()>,
) -> Result<Transferred> {
    let scope = actor.scope(Permission::AssignCase);
    let standing = standing(c, actor, from, input, by)?;
    let open = case_lists::at_work(c, &scope, from, MOST + 1)?;
    if let Some(foreign) = input.case_ids.iter().flatten().find(|id| !open.contains(id)) {
        return Err(Error::field(format!("case_ids.{foreign}"), Code::UnknownReference));
    }
    let is_meant = |id: &CaseId| input.case_ids.as_ref().is_none_or(|ids| ids.contains(id));
    let mut done = Transferred { more: open.len() > MOST, ..Transferred::default() };
    for id in open.into_iter().take(MOST).filter(is_meant) {
        let before = case_files::load(c, &scope, id)?;
        let mut line = line(&before, from);
        let mut after = before.clone();
        match hand_over(&mut after, from, input, standing, by) {
            Ok(event) => {
                keep(c, (before, after, event))?;
                done.moved.push(line);
            }
            Err(cause @ (Error::Conflict(_) | Error::Invalid(_))) => {
                line.why = Some(cause.code().as_str().to_owned());
                done.kept.push(line);
            }
            Err(cause) => return Err(cause),
        }
    }
    Ok(done)
}

/// How who takes over stands in the committee: of the same one, not barred, and not away.
fn standing(c: &mut Conn, actor: &Actor, from: MediatorId, input: &Transfer, by: &Moment) -> Result<MediatorStatus> {
    let committee = mediators::get(c, from)?.committee_id;
    if !actor.committees().contains(&committee) {
        return Err(Error::NotFound);
    }
    let to = mediators::by_id(c, input.to)?.filter(|to| to.committee_id == committee && to.id != from);
    let to = to.ok_or_else(|| Error::field("to", Code::UnknownReference))?;
    if to.status.is_barred() {
        return Err(Error::Conflict(Code::MediatorBarred));
    }
    let is_away = absences::of(c, &[to.id], by.today)?.iter().any(|absence| absence.holds_on(by.today));
    if is_away { Err(Error::Conflict(Code::MediatorAbsent)) } else { Ok(to.status) }
}

fn line(file: &CaseFile, of: MediatorId) -> CaseLine {
    let lead = rules::active_mediators(file).any(|mediator| mediator.mediator_id == of && mediator.lead);
    let case = &file.case;
    CaseLine { case_id: case.id, case_no: case.case_no.clone(), status: case.status, lead, why: None }
}
