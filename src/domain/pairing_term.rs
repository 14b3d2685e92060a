//! What is signed on a pairing: the agreement with its term, renewals that follow it without a gap, and its end before time.

use super::contact::Name;
use super::counting::months_after;
use super::moment::Moment;
use super::pairing::{Pairing, PairingStatus, TerminationReason};
use super::region::RegionCode;
use super::services::ServiceKind;
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::id::{AccountId, LawyerId, PairingId, PairingTermId};
use crate::base::text_list::TextList;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Contact lawyers of an agreement, at most.
const MOST_CONTACTS: usize = 3;
/// Months of a term, at most; no document fixes it.
const LONGEST: u32 = 120;
/// Months from the signature to the first day, at most.
const AHEAD: u32 = 12;

/// One signed agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct PairingTerm {
    pub id: PairingTermId,
    pub pairing_id: PairingId,
    pub region_code: RegionCode,
    /// 1 for the first, 2 for its renewal, …
    pub no: i64,
    pub signed_on: NaiveDate,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    #[schema(value_type = Vec<ServiceKind>)]
    pub promised: TextList<ServiceKind>,
    #[schema(value_type = Vec<LawyerId>)]
    pub contact_lawyers: TextList<LawyerId>,
    pub document_no: Name,
    pub recorded_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
}

/// The agreement as it was signed.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairingSignature {
    pub signed_on: NaiveDate,
    /// The first day of the term, not before the signature.
    pub from_on: NaiveDate,
    /// The last day of the term.
    pub until_on: NaiveDate,
    pub promised: Vec<ServiceKind>,
    /// One to three lawyers of the firm.
    pub contact_lawyers: Vec<LawyerId>,
    pub document_no: Name,
}

/// The next agreement. Its term begins the day after the last one ends.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairingRenewal {
    pub signed_on: NaiveDate,
    pub until_on: NaiveDate,
    pub promised: Vec<ServiceKind>,
    pub contact_lawyers: Vec<LawyerId>,
    pub document_no: Name,
}

/// The end before time.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairingTermination {
    /// The first day on which it lives no more.
    pub terminated_on: NaiveDate,
    pub reason: TerminationReason,
}

impl Pairing {
    /// Signs what both sides accepted; it lives from the first day of the term.
    pub fn sign(&mut self, signature: PairingSignature, by: &Moment) -> Result<PairingTerm> {
        use PairingStatus as S;
        match self.status_on(by.today) {
            S::Agreed => {}
            S::Signed | S::Living => return Err(Error::Conflict(Code::PairingSigned)),
            S::Proposed | S::ChamberAccepted | S::FirmAccepted => {
                return Err(Error::Conflict(Code::PairingNotAgreed));
            }
            S::Ended | S::Terminated | S::Declined | S::Lapsed => return Err(Error::Conflict(Code::PairingOver)),
        }
        let mut faults = Faults::default();
        let begins = (signature.signed_on..=months_after(signature.signed_on, AHEAD)).contains(&signature.from_on);
        faults.check(begins, "from_on", Code::DateOrder);
        let term = self.term(1, signature, by, faults)?;
        (self.from_on, self.until_on) = (Some(term.from_on), Some(term.until_on));
        (self.status, self.version) = (S::Signed, self.version + 1);
        Ok(term)
    }

    /// Adds a term to a living pairing; `last` is its latest, and one that has not begun is not renewed again.
    pub fn renew(&mut self, last: &PairingTerm, renewal: PairingRenewal, by: &Moment) -> Result<PairingTerm> {
        if self.status_on(by.today) != PairingStatus::Living {
            return Err(Error::Conflict(Code::PairingNotLiving));
        }
        if last.from_on > by.today {
            return Err(Error::Conflict(Code::AlreadyDone));
        }
        let next = PairingSignature {
            signed_on: renewal.signed_on,
            from_on: last.until_on.succ_opt().unwrap_or(NaiveDate::MAX),
            until_on: renewal.until_on,
            promised: renewal.promised,
            contact_lawyers: renewal.contact_lawyers,
            document_no: renewal.document_no,
        };
        let mut faults = Faults::default();
        faults.check(next.signed_on >= last.signed_on, "signed_on", Code::DateOrder);
        let term = self.term(last.no + 1, next, by, faults)?;
        (self.until_on, self.version) = (Some(term.until_on), self.version + 1);
        Ok(term)
    }

    /// Ends it before time, or takes a proposal back. `last_service_on` is the day of the latest service, which stays in its life.
    pub fn terminate(
        &mut self,
        input: PairingTermination,
        last_service_on: Option<NaiveDate>,
        by: &Moment,
    ) -> Result<()> {
        if self.is_over(by.today) {
            return Err(Error::Conflict(Code::PairingOver));
        }
        let entered = china_day(self.proposed_at);
        let earliest = self.from_on.map_or(entered, |from| from.min(entered));
        let mut faults = Faults::default();
        faults.check(input.terminated_on <= by.today, "terminated_on", Code::FutureDate);
        let follows = input.terminated_on >= earliest && last_service_on.is_none_or(|last| last < input.terminated_on);
        faults.check(follows, "terminated_on", Code::DateOrder);
        faults.done()?;
        (self.terminated_on, self.termination) = (Some(input.terminated_on), Some(input.reason));
        (self.status, self.version) = (PairingStatus::Terminated, self.version + 1);
        Ok(())
    }

