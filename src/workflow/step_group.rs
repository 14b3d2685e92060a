//! One step for every case of a group. Each case goes by its own step with its own event; one that refuses it stays as it is.

use super::case_steps::{CaseStep, Taking};
use super::group_agreement::{Draft, GroupAgreement};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, PartyId};
use crate::domain::case::{Case, CaseFile, Status};
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::contact::{Name, Text};
use crate::domain::meeting::MeetingMode;
use crate::domain::parties::{Party, PartyRole};
use crate::domain::policy::Permission;
use crate::domain::steps::{Absence, Acceptance, Appointment, Consenting, NewMeeting, Notice, StartOfMediation};
use crate::store::db::Conn;
use crate::store::{case_files, case_groups};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is done to the cases of a group: to all of them, or to those named.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupStepping {
    pub step: GroupStep,
    pub case_ids: Option<Vec<CaseId>>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupStep {
    Accept(Acceptance),
    AppointMediator(Appointment),
    RecordConsent(GroupConsent),
    GiveNotice(Notice),
    StartMediation(StartOfMediation),
    HoldMeeting(GroupMeeting),
    Agree(GroupAgreement),
}

/// The word of everyone on one side.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupConsent {
    pub role: PartyRole,
    pub matter: ConsentMatter,
    pub given: bool,
    pub channel: Channel,
    pub recorded_on: NaiveDate,
}

/// A meeting to which all parties came but those named.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupMeeting {
    pub held_on: NaiveDate,
    pub mode: MeetingMode,
    pub place: Option<Name>,
    /// The parties of these cases that did not come.
    #[serde(default)]
    pub absent: Vec<Absence>,
    pub record: Option<Text>,
}

/// What became of each case.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct GroupStepped {
    pub done: Vec<Stepped>,
    /// Cases that stayed as they are, each with the code of why.
    pub kept: Vec<Stepped>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Stepped {
    pub case_id: CaseId,
    pub case_no: String,
    pub status: Status,
    pub why: Option<String>,
}

impl Stepped {
    pub fn of(case: &Case) -> Self {
        Self { case_id: case.id, case_no: case.case_no.clone(), status: case.status, why: None }
    }
}

/// Takes the step in each case. `Conflict` where no case was joined to this one, `Invalid` where a case is named that is not of the
/// group, or the words are no template.
pub fn step_group(tx: &mut Conn, mother: CaseId, input: &GroupStepping, taking: &Taking) -> Result<GroupStepped> {
    let scope = taking.actor.scope(Permission::ReadCases);
    let mother = case_files::load(tx, &scope, mother)?;
    let children = case_groups::children(tx, &scope, mother.case.id)?;
    if children.is_empty() {
        return Err(Error::Conflict(Code::NotInGroup));
    }
    let (draft, amounts) = match &input.step {
        GroupStep::Agree(agreement) => {
            (Some(Draft::of(&mother, agreement, &taking.terms)?), agreement.amounts.as_slice())
        }
        _ => (None, Default::default()),
    };
    let mut named = input.case_ids.iter().flatten().chain(amounts.iter().map(|one| &one.case_id));
    if let Some(foreign) = named.find(|id| children.iter().all(|case| case.id != **id)) {
        return Err(Error::field(format!("case_ids.{foreign}"), Code::UnknownReference));
    }
    if let GroupStep::HoldMeeting(meeting) = &input.step {
        let absent: Vec<PartyId> = meeting.absent.iter().map(|one| one.party_id).collect();
        let known = case_groups::parties(tx, &children.iter().map(|case| case.id).collect::<Vec<_>>(), &absent)?;
        if absent.iter().any(|id| !known.contains(id)) {
            return Err(Error::field("step.hold_meeting.absent", Code::UnknownReference));
        }
    }
    let mut stepped = GroupStepped::default();
    for case in children.iter().filter(|case| input.case_ids.as_ref().is_none_or(|ids| ids.contains(&case.id))) {
        match step_one(tx, case, &input.step, draft.as_ref(), taking) {
            Ok(status) => stepped.done.push(Stepped { status, ..Stepped::of(case) }),
            Err(cause @ (Error::Conflict(_) | Error::Invalid(_))) => {
                stepped.kept.push(Stepped { why: Some(why(&cause)), ..Stepped::of(case) });
            }
            Err(cause) => return Err(cause),
        }
    }
    Ok(stepped)
}

/// The first fault says most.
fn why(cause: &Error) -> String {
    match cause {
        Error::Invalid(faults) => faults.first().map_or(cause.code(), |fault| fault.code),
        cause => cause.code(),
    }
    .as_str()
    .to_owned()
}

/// Takes the step, or one for each who spoke, in one case; the status after it.
fn step_one(tx: &mut Conn, case: &Case, step: &GroupStep, draft: Option<&Draft>, taking: &Taking) -> Result<Status> {
    let mut status = case.status;
    for (version, step) in (case.version..).zip(steps_of(tx, case, step, draft, taking)?) {
        status = step.take(tx, case.id, version, taking)?.case.status;
    }
    Ok(status)
}

fn steps_of(
    tx: &mut Conn,
    case: &Case,
    step: &GroupStep,
    draft: Option<&Draft>,
    taking: &Taking,
) -> Result<Vec<CaseStep>> {
    let scope = taking.actor.scope(Permission::ReadCases);
    Ok(match step.clone() {
        GroupStep::Accept(input) => vec![CaseStep::Accept(input)],
        GroupStep::AppointMediator(input) => vec![CaseStep::AppointMediator(input)],
        GroupStep::GiveNotice(input) => vec![CaseStep::GiveNotice(input)],
        GroupStep::StartMediation(input) => vec![CaseStep::StartMediation(input)],
        GroupStep::HoldMeeting(input) => {
            vec![CaseStep::HoldMeeting(meeting(input, &case_files::load(tx, &scope, case.id)?))]
        }
        GroupStep::RecordConsent(input) => consents(&input, &case_files::load(tx, &scope, case.id)?),
        GroupStep::Agree(_) => {
            let file = case_files::load(tx, &scope, case.id)?;
            draft.map(|draft| draft.for_case(tx, &file).map(CaseStep::Agree)).into_iter().collect::<Result<_>>()?
        }
    })
}

/// One step for each party of the side.
fn consents(input: &GroupConsent, file: &CaseFile) -> Vec<CaseStep> {
    let word = |party: &Party| Consenting {
        party_id: party.id,
        matter: input.matter,
        given: input.given,
        channel: input.channel,
        recorded_on: input.recorded_on,
        mediator_id: None,
        firm_id: None,
    };
    let of_side = file.parties.iter().filter(|party| party.role == input.role);
    of_side.map(|party| CaseStep::RecordConsent(word(party))).collect()
}

/// The meeting as it is recorded in one case: with those of its own parties that came, and that did not.
fn meeting(input: GroupMeeting, file: &CaseFile) -> NewMeeting {
    let is_here = |id| file.parties.iter().any(|party| party.id == id);
    let absent: Vec<Absence> = input.absent.into_iter().filter(|one| is_here(one.party_id)).collect();
    let came = |id: &PartyId| absent.iter().all(|one| one.party_id != *id);
    NewMeeting {
        plan_id: None,
        held_on: input.held_on,
        mode: input.mode,
        place: input.place,
        attended: file.parties.iter().map(|party| party.id).filter(came).collect(),
        absent,
        statements: Vec::new(),
        points: None,
        record: input.record,
    }
}
