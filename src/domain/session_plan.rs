//! Sessions planned ahead, who came to those that were held, and their record by the official points (F3, L1 art 27).

use super::contact::{Name, Text};
use super::meeting::MeetingMode;
use crate::base::clock::Instant;
use crate::base::id::{AttendanceId, CaseId, MediatorId, MeetingId, MeetingPointsId, PartyId, SessionPlanId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    pub enum PlanState {
        Planned = "planned", "待举行", "Planned";
        Held = "held", "已举行", "Held";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

text_enum! {
    /// Why a party did not come to a session that was held.
    pub enum AbsenceReason {
        Illness = "illness", "因病", "Illness";
        Work = "work", "因工作", "Work";
        Travel = "travel", "在外地", "Away";
        NotReached = "not_reached", "未能联系", "Not reached";
        Unwilling = "unwilling", "不愿到场", "Unwilling to come";
        Unexplained = "unexplained", "未说明", "No reason given";
        Other = "other", "其他", "Other";
    }
}

/// A session that is planned, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct SessionPlan {
    pub id: SessionPlanId,
    pub case_id: CaseId,
    #[schema(value_type = String, format = DateTime)]
    pub starts_at: Instant,
    /// The day in China on which it starts.
    pub starts_on: NaiveDate,
    pub minutes: i32,
    pub mode: MeetingMode,
    pub place: Option<Name>,
    /// Of a session by video.
    pub link: Option<Name>,
    #[schema(value_type = Vec<PartyId>)]
    pub parties: TextList<PartyId>,
    #[schema(value_type = Vec<MediatorId>)]
    pub mediators: TextList<MediatorId>,
    pub state: PlanState,
    /// Rises with each change that the invited have to hear of (RFC 5545 section 3.8.7.4).
    pub sequence: i32,
    /// Why it was cancelled.
    pub reason: Option<Text>,
    /// What it became.
    pub meeting_id: Option<MeetingId>,
}

/// A party at a session: that it did not come and why, or what it stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Attendance {
    pub id: AttendanceId,
    pub case_id: CaseId,
    pub meeting_id: MeetingId,
    pub party_id: PartyId,
    pub came: bool,
    pub absence: Option<AbsenceReason>,
    pub remark: Option<Text>,
    pub statement: Option<Text>,
}

/// The record of a session by the points of the official form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct MeetingPoints {
    pub id: MeetingPointsId,
    pub case_id: CaseId,
    pub meeting_id: MeetingId,
    /// The parties were told their rights and duties.
    pub notice_given: bool,
    pub principles_told: bool,
    pub risk_told: bool,
    /// What was checked and found.
    pub facts: Option<Text>,
    pub agreed: Option<Text>,
    /// Why there was no agreement.
    pub not_agreed: Option<Text>,
    /// The other routes were told (L1 art 26).
    pub routes_told: bool,
}
