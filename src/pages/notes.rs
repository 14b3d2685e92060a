//! Notes of the staff on a case: listed on its page, written by form. Who may read which is the workflow's to say.

use super::case_words::{self, Words};
use super::fields::{Control, Drawn, Field, Kind, Setting, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{filled, once, show};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::base::json;
use crate::base::text_enum::Term;
use crate::domain::contact::Name;
use crate::domain::notes::{Note, NoteKind};
use crate::domain::policy::{Actor, Permission, Role};
use crate::store::db::Conn;
use crate::store::{accounts, case_files};
use crate::workflow::write_note::{self, NewNote};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/notes.html")]
struct NotesPage {
    f: Frame,
    c: &'static Words,
    id: CaseId,
    case_no: String,
    notes: Vec<NoteLine>,
    fields: Vec<Drawn>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

/// A note with the name of whoever wrote it.
pub(super) struct NoteLine {
    pub kind: NoteKind,
    pub body: String,
    pub at: Instant,
    pub author: String,
}

/// The notes of a case that was just shown to this reader, as far as they may see them, the newest first;
/// none where they are not to be seen at all.
pub(super) fn of(c: &mut Conn, actor: &Actor, id: CaseId) -> Result<Option<Vec<NoteLine>>> {
    let notes = match write_note::of_shown(c, actor, id) {
        Err(Error::Forbidden) => return Ok(None),
        other => other?,
    };
    let authors = accounts::names(c, &notes.iter().map(|note| note.author).collect())?;
    let line = |note: Note| NoteLine {
        author: authors.get(&note.author).map(Name::to_string).unwrap_or_default(),
        kind: note.kind,
        body: note.body.into_string(),
        at: note.written_at,
    };
    Ok(Some(notes.into_iter().rev().map(line).collect()))
}

/// The fields of a new note. The last kind, what a party said in confidence, is the mediator's own to write down.
fn fields(role: Role) -> Vec<Field> {
    let all: &'static [Term] = NoteKind::TERMS;
    let kinds = if role == Role::Mediator { all } else { all.get(..2).unwrap_or(all) };
    vec![must("kind", Kind::Choice(kinds), "类别", "Kind"), must("body", Kind::Long, "内容", "What is noted")]
}

/// The fields as a case's page draws them.
pub(super) fn blank(visit: &Visit, role: Role) -> Vec<Drawn> {
    Setting::of(visit).draw(&fields(role), &super::form::Form::default(), &[]).0
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

pub(super) async fn write(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, now) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.now);
    let written = async {
        let input: NewNote = json::read(&filled::body(&fields(actor.role()), &visit.form, &Setting::of(visit))?)?;
        once::make(visit, move |tx| {
            write_note::write_note(tx, &actor, id, input, now)?;
            Ok(format!("/cases/{id}#notes"))
        })
        .await
    };
    match written.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor) = (visit.param::<CaseId>("id")?, visit.actor()?.clone());
    let role = actor.role();
    let (notes, case_no) = visit
        .read(move |c| {
            let case_no = case_files::load(c, &actor.scope(Permission::ReadCases), id)?.case.case_no;
            Ok((of(c, &actor, id)?.ok_or(Error::Forbidden)?, case_no))
        })
        .await?;
    let c = case_words::of(visit.locale);
    let (drawn, rest) = Setting::of(visit).draw(&fields(role), &visit.form, faults(error));
    let f = Frame::of(visit, &format!("{} · {case_no}", c.notes))?;
    let page = NotesPage {
        c,
        id,
        case_no,
        notes,
        fields: drawn,
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        f,
    };
    refusal::html(&page, error)
}
