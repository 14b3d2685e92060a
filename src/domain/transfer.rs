//! Handing open cases from one mediator to another: for good, or to a cover who works on them beside. Each case goes by a step.

use super::case::CaseFile;
use super::committee::MediatorStatus;
use super::event::Event;
use super::mediators::{ChosenBy, ReleaseReason};
use super::moment::Moment;
use super::steps::{Appointment, Replacement, appoint_mediator, replace_mediator};
use crate::base::error::Result;
use crate::base::id::{CaseId, MediatorId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    pub enum TransferMode {
        Replace = "replace", "移交", "For good";
        Cover = "cover", "代管", "To a cover beside";
    }
}

/// Who takes over, and how.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    pub to: MediatorId,
    pub mode: TransferMode,
    /// Why the mediator leaves the cases; of a cover nobody leaves. `unavailable` when it is not given.
    pub reason: Option<ReleaseReason>,
    /// Only these of their open cases; all of them when it is not given.
    pub case_ids: Option<Vec<CaseId>>,
}

/// Hands one case from `from` over; refused as the step it is made of.
pub fn hand_over(
    file: &mut CaseFile,
    from: MediatorId,
    input: &Transfer,
    standing: MediatorStatus,
    by: &Moment,
) -> Result<Event> {
    let appointment = Appointment {
        mediator_id: input.to,
        lead: false,
        chosen_by: ChosenBy::Committee,
        relation_declared: false,
        appointed_on: by.today,
    };
    match input.mode {
        TransferMode::Cover => appoint_mediator(file, appointment, standing, by),
        TransferMode::Replace => {
            let reason = input.reason.unwrap_or(ReleaseReason::Unavailable);
            replace_mediator(file, Replacement { mediator_id: from, reason, appointment }, standing, by)
        }
    }
}
