//! An appraisal (鉴定) begins and ends; the time between is not counted (L4 art 26). And the days that start clocks no other step tells.

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{ClockStartId, PauseId};
use crate::domain::case::CaseFile;
use crate::domain::clock_rules::{ClockId, ClockStart, RECORDED};
use crate::domain::clocks::settle_due_on;
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::pause::{Pause, PauseKind};
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartOfAppraisal {
    pub started_on: NaiveDate,
    /// What is appraised.
    pub subject: Option<Text>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOfAppraisal {
    pub ended_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartOfClock {
    /// `court_accept`, `payment_order` or `labour_arbitration`; the other clocks start with what the file says.
    pub rule: ClockId,
    pub starts_on: NaiveDate,
}

/// An appraisal begins; there is one at a time.
pub fn start_appraisal(file: &mut CaseFile, input: StartOfAppraisal, by: &Moment) -> Result<Event> {
    step(file, Action::StartAppraisal, input.started_on, by, |file| {
        rules::require(open_pause(file, PauseKind::Appraisal).is_none(), Code::AppraisalOpen)?;
        rules::not_before("started_on", input.started_on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
        let subject = sealed(input.subject.as_ref());
        begin_pause(file, PauseKind::Appraisal, input.started_on, input.subject);
        Ok(json!({ "started_on": input.started_on, "subject_sha256": subject }))
    })
}

/// The appraisal is there: the last day moves by the days it took.
pub fn end_appraisal(file: &mut CaseFile, input: EndOfAppraisal, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::EndAppraisal, input.ended_on, by, |file| {
        end_pause(file, PauseKind::Appraisal, "ended_on", input.ended_on)?;
        file.case.due_on = settle_due_on(file, terms);
        Ok(json!({ "ended_on": input.ended_on, "due_on": file.case.due_on }))
    })
}

/// Notes the day that starts a clock; a later note of the same clock takes its place.
pub fn start_clock(file: &mut CaseFile, input: StartOfClock, by: &Moment) -> Result<Event> {
    step(file, Action::StartClock, by.today, by, |file| {
        if !RECORDED.contains(&input.rule) {
            return Err(Error::field("rule", Code::ClockFromFile));
        }
        rules::not_in_future("starts_on", input.starts_on, by.today)?;
        let (id, case_id) = (ClockStartId::new(), file.case.id);
        file.clock_starts.retain(|one| one.rule != input.rule);
        file.clock_starts.push(ClockStart { id, case_id, rule: input.rule, starts_on: input.starts_on });
        Ok(json!({ "rule": input.rule, "starts_on": input.starts_on }))
    })
}

/// The pause of a kind that goes on.
pub(in crate::domain) fn open_pause(file: &CaseFile, kind: PauseKind) -> Option<&Pause> {
    file.pauses.iter().find(|pause| pause.kind == kind && pause.until_on.is_none())
}

pub(super) fn begin_pause(file: &mut CaseFile, kind: PauseKind, from_on: NaiveDate, reason: Option<Text>) {
    let (id, case_id) = (PauseId::new(), file.case.id);
    file.pauses.push(Pause { id, case_id, kind, from_on, until_on: None, reason });
}

/// Ends the open pause of a kind, on a day that is not before its first.
pub(super) fn end_pause(file: &mut CaseFile, kind: PauseKind, field: &str, on: NaiveDate) -> Result<()> {
    let open = file.pauses.iter_mut().find(|pause| pause.kind == kind && pause.until_on.is_none());
    let pause = open.ok_or(Error::Conflict(Code::NoOpenPause))?;
    rules::not_before(field, on, pause.from_on)?;
    pause.until_on = Some(on);
    Ok(())
}
