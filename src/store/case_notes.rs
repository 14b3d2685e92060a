//! Notes on cases. Whether the reader may see the case is asked before; a private note is read by its author alone.

use super::db::Conn;
use super::record::record;
use super::schema::cases::note;
use crate::base::error::Result;
use crate::base::id::{AccountId, CaseId, NoteId};
use crate::domain::notes::{Note, NoteKind};
use diesel::prelude::*;

record!(note: Note { id: NoteId, case_id, author, kind, body, written_at });

/// The notes of a case this reader may see, oldest first.
pub fn readable(c: &mut Conn, case: CaseId, reader: AccountId) -> Result<Vec<Note>> {
    let open = note::kind.ne(NoteKind::PrivateCaucus).or(note::author.eq(reader));
    Ok(note::table.filter(note::case_id.eq(case)).filter(open).order(note::id).select(columns()).load(c)?)
}
