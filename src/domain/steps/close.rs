//! Closing: on the day performance or handling ended, which is not the day of the agreement (F2).

use super::step;
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Status};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The day handling ended: not before the end of mediation or the last payment.
    pub closed_on: NaiveDate,
}

/// Closes the case. A risk that was not reported keeps it open (L1 art 25).
pub fn close(file: &mut CaseFile, input: Closing, by: &Moment) -> Result<Event> {
    step(file, Action::Close, input.closed_on, by, |file| {
        let last_payment = file.payments.iter().map(|payment| payment.paid_on).max();
        let earliest = last_payment.max(file.case.concluded_on).unwrap_or(file.case.applied_on);
        rules::not_before("closed_on", input.closed_on, earliest)?;
        file.risk_reports.iter().try_for_each(rules::risk_reported)?;
        if file.case.status == Status::Performed {
            // Of an earlier default or reopening: a closed case with a reason counts as not performed (contribution.rs).
            file.case.outcome_reason = None;
        }
        file.case.status = Status::Closed;
        file.case.closed_on = Some(input.closed_on);
        Ok(json!({ "closed_on": input.closed_on, "outcome": file.case.outcome }))
    })
}
