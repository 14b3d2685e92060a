//! What is to be done and when: the lines of «my work today», of the daily digest and of the personal calendar. The one query behind
//! them is `store/work.rs`.

use super::policy::{Actor, Role};
use crate::base::clock::Instant;
use crate::base::id::{CaseId, CommitteeId, IdText};
use crate::text_enum;
use chrono::{Days, NaiveDate};
use serde::Serialize;

text_enum! {
    /// What has a day.
    pub enum WorkKind {
        Settle = "settle", "调解期限", "Time limit";
        Confirmation = "confirmation", "申请司法确认期限", "Judicial confirmation";
        Performance = "performance", "履行", "Performance";
        Callback = "callback", "回访", "Callback";
        Task = "task", "跟进", "Follow-up";
        Session = "session", "调解会", "Session";
        Offer = "offer", "答复邀约", "Answer to an offer";
        /// What a federation hears: how many cases of a committee are long overdue.
        OverdueSum = "overdue_sum", "逾期案件数", "Cases overdue";
    }
}

/// A day of a case that somebody has to act on. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WorkItem {
    pub kind: WorkKind,
    pub case_id: CaseId,
    pub case_no: String,
    pub committee_id: CommitteeId,
    pub due_on: NaiveDate,
    /// Of a session, and of an offer the end of its time.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Instant>,
    pub minutes: Option<i32>,
    /// The instalment, callback, task, plan or offer; the case itself for its own days.
    pub object_id: String,
    /// Below 0 when the day has passed.
    pub days_left: i64,
    /// A mediator at work on the case can be written to.
    #[serde(skip)]
    pub tended: bool,
    /// The change count of a session.
    #[serde(skip)]
    pub sequence: i32,
}

/// How many cases of a committee are overdue for long: all that a federation sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OverdueSum {
    pub committee_id: CommitteeId,
    /// What its case numbers begin with.
    pub case_prefix: String,
    pub cases: i64,
    /// The latest of their last days.
    pub latest_due_on: NaiveDate,
}

/// The kinds of a role's work; none for those who work on no case.
pub const fn kinds(role: Role) -> &'static [WorkKind] {
    use WorkKind as W;
    match role {
        Role::ChamberAdmin | Role::Mediator => {
            &[W::Settle, W::Confirmation, W::Performance, W::Callback, W::Task, W::Session]
        }
        Role::FirmAdmin | Role::Lawyer => &[W::Settle, W::Session, W::Offer],
        Role::Sysadmin | Role::FederationAdmin | Role::FederationViewer => &[],
    }
}

/// Whether this actor is shown sums and no cases.
pub fn sees_sums(actor: &Actor) -> bool {
    matches!(actor.role(), Role::FederationAdmin | Role::FederationViewer)
}

/// The first and last day of what is listed on `today`: what is late for up to a year, and so many days ahead.
pub fn span(today: NaiveDate, ahead: u16) -> (NaiveDate, NaiveDate) {
    let first = today.checked_sub_days(Days::new(366)).unwrap_or(today);
    (first, today.checked_add_days(Days::new(ahead.into())).unwrap_or(today))
}

impl WorkItem {
    /// When the thing came to be, by its id.
    pub fn made_at(&self) -> Option<Instant> {
        self.object_id.parse::<IdText>().ok()?.made_at()
    }
}
