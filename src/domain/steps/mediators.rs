//! Who mediates: appointing, replacing, naming the lead (L1 art 19, L3 art 15).

use super::plan_session::{swap_mediator, with_plans};
use super::step;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseMediatorId, MediatorId};
use crate::domain::case::CaseFile;
use crate::domain::committee::MediatorStatus;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::mediators::{CaseMediator, ChosenBy, ReleaseReason};
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    pub mediator_id: MediatorId,
    /// Takes the lead from whoever has it. The first mediator always has it.
    #[serde(default)]
    pub lead: bool,
    pub chosen_by: ChosenBy,
    #[serde(default)]
    pub relation_declared: bool,
    pub appointed_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Who leaves the case.
    pub mediator_id: MediatorId,
    pub reason: ReleaseReason,
    /// Who comes instead, and takes over the lead if it was theirs.
    pub appointment: Appointment,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadChoice {
    pub mediator_id: MediatorId,
}

/// Puts a mediator on the case; `standing` is their status in the committee.
pub fn appoint_mediator(
    file: &mut CaseFile,
    input: Appointment,
    standing: MediatorStatus,
    by: &Moment,
) -> Result<Event> {
    step(file, Action::AppointMediator, input.appointed_on, by, |file| {
        appoint(file, &input, standing)?;
        Ok(json!({
            "mediator_id": input.mediator_id, "lead": input.lead, "chosen_by": input.chosen_by,
            "relation_declared": input.relation_declared,
        }))
    })
}

/// Takes one mediator off the case and puts another on it. A party that asks for it need not prove anything (L6).
pub fn replace_mediator(
    file: &mut CaseFile,
    input: Replacement,
    standing: MediatorStatus,
    by: &Moment,
) -> Result<Event> {
    let on = input.appointment.appointed_on;
    step(file, Action::ReplaceMediator, on, by, |file| {
        let leaving = active(file, input.mediator_id)?;
        rules::not_before("appointed_on", on, leaving.appointed_on)?;
        leaving.released_on = Some(on);
        leaving.release_reason = Some(input.reason);
        let lead = std::mem::take(&mut leaving.lead) || input.appointment.lead;
        appoint(file, &Appointment { lead, ..input.appointment.clone() }, standing)?;
        let plans = swap_mediator(file, input.mediator_id, input.appointment.mediator_id);
        let details = json!({
            "mediator_id": input.mediator_id, "reason": input.reason, "by": input.appointment.mediator_id, "lead": lead,
        });
        Ok(with_plans(details, &plans))
    })
}

/// Names the lead; whoever had it stays on the case beside.
pub fn set_lead(file: &mut CaseFile, input: LeadChoice, by: &Moment) -> Result<Event> {
    step(file, Action::SetLead, by.today, by, |file| {
        active(file, input.mediator_id)?;
        for mediator in &mut file.mediators {
            mediator.lead = mediator.released_on.is_none() && mediator.mediator_id == input.mediator_id;
        }
        Ok(json!({ "mediator_id": input.mediator_id }))
    })
}

fn appoint(file: &mut CaseFile, input: &Appointment, standing: MediatorStatus) -> Result<()> {
    rules::require(!standing.is_barred(), Code::MediatorBarred)?;
    let twice = rules::active_mediators(file).any(|mediator| mediator.mediator_id == input.mediator_id);
    rules::require(!twice, Code::MediatorTwice)?;
    let lead = input.lead || rules::active_mediators(file).all(|mediator| !mediator.lead);
    if lead {
        file.mediators.iter_mut().for_each(|mediator| mediator.lead = false);
    }
    file.mediators.push(CaseMediator {
        id: CaseMediatorId::new(),
        case_id: file.case.id,
        mediator_id: input.mediator_id,
        lead,
        chosen_by: input.chosen_by,
        relation_declared: input.relation_declared,
        appointed_on: input.appointed_on,
        released_on: None,
        release_reason: None,
    });
    Ok(())
}

fn active(file: &mut CaseFile, id: MediatorId) -> Result<&mut CaseMediator> {
    let found = file.mediators.iter_mut().find(|each| each.released_on.is_none() && each.mediator_id == id);
    found.ok_or_else(|| Error::field("mediator_id", Code::UnknownReference))
}
