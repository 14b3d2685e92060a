//! Longer time limits, agreed by every party (L3 art 27, L4 art 24).

use super::contact::Text;
use crate::base::id::{CaseId, ExtensionId};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Extension {
    pub id: ExtensionId,
    pub case_id: CaseId,
    pub extended_on: NaiveDate,
    pub from_due_on: NaiveDate,
    pub to_due_on: NaiveDate,
    pub reason: Option<Text>,
}
