//! A mediation case and its file: the row everything hangs on, and what belongs to it. Each child has a file of its own.

use super::agreement::{Agreement, Instalment, Payment};
use super::callback::{Callback, Task};
use super::category::{Category, Subcategory};
use super::clock_rules::ClockStart;
use super::consent::Consent;
use super::contact::Text;
use super::extension::Extension;
use super::group::{GroupPlace, Representative};
use super::mediators::CaseMediator;
use super::meeting::Meeting;
use super::money::Fen;
use super::parties::Party;
use super::pause::Pause;
use super::performance::Urging;
use super::region::RegionCode;
use super::risk::RiskReport;
use super::session_plan::{Attendance, MeetingPoints, SessionPlan};
use crate::base::id::{AccountId, CaseId, CommitteeId, FirmId};
use crate::text_enum;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

text_enum! {
    /// Where a case stands; `lifecycle` says what leads where.
    pub enum Status {
        Registered = "registered", "已登记", "Registered";
        Accepted = "accepted", "已受理", "Accepted";
        Mediating = "mediating", "调解中", "Mediating";
        Suspended = "suspended", "中止", "Suspended";
        Agreed = "agreed", "达成协议", "Agreed";
        Performed = "performed", "履行完毕", "Performed";
        Defaulted = "defaulted", "未履行", "Defaulted";
        Declined = "declined", "不予受理", "Declined";
        Terminated = "terminated", "终止", "Terminated";
        Withdrawn = "withdrawn", "撤回", "Withdrawn";
        Closed = "closed", "已结案", "Closed";
        Archived = "archived", "已归档", "Archived";
    }
}

text_enum! {
    /// Whose rules a case follows: fee, clock, form of agreement and remedy.
    pub enum Regime {
        People = "people", "人民调解", "People's mediation";
        Labour = "labour", "劳动争议", "Labour dispute";
        Commercial = "commercial", "商事调解", "Commercial mediation";
        CourtPre = "court_pre", "法院委派", "Court, before filing";
        CourtPost = "court_post", "法院委托", "Court, after filing";
    }
}

text_enum! {
    /// How the case came in, in the order of the official form. The last five add up to referrals.
    pub enum Source {
        Proactive = "proactive", "主动调解", "On the committee's own initiative";
        Application = "application", "当事人申请", "On application";
        ReferralCourt = "referral_court", "法院委托移送", "Referred by a court";
        ReferralProcuratorate = "referral_procuratorate", "检察院委托移送", "Referred by a procuratorate";
        ReferralPolice = "referral_police", "公安机关委托移送", "Referred by the police";
        ReferralPetition = "referral_petition", "信访部门委托移送", "Referred by a petition office";
        ReferralOther = "referral_other", "其他部门委托移送", "Referred by another body";
    }
}

text_enum! {
    /// The three groups of sources; they add up to all cases.
    pub enum SourceGroup {
        Proactive = "proactive", "主动调解", "Own initiative";
        Application = "application", "依申请调解", "On application";
        Referral = "referral", "接受委托移送调解", "On referral";
    }
}

impl Source {
    /// The group of the official form this source counts in.
    pub const fn group(self) -> SourceGroup {
        match self {
            Self::Proactive => SourceGroup::Proactive,
            Self::Application => SourceGroup::Application,
            Self::ReferralCourt
            | Self::ReferralProcuratorate
            | Self::ReferralPolice
            | Self::ReferralPetition
            | Self::ReferralOther => SourceGroup::Referral,
        }
    }

    /// The source of a word of a ledger, with the words of older forms.
    pub fn from_ledger(word: &str) -> Option<Self> {
        match word {
            "依申请调解" | "依申请" => Some(Self::Application),
            "主动" => Some(Self::Proactive),
            "公安委托移送" => Some(Self::ReferralPolice),
            "信访委托移送" => Some(Self::ReferralPetition),
            _ => Self::from_zh(word),
        }
    }
}

text_enum! {
    /// How hard the case is; which case falls where is a local table.
    pub enum Difficulty {
        Simple = "simple", "简易", "Simple";
        Ordinary = "ordinary", "一般", "Ordinary";
        Hard = "hard", "疑难", "Hard";
        Major = "major", "重大", "Major";
    }
}

text_enum! {
    /// Whether the case was worked here or taken over from a ledger.
    pub enum Origin {
        Live = "live", "在线办理", "Worked here";
        Ledger = "ledger", "台账导入", "From a ledger";
    }
}

