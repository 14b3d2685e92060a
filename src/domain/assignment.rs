//! The offer of a case to a law firm: its states, what the firm may see in each, and who may move it. No ranking, no conflicts.

use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, AssignmentId, CaseId, FirmId, LawyerId};
use crate::base::working_calendar::WorkingCalendar;
use crate::domain::case::Status;
use crate::domain::lifecycle::{self, Action};
use crate::domain::matching::weights::Weights;
use crate::domain::region::RegionCode;
use crate::text_enum;
use chrono::{Duration, NaiveDate, NaiveTime};
use serde::Serialize;
use std::sync::Arc;

text_enum! {
    /// Where an offer stands.
    pub enum AssignmentStatus {
        Offered = "offered", "待答复", "Offered";
        Accepted = "accepted", "已接受", "Accepted";
        Declined = "declined", "已谢绝", "Declined";
        Lapsed = "lapsed", "逾期未答复", "Lapsed";
        Released = "released", "已解除", "Released";
    }
}

text_enum! {
    /// Whom the firm would serve. A lawyer never acts for both sides (Lawyers Law art 47(3)).
    pub enum ActsFor {
        Committee = "committee", "调解委员会（中立协助）", "The committee, as neutral expert (People's Mediation Law art 20)";
        Applicant = "applicant", "申请人", "The applicant";
        Respondent = "respondent", "被申请人", "The respondent";
    }
}

text_enum! {
    /// What allows the firm to see personal data (PIPL arts 21 and 23).
    pub enum DisclosureBasis {
        Consent = "consent", "当事人单独同意", "Separate consent of every party (PIPL art 23)";
        EntrustContract = "entrust_contract", "委托处理合同", "Contract of entrusted processing (PIPL art 21)";
    }
}

text_enum! {
    /// Why a firm declines.
    pub enum DeclineReason {
        Conflict = "conflict", "存在利益冲突", "Conflict of interest";
        NoCapacity = "no_capacity", "无力承接", "No capacity";
        OutsidePractice = "outside_practice", "非本所专业领域", "Outside its practice";
        TooFar = "too_far", "地域不便", "Too far away";
        Other = "other", "其他", "Other";
    }
}

text_enum! {
    /// How much of the case a firm was shown.
    pub enum DisclosureLevel {
        Blind = "blind", "隐名摘要", "Blind summary";
        Names = "names", "当事人名称（仅供利益冲突核对）", "The parties' names, for the conflict check alone";
        File = "file", "案卷", "The file";
    }
}

/// One showing of a case to a firm (PIPL art 56).
#[derive(Clone, Debug, PartialEq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Disclosure {
    pub firm_id: FirmId,
    pub account_id: AccountId,
    pub level: DisclosureLevel,
    #[schema(value_type = String, format = DateTime)]
    pub shown_at: Instant,
}

/// How long firms have to answer, for which no law fixes a time and the court's model is taken (L4 art 12), and what ranks them.
#[derive(Clone, Debug)]
pub struct OfferTerms {
    working_days: u16,
    pub calendar: Arc<WorkingCalendar>,
    pub weights: Weights,
}

impl OfferTerms {
    /// As the settings have it.
    pub fn of(settings: &Config) -> Self {
        let Config { mediation, matching, .. } = settings;
        let (working_days, calendar) = (mediation.offer_days, mediation.calendar.clone());
        Self { working_days, calendar, weights: Weights::from(&matching.weights) }
    }

    /// The last day to answer an offer made on `today`.
    pub fn due_on(&self, today: NaiveDate) -> NaiveDate {
        self.calendar.after(today, self.working_days.into())
    }

    /// The last day for the next firm: as many working days as the last one had, and one at least.
    pub fn due_on_again(&self, last: &Assignment, today: NaiveDate) -> NaiveDate {
        let last_day = china_day(last.answer_due_at - Duration::seconds(1));
        let had = self.calendar.between(china_day(last.offered_at), last_day);
        self.calendar.after(today, had.max(1))
    }
}

/// The end of a day in China.
pub fn end_of(day: NaiveDate) -> Instant {
    day.and_time(NaiveTime::MIN) + Duration::hours(24 - 8)
}

/// Whether a step ended what a firm was asked for: the case came to its end, or to an agreement without the firm.
pub fn is_end_of_offers(before: Status, after: Status) -> bool {
    let is_over = |status| lifecycle::leads(status, Action::AssignFirm).is_empty();
    before != after && (is_over(after) || after == Status::Agreed)
}

