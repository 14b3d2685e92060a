//! Taking a closed case up again, with a reason.

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Status};
use crate::domain::clocks::settle_due_on;
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    pub reopened_on: NaiveDate,
    /// `agreed` for a case with an agreement, `mediating` for one without.
    pub to: Status,
    pub reason: Text,
}

/// Back to the performance of the agreement, or back to mediation, for which consent, notice and a lead are needed as at the start.
pub fn reopen(file: &mut CaseFile, input: Reopening, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::Reopen, input.reopened_on, by, |file| {
        rules::not_before("reopened_on", input.reopened_on, file.case.closed_on.unwrap_or(file.case.applied_on))?;
        let target = if file.agreement.is_some() { Status::Agreed } else { Status::Mediating };
        rules::require(input.to == target, Code::ReopenTarget)?;
        if target == Status::Mediating {
            rules::require(file.case.accepted_on.is_some(), Code::ReopenTarget)?;
            rules::may_mediate(file)?;
        }
        // What was under way when the case ended ended with it.
        for pause in file.pauses.iter_mut().filter(|pause| pause.until_on.is_none()) {
            pause.until_on = file.case.concluded_on.map(|on| on.max(pause.from_on));
        }
        let case = &mut file.case;
        case.status = target;
        case.closed_on = None;
        if target == Status::Mediating {
            case.outcome = None;
            case.concluded_on = None;
            case.remedies_told_on = None;
        }
        let reason_sha256 = sealed(Some(&input.reason));
        case.outcome_reason = Some(input.reason);
        if target == Status::Mediating {
            file.case.due_on = settle_due_on(file, terms);
        }
        Ok(json!({ "to": target, "reason_sha256": reason_sha256 }))
    })
}
