//! The steps of a case, nouns below it: decode, take the step, show the case after it. What a step decides is in domain/steps.

use super::body::Body;
use super::cases::{CaseReply, answer};
use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::case::CaseFile;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::domain::steps::{self, *};
use crate::store::db::Conn;
use crate::workflow::archive_case::archive_case;
use crate::workflow::take_step::{Step, take_step};
use crate::workflow::{choose_mediators, record_consent as consents};
use actix_web::web::Path;

/// Runs one step in its transaction and shows what became of the case.
pub(super) async fn stepped(
    ctx: &Ctx,
    case: CaseId,
    action: Action,
    run: impl FnOnce(&mut Conn, &Actor, Step, &Moment) -> Result<CaseFile> + Clone + Send + 'static,
) -> Result<Reply> {
    let step = Step { case, version: ctx.expected_version()?, action };
    let actor = ctx.actor()?.clone();
    let (by, terms) = (Moment::at(ctx.now, actor.recorded()), ctx.terms());
    let write = move |tx: &mut Conn| {
        let file = run(tx, &actor, step, &by)?;
        CaseReply::of(tx, &actor, file, &terms, by.today)
    };
    answer(&ctx.change(write).await?)
}

/// `steps! { accept: Acceptance, Accept, |file, input, terms, by| steps::accept(file, input, terms, by); }`: a handler a line.
macro_rules! steps {
    ($($name:ident: $Body:ty, $action:ident, |$file:ident, $input:ident, $actor:ident, $terms:ident, $by:ident| $decide:expr;)+) => {$(
        pub async fn $name(ctx: Ctx, id: Path<CaseId>, body: Body<$Body>) -> Result<Reply> {
            let ($input, terms) = (body.value, ctx.terms());
            stepped(&ctx, id.into_inner(), Action::$action, move |tx, $actor, step, $by| {
                #[allow(unused_variables, reason = "not every step has terms")]
                let $terms = &terms;
                take_step(tx, $actor, step, $by, |_, $file| $decide)
            })
            .await
        }
    )+};
}

steps! {
    amend: Amendment, Amend, |file, input, actor, terms, by| steps::amend(file, input, terms, by);
    accept: Acceptance, Accept, |file, input, actor, terms, by| steps::accept(file, input, terms, by);
    decline: Declining, Decline, |file, input, actor, terms, by| steps::decline(file, input, by);
    give_notice: Notice, GiveNotice, |file, input, actor, terms, by| steps::give_notice(file, input, by);
    set_lead: LeadChoice, SetLead, |file, input, actor, terms, by| steps::set_lead(file, input, by);
    start_mediation: StartOfMediation, StartMediation, |file, input, actor, terms, by| steps::start_mediation(file, input, by);
    suspend: Suspending, Suspend, |file, input, actor, terms, by| steps::suspend(file, input, by);
    resume: Resuming, Resume, |file, input, actor, terms, by| steps::resume(file, input, terms, by);
    extend: Extending, Extend, |file, input, actor, terms, by| steps::extend(file, input, terms, by);
    start_appraisal: StartOfAppraisal, StartAppraisal,
        |file, input, actor, terms, by| steps::start_appraisal(file, input, by);
    end_appraisal: EndOfAppraisal, EndAppraisal, |file, input, actor, terms, by| steps::end_appraisal(file, input, terms, by);
    start_clock: StartOfClock, StartClock, |file, input, actor, terms, by| steps::start_clock(file, input, by);
    plan_session: NewSession, PlanSession, |file, input, actor, terms, by| steps::plan_session(file, input, by);
    move_session: SessionMove, MoveSession, |file, input, actor, terms, by| steps::move_session(file, input, by);
    cancel_session: SessionCancellation, CancelSession, |file, input, actor, terms, by| steps::cancel_session(file, input, by);
    hold_meeting: NewMeeting, HoldMeeting, |file, input, actor, terms, by| steps::hold_meeting(file, input, by);
    agree: Agreeing, Agree, |file, input, actor, terms, by| steps::agree(file, input, terms, by);
    sign_agreement: Signing, SignAgreement, |file, input, actor, terms, by| steps::sign_agreement(file, input, terms, by);
    terminate: Terminating, Terminate, |file, input, actor, terms, by| steps::terminate(file, input, by);
    withdraw: Withdrawing, Withdraw, |file, input, actor, terms, by| steps::withdraw(file, input, by);
    advance_confirmation: ConfirmationStep, AdvanceConfirmation,
        |file, input, actor, terms, by| steps::advance_confirmation(file, input, by);
    record_payment: NewPayment, RecordPayment, |file, input, actor, terms, by| steps::record_payment(file, input, terms, by);
    confirm_performance: Performed, ConfirmPerformance,
        |file, input, actor, terms, by| steps::confirm_performance(file, input, terms, by);
    urge: Urge, Urge, |file, input, actor, terms, by| steps::urge(file, input, by);
    default: Defaulting, Default, |file, input, actor, terms, by| steps::default(file, input, by);
    schedule_callback: CallbackPlan, ScheduleCallback, |file, input, actor, terms, by| steps::schedule_callback(file, input, by);
    record_callback: CallbackReport, RecordCallback,
        |file, input, actor, terms, by| steps::record_callback(file, input, actor.mediator(), terms, by);
    reopen_callback: CallbackReopening, ReopenCallback,
        |file, input, actor, terms, by| steps::reopen_callback(file, input, by);
    complete_task: TaskDone, CompleteTask, |file, input, actor, terms, by| steps::complete_task(file, input, by);
    report_risk: RiskReporting, ReportRisk, |file, input, actor, terms, by| steps::report_risk(file, input, by);
    clear_risk: RiskCleared, ClearRisk, |file, input, actor, terms, by| steps::clear_risk(file, input, by);
    close: Closing, Close, |file, input, actor, terms, by| steps::close(file, input, by);
    reopen: Reopening, Reopen, |file, input, actor, terms, by| steps::reopen(file, input, by);
}

pub async fn appoint_mediator(ctx: Ctx, id: Path<CaseId>, body: Body<Appointment>) -> Result<Reply> {
    let input = body.value;
    let run =
        move |tx: &mut Conn, actor: &Actor, step, by: &Moment| choose_mediators::appoint(tx, actor, step, input, by);
    stepped(&ctx, id.into_inner(), Action::AppointMediator, run).await
}

pub async fn replace_mediator(ctx: Ctx, id: Path<CaseId>, body: Body<Replacement>) -> Result<Reply> {
    let input = body.value;
    let run =
        move |tx: &mut Conn, actor: &Actor, step, by: &Moment| choose_mediators::replace(tx, actor, step, input, by);
    stepped(&ctx, id.into_inner(), Action::ReplaceMediator, run).await
}

pub async fn archive(ctx: Ctx, id: Path<CaseId>, body: Body<Archiving>) -> Result<Reply> {
    let (input, scans) = (body.value, ctx.config.attachments.identity_scans);
    let run = move |tx: &mut Conn, actor: &Actor, step, by: &Moment| archive_case(tx, actor, step, input, scans, by);
    stepped(&ctx, id.into_inner(), Action::Archive, run).await
}

pub async fn record_consent(ctx: Ctx, id: Path<CaseId>, body: Body<Consenting>) -> Result<Reply> {
    let input = body.value;
    let run =
        move |tx: &mut Conn, actor: &Actor, step, by: &Moment| consents::record_consent(tx, actor, step, input, by);
    stepped(&ctx, id.into_inner(), Action::RecordConsent, run).await
}
