//! One file per verb: what a step asks for, what it decides, what it leaves behind. Pure; a refused step changes nothing.

mod accept;
mod advance_confirmation;
mod agree;
mod amend;
mod appraise;
mod archive;
mod assign_firm;
mod attach;
mod callback;
mod close;
mod consent;
mod end;
mod extend;
mod group;
mod hold_meeting;
mod mediators;
mod perform;
mod plan_session;
mod register;
mod reopen;
mod risk;
mod suspend;
#[cfg(test)]
mod tests;

pub use accept::{Acceptance, accept};
pub use advance_confirmation::{ConfirmationStep, advance_confirmation};
pub use agree::{Agreeing, NewInstalment, Signing, agree, lint_agreement, sign_agreement};
pub use amend::{Amendment, PartyAmendment, amend};
pub(super) use appraise::open_pause;
pub use appraise::{EndOfAppraisal, StartOfAppraisal, StartOfClock, end_appraisal, start_appraisal, start_clock};
pub use archive::{Archiving, archive};
pub use assign_firm::{assign_firm, release_firm};
pub use attach::{Removing, add_attachment, remove_attachment};
pub use callback::{
    CallbackPlan, CallbackReopening, CallbackReport, TaskDone, complete_task, record_callback, reopen_callback,
    schedule_callback,
};
pub use close::{Closing, close};
pub use consent::{Consenting, Notice, give_notice, record_consent};
pub use end::{Declining, Terminating, Withdrawing, decline, terminate, withdraw};
pub use extend::{Extending, extend};
pub use group::{Joining, Leaving, RepresentativeChoice, choose_representatives, join_group, leave_group};
pub use hold_meeting::{Absence, NewMeeting, RecordPoints, Statement, hold_meeting};
pub use mediators::{Appointment, LeadChoice, Replacement, appoint_mediator, replace_mediator, set_lead};
pub use perform::{
    Defaulting, NewPayment, PayeeWord, Performed, Urge, confirm_payment, confirm_performance, default, record_payment,
    urge,
};
pub use plan_session::{
    NewSession, SessionCancellation, SessionMove, SessionTime, cancel_session, move_session, plan_session,
};
pub use register::{NewParty, Registration, register};
pub use reopen::{Reopening, reopen};
pub use risk::{RiskCleared, RiskReporting, clear_risk, report_risk};
pub use suspend::{Resuming, StartOfMediation, Suspending, resume, start_mediation, suspend};

use super::case::CaseFile;
use super::event::{Event, digest};
use super::lifecycle::{self, Action};
use super::moment::Moment;
use super::rules;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Takes one step: the table allows it, the day is not ahead, `change` decides on a copy and returns the details. Only then the file
/// becomes that copy, one version on.
fn step(
    file: &mut CaseFile,
    action: Action,
    on: NaiveDate,
    by: &Moment,
    change: impl FnOnce(&mut CaseFile) -> Result<Value>,
) -> Result<Event> {
    let next_statuses = lifecycle::leads(file.case.status, action);
    rules::require(!next_statuses.is_empty(), Code::WrongStatus)?;
    rules::not_in_future("on", on, by.today)?;
    let mut after = file.clone();
    let mut details = change(&mut after)?;
    if let (Some(party), Some(details)) = (by.party, details.as_object_mut()) {
        details.insert("by_party".into(), json!(party));
    }
    if !next_statuses.contains(&after.case.status) {
        return Err(Error::internal(format!("{action} led from {} to {}", file.case.status, after.case.status)));
    }
    after.case.version += 1;
    after.case.updated_at = by.now;
    let event = Event::of(action, on, details, &after)?;
    *file = after;
    Ok(event)
}

/// What stands in an event for a text: its SHA-256.
fn sealed(text: Option<&super::contact::Text>) -> Option<String> {
    text.map(|text| digest(text.as_str()))
}
