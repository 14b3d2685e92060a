//! A longer time limit, when every party agrees to it.

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::ExtensionId;
use crate::domain::case::CaseFile;
use crate::domain::clocks::settle_due_on;
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::extension::Extension;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Extending {
    pub extended_on: NaiveDate,
    pub to_due_on: NaiveDate,
    pub reason: Option<Text>,
}

/// Moves the last day, and over days off; there is no upper limit (L3 art 27, L4 art 24).
pub fn extend(file: &mut CaseFile, input: Extending, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::Extend, input.extended_on, by, |file| {
        rules::nobody_refused(file)?;
        rules::may_extend(file)?;
        let from_due_on = file.case.due_on.ok_or(Error::Conflict(Code::NoTimeLimit))?;
        if input.to_due_on <= from_due_on {
            return Err(Error::field("to_due_on", Code::DateOrder));
        }
        let reason = sealed(input.reason.as_ref());
        file.extensions.push(Extension {
            id: ExtensionId::new(),
            case_id: file.case.id,
            extended_on: input.extended_on,
            from_due_on,
            to_due_on: input.to_due_on,
            reason: input.reason,
        });
        file.case.due_on = settle_due_on(file, terms);
        Ok(
            json!({ "from_due_on": from_due_on, "to_due_on": input.to_due_on, "due_on": file.case.due_on, "reason_sha256": reason }),
        )
    })
}
