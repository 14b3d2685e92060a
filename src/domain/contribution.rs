//! What one case adds to the figures: a pure function of its file, so that figures can be recounted at any time. Each counter
//! counts on the day it says (counter.rs); a measure made of two of them is in measures.rs.

pub use super::counter::Counter;

use super::agreement::{AgreementForm, ConfirmationStatus};
use super::callback::{CallbackResult, Satisfaction};
use super::case::{CaseFile, Difficulty, Outcome, Regime, Source, Status};
use super::category::Category;
use super::consent::ConsentMatter;
use super::counted::{CountedAgreement, CountedCallback, CountedCase, CountedRisk, CountedRows};
use super::group::GroupPlace;
use super::money::Fen;
use super::parties::PartyRole;
use super::region::RegionCode;
use super::risk::RiskKind;
use super::time_counts::{self, TimeCounts};
use crate::base::id::{CommitteeId, FirmId};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// One figure for each counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally([i64; Counter::ALL.len()]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; Counter::ALL.len()])
    }
}

impl Tally {
    pub fn get(&self, counter: Counter) -> i64 {
        self.0.get(counter as usize).copied().unwrap_or(0)
    }

    /// Every figure, in the order of the counters.
    pub fn all(&self) -> impl Iterator<Item = &i64> {
        self.0.iter()
    }

    /// Adds to one counter.
    pub fn add(&mut self, counter: Counter, by: i64) {
        if let Some(sum) = self.0.get_mut(counter as usize) {
            *sum = sum.saturating_add(by);
        }
    }

    /// Adds `sign` times another tally.
    pub fn merge(&mut self, other: &Self, sign: i64) {
        for (sum, value) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.saturating_add(value.saturating_mul(sign));
        }
    }

    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|sum| *sum == 0)
    }

    /// The first counter in which two tallies differ.
    pub fn first_difference(&self, other: &Self) -> Option<Counter> {
        Counter::ALL.iter().copied().find(|counter| self.get(*counter) != other.get(*counter))
    }
}

/// Where a figure counts. `month` is its first day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    pub month: NaiveDate,
    pub region: RegionCode,
    pub committee: CommitteeId,
    pub category: Category,
    pub source: Source,
    pub regime: Regime,
    pub firm: Option<FirmId>,
}

impl CellKey {
    /// Where a case counts on a day.
    pub fn of(case: &CountedCase, on: NaiveDate) -> Self {
        Self {
            month: on.with_day(1).unwrap_or(on),
            region: case.region_code,
            committee: case.committee_id,
            category: case.category,
            source: case.source,
            regime: case.regime,
            firm: case.firm_id,
        }
    }
}

/// What is added to a cell: counts, and the times that were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    pub counts: Tally,
    pub times: TimeCounts,
}

impl Added {
    /// Adds `sign` times another sum.
    pub fn merge(&mut self, other: &Self, sign: i32) {
        self.counts.merge(&other.counts, sign.into());
        self.times.merge(&other.times, sign);
    }

    pub fn is_zero(&self) -> bool {
        self.counts.is_zero() && self.times.is_zero()
    }
}

/// All that one case adds.
pub type Contribution = BTreeMap<CellKey, Added>;

/// One thing that counts: its day, what it is, and how much.
pub type Entry = (NaiveDate, Counter, i64);

/// What a case file adds.
pub fn of(file: &CaseFile) -> Contribution {
    of_rows(&CountedRows {
        case: &CountedCase::from(&file.case),
        agreement: file.agreement.as_ref().map(CountedAgreement::from).as_ref(),
        payments: &file.payments.iter().map(Into::into).collect::<Vec<_>>(),
        callbacks: &file.callbacks.iter().map(Into::into).collect::<Vec<_>>(),
        risks: &file.risk_reports.iter().map(Into::into).collect::<Vec<_>>(),
        place: file.group_places.first(),
        first_word: first_word(file),
    })
}

