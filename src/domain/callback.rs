//! Callbacks after an agreement, asked of each side, and the tasks that come of them. Satisfaction has no default (F7).

use super::consent::Channel;
use super::contact::Text;
use crate::base::id::{AccountId, CallbackId, CaseId, PartyId, TaskId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// Reached are those who answered and those who would not.
    pub enum CallbackResult {
        Answered = "answered", "已回访", "Answered";
        Declined = "declined", "已联系未作答", "Reached, did not answer";
        Unreachable = "unreachable", "未能联系", "Unreachable";
    }
}

text_enum! {
    /// What the party says of the performance.
    pub enum Performance {
        Full = "full", "已履行", "Performed";
        Partial = "partial", "部分履行", "Partly performed";
        None = "none", "未履行", "Not performed";
    }
}

text_enum! {
    pub enum Satisfaction {
        Satisfied = "satisfied", "满意", "Satisfied";
        Fair = "fair", "基本满意", "Fairly satisfied";
        Dissatisfied = "dissatisfied", "不满意", "Dissatisfied";
    }
}

text_enum! {
    /// Whose word a record is.
    pub enum Source {
        Party = "party", "当事人本人填写", "Answered by the party";
        Staff = "staff", "工作人员代填", "Entered by staff";
    }
}

text_enum! {
    /// What has to be looked into.
    pub enum TaskKind {
        Dissatisfied = "dissatisfied", "不满意回访跟进", "Follow up a dissatisfied party";
        NotPerformed = "not_performed", "督促履行", "Urge performance";
        PaymentDisputed = "payment_disputed", "收款方称未收到付款", "The payee says a payment did not come";
    }
}

/// A callback that is due, or was made. Open while `done_on` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Callback {
    pub id: CallbackId,
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    /// The account that asked; empty when open or taken over from a ledger.
    pub done_by: Option<AccountId>,
    pub channel: Option<Channel>,
    pub result: Option<CallbackResult>,
    pub performance: Option<Performance>,
    pub satisfaction: Option<Satisfaction>,
    pub remark: Option<Text>,
    /// Whose word it is; empty when open or taken over from a ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The callback that this one asks again, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopens: Option<CallbackId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopen_reason: Option<Text>,
}

/// Something to be done about a case. Open while `done_on` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Task {
    pub id: TaskId,
    pub case_id: CaseId,
    pub kind: TaskKind,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    /// The callback it came of.
    pub callback_id: Option<CallbackId>,
}
