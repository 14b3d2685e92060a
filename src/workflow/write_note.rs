//! Notes of the staff on a case; a private one is written by a mediator and read by nobody else.

use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, NoteId};
use crate::domain::contact::Text;
use crate::domain::notes::{Note, NoteKind};
use crate::domain::policy::{Actor, Permission, Role};
use crate::store::db::Conn;
use crate::store::{case_files, case_notes};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    pub kind: NoteKind,
    pub body: Text,
}

/// Writes a note. `NotFound` outside the actor's scope; `Forbidden` for those who do not work on cases.
pub fn write_note(tx: &mut Conn, actor: &Actor, case: CaseId, input: NewNote, now: Instant) -> Result<Note> {
    case_files::load(tx, &actor.scope(Permission::ReadCases), case)?;
    let may =
        actor.may(Permission::StepCase) && (input.kind != NoteKind::PrivateCaucus || actor.role() == Role::Mediator);
    if !may {
        return Err(Error::Forbidden);
    }
    let author = actor.account();
    let note = Note { id: NoteId::new(), case_id: case, author, kind: input.kind, body: input.body, written_at: now };
    case_notes::insert(tx, &note)?;
    Ok(note)
}

/// The notes the actor may read.
pub fn read_notes(c: &mut Conn, actor: &Actor, case: CaseId) -> Result<Vec<Note>> {
    case_files::load(c, &actor.scope(Permission::ReadCases), case)?;
    of_shown(c, actor, case)
}

/// The same of a case that was just shown to the actor.
pub fn of_shown(c: &mut Conn, actor: &Actor, case: CaseId) -> Result<Vec<Note>> {
    if !actor.may(Permission::StepCase) {
        return Err(Error::Forbidden);
    }
    case_notes::readable(c, case, actor.account())
}
