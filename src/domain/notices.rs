//! Which step of a case is told to whom by mail, and in which words. Addresses are found in `workflow/notify.rs`.

use super::case::{CaseFile, Origin, Status};
use super::lifecycle::Action;
use crate::base::id::AccountId;
use crate::base::locale::Locale;
use std::collections::BTreeSet;

crate::text_enum! {
    /// What a mail tells. The words are the status word of its subject; they say nothing of the persons or the matter.
    pub enum NoticeKind {
        Registered = "registered", "已登记", "registered";
        Accepted = "accepted", "已受理", "accepted";
        Declined = "declined", "不予受理", "declined";
        MediatorsChosen = "mediators_chosen", "调解员已确定", "mediators chosen";
        Mediating = "mediating", "调解中", "in mediation";
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
        NoFirmLeft = "no_firm_left", "无律所可指派", "no law firm left";
        FirmReleased = "firm_released", "律所指派已解除", "law firm released";
        SessionSet = "session_set", "已安排调解会", "session planned";
        SessionMoved = "session_moved", "调解会改期", "session moved";
        SessionCancelled = "session_cancelled", "调解会取消", "session cancelled";
        Digest = "digest", "今日事项", "what is due";
        Pack = "pack", "统计简报", "figures of a period";
        LinkCode = "link_code", "验证码", "your code";
        ApplicationReceived = "application_received", "有新的调解申请", "a new application";
        PairingProposed = "pairing_proposed", "结对待答复", "pairing waits for your answer";
        PairingAccepted = "pairing_accepted", "一方已同意结对", "pairing accepted by one side";
        PairingAgreed = "pairing_agreed", "结对待签约", "pairing to be signed";
        PairingDeclined = "pairing_declined", "结对未获同意", "pairing declined";
        PairingLapsed = "pairing_lapsed", "结对逾期未答复", "pairing lapsed";
        PairingSigned = "pairing_signed", "结对已签约", "pairing signed";
        PairingRenewed = "pairing_renewed", "结对已续签", "pairing renewed";
        PairingEnding = "pairing_ending", "结对即将到期", "pairing ends soon";
        PairingIdle = "pairing_idle", "结对长期无服务", "pairing without services";
        PairingEnded = "pairing_ended", "结对已到期", "pairing ended";
        PairingTerminated = "pairing_terminated", "结对已终止", "pairing terminated";
    }
}

impl NoticeKind {
    /// What somebody has to act on at once, and what carries an invitation: it waits for no other mail and goes into none.
    pub const URGENT: [Self; 6] = [
        Self::FirmOffered,
        Self::RiskReported,
        Self::LinkCode,
        Self::SessionSet,
        Self::SessionMoved,
        Self::SessionCancelled,
    ];

    pub fn is_urgent(self) -> bool {
        Self::URGENT.contains(&self)
    }

    /// Whether it tells of a pairing and not of a case.
    pub fn is_pairing(self) -> bool {
        self.code().starts_with("pairing_")
    }
}

/// Who is told. Only people with an account get a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// The administrators of the committee's chamber.
    Committee,
    LeadMediator,
    Mediators,
    /// Who registered the case.
    Registrar,
    /// The administrators of the firm that works on the case, and its lawyers named in the assignment.
    AssignedFirm,
    /// The parties whose address they confirmed themselves (L4 art 17).
    Parties,
}

/// A mail and those who get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub audiences: &'static [Audience],
}

/// The notice a step causes in the case as it is after it; none for steps that matter to nobody else, and none for a case
/// taken over from a ledger: what it tells happened long ago.
pub fn of(action: Action, after: &CaseFile) -> Option<Notice> {
    if after.case.origin == Origin::Ledger { None } else { rule(action, after.case.status) }
}

