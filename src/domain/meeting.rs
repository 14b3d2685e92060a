//! Mediation meetings and their record (L1 art 27).

use super::contact::{Name, Text};
use crate::base::id::{CaseId, MeetingId, PartyId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    pub enum MeetingMode {
        OnSite = "on_site", "现场", "On site";
        Online = "online", "线上", "Online";
        Phone = "phone", "电话", "By phone";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Meeting {
    pub id: MeetingId,
    pub case_id: CaseId,
    /// 1, 2, 3 … within the case.
    pub no: i32,
    pub held_on: NaiveDate,
    pub mode: MeetingMode,
    pub place: Option<Name>,
    /// The parties that came.
    #[schema(value_type = Vec<PartyId>)]
    pub attended: TextList<PartyId>,
    /// What was said and found; only for those who see the whole file.
    pub record: Option<Text>,
}
