//! Callbacks to each side: planned, made, and followed up when something is wrong (F2, F7).

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CallbackId, MediatorId, PartyId, TaskId};
use crate::domain::callback::{Callback, CallbackResult, Performance, Satisfaction, Source, Task, TaskKind};
use crate::domain::case::CaseFile;
use crate::domain::consent::Channel;
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::parties::{Party, PartyRole};
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackPlan {
    pub party_id: PartyId,
    pub due_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackReport {
    pub party_id: PartyId,
    pub done_on: NaiveDate,
    pub channel: Channel,
    pub result: CallbackResult,
    pub performance: Option<Performance>,
    /// What the party said, if it said anything: never filled in beforehand.
    pub satisfaction: Option<Satisfaction>,
    pub remark: Option<Text>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskDone {
    pub task_id: TaskId,
    pub done_on: NaiveDate,
}

/// A callback that was made is to be made again.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackReopening {
    pub callback_id: CallbackId,
    pub due_on: NaiveDate,
    pub reason: Text,
}

/// Plans a callback to one party.
pub fn schedule_callback(file: &mut CaseFile, input: CallbackPlan, by: &Moment) -> Result<Event> {
    step(file, Action::ScheduleCallback, by.today, by, |file| {
        rules::require(file.agreement.is_some(), Code::NotEffective)?;
        rules::party(file, "party_id", input.party_id)?;
        let callback = planned(file, input.party_id, input.due_on);
        let details = json!({ "callback_id": callback.id, "party_id": input.party_id, "due_on": input.due_on });
        file.callbacks.push(callback);
        Ok(details)
    })
}

/// Records a callback: the planned one of that party, or one of its own. `asker` is the mediator behind the account, who does not ask
/// about their own work.
pub fn record_callback(
    file: &mut CaseFile,
    input: CallbackReport,
    asker: Option<MediatorId>,
    terms: &Terms,
    by: &Moment,
) -> Result<Event> {
    step(file, Action::RecordCallback, input.done_on, by, |file| {
        let agreement = file.agreement.as_ref().ok_or(Error::Conflict(Code::NotEffective))?;
        rules::not_before("done_on", input.done_on, agreement.agreed_on)?;
        rules::party(file, "party_id", input.party_id)?;
        rules::not_about_oneself(file, asker)?;
        let unanswered = input.result != CallbackResult::Answered;
        if unanswered && (input.performance.is_some() || input.satisfaction.is_some()) {
            return Err(Error::field("result", Code::CallbackUnanswered));
        }
        let open = |callback: &Callback| callback.party_id == input.party_id && callback.done_on.is_none();
        let at = file.callbacks.iter().position(open).unwrap_or(file.callbacks.len());
        if at == file.callbacks.len() {
            let callback = planned(file, input.party_id, input.done_on);
            file.callbacks.push(callback);
        }
        let callback = file.callbacks.get_mut(at).ok_or_else(|| Error::internal("the callback is gone"))?;
        callback.done_on = Some(input.done_on);
        callback.done_by = by.account;
        callback.source = source(by);
        callback.channel = Some(input.channel);
        callback.result = Some(input.result);
        callback.performance = input.performance;
        callback.satisfaction = input.satisfaction;
        let remark = sealed(input.remark.as_ref());
        callback.remark = input.remark;
        let id = callback.id;
        let due_on = terms.days_after(input.done_on, terms.follow_up_days);
        if input.satisfaction == Some(Satisfaction::Dissatisfied) {
            follow_up(file, TaskKind::Dissatisfied, due_on, Some(id));
        }
        if matches!(input.performance, Some(Performance::Partial | Performance::None)) {
            follow_up(file, TaskKind::NotPerformed, due_on, Some(id));
        }
        Ok(json!({
            "callback_id": id, "party_id": input.party_id, "channel": input.channel, "result": input.result,
            "performance": input.performance, "satisfaction": input.satisfaction, "remark_sha256": remark,
            "source": source(by),
        }))
    })
}

/// A callback is made again: something of the first one needs a second look.
pub fn reopen_callback(file: &mut CaseFile, input: CallbackReopening, by: &Moment) -> Result<Event> {
    step(file, Action::ReopenCallback, by.today, by, |file| {
        let found = file.callbacks.iter().find(|callback| callback.id == input.callback_id);
        let first = found.ok_or_else(|| Error::field("callback_id", Code::UnknownReference))?;
        let party_id = first.party_id;
        let is_open = file.callbacks.iter().any(|each| each.party_id == party_id && each.done_on.is_none());
        rules::require(!is_open, Code::CallbackOpen)?;
        let reason_sha256 = sealed(Some(&input.reason));
        let (reopens, reopen_reason) = (Some(input.callback_id), Some(input.reason));
        let callback = Callback { reopens, reopen_reason, ..planned(file, party_id, input.due_on) };
        let details = json!({
            "callback_id": callback.id, "reopens": reopens, "party_id": party_id, "due_on": input.due_on,
            "reason_sha256": reason_sha256,
        });
        file.callbacks.push(callback);
        Ok(details)
    })
}

/// Ticks off a follow-up.
pub fn complete_task(file: &mut CaseFile, input: TaskDone, by: &Moment) -> Result<Event> {
    step(file, Action::CompleteTask, input.done_on, by, |file| {
        let found = file.tasks.iter_mut().find(|task| task.id == input.task_id);
        let task = found.ok_or_else(|| Error::field("task_id", Code::UnknownReference))?;
        rules::require(task.done_on.is_none(), Code::AlreadyDone)?;
        task.done_on = Some(input.done_on);
        Ok(json!({ "task_id": input.task_id, "done_on": input.done_on }))
    })
}

/// A callback to every party that has none open: both sides are asked. A ledger tells of one callback to a case, the applicant's;
/// nobody goes back to ask the others about what is long past.
pub(super) fn schedule_for_all(file: &mut CaseFile, due_on: NaiveDate) {
    let open = |party: PartyId| file.callbacks.iter().any(|each| each.party_id == party && each.done_on.is_none());
    let asked = |party: &&Party| !rules::attested(file) || party.role == PartyRole::Applicant;
    let to_ask: Vec<PartyId> =
        file.parties.iter().filter(asked).map(|party| party.id).filter(|party| !open(*party)).collect();
    for party_id in to_ask {
        let callback = planned(file, party_id, due_on);
        file.callbacks.push(callback);
    }
}

/// Whose word it is: of the party itself, or of somebody who entered it for them; a ledger does not say.
fn source(by: &Moment) -> Option<Source> {
    by.party.map(|_| Source::Party).or(by.account.map(|_| Source::Staff))
}

fn planned(file: &CaseFile, party_id: PartyId, due_on: NaiveDate) -> Callback {
    Callback {
        id: CallbackId::new(),
        case_id: file.case.id,
        party_id,
        due_on,
        done_on: None,
        done_by: None,
        channel: None,
        result: None,
        performance: None,
        satisfaction: None,
        remark: None,
        source: None,
        reopens: None,
        reopen_reason: None,
    }
}

pub(super) fn follow_up(file: &mut CaseFile, kind: TaskKind, due_on: NaiveDate, callback: Option<CallbackId>) {
    let case_id = file.case.id;
    file.tasks.push(Task { id: TaskId::new(), case_id, kind, due_on, done_on: None, callback_id: callback });
}
