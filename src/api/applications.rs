//! Applications without an account: the chamber's link, the application, its progress; and what the committee does with it.

use super::body::Body;
use super::cases::CaseReply;
use super::ctx::Ctx;
use super::guarded::by_secret;
use super::page;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{ApplicationId, ChamberId, CommitteeId};
use crate::domain::application::{Application, ApplicationStatus, IntakeLink, NewApplication};
use crate::domain::contact::Name;
use crate::domain::duplicates::Duplicate;
use crate::domain::moment::Moment;
use crate::domain::remedies::{self, Advice};
use crate::store::applications;
use crate::workflow::apply;
use crate::workflow::decide_application::{self, ApplicationAcceptance, ApplicationRefusal, Weighed};
use crate::workflow::guard_secret;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

/// Which committee of the chamber the link is of.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIntakeLink {
    /// Needed only where the chamber has several.
    pub committee_id: Option<CommitteeId>,
}

/// A chamber's link and what its QR code holds.
#[derive(Serialize, utoipa::ToSchema)]
pub struct IntakeLinkReply {
    #[serde(flatten)]
    pub link: IntakeLink,
    pub url: String,
}

/// What an applicant keeps: the code is shown this once.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Received {
    /// Four times four letters.
    pub progress_code: String,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
}

/// An application, with what to know before deciding.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApplicationView {
    pub application: Application,
    pub duplicates: Vec<Duplicate>,
    /// Other applications of the same applicant against the same respondent.
    pub same_as: Vec<ApplicationId>,
    /// Where the applicant is told to go, when it was refused.
    pub advice: Vec<Advice>,
}

/// A line of the list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApplicationLine {
    pub id: ApplicationId,
    pub status: ApplicationStatus,
    pub applicant_name: Name,
    pub respondent_name: Name,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ApplicationQuery {
    status: Option<ApplicationStatus>,
    cursor: Option<String>,
    /// 1 to 200; 50 when absent.
    limit: Option<u32>,
}

pub async fn show_link(ctx: Ctx, id: Path<ChamberId>) -> Result<Reply> {
    let (id, actor) = (id.into_inner(), ctx.actor()?.clone());
    let link = ctx.read(move |c| apply::intake_link(c, &actor, id)).await?;
    Reply::ok(&linked(&ctx, link))
}

pub async fn make_link(ctx: Ctx, id: Path<ChamberId>, body: Body<NewIntakeLink>) -> Result<Reply> {
    let (id, actor, committee) = (id.into_inner(), ctx.actor()?.clone(), body.value.committee_id);
    let by = Moment::at(ctx.now, actor.recorded());
    let link = ctx.change(move |tx| apply::make_intake_link(tx, &actor, id, committee, &by)).await?;
    Reply::ok(&linked(&ctx, link))
}

pub async fn remove_link(ctx: Ctx, id: Path<ChamberId>) -> Result<Reply> {
    let (id, actor) = (id.into_inner(), ctx.actor()?.clone());
    ctx.change(move |tx| apply::remove_intake_link(tx, &actor, id)).await?;
    Ok(Reply::none())
}

fn linked(ctx: &Ctx, link: IntakeLink) -> IntakeLinkReply {
    let url = format!("{}/apply/{}", ctx.config.server.base_url.trim_end_matches('/'), link.code);
    IntakeLinkReply { link, url }
}

pub async fn apply(ctx: Ctx, code: Path<String>, body: Body<NewApplication>) -> Result<Reply> {
    let (code, input, by) = (code.into_inner(), body.value, Moment::at(ctx.now, None));
    let settings = ctx.config.intake.clone();
    guard_secret::count_application(&ctx.db, ctx.address, &settings, ctx.now).await?;
    let taken = ctx.write(move |tx| apply::apply(tx, &code, input, &settings, &by));
    let letters = by_secret(&ctx, taken).await?;
    let received = Received { progress_code: apply::in_quarters(&letters), received_at: ctx.now };
    Reply::created("/api/v1/progress", &received)
}

pub async fn progress(ctx: Ctx, code: Path<String>) -> Result<Reply> {
    let (code, terms, by) = (code.into_inner(), ctx.terms(), Moment::at(ctx.now, None));
    Reply::ok(&by_secret(&ctx, ctx.read(move |c| apply::progress(c, &code, &terms, &by))).await?)
}

pub async fn list(ctx: Ctx, query: Query<ApplicationQuery>) -> Result<Reply> {
    let limit = page::limit(query.limit)?;
    let before = page::read_cursor(query.cursor.as_deref())?;
    let (status, committees) = (query.status, ctx.actor()?.committees().to_vec());
    let rows = ctx.read(move |c| applications::list(c, &committees, status, before, limit.read())).await?;
    let line = |one: &Application| ApplicationLine {
        id: one.id,
        status: one.status,
        applicant_name: one.applicant_name.clone(),
        respondent_name: one.respondent_name.clone(),
        received_at: one.received_at,
    };
    Reply::ok(&page::page(rows, limit, |one| one.id.to_string(), line))
}

pub async fn show(ctx: Ctx, id: Path<ApplicationId>) -> Result<Reply> {
    let (id, actor) = (id.into_inner(), ctx.actor()?.clone());
    let weighed = ctx.read(move |c| decide_application::weigh(c, &actor, id)).await?;
    shown(weighed)
}

fn shown(weighed: Weighed) -> Result<Reply> {
    let Weighed { application, duplicates, same_as } = weighed;
    let version = application.version;
    let advice = application.outcome.map_or_else(Vec::new, |outcome| remedies::instead(application.regime(), outcome));
    Ok(Reply::ok(&ApplicationView { application, duplicates, same_as, advice })?.version(version))
}

pub async fn accept(ctx: Ctx, id: Path<ApplicationId>, body: Body<ApplicationAcceptance>) -> Result<Reply> {
    let (seen, actor, input) = ((id.into_inner(), ctx.expected_version()?), ctx.actor()?.clone(), body.value);
    let (by, terms) = (Moment::at(ctx.now, actor.recorded()), ctx.terms());
    let reply = ctx
        .change(move |tx| {
            let file = decide_application::accept_application(tx, &actor, seen, input, &terms, &by)?;
            CaseReply::of(tx, &actor, file, &terms, by.today)
        })
        .await?;
    let (id, version) = (reply.file.case.id, reply.file.case.version);
    Ok(Reply::created(format!("/api/v1/cases/{id}"), &reply)?.version(version))
}

pub async fn refuse(ctx: Ctx, id: Path<ApplicationId>, body: Body<ApplicationRefusal>) -> Result<Reply> {
    let (seen, actor, input) = ((id.into_inner(), ctx.expected_version()?), ctx.actor()?.clone(), body.value);
    let by = Moment::at(ctx.now, actor.recorded());
    let refused = ctx.change(move |tx| {
        let refused = decide_application::refuse_application(tx, &actor, seen, input, &by)?;
        decide_application::weigh(tx, &actor, refused.id)
    });
    shown(refused.await?)
}
