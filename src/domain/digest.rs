//! What a mail holds beside a case number and a kind: the lines of a digest, the session of an invitation.

use super::work::WorkKind;
use crate::base::clock::Instant;
use crate::base::id::{AccountId, MailId, SessionPlanId};
use chrono::NaiveDate;

/// A day that somebody was told of.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Told {
    pub account_id: AccountId,
    /// The case, or the committee of a sum.
    pub subject_id: String,
    pub kind: WorkKind,
    pub due_on: NaiveDate,
    /// Tells one telling of the same day from the next; of a sum, how many.
    pub mark: i32,
    /// The case number, or the prefix of the committee's.
    pub label: String,
    pub mail_id: MailId,
    pub told_at: Instant,
}

/// The session that a mail invites to, as it was when the mail was queued.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Invitation {
    pub mail_id: MailId,
    pub plan_id: SessionPlanId,
    pub sequence: i32,
    pub starts_at: Instant,
    pub minutes: i32,
    pub cancelled: bool,
}
