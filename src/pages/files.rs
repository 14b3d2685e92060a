//! The files of a case: photos from a phone, scans, recordings; listed, added, saved, taken away.

use super::fields::{Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::paper::{saved, shown};
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{file_words, filled, once, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{AttachmentId, CaseId, PartyId, PaymentId};
use crate::base::json;
use crate::domain::attachments::{Attachment, AttachmentKind};
use crate::domain::case::Case;
use crate::domain::lifecycle::Action;
use crate::domain::policy::Role;
use crate::store::{attachments, blobs};
use crate::workflow::attach_file::{self, NewAttachment};
use crate::workflow::show_case;
use crate::workflow::write_paper::Made;
use actix_web::HttpResponse;
use actix_web::web::Bytes;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/templates/files.html")]
struct FilesPage {
    f: Frame,
    w: &'static file_words::Words,
    case: Case,
    files: Vec<Line>,
    may_remove: bool,
    /// The form to add some; none where it may not.
    form: Option<Vec<Drawn>>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

struct Line {
    file: Attachment,
    /// The party it is about.
    about: String,
    size: String,
}

/// What the form says of its files.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    kind: AttachmentKind,
    title: Option<String>,
    party: Option<PartyId>,
    #[serde(default)]
    signers: Vec<PartyId>,
    payment: Option<PaymentId>,
    #[serde(default)]
    private: bool,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

fn fields(visit: &Visit) -> Vec<Field> {
    let mut fields = vec![
        must("kind", Kind::Choice(AttachmentKind::TERMS), "材料类别", "What it is"),
        may("photo", Kind::Photo, "拍照", "Take a photo"),
        may("file", Kind::Files, "或选择文件（可多选）", "Or choose files (several at once)"),
        may("title", Kind::Line, "名称（不填则用文件名）", "Title (the file's name when empty)"),
        may("party", Kind::Party, "所涉当事人", "The party it is about"),
        may("signers", Kind::Parties, "签名的当事人（仅签名盖章扫描件）", "Who signed (signed scans only)"),
        may("payment", Kind::Payment, "所证明的付款（仅履行凭证）", "The payment it proves (proofs of payment only)"),
    ];
    if visit.who().is_some_and(|who| who.actor.role() == Role::Mediator) {
        fields.push(may(
            "private",
            Kind::Tick,
            "仅本人可见（单方保密材料）",
            "Visible to me only (given in confidence)",
        ));
    }
    fields
}

pub(super) async fn add(visit: &Visit) -> Result<HttpResponse> {
    match added(visit).await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

/// Adds the files, all or none; the path of the list they then stand in.
async fn added(visit: &Visit) -> Result<String> {
    let (id, actor, by) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment());
    let said: Said = json::read(&filled::body(&fields(visit), &visit.form, &Setting::of(visit))?)?;
    let (asker, is_private) = (actor.clone(), said.private);
    visit.read(move |c| attach_file::may_add(c, &asker, id, is_private)).await?;
    if visit.form.files().is_empty() {
        return Err(Error::field("file", Code::Missing));
    }
    let (mut kept, mut new): (Vec<Bytes>, Vec<NewAttachment>) = Default::default();
    for sent in visit.form.files() {
        let at = |error: Error| match error {
            // Beside the one of the two fields that it came by.
            Error::Invalid(faults) => {
                Error::Invalid(faults.into_iter().map(|fault| Fault { field: sent.field.clone(), ..fault }).collect())
            }
            Error::Body(code) => Error::field(&sent.field, code),
            other => other,
        };
        let titled = visit.form.files().len() == 1;
        let name = said.title.as_deref().filter(|_| titled).unwrap_or(&sent.name);
        let (file_type, title) = attach_file::inspect(&sent.bytes, Some(name), said.kind).map_err(at)?;
        let (folder, bytes) = (visit.config.attachments.folder.clone(), sent.bytes.clone());
        let keep = move || blobs::put(&folder, &bytes);
        new.push(NewAttachment {
            kind: said.kind,
            title,
            file_type,
            sha256: tokio::task::spawn_blocking(keep).await.map_err(Error::internal)??,
            bytes: i64::try_from(sent.bytes.len()).map_err(Error::internal)?,
            party_id: said.party,
            signers: said.signers.clone(),
            payment_id: said.payment,
            is_private: said.private,
        });
        kept.push(sent.bytes.clone());
    }
    let path = once::make(visit, move |tx| {
        new.into_iter().try_for_each(|one| attach_file::add(tx, &actor, id, one, &by).map(drop))?;
        Ok(format!("/cases/{id}/files"))
    })
    .await?;
    // Somebody may have removed the last other file of this content meanwhile, and its bytes with it.
    let folder = visit.config.attachments.folder.clone();
    let again = move || kept.iter().try_for_each(|bytes| blobs::put(&folder, bytes).map(drop));
    tokio::task::spawn_blocking(again).await.map_err(Error::internal)??;
    Ok(path)
}

/// The file itself, to be saved.
pub(super) async fn save(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<AttachmentId>("id")?, visit.actor()?.clone(), visit.moment());
    let file = shown(visit, move |c| attach_file::show(c, &actor, id, &by)).await?;
    let (folder, hash) = (visit.config.attachments.folder.clone(), file.sha256.clone());
    let bytes = tokio::task::spawn_blocking(move || blobs::get(&folder, &hash)).await.map_err(Error::internal)??;
    saved(Made { name: file.file_name(), content_type: file.file_type.media_type(), bytes })
}

/// Takes a file away, with a reason.
pub(super) async fn remove(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<AttachmentId>("id")?, visit.actor()?.clone(), visit.moment());
    let version = visit.version()?;
    let asked = [must("reason", Kind::Line, "", "")];
    let input = json::read(&filled::body(&asked, &visit.form, &Setting::of(visit))?)?;
    let removed = visit.change(move |tx| attach_file::remove(tx, &actor, id, version, &input, &by)).await?;
    let (db, folder, hash) = (visit.db.clone(), visit.config.attachments.folder.clone(), removed.sha256);
    let drop_file = move || blobs::drop_unless(&folder, &hash, || db.read_now(|c| attachments::is_needed(c, &hash)));
    tokio::task::spawn_blocking(drop_file).await.map_err(Error::internal)??;
    Ok(show::see(&format!("/cases/{}/files", removed.case_id)))
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor, by, terms) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment(), visit.terms());
    let load = move |c: &mut crate::store::db::Conn| {
        let reply = show_case::show_case(c, &actor, id, &terms, &by)?;
        Ok((attach_file::of_shown(c, &actor, id)?, reply))
    };
    let (files, reply) = shown(visit, load).await?;
    let w = file_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", w.files, reply.file.case.case_no))?;
    let setting = Setting { file: Some(reply.file.clone()), ..Setting::of(visit) };
    let (drawn, rest) = setting.draw(&fields(visit), &visit.form, faults(error));
    let about = |file: &Attachment| {
        let party = setting.parties().iter().find(|party| Some(party.id) == file.party_id);
        party.map_or_else(String::new, |party| setting.named(party))
    };
    let line = |file: Attachment| Line { about: about(&file), size: size(file.bytes), file };
    let page = FilesPage {
        w,
        files: files.into_iter().filter(|file| file.removed_at.is_none()).map(line).collect(),
        may_remove: reply.actions.contains(&Action::RemoveAttachment),
        form: reply.actions.contains(&Action::AddAttachment).then_some(drawn),
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        case: reply.file.case.clone(),
        f,
    };
    refusal::html(&page, error)
}

/// 340 KB, 1.2 MB.
fn size(bytes: i64) -> String {
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}
