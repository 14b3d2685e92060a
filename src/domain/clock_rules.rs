//! The table of legal time limits as data: what starts each, how long it is, who may extend it, and where it is written
//! (domain.md 3.4). How days are counted is in `counting`; which clocks a case has is in `clocks`.

use super::case::Regime;
use super::counting::{Length, Unit};
use super::deadlines::{CallbackTiming, PeopleLimit, Terms};
use crate::base::id::{CaseId, ClockStartId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// A time limit.
    pub enum ClockId {
        PeopleSettle = "people_settle", "人民调解期限", "People's mediation";
        LabourSettle = "labour_settle", "劳动争议调解期限", "Labour mediation";
        CourtPre = "court_pre", "诉前委派调解期限", "Mediation before filing";
        CourtPostOrdinary = "court_post_ordinary", "诉中委托调解期限（普通程序）", "Mediation after filing, ordinary procedure";
        CourtPostSimple = "court_post_simple", "诉中委托调解期限（简易程序）", "Mediation after filing, simplified procedure";
        CourtAccept = "court_accept", "答复法院委派委托期限", "Answer to a court's referral";
        CourtContact = "court_contact", "联系对方当事人期限", "Contact with the other side";
        ConfirmApply = "confirm_apply", "申请司法确认期限", "Application for judicial confirmation";
        ConfirmCourtAccept = "confirm_court_accept", "法院受理司法确认期限", "The court's acceptance of the application";
        ConfirmCourtDecide = "confirm_court_decide", "法院审查司法确认期限", "The court's decision on the confirmation";
        PaymentOrder = "payment_order", "支付令签发期限", "Issue of the payment order";
        EnforceApply = "enforce_apply", "申请执行期限", "Application for enforcement";
        LabourArbitration = "labour_arbitration", "劳动仲裁时效", "Limitation of labour arbitration";
        CommitteeTerm = "committee_term", "调解委员会任期", "Term of a committee";
        FollowUpDue = "follow_up_due", "回访期限", "Callback";
    }
}

text_enum! {
    /// What starts a clock.
    pub enum ClockStarts {
        Application = "application", "收到调解申请", "receipt of the application";
        Acceptance = "acceptance", "受理", "acceptance";
        Referral = "referral", "收到委派、委托", "receipt of the referral";
        Effect = "effect", "调解协议生效", "the effect of the agreement";
        ConfirmationApplied = "confirmation_applied", "提出司法确认申请", "the application to the court";
        ConfirmationAccepted = "confirmation_accepted", "法院受理司法确认申请", "the court's acceptance of the application";
        PaymentOrderAccepted = "payment_order_accepted", "法院受理支付令申请", "the court's acceptance of the request";
        LastPerformance = "last_performance", "最后履行期限届满", "the last day of performance";
        Knowledge = "knowledge", "知道或应当知道权利被侵害", "the day the harm was known or should have been";
        Election = "election", "选任", "the election";
        Agreement = "agreement", "达成协议", "the agreement";
        Performance = "performance", "履行完毕", "performance";
    }
}

text_enum! {
    /// Who may extend a clock.
    pub enum ExtendedBy {
        Nobody = "nobody", "不得延长", "Nobody";
        Parties = "parties", "各方当事人同意", "All parties";
        CourtPresident = "court_president", "法院院长批准（十日）", "The president of the court, by ten days";
        Election = "election", "可以连选连任", "Re-election";
        Law = "law", "依中止、中断的规定", "By the rules of suspension and interruption";
    }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ClockRule {
    pub id: ClockId,
    pub zh: &'static str,
    pub en: &'static str,
    pub starts: ClockStarts,
    pub amount: u16,
    pub unit: Unit,
    pub extended_by: ExtendedBy,
    /// Whether days of suspension and appraisal are left out.
    pub pauses: bool,
    pub basis_zh: &'static str,
    pub basis_en: &'static str,
    /// The setting that decides it, where no law does.
    pub setting: Option<&'static str>,
}

impl ClockRule {
    pub fn length(&self) -> Length {
        Length { amount: self.amount, unit: self.unit }
    }
}

/// A day that starts a clock and stands nowhere else in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct ClockStart {
    pub id: ClockStartId,
    pub case_id: CaseId,
    pub rule: ClockId,
    pub starts_on: NaiveDate,
}