    fn term(&self, no: i64, signed: PairingSignature, by: &Moment, mut faults: Faults) -> Result<PairingTerm> {
        faults.check(signed.signed_on <= by.today, "signed_on", Code::FutureDate);
        let ends = signed.from_on <= signed.until_on && by.today <= signed.until_on;
        faults.check(ends, "until_on", Code::DateOrder);
        faults.check(signed.until_on <= months_after(signed.from_on, LONGEST), "until_on", Code::OutOfRange);
        faults.check(!signed.promised.is_empty(), "promised", Code::Missing);
        faults.check(are_distinct(&signed.promised), "promised", Code::Invalid);
        let contacts = &signed.contact_lawyers;
        let some = (1..=MOST_CONTACTS).contains(&contacts.len()) && are_distinct(contacts);
        faults.check(some, "contact_lawyers", Code::ContactLawyers);
        faults.done()?;
        Ok(PairingTerm {
            id: PairingTermId::new(),
            pairing_id: self.id,
            region_code: self.region_code,
            no,
            signed_on: signed.signed_on,
            from_on: signed.from_on,
            until_on: signed.until_on,
            promised: TextList(signed.promised),
            contact_lawyers: TextList(signed.contact_lawyers),
            document_no: signed.document_no,
            recorded_by: by.account,
            recorded_at: by.now,
        })
    }
}

