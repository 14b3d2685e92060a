//! The papers of a case: the list of its dossier, and each of them as DOCX or PDF.

use super::ctx::Ctx;
use super::download::File;
use super::reply::Reply;
use crate::base::error::{Error, Result};
use crate::base::id::{AttachmentId, CaseId, IdText};
use crate::domain::documents::fields::Field;
use crate::domain::dossier::{DossierItem, Need};
use crate::workflow::make_bundle;
use crate::workflow::make_papers::{self, Line, Ways};
use crate::workflow::write_paper;
pub use crate::workflow::write_paper::{BundleFormat, PaperFormat};
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

/// How far the dossier of a case is, and each of its papers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Dossier {
    /// Of the papers this case must have, so many are there.
    pub done: usize,
    pub needed: usize,
    pub items: Vec<DossierLine>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DossierLine {
    pub item: DossierItem,
    pub zh: &'static str,
    pub en: &'static str,
    pub need: Need,
    /// There is reason to have it.
    pub is_used: bool,
    /// What it is made of is recorded, or it is filed.
    pub is_there: bool,
    /// It is made from what was recorded, and can be asked for.
    pub is_made: bool,
    /// What is left to fill by hand.
    pub gaps: Vec<Field>,
    /// The files filed behind it.
    pub files: Vec<AttachmentId>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaperQuery {
    /// `docx` when absent.
    #[param(inline)]
    pub format: Option<PaperFormat>,
    /// The meeting, callback or party a paper is about; all of them when absent.
    #[param(value_type = Option<String>)]
    pub of: Option<String>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BundleQuery {
    /// `pdf` when absent.
    #[param(inline)]
    pub format: Option<BundleFormat>,
}

pub async fn list(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let id = id.into_inner();
    let ways = ways(&ctx);
    let lines = ctx.shown(move |c, actor, by| make_papers::dossier(c, actor, id, &ways, by)).await?;
    let items: Vec<DossierLine> = lines.into_iter().map(line).collect();
    let needed = items.iter().filter(|line| line.need == Need::Must).count();
    let done = items.iter().filter(|line| line.need == Need::Must && line.is_there).count();
    Reply::ok(&Dossier { done, needed, items })
}

pub async fn show(ctx: Ctx, path: Path<(CaseId, String)>, query: Query<PaperQuery>) -> Result<File> {
    let (id, item) = path.into_inner();
    let item = DossierItem::from_code(&item).ok_or(Error::NotFound)?;
    let of = query.of.as_deref().map(str::parse::<IdText>).transpose().map_err(|_| Error::NotFound)?;
    let terms = ctx.terms();
    let paper = ctx.shown(move |c, actor, by| make_papers::paper(c, actor, id, item, of, (&terms, by))).await?;
    let format = query.format.unwrap_or(PaperFormat::Docx);
    let config = ctx.config.clone();
    let write = move || write_paper::paper(&paper, format, &config.documents);
    Ok(File::from(tokio::task::spawn_blocking(write).await.map_err(Error::internal)??))
}

pub async fn bundle(ctx: Ctx, id: Path<CaseId>, query: Query<BundleQuery>) -> Result<File> {
    let (id, ways, config) = (id.into_inner(), ways(&ctx), ctx.config.clone());
    let dossier = ctx.shown(move |c, actor, by| make_bundle::gather(c, actor, id, &ways, by)).await?;
    let format = query.format.unwrap_or(BundleFormat::Pdf);
    let make = move || write_paper::bundle(&dossier, format, &config);
    Ok(File::from(tokio::task::spawn_blocking(make).await.map_err(Error::internal)??))
}

fn ways(ctx: &Ctx) -> Ways {
    Ways { terms: ctx.terms(), wants_identity_scans: ctx.config.attachments.identity_scans }
}

fn line(line: Line) -> DossierLine {
    let Line { entry, gaps, is_made, files } = line;
    let item = entry.item;
    DossierLine {
        item,
        zh: item.zh(),
        en: item.en(),
        need: entry.need,
        is_used: entry.is_used,
        is_there: entry.is_there,
        is_made,
        gaps,
        files,
    }
}
