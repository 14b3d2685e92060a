//! What the form of each step asks, by the names its body has in the API. A step without a row here has no form, and so no button.

use super::fields::{Field, Kind as K, may, must};
use super::step_groups::{amendment, appointment, ending, session_time};
use crate::base::text_enum::Term;
use crate::domain::agreement::{AgreementForm, ConfirmationStatus, Manner};
use crate::domain::callback::{CallbackResult, Performance, Satisfaction};
use crate::domain::case::{CaseFile, Outcome, Status};
use crate::domain::clock_rules::ClockId;
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::lifecycle::Action;
use crate::domain::mediators::ReleaseReason;
use crate::domain::meeting::MeetingMode;
use crate::domain::risk::RiskKind;

/// The fields of a step's form; nothing for what is done elsewhere.
pub(super) fn fields(action: Action, file: &CaseFile) -> Option<Vec<Field>> {
    use Action as A;
    Some(match action {
        A::Accept => vec![
            must("accepted_on", K::Today, "受理日期", "Accepted on"),
            may("simplified", K::Tick, "法院案件适用简易程序", "A court case under the simplified procedure"),
        ],
        A::Decline => ending("declined_on", "不予受理日期", "Declined on"),
        A::Terminate => ending("terminated_on", "终止日期", "Terminated on"),
        A::Withdraw => vec![
            must("withdrawn_on", K::Today, "撤回日期", "Withdrawn on"),
            must("outcome", K::Choice(Outcome::TERMS), "结果", "Outcome"),
            may("reason", K::Long, "理由", "Reason"),
        ],
        A::AppointMediator => appointment(""),
        A::ReplaceMediator => {
            let mut fields = vec![
                must("mediator_id", K::Mediator, "离任调解员", "Who leaves the case"),
                must("reason", K::Choice(ReleaseReason::TERMS), "更换理由", "Why"),
            ];
            fields.append(&mut appointment("appointment."));
            fields
        }
        A::SetLead => vec![must("mediator_id", K::Mediator, "主持人", "Lead mediator")],
        A::RecordConsent => vec![
            must("party_id", K::Party, "当事人", "Party"),
            must("matter", K::Choice(ConsentMatter::TERMS), "事项", "What about"),
            may("given", K::Tick, "同意（不勾选为不同意）", "Agrees (not ticked: refuses)"),
            must("channel", K::Choice(Channel::TERMS), "方式", "How"),
            must("recorded_on", K::Today, "日期", "Day"),
            may("mediator_id", K::Colleague, "所涉调解员", "The mediator it is about"),
            may("firm_id", K::Firm, "所涉律师事务所", "The law firm it is about"),
        ],
        A::GiveNotice => vec![
            may(
                "party_ids",
                K::Parties,
                "告知对象（不选为全体当事人）",
                "Who was told (all parties when none is ticked)",
            ),
            must("channel", K::Choice(Channel::TERMS), "方式", "How"),
            must("recorded_on", K::Today, "日期", "Day"),
        ],
        A::StartMediation => vec![must("started_on", K::Today, "开始日期", "Started on")],
        A::Suspend => {
            vec![must("suspended_on", K::Today, "中止日期", "Suspended on"), must("reason", K::Long, "理由", "Reason")]
        }
        A::Resume => vec![must("resumed_on", K::Today, "恢复日期", "Resumed on")],
        A::Extend => vec![
            must("extended_on", K::Today, "商定日期", "Agreed on"),
            must("to_due_on", K::Day, "延长至", "Extended to"),
            may("reason", K::Long, "理由", "Reason"),
        ],
        A::StartAppraisal => vec![
            must("started_on", K::Today, "开始日期", "Started on"),
            may("subject", K::Long, "鉴定事项", "What is appraised"),
        ],
        A::EndAppraisal => vec![must("ended_on", K::Today, "结束日期", "Ended on")],
        A::StartClock => {
            vec![must("rule", K::Choice(CLOCKS), "期限", "Clock"), must("starts_on", K::Today, "起算日期", "Starts on")]
        }
        A::PlanSession => {
            let mut fields = session_time();
            fields.push(may(
                "party_ids",
                K::Parties,
                "通知的当事人（不选为全体）",
                "Parties (all when none is ticked)",
            ));
            fields.push(may(
                "mediator_ids",
                K::Mediators,
                "调解员（不选为全体）",
                "Mediators (all when none is ticked)",
            ));
            fields
        }
        A::MoveSession => {
            let mut fields = vec![must("plan_id", K::Plan, "原定时间", "Planned for")];
            fields.append(&mut session_time());
            fields
        }
        A::CancelSession => {
            vec![must("plan_id", K::Plan, "原定时间", "Planned for"), must("reason", K::Long, "取消理由", "Reason")]
        }
        A::HoldMeeting => vec![
            may("plan_id", K::Plan, "对应的安排", "The plan it was held by"),
            must("held_on", K::Today, "调解日期", "Held on"),
            must("mode", K::Choice(MeetingMode::TERMS), "形式", "Mode"),
            may("place", K::Line, "地点", "Place"),
            must("attendance", K::Attendance, "当事人到场情况", "Who came"),
            may("statements", K::Statements, "当事人陈述", "What the parties said"),
            may("points.notice_given", K::Tick, "已告知权利义务", "Rights and duties were told"),
            may("points.principles_told", K::Tick, "已说明调解原则", "The principles were explained"),
            may("points.risk_told", K::Tick, "已提示风险", "The risks were pointed out"),
            may("points.facts", K::Long, "查明的事实", "The facts"),
            may("points.agreed", K::Long, "达成一致的事项", "What was agreed"),
            may("points.not_agreed", K::Long, "未达成一致的事项", "What was not agreed"),
            may("points.routes_told", K::Tick, "已告知其他途径", "Other routes were told"),
            may("record", K::Long, "调解记录", "Record"),
        ],
        A::Agree => vec![
            must("form", K::Choice(AgreementForm::TERMS), "协议形式", "Form"),
            must("agreed_on", K::Today, "达成日期", "Agreed on"),
            must("amount", K::Money, "协议金额（元；无给付填 0）", "Amount (yuan; 0 when nothing is paid)"),
            must(
                "content",
                K::Long,
                "协议内容：履行方式、地点、期限",
                "Content: manner, place and time of performance",
            ),
            may("facts", K::Long, "主要事实和争议事项", "Main facts and disputed matters"),
            may(
                "instalments",
                K::Instalments,
                "分期履行（合计须等于协议金额）",
                "Instalments (they make up the amount)",
            ),
            may("signatures", K::Signatures, "当事人签名日期", "Days of the signatures"),
            may("mediator_signed_on", K::Day, "调解员签名日期", "The mediator signed on"),
            may("sealed_on", K::Day, "加盖印章日期", "Sealed on"),
            may("copies", K::Number, "协议份数", "Copies"),
            may("agreement_no", K::Line, "协议编号", "Number"),
        ],
        A::SignAgreement => vec![
            may("signatures", K::Signatures, "当事人签名日期", "Days of the signatures"),
            may("mediator_signed_on", K::Day, "调解员签名日期", "The mediator signed on"),
            may("sealed_on", K::Day, "加盖印章日期", "Sealed on"),
        ],
        A::AdvanceConfirmation => vec![
            must("status", K::Choice(ConfirmationStatus::TERMS), "进展", "Where it stands"),
            must("on", K::Today, "日期", "Day"),
            may("court", K::Line, "法院", "Court"),
            may("court_no", K::Line, "法院案号（调确字）", "The court's number (调确字)"),
            may("concerns_status", K::Tick, "涉及身份、收养、婚姻关系", "About identity, adoption or marriage"),
        ],
        A::RecordPayment => vec![
            must("amount", K::Money, "付款金额（元）", "Amount (yuan)"),
            must("paid_on", K::Today, "付款日期", "Paid on"),
            must("manner", K::Choice(Manner::TERMS), "方式", "Manner"),
            may("reference", K::Line, "凭证号", "Reference"),
            may("payee_id", K::Party, "收款方", "Who was paid"),
        ],
        A::ConfirmPerformance => vec![must("performed_on", K::Today, "履行完毕日期", "Performed on")],
        A::Urge => vec![
            must("party_id", K::Party, "督促对象", "Who is urged"),
            must("urged_on", K::Today, "日期", "Day"),
            must("channel", K::Choice(Channel::TERMS), "方式", "How"),
            must("words", K::Long, "督促内容", "What was said"),
        ],
        A::Default => vec![must("defaulted_on", K::Today, "认定日期", "Day"), may("reason", K::Long, "理由", "Reason")],
        A::ScheduleCallback => {
            vec![must("party_id", K::Party, "回访对象", "Party"), must("due_on", K::Day, "回访日期", "Due on")]
        }
        A::RecordCallback => vec![
            must("party_id", K::Party, "回访对象", "Party"),
            must("done_on", K::Today, "回访日期", "Day"),
            must("channel", K::Choice(Channel::TERMS), "方式", "How"),
            must("result", K::Choice(CallbackResult::TERMS), "结果", "Result"),
            may("performance", K::Choice(Performance::TERMS), "履行情况", "Performance"),
            may(
                "satisfaction",
                K::Choice(Satisfaction::TERMS),
                "满意度（以当事人所说为准）",
                "Satisfaction, as the party said it",
            ),
            may("remark", K::Long, "备注", "Remark"),
        ],
        A::ReopenCallback => vec![
            must("callback_id", K::Callback, "原回访", "The callback"),
            must("due_on", K::Day, "重新回访日期", "Due on"),
            must("reason", K::Long, "理由", "Reason"),
        ],
        A::CompleteTask => {
            vec![must("task_id", K::Task, "跟进任务", "Task"), must("done_on", K::Today, "完成日期", "Done on")]
        }
        A::ReportRisk => vec![
            must("kind", K::Choice(RiskKind::TERMS), "风险类型", "Kind"),
            must("people", K::Number, "涉及人数", "People"),
            must("raised_on", K::Today, "发现日期", "Seen on"),
            may("reported_to", K::Line, "报告机关", "Reported to"),
            may("reported_on", K::Day, "报告日期", "Reported on"),
            may("remark", K::Long, "情况", "Remark"),
        ],
        A::ClearRisk => vec![
            must("risk_report_id", K::Risk, "风险", "Risk"),
            must("cleared_on", K::Today, "解除日期", "Cleared on"),
        ],
        A::Close => vec![must("closed_on", K::Today, "结案日期", "Closed on")],
        A::Archive => vec![must("archived_on", K::Today, "归档日期", "Archived on")],
        A::Reopen => vec![
            must("reopened_on", K::Today, "重新办理日期", "Reopened on"),
            must("to", K::Choice(REOPENED), "恢复到", "Back to"),
            must("reason", K::Long, "理由", "Reason"),
        ],
        A::LeaveGroup => {
            vec![must("left_on", K::Today, "退出日期", "Left on"), must("reason", K::Long, "理由", "Reason")]
        }
        A::ChooseRepresentatives => vec![
            must("party_ids", K::Parties, "代表人（同一方）", "Representatives, of one side"),
            must("chosen_on", K::Today, "推举日期", "Chosen on"),
        ],
        A::Amend => amendment(file),
        A::Register
        | A::JoinGroup
        | A::AssignFirm
        | A::ReleaseFirm
        | A::ConfirmPayment
        | A::AddAttachment
        | A::RemoveAttachment => return None,
    })
}

/// The clocks that start with a day somebody notes.
const CLOCKS: &[Term] = &[term(ClockId::CourtAccept), term(ClockId::PaymentOrder), term(ClockId::LabourArbitration)];

/// Where a closed case may go back to.
const REOPENED: &[Term] = &[
    Term { code: Status::Agreed.code(), zh: Status::Agreed.zh(), en: Status::Agreed.en() },
    Term { code: Status::Mediating.code(), zh: Status::Mediating.zh(), en: Status::Mediating.en() },
];

const fn term(clock: ClockId) -> Term {
    Term { code: clock.code(), zh: clock.zh(), en: clock.en() }
}
