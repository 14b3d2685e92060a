//! The steps of a case, nouns below it: decode, take the step, show the case after it. What each does is in workflow/case_steps.rs.

use super::body::Body;
use super::cases::{CaseReply, answer};
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::steps::*;
use crate::store::db::Conn;
use crate::workflow::case_steps::{CaseStep, Taking};
use actix_web::web::Path;

/// Takes one step in its transaction and shows what became of the case.
async fn stepped(ctx: &Ctx, case: CaseId, step: CaseStep) -> Result<Reply> {
    let (version, taking) = (ctx.expected_version()?, taking(ctx)?);
    let write = move |tx: &mut Conn| {
        let file = step.take(tx, case, version, &taking)?;
        CaseReply::of(tx, &taking.actor, file, &taking.terms, taking.by.today)
    };
    answer(&ctx.change(write).await?)
}

/// Who takes a step now, under which terms.
pub(super) fn taking(ctx: &Ctx) -> Result<Taking> {
    let identity_scans = ctx.config.attachments.identity_scans;
    Ok(Taking { actor: ctx.actor()?.clone(), by: ctx.moment()?, terms: ctx.terms(), identity_scans })
}

/// `steps! { accept: Accept(Acceptance), }`: a handler a line.
macro_rules! steps {
    ($($name:ident: $Action:ident($Body:ty),)+) => {$(
        pub async fn $name(ctx: Ctx, id: Path<CaseId>, body: Body<$Body>) -> Result<Reply> {
            stepped(&ctx, id.into_inner(), CaseStep::$Action(body.value)).await
        }
    )+};
}

steps! {
    amend: Amend(Amendment),
    accept: Accept(Acceptance),
    decline: Decline(Declining),
    give_notice: GiveNotice(Notice),
    set_lead: SetLead(LeadChoice),
    start_mediation: StartMediation(StartOfMediation),
    suspend: Suspend(Suspending),
    resume: Resume(Resuming),
    extend: Extend(Extending),
    start_appraisal: StartAppraisal(StartOfAppraisal),
    end_appraisal: EndAppraisal(EndOfAppraisal),
    start_clock: StartClock(StartOfClock),
    plan_session: PlanSession(NewSession),
    move_session: MoveSession(SessionMove),
    cancel_session: CancelSession(SessionCancellation),
    hold_meeting: HoldMeeting(NewMeeting),
    agree: Agree(Agreeing),
    sign_agreement: SignAgreement(Signing),
    terminate: Terminate(Terminating),
    withdraw: Withdraw(Withdrawing),
    advance_confirmation: AdvanceConfirmation(ConfirmationStep),
    record_payment: RecordPayment(NewPayment),
    confirm_performance: ConfirmPerformance(Performed),
    urge: Urge(Urge),
    default: Default(Defaulting),
    schedule_callback: ScheduleCallback(CallbackPlan),
    record_callback: RecordCallback(CallbackReport),
    reopen_callback: ReopenCallback(CallbackReopening),
    complete_task: CompleteTask(TaskDone),
    report_risk: ReportRisk(RiskReporting),
    clear_risk: ClearRisk(RiskCleared),
    close: Close(Closing),
    reopen: Reopen(Reopening),
    appoint_mediator: AppointMediator(Appointment),
    replace_mediator: ReplaceMediator(Replacement),
    archive: Archive(Archiving),
    record_consent: RecordConsent(Consenting),
    join_group: JoinGroup(Joining),
    leave_group: LeaveGroup(Leaving),
    choose_representatives: ChooseRepresentatives(RepresentativeChoice),
}
