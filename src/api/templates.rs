//! The layouts of a committee's papers.

use super::body::Body;
use super::ctx::Ctx;
use super::documents::PaperFormat;
use super::download::File;
use super::reply::Reply;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId, CommitteeId};
use crate::domain::documents::fields::{SECTIONS, Section};
use crate::domain::dossier::DossierItem;
use crate::workflow::keep_templates::{self, Layout};
use crate::workflow::write_paper;
use actix_web::web::Path;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The layouts, and everything a layout may name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Templates {
    pub items: Vec<TemplateLine>,
    pub sections: &'static [Section],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateLine {
    pub item: DossierItem,
    pub zh: &'static str,
    pub en: &'static str,
    /// The committee has one of its own.
    pub is_own: bool,
}

/// The layout of one paper in use, and the committee's own ones so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateView {
    #[serde(flatten)]
    pub line: TemplateLine,
    pub text: String,
    pub versions: Vec<TemplateVersion>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateVersion {
    pub no: i64,
    pub text: String,
    pub author: AccountId,
    pub created_at: NaiveDateTime,
    pub retired_at: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    pub text: String,
}

/// A layout to try out on a case.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateTrial {
    pub text: String,
    pub case_id: CaseId,
    /// `docx` when absent.
    pub format: Option<PaperFormat>,
}

type At = Path<(CommitteeId, String)>;

fn at(path: At) -> Result<(CommitteeId, DossierItem)> {
    let (committee, item) = path.into_inner();
    Ok((committee, DossierItem::from_code(&item).ok_or(Error::NotFound)?))
}

pub async fn list(ctx: Ctx, id: Path<CommitteeId>) -> Result<Reply> {
    let (actor, id) = (ctx.actor()?.clone(), id.into_inner());
    let layouts = ctx.read(move |c| keep_templates::layouts(c, &actor, id)).await?;
    Reply::ok(&Templates { items: layouts.iter().map(line).collect(), sections: SECTIONS })
}

pub async fn show(ctx: Ctx, path: At) -> Result<Reply> {
    let (actor, (committee, item)) = (ctx.actor()?.clone(), at(path)?);
    view(ctx.read(move |c| keep_templates::layout(c, &actor, committee, item)).await?)
}

pub async fn put(ctx: Ctx, path: At, body: Body<NewTemplate>) -> Result<Reply> {
    let (actor, at, now, seen) = (ctx.actor()?.clone(), at(path)?, ctx.now, ctx.expected_version()?);
    let text = body.value.text;
    view(ctx.change(move |tx| keep_templates::put(tx, &actor, at, &text, seen, now)).await?)
}

pub async fn take_back(ctx: Ctx, path: At) -> Result<Reply> {
    let (actor, at, now, seen) = (ctx.actor()?.clone(), at(path)?, ctx.now, ctx.expected_version()?);
    ctx.change(move |tx| keep_templates::take_back(tx, &actor, at, seen, now)).await?;
    Ok(Reply::none())
}

pub async fn preview(ctx: Ctx, path: At, body: Body<TemplateTrial>) -> Result<File> {
    let (at, TemplateTrial { text, case_id, format }) = (at(path)?, body.value);
    let terms = ctx.terms();
    let read = move |c: &mut _, actor: &_, by: &_| keep_templates::preview(c, actor, at, &text, case_id, (&terms, by));
    let (paper, config) = (ctx.shown(read).await?, ctx.config.clone());
    let write = move || write_paper::paper(&paper, format.unwrap_or(PaperFormat::Docx), &config.documents);
    Ok(File::from(tokio::task::spawn_blocking(write).await.map_err(Error::internal)??))
}

fn line(layout: &Layout) -> TemplateLine {
    let item = layout.item;
    TemplateLine { item, zh: item.zh(), en: item.en(), is_own: layout.is_own() }
}

fn view(layout: Layout) -> Result<Reply> {
    let (line, version) = (line(&layout), layout.version());
    let versions = layout.versions.into_iter().map(|one| TemplateVersion {
        no: one.no,
        text: one.body,
        author: one.author,
        created_at: one.created_at,
        retired_at: one.retired_at,
    });
    Ok(Reply::ok(&TemplateView { line, text: layout.text, versions: versions.collect() })?.version(version))
}
