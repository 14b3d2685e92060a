//! The files of a case: sent as they are, looked at by their content, given back as files to save.

use super::body;
use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::download;
use super::reply::Reply;
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::{AttachmentId, CaseId, PartyId, PaymentId};
use crate::base::token::digest;
use crate::domain::attachments::{Attachment, AttachmentKind};
use crate::domain::moment::Moment;
use crate::domain::steps::Removing;
use crate::store::db::Conn;
use crate::store::{attachments, blobs};
use crate::workflow::attach_file::{self, NewAttachment};
use actix_web::dev::Payload;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{FromRequest, HttpRequest};
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

/// How long a file may take to arrive, over a county's slow line.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a file is to the case. Its name goes in the header `Content-Disposition`: it may hold a name, and an address does not.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AttachmentQuery {
    #[param(inline)]
    pub kind: AttachmentKind,
    /// The party it is about.
    pub party: Option<PartyId>,
    /// Of a signed scan: the parties that signed, with commas between.
    pub signers: Option<String>,
    /// Of a proof of payment: the payment it proves.
    pub payment: Option<PaymentId>,
    /// For the eyes of the mediator who sends it alone.
    #[serde(default)]
    pub private: bool,
}

/// The files of a case, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attachments {
    pub items: Vec<Attachment>,
}

/// The bytes of a file and the name it came under.
pub struct Sent {
    bytes: Bytes,
    name: Option<String>,
}

impl FromRequest for Sent {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let most = request.app_data::<Data<Config>>().map_or(0, |config| config.attachments.max_mib << 20);
        let name =
            request.headers().get("Content-Disposition").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let is_json = body::is_type(request, "application/json");
        let payload = payload.take();
        Box::pin(async move {
            if is_json {
                return Err(Error::Body(Code::Unsupported));
            }
            Ok(Self { bytes: body::bytes(payload, most, PATIENCE).await?, name })
        })
    }
}

pub async fn list(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let id = id.into_inner();
    let items = ctx.shown(move |c, actor, by| attach_file::list(c, actor, id, by)).await?;
    Reply::ok(&Attachments { items })
}

pub async fn add(ctx: Ctx, id: Path<CaseId>, query: Query<AttachmentQuery>, sent: Sent) -> Result<Reply> {
    let (id, query, actor) = (id.into_inner(), query.into_inner(), ctx.actor()?.clone());
    let (asker, is_private) = (actor.clone(), query.private);
    ctx.read(move |c| attach_file::may_add(c, &asker, id, is_private)).await?;
    let signers = query.signers.as_deref().unwrap_or_default().split(',').filter(|id| !id.trim().is_empty());
    let signers: Vec<PartyId> = signers
        .map(|id| id.trim().parse().map_err(|_| Error::field("signers", Code::UnknownReference)))
        .collect::<Result<_>>()?;
    let name = sent.name.as_deref().and_then(given_name);
    let (file_type, title) = attach_file::inspect(&sent.bytes, name.as_deref(), query.kind)?;
    // The whole request is what an Idempotency-Key counts for, not the bytes alone.
    let whole = digest(format!("{}\n{query:?}\n{}", digest(&sent.bytes), digest(title.as_str().as_bytes())).as_bytes());
    let (folder, bytes) = (ctx.config.attachments.folder.clone(), sent.bytes);
    let len = i64::try_from(bytes.len()).map_err(Error::internal)?;
    let kept = bytes.clone();
    let place = folder.clone();
    let keep = move || blobs::put(&place, &kept);
    let sha256 = tokio::task::spawn_blocking(keep).await.map_err(Error::internal)??;
    let by = Moment::at(ctx.now, actor.recorded());
    let AttachmentQuery { kind, party: party_id, payment: payment_id, .. } = query;
    let new = NewAttachment { kind, title, file_type, sha256, bytes: len, party_id, signers, payment_id, is_private };
    let reply = creation::once(&ctx, &format!("/cases/{id}/attachments"), &whole, move |tx: &mut Conn| {
        let attachment = attach_file::add(tx, &actor, id, new, &by)?;
        Reply::created(format!("/api/v1/attachments/{}", attachment.id), &attachment)
    })
    .await?;
    // Somebody may have removed the last other file of this content meanwhile, and its bytes with it.
    tokio::task::spawn_blocking(move || blobs::put(&folder, &bytes)).await.map_err(Error::internal)??;
    Ok(reply)
}

pub async fn show(ctx: Ctx, id: Path<AttachmentId>) -> Result<download::File> {
    let id = id.into_inner();
    let attachment = ctx.shown(move |c, actor, by| attach_file::show(c, actor, id, by)).await?;
    let (folder, hash) = (ctx.config.attachments.folder.clone(), attachment.sha256.clone());
    let bytes = tokio::task::spawn_blocking(move || blobs::get(&folder, &hash)).await.map_err(Error::internal)??;
    Ok(download::File { name: attachment.file_name(), content_type: attachment.file_type.media_type(), bytes })
}

pub async fn remove(ctx: Ctx, id: Path<AttachmentId>, body: Body<Removing>) -> Result<Reply> {
    let (id, version, actor) = (id.into_inner(), ctx.expected_version()?, ctx.actor()?.clone());
    let by = Moment::at(ctx.now, actor.recorded());
    let input = body.value;
    let removed = ctx.change(move |tx| attach_file::remove(tx, &actor, id, version, &input, &by)).await?;
    let (db, folder, hash) = (ctx.db.clone(), ctx.config.attachments.folder.clone(), removed.sha256);
    let drop_file = move || blobs::drop_unless(&folder, &hash, || db.read_now(|c| attachments::is_needed(c, &hash)));
    tokio::task::spawn_blocking(drop_file).await.map_err(Error::internal)??;
    Ok(Reply::none())
}

/// The name in a `Content-Disposition`: `filename*=UTF-8''…` (RFC 6266), or `filename="…"`.
fn given_name(header: &str) -> Option<String> {
    let part = |key: &str| header.split(';').find_map(|part| part.trim().strip_prefix(key)).map(str::trim);
    let coded = part("filename*=")
        .and_then(|value| value.get(..7).filter(|head| head.eq_ignore_ascii_case("UTF-8''")).and(value.get(7..)));
    match coded {
        Some(coded) => decoded(coded),
        None => Some(part("filename=")?.trim_matches('"').to_owned()),
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_read_from_its_header() {
        for (header, name) in [
            ("attachment; filename=\"a b.pdf\"", Some("a b.pdf")),
            ("attachment; filename=a.pdf; filename*=UTF-8''%E6%94%B6%E6%9D%A1.pdf", Some("收条.pdf")),
            ("attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd", Some("../../etc/passwd")),
            ("attachment; filename=\"C:\\x\\y.pdf\"", Some("C:\\x\\y.pdf")),
            ("attachment; filename*=UTF-8''%E6%9", None),
            ("attachment", None),
        ] {
            assert_eq!(given_name(header).as_deref(), name, "{header}");
        }
    }
}
