//! Mediating: its start, a pause, and going on.

use super::appraise::{begin_pause, end_pause, open_pause};
use super::{sealed, step};
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Status};
use crate::domain::clocks::settle_due_on;
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::pause::PauseKind;
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
        begin_pause(file, PauseKind::Suspension, input.suspended_on, Some(input.reason.clone()));
        file.case.outcome_reason = Some(input.reason);
        Ok(json!({ "suspended_on": input.suspended_on, "reason_sha256": reason }))
    })
}

/// Mediation goes on; the days of the pause are not counted, but for labour, whose fifteen days run on (L7 art 14).
pub fn resume(file: &mut CaseFile, input: Resuming, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::Resume, input.resumed_on, by, |file| {
        rules::nobody_refused(file)?;
        let since = file.case.suspended_on.take().unwrap_or(input.resumed_on);
        if open_pause(file, PauseKind::Suspension).is_none() {
            // Suspended when pauses were not kept yet.
            begin_pause(file, PauseKind::Suspension, since, None);
        }
        end_pause(file, PauseKind::Suspension, "resumed_on", input.resumed_on)?;
        file.case.status = Status::Mediating;
        file.case.outcome_reason = None;
        file.case.due_on = settle_due_on(file, terms);
        Ok(json!({ "resumed_on": input.resumed_on, "due_on": file.case.due_on }))
    })
}
