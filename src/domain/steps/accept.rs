//! Accepting a case: the clock of its regime starts, or goes on.

use super::step;
use crate::base::error::Result;
use crate::base::id::ClockStartId;
use crate::domain::case::{CaseFile, Regime, Status};
use crate::domain::clock_rules::{ClockId, ClockStart};
use crate::domain::clocks::settle_due_on;
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
        file.case.status = Status::Accepted;
        file.case.accepted_on = Some(input.accepted_on);
        if input.simplified && file.case.regime == Regime::CourtPost {
            let (id, rule) = (ClockStartId::new(), ClockId::CourtPostSimple);
            file.clock_starts.push(ClockStart { id, case_id: file.case.id, rule, starts_on: input.accepted_on });
        }
        file.case.due_on = settle_due_on(file, terms);
        Ok(json!({ "accepted_on": input.accepted_on, "simplified": input.simplified, "due_on": file.case.due_on }))
    })
}
