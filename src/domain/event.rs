//! What a step decided, and the chain that proves it was not changed later.

use super::lifecycle::Action;
use crate::base::id::{AccountId, CaseId};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// What one step decided. `details` holds codes, ids, days and amounts; of names and free text only their SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    pub action: Action,
    /// The day it happened, which may lie before the day it was entered.
    pub on: NaiveDate,
    pub details: serde_json::Value,
    /// The version of the case after it.
    pub seq: i64,
    /// SHA-256 of the case file after it.
    pub state_hash: String,
}

/// An event as it is kept: bound to the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainedEvent {
    pub case_id: CaseId,
    pub seq: i64,
    pub at: NaiveDateTime,
    pub account: Option<AccountId>,
    pub action: Action,
    pub on: NaiveDate,
    pub details: serde_json::Value,
    pub state_hash: String,
    pub prev_hash: String,
    pub hash: String,
}
