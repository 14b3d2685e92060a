//! The lifecycle as one table: status x action -> next status, with the roles that may act. What else must hold is in `rules`.

use super::case::{CaseFile, Status};
use super::pause::PauseKind;
use super::policy::Role;
use super::rules;
use super::session_plan::PlanState;
use super::steps::open_pause;
use crate::text_enum;

text_enum! {
    /// Everything that can be done to a case.
    pub enum Action {
        Register = "register", "登记", "Register";
        Amend = "amend", "更正", "Amend";
        Accept = "accept", "受理", "Accept";
        Decline = "decline", "不予受理", "Decline";
        AppointMediator = "appoint_mediator", "指定调解员", "Appoint a mediator";
        ReplaceMediator = "replace_mediator", "更换调解员", "Replace a mediator";
        SetLead = "set_lead", "确定主持人", "Name the lead mediator";
        RecordConsent = "record_consent", "记录当事人意见", "Record a consent";
        GiveNotice = "give_notice", "告知权利义务", "Give the rights notice";
        StartMediation = "start_mediation", "开始调解", "Start mediation";
        Suspend = "suspend", "中止", "Suspend";
        Resume = "resume", "恢复", "Resume";
        Extend = "extend", "延长期限", "Extend the time limit";
        StartAppraisal = "start_appraisal", "开始鉴定", "Begin an appraisal";
        EndAppraisal = "end_appraisal", "结束鉴定", "End an appraisal";
        StartClock = "start_clock", "登记起算日", "Note the start of a clock";
        PlanSession = "plan_session", "安排调解会", "Plan a session";
        MoveSession = "move_session", "改期", "Move a session";
        CancelSession = "cancel_session", "取消调解会", "Cancel a session";
        HoldMeeting = "hold_meeting", "记录调解", "Record a meeting";
        Agree = "agree", "达成协议", "Agree";
        SignAgreement = "sign_agreement", "签署协议", "Sign the agreement";
        Terminate = "terminate", "终止", "Terminate";
        Withdraw = "withdraw", "撤回", "Withdraw";
        AdvanceConfirmation = "advance_confirmation", "司法确认", "Judicial confirmation";
        RecordPayment = "record_payment", "记录付款", "Record a payment";
        ConfirmPerformance = "confirm_performance", "确认履行完毕", "Confirm performance";
        Urge = "urge", "督促履行", "Urge to perform";
        ConfirmPayment = "confirm_payment", "收款方确认收款", "The payee confirms a payment";
        Default = "default", "认定未履行", "Record the default";
        ScheduleCallback = "schedule_callback", "安排回访", "Schedule a callback";
        RecordCallback = "record_callback", "记录回访", "Record a callback";
        ReopenCallback = "reopen_callback", "重新回访", "Make a callback again";
        CompleteTask = "complete_task", "完成跟进", "Complete a task";
        ReportRisk = "report_risk", "上报风险", "Report a risk";
        ClearRisk = "clear_risk", "解除风险", "Clear a risk";
        AssignFirm = "assign_firm", "指派律师事务所", "Assign a law firm";
        ReleaseFirm = "release_firm", "解除指派", "Release the law firm";
        Close = "close", "结案", "Close";
        Archive = "archive", "归档", "Archive";
        Reopen = "reopen", "重新办理", "Reopen";
        AddAttachment = "add_attachment", "添加材料", "Add a file";
        RemoveAttachment = "remove_attachment", "撤下材料", "Remove a file";
        JoinGroup = "join_group", "并入群体案件", "Join a group of cases";
        LeaveGroup = "leave_group", "退出群体案件", "Leave the group";
        ChooseRepresentatives = "choose_representatives", "推举代表人", "Choose representatives";
    }
}

/// Where an action may lead from a status, the usual one first; empty when it is refused. `Register` makes the case, so it leads from nowhere.
pub fn leads(from: Status, action: Action) -> &'static [Status] {
    use Action as A;
    use Status::*;
    match (action, from) {
        (A::Accept, Registered) => &[Accepted],
        (A::Decline, Registered) => &[Declined],
        (A::StartMediation, Accepted) => &[Mediating],
        (A::Suspend, Mediating) => &[Suspended],
        (A::Resume, Suspended) => &[Mediating],
        (A::Agree, Mediating) => &[Agreed],
        (A::Terminate, Accepted | Mediating | Suspended) => &[Terminated],
        (A::Withdraw, Registered | Accepted | Mediating | Suspended) => &[Withdrawn],
        (A::RecordPayment, Agreed) => &[Agreed, Performed],
        (A::ConfirmPerformance, Agreed) => &[Performed],
        (A::Default, Agreed) => &[Defaulted],
        (A::Close, Performed | Defaulted | Declined | Terminated | Withdrawn) => &[Closed],
        (A::Reopen, Closed) => &[Agreed, Mediating],
        (A::Archive, Closed) => &[Archived],
        // How a case counts is settled before it is.
        (A::GiveNotice | A::JoinGroup | A::LeaveGroup, Registered | Accepted | Mediating | Suspended)
        // After the agreement too: somebody looks after performance and callbacks.
        | (
            A::AppointMediator | A::ReplaceMediator | A::SetLead | A::ChooseRepresentatives,
            Registered | Accepted | Mediating | Suspended | Agreed | Performed | Defaulted,
        )
        | (A::Extend | A::StartAppraisal | A::EndAppraisal, Accepted | Mediating | Suspended)
        | (A::PlanSession | A::MoveSession, Accepted | Mediating)
        | (A::CancelSession, Accepted | Mediating | Suspended | Agreed | Terminated | Withdrawn)
        | (A::HoldMeeting, Mediating)
        | (A::AssignFirm, Registered | Accepted | Mediating | Suspended | Agreed | Performed | Defaulted)
        // In a closed case too: who refused may think again, and the case reopens.
        | (
            A::RecordConsent,
            Registered | Accepted | Mediating | Suspended | Agreed | Performed | Defaulted | Closed,
        )
        | (A::SignAgreement | A::AdvanceConfirmation, Agreed | Performed | Defaulted)
        | (A::RecordPayment, Defaulted)
        | (A::Urge, Agreed | Defaulted)
        | (
            A::ConfirmPayment | A::ScheduleCallback | A::RecordCallback | A::ReopenCallback,
            Agreed | Performed | Defaulted | Closed,
        )
        | (
            A::Amend | A::ReportRisk | A::ClearRisk | A::ReleaseFirm | A::CompleteTask | A::AddAttachment | A::RemoveAttachment | A::StartClock,
            Registered | Accepted | Mediating | Suspended | Agreed | Performed | Defaulted | Declined | Terminated
            | Withdrawn | Closed,
        ) => stay(from),
        _ => &[],
    }
}