fn are_distinct<T: Ord>(items: &[T]) -> bool {
    items.iter().collect::<BTreeSet<_>>().len() == items.len()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::pairing::PairingSide;
    use super::super::pairing::tests::{at, day, proposed};
    use super::*;

    fn agreed() -> Pairing {
        let mut pairing = proposed();
        for side in PairingSide::ALL {
            pairing.answer(*side, None, &at("2026-03-02")).unwrap();
        }
        pairing
    }

    fn signature(signed: &str, from: &str, until: &str) -> PairingSignature {
        PairingSignature {
            signed_on: day(signed),
            from_on: day(from),
            until_on: day(until),
            promised: vec![ServiceKind::Lecture, ServiceKind::HealthCheck],
            contact_lawyers: vec![LawyerId::new()],
            document_no: Name::parse("万联2026-1").unwrap(),
        }
    }

    /// Signed on 10 March 2026 for 1 April 2026 to 31 March 2027.
    pub(crate) fn signed() -> (Pairing, PairingTerm) {
        let mut pairing = agreed();
        let term = pairing.sign(signature("2026-03-10", "2026-04-01", "2027-03-31"), &at("2026-03-10")).unwrap();
        (pairing, term)
    }

    fn renewal(signed: &str, until: &str) -> PairingRenewal {
        let PairingSignature { signed_on, until_on, promised, contact_lawyers, document_no, .. } =
            signature(signed, signed, until);
        PairingRenewal { signed_on, until_on, promised, contact_lawyers, document_no }
    }

    /// The wrong fields with their codes, or the code of another refusal.
    pub(crate) fn faults<T: std::fmt::Debug>(result: Result<T>) -> String {
        match result.unwrap_err() {
            Error::Invalid(faults) => faults
                .iter()
                .map(|fault| format!("{} {}", fault.field, fault.code.as_str()))
                .collect::<Vec<_>>()
                .join(", "),
            other => other.code().as_str().to_owned(),
        }
    }

    #[test]
    fn what_was_accepted_by_both_can_be_signed_once() {
        let good = || signature("2026-03-10", "2026-04-01", "2027-03-31");
        let mut half = proposed();
        assert_eq!(faults(half.sign(good(), &at("2026-03-10"))), "pairing_not_agreed");
        half.answer(PairingSide::Firm, None, &at("2026-03-02")).unwrap();
        assert_eq!(faults(half.sign(good(), &at("2026-03-10"))), "pairing_not_agreed");
        assert_eq!(faults(half.sign(good(), &at("2026-03-12"))), "pairing_over");
        let (mut pairing, term) = signed();
        assert_eq!((term.no, pairing.status), (1, PairingStatus::Signed));
        assert_eq!((pairing.from_on, pairing.until_on), (Some(day("2026-04-01")), Some(day("2027-03-31"))));
        for on in ["2026-03-10", "2026-05-01"] {
            assert_eq!(faults(pairing.sign(good(), &at(on))), "pairing_signed");
        }
        assert_eq!(faults(pairing.sign(good(), &at("2027-04-01"))), "pairing_over");
    }

    #[test]
    fn each_wrong_date_of_a_signature_is_named() {
        for (signed, from, until, wrong) in [
            ("2026-03-11", "2026-04-01", "2027-03-31", "signed_on future_date"),
            ("2026-03-10", "2026-03-09", "2027-03-31", "from_on date_order"),
            ("2026-03-10", "2027-03-11", "2028-03-31", "from_on date_order"),
            ("2026-03-10", "2026-04-01", "2026-03-31", "until_on date_order"),
            ("2025-03-10", "2025-04-01", "2026-03-09", "until_on date_order"),
            ("2026-03-10", "2026-04-01", "2036-04-02", "until_on out_of_range"),
        ] {
            let mut pairing = agreed();
            assert_eq!(faults(pairing.sign(signature(signed, from, until), &at("2026-03-10"))), wrong);
            assert_eq!(pairing, agreed_as(&pairing), "nothing half done");
        }
        for (signed, from, until) in
            [("2026-03-10", "2026-03-10", "2026-03-10"), ("2025-03-10", "2025-04-01", "2026-03-10")]
        {
            agreed().sign(signature(signed, from, until), &at("2026-03-10")).unwrap();
        }
    }

    fn agreed_as(pairing: &Pairing) -> Pairing {
        Pairing { from_on: None, until_on: None, status: PairingStatus::Agreed, version: 3, ..pairing.clone() }
    }

    #[test]
    fn promises_and_one_to_three_contacts_are_needed() {
        let lawyer = LawyerId::new();
        let good = || signature("2026-03-10", "2026-04-01", "2027-03-31");
        let contacts = |contact_lawyers| PairingSignature { contact_lawyers, ..good() };
        let promised = |promised| PairingSignature { promised, ..good() };
        for (input, wrong) in [
            (contacts(vec![]), "contact_lawyers contact_lawyers"),
            (contacts(vec![lawyer, lawyer]), "contact_lawyers contact_lawyers"),
            (contacts((0..4).map(|_| LawyerId::new()).collect()), "contact_lawyers contact_lawyers"),
            (promised(vec![]), "promised missing"),
            (promised(vec![ServiceKind::Lecture; 2]), "promised invalid"),
        ] {
            assert_eq!(faults(agreed().sign(input, &at("2026-03-10"))), wrong);
        }
        agreed().sign(contacts((0..3).map(|_| LawyerId::new()).collect()), &at("2026-03-10")).unwrap();
    }

    #[test]
    fn a_renewal_follows_without_a_gap_and_only_what_lives_is_renewed() {
        let (mut pairing, first) = signed();
        assert_eq!(
            faults(pairing.renew(&first, renewal("2026-03-31", "2028-03-31"), &at("2026-03-31"))),
            "pairing_not_living"
        );
        assert_eq!(
            faults(pairing.renew(&first, renewal("2027-04-01", "2028-03-31"), &at("2027-04-01"))),
            "pairing_not_living"
        );
        for (signed, until, wrong) in [
            ("2026-03-09", "2028-03-31", "signed_on date_order"),
            ("2027-03-02", "2028-03-31", "signed_on future_date"),
            ("2027-03-01", "2027-03-31", "until_on date_order"),
            ("2027-03-01", "2037-04-02", "until_on out_of_range"),
        ] {
            assert_eq!(faults(pairing.renew(&first, renewal(signed, until), &at("2027-03-01"))), wrong);
        }
        let second = pairing.renew(&first, renewal("2027-03-01", "2028-03-31"), &at("2027-03-01")).unwrap();
        assert_eq!((second.no, second.from_on), (2, day("2027-04-01")));
        assert_eq!((pairing.from_on, pairing.until_on), (Some(day("2026-04-01")), Some(day("2028-03-31"))));
        assert_eq!(pairing.status_on(day("2027-04-01")), PairingStatus::Living);
        assert_eq!(
            faults(pairing.renew(&second, renewal("2027-03-01", "2029-03-31"), &at("2027-03-31"))),
            "already_done"
        );
    }

    #[test]
    fn it_ends_with_a_reason_and_a_day_that_fits() {
        let input = |on: &str| PairingTermination { terminated_on: day(on), reason: TerminationReason::Mutual };
        let (pairing, _) = signed();
        let last = Some(day("2026-05-05"));
        for (on, wrong) in [
            ("2026-06-02", "terminated_on future_date"),
            ("2026-02-28", "terminated_on date_order"),
            ("2026-05-05", "terminated_on date_order"),
        ] {
            assert_eq!(faults(pairing.clone().terminate(input(on), last, &at("2026-06-01"))), wrong);
        }
        let mut ended = pairing.clone();
        ended.terminate(input("2026-05-06"), last, &at("2026-06-01")).unwrap();
        assert!(ended.lives_on(day("2026-05-05")) && !ended.lives_on(day("2026-05-06")));
        assert_eq!(faults(ended.terminate(input("2026-05-06"), None, &at("2026-06-01"))), "pairing_over");
        assert_eq!(faults(pairing.clone().terminate(input("2027-04-01"), None, &at("2027-04-01"))), "pairing_over");
        proposed().terminate(input("2026-03-01"), None, &at("2026-03-01")).unwrap();
    }
}