/// One offer of one case to one firm.
#[derive(Clone, Debug, PartialEq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Assignment {
    pub id: AssignmentId,
    pub case_id: CaseId,
    pub region_code: RegionCode,
    pub firm_id: FirmId,
    /// The lawyer the firm names for the case.
    pub lawyer_id: Option<LawyerId>,
    pub acts_for: ActsFor,
    pub basis: DisclosureBasis,
    /// The number of the entrust contract, when that is the basis.
    pub contract_no: Option<String>,
    pub status: AssignmentStatus,
    pub offered_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub offered_at: Instant,
    /// After this instant the offer lapses and goes to the next firm.
    #[schema(value_type = String, format = DateTime)]
    pub answer_due_at: Instant,
    /// When the firm ticked «no conflict».
    #[schema(value_type = Option<String>, format = DateTime)]
    pub cleared_at: Option<Instant>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    pub decline_reason: Option<DeclineReason>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub released_at: Option<Instant>,
    pub version: i64,
}

impl Assignment {
    /// What the firm may see now: the file only after «no conflict» was ticked and, where consent is the basis, every party
    /// gave it (PIPL arts 21, 23); nothing once the offer is over.
    pub fn sight(&self, all_parties_consent: bool) -> Option<DisclosureLevel> {
        let cleared = self.cleared_at.is_some();
        match self.status {
            AssignmentStatus::Offered | AssignmentStatus::Accepted
                if cleared && self.has_basis(all_parties_consent) =>
            {
                Some(DisclosureLevel::File)
            }
            AssignmentStatus::Offered | AssignmentStatus::Accepted => Some(DisclosureLevel::Blind),
            AssignmentStatus::Declined | AssignmentStatus::Lapsed | AssignmentStatus::Released => None,
        }
    }

    /// Whether consent or a contract lets the firm see personal data at all (PIPL arts 21, 23).
    pub fn has_basis(&self, all_parties_consent: bool) -> bool {
        match self.basis {
            DisclosureBasis::Consent => all_parties_consent,
            DisclosureBasis::EntrustContract => self.contract_no.is_some(),
        }
    }

    /// The firm states that it has no conflict (Lawyers Law arts 47(3), 50(5)); derived conflicts that are not overridden refuse it.
    pub fn clear(&mut self, derived_conflicts: bool, now: Instant) -> Result<()> {
        self.must_be_open(now)?;
        if derived_conflicts {
            return Err(Error::Conflict(Code::ConflictOfInterest));
        }
        self.cleared_at = Some(now);
        self.version += 1;
        Ok(())
    }

    /// The firm takes the case, with the lawyer it names. It must have ticked «no conflict» before.
    pub fn accept(&mut self, lawyer: Option<LawyerId>, now: Instant) -> Result<()> {
        self.must_be_open(now)?;
        if self.cleared_at.is_none() {
            return Err(Error::Conflict(Code::ConflictNotChecked));
        }
        self.lawyer_id = lawyer.or(self.lawyer_id);
        self.answer(AssignmentStatus::Accepted, None, now);
        Ok(())
    }

    /// The firm declines with a reason, which counts in later rankings.
    pub fn decline(&mut self, reason: DeclineReason, now: Instant) -> Result<()> {
        self.must_be_open(now)?;
        self.answer(AssignmentStatus::Declined, Some(reason), now);
        Ok(())
    }

    /// Nobody answered in time. True if the offer lapsed now.
    pub fn lapse(&mut self, now: Instant) -> bool {
        let due = self.status == AssignmentStatus::Offered && now > self.answer_due_at;
        if due {
            self.answer(AssignmentStatus::Lapsed, None, now);
        }
        due
    }

    /// The committee takes an open offer or an accepted case back; the firm's sight ends at once.
    pub fn release(&mut self, now: Instant) -> Result<()> {
        if !matches!(self.status, AssignmentStatus::Offered | AssignmentStatus::Accepted) {
            return Err(Error::Conflict(Code::OfferOver));
        }
        self.status = AssignmentStatus::Released;
        self.released_at = Some(now);
        self.version += 1;
        Ok(())
    }

    /// The offer waits for an answer; `OfferOver` otherwise.
    pub fn must_be_open(&self, now: Instant) -> Result<()> {
        let open = self.status == AssignmentStatus::Offered && now <= self.answer_due_at;
        if open { Ok(()) } else { Err(Error::Conflict(Code::OfferOver)) }
    }

    /// The committee files what lets the firm see personal data.
    pub fn file_basis(&mut self, basis: DisclosureBasis, contract_no: Option<String>) -> Result<()> {
        if !matches!(self.status, AssignmentStatus::Offered | AssignmentStatus::Accepted) {
            return Err(Error::Conflict(Code::OfferOver));
        }
        (self.basis, self.contract_no) = (basis, contract_no);
        self.version += 1;
        Ok(())
    }

