//! The side track of judicial confirmation, with its own small table (L1 art 33, L2 arts 205-206).

use super::step;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::ClockStartId;
use crate::domain::agreement::ConfirmationStatus;
use crate::domain::case::CaseFile;
use crate::domain::clock_rules::{ClockId, ClockStart};
use crate::domain::contact::Name;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationStep {
    pub status: ConfirmationStatus,
    pub on: NaiveDate,
    /// The agreement concerns identity, adoption or marriage relations.
    #[serde(default)]
    pub concerns_status: bool,
    /// The court it goes to.
    pub court: Option<Name>,
    /// The court's number of it, of the series 调确字.
    pub court_no: Option<Name>,
}

fn leads(from: ConfirmationStatus, to: ConfirmationStatus) -> bool {
    use ConfirmationStatus::*;
    matches!(
        (from, to),
        (None | Refused, Applied) | (None, Expired) | (Applied, Accepted | Refused) | (Accepted, Confirmed | Dismissed)
    )
}

/// Moves the confirmation on. That nobody applied in time is known only after the last day. An application after the thirtieth day is
/// refused (L1 art 33); one of a ledger is recorded as late.
pub fn advance_confirmation(file: &mut CaseFile, input: ConfirmationStep, by: &Moment) -> Result<Event> {
    step(file, Action::AdvanceConfirmation, input.on, by, |file| {
        if input.status == ConfirmationStatus::Applied {
            rules::may_apply_for_confirmation(file, input.concerns_status)?;
            rules::confirmation_in_time(file, input.on)?;
        }
        rules::court_number(input.court_no.as_ref())?;
        let agreement = file.agreement.as_mut().ok_or(Error::Conflict(Code::NotEffective))?;
        rules::require(leads(agreement.confirmation, input.status), Code::ConfirmationOrder)?;
        let earliest = agreement.confirmation_on.or(agreement.effective_on).unwrap_or(agreement.agreed_on);
        rules::not_before("on", input.on, earliest)?;
        if input.status == ConfirmationStatus::Expired {
            let last_on = agreement.confirmation_due_on.ok_or(Error::Conflict(Code::NotEffective))?;
            rules::not_before("on", input.on, last_on + Days::new(1))?;
        }
        let late = input.status == ConfirmationStatus::Applied
            && agreement.confirmation_due_on.is_some_and(|due| input.on > due);
        let from = agreement.confirmation;
        agreement.confirmation = input.status;
        agreement.confirmation_on = Some(input.on);
        agreement.court = input.court.or_else(|| agreement.court.take());
        agreement.court_no = input.court_no.or_else(|| agreement.court_no.take());
        let details = json!({ "from": from, "to": input.status, "late": late, "court_no": agreement.court_no });
        if input.status == ConfirmationStatus::Applied {
            // What comes after overwrites the day, which tells whether they applied in time.
            let (rule, starts_on) = (ClockId::ConfirmCourtAccept, input.on);
            file.clock_starts.push(ClockStart { id: ClockStartId::new(), case_id: file.case.id, rule, starts_on });
        }
        Ok(details)
    })
}
