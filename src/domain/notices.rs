//! Which mail a person may get about a case, and in which words. Who gets it, and the sending, live elsewhere.

crate::text_enum! {
    /// What a mail tells. The words are the status word of its subject; they say nothing of the persons or the matter.
    pub enum NoticeKind {
        Registered = "registered", "已登记", "registered";
        Accepted = "accepted", "已受理", "accepted";
        Declined = "declined", "不予受理", "declined";
        MediatorsChosen = "mediators_chosen", "调解员已确定", "mediators chosen";
        Mediating = "mediating", "调解中", "in mediation";
        MeetingSet = "meeting_set", "已安排调解", "meeting set";
        Suspended = "suspended", "中止", "suspended";
        Resumed = "resumed", "恢复调解", "resumed";
        Extended = "extended", "已延期", "extended";
        Agreed = "agreed", "达成协议", "agreed";
        Terminated = "terminated", "终止", "terminated";
        Withdrawn = "withdrawn", "撤回", "withdrawn";
        Performed = "performed", "履行完毕", "performed";
        Defaulted = "defaulted", "未履行", "not performed";
        Confirmation = "confirmation", "司法确认有进展", "judicial confirmation updated";
        RiskReported = "risk_reported", "风险已报告", "risk reported";
        Closed = "closed", "已结案", "closed";
        Reopened = "reopened", "重新办理", "reopened";
        FirmOffered = "firm_offered", "待律所答复", "waiting for your answer";
        FirmAccepted = "firm_accepted", "律所已接受", "taken on by the law firm";
        FirmDeclined = "firm_declined", "律所未接受", "declined by the law firm";
        FirmLapsed = "firm_lapsed", "律所逾期未答复", "no answer from the law firm";
        DeadlineNear = "deadline_near", "期限将至", "deadline near";
        Overdue = "overdue", "已逾期", "overdue";
        ConfirmationEnding = "confirmation_ending", "司法确认申请期将满", "confirmation window ending";
        PerformanceDue = "performance_due", "履行期将至", "performance due";
        PerformanceOverdue = "performance_overdue", "履行逾期", "performance overdue";
        CallbackDue = "callback_due", "待回访", "callback due";
    }
}
