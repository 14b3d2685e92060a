//! The events of a case: added to, read, never changed. The database itself refuses a change (migration 0003).

use super::db::Conn;
use super::dialect::each;
use super::record::MANY;
use super::schema::cases::case_event;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId};
use crate::domain::event::ChainedEvent;
use crate::domain::lifecycle::Action;
use chrono::NaiveDate;
use diesel::prelude::*;

/// An event as it stands in its row.
#[derive(Queryable, Insertable)]
#[diesel(table_name = case_event, treat_none_as_default_value = false)]
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

impl Row {
    fn of(event: &ChainedEvent) -> Self {
        Self {
            case_id: event.case_id,
            seq: event.seq,
            at: event.at,
            account_id: event.account,
            action: event.action,
            happened_on: event.on,
            details: event.details.to_string(),
            state_hash: event.state_hash.clone(),
            prev_hash: event.prev_hash.clone(),
            hash: event.hash.clone(),
        }
    }
}

/// Adds an event to the end of its case's chain.
pub(super) fn append(c: &mut Conn, event: &ChainedEvent) -> Result<()> {
    each!(c, c => diesel::insert_into(case_event::table).values(Row::of(event)).execute(c))?;
    Ok(())
}

/// Adds events to the ends of their cases' chains, many in a statement.
pub(super) fn append_all(c: &mut Conn, events: &[ChainedEvent]) -> Result<()> {
    for events in events.chunks(MANY) {
        let rows: Vec<Row> = events.iter().map(Row::of).collect();
        each!(c, c => diesel::insert_into(case_event::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// The events of a case from the first on. Whether the reader may see the case is asked before.
pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<ChainedEvent>> {
    let rows: Vec<Row> = case_event::table.filter(case_event::case_id.eq(case)).order(case_event::seq).load(c)?;
    rows.into_iter().map(Row::event).collect()
}

/// The last event of a kind in a case. Whether the reader may see the case is asked before.
pub fn last(c: &mut Conn, case: CaseId, action: Action) -> Result<Option<ChainedEvent>> {
    let of_kind = case_event::table.filter(case_event::case_id.eq(case)).filter(case_event::action.eq(action));
    let last: Option<Row> = of_kind.order(case_event::seq.desc()).first(c).optional()?;
    last.map(Row::event).transpose()
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
