//! Files of a case: added, listed, shown, taken away. Their bytes are kept by the caller, under the hash that stands here.

use super::make_papers::{is_whole, whole};
use super::record::record;
use super::{access, show_case, take_step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AttachmentId, CaseId, PartyId, PaymentId};
use crate::base::text_list::TextList;
use crate::domain::attachments::{Attachment, AttachmentKind, FileType};
use crate::domain::contact::Name;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Permission, Role};
use crate::domain::steps::{self, Removing};
use crate::formats::file_type;
use crate::store::db::Conn;
use crate::store::{attachments, case_files};

/// The most files of one case, removed ones among them.
const MOST: i64 = 500;

/// A file as it was sent, its content looked at.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    pub kind: AttachmentKind,
    pub title: Name,
    pub file_type: FileType,
    pub sha256: String,
    pub bytes: i64,
    pub party_id: Option<PartyId>,
    pub signers: Vec<PartyId>,
    /// The payment that a proof of payment proves.
    pub payment_id: Option<PaymentId>,
    pub is_private: bool,
}

/// What a file is by its content, and its title: the name it came under, without the folders some browsers put before it, or what kind it
/// is where it came without. A name that says another type than the content is refused.
pub fn inspect(bytes: &[u8], name: Option<&str>, kind: AttachmentKind) -> Result<(FileType, Name)> {
    if bytes.is_empty() {
        return Err(Error::field("file", Code::EmptyFile));
    }
    let file_type = file_type::detect(bytes)?;
    let name = name.and_then(|name| name.rsplit(['/', '\\']).next()).unwrap_or(kind.zh());
    let title = Name::parse(name).map_err(|code| Error::field("file", code))?;
    if file_type.fits(title.as_str()) {
        Ok((file_type, title))
    } else {
        Err(Error::field("file", Code::FalseExtension))
    }
}

/// Whether the actor may add files of this kind to the case: asked before the bytes are kept.
pub fn may_add(c: &mut Conn, actor: &Actor, case: CaseId, is_private: bool) -> Result<()> {
    let file = case_files::load(c, &actor.scope(Permission::ReadCases), case)?;
    let file = access::case(c, actor, case, file.case.version, Action::AddAttachment)?;
    // What one party gave in confidence stays with the mediator it was given to.
    if is_private && actor.role() != Role::Mediator {
        return Err(Error::Forbidden);
    }
    if crate::domain::lifecycle::leads(file.case.status, Action::AddAttachment).is_empty() {
        return Err(Error::Conflict(Code::WrongStatus));
    }
    Ok(())
}

/// Adds a file to the case as it is now.
pub fn add(tx: &mut Conn, actor: &Actor, case: CaseId, new: NewAttachment, by: &Moment) -> Result<Attachment> {
    may_add(tx, actor, case, new.is_private)?;
    if attachments::count(tx, case)? >= MOST {
        return Err(Error::Conflict(Code::TooManyFiles));
    }
    let before = case_files::load(tx, &actor.scope(Permission::ReadCases), case)?;
    let mut after = before.clone();
    let attachment = Attachment {
        id: AttachmentId::new(),
        case_id: case,
        kind: new.kind,
        title: new.title,
        file_type: new.file_type,
        sha256: new.sha256,
        bytes: new.bytes,
        party_id: new.party_id,
        signers: TextList(new.signers),
        is_private: new.is_private,
        author: actor.account(),
        added_at: by.now,
        removed_at: None,
        removal_reason: None,
        payment_id: new.payment_id,
    };
    let event = steps::add_attachment(&mut after, &attachment, by)?;
    record(tx, Some(&before), &mut after, &event, by)?;
    attachments::insert(tx, &attachment)?;
    Ok(attachment)
}

/// The files of a case that the actor may know of. What a firm is shown is logged.
pub fn list(c: &mut Conn, actor: &Actor, case: CaseId, by: &Moment) -> Result<Vec<Attachment>> {
    show_case::file(c, actor, case, by)?;
    of_shown(c, actor, case)
}

/// The same of a case that was just shown to the actor; `Forbidden` where it is seen masked.
pub fn of_shown(c: &mut Conn, actor: &Actor, case: CaseId) -> Result<Vec<Attachment>> {
    is_whole(actor)?;
    attachments::readable(c, case, actor.account())
}

/// One file. `NotFound` when its case is out of sight, when it is private to another, or when it was removed.
pub fn show(c: &mut Conn, actor: &Actor, id: AttachmentId, by: &Moment) -> Result<Attachment> {
    let attachment = attachments::by_id(c, id)?.ok_or(Error::NotFound)?;
    whole(c, actor, attachment.case_id, by)?;
    let is_open = attachment.is_open_to(actor.account()) && attachment.removed_at.is_none();
    if is_open { Ok(attachment) } else { Err(Error::NotFound) }
}

/// Takes a file from its case, which is of the version that was seen; the attachment as it was.
pub fn remove(
    tx: &mut Conn,
    actor: &Actor,
    id: AttachmentId,
    version: i64,
    input: &Removing,
    by: &Moment,
) -> Result<Attachment> {
    let attachment = show(tx, actor, id, by)?;
    let step = take_step::Step { case: attachment.case_id, version, action: Action::RemoveAttachment };
    take_step::take_step(tx, actor, step, by, |_, file| steps::remove_attachment(file, &attachment, input, by))?;
    attachments::retire(tx, id, &input.reason, by.now)?;
    Ok(attachment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_name_without_its_folders() {
        for (name, title) in [
            (Some("../../etc/收条.pdf"), Some("收条.pdf")),
            (Some("C:\\x\\y.pdf"), Some("y.pdf")),
            (None, Some("证据材料")),
            (Some("x.jpg"), None),
            (Some("  "), None),
        ] {
            let found = inspect(b"%PDF-1.7", name, AttachmentKind::Evidence).ok().map(|(_, title)| title.into_string());
            assert_eq!(found.as_deref(), title, "{name:?}");
        }
    }
}
