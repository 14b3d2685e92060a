//! When mediators are away and who covers; handing their cases to another; who is on a case.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::{AbsenceId, CaseId, MediatorId};
use crate::domain::absence::{Absence, NewAbsence};
use crate::domain::contact::Name;
use crate::domain::mediators::CaseMediator;
use crate::domain::moment::Moment;
use crate::domain::transfer::{Transfer, TransferMode};
use crate::store::{absences, case_files, mediators};
use crate::workflow::{note_absence, transfer_cases};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The absences of a mediator that are not over, the first one first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Absences {
    pub items: Vec<Absence>,
}

/// Who is or was on a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseMediators {
    pub items: Vec<MediatorOnCase>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MediatorOnCase {
    #[serde(flatten)]
    pub place: CaseMediator,
    pub name: Name,
    /// Set while they are away.
    pub absence: Option<Absence>,
}

/// To whom the cases would go, and how.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TransferQuery {
    pub to: MediatorId,
    pub mode: TransferMode,
}

pub async fn list(ctx: Ctx, id: Path<MediatorId>) -> Result<Reply> {
    let (id, today) = (id.into_inner(), Moment::at(ctx.now, None).today);
    let items = ctx.read(move |c| {
        mediators::get(c, id)?;
        absences::of(c, &[id], today)
    });
    Reply::ok(&Absences { items: items.await? })
}

/// Notes an absence.
pub async fn note(ctx: Ctx, id: Path<MediatorId>, body: Body<NewAbsence>) -> Result<Reply> {
    let (id, actor, by, input) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?, body.value);
    let place = format!("/mediators/{id}/absences");
    creation::once(&ctx, &place.clone(), &body.digest, move |tx| {
        let absence = note_absence::note(tx, &actor, id, &input, &by)?;
        Reply::created(format!("/api/v1{place}"), &absence)
    })
    .await
}

/// Takes an absence back, or ends it.
pub async fn take_back(ctx: Ctx, id: Path<AbsenceId>) -> Result<Reply> {
    let (id, actor, by) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?);
    ctx.change(move |tx| note_absence::take_back(tx, &actor, id, &by)).await?;
    Ok(Reply::none())
}

/// What a transfer of all open cases of a mediator would do.
pub async fn preview(ctx: Ctx, id: Path<MediatorId>, query: Query<TransferQuery>) -> Result<Reply> {
    let (id, actor, by, query) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?, query.into_inner());
    let input = Transfer { to: query.to, mode: query.mode, reason: None, case_ids: None };
    Reply::ok(&ctx.read(move |c| transfer_cases::preview(c, &actor, id, &input, &by)).await?)
}

/// Hands open cases of a mediator over.
pub async fn transfer(ctx: Ctx, id: Path<MediatorId>, body: Body<Transfer>) -> Result<Reply> {
    let (id, actor, by, input) = (id.into_inner(), ctx.actor()?.clone(), ctx.moment()?, body.value);
    Reply::ok(&ctx.change(move |tx| transfer_cases::transfer(tx, &actor, id, &input, &by)).await?)
}

/// Who is on the case, and who of them is away.
pub async fn on_case(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, scope, today) = (id.into_inner(), ctx.scope()?, Moment::at(ctx.now, None).today);
    let items = ctx.read(move |c| {
        let file = case_files::load(c, &scope, id)?;
        let ids: Vec<MediatorId> = file.mediators.iter().map(|one| one.mediator_id).collect();
        let away = absences::of(c, &ids, today)?;
        let shown = |place: CaseMediator| {
            let absence = away.iter().find(|one| one.mediator_id == place.mediator_id && one.holds_on(today));
            let name = mediators::get(c, place.mediator_id)?.name;
            Ok(MediatorOnCase { place, name, absence: absence.cloned() })
        };
        file.mediators.into_iter().map(shown).collect::<Result<_>>()
    });
    Reply::ok(&CaseMediators { items: items.await? })
}
