//! The clocks of a case: those that run or ran, with their last days, and the one the mediation itself has. The rules are in
//! `clock_rules`, the counting in `counting`, the words in `clock_words`.

use super::agreement::ConfirmationStatus;
use super::case::{CaseFile, Regime, Source, Status};
use super::clock_rules::{ClockId, ClockRule, rule, settle_rule};
use super::clock_words::sentences;
use super::counting::{Counted, corrected, count, days_after};
use super::deadlines::{CallbackTiming, Terms};
use super::parties::PartyRole;
use super::pause::{self, Pause};
use super::rules::unpaid;
use crate::domain::money::Fen;
use crate::text_enum;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;

text_enum! {
    pub enum ClockState {
        Running = "running", "进行中", "Running";
        Paused = "paused", "暂停计算", "Paused";
        Ended = "ended", "已结束", "Ended";
        /// Its last day passed without what it gave time for; nobody owes that any more.
        Lapsed = "lapsed", "已过", "Passed";
    }
}

text_enum! {
    /// What a list of cases is narrowed to by the clock of mediation that runs.
    pub enum DueWithin {
        Late = "late", "已逾期", "Overdue";
        Today = "today", "今日到期", "Due today";
        Week = "week", "七日内到期", "Due within seven days";
    }
}

impl DueWithin {
    /// The first and the last of the days on which such a clock ends.
    pub fn span(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(today);
        match self {
            Self::Late => (first, today.pred_opt().unwrap_or(today)),
            Self::Today => (today, today),
            Self::Week => (today, today.checked_add_days(Days::new(7)).unwrap_or(today)),
        }
    }
}

/// A clock of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CaseClock {
    pub rule: ClockId,
    pub state: ClockState,
    pub starts_on: NaiveDate,
    /// The last day; while it is paused, the one it would have if the case went on today.
    pub due_on: NaiveDate,
    /// The last day before it moved over days off.
    pub uncorrected_on: NaiveDate,
    /// Days off it moved over; of working days, those between that did not count.
    pub skipped: Vec<NaiveDate>,
    /// Days to the last one, below 0 when it has passed; none when the clock ended or lapsed.
    pub days_left: Option<i64>,
    /// The last day passed, today or before the clock ended, while somebody owed what it gave time for.
    pub overdue: bool,
    /// The day that what was to be done was done.
    pub ended_on: Option<NaiveDate>,
    /// Days of suspension and appraisal that were not counted, each once.
    pub paused_days: u16,
    /// Without their reasons: those are facts of the case, which not everyone who sees a clock may know.
    pub pauses: Vec<Pause>,
    /// The last day the parties agreed on.
    pub extended_to: Option<NaiveDate>,
    /// A year of which the working calendar knows nothing: the last day is a guess until it is complete.
    pub unknown_year: Option<i32>,
    pub basis_zh: &'static str,
    pub basis_en: &'static str,
    /// How the last day came about.
    pub sentence_zh: String,
    pub sentence_en: String,
}

/// What a clock is made of before it is put into words.
pub(super) struct Course<'a> {
    pub rule: ClockRule,
    pub starts_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub counted: Counted,
    pub paused_days: u16,
    pub pauses: Vec<Pause>,
    pub extended_to: Option<NaiveDate>,
    /// The day that stands in the file, where it is another one: settings or calendar were others then, or it was set by hand.
    pub on_file: Option<NaiveDate>,
    pub terms: &'a Terms,
}

/// The last day to settle the case, as far as its time is known: days of a pause that goes on are not in it yet.
pub fn settle_due_on(file: &CaseFile, terms: &Terms) -> Option<NaiveDate> {
    settle(file, terms, None).map(|course| course.counted.due_on)
}

/// The last day to ask the court to confirm an agreement of this effect (L1 art 33).
pub fn confirmation_due_on(effective_on: NaiveDate, terms: &Terms) -> NaiveDate {
    count(effective_on, rule(ClockId::ConfirmApply, terms).length(), 0, &terms.calendar).due_on
}

/// Whether the time to settle runs: it is not over, nor paused, unless it is labour's, which nothing stops (L7 art 14).
pub fn runs(file: &CaseFile) -> bool {
    let case = &file.case;
    let goes_on = matches!(case.status, Status::Registered | Status::Accepted | Status::Mediating | Status::Suspended);
    goes_on && (case.regime == Regime::Labour || file.pauses.iter().all(|pause| pause.until_on.is_some()))
}

/// The year for which the last day to settle is a guess, because the working calendar lacks it.
pub fn unknown_year(file: &CaseFile, terms: &Terms) -> Option<i32> {
    settle(file, terms, None)?.counted.unknown_year
}