text_enum! {
    /// How mediation ended: the closing reasons of the online mediation rules (L4 art 25) and those before mediation. Figures never mix them.
    pub enum Outcome {
        Agreed = "agreed", "达成协议", "Agreement reached";
        OwnSettlement = "own_settlement", "自行和解", "Settled by themselves";
        ApplicantWithdrew = "applicant_withdrew", "申请人撤回", "Withdrawn by the applicant";
        NoConsent = "no_consent", "未同意调解", "No consent to mediate";
        PartyRefused = "party_refused", "当事人拒绝继续调解", "A party refused to go on";
        Unreachable = "unreachable", "无法联系当事人", "A party cannot be reached";
        WideGap = "wide_gap", "分歧过大", "The gap is too wide";
        TimeLimit = "time_limit", "期限届满", "The time limit passed";
        RefusedToSign = "refused_to_sign", "拒绝签字", "Refused to sign";
        Referred = "referred", "转送其他途径", "Referred elsewhere";
        OutsideScope = "outside_scope", "不属于受理范围", "Outside what may be mediated";
        AlreadyHandled = "already_handled", "其他机关已受理或处理", "Another body has it";
        Other = "other", "其他", "Other";
    }
}

/// One case. Amounts are in fen; `due_on` is the last day of the clock that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Case {
    pub id: CaseId,
    pub committee_id: CommitteeId,
    pub region_code: RegionCode,
    /// Unique in its committee, given at registration.
    pub case_no: String,
    pub status: Status,
    pub regime: Regime,
    pub category: Category,
    pub subcategory: Option<Subcategory>,
    pub source: Source,
    /// The number the referring body gave it.
    pub external_no: Option<String>,
    pub summary: Text,
    pub applied_on: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    /// The day mediation ended: agreed, declined, terminated or withdrawn.
    pub concluded_on: Option<NaiveDate>,
    /// The day performance or handling ended; not the day of the agreement (F2).
    pub closed_on: Option<NaiveDate>,
    pub outcome: Option<Outcome>,
    /// The reason in words, where one must be given.
    pub outcome_reason: Option<Text>,
    /// The day the parties were told of arbitration, administrative and court routes (L1 art 26).
    pub remedies_told_on: Option<NaiveDate>,
    /// Set while the case is suspended.
    pub suspended_on: Option<NaiveDate>,
    pub amount_claimed: Fen,
    pub amount_agreed: Fen,
    pub amount_paid: Fen,
    pub difficulty: Difficulty,
    /// Persons involved, for the official form.
    pub people: i32,
    /// The law firm that works on it.
    pub firm_id: Option<FirmId>,
    pub due_on: Option<NaiveDate>,
    pub origin: Origin,
    pub registered_by: Option<AccountId>,
    /// Rises by one with each step; the sequence number of the last event.
    pub version: i64,
    /// The hash of the last event. Not part of the state that is hashed: it would hold itself.
    #[serde(skip)]
    pub head_hash: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Case {
    /// The committee did not take the case, which is what a letter of refusal is for.
    pub(super) fn refused(&self) -> bool {
        let ended = matches!(self.status, Status::Declined | Status::Closed | Status::Archived);
        let withdrawn = matches!(self.outcome, Some(Outcome::OwnSettlement | Outcome::ApplicantWithdrew));
        ended && self.accepted_on.is_none() && !withdrawn
    }

    /// Mediation was begun and failed, which is what a termination note is for (L1 art 26).
    pub(super) fn failed(&self) -> bool {
        use Outcome as O;
        let failed = [
            O::NoConsent,
            O::PartyRefused,
            O::Unreachable,
            O::WideGap,
            O::TimeLimit,
            O::RefusedToSign,
            O::Referred,
            O::Other,
        ];
        self.accepted_on.is_some() && self.outcome.is_some_and(|outcome| failed.contains(&outcome))
    }
}

/// A case with all that belongs to it. Children are in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CaseFile {
    pub case: Case,
    pub parties: Vec<Party>,
    pub mediators: Vec<CaseMediator>,
    pub consents: Vec<Consent>,
    pub meetings: Vec<Meeting>,
    pub agreement: Option<Agreement>,
    pub instalments: Vec<Instalment>,
    pub payments: Vec<Payment>,
    pub callbacks: Vec<Callback>,
    pub extensions: Vec<Extension>,
    pub risk_reports: Vec<RiskReport>,
    pub tasks: Vec<Task>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub urgings: Vec<Urging>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clock_starts: Vec<ClockStart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub session_plans: Vec<SessionPlan>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attendances: Vec<Attendance>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meeting_points: Vec<MeetingPoints>,
    /// The group it belongs to, if any; at most one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_places: Vec<GroupPlace>,
    /// Of a mother case: who speaks for a side of the group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub representatives: Vec<Representative>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_words_are_known() {
        assert_eq!(Source::from_ledger("当事人申请"), Some(Source::Application));
        assert_eq!(Source::from_ledger("其他部门委托移送"), Some(Source::ReferralOther));
        assert_eq!(Source::from_ledger("某部门"), None);
        assert_eq!(Difficulty::from_zh("疑难"), Some(Difficulty::Hard));
        assert_eq!(Regime::from_zh("劳动争议"), Some(Regime::Labour));
    }

    #[test]
    fn every_source_is_in_one_group() {
        for group in SourceGroup::ALL {
            assert!(Source::ALL.iter().any(|source| source.group() == *group));
        }
        assert_eq!(Source::ALL.iter().filter(|source| source.group() == SourceGroup::Referral).count(), 5);
    }
}