fn first_word(file: &CaseFile) -> Option<NaiveDate> {
    let is_other = |party| file.parties.iter().any(|one| one.id == party && one.role == PartyRole::Respondent);
    let words = file.consents.iter().filter(|one| one.matter == ConsentMatter::Mediation && is_other(one.party_id));
    words.map(|one| one.recorded_on).min()
}

/// What a case adds, month by month.
pub fn of_rows(rows: &CountedRows<'_>) -> Contribution {
    let mut cells = Contribution::new();
    for (on, counter, by) in entries(rows) {
        cells.entry(CellKey::of(rows.case, on)).or_default().counts.add(counter, by);
    }
    for (on, times) in time_counts::entries(rows) {
        cells.entry(CellKey::of(rows.case, on)).or_default().times.merge(&times, 1);
    }
    cells.retain(|_, added| !added.is_zero());
    cells
}

/// What a case adds, day by day.
pub fn entries(rows: &CountedRows<'_>) -> Vec<Entry> {
    let CountedRows { case, agreement, payments, callbacks, risks, place, .. } = *rows;
    let in_mother = place.is_some_and(GroupPlace::is_counted_in_mother);
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
    sum.prevented(risks);
    sum.entries
}

/// What has to be added to go from one contribution to another; cells that stay are left out.
pub fn change(old: Option<&Contribution>, new: &Contribution) -> Contribution {
    let mut cells = new.clone();
    for (key, added) in old.into_iter().flatten() {
        cells.entry(key.clone()).or_default().merge(added, -1);
    }
    cells.retain(|_, added| !added.is_zero());
    cells
}

struct Sum<'a> {
    case: &'a CountedCase,
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

    fn agreement(&mut self, agreement: &CountedAgreement) {
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
        // Money that came is performance, if late: a payment after the default changes no status. A closed case without money to pay
        // no longer says how performance ended; one that was not performed has the reason of its default.
        let kept = case.amount_paid >= agreement.amount;
        let late = kept && agreement.amount > Fen::ZERO && (ended || case.status == Status::Defaulted);
        if case.status == Status::Performed || late || (ended && kept && case.outcome_reason.is_none()) {
            self.add(on, Counter::Performed, 1);
        } else if case.status == Status::Defaulted || ended {
            self.add(on, Counter::Defaulted, 1);
        }
    }

    fn callback(&mut self, callback: &CountedCallback) {
        let on = Some(callback.due_on);
        self.add(on, Counter::CallbacksDue, 1);
        match callback.result {
            Some(CallbackResult::Answered) => self.add(on, Counter::CallbacksAnswered, 1),
            Some(CallbackResult::Declined) => self.add(on, Counter::CallbacksDeclined, 1),
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

    /// A risk that is over was kept from happening: the case counts once for each kind, by the first such day, with the most persons.
    fn prevented(&mut self, risks: &[CountedRisk]) {
        for (kind, cases, people) in PREVENTED {
            let of_kind = risks.iter().filter(|risk| risk.kind == kind);
            let over = of_kind.filter_map(|risk| Some((risk.cleared_on?, risk.people)));
            let first = over.clone().map(|(on, _)| on).min();
            let most = over.map(|(_, people)| people).max().unwrap_or(0);
            self.add(first, cases, 1);
            self.add(first, people, most.into());
        }
    }
}

/// The pairs of the official form, each of cases and persons.
const PREVENTED: [(RiskKind, Counter, Counter); 4] = [
    (RiskKind::Suicide, Counter::SuicidesPrevented, Counter::SuicidesPreventedPeople),
    (RiskKind::CivilToCriminal, Counter::CrimesPrevented, Counter::CrimesPreventedPeople),
    (RiskKind::MassPetition, Counter::PetitionsPrevented, Counter::PetitionsPreventedPeople),
    (RiskKind::MassFight, Counter::FightsPrevented, Counter::FightsPreventedPeople),
];
