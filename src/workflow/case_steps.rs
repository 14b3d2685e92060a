//! Every step of a case that its staff take, by the action's name: which body it has, and the pure function that decides it. API and
//! pages both come through here.

use super::archive_case::archive_case;
use super::take_step::{Step, take_step};
use super::{choose_mediators, group_cases, record_consent};
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::base::json;
use crate::domain::case::CaseFile;
use crate::domain::deadlines::Terms;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::domain::steps::{self, *};
use crate::store::db::Conn;
use serde_json::Value;

/// What is the same for every step: who takes it, when, under which terms.
#[derive(Clone)]
pub struct Taking {
    pub actor: Actor,
    pub by: Moment,
    pub terms: Terms,
    /// Whether proofs of identity have to be filed as scans.
    pub identity_scans: bool,
}

/// `decided` are the steps a pure function decides on the file, `verbs` those that ask the store too.
macro_rules! steps {
    (
        decided { $($Action:ident($Body:ty), |$file:ident, $input:ident, $taking:ident| $decide:expr;)+ }
        verbs { $($Own:ident($OwnBody:ty), |$tx:ident, $step:ident, $own:ident, $with:ident| $run:expr;)+ }
    ) => {
        /// A step with its body.
        #[derive(Clone, Debug)]
        #[allow(clippy::large_enum_variant, reason = "there is one at a time")]
        pub enum CaseStep { $($Action($Body),)+ $($Own($OwnBody),)+ }

        impl CaseStep {
            pub const fn action(&self) -> Action {
                match self { $(Self::$Action(_) => Action::$Action,)+ $(Self::$Own(_) => Action::$Own,)+ }
            }

            /// The step of an action with the body that is sent for it, or nothing when the action is taken elsewhere (a file, an
            /// offer). `Invalid` names the field that does not fit.
            pub fn read(action: Action, body: &Value) -> Result<Option<Self>> {
                Ok(Some(match action {
                    $(Action::$Action => Self::$Action(json::read(body)?),)+
                    $(Action::$Own => Self::$Own(json::read(body)?),)+
                    _ => return Ok(None),
                }))
            }

            /// Takes the step on the case in the version that was seen; the file after it. Errors are those of `take_step`.
            pub fn take(self, tx: &mut Conn, case: CaseId, version: i64, taking: &Taking) -> Result<CaseFile> {
                let step = Step { case, version, action: self.action() };
                match self {
                    $(Self::$Action($input) => {
                        #[allow(unused_variables, reason = "not every step has terms")]
                        let $taking = taking;
                        take_step(tx, &taking.actor, step, &taking.by, |_, $file| $decide)
                    })+
                    $(Self::$Own($own) => {
                        let ($tx, $step, $with) = (tx, step, taking);
                        $run
                    })+
                }
            }
        }
    };
}

steps! {
    decided {
    Amend(Amendment), |file, input, t| steps::amend(file, input, &t.terms, &t.by);
    Accept(Acceptance), |file, input, t| steps::accept(file, input, &t.terms, &t.by);
    Decline(Declining), |file, input, t| steps::decline(file, input, &t.by);
    GiveNotice(Notice), |file, input, t| steps::give_notice(file, input, &t.by);
    SetLead(LeadChoice), |file, input, t| steps::set_lead(file, input, &t.by);
    StartMediation(StartOfMediation), |file, input, t| steps::start_mediation(file, input, &t.by);
    Suspend(Suspending), |file, input, t| steps::suspend(file, input, &t.by);
    Resume(Resuming), |file, input, t| steps::resume(file, input, &t.terms, &t.by);
    Extend(Extending), |file, input, t| steps::extend(file, input, &t.terms, &t.by);
    StartAppraisal(StartOfAppraisal), |file, input, t| steps::start_appraisal(file, input, &t.by);
    EndAppraisal(EndOfAppraisal), |file, input, t| steps::end_appraisal(file, input, &t.terms, &t.by);
    StartClock(StartOfClock), |file, input, t| steps::start_clock(file, input, &t.by);
    PlanSession(NewSession), |file, input, t| steps::plan_session(file, input, &t.by);
    MoveSession(SessionMove), |file, input, t| steps::move_session(file, input, &t.by);
    CancelSession(SessionCancellation), |file, input, t| steps::cancel_session(file, input, &t.by);
    HoldMeeting(NewMeeting), |file, input, t| steps::hold_meeting(file, input, &t.by);
    Agree(Agreeing), |file, input, t| steps::agree(file, input, &t.terms, &t.by);
    SignAgreement(Signing), |file, input, t| steps::sign_agreement(file, input, &t.terms, &t.by);
    Terminate(Terminating), |file, input, t| steps::terminate(file, input, &t.by);
    Withdraw(Withdrawing), |file, input, t| steps::withdraw(file, input, &t.by);
    AdvanceConfirmation(ConfirmationStep), |file, input, t| steps::advance_confirmation(file, input, &t.by);
    RecordPayment(NewPayment), |file, input, t| steps::record_payment(file, input, &t.terms, &t.by);
    ConfirmPerformance(Performed), |file, input, t| steps::confirm_performance(file, input, &t.terms, &t.by);
    Urge(Urge), |file, input, t| steps::urge(file, input, &t.by);
    Default(Defaulting), |file, input, t| steps::default(file, input, &t.by);
    ScheduleCallback(CallbackPlan), |file, input, t| steps::schedule_callback(file, input, &t.by);
    RecordCallback(CallbackReport), |file, input, t| steps::record_callback(file, input, t.actor.mediator(), &t.terms, &t.by);
    ReopenCallback(CallbackReopening), |file, input, t| steps::reopen_callback(file, input, &t.by);
    CompleteTask(TaskDone), |file, input, t| steps::complete_task(file, input, &t.by);
    ReportRisk(RiskReporting), |file, input, t| steps::report_risk(file, input, &t.by);
    ClearRisk(RiskCleared), |file, input, t| steps::clear_risk(file, input, &t.by);
    Close(Closing), |file, input, t| steps::close(file, input, &t.by);
    Reopen(Reopening), |file, input, t| steps::reopen(file, input, &t.terms, &t.by);
    LeaveGroup(Leaving), |file, input, t| steps::leave_group(file, input, &t.by);
    }
    verbs {
    AppointMediator(Appointment), |tx, step, input, t| choose_mediators::appoint(tx, &t.actor, step, input, &t.by);
    ReplaceMediator(Replacement), |tx, step, input, t| choose_mediators::replace(tx, &t.actor, step, input, &t.by);
    Archive(Archiving), |tx, step, input, t| archive_case(tx, &t.actor, step, input, t.identity_scans, &t.by);
    RecordConsent(Consenting), |tx, step, input, t| record_consent::record_consent(tx, &t.actor, step, input, &t.by);
    JoinGroup(Joining), |tx, step, input, t| group_cases::join(tx, &t.actor, step, &input, &t.terms, &t.by);
    ChooseRepresentatives(RepresentativeChoice), |tx, step, input, t| group_cases::represent(tx, &t.actor, step, input, &t.by);
    }
}