fn rule(action: Action, status: Status) -> Option<Notice> {
    use Audience::{AssignedFirm, Committee, LeadMediator, Mediators, Parties, Registrar};
    use NoticeKind as K;
    let (kind, audiences): (K, &[Audience]) = match action {
        Action::Register => (K::Registered, &[Committee]),
        Action::Accept => (K::Accepted, &[Committee, Mediators, Registrar, Parties]),
        Action::Decline => (K::Declined, &[Registrar, Parties]),
        Action::AppointMediator | Action::ReplaceMediator | Action::SetLead => (K::MediatorsChosen, &[Mediators]),
        Action::StartMediation => (K::Mediating, &[Mediators, AssignedFirm]),
        Action::Suspend => (K::Suspended, &[Mediators, AssignedFirm]),
        Action::Resume => (K::Resumed, &[Mediators, AssignedFirm]),
        Action::Extend => (K::Extended, &[Committee, Mediators, AssignedFirm]),
        Action::PlanSession => (K::SessionSet, &[Mediators, AssignedFirm]),
        Action::MoveSession => (K::SessionMoved, &[Mediators, AssignedFirm]),
        Action::CancelSession => (K::SessionCancelled, &[Mediators, AssignedFirm]),
        Action::Agree => (K::Agreed, &[Committee, Mediators, Registrar, AssignedFirm, Parties]),
        Action::Terminate => (K::Terminated, &[Committee, Mediators, Registrar, AssignedFirm, Parties]),
        Action::Withdraw => (K::Withdrawn, &[Committee, Mediators, Registrar, AssignedFirm]),
        Action::AdvanceConfirmation => (K::Confirmation, &[Committee, Mediators, AssignedFirm]),
        Action::ConfirmPerformance => (K::Performed, &[Committee, Mediators, AssignedFirm]),
        // The last payment ends the performance; the others are bookkeeping.
        Action::RecordPayment if status == Status::Performed => (K::Performed, &[Committee, Mediators, AssignedFirm]),
        Action::Default => (K::Defaulted, &[Committee, Mediators, AssignedFirm]),
        Action::ReportRisk => (K::RiskReported, &[Committee, LeadMediator]),
        Action::AssignFirm => (K::FirmAccepted, &[Committee, Mediators]),
        Action::ReleaseFirm => (K::FirmReleased, &[Committee, Mediators]),
        Action::Close => (K::Closed, &[Committee, Mediators, Registrar, AssignedFirm, Parties]),
        Action::Reopen => (K::Reopened, &[Committee, Mediators, Registrar, AssignedFirm]),
        Action::Amend
        | Action::RecordConsent
        | Action::GiveNotice
        | Action::StartAppraisal
        | Action::EndAppraisal
        | Action::StartClock
        | Action::HoldMeeting
        | Action::SignAgreement
        | Action::RecordPayment
        | Action::Urge
        | Action::ConfirmPayment
        | Action::ScheduleCallback
        | Action::RecordCallback
        | Action::ReopenCallback
        | Action::CompleteTask
        | Action::ClearRisk
        | Action::AddAttachment
        | Action::RemoveAttachment
        | Action::JoinGroup
        | Action::LeaveGroup
        | Action::ChooseRepresentatives
        | Action::Archive => return None,
    };
    Some(Notice { kind, audiences })
}

/// Someone to be written to; without an account, a party.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Recipient {
    pub account: Option<AccountId>,
    pub address: String,
    pub locale: Locale,
}

