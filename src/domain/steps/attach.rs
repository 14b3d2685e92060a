//! Files come to a case and are taken from it; the event holds their hash, so that neither can happen unseen.

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::attachments::{Attachment, AttachmentKind};
use crate::domain::case::CaseFile;
use crate::domain::contact::Text;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use serde::Deserialize;
use serde_json::json;

/// Why a file is taken away.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removing {
    pub reason: Text,
}

/// A file is added. A signed scan names who signed it, and nothing else does; a proof of payment may name the payment.
pub fn add_attachment(file: &mut CaseFile, new: &Attachment, by: &Moment) -> Result<Event> {
    step(file, Action::AddAttachment, by.today, by, |file| {
        for party in new.party_id.iter().chain(new.signers.iter()) {
            rules::party(file, "signers", *party)?;
        }
        if (new.kind == AttachmentKind::SignedScan) == new.signers.is_empty() {
            return Err(Error::field("signers", Code::SignersOfScan));
        }
        if new.payment_id.is_some() && new.kind != AttachmentKind::PaymentProof {
            return Err(Error::field("payment", Code::PaymentOfProof));
        }
        if new.payment_id.is_some_and(|id| file.payments.iter().all(|payment| payment.id != id)) {
            return Err(Error::field("payment", Code::UnknownReference));
        }
        Ok(json!({
            "attachment_id": new.id, "kind": new.kind, "sha256": new.sha256, "bytes": new.bytes, "signers": new.signers,
            "payment_id": new.payment_id,
        }))
    })
}

/// A file is taken away, for a reason.
pub fn remove_attachment(file: &mut CaseFile, old: &Attachment, input: &Removing, by: &Moment) -> Result<Event> {
    step(file, Action::RemoveAttachment, by.today, by, |_| {
        rules::require(old.removed_at.is_none(), Code::AlreadyDone)?;
        Ok(json!({
            "attachment_id": old.id, "sha256": old.sha256, "reason_sha256": sealed(Some(&input.reason)),
        }))
    })
}
