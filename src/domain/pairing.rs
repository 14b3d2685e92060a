//! A pairing (结对) of a chamber, or a federation, with a law firm: how both sides come to it of their own will, and where it
//! stands on a day. What is signed: `pairing_term.rs`; what is done: `services.rs`.

use super::moment::Moment;
use super::region::RegionCode;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ChamberId, FederationId, FirmId, PairingId};
use crate::text_enum;
use chrono::{Days, NaiveDate};
use serde::Serialize;

text_enum! {
    /// Where a pairing stands on a day.
    pub enum PairingStatus {
        Proposed = "proposed", "待双方答复", "Waiting for both sides";
        ChamberAccepted = "chamber_accepted", "商会已同意，待律所答复", "Accepted by the chamber, waiting for the firm";
        FirmAccepted = "firm_accepted", "律所已同意，待商会答复", "Accepted by the firm, waiting for the chamber";
        Agreed = "agreed", "双方已同意，待签约", "Agreed by both, to be signed";
        Signed = "signed", "已签约，未到起始日", "Signed, not begun";
        Living = "living", "履行中", "Living";
        Ended = "ended", "已到期", "Ended";
        Terminated = "terminated", "已终止", "Terminated";
        Declined = "declined", "未同意", "Declined";
        Lapsed = "lapsed", "逾期未答复", "Lapsed";
    }
}

text_enum! {
    /// The two sides of a pairing; a federation stands where the chamber stands.
    pub enum PairingSide {
        Chamber = "chamber", "商会", "Chamber";
        Firm = "firm", "律所", "Law firm";
    }
}

text_enum! {
    /// Why a side does not want a pairing.
    pub enum PairingRefusal {
        NoNeed = "no_need", "暂无需求", "No need at present";
        HasFirm = "has_firm", "已有合作律所", "Has a firm already";
        NoCapacity = "no_capacity", "无力承接", "No capacity";
        OutsidePractice = "outside_practice", "专业领域不符", "Practice areas do not fit";
        TooFar = "too_far", "地域不便", "Too far away";
        Conflict = "conflict", "存在利益冲突", "Conflict of interest";
        Other = "other", "其他", "Other";
    }
}

text_enum! {
    /// Whether a side wants a pairing.
    pub enum PairingReply {
        Accept = "accept", "同意", "Accept";
        Decline = "decline", "不同意", "Decline";
    }
}

/// A chamber, or a federation, and a law firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Pairing {
    pub id: PairingId,
    /// 结〔2026〕330226-0001号: by region and year.
    pub pairing_no: String,
    /// Of the chamber or the federation.
    pub region_code: RegionCode,
    /// One of chamber and federation is there.
    pub chamber_id: Option<ChamberId>,
    pub federation_id: Option<FederationId>,
    pub firm_id: FirmId,
    /// Pairings may cross regions.
    pub firm_region_code: RegionCode,
    /// Of the federation that proposed it.
    pub proposed_region: RegionCode,
    pub proposed_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Instant,
    /// The last day to answer.
    pub answer_due_on: NaiveDate,
    pub status: PairingStatus,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub chamber_answered_at: Option<Instant>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub firm_answered_at: Option<Instant>,
    pub refused_by: Option<PairingSide>,
    pub refusal: Option<PairingRefusal>,
    /// First day of the first term.
    pub from_on: Option<NaiveDate>,
    /// Last day of the last term; terms follow each other without a gap.
    pub until_on: Option<NaiveDate>,
    /// The first day on which it lives no more.
    pub terminated_on: Option<NaiveDate>,
    pub termination: Option<TerminationReason>,
    pub version: i64,
}

text_enum! {
    /// Why a pairing ends before its time.
    pub enum TerminationReason {
        Mutual = "mutual", "双方协商一致", "By mutual consent";
        ChamberWish = "chamber_wish", "商会提出", "At the chamber's wish";
        FirmWish = "firm_wish", "律所提出", "At the firm's wish";
        NoService = "no_service", "未开展服务", "No services took place";
        Breach = "breach", "违反协议", "Breach of the agreement";
        Dissolved = "dissolved", "一方注销或撤销", "One side was dissolved";
        Conflict = "conflict", "存在利益冲突", "Conflict of interest";
        Entered = "entered_by_mistake", "提议有误", "Proposed by mistake";
        Other = "other", "其他", "Other";
    }
}

/// Who is to pair up: a chamber or a federation, and a firm, with their regions.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    pub region_code: RegionCode,
    pub chamber_id: Option<ChamberId>,
    pub federation_id: Option<FederationId>,
    pub firm_id: FirmId,
    pub firm_region_code: RegionCode,
}

