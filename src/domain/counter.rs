//! What is counted: each count once, with its words, whether it is of cases, persons or fen, and what it leaves out. How a case adds to
//! it is in contribution.rs, by which day in measures.rs.

use crate::text_enum;

text_enum! {
    /// What is counted; the code is the column. Amounts are in fen. The words name the day that decides the month.
    pub enum Counter {
        Registered = "registered", "登记数（按申请日）", "Registered (by day of application)";
        Accepted = "accepted", "受理数（按受理日）", "Accepted (by day of acceptance)";
        Concluded = "concluded", "调解终结数（按终结日）", "Concluded after acceptance (by day mediation ended)";
        Agreed = "agreed", "调解成功数（按达成日）", "Agreed (by day of agreement)";
        AgreedWritten = "agreed_written", "书面协议数（按达成日）", "Agreed in writing (by day of agreement)";
        AgreedOral = "agreed_oral", "口头协议数（按达成日）", "Agreed orally (by day of agreement)";
        Terminated = "terminated", "终止数（按终结日）", "Terminated (by day mediation ended)";
        Withdrawn = "withdrawn", "撤回数（按撤回日）", "Withdrawn (by day of withdrawal)";
        OwnSettlement = "own_settlement", "自行和解数（按撤回日）", "Settled by themselves (by day of withdrawal)";
        Declined = "declined", "不予受理数（按决定日）", "Declined (by day of decision)";
        Closed = "closed", "结案数（按结案日）", "Closed (by day of closure)";
        Difficult = "difficult", "疑难复杂数（按受理日）", "Hard or major (by day of acceptance)";
        People = "people", "涉及人数（按受理日）", "Persons involved (by day of acceptance)";
        Performed = "performed", "已履行数（按达成日）", "Performed, of those agreed (by day of agreement)";
        Defaulted = "defaulted", "未履行数（按达成日）", "Not performed, of those agreed (by day of agreement)";
        Confirmed = "confirmed", "司法确认数（按达成日）", "Confirmed by a court, of those agreed (by day of agreement)";
        AmountClaimed = "amount_claimed", "涉案金额（按受理日）", "Amount in dispute (by day of acceptance)";
        AmountAgreed = "amount_agreed", "协议金额（按达成日）", "Amount agreed (by day of agreement)";
        AmountPaid = "amount_paid", "已履行金额（按付款日）", "Amount paid (by day of payment)";
        CallbacksDue = "callbacks_due", "应回访数（按应访日）", "Callbacks due (by due day)";
        CallbacksAnswered = "callbacks_answered", "有效回访数（按应访日）", "Callbacks answered (by due day)";
        CallbacksDeclined = "callbacks_declined", "已联系未作答数（按应访日）", "Callbacks reached and not answered (by due day)";
        CallbacksUnreachable = "callbacks_unreachable", "未能联系数（按应访日）", "Callbacks not reached (by due day)";
        Satisfied = "satisfied", "满意（按应访日）", "Satisfied (by due day)";
        Fair = "fair", "基本满意（按应访日）", "Fairly satisfied (by due day)";
        Dissatisfied = "dissatisfied", "不满意（按应访日）", "Dissatisfied (by due day)";
        SuicidesPrevented = "suicides_prevented", "防止民间纠纷引起自杀件数（按解除日）", "Suicides prevented, cases (by the day the risk was over)";
        SuicidesPreventedPeople = "suicides_prevented_people", "防止民间纠纷引起自杀人数（按解除日）", "Suicides prevented, persons (by the day the risk was over)";
        CrimesPrevented = "crimes_prevented", "防止民间纠纷转化为刑事案件件数（按解除日）", "Crimes prevented, cases (by the day the risk was over)";
        CrimesPreventedPeople = "crimes_prevented_people", "防止民间纠纷转化为刑事案件人数（按解除日）", "Crimes prevented, persons (by the day the risk was over)";
        PetitionsPrevented = "petitions_prevented", "防止群体性上访件数（按解除日）", "Mass petitions prevented, cases (by the day the risk was over)";
        PetitionsPreventedPeople = "petitions_prevented_people", "防止群体性上访人数（按解除日）", "Mass petitions prevented, persons (by the day the risk was over)";
        FightsPrevented = "fights_prevented", "防止群体性械斗件数（按解除日）", "Mass fights prevented, cases (by the day the risk was over)";
        FightsPreventedPeople = "fights_prevented_people", "防止群体性械斗人数（按解除日）", "Mass fights prevented, persons (by the day the risk was over)";
    }
}