/// The clocks whose start is recorded by hand: the file does not tell it.
pub const RECORDED: [ClockId; 3] = [ClockId::CourtAccept, ClockId::PaymentOrder, ClockId::LabourArbitration];

/// Every rule as the settings of this place have it.
pub fn table(terms: &Terms) -> Vec<ClockRule> {
    ClockId::ALL.iter().map(|id| rule(*id, terms)).collect()
}

/// The clock of mediation under a regime; commercial mediation has none.
pub fn settle_rule(regime: Regime, simplified: bool) -> Option<ClockId> {
    match regime {
        Regime::People => Some(ClockId::PeopleSettle),
        Regime::Labour => Some(ClockId::LabourSettle),
        Regime::CourtPre => Some(ClockId::CourtPre),
        Regime::CourtPost if simplified => Some(ClockId::CourtPostSimple),
        Regime::CourtPost => Some(ClockId::CourtPostOrdinary),
        Regime::Commercial => None,
    }
}

const COURT_ZH: &str =
    "《最高人民法院关于人民法院特邀调解的规定》第二十七条、《人民法院在线调解规则》第二十四条、第二十六条";
const COURT_EN: &str = "Rules on invited mediation art 27, Rules on online mediation arts 24, 26";

/// One rule.
pub fn rule(id: ClockId, terms: &Terms) -> ClockRule {
    use ClockId as C;
    use ClockStarts as S;
    use ExtendedBy as E;
    let days = |amount| (amount, Unit::Days);
    let (starts, (amount, unit), extended_by, basis_zh, basis_en) = match id {
        C::PeopleSettle => {
            let length = match terms.people_limit {
                PeopleLimit::Month => (1, Unit::Months),
                PeopleLimit::Days(amount) => days(amount),
            };
            (
                S::Acceptance,
                length,
                E::Parties,
                "《人民调解工作若干规定》第三十三条",
                "Rules on people's mediation art 33",
            )
        }
        C::LabourSettle => {
            let basis = ("《劳动争议调解仲裁法》第十四条", "Labour Dispute Mediation and Arbitration Law art 14");
            (S::Application, days(15), E::Nobody, basis.0, basis.1)
        }
        C::CourtPre => (S::Acceptance, days(30), E::Parties, COURT_ZH, COURT_EN),
        C::CourtPostOrdinary => (S::Acceptance, days(15), E::Parties, COURT_ZH, COURT_EN),
        C::CourtPostSimple => (S::Acceptance, days(7), E::Parties, COURT_ZH, COURT_EN),
        C::CourtAccept => {
            let basis = ("《人民法院在线调解规则》第十二条", "Rules on online mediation art 12");
            (S::Referral, (3, Unit::WorkingDays), E::Nobody, basis.0, basis.1)
        }
        C::CourtContact => {
            let basis = ("《人民法院在线调解规则》第十五条", "Rules on online mediation art 15");
            (S::Acceptance, (3, Unit::WorkingDays), E::Nobody, basis.0, basis.1)
        }
        C::ConfirmApply => {
            let basis = (
                "《人民调解法》第三十三条、《民事诉讼法》第二百零五条",
                "People's Mediation Law art 33, Civil Procedure Law art 205",
            );
            (S::Effect, days(30), E::Nobody, basis.0, basis.1)
        }
        C::ConfirmCourtAccept => {
            let basis = ("法释〔2011〕5号第四条", "Judicial interpretation 2011 no. 5 art 4");
            (S::ConfirmationApplied, days(3), E::Nobody, basis.0, basis.1)
        }
        C::ConfirmCourtDecide => {
            let basis = ("法释〔2011〕5号第五条", "Judicial interpretation 2011 no. 5 art 5");
            (S::ConfirmationAccepted, days(15), E::CourtPresident, basis.0, basis.1)
        }
        C::PaymentOrder => {
            let basis = ("《民事诉讼法》第二百二十七条", "Civil Procedure Law art 227");
            (S::PaymentOrderAccepted, days(15), E::Nobody, basis.0, basis.1)
        }
        C::EnforceApply => {
            let basis = ("《民事诉讼法》第二百五十条", "Civil Procedure Law art 250");
            (S::LastPerformance, (2, Unit::Years), E::Law, basis.0, basis.1)
        }
        C::LabourArbitration => {
            let basis = ("《劳动争议调解仲裁法》第二十七条", "Labour Dispute Mediation and Arbitration Law art 27");
            (S::Knowledge, (1, Unit::Years), E::Law, basis.0, basis.1)
        }
        C::CommitteeTerm => {
            let basis = ("《人民调解法》第九条", "People's Mediation Law art 9");
            (S::Election, (3, Unit::Years), E::Election, basis.0, basis.1)
        }
        C::FollowUpDue => {
            let (starts, amount) = match terms.callbacks {
                CallbackTiming::AfterPerformance(amount) => (S::Performance, amount),
                CallbackTiming::AfterAgreement(amount) => (S::Agreement, amount),
            };
            (starts, days(amount), E::Nobody, "法律未规定，依本地设置", "No law fixes it; a setting of the place")
        }
    };
    let setting = match id {
        C::PeopleSettle => Some("mediation.people_limit_days"),
        C::FollowUpDue => Some("mediation.callback_days"),
        _ => None,
    };
    let pauses = matches!(id, C::PeopleSettle | C::CourtPre | C::CourtPostOrdinary | C::CourtPostSimple);
    let (zh, en) = (id.zh(), id.en());
    ClockRule { id, zh, en, starts, amount, unit, extended_by, pauses, basis_zh, basis_en, setting }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the rule book, by hand.
    #[test]
    fn every_rule_is_as_the_rule_book_has_it() {
        let shown: Vec<String> = table(&Terms::default())
            .iter()
            .map(|one| {
                let pauses = if one.pauses { " pauses" } else { "" };
                format!("{}: {} + {} {}, {}{pauses}", one.id, one.starts, one.amount, one.unit, one.extended_by)
            })
            .collect();
        assert_eq!(
            shown,
            [
                "people_settle: acceptance + 1 months, parties pauses",
                "labour_settle: application + 15 days, nobody",
                "court_pre: acceptance + 30 days, parties pauses",
                "court_post_ordinary: acceptance + 15 days, parties pauses",
                "court_post_simple: acceptance + 7 days, parties pauses",
                "court_accept: referral + 3 working_days, nobody",
                "court_contact: acceptance + 3 working_days, nobody",
                "confirm_apply: effect + 30 days, nobody",
                "confirm_court_accept: confirmation_applied + 3 days, nobody",
                "confirm_court_decide: confirmation_accepted + 15 days, court_president",
                "payment_order: payment_order_accepted + 15 days, nobody",
                "enforce_apply: last_performance + 2 years, law",
                "labour_arbitration: knowledge + 1 years, law",
                "committee_term: election + 3 years, election",
                "follow_up_due: performance + 30 days, nobody",
            ]
        );
    }

    #[test]
    fn what_no_law_fixes_goes_by_the_settings() {
        let (people_limit, callbacks) = (PeopleLimit::Days(30), CallbackTiming::AfterAgreement(14));
        let terms = Terms { people_limit, callbacks, ..Terms::default() };
        let one = rule(ClockId::PeopleSettle, &terms);
        assert_eq!((one.length(), one.setting.is_some()), (Length { amount: 30, unit: Unit::Days }, true));
        let one = rule(ClockId::FollowUpDue, &terms);
        assert_eq!((one.starts, one.amount), (ClockStarts::Agreement, 14));
    }
}
