//! Whether the cases are as the steps left them: each chain is walked, and each stored file compared with the hash of its last event.

use super::case_events;
use super::case_files;
use super::db::Conn;
use super::schema::cases::{case_event, cases};
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::event::{state_hash, verify};
use crate::domain::policy::Scope;
use diesel::prelude::*;

/// Where something was changed behind the program's back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// This event of the case, or the one that should be there, is not as it was written.
    Event { case: CaseId, seq: i64 },
    /// The chain is sound but the stored case is not what its last event left.
    State { case: CaseId },
    /// The rows can no longer be read.
    Unreadable { case: String },
    /// Events without their case.
    NoCase { case: String },
}

/// The first break among up to `many` cases after `from`, and the last case looked at: none at the end.
pub fn walk(c: &mut Conn, from: Option<&str>, many: i64) -> Result<(Option<Break>, Option<String>)> {
    let start = from.unwrap_or_default();
    let ids: Vec<String> =
        cases::table.filter(cases::id.gt(start)).order(cases::id).limit(many).select(cases::id).load(c)?;
    for text in &ids {
        let found = match text.parse::<CaseId>() {
            Ok(id) => check(c, id)?,
            Err(_) => Some(Break::Unreadable { case: text.clone() }),
        };
        if found.is_some() {
            return Ok((found, Some(text.clone())));
        }
    }
    Ok((None, ids.into_iter().next_back()))
}

/// Events whose case is gone.
pub fn without_case(c: &mut Conn) -> Result<Option<Break>> {
    let lost: Option<String> = case_event::table
        .filter(case_event::case_id.ne_all(cases::table.select(cases::id)))
        .select(case_event::case_id)
        .first(c)
        .optional()?;
    Ok(lost.map(|case| Break::NoCase { case }))
}

/// What is wrong with one case, if anything.
pub fn check(c: &mut Conn, id: CaseId) -> Result<Option<Break>> {
    let unreadable = || Break::Unreadable { case: id.to_string() };
    let Ok(chain) = case_events::of_case(c, id) else { return Ok(Some(unreadable())) };
    let Ok(file) = case_files::load(c, &Scope::Everything, id) else { return Ok(Some(unreadable())) };
    if let Some(seq) = verify(&chain, &file.case.head_hash) {
        return Ok(Some(Break::Event { case: id, seq }));
    }
    let is_sound = match chain.last() {
        Some(last) => last.case_id == id && last.seq == file.case.version && last.state_hash == state_hash(&file)?,
        None => false,
    };
    Ok((!is_sound).then_some(Break::State { case: id }))
}

/// The number of the case with this id, without reading anything else of it.
pub fn case_no(c: &mut Conn, id: &str) -> Result<Option<String>> {
    Ok(cases::table.filter(cases::id.eq(id)).select(cases::case_no).first(c).optional()?)
}
