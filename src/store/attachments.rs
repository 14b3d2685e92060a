//! The files of cases. Whether the reader may see the case is asked before; a private file is known to its author alone.

use super::db::Conn;
use super::record::record;
use super::schema::cases::case_event;
use super::schema::papers::attachment;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, AttachmentId, CaseId};
use crate::domain::attachments::Attachment;
use crate::domain::contact::Text;
use crate::domain::lifecycle::Action;
use diesel::prelude::*;

record!(attachment: Attachment {
    id: AttachmentId, case_id, kind, title, file_type, sha256, bytes, party_id, signers, is_private, author, added_at,
    removed_at, removal_reason, payment_id,
});

/// The files of a case in the order they came, without those that were removed.
pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<Attachment>> {
    let all = attachment::table.filter(attachment::case_id.eq(case)).filter(attachment::removed_at.is_null());
    Ok(all.order(attachment::id).select(columns()).load(c)?)
}

/// Those of them that this reader may know of.
pub fn readable(c: &mut Conn, case: CaseId, reader: AccountId) -> Result<Vec<Attachment>> {
    Ok(of_case(c, case)?.into_iter().filter(|one| one.is_open_to(reader)).collect())
}

/// How many files a case has, private ones too.
pub fn count(c: &mut Conn, case: CaseId) -> Result<i64> {
    Ok(attachment::table.filter(attachment::case_id.eq(case)).count().get_result(c)?)
}

/// Notes that a file was removed. `Conflict` cannot be: the case's version was asked before.
pub fn retire(c: &mut Conn, id: AttachmentId, reason: &Text, now: Instant) -> Result<()> {
    let gone = (attachment::removed_at.eq(Some(now)), attachment::removal_reason.eq(Some(reason)));
    let changed = diesel::update(attachment::table.filter(attachment::id.eq(id))).set(gone).execute(c)?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether any file that was not removed has these bytes.
pub fn is_needed(c: &mut Conn, sha256: &str) -> Result<bool> {
    let alike = attachment::table.filter(attachment::sha256.eq(sha256)).filter(attachment::removed_at.is_null());
    Ok(alike.count().get_result::<i64>(c)? > 0)
}

/// Up to `many` files after `from`, removed ones too, for those who look whether all is there.
pub fn after(c: &mut Conn, from: Option<AttachmentId>, many: i64) -> Result<Vec<Attachment>> {
    let mut query = attachment::table.into_boxed();
    if let Some(from) = from {
        query = query.filter(attachment::id.gt(from));
    }
    Ok(query.order(attachment::id).limit(many).select(columns()).load(c)?)
}

/// Whether the chain of the case says that this file came with these bytes, and whether it was removed.
pub fn is_recorded(c: &mut Conn, one: &Attachment) -> Result<bool> {
    let events: Vec<(String, String)> = case_event::table
        .filter(case_event::case_id.eq(one.case_id))
        .filter(case_event::action.eq_any([Action::AddAttachment, Action::RemoveAttachment]))
        .select((case_event::action, case_event::details))
        .load(c)?;
    let says = |action: Action| {
        events.iter().any(|(kind, details)| {
            let details: serde_json::Value = serde_json::from_str(details).unwrap_or_default();
            let is = |key: &str, value: &str| details.get(key).and_then(|text| text.as_str()) == Some(value);
            kind == action.code() && is("attachment_id", one.id.as_str()) && is("sha256", &one.sha256)
        })
    };
    Ok(says(Action::AddAttachment) && says(Action::RemoveAttachment) == one.removed_at.is_some())
}

/// How many files the chains say came, so that a row that is gone is missed.
pub fn recorded(c: &mut Conn) -> Result<i64> {
    let added = case_event::table.filter(case_event::action.eq(Action::AddAttachment));
    Ok(added.count().get_result(c)?)
}
