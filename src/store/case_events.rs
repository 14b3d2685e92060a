//! The events of a case: added to, read, never changed. The database itself refuses a change (migration 0003).

use super::db::Conn;
use super::schema::cases::case_event;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId};
use crate::domain::event::ChainedEvent;
use crate::domain::lifecycle::Action;
use chrono::NaiveDate;
use diesel::prelude::*;

/// An event as it stands in its row.
#[derive(Queryable)]
struct Row {
    case_id: CaseId,
    seq: i64,
    at: Instant,
    account_id: Option<AccountId>,
    action: Action,
    happened_on: NaiveDate,
    details: String,
    state_hash: String,
    prev_hash: String,
    hash: String,
}

/// Adds an event to the end of its case's chain.
pub(super) fn append(c: &mut Conn, event: &ChainedEvent) -> Result<()> {
    diesel::insert_into(case_event::table)
        .values((
            case_event::case_id.eq(event.case_id),
            case_event::seq.eq(event.seq),
            case_event::at.eq(event.at),
            case_event::account_id.eq(event.account),
            case_event::action.eq(event.action),
            case_event::happened_on.eq(event.on),
            case_event::details.eq(event.details.to_string()),
            case_event::state_hash.eq(&event.state_hash),
            case_event::prev_hash.eq(&event.prev_hash),
            case_event::hash.eq(&event.hash),
        ))
        .execute(c)?;
    Ok(())
}

/// The events of a case from the first on. Whether the reader may see the case is asked before.
pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<ChainedEvent>> {
    let rows: Vec<Row> = case_event::table.filter(case_event::case_id.eq(case)).order(case_event::seq).load(c)?;
    rows.into_iter().map(Row::event).collect()
}

impl Row {
    fn event(self) -> Result<ChainedEvent> {
        Ok(ChainedEvent {
            case_id: self.case_id,
            seq: self.seq,
            at: self.at,
            account: self.account_id,
            action: self.action,
            on: self.happened_on,
            details: serde_json::from_str(&self.details).map_err(Error::internal)?,
            state_hash: self.state_hash,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }
}
