//! Imports by file: choose one, see what would become of its rows, bring it in; the page says how far it is, and the list finds it again.

use super::fields::{Choice, choices};
use super::frame::Frame;
use super::import_words::{self, Words, remedy};
use super::paper::saved;
use super::refusal::{self, Marks};
use super::show;
use super::visit::Visit;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::ImportJobId;
use crate::base::text_enum::Worded;
use crate::base::token;
use crate::domain::import::{Column, Import, ImportKind};
use crate::domain::import_columns;
use crate::domain::import_job::{ImportJob, ImportStage, Sample};
use crate::formats::xlsx;
use crate::store::db::Conn;
use crate::store::{blobs, import_jobs, imports};
use crate::workflow::import_file;
use crate::workflow::run_import;
use crate::workflow::write_form::XLSX;
use crate::workflow::write_paper::Made;
use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

/// Faults and notes on a page.
const MOST: usize = 200;
/// Files in the list.
const ROWS: i64 = 30;
/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 80;

#[derive(Template)]
#[template(path = "pages/templates/imports.html")]
struct ImportsPage {
    f: Frame,
    w: &'static Words,
    kinds: Vec<Choice>,
    guides: Vec<(ImportKind, Vec<ColumnLine>)>,
    jobs: Vec<(ImportJob, ImportStage)>,
    faults: Marks,
}

/// What is said of a column before anybody fills it in.
struct ColumnLine {
    name: &'static str,
    required: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/templates/import.html")]
struct ImportPage {
    f: Frame,
    w: &'static Words,
    job: ImportJob,
    stage: ImportStage,
    renews: bool,
    /// Of the file as a whole.
    refused: Vec<NoteLine>,
    import: Option<Import>,
    sample: Sample,
    faults: Vec<NoteLine>,
    has_more: bool,
    notes: Vec<NoteLine>,
}

/// A row and column as they are kept, and what there is to say of it. Never the text of the cell.
#[derive(Deserialize)]
struct Note {
    row: i64,
    column: String,
    code: String,
    zh: String,
    en: String,
}

struct NoteLine {
    row: i64,
    column: String,
    reason: String,
    remedy: String,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (account, now) = (visit.actor()?.account(), visit.now);
    let jobs = visit.read(move |c: &mut Conn| import_jobs::list(c, account, ROWS)).await?;
    let w = import_words::of(visit.locale);
    let chosen = visit.form.typed("kind").or_else(|| visit.query.typed("kind")).unwrap_or(ImportKind::Cases.code());
    let line = |column: &Column| ColumnLine {
        name: column.name,
        required: column.required,
        words: import_columns::words(column.name).join(" / "),
    };
    let page = ImportsPage {
        f: Frame::of(visit, w.title)?,
        w,
        kinds: choices(ImportKind::TERMS, chosen, visit.locale, "").into_iter().skip(1).collect(),
        guides: ImportKind::ALL
            .iter()
            .map(|kind| (*kind, import_file::columns(*kind).iter().map(line).collect()))
            .collect(),
        jobs: jobs.into_iter().map(|job| (job.stage_at(now), job)).map(|(stage, job)| (job, stage)).collect(),
        faults: Marks::of(refusal::faults(error), visit.locale),
    };
    refusal::html(&page, error)
}

/// An empty table of a kind, to be filled in.
pub(super) async fn blank(visit: &Visit) -> Result<HttpResponse> {
    let kind = ImportKind::from_code(visit.query.get("kind")).ok_or(Error::NotFound)?;
    let header: Vec<&str> = import_file::columns(kind).iter().map(|column| column.name).collect();
    let bytes = xlsx::write(kind.zh(), &header, &vec![false; header.len()], Vec::<Vec<&str>>::new())?;
    saved(Made { name: format!("{}.xlsx", kind.zh()), content_type: XLSX, bytes })
}

/// Keeps the file and begins its trial.
pub(super) async fn send(visit: &Visit) -> Result<HttpResponse> {
    match sent(visit).await {
        Ok(path) => Ok(show::see(&path)),
        Err(error @ Error::Invalid(_)) => page(visit, Some(&error)).await,
        Err(error) => Err(error),
    }
}

async fn sent(visit: &Visit) -> Result<String> {
    let kind = ImportKind::from_code(visit.form.get("kind")).ok_or_else(|| Error::field("kind", Code::Missing))?;
    let file = visit.form.files().iter().find(|file| file.field == "file");
    let file = file.ok_or_else(|| Error::field("file", Code::Missing))?;
    if file.bytes.is_empty() {
        return Err(Error::field("file", Code::EmptyFile));
    }
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let (actor, now, hash) = (visit.actor()?.clone(), visit.now, token::digest(&file.bytes));
    let job = visit.change(move |tx| run_import::begin(tx, &actor, kind, (name, hash), now)).await?;
    let (folder, bytes) = (run_import::folder(&visit.config.attachments.folder), file.bytes.clone());
    tokio::task::spawn_blocking(move || blobs::put(&folder, &bytes)).await.map_err(Error::internal)??;
    run(visit, job)
}

/// Brings in what was tried, or goes on with what was interrupted; pressed twice, it is done once.
pub(super) async fn confirm(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, now) = (visit.param::<ImportJobId>("id")?, visit.actor()?.clone(), visit.now);
    match visit.change(move |tx| run_import::go_on(tx, &actor, id, now)).await {
        Ok(job) => Ok(show::see(&run(visit, job)?)),
        Err(Error::Conflict(Code::AlreadyDone)) => Ok(show::see(&format!("/imports/{id}"))),
        Err(error) => Err(error),
    }
}

