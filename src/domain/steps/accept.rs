//! Accepting a case: the clock of its regime starts, or goes on.

use super::step;
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Status};
use crate::domain::deadlines::{Terms, due_on};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    pub accepted_on: NaiveDate,
    /// A court case under the simplified procedure: 7 days, not 15 (L3 art 27).
    #[serde(default)]
    pub simplified: bool,
}

/// The case is accepted, with its last day.
pub fn accept(file: &mut CaseFile, input: Acceptance, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::Accept, input.accepted_on, by, |file| {
        rules::nobody_refused(file)?;
        rules::not_before("accepted_on", input.accepted_on, file.case.applied_on)?;
        let case = &mut file.case;
        case.status = Status::Accepted;
        case.accepted_on = Some(input.accepted_on);
        case.due_on = due_on(case.regime, case.applied_on, case.accepted_on, input.simplified, terms);
        Ok(json!({ "accepted_on": input.accepted_on, "simplified": input.simplified, "due_on": case.due_on }))
    })
}