    fn answer(&mut self, status: AssignmentStatus, reason: Option<DeclineReason>, now: Instant) {
        self.status = status;
        self.decline_reason = reason;
        self.answered_at = Some(now);
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(basis: DisclosureBasis) -> Assignment {
        let now = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(8, 0, 0).unwrap();
        Assignment {
            id: AssignmentId::new(),
            case_id: CaseId::new(),
            region_code: RegionCode::parse("330226").unwrap(),
            firm_id: FirmId::new(),
            lawyer_id: None,
            acts_for: ActsFor::Committee,
            basis,
            contract_no: (basis == DisclosureBasis::EntrustContract).then(|| "委2026-7".into()),
            status: AssignmentStatus::Offered,
            offered_by: None,
            offered_at: now,
            answer_due_at: now + Duration::days(3),
            cleared_at: None,
            answered_at: None,
            decline_reason: None,
            released_at: None,
            version: 1,
        }
    }

    #[test]
    fn the_next_firm_has_as_many_working_days_as_the_last_one() {
        let none = figment::providers::Serialized::defaults(serde_json::json!({}));
        let terms = OfferTerms::of(&Config::layered(None, none).unwrap());
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (offered, due, today, again) in [
            ("2026-11-16", "2026-11-19", "2026-11-20", "2026-11-25"),
            ("2026-09-29", "2026-10-09", "2026-10-10", "2026-10-14"),
            ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"),
        ] {
            let (offered_at, answer_due_at) = (end_of(day(offered)) - Duration::hours(9), end_of(day(due)));
            let last = Assignment { offered_at, answer_due_at, ..offer(DisclosureBasis::Consent) };
            assert_eq!(terms.due_on_again(&last, day(today)), day(again), "{offered} {due}");
        }
        assert_eq!(terms.due_on(day("2026-09-30")), day("2026-10-10"));
        assert_eq!(end_of(day("2026-11-25")).to_string(), "2026-11-25 16:00:00");
    }

    #[test]
    fn the_end_of_a_case_ends_its_offers() {
        use Status::*;
        for (before, after, is_end) in [
            (Registered, Accepted, false),
            (Accepted, Mediating, false),
            (Mediating, Suspended, false),
            (Mediating, Mediating, false),
            (Registered, Declined, true),
            (Registered, Withdrawn, true),
            (Suspended, Terminated, true),
            (Mediating, Agreed, true),
            // A firm may be asked for the performance or its confirmation.
            (Agreed, Agreed, false),
            (Agreed, Performed, false),
            (Agreed, Defaulted, false),
            (Performed, Closed, true),
        ] {
            assert_eq!(is_end_of_offers(before, after), is_end, "{before} {after}");
        }
    }

    #[test]
    fn the_file_needs_the_tick_and_a_basis() {
        for (basis, ticked, consent, sees) in [
            (DisclosureBasis::Consent, false, true, DisclosureLevel::Blind),
            (DisclosureBasis::Consent, true, false, DisclosureLevel::Blind),
            (DisclosureBasis::Consent, true, true, DisclosureLevel::File),
            (DisclosureBasis::EntrustContract, false, false, DisclosureLevel::Blind),
            (DisclosureBasis::EntrustContract, true, false, DisclosureLevel::File),
        ] {
            let mut offer = offer(basis);
            if ticked {
                offer.clear(false, offer.offered_at).unwrap();
            }
            assert_eq!(offer.sight(consent), Some(sees), "{basis:?} ticked {ticked} consent {consent}");
        }
    }

    #[test]
    fn an_answer_needs_an_open_offer_and_acceptance_the_tick() {
        let mut first = offer(DisclosureBasis::EntrustContract);
        let now = first.offered_at;
        assert_eq!(first.accept(None, now).unwrap_err().code(), Code::ConflictNotChecked);
        assert_eq!(first.clear(true, now).unwrap_err().code(), Code::ConflictOfInterest);
        first.clear(false, now).unwrap();
        first.accept(None, now).unwrap();
        assert_eq!(first.decline(DeclineReason::Other, now).unwrap_err().code(), Code::OfferOver);
        first.release(now).unwrap();
        assert_eq!(first.sight(true), None);
        assert_eq!(first.release(now).unwrap_err().code(), Code::OfferOver);
    }

    #[test]
    fn an_offer_lapses_after_its_deadline_and_not_on_it() {
        let mut silent = offer(DisclosureBasis::Consent);
        assert!(!silent.lapse(silent.answer_due_at));
        let late = silent.answer_due_at + Duration::seconds(1);
        assert_eq!(silent.clear(false, late).unwrap_err().code(), Code::OfferOver);
        assert!(silent.lapse(late));
        assert!(!silent.lapse(late), "once only");
    }
}