fn stay(status: Status) -> &'static [Status] {
    Status::ALL.iter().position(|each| *each == status).and_then(|at| Status::ALL.get(at..=at)).unwrap_or_default()
}

/// The roles that may take an action, each within its own scope: mediators work their cases; what decides on the committee's part
/// is left to the chamber.
pub const fn roles(action: Action) -> &'static [Role] {
    use Action as A;
    match action {
        A::Decline
        | A::AppointMediator
        | A::ReplaceMediator
        | A::SetLead
        | A::AssignFirm
        | A::ReleaseFirm
        | A::Archive
        | A::Reopen => &[Role::ChamberAdmin],
        A::Register
        | A::Amend
        | A::Accept
        | A::RecordConsent
        | A::GiveNotice
        | A::StartMediation
        | A::Suspend
        | A::Resume
        | A::Extend
        | A::StartAppraisal
        | A::EndAppraisal
        | A::StartClock
        | A::PlanSession
        | A::MoveSession
        | A::CancelSession
        | A::HoldMeeting
        | A::Agree
        | A::SignAgreement
        | A::Terminate
        | A::Withdraw
        | A::AdvanceConfirmation
        | A::RecordPayment
        | A::ConfirmPerformance
        | A::Urge
        | A::Default
        | A::ScheduleCallback
        | A::RecordCallback
        | A::ReopenCallback
        | A::CompleteTask
        | A::ReportRisk
        | A::ClearRisk
        | A::AddAttachment
        | A::RemoveAttachment
        | A::JoinGroup
        | A::LeaveGroup
        | A::ChooseRepresentatives
        | A::Close => &[Role::ChamberAdmin, Role::Mediator],
        // A party's own word, by its link; nobody gives it for them.
        A::ConfirmPayment => &[],
    }
}

/// What a role may do with this case now, in the order of `Action::ALL`: the table, and that there is something to do it to.
pub fn actions(file: &CaseFile, role: Role) -> Vec<Action> {
    let possible = |action: &Action| {
        roles(*action).contains(&role) && !leads(file.case.status, *action).is_empty() && has_subject(file, *action)
    };
    Action::ALL.iter().copied().filter(possible).collect()
}

/// Whether the case holds what the action is about, and no refusal stands in its way.
fn has_subject(file: &CaseFile, action: Action) -> bool {
    use Action as A;
    match action {
        A::ReplaceMediator | A::SetLead => rules::active_mediators(file).next().is_some(),
        A::Accept | A::StartMediation | A::Resume | A::Extend | A::PlanSession | A::HoldMeeting | A::Agree => {
            rules::nobody_refused(file).is_ok()
        }
        A::StartAppraisal => open_pause(file, PauseKind::Appraisal).is_none(),
        A::MoveSession | A::CancelSession => file.session_plans.iter().any(|plan| plan.state == PlanState::Planned),
        A::EndAppraisal => open_pause(file, PauseKind::Appraisal).is_some(),
        A::JoinGroup => file.group_places.is_empty(),
        A::LeaveGroup => !file.group_places.is_empty(),
        A::ClearRisk => file.risk_reports.iter().any(|risk| risk.cleared_on.is_none()),
        A::CompleteTask => file.tasks.iter().any(|task| task.done_on.is_none()),
        A::AssignFirm => file.case.firm_id.is_none(),
        A::ReleaseFirm => file.case.firm_id.is_some(),
        A::SignAgreement => file.agreement.as_ref().is_some_and(|agreement| agreement.effective_on.is_none()),
        A::AdvanceConfirmation | A::ScheduleCallback | A::RecordCallback => file.agreement.is_some(),
        A::ReopenCallback => file.callbacks.iter().any(|callback| callback.done_on.is_some()),
        A::RecordPayment => rules::unpaid(file) > crate::domain::money::Fen::ZERO,
        A::ConfirmPerformance => rules::unpaid(file) == crate::domain::money::Fen::ZERO,
        _ => true,
    }
}
