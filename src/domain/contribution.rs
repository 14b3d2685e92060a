//! What one case adds to the figures: a pure function of its file, so that figures can be recounted at any time. Each counter
//! counts on the day it says; a measure made of two of them is in measures.rs.

use super::agreement::{Agreement, AgreementForm, ConfirmationStatus, Payment};
use super::callback::{Callback, CallbackResult, Satisfaction};
use super::case::{Case, CaseFile, Difficulty, Outcome, Regime, Source, Status};
use super::category::Category;
use super::group::{GroupCounting, GroupPlace};
use super::region::RegionCode;
use crate::base::id::{CommitteeId, FirmId};
use crate::text_enum;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

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
        CallbacksUnreachable = "callbacks_unreachable", "未能联系数（按应访日）", "Callbacks not reached (by due day)";
        Satisfied = "satisfied", "满意（按应访日）", "Satisfied (by due day)";
        Fair = "fair", "基本满意（按应访日）", "Fairly satisfied (by due day)";
        Dissatisfied = "dissatisfied", "不满意（按应访日）", "Dissatisfied (by due day)";
    }
}

impl Counter {
    /// Whether it counts cases; the others count persons, fen and callbacks.
    const fn counts_cases(self) -> bool {
        !matches!(
            self,
            Self::People
                | Self::AmountClaimed
                | Self::AmountAgreed
                | Self::AmountPaid
                | Self::CallbacksDue
                | Self::CallbacksAnswered
                | Self::CallbacksUnreachable
                | Self::Satisfied
                | Self::Fair
                | Self::Dissatisfied
        )
    }

    /// Whether it is in fen.
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::AmountClaimed | Self::AmountAgreed | Self::AmountPaid)
    }
}

/// One figure for each counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Counter, i64>);

impl Tally {
    pub fn get(&self, counter: Counter) -> i64 {
        self.0.get(&counter).copied().unwrap_or(0)
    }

    /// Adds to one counter; a counter at zero is not kept.
    pub fn add(&mut self, counter: Counter, by: i64) {
        let sum = self.get(counter).saturating_add(by);
        if sum == 0 {
            self.0.remove(&counter);
        } else {
            self.0.insert(counter, sum);
        }
    }

    /// Adds `sign` times another tally.
    pub fn merge(&mut self, other: &Self, sign: i64) {
        for (counter, value) in &other.0 {
            self.add(*counter, value.saturating_mul(sign));
        }
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The first counter in which two tallies differ.
    pub fn first_difference(&self, other: &Self) -> Option<Counter> {
        Counter::ALL.iter().copied().find(|counter| self.get(*counter) != other.get(*counter))
    }
}

/// Where a figure counts. `month` is its first day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    pub month: NaiveDate,
    pub region: RegionCode,
    pub committee: CommitteeId,
    pub category: Category,
    pub source: Source,
    pub regime: Regime,
    pub firm: Option<FirmId>,
}

/// All that one case adds.
pub type Contribution = BTreeMap<CellKey, Tally>;

/// One thing that counts: its day, what it is, and how much.
pub type Entry = (NaiveDate, Counter, i64);

/// What a case file adds.
pub fn of(file: &CaseFile) -> Contribution {
    of_entries(
        &file.case,
        &entries(&file.case, file.agreement.as_ref(), &file.payments, &file.callbacks, file.group_places.first()),
    )
}

/// What a case adds, month by month.
pub fn of_entries(case: &Case, entries: &[Entry]) -> Contribution {
    let mut cells = Contribution::new();
    for (on, counter, by) in entries {
        let Some(month) = on.with_day(1) else { continue };
        let key = CellKey {
            month,
            region: case.region_code,
            committee: case.committee_id,
            category: case.category,
            source: case.source,
            regime: case.regime,
            firm: case.firm_id,
        };
        cells.entry(key).or_default().add(*counter, *by);
    }
    cells.retain(|_, tally| !tally.is_zero());
    cells
}