/// All clocks of a case whose start is known, as they stand on `today`.
pub fn of(file: &CaseFile, terms: &Terms, today: NaiveDate) -> Vec<CaseClock> {
    let (settle, answer) = (settle(file, terms, Some(today)).map(|course| kept(course, file)), answer(file, terms));
    let courses = [settle, answer, contact(file, terms)].into_iter().flatten();
    let later = confirmation(file, terms).into_iter().chain(enforcement(file, terms)).chain(recorded(file, terms));
    let is_archived = file.case.status == Status::Archived;
    courses.chain(later).chain(callbacks(file, terms)).map(|course| course.shown(today, is_archived)).collect()
}

/// Labour counts from the application (L7 art 14), the others from acceptance (L6 art 33, L3 art 27, L4 art 24).
fn settle<'a>(file: &CaseFile, terms: &'a Terms, open_until: Option<NaiveDate>) -> Option<Course<'a>> {
    let case = &file.case;
    let simplified = file.clock_starts.iter().any(|one| one.rule == ClockId::CourtPostSimple);
    let rule = rule(settle_rule(case.regime, simplified)?, terms);
    let starts_on = if case.regime == Regime::Labour { case.applied_on } else { case.accepted_on? };
    let extended = file.extensions.last();
    let (pauses, paused_days) = if rule.pauses {
        let since = extended.map_or(starts_on, |one| one.extended_on);
        let open_until = case.concluded_on.or(open_until);
        (
            file.pauses.iter().map(|one| Pause { reason: None, ..one.clone() }).collect(),
            pause::days(&file.pauses, since, open_until),
        )
    } else {
        (Vec::new(), 0)
    };
    let counted = match extended {
        // What was paused before was known to those who agreed on the day.
        Some(one) => corrected(days_after(one.to_due_on, paused_days), &terms.calendar),
        None => count(starts_on, rule.length(), paused_days, &terms.calendar),
    };
    let extended_to = extended.map(|one| one.to_due_on);
    let ended_on = case.concluded_on;
    Some(Course { rule, starts_on, ended_on, counted, paused_days, pauses, extended_to, on_file: None, terms })
}

/// The day that stands in the file counts, unless a pause that goes on moves it still.
fn kept<'a>(mut course: Course<'a>, file: &CaseFile) -> Course<'a> {
    let goes_on = course.ended_on.is_none() && course.is_paused();
    course.on_file = file.case.due_on.filter(|due_on| !goes_on && *due_on != course.counted.due_on);
    course
}

/// A court's referral is taken or declined (L4 art 12).
fn answer<'a>(file: &CaseFile, terms: &'a Terms) -> Option<Course<'a>> {
    let case = &file.case;
    let recorded = started_on(file, ClockId::CourtAccept);
    let from_court =
        matches!(case.regime, Regime::CourtPre | Regime::CourtPost) || case.source == Source::ReferralCourt;
    let starts_on = recorded.or(from_court.then_some(case.applied_on))?;
    Some(Course::of(ClockId::CourtAccept, starts_on, case.accepted_on.or(case.concluded_on), terms))
}

/// The other side of a court's case is contacted (L4 art 15): its first word that is on file shows it was.
fn contact<'a>(file: &CaseFile, terms: &'a Terms) -> Option<Course<'a>> {
    let accepted_on = file.case.accepted_on?;
    if !matches!(file.case.regime, Regime::CourtPre | Regime::CourtPost) {
        return None;
    }
    let respondent = |id| file.parties.iter().any(|party| party.id == id && party.role == PartyRole::Respondent);
    let words = file.consents.iter().filter(|word| respondent(word.party_id)).map(|word| word.recorded_on);
    Some(Course::of(ClockId::CourtContact, accepted_on, words.min().or(file.case.concluded_on), terms))
}

fn confirmation<'a>(file: &CaseFile, terms: &'a Terms) -> Vec<Course<'a>> {
    use ConfirmationStatus as C;
    let Some(agreement) = &file.agreement else { return Vec::new() };
    let since = agreement.confirmation_on;
    let applied_on = match agreement.confirmation {
        // After a refusal the parties may apply again, while the time lasts.
        C::None | C::Refused | C::Expired => None,
        C::Applied => since,
        C::Accepted | C::Confirmed | C::Dismissed => started_on(file, ClockId::ConfirmCourtAccept).or(since),
    };
    let apply = agreement.effective_on.map(|effective_on| {
        let mut course = Course::of(ClockId::ConfirmApply, effective_on, applied_on, terms);
        course.on_file = agreement.confirmation_due_on.filter(|due_on| *due_on != course.counted.due_on);
        course
    });
    let court = match agreement.confirmation {
        C::Applied => Some(ClockId::ConfirmCourtAccept),
        C::Accepted => Some(ClockId::ConfirmCourtDecide),
        _ => None,
    };
    let waits = court.zip(since).map(|(id, since)| Course::of(id, since, None, terms));
    apply.into_iter().chain(waits).collect()
}