/// The last day to answer a proposal of `today`, that day not counted.
pub fn answer_due_on(today: NaiveDate, days: u16) -> NaiveDate {
    today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

impl Pairing {
    /// A proposal of a federation to both sides. Its number is given when it is stored.
    pub fn proposed(sides: Sides, proposed_region: RegionCode, answer_due_on: NaiveDate, by: &Moment) -> Self {
        let Sides { region_code, chamber_id, federation_id, firm_id, firm_region_code } = sides;
        Self {
            id: PairingId::new(),
            pairing_no: String::new(),
            region_code,
            chamber_id,
            federation_id,
            firm_id,
            firm_region_code,
            proposed_region,
            proposed_by: by.account,
            proposed_at: by.now,
            answer_due_on,
            status: PairingStatus::Proposed,
            chamber_answered_at: None,
            firm_answered_at: None,
            refused_by: None,
            refusal: None,
            from_on: None,
            until_on: None,
            terminated_on: None,
            termination: None,
            version: 1,
        }
    }

    /// Where it stands on a day: lapse, beginning and end come with the day, whether or not they were written down.
    pub fn status_on(&self, day: NaiveDate) -> PairingStatus {
        use PairingStatus as S;
        match self.status {
            S::Proposed | S::ChamberAccepted | S::FirmAccepted if day > self.answer_due_on => S::Lapsed,
            S::Signed if self.until_on.is_some_and(|until| day > until) => S::Ended,
            S::Signed if self.from_on.is_some_and(|from| from <= day) => S::Living,
            other => other,
        }
    }

    /// The same pairing with its status of a day, for showing.
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.status = self.status_on(day);
        self
    }

    /// Whether its agreement runs, or ran, on a day. `store/coverage.rs` asks the same of the database.
    pub fn lives_on(&self, day: NaiveDate) -> bool {
        self.from_on.is_some_and(|from| from <= day)
            && self.until_on.is_some_and(|until| day <= until)
            && self.terminated_on.is_none_or(|end| day < end)
    }

    /// Whether nothing can follow any more.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        use PairingStatus as S;
        matches!(self.status_on(day), S::Ended | S::Terminated | S::Declined | S::Lapsed)
    }

    /// Whether the firm is in another city than its counterpart.
    pub fn is_cross_region(&self) -> bool {
        self.region_code.as_str().get(..4) != self.firm_region_code.as_str().get(..4)
    }

    /// One side accepts (no reason) or declines. Each answers once, up to the last day (自愿).
    pub fn answer(&mut self, side: PairingSide, refusal: Option<PairingRefusal>, by: &Moment) -> Result<()> {
        use PairingStatus as S;
        match self.status_on(by.today) {
            S::Proposed | S::ChamberAccepted | S::FirmAccepted => {}
            S::Agreed | S::Signed | S::Living => return Err(Error::Conflict(Code::PairingAnswered)),
            S::Lapsed => return Err(Error::Conflict(Code::AnswerLate)),
            S::Ended | S::Terminated | S::Declined => return Err(Error::Conflict(Code::PairingOver)),
        }
        let (own, other) = match side {
            PairingSide::Chamber => (&mut self.chamber_answered_at, self.firm_answered_at),
            PairingSide::Firm => (&mut self.firm_answered_at, self.chamber_answered_at),
        };
        if own.is_some() {
            return Err(Error::Conflict(Code::PairingAnswered));
        }
        *own = Some(by.now);
        self.status = match (refusal, other, side) {
            (Some(_), ..) => S::Declined,
            (None, Some(_), _) => S::Agreed,
            (None, None, PairingSide::Chamber) => S::ChamberAccepted,
            (None, None, PairingSide::Firm) => S::FirmAccepted,
        };
        (self.refused_by, self.refusal) = (refusal.map(|_| side), refusal);
        self.version += 1;
        Ok(())
    }

    /// Writes down that it has lapsed or ended; `false` when neither, or written before.
    pub fn settle(&mut self, today: NaiveDate) -> bool {
        let status = self.status_on(today);
        let is_due = status != self.status && matches!(status, PairingStatus::Lapsed | PairingStatus::Ended);
        if is_due {
            (self.status, self.version) = (status, self.version + 1);
        }
        is_due
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use PairingStatus as S;

    pub(crate) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Noon in China.
    pub(crate) fn at(text: &str) -> Moment {
        Moment::at(day(text).and_hms_opt(4, 0, 0).unwrap(), None)
    }

    /// Proposed on 1 March 2026, to be answered by the 11th.
    pub(crate) fn proposed() -> Pairing {
        let region = RegionCode::parse("330226").unwrap();
        let (chamber_id, firm_id) = (Some(ChamberId::new()), FirmId::new());
        let sides = Sides { region_code: region, chamber_id, federation_id: None, firm_id, firm_region_code: region };
        Pairing::proposed(sides, region, answer_due_on(day("2026-03-01"), 10), &at("2026-03-01"))
    }

    #[test]
    fn both_sides_agree_in_either_order_and_one_refusal_is_enough() {
        use PairingSide::{Chamber, Firm};
        let no = Some(PairingRefusal::NoNeed);
        for (answers, status) in [
            (vec![(Chamber, None)], S::ChamberAccepted),
            (vec![(Firm, None)], S::FirmAccepted),
            (vec![(Chamber, None), (Firm, None)], S::Agreed),
            (vec![(Firm, None), (Chamber, None)], S::Agreed),
            (vec![(Chamber, no)], S::Declined),
            (vec![(Chamber, None), (Firm, no)], S::Declined),
        ] {
            let mut pairing = proposed();
            for (side, refusal) in &answers {
                pairing.answer(*side, *refusal, &at("2026-03-11")).unwrap();
            }
            let last = answers.last().unwrap();
            assert_eq!(pairing.status, status);
            assert_eq!((pairing.refused_by, pairing.refusal), (last.1.map(|_| last.0), last.1));
            assert_eq!(pairing.version, 1 + i64::try_from(answers.len()).unwrap());
        }
    }

    #[test]
    fn nobody_answers_twice_or_late_or_what_is_over() {
        use PairingSide::{Chamber, Firm};
        let refused = |pairing: &Pairing, side, on: &str| {
            pairing.clone().answer(side, None, &at(on)).map_err(|error| error.code()).unwrap_err()
        };
        let mut pairing = proposed();
        assert_eq!(refused(&pairing, Chamber, "2026-03-12"), Code::AnswerLate);
        pairing.answer(Chamber, None, &at("2026-03-02")).unwrap();
        assert_eq!(refused(&pairing, Chamber, "2026-03-02"), Code::PairingAnswered);
        assert_eq!(refused(&pairing, Firm, "2026-03-12"), Code::AnswerLate);
        let mut declined = pairing.clone();
        declined.answer(Firm, Some(PairingRefusal::Other), &at("2026-03-02")).unwrap();
        assert_eq!(refused(&declined, Firm, "2026-03-02"), Code::PairingOver);
        pairing.answer(Firm, None, &at("2026-03-02")).unwrap();
        for side in [Chamber, Firm] {
            assert_eq!(refused(&pairing, side, "2026-03-12"), Code::PairingAnswered);
        }
    }

    #[test]
    fn it_lapses_after_the_last_day_and_only_while_a_side_is_silent() {
        let mut silent = proposed();
        assert!(!silent.settle(day("2026-03-11")));
        assert_eq!(silent.status_on(day("2026-03-12")), S::Lapsed);
        assert!(silent.settle(day("2026-03-12")) && !silent.settle(day("2026-03-12")));
        assert_eq!((silent.status, silent.version, silent.is_over(day("2026-03-01"))), (S::Lapsed, 2, true));
        let mut agreed = proposed();
        for side in PairingSide::ALL {
            agreed.answer(*side, None, &at("2026-03-02")).unwrap();
        }
        assert_eq!(agreed.status_on(day("2027-03-12")), S::Agreed);
    }

    #[test]
    fn a_signed_one_lives_from_its_first_day_to_its_last() {
        let signed = Pairing {
            status: S::Signed,
            from_on: Some(day("2026-04-01")),
            until_on: Some(day("2027-03-31")),
            ..proposed()
        };
        let ended = Pairing { status: S::Terminated, terminated_on: Some(day("2026-06-01")), ..signed.clone() };
        for (on, status, lives, lived) in [
            ("2026-03-31", S::Signed, false, false),
            ("2026-04-01", S::Living, true, true),
            ("2026-05-31", S::Living, true, true),
            ("2026-06-01", S::Living, true, false),
            ("2027-03-31", S::Living, true, false),
            ("2027-04-01", S::Ended, false, false),
        ] {
            assert_eq!((signed.status_on(day(on)), signed.lives_on(day(on))), (status, lives), "{on}");
            assert_eq!((ended.status_on(day(on)), ended.lives_on(day(on))), (S::Terminated, lived), "{on}");
        }
        assert!(!proposed().lives_on(day("2026-04-01")));
    }

    #[test]
    fn another_city_is_across_regions() {
        for (firm, crosses) in [("330226", false), ("330200", false), ("330100", true), ("420106", true)] {
            let pairing = Pairing { firm_region_code: RegionCode::parse(firm).unwrap(), ..proposed() };
            assert_eq!(pairing.is_cross_region(), crosses, "{firm}");
        }
    }
}
