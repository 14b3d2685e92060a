//! The law firm on a case. Offers, answers and conflicts are the assignment's own affair.

use super::step;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::FirmId;
use crate::domain::case::CaseFile;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use serde_json::json;

/// The firm that took the case on works on it from now.
pub fn assign_firm(file: &mut CaseFile, firm: FirmId, by: &Moment) -> Result<Event> {
    step(file, Action::AssignFirm, by.today, by, |file| {
        rules::require(file.case.firm_id.is_none(), Code::FirmOnCase)?;
        file.case.firm_id = Some(firm);
        Ok(json!({ "firm_id": firm }))
    })
}

/// The firm leaves the case.
pub fn release_firm(file: &mut CaseFile, by: &Moment) -> Result<Event> {
    step(file, Action::ReleaseFirm, by.today, by, |file| {
        let firm = file.case.firm_id.take().ok_or(Error::Conflict(Code::NoFirmOnCase))?;
        Ok(json!({ "firm_id": firm }))
    })
}
