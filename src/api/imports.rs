//! Files that are brought in, and what became of their rows.

use super::body;
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::ImportId;
use crate::domain::import::{Import, ImportKind};
use crate::store::imports;
use crate::workflow::import_file::{self, Incoming};
use actix_web::dev::Payload;
use actix_web::web::{Bytes, Path, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

/// How long a file may take to arrive, over a county's slow line.
const PATIENCE: Duration = Duration::from_secs(300);
/// What a file may be said to be; which it is, its content decides.
const TYPES: [&str; 3] =
    ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream"];

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DryRun {
    /// Decide only; nothing is stored but this outcome.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    pub id: ImportId,
    pub kind: ImportKind,
    pub dry_run: bool,
    pub file_sha256: String,
    pub total: i64,
    pub created: i64,
    pub unchanged: i64,
    pub failed: i64,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub finished_at: Instant,
    /// The first thousand.
    pub faults: Vec<Note>,
    /// What was left out or entered on the way: unknown columns, new committees and mediators.
    pub warnings: Vec<Note>,
    /// Where the rows that failed are, with the reason; none when none did.
    pub faults_file: Option<String>,
}

/// A row and column, and what there is to say of it. Never the text of the cell.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// The row of the sheet or the line of the file.
    pub row: i64,
    /// Empty when it concerns the row as a whole.
    pub column: String,
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// The bytes of a file. Anything but CSV and XLSX is refused before it is read.
pub struct File(Bytes);

impl FromRequest for File {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let known = TYPES.iter().any(|known| body::is_type(request, known));
        let payload = payload.take();
        Box::pin(async move {
            if !known {
                return Err(Error::Body(Code::Unsupported));
            }
            body::bytes(payload, import_file::LARGEST, PATIENCE).await.map(Self)
        })
    }
}

pub async fn chambers(ctx: Ctx, query: Query<DryRun>, file: File) -> Result<Reply> {
    bring(ctx, ImportKind::Chambers, query.dry_run, file).await
}

pub async fn firms(ctx: Ctx, query: Query<DryRun>, file: File) -> Result<Reply> {
    bring(ctx, ImportKind::Firms, query.dry_run, file).await
}

pub async fn cases(ctx: Ctx, query: Query<DryRun>, file: File) -> Result<Reply> {
    bring(ctx, ImportKind::Cases, query.dry_run, file).await
}

pub async fn show(ctx: Ctx, id: Path<ImportId>) -> Result<Reply> {
    let (account, id) = (ctx.actor()?.account(), id.into_inner());
    let import = ctx.read(move |c| imports::get(c, id, account)).await?;
    Reply::ok(&outcome(import)?)
}

pub async fn faults(ctx: Ctx, id: Path<ImportId>) -> Result<HttpResponse> {
    let (account, id) = (ctx.actor()?.account(), id.into_inner());
    let file = ctx.read(move |c| imports::get(c, id, account)).await?.faults_file.ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Content-Disposition", format!("attachment; filename=\"faults-{id}.csv\"")))
        .insert_header(("Cache-Control", "no-store"))
        .body(file))
}

async fn bring(ctx: Ctx, kind: ImportKind, dry_run: bool, file: File) -> Result<Reply> {
    let actor = ctx.actor()?.clone();
    let (db, clock, terms) = (ctx.db.clone(), ctx.clock.clone(), ctx.terms());
    let work = move || {
        let file = Incoming { kind, bytes: &file.0, dry_run };
        import_file::bring(&db, &clock, &actor, terms, file, &mut |_, _| ())
    };
    let import = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    Reply::ok(&outcome(import)?)
}

fn outcome(import: Import) -> Result<Outcome> {
    let notes = |text: &str| serde_json::from_str(text).map_err(Error::internal);
    Ok(Outcome {
        id: import.id,
        kind: import.kind,
        dry_run: import.dry_run,
        file_sha256: import.file_sha256,
        total: import.total,
        created: import.created,
        unchanged: import.unchanged,
        failed: import.failed,
        started_at: import.started_at,
        finished_at: import.finished_at,
        faults: notes(&import.faults)?,
        warnings: notes(&import.warnings)?,
        faults_file: import.faults_file.map(|_| format!("/api/v1/imports/{}/faults", import.id)),
    })
}