/// Two years from the last day of performance (L2 art 250), until all is paid. Only a confirmed agreement is enforced (L1 art 33).
fn enforcement<'a>(file: &CaseFile, terms: &'a Terms) -> Option<Course<'a>> {
    file.agreement.as_ref().filter(|agreement| agreement.confirmation == ConfirmationStatus::Confirmed)?;
    let last_on = file.instalments.iter().map(|part| part.due_on).max()?;
    Some(Course::of(ClockId::EnforceApply, last_on, paid_on(file), terms))
}

/// The day of the last payment, when nothing is open.
fn paid_on(file: &CaseFile) -> Option<NaiveDate> {
    let last = file.payments.iter().map(|payment| payment.paid_on).max();
    last.filter(|_| unpaid(file) == Fen::ZERO)
}

/// The clocks whose start was recorded by hand.
fn recorded<'a>(file: &CaseFile, terms: &'a Terms) -> Vec<Course<'a>> {
    let by_hand = [ClockId::PaymentOrder, ClockId::LabourArbitration];
    let latest = |id: ClockId| Some(Course::of(id, started_on(file, id)?, None, terms));
    by_hand.into_iter().filter_map(latest).collect()
}

/// The day on record that started a clock last.
fn started_on(file: &CaseFile, id: ClockId) -> Option<NaiveDate> {
    file.clock_starts.iter().rfind(|one| one.rule == id).map(|one| one.starts_on)
}

/// One clock for each day on which callbacks are due, until all of that day are made.
fn callbacks<'a>(file: &CaseFile, terms: &'a Terms) -> Vec<Course<'a>> {
    let since = match terms.callbacks {
        CallbackTiming::AfterPerformance(_) => paid_on(file).or(file.case.concluded_on),
        CallbackTiming::AfterAgreement(_) => file.agreement.as_ref().map(|agreement| agreement.agreed_on),
    };
    let days: BTreeSet<NaiveDate> = file.callbacks.iter().map(|callback| callback.due_on).collect();
    let course = |due_on: NaiveDate| {
        let of_day = file.callbacks.iter().filter(|callback| callback.due_on == due_on);
        let ended_on = of_day.map(|callback| callback.done_on).collect::<Option<Vec<_>>>();
        let ended_on = ended_on.and_then(|days| days.into_iter().max());
        let mut course = Course::of(ClockId::FollowUpDue, since?, ended_on, terms);
        course.on_file = (course.counted.due_on != due_on).then_some(due_on);
        Some(course)
    };
    days.into_iter().filter_map(course).collect()
}

impl<'a> Course<'a> {
    fn of(id: ClockId, starts_on: NaiveDate, ended_on: Option<NaiveDate>, terms: &'a Terms) -> Self {
        let rule = rule(id, terms);
        let counted = count(starts_on, rule.length(), 0, &terms.calendar);
        let (paused_days, pauses) = (0, Vec::new());
        Self { rule, starts_on, ended_on, counted, paused_days, pauses, extended_to: None, on_file: None, terms }
    }

    fn is_paused(&self) -> bool {
        self.pauses.iter().any(|pause| pause.until_on.is_none())
    }

    /// Whether it gives time for what its owner may leave undone, or whose end nobody records here.
    fn is_window(&self) -> bool {
        use ClockId as I;
        matches!(self.rule.id, I::ConfirmApply | I::EnforceApply | I::LabourArbitration | I::PaymentOrder)
    }

    /// As it stands on `today`; in an archived case nothing is owed any more.
    fn shown(self, today: NaiveDate, is_archived: bool) -> CaseClock {
        let due_on = self.on_file.unwrap_or(self.counted.due_on);
        let state = match self.ended_on {
            Some(_) => ClockState::Ended,
            None if (self.is_window() || is_archived) && today > due_on => ClockState::Lapsed,
            None if self.is_paused() => ClockState::Paused,
            None => ClockState::Running,
        };
        let (sentence_zh, sentence_en) = sentences(&self, due_on);
        CaseClock {
            rule: self.rule.id,
            state,
            starts_on: self.starts_on,
            due_on,
            uncorrected_on: self.counted.uncorrected_on,
            days_left: (self.ended_on.is_none() && state != ClockState::Lapsed).then(|| (due_on - today).num_days()),
            overdue: state != ClockState::Lapsed && self.ended_on.unwrap_or(today) > due_on,
            ended_on: self.ended_on,
            paused_days: self.paused_days,
            pauses: self.pauses,
            extended_to: self.extended_to,
            unknown_year: self.counted.unknown_year,
            skipped: self.counted.skipped,
            basis_zh: self.rule.basis_zh,
            basis_en: self.rule.basis_en,
            sentence_zh,
            sentence_en,
        }
    }
}
