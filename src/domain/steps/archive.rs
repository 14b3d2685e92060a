//! Archiving: the dossier is complete and nothing changes any more (L1 art 27).

use super::step;
use crate::base::error::Result;
use crate::domain::case::{CaseFile, Status};
use crate::domain::dossier::{self, Filed};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Archiving {
    pub archived_on: NaiveDate,
}

/// Archives the case, or names each item its dossier lacks.
pub fn archive(file: &mut CaseFile, input: Archiving, filed: &Filed, by: &Moment) -> Result<Event> {
    step(file, Action::Archive, input.archived_on, by, |file| {
        rules::not_before("archived_on", input.archived_on, file.case.closed_on.unwrap_or(file.case.applied_on))?;
        dossier::complete(file, filed)?;
        file.case.status = Status::Archived;
        Ok(json!({ "archived_on": input.archived_on }))
    })
}
