//! Mediating: its start, a pause, and going on.

use super::{sealed, step};
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Regime, Status};
use crate::domain::contact::Text;
use crate::domain::deadlines::days_after;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartOfMediation {
    pub started_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspending {
    pub suspended_on: NaiveDate,
    pub reason: Text,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resuming {
    pub resumed_on: NaiveDate,
    /// The pause was for an appraisal: its days are not counted (L4 art 26), but for labour, whose fifteen days run on.
    #[serde(default)]
    pub appraisal: bool,
}

/// Mediation begins: every party agreed and was told its rights, one mediator leads (L1 arts 17, 19; L6 art 30).
pub fn start_mediation(file: &mut CaseFile, input: StartOfMediation, by: &Moment) -> Result<Event> {
    step(file, Action::StartMediation, input.started_on, by, |file| {
        rules::may_mediate(file)?;
        rules::not_before("started_on", input.started_on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
        file.case.status = Status::Mediating;
        Ok(json!({ "started_on": input.started_on }))
    })
}

/// A pause, with its reason.
pub fn suspend(file: &mut CaseFile, input: Suspending, by: &Moment) -> Result<Event> {
    step(file, Action::Suspend, input.suspended_on, by, |file| {
        rules::not_before("suspended_on", input.suspended_on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
        file.case.status = Status::Suspended;
        file.case.suspended_on = Some(input.suspended_on);
        let reason = sealed(Some(&input.reason));
        file.case.outcome_reason = Some(input.reason);
        Ok(json!({ "suspended_on": input.suspended_on, "reason_sha256": reason }))
    })
}

/// Mediation goes on.
pub fn resume(file: &mut CaseFile, input: Resuming, by: &Moment) -> Result<Event> {
    step(file, Action::Resume, input.resumed_on, by, |file| {
        rules::nobody_refused(file)?;
        let case = &mut file.case;
        let since = case.suspended_on.take().unwrap_or(input.resumed_on);
        rules::not_before("resumed_on", input.resumed_on, since)?;
        if input.appraisal && case.regime != Regime::Labour {
            let days = u16::try_from((input.resumed_on - since).num_days()).unwrap_or(u16::MAX);
            case.due_on = case.due_on.map(|due| days_after(due, days));
        }
        case.status = Status::Mediating;
        case.outcome_reason = None;
        Ok(json!({ "resumed_on": input.resumed_on, "appraisal": input.appraisal, "due_on": case.due_on }))
    })
}