impl Counter {
    /// Whether it counts cases; the others count persons, fen and callbacks.
    pub(super) const fn counts_cases(self) -> bool {
        !matches!(
            self,
            Self::People
                | Self::AmountClaimed
                | Self::AmountAgreed
                | Self::AmountPaid
                | Self::CallbacksDue
                | Self::CallbacksAnswered
                | Self::CallbacksDeclined
                | Self::CallbacksUnreachable
                | Self::Satisfied
                | Self::Fair
                | Self::Dissatisfied
                | Self::SuicidesPreventedPeople
                | Self::CrimesPreventedPeople
                | Self::PetitionsPreventedPeople
                | Self::FightsPreventedPeople
        )
    }

    /// Whether it is in fen.
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::AmountClaimed | Self::AmountAgreed | Self::AmountPaid)
    }

    /// What it leaves out, or counts in a way that may surprise, in Chinese and English.
    pub const fn leaves_out(self) -> (&'static str, &'static str) {
        match self {
            Self::Registered => ("无", "nothing"),
            Self::Accepted => ("登记未受理的", "cases registered and not accepted"),
            Self::Concluded => ("未受理即终止的；尚未终结的", "cases that ended before acceptance; cases under way"),
            Self::Agreed => ("自行和解的；重新办理而未再达成的", "own settlements; agreements undone by reopening"),
            Self::AgreedWritten => ("口头协议", "oral agreements"),
            Self::AgreedOral => ("书面协议", "written agreements"),
            Self::Terminated => ("撤回的；受理前终止的", "withdrawals; those ended before acceptance"),
            Self::Withdrawn => ("终止的", "terminations"),
            Self::OwnSettlement => ("撤回而未和解的", "withdrawals without a settlement"),
            Self::Declined => ("受理后终止的", "cases ended after acceptance"),
            Self::Closed => ("重新办理的案件只计最近一次结案", "of a case opened again, all closings but the last"),
            Self::Difficult => ("难度为简易、一般的", "simple and ordinary cases"),
            Self::People => {
                ("登记人数，同一人涉及多案的重复计算", "as entered; somebody in several cases counts in each")
            }
            Self::Performed => (
                "仍在履行期的；部分履行的；逾期后付清的计入",
                "those not yet due; those performed in part; what was paid in full after a default is in",
            ),
            Self::Defaulted => ("仍在履行期的；逾期后付清的", "those not yet due; those paid in full after a default"),
            Self::Confirmed => ("已申请未裁定的", "those applied for and not decided"),
            Self::AmountClaimed => ("未受理案件的金额", "amounts of cases not accepted"),
            Self::AmountAgreed => ("自行和解的金额", "amounts of own settlements"),
            Self::AmountPaid => ("未记录的付款", "payments nobody recorded"),
            Self::CallbacksDue => ("未安排回访的", "parties no callback was planned for"),
            Self::CallbacksAnswered => {
                ("已联系未作答的；未能联系的", "those reached who would not answer; those not reached")
            }
            Self::CallbacksDeclined => {
                ("台账导入的回访不作此区分", "callbacks of a ledger, which does not tell them from those not reached")
            }
            Self::CallbacksUnreachable => ("尚未回访的", "those not yet made"),
            Self::Satisfied | Self::Fair | Self::Dissatisfied => ("未表态的当事人", "parties who did not say"),
            Self::SuicidesPrevented | Self::CrimesPrevented | Self::PetitionsPrevented | Self::FightsPrevented => (
                "风险未解除的；同案同类风险只计一次",
                "risks not yet over; of several of one kind in a case, all but one",
            ),
            Self::SuicidesPreventedPeople
            | Self::CrimesPreventedPeople
            | Self::PetitionsPreventedPeople
            | Self::FightsPreventedPeople => (
                "风险未解除的；同案同类风险取最多人数",
                "risks not yet over; of several of one kind in a case the most persons count",
            ),
        }
    }
}
