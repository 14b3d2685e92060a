//! Sessions planned ahead: set, moved, cancelled with a reason. Holding one is `hold_meeting`.

use super::{sealed, step};
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{MediatorId, PartyId, SessionPlanId};
use crate::base::text_list::TextList;
use crate::domain::case::CaseFile;
use crate::domain::contact::{Name, Text};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::meeting::MeetingMode;
use crate::domain::moment::Moment;
use crate::domain::rules;
use crate::domain::session_plan::{PlanState, SessionPlan};
use chrono::{Duration, NaiveDateTime};
use serde::Deserialize;
use serde_json::json;

/// When and where.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionTime {
    /// Local date and time in China: `2026-12-01T09:30:00`.
    pub starts: NaiveDateTime,
    /// 5 to 600.
    pub minutes: i32,
    pub mode: MeetingMode,
    /// Asked of a session in person.
    pub place: Option<Name>,
    /// Asked of a session by video; begins with `https://`.
    pub link: Option<Name>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    pub time: SessionTime,
    /// All parties when none are named.
    #[serde(default)]
    pub party_ids: Vec<PartyId>,
    /// All mediators on the case when none are named.
    #[serde(default)]
    pub mediator_ids: Vec<MediatorId>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionMove {
    pub plan_id: SessionPlanId,
    pub time: SessionTime,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionCancellation {
    pub plan_id: SessionPlanId,
    pub reason: Text,
}

/// Plans a session ahead, while nobody refuses to go on.
pub fn plan_session(file: &mut CaseFile, input: NewSession, by: &Moment) -> Result<Event> {
    step(file, Action::PlanSession, by.today, by, |file| {
        rules::nobody_refused(file)?;
        for party_id in &input.party_ids {
            rules::party(file, "party_ids", *party_id)?;
        }
        let working: Vec<MediatorId> = rules::active_mediators(file).map(|one| one.mediator_id).collect();
        if input.mediator_ids.iter().any(|id| !working.contains(id)) {
            return Err(Error::field("mediator_ids", Code::UnknownReference));
        }
        let all = || file.parties.iter().map(|party| party.id).collect();
        let parties = if input.party_ids.is_empty() { all() } else { input.party_ids };
        let mediators = if input.mediator_ids.is_empty() { working } else { input.mediator_ids };
        let starts_at = checked(&input.time, by)?;
        let SessionTime { minutes, mode, place, link, .. } = input.time;
        let plan = SessionPlan {
            id: SessionPlanId::new(),
            case_id: file.case.id,
            starts_at,
            starts_on: china_day(starts_at),
            minutes,
            mode,
            place,
            link,
            parties: TextList(parties),
            mediators: TextList(mediators),
            state: PlanState::Planned,
            sequence: 0,
            reason: None,
            meeting_id: None,
        };
        let details = json!({
            "plan_id": plan.id, "starts_at": plan.starts_at, "minutes": minutes, "mode": mode,
            "parties": plan.parties, "mediators": plan.mediators,
        });
        file.session_plans.push(plan);
        Ok(details)
    })
}

/// Moves a planned session to another time or place.
pub fn move_session(file: &mut CaseFile, input: SessionMove, by: &Moment) -> Result<Event> {
    step(file, Action::MoveSession, by.today, by, |file| {
        let starts_at = checked(&input.time, by)?;
        let plan = planned(file, input.plan_id)?;
        let from = plan.starts_at;
        (plan.starts_at, plan.starts_on, plan.minutes) = (starts_at, china_day(starts_at), input.time.minutes);
        (plan.mode, plan.place, plan.link) = (input.time.mode, input.time.place, input.time.link);
        plan.sequence += 1;
        Ok(json!({
            "plan_id": plan.id, "from": from, "starts_at": starts_at, "minutes": plan.minutes, "mode": plan.mode,
            "sequence": plan.sequence,
        }))
    })
}

/// Cancels a planned session.
pub fn cancel_session(file: &mut CaseFile, input: SessionCancellation, by: &Moment) -> Result<Event> {
    step(file, Action::CancelSession, by.today, by, |file| {
        let plan = planned(file, input.plan_id)?;
        (plan.state, plan.sequence) = (PlanState::Cancelled, plan.sequence + 1);
        let reason = sealed(Some(&input.reason));
        plan.reason = Some(input.reason);
        Ok(json!({ "plan_id": plan.id, "sequence": plan.sequence, "reason_sha256": reason }))
    })
}

/// Cancels the sessions still to be held, because mediation is over; the plans that were.
pub(super) fn cancel_planned(file: &mut CaseFile) -> Vec<SessionPlanId> {
    let open = file.session_plans.iter_mut().filter(|plan| plan.state == PlanState::Planned);
    open.map(|plan| {
        (plan.state, plan.sequence) = (PlanState::Cancelled, plan.sequence + 1);
        plan.id
    })
    .collect()
}

/// Puts one mediator in the place of another in the sessions still to be held; the plans it changed.
pub(super) fn swap_mediator(file: &mut CaseFile, from: MediatorId, to: MediatorId) -> Vec<SessionPlanId> {
    let open = file.session_plans.iter_mut().filter(|plan| plan.state == PlanState::Planned);
    let theirs = open.filter(|plan| plan.mediators.contains(&from));
    theirs
        .map(|plan| {
            plan.mediators.0.retain(|id| *id != from && *id != to);
            plan.mediators.0.push(to);
            plan.sequence += 1;
            plan.id
        })
        .collect()
}

/// Notes in the details of an event the sessions it changed, if any.
pub(super) fn with_plans(mut details: serde_json::Value, plans: &[SessionPlanId]) -> serde_json::Value {
    if let Some(fields) = details.as_object_mut().filter(|_| !plans.is_empty()) {
        fields.insert("plans".to_owned(), json!(plans));
    }
    details
}

/// A session that is still to be held.
pub(super) fn planned(file: &mut CaseFile, id: SessionPlanId) -> Result<&mut SessionPlan> {
    let found = file.session_plans.iter_mut().find(|plan| plan.id == id);
    let plan = found.ok_or_else(|| Error::field("plan_id", Code::UnknownReference))?;
    rules::require(plan.state == PlanState::Planned, Code::SessionOver)?;
    Ok(plan)
}

/// The instant a session starts: ahead of now and within two years, with the place or the link that its manner asks for.
fn checked(time: &SessionTime, by: &Moment) -> Result<NaiveDateTime> {
    // China is eight hours ahead of UTC and knows no summer time.
    let starts_at = time.starts.checked_sub_signed(Duration::hours(8)).unwrap_or(NaiveDateTime::MIN);
    if starts_at <= by.now {
        return Err(Error::field("time.starts", Code::PastTime));
    }
    if starts_at > by.now + Duration::days(730) || !(5..=600).contains(&time.minutes) {
        let field = if (5..=600).contains(&time.minutes) { "time.starts" } else { "time.minutes" };
        return Err(Error::field(field, Code::OutOfRange));
    }
    let secure = time.link.as_ref().map(|link| link.as_str().starts_with("https://"));
    match time.mode {
        MeetingMode::OnSite if time.place.is_none() => Err(Error::field("time.place", Code::Missing)),
        MeetingMode::Online if time.link.is_none() => Err(Error::field("time.link", Code::Missing)),
        _ if secure == Some(false) => Err(Error::field("time.link", Code::LinkFormat)),
        _ => Ok(starts_at),
    }
}
