//! Queues the mails that a step causes, in the transaction of the step. Who hears of what: `domain/notices.rs`.

use crate::base::error::Result;
use crate::base::id::{FirmId, MailId, MediatorId};
use crate::base::locale::Locale;
use crate::domain::assignment::{Assignment, AssignmentStatus};
use crate::domain::case::CaseFile;
use crate::domain::digest::Invitation;
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::{self, Audience, NoticeKind, Recipient};
use crate::domain::session_plan::{PlanState, SessionPlan};
use crate::store::db::Conn;
use crate::store::{assignments, invitations, outbox, recipients};

/// Queues the mails of a step that left the case as it is now. The actor gets none, an address only one.
pub fn queue(tx: &mut Conn, file: &CaseFile, event: &Event, by: &Moment) -> Result<()> {
    match (notices::of(event.action, file), planned(file, event)) {
        (Some(notice), Some(plan)) => {
            let mut invited = recipients::of_mediators(tx, &plan.mediators)?;
            invited.extend(find(tx, file, Audience::AssignedFirm)?);
            invite(tx, notice.kind, file, plan, invited, by)?;
        }
        (Some(notice), None) => queue_to(tx, notice.kind, file, notice.audiences, by)?,
        (None, _) => {}
    }
    plans_changed(file, event).into_iter().try_for_each(|plan| tell_of_plan(tx, file, plan, event, by))
}

/// Tells of a session that another step changed: of one that is over, everyone invited; of one that has another mediator, both.
fn tell_of_plan(tx: &mut Conn, file: &CaseFile, plan: &SessionPlan, event: &Event, by: &Moment) -> Result<()> {
    if plan.state == PlanState::Cancelled {
        let mut invited = recipients::of_mediators(tx, &plan.mediators)?;
        invited.extend(find(tx, file, Audience::AssignedFirm)?);
        return invite(tx, NoticeKind::SessionCancelled, file, plan, invited, by);
    }
    let mediator = |key: &str| event.details.get(key).and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
    let (left, came): (Option<MediatorId>, Option<MediatorId>) = (mediator("mediator_id"), mediator("by"));
    let invited = recipients::of_mediators(tx, came.as_slice())?;
    invite(tx, NoticeKind::SessionSet, file, plan, invited, by)?;
    let gone = SessionPlan { state: PlanState::Cancelled, ..plan.clone() };
    let left = recipients::of_mediators(tx, left.as_slice())?;
    invite(tx, NoticeKind::SessionCancelled, file, &gone, left, by)
}

/// Queues a mail about a case that no step of it causes, such as a callback that is due.
pub fn queue_to(tx: &mut Conn, kind: NoticeKind, file: &CaseFile, audiences: &[Audience], by: &Moment) -> Result<()> {
    let mut recipients = Vec::new();
    for audience in audiences {
        recipients.extend(find(tx, file, *audience)?);
    }
    put(tx, kind, file, &format!("/cases/{}", file.case.id), recipients, by)
}

/// Queues a mail to the firm of an offer; it links to the offer, not to the case.
pub fn queue_to_firm(tx: &mut Conn, kind: NoticeKind, file: &CaseFile, offer: &Assignment, by: &Moment) -> Result<()> {
    let firm = recipients::of_firm(tx, offer.firm_id, offer.lawyer_id.as_slice())?;
    put(tx, kind, file, &format!("/offers/{}", offer.id), firm, by)
}

/// Queues the invitations to a session, or their change or end.
fn invite(
    tx: &mut Conn,
    kind: NoticeKind,
    file: &CaseFile,
    plan: &SessionPlan,
    invited: Vec<Recipient>,
    by: &Moment,
) -> Result<()> {
    // Whoever plans a session has it in the calendar too.
    let (path, all) = (format!("/cases/{}", file.case.id), notices::once_each(invited, None));
    for mail_id in write(tx, kind, file, &path, &all, by)? {
        let (sequence, starts_at, minutes) = (plan.sequence, plan.starts_at, plan.minutes);
        let cancelled = plan.state == PlanState::Cancelled;
        let invitation = Invitation { mail_id, plan_id: plan.id, sequence, starts_at, minutes, cancelled };
        invitations::insert(tx, &invitation)?;
    }
    Ok(())
}