/// One mail an address, and none to the one who did it; of two with the same address the first stays.
pub fn once_each(recipients: Vec<Recipient>, by: Option<AccountId>) -> Vec<Recipient> {
    let mut seen = BTreeSet::new();
    let others = recipients.into_iter().filter(|one| by.is_none() || one.account != by);
    others.filter(|one| seen.insert(one.address.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each action, what it causes while the case is agreed on, and to whom: C committee, l lead mediator, M mediators,
    /// R registrar, F firm, P parties.
    const TABLE: [(Action, &str); 46] = [
        (Action::Register, "registered C"),
        (Action::Amend, ""),
        (Action::Accept, "accepted CMRP"),
        (Action::Decline, "declined RP"),
        (Action::AppointMediator, "mediators_chosen M"),
        (Action::ReplaceMediator, "mediators_chosen M"),
        (Action::SetLead, "mediators_chosen M"),
        (Action::RecordConsent, ""),
        (Action::GiveNotice, ""),
        (Action::StartMediation, "mediating MF"),
        (Action::Suspend, "suspended MF"),
        (Action::Resume, "resumed MF"),
        (Action::Extend, "extended CMF"),
        (Action::StartAppraisal, ""),
        (Action::EndAppraisal, ""),
        (Action::StartClock, ""),
        (Action::PlanSession, "session_set MF"),
        (Action::MoveSession, "session_moved MF"),
        (Action::CancelSession, "session_cancelled MF"),
        (Action::HoldMeeting, ""),
        (Action::Agree, "agreed CMRFP"),
        (Action::SignAgreement, ""),
        (Action::Terminate, "terminated CMRFP"),
        (Action::Withdraw, "withdrawn CMRF"),
        (Action::AdvanceConfirmation, "confirmation CMF"),
        (Action::RecordPayment, ""),
        (Action::ConfirmPerformance, "performed CMF"),
        (Action::Urge, ""),
        (Action::ConfirmPayment, ""),
        (Action::Default, "defaulted CMF"),
        (Action::ScheduleCallback, ""),
        (Action::RecordCallback, ""),
        (Action::ReopenCallback, ""),
        (Action::CompleteTask, ""),
        (Action::ReportRisk, "risk_reported Cl"),
        (Action::ClearRisk, ""),
        (Action::AssignFirm, "firm_accepted CM"),
        (Action::ReleaseFirm, "firm_released CM"),
        (Action::Close, "closed CMRFP"),
        (Action::Archive, ""),
        (Action::Reopen, "reopened CMRF"),
        (Action::AddAttachment, ""),
        (Action::RemoveAttachment, ""),
        (Action::JoinGroup, ""),
        (Action::LeaveGroup, ""),
        (Action::ChooseRepresentatives, ""),
    ];

    fn shown(notice: Option<Notice>) -> String {
        let letter = |audience: &Audience| match audience {
            Audience::Committee => 'C',
            Audience::LeadMediator => 'l',
            Audience::Mediators => 'M',
            Audience::Registrar => 'R',
            Audience::AssignedFirm => 'F',
            Audience::Parties => 'P',
        };
        notice.map_or(String::new(), |n| format!("{} {}", n.kind, n.audiences.iter().map(letter).collect::<String>()))
    }

    #[test]
    fn every_action_causes_what_the_table_says() {
        assert_eq!(TABLE.map(|(action, _)| action).as_slice(), Action::ALL);
        for (action, expected) in TABLE {
            assert_eq!(shown(rule(action, Status::Agreed)), expected, "{action}");
        }
        assert_eq!(shown(rule(Action::RecordPayment, Status::Performed)), "performed CMF");
    }

    #[test]
    fn parties_hear_of_the_turning_points_only() {
        let kinds: Vec<NoticeKind> = Action::ALL
            .iter()
            .filter_map(|action| rule(*action, Status::Agreed))
            .filter(|notice| notice.audiences.contains(&Audience::Parties))
            .map(|notice| notice.kind)
            .collect();
        use NoticeKind as K;
        assert_eq!(kinds, [K::Accepted, K::Declined, K::Agreed, K::Terminated, K::Closed]);
    }

    #[test]
    fn one_mail_an_address_and_none_to_the_one_who_did_it() {
        let (me, you) = (AccountId::new(), AccountId::new());
        let to = |account, address: &str| Recipient { account, address: address.into(), locale: Locale::Zh };
        let all = vec![
            to(Some(me), "me@b.example"),
            to(Some(you), "You@b.example"),
            to(None, "you@B.example"),
            to(None, "p@b.example"),
        ];
        let addresses = |by| -> Vec<String> { once_each(all.clone(), by).into_iter().map(|one| one.address).collect() };
        assert_eq!(addresses(Some(me)), ["You@b.example", "p@b.example"]);
        assert_eq!(addresses(None), ["me@b.example", "You@b.example", "p@b.example"]);
    }
}
