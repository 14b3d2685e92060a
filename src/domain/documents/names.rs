//! What papers name and a case file holds by id alone, or not at all: read beside the file.

use super::spokesmen::Spokesmen;
use crate::base::id::MediatorId;
use crate::base::working_calendar::WorkingCalendar;
use crate::domain::contact::{Name, Text};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a case file holds by id alone, or not at all.
#[derive(Clone, Debug)]
pub struct Names {
    pub committee: Name,
    pub mediators: BTreeMap<MediatorId, Name>,
    /// What the applicant asked for, who applied without an account.
    pub claim: Option<Text>,
    /// How long the file is kept, as the settings have it.
    pub retention: String,
    /// The day it was archived.
    pub filed_on: Option<NaiveDate>,
    pub spokesmen: Option<Spokesmen>,
    /// By which last days move.
    pub calendar: Arc<WorkingCalendar>,
}