/// What a case adds, day by day, from the only rows that count.
pub fn entries(
    case: &Case,
    agreement: Option<&Agreement>,
    payments: &[Payment],
    callbacks: &[Callback],
    place: Option<&GroupPlace>,
) -> Vec<Entry> {
    let in_mother = place.is_some_and(|place| place.counting == GroupCounting::Once);
    let mut sum = Sum { case, in_mother, entries: Vec::new() };
    sum.add(Some(case.applied_on), Counter::Registered, 1);
    sum.add(case.accepted_on, Counter::Accepted, 1);
    sum.add(case.accepted_on, Counter::People, case.people.into());
    sum.add(case.accepted_on, Counter::AmountClaimed, case.amount_claimed.get());
    if matches!(case.difficulty, Difficulty::Hard | Difficulty::Major) {
        sum.add(case.accepted_on, Counter::Difficult, 1);
    }
    sum.ending();
    if let Some(agreement) = agreement.filter(|_| case.outcome == Some(Outcome::Agreed)) {
        sum.agreement(agreement);
    }
    for payment in payments {
        sum.add(Some(payment.paid_on), Counter::AmountPaid, payment.amount.get());
    }
    for callback in callbacks {
        sum.callback(callback);
    }
    sum.entries
}

/// What has to be added to go from one contribution to another; cells that stay are left out.
pub fn change(old: Option<&Contribution>, new: &Contribution) -> Contribution {
    let mut cells = new.clone();
    for (key, tally) in old.into_iter().flatten() {
        cells.entry(key.clone()).or_default().merge(tally, -1);
    }
    cells.retain(|_, tally| !tally.is_zero());
    cells
}

struct Sum<'a> {
    case: &'a Case,
    /// The case is counted in its mother case; only its amounts, persons and callbacks are its own.
    in_mother: bool,
    entries: Vec<Entry>,
}

impl Sum<'_> {
    /// Counts on a day; without the day it has not happened.
    fn add(&mut self, on: Option<NaiveDate>, counter: Counter, by: i64) {
        if let Some(on) = on.filter(|_| by != 0 && !(self.in_mother && counter.counts_cases())) {
            self.entries.push((on, counter, by));
        }
    }

    fn ending(&mut self) {
        let (case, on) = (self.case, self.case.concluded_on);
        self.add(case.closed_on, Counter::Closed, 1);
        let Some(outcome) = case.outcome else { return };
        if case.accepted_on.is_some() {
            self.add(on, Counter::Concluded, 1);
        }
        match outcome {
            Outcome::Agreed => {}
            Outcome::OwnSettlement => {
                self.add(on, Counter::Withdrawn, 1);
                self.add(on, Counter::OwnSettlement, 1);
            }
            Outcome::ApplicantWithdrew => self.add(on, Counter::Withdrawn, 1),
            _ if case.accepted_on.is_some() => self.add(on, Counter::Terminated, 1),
            _ => self.add(on, Counter::Declined, 1),
        }
    }

    fn agreement(&mut self, agreement: &Agreement) {
        let (case, on) = (self.case, Some(agreement.agreed_on));
        self.add(on, Counter::Agreed, 1);
        self.add(on, Counter::AmountAgreed, agreement.amount.get());
        let form = match agreement.form {
            AgreementForm::Written => Counter::AgreedWritten,
            AgreementForm::Oral => Counter::AgreedOral,
        };
        self.add(on, form, 1);
        if agreement.confirmation == ConfirmationStatus::Confirmed {
            self.add(on, Counter::Confirmed, 1);
        }
        let ended = matches!(case.status, Status::Closed | Status::Archived);
        // A closed case no longer says how performance ended; one that was not performed has money open, or a reason.
        let kept = case.amount_paid >= agreement.amount && case.outcome_reason.is_none();
        if case.status == Status::Performed || (ended && kept) {
            self.add(on, Counter::Performed, 1);
        } else if case.status == Status::Defaulted || ended {
            self.add(on, Counter::Defaulted, 1);
        }
    }

    fn callback(&mut self, callback: &Callback) {
        let on = Some(callback.due_on);
        self.add(on, Counter::CallbacksDue, 1);
        match callback.result {
            Some(CallbackResult::Answered) => self.add(on, Counter::CallbacksAnswered, 1),
            Some(CallbackResult::Unreachable) => self.add(on, Counter::CallbacksUnreachable, 1),
            None => {}
        }
        match callback.satisfaction {
            Some(Satisfaction::Satisfied) => self.add(on, Counter::Satisfied, 1),
            Some(Satisfaction::Fair) => self.add(on, Counter::Fair, 1),
            Some(Satisfaction::Dissatisfied) => self.add(on, Counter::Dissatisfied, 1),
            None => {}
        }
    }
}
