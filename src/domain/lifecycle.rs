//! The lifecycle as one table: status x action -> next status, with the roles that may act.

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
        HoldMeeting = "hold_meeting", "记录调解", "Record a meeting";
        Agree = "agree", "达成协议", "Agree";
        SignAgreement = "sign_agreement", "签署协议", "Sign the agreement";
        Terminate = "terminate", "终止", "Terminate";
        Withdraw = "withdraw", "撤回", "Withdraw";
        AdvanceConfirmation = "advance_confirmation", "司法确认", "Judicial confirmation";
        RecordPayment = "record_payment", "记录付款", "Record a payment";
        ConfirmPerformance = "confirm_performance", "确认履行完毕", "Confirm performance";
        Default = "default", "认定未履行", "Record the default";
        ScheduleCallback = "schedule_callback", "安排回访", "Schedule a callback";
        RecordCallback = "record_callback", "记录回访", "Record a callback";
        CompleteTask = "complete_task", "完成跟进", "Complete a task";
        ReportRisk = "report_risk", "上报风险", "Report a risk";
        ClearRisk = "clear_risk", "解除风险", "Clear a risk";
        AssignFirm = "assign_firm", "指派律师事务所", "Assign a law firm";
        ReleaseFirm = "release_firm", "解除指派", "Release the law firm";
        Close = "close", "结案", "Close";
        Archive = "archive", "归档", "Archive";
        Reopen = "reopen", "重新办理", "Reopen";
    }
}
