//! Notes on a case, and its open tasks: what the staff write for themselves and what is left to do.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::callback::Task;
use crate::domain::notes::Note;
use crate::store::db::Conn;
use crate::workflow::show_case;
use crate::workflow::write_note::{self, NewNote};
use actix_web::web::Path;
use serde::Serialize;

/// The notes of a case, oldest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Notes {
    pub items: Vec<Note>,
}

/// The tasks of a case, done ones too.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Tasks {
    pub items: Vec<Task>,
}

pub async fn list(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, actor) = (id.into_inner(), ctx.actor()?.clone());
    let items = ctx.read(move |c| write_note::read_notes(c, &actor, id)).await?;
    Reply::ok(&Notes { items })
}

pub async fn write(ctx: Ctx, id: Path<CaseId>, body: Body<NewNote>) -> Result<Reply> {
    let (id, actor, now, input) = (id.into_inner(), ctx.actor()?.clone(), ctx.now, body.value);
    let place = format!("/cases/{id}/notes");
    creation::once(&ctx, &place, &body.digest, move |tx: &mut Conn| {
        let note = write_note::write_note(tx, &actor, id, input, now)?;
        Reply::created(format!("/api/v1/cases/{id}/notes"), &note)
    })
    .await
}

pub async fn tasks(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let id = id.into_inner();
    let file = ctx.shown(move |c, actor, by| show_case::file(c, actor, id, by)).await?;
    Reply::ok(&Tasks { items: file.tasks })
}
