//! The record of a mediation meeting (L1 art 27, F3), planned or not: who came, who did not and why, and the official points.

use super::plan_session::planned;
use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AttendanceId, MeetingId, MeetingPointsId, PartyId, SessionPlanId};
use crate::base::text_list::TextList;
use crate::domain::case::CaseFile;
use crate::domain::contact::{Name, Text};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::meeting::{Meeting, MeetingMode};
use crate::domain::moment::Moment;
use crate::domain::rules;
use crate::domain::session_plan::{AbsenceReason, Attendance, MeetingPoints, PlanState};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeeting {
    /// The plan it was held by; none for one that was not planned.
    pub plan_id: Option<SessionPlanId>,
    pub held_on: NaiveDate,
    pub mode: MeetingMode,
    pub place: Option<Name>,
    pub attended: Vec<PartyId>,
    /// The parties that did not come; with those that did, everyone who was invited.
    #[serde(default)]
    pub absent: Vec<Absence>,
    #[serde(default)]
    pub statements: Vec<Statement>,
    pub points: Option<RecordPoints>,
    pub record: Option<Text>,
}

/// A party that did not come.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    pub party_id: PartyId,
    pub reason: AbsenceReason,
    /// In words, where the list says nothing.
    pub remark: Option<Text>,
}

/// What a party said.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub party_id: PartyId,
    pub statement: Text,
}

/// The points of the official record.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPoints {
    pub notice_given: bool,
    pub principles_told: bool,
    pub risk_told: bool,
    pub facts: Option<Text>,
    pub agreed: Option<Text>,
    /// Asked, with `routes_told`, where nothing was agreed.
    pub not_agreed: Option<Text>,
    pub routes_told: bool,
}

/// Adds a meeting that was held, while nobody refuses to go on.
pub fn hold_meeting(file: &mut CaseFile, input: NewMeeting, by: &Moment) -> Result<Event> {
    step(file, Action::HoldMeeting, input.held_on, by, |file| {
        rules::nobody_refused(file)?;
        rules::not_before("held_on", input.held_on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
        let id = MeetingId::new();
        let attendances = attendances(file, id, &input)?;
        let no = i32::try_from(file.meetings.len() + 1).map_err(|_| Error::field("held_on", Code::OutOfRange))?;
        if let Some(plan_id) = input.plan_id {
            let plan = planned(file, plan_id)?;
            let came =
                |party: &PartyId| input.attended.contains(party) || input.absent.iter().any(|a| a.party_id == *party);
            if !plan.parties.iter().all(came) {
                return Err(Error::field("attended", Code::AttendanceMissing));
            }
            (plan.state, plan.meeting_id) = (PlanState::Held, Some(id));
        }
        let absent: Vec<_> = input.absent.iter().map(|one| json!([one.party_id, one.reason])).collect();
        let mut details = json!({
            "no": no, "held_on": input.held_on, "mode": input.mode, "attended": input.attended,
            "record_sha256": sealed(input.record.as_ref()),
        });
        if let Some(fields) = details.as_object_mut().filter(|_| input.plan_id.is_some() || !absent.is_empty()) {
            fields.insert("plan_id".to_owned(), json!(input.plan_id));
            fields.insert("absent".to_owned(), json!(absent));
        }
        if let Some(points) = input.points {
            file.meeting_points.push(recorded(file, id, points)?);
        }
        file.attendances.extend(attendances);
        file.meetings.push(Meeting {
            id,
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

/// The rows of those who did not come, and of those who stated something. Nobody both came and did not.
fn attendances(file: &CaseFile, meeting_id: MeetingId, input: &NewMeeting) -> Result<Vec<Attendance>> {
    let case_id = file.case.id;
    let row = |party_id, came| {
        let id = AttendanceId::new();
        Attendance { id, case_id, meeting_id, party_id, came, absence: None, remark: None, statement: None }
    };
    for party_id in &input.attended {
        rules::party(file, "attended", *party_id)?;
    }
    let mut rows: Vec<Attendance> = Vec::new();
    for one in &input.absent {
        rules::party(file, "absent", one.party_id)?;
        if input.attended.contains(&one.party_id) || rows.iter().any(|row| row.party_id == one.party_id) {
            return Err(Error::field("absent", Code::BothThereAndNot));
        }
        if one.reason == AbsenceReason::Other && one.remark.is_none() {
            return Err(Error::field("absent.remark", Code::Missing));
        }
        rows.push(Attendance { absence: Some(one.reason), remark: one.remark.clone(), ..row(one.party_id, false) });
    }
    for one in &input.statements {
        // A statement can come in writing from who did not come.
        rules::party(file, "statements", one.party_id)?;
        match rows.iter_mut().find(|row| row.party_id == one.party_id) {
            Some(row) => row.statement = Some(one.statement.clone()),
            None => rows.push(Attendance {
                statement: Some(one.statement.clone()),
                ..row(one.party_id, input.attended.contains(&one.party_id))
            }),
        }
    }
    Ok(rows)
}

/// Something was agreed, or it is said why not and that the other routes were told (F3, L1 art 26).
fn recorded(file: &CaseFile, meeting_id: MeetingId, points: RecordPoints) -> Result<MeetingPoints> {
    if points.agreed.is_none() && points.not_agreed.is_some() && !points.routes_told {
        return Err(Error::field("points.routes_told", Code::RemediesUntold));
    }
    Ok(MeetingPoints {
        id: MeetingPointsId::new(),
        case_id: file.case.id,
        meeting_id,
        notice_given: points.notice_given,
        principles_told: points.principles_told,
        risk_told: points.risk_told,
        facts: points.facts,
        agreed: points.agreed,
        not_agreed: points.not_agreed,
        routes_told: points.routes_told,
    })
}