/// Sets the program to work on a file beside the requests; the path of its page.
fn run(visit: &Visit, job: ImportJob) -> Result<String> {
    let path = format!("/imports/{}", job.id);
    let (db, clock, actor, terms) = (visit.db.clone(), visit.clock.clone(), visit.actor()?.clone(), visit.terms());
    let folder = run_import::folder(&visit.config.attachments.folder);
    drop(tokio::task::spawn_blocking(move || {
        if let Err(error) = run_import::run(&db, &clock, &actor, terms, &folder, &job) {
            tracing::error!(%error, job = %job.id, "how far an import is could not be noted");
        }
    }));
    Ok(path)
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (job, import) = found(visit).await?;
    let (w, is_english) = (import_words::of(visit.locale), super::words::tag(visit.locale) == "en");
    let line = |note: Note| NoteLine {
        remedy: remedy(&note.code, &note.column, w),
        row: note.row,
        column: note.column,
        reason: if is_english { note.en } else { note.zh },
    };
    let lines = |text: Option<&str>| -> Result<Vec<NoteLine>> {
        let notes: Vec<Note> = serde_json::from_str(text.unwrap_or("[]")).map_err(Error::internal)?;
        Ok(notes.into_iter().map(line).collect())
    };
    let mut faults = lines(import.as_ref().map(|one| one.faults.as_str()))?;
    let mut notes = lines(import.as_ref().map(|one| one.warnings.as_str()))?;
    let has_more = faults.len() > MOST;
    faults.truncate(MOST);
    notes.truncate(MOST);
    let sample = job.sample.as_deref().map_or(Ok(Sample::default()), serde_json::from_str);
    show::ok(&ImportPage {
        f: Frame::of(visit, &format!("{} · {}", w.title, job.kind.word(visit.locale)))?,
        w,
        stage: job.stage_at(visit.now),
        renews: visit.query.get("renew") == "1",
        refused: lines(job.faults.as_deref())?,
        sample: sample.map_err(Error::internal)?,
        import,
        faults,
        has_more,
        notes,
        job,
    })
}

/// The rows that failed, with the reason, as a file.
pub(super) async fn faults(visit: &Visit) -> Result<HttpResponse> {
    let (job, import) = found(visit).await?;
    let file = import.and_then(|import| import.faults_file).ok_or(Error::NotFound)?;
    let name = format!("有误的行 {}.csv", job.file_name.trim_end_matches(".csv").trim_end_matches(".xlsx"));
    saved(Made { name, content_type: "text/csv; charset=utf-8", bytes: file.into_bytes() })
}

/// The file, and what became of its rows or would.
async fn found(visit: &Visit) -> Result<(ImportJob, Option<Import>)> {
    let (id, account) = (visit.param::<ImportJobId>("id")?, visit.actor()?.account());
    let read = move |c: &mut Conn| {
        let job = import_jobs::get(c, id, account)?;
        let import = job.import_id.or(job.trial_id).map(|import| imports::get(c, import, account)).transpose()?;
        Ok((job, import))
    };
    visit.read(read).await
}

impl ImportPage {
    fn is_under_way(&self) -> bool {
        matches!(self.stage, ImportStage::Trying | ImportStage::Bringing)
    }
}
