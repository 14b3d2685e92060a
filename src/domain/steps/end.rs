//! The ends without an agreement: not accepted, failed, withdrawn. Each has its own reasons, and figures never mix them (L4 art 25).

use super::plan_session::{cancel_planned, with_plans};
use super::{sealed, step};
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Outcome, Status};
use crate::domain::contact::Text;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Declining {
    pub declined_on: NaiveDate,
    pub outcome: Outcome,
    pub reason: Option<Text>,
    /// The day the applicant was told the right route.
    pub remedies_told_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Terminating {
    pub terminated_on: NaiveDate,
    pub outcome: Outcome,
    pub reason: Option<Text>,
    /// The day the parties were told of arbitration, administrative and court routes: required (L1 art 26).
    pub remedies_told_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawing {
    pub withdrawn_on: NaiveDate,
    pub outcome: Outcome,
    pub reason: Option<Text>,
}

/// The committee does not take the case.
pub fn decline(file: &mut CaseFile, input: Declining, by: &Moment) -> Result<Event> {
    step(file, Action::Decline, input.declined_on, by, |file| {
        rules::reason_given(input.outcome, &rules::REASONS_TO_DECLINE, input.reason.is_some())?;
        if let Some(day) = input.remedies_told_on {
            rules::not_in_future("remedies_told_on", day, by.today)?;
        }
        file.case.remedies_told_on = input.remedies_told_on;
        end(file, Status::Declined, input.declined_on, input.outcome, input.reason)
    })
}

/// Mediation failed. Any party may end it at any time (L1 art 23); the other routes are told (L1 art 26).
pub fn terminate(file: &mut CaseFile, input: Terminating, by: &Moment) -> Result<Event> {
    use Outcome::*;
    let allowed = [NoConsent, PartyRefused, Unreachable, WideGap, TimeLimit, RefusedToSign, Referred, Other];
    step(file, Action::Terminate, input.terminated_on, by, |file| {
        rules::reason_given(input.outcome, &allowed, input.reason.is_some())?;
        let told_on = rules::remedies_told(input.remedies_told_on)?;
        rules::not_in_future("remedies_told_on", told_on, by.today)?;
        file.case.remedies_told_on = Some(told_on);
        end(file, Status::Terminated, input.terminated_on, input.outcome, input.reason)
    })
}

/// The applicant takes the case back, or the parties settled by themselves.
pub fn withdraw(file: &mut CaseFile, input: Withdrawing, by: &Moment) -> Result<Event> {
    let allowed = [Outcome::OwnSettlement, Outcome::ApplicantWithdrew];
    step(file, Action::Withdraw, input.withdrawn_on, by, |file| {
        rules::reason_given(input.outcome, &allowed, input.reason.is_some())?;
        end(file, Status::Withdrawn, input.withdrawn_on, input.outcome, input.reason)
    })
}

fn end(
    file: &mut CaseFile,
    status: Status,
    on: NaiveDate,
    outcome: Outcome,
    reason: Option<Text>,
) -> Result<serde_json::Value> {
    rules::not_before("on", on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
    let plans = cancel_planned(file);
    let case = &mut file.case;
    case.status = status;
    case.outcome = Some(outcome);
    case.concluded_on = Some(on);
    case.suspended_on = None;
    let reason_sha256 = sealed(reason.as_ref());
    case.outcome_reason = reason;
    let told_on = case.remedies_told_on;
    let details = json!({ "outcome": outcome, "reason_sha256": reason_sha256, "remedies_told_on": told_on });
    Ok(with_plans(details, &plans))
}
