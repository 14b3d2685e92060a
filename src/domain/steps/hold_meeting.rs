//! The record of a mediation meeting (L1 art 27, F3).

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{MeetingId, PartyId};
use crate::base::text_list::TextList;
use crate::domain::case::CaseFile;
use crate::domain::contact::{Name, Text};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::meeting::{Meeting, MeetingMode};
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeeting {
    pub held_on: NaiveDate,
    pub mode: MeetingMode,
    pub place: Option<Name>,
    pub attended: Vec<PartyId>,
    pub record: Option<Text>,
}

/// Adds a meeting that was held, while nobody refuses to go on.
pub fn hold_meeting(file: &mut CaseFile, input: NewMeeting, by: &Moment) -> Result<Event> {
    step(file, Action::HoldMeeting, input.held_on, by, |file| {
        rules::nobody_refused(file)?;
        rules::not_before("held_on", input.held_on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
        for party_id in &input.attended {
            rules::party(file, "attended", *party_id)?;
        }
        let no = i32::try_from(file.meetings.len() + 1).map_err(|_| Error::field("held_on", Code::OutOfRange))?;
        let details = json!({
            "no": no, "held_on": input.held_on, "mode": input.mode, "attended": input.attended,
            "record_sha256": sealed(input.record.as_ref()),
        });
        file.meetings.push(Meeting {
            id: MeetingId::new(),
            case_id: file.case.id,
            no,
            held_on: input.held_on,
            mode: input.mode,
            place: input.place,
            attended: TextList(input.attended),
            record: input.record,
        });
        Ok(details)
    })
}