/// The plan that a step set, moved or cancelled.
fn planned<'a>(file: &'a CaseFile, event: &Event) -> Option<&'a SessionPlan> {
    let is_plan = matches!(event.action, Action::PlanSession | Action::MoveSession | Action::CancelSession);
    let id = event.details.get("plan_id").filter(|_| is_plan)?.as_str()?;
    file.session_plans.iter().find(|plan| plan.id.as_str() == id)
}

/// The plans that another step changed in passing.
fn plans_changed<'a>(file: &'a CaseFile, event: &Event) -> Vec<&'a SessionPlan> {
    let ids = event.details.get("plans").and_then(|ids| ids.as_array()).into_iter().flatten();
    let plan = |id: &serde_json::Value| file.session_plans.iter().find(|plan| Some(plan.id.as_str()) == id.as_str());
    ids.filter_map(plan).collect()
}

fn find(tx: &mut Conn, file: &CaseFile, audience: Audience) -> Result<Vec<Recipient>> {
    let working = file.mediators.iter().filter(|mediator| mediator.released_on.is_none());
    match audience {
        Audience::Committee => recipients::of_committee(tx, file.case.committee_id),
        Audience::LeadMediator => {
            let lead: Vec<_> = working.filter(|mediator| mediator.lead).map(|mediator| mediator.mediator_id).collect();
            recipients::of_mediators(tx, &lead)
        }
        Audience::Mediators => {
            let all: Vec<_> = working.map(|mediator| mediator.mediator_id).collect();
            recipients::of_mediators(tx, &all)
        }
        Audience::Registrar => {
            file.case.registered_by.map_or(Ok(Vec::new()), |account| recipients::of_account(tx, account))
        }
        Audience::AssignedFirm => file.case.firm_id.map_or(Ok(Vec::new()), |firm| assigned(tx, file, firm)),
        Audience::Parties => Ok(parties(file)),
    }
}

/// The firm at work on the case, with the lawyers it named.
fn assigned(tx: &mut Conn, file: &CaseFile, firm: FirmId) -> Result<Vec<Recipient>> {
    let offers = assignments::of_case(tx, file.case.id)?;
    let accepted = offers.iter().filter(|one| one.firm_id == firm && one.status == AssignmentStatus::Accepted);
    let lawyers: Vec<_> = accepted.filter_map(|one| one.lawyer_id).collect();
    recipients::of_firm(tx, firm, &lawyers)
}

/// The parties that confirmed their address (L4 art 17).
fn parties(file: &CaseFile) -> Vec<Recipient> {
    let confirmed = file.parties.iter().filter(|party| party.email_confirmed_on.is_some());
    let addresses = confirmed.filter_map(|party| party.email.as_ref());
    addresses.map(|email| Recipient { account: None, address: email.as_str().into(), locale: Locale::Zh }).collect()
}

/// Queues one mail to each address, and none to the one who acts.
fn put(
    tx: &mut Conn,
    kind: NoticeKind,
    file: &CaseFile,
    path: &str,
    recipients: Vec<Recipient>,
    by: &Moment,
) -> Result<()> {
    let others = notices::once_each(recipients, by.account);
    write(tx, kind, file, path, &others, by).map(|_| ())
}

/// Queues the mails; their ids.
fn write(
    tx: &mut Conn,
    kind: NoticeKind,
    file: &CaseFile,
    path: &str,
    recipients: &[Recipient],
    by: &Moment,
) -> Result<Vec<MailId>> {
    let case = &file.case;
    let about =
        About { case_id: Some(case.id), case_no: case.case_no.clone(), region_code: case.region_code.to_string() };
    let mut ids = Vec::with_capacity(recipients.len());
    for to in recipients {
        let path = to.account.map(|_| path.to_owned());
        let mail = QueuedMail::new(kind, &about, path, &to.address, to.locale, by.now);
        outbox::insert(tx, &mail)?;
        ids.push(mail.id);
    }
    Ok(ids)
}
