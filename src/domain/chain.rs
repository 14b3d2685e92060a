//! The hash chain of a case: each event is bound to the one before it and to the state of the file after it.

use super::case::CaseFile;
use super::event::{ChainedEvent, Event};
use super::moment::Moment;
use crate::base::id::CaseId;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Says which form the hashed text has, so that a later form can be told apart.
const FORM: &str = "wanlian-case-event-1";

/// Binds an event to the hash of the one before it; that is empty for the first.
pub fn chained(case_id: CaseId, prev_hash: &str, event: &Event, by: &Moment) -> ChainedEvent {
    let mut next = ChainedEvent {
        case_id,
        seq: event.seq,
        at: by.now,
        account: by.account,
        action: event.action,
        on: event.on,
        details: event.details.clone(),
        state_hash: event.state_hash.clone(),
        prev_hash: prev_hash.to_owned(),
        hash: String::new(),
    };
    next.hash = hash_of(&next);
    next
}

/// The hash an event must carry: SHA-256 in hex over its fields, each led by its length in bytes, so that none can run into the next.
pub fn hash_of(event: &ChainedEvent) -> String {
    let mut text = String::new();
    for field in [
        FORM,
        event.case_id.as_str(),
        &event.seq.to_string(),
        &event.at.and_utc().timestamp_micros().to_string(),
        event.account.as_ref().map_or("", |account| account.as_str()),
        event.action.code(),
        &event.on.to_string(),
        &event.details.to_string(),
        &event.state_hash,
        &event.prev_hash,
    ] {
        let _ = write!(text, "{}:{field},", field.len());
    }
    hex(text.as_bytes())
}

/// SHA-256 in hex of the case file's JSON: the fields in the order of the structs, children in the order of their ids.
pub fn state_hash(file: &CaseFile) -> String {
    serde_json::to_vec(file).map(|json| hex(&json)).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
