//! The sheet of what each mediator of an area is due for the cases that closed in a period (以案定补), and how the cases of an approved one
//! stand today. What one case pays is in allowance.rs.

use super::allowance::{AllowanceRule, UnpaidReason};
use super::case::Difficulty;
use super::money::Fen;
use super::region::RegionCode;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, AllowanceRuleId, AllowanceSheetId, CaseId, CommitteeId, MediatorId};
use crate::base::token;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What is due for the cases closed in a period that no earlier sheet paid. Amounts are in fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AllowanceSheet {
    /// The area; none for an organisation, which sees its own part.
    pub region: Option<RegionCode>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub total: Fen,
    /// By mediator.
    pub mediators: Vec<MediatorDue>,
    /// By the day they closed.
    pub paid: Vec<CaseDue>,
    /// Closed in the period and not paid, each with every reason.
    pub unpaid: Vec<CaseUnpaid>,
    /// The rules by which it was computed.
    pub rules: Vec<AllowanceRule>,
}

/// What one mediator is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MediatorDue {
    pub mediator_id: MediatorId,
    pub name: String,
    pub committee_id: CommitteeId,
    pub committee: String,
    pub cases: i64,
    pub amount: Fen,
}

/// A case that pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseDue {
    pub case_id: CaseId,
    pub case_no: String,
    pub committee_id: CommitteeId,
    pub closed_on: NaiveDate,
    pub grade: Difficulty,
    pub rule_id: AllowanceRuleId,
    pub amount: Fen,
    /// What comes to the amount, the lead first.
    pub shares: Vec<Share>,
}

/// One mediator's part of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Share {
    pub mediator_id: MediatorId,
    pub amount: Fen,
}

/// A case that does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseUnpaid {
    pub case_id: CaseId,
    pub case_no: String,
    pub committee_id: CommitteeId,
    pub closed_on: NaiveDate,
    pub grade: Difficulty,
    pub reasons: Vec<UnpaidReason>,
    /// The sheet that paid it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_id: Option<AllowanceSheetId>,
}

/// An approved sheet. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, ToSchema)]
pub struct ApprovedSheet {
    pub id: AllowanceSheetId,
    pub region_code: RegionCode,
    /// The name of the area on that day.
    pub name: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// Of the whole area.
    pub total: Fen,
    pub approved_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub approved_at: Instant,
    /// SHA-256 of the file `json`, in hexadecimal.
    pub sha256: String,
    #[serde(skip)]
    pub body: String,
}

/// What a mediator was paid for a case and would be due for it today, under the rule of that sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AllowanceDifference {
    pub case_id: CaseId,
    pub case_no: String,
    pub mediator_id: MediatorId,
    pub paid: Fen,
    pub now: Fen,
    pub change: i64,
    /// Why the case would pay nothing today.
    pub reasons: Vec<UnpaidReason>,
}

impl AllowanceSheet {
    /// The sheet as text, and its hash: the same text for the same cases, rules and days.
    pub fn sealed(&self) -> Result<(String, String)> {
        let body = serde_json::to_string(self).map_err(Error::internal)?;
        let sha256 = token::digest(body.as_bytes());
        Ok((body, sha256))
    }

    /// The rule by which a case of it was computed.
    pub fn rule(&self, case: &CaseDue) -> Option<&AllowanceRule> {
        self.rules.iter().find(|rule| rule.id == case.rule_id)
    }

    /// The part of these committees.
    #[must_use]
    pub fn of_committees(mut self, own: &[CommitteeId]) -> Self {
        self.paid.retain(|case| own.contains(&case.committee_id));
        self.unpaid.retain(|case| own.contains(&case.committee_id));
        let rules: BTreeSet<AllowanceRuleId> = self.paid.iter().map(|case| case.rule_id).collect();
        self.rules.retain(|rule| rules.contains(&rule.id));
        let mut sums = sums(&self.paid);
        self.mediators.retain_mut(|one| match sums.remove(&one.mediator_id) {
            Some((cases, amount)) => {
                (one.cases, one.amount) = (cases, amount);
                true
            }
            None => false,
        });
        self.total = Fen::total(self.paid.iter().map(|case| case.amount)).unwrap_or(Fen::MAX);
        self
    }
}

impl CaseDue {
    /// A mediator's part; nothing for who has none.
    pub fn share_of(&self, mediator: MediatorId) -> Option<Fen> {
        share_of(&self.shares, mediator)
    }
}

fn share_of(shares: &[Share], mediator: MediatorId) -> Option<Fen> {
    shares.iter().find(|share| share.mediator_id == mediator).map(|share| share.amount)
}

/// How many cases pay each mediator, and how much.
pub fn sums(paid: &[CaseDue]) -> BTreeMap<MediatorId, (i64, Fen)> {
    let mut sums: BTreeMap<MediatorId, (i64, Fen)> = BTreeMap::new();
    for share in paid.iter().flat_map(|case| &case.shares) {
        let (cases, amount) = sums.entry(share.mediator_id).or_default();
        *cases += 1;
        *amount = amount.checked_add(share.amount).unwrap_or(Fen::MAX);
    }
    sums
}

impl ApprovedSheet {
    /// What was approved. A body that is not what its hash says is an error: nothing is made of it.
    pub fn kept(&self) -> Result<AllowanceSheet> {
        if token::digest(self.body.as_bytes()) != self.sha256 {
            return Err(Error::internal(format!("the sheet {} is not what was approved", self.id)));
        }
        serde_json::from_str(&self.body).map_err(Error::internal)
    }
}

/// What a case of a sheet would pay today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    pub shares: Vec<Share>,
    pub reasons: Vec<UnpaidReason>,
}

/// Where mediators would be due something else today: the case was corrected, reopened, or is somebody else's.
pub fn differences(paid: &[CaseDue], today: &BTreeMap<CaseId, Today>) -> Vec<AllowanceDifference> {
    let mut found = Vec::new();
    let none = Today::default();
    for case in paid {
        let today = today.get(&case.case_id).unwrap_or(&none);
        let of = |shares: &[Share], id| share_of(shares, id).unwrap_or_default();
        let mediators: BTreeSet<MediatorId> =
            case.shares.iter().chain(&today.shares).map(|share| share.mediator_id).collect();
        for mediator_id in mediators {
            let (paid, now) = (of(&case.shares, mediator_id), of(&today.shares, mediator_id));
            if paid != now {
                let (case_id, case_no, reasons) = (case.case_id, case.case_no.clone(), today.reasons.clone());
                let change = now.get() - paid.get();
                found.push(AllowanceDifference { case_id, case_no, mediator_id, paid, now, change, reasons });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(committee_id: CommitteeId, shares: &[(MediatorId, u32)]) -> CaseDue {
        let share =
            |(mediator_id, yuan): &(MediatorId, u32)| Share { mediator_id: *mediator_id, amount: Fen::yuan(*yuan) };
        let shares: Vec<Share> = shares.iter().map(share).collect();
        CaseDue {
            case_id: CaseId::new(),
            case_no: "甲".into(),
            committee_id,
            closed_on: "2026-03-31".parse().unwrap(),
            grade: Difficulty::Simple,
            rule_id: AllowanceRuleId::new(),
            amount: Fen::total(shares.iter().map(|one| one.amount)).unwrap(),
            shares,
        }
    }

    #[test]
    fn a_committee_sees_its_own_part_with_its_own_sums() {
        let (own, other) = (CommitteeId::new(), CommitteeId::new());
        let (lead, second) = (MediatorId::new(), MediatorId::new());
        let paid = vec![case(own, &[(lead, 60), (second, 40)]), case(own, &[(lead, 100)]), case(other, &[(lead, 500)])];
        let due = |mediator_id| {
            let (cases, amount) = sums(&paid)[&mediator_id];
            MediatorDue { mediator_id, name: "乙".into(), committee_id: own, committee: "丙".into(), cases, amount }
        };
        let (from, to) = ("2026-01-01".parse().unwrap(), "2026-03-31".parse().unwrap());
        let mediators = vec![due(lead), due(second)];
        let total = Fen::yuan(700);
        let sheet = AllowanceSheet {
            region: None,
            from,
            to,
            total,
            mediators,
            paid: paid.clone(),
            unpaid: vec![],
            rules: vec![],
        };
        assert_eq!((sheet.mediators[0].cases, sheet.mediators[0].amount), (3, Fen::yuan(660)));
        let part = sheet.clone().of_committees(&[own]);
        assert_eq!((part.total, part.paid.len()), (Fen::yuan(200), 2));
        let seen: Vec<_> = part.mediators.iter().map(|one| (one.cases, one.amount)).collect();
        assert_eq!(seen, [(2, Fen::yuan(160)), (1, Fen::yuan(40))]);
        assert!(sheet.of_committees(&[]).mediators.is_empty());
    }

    #[test]
    fn a_correction_shows_for_each_mediator_it_touches() {
        let (lead, second, third) = (MediatorId::new(), MediatorId::new(), MediatorId::new());
        let paid = [case(CommitteeId::new(), &[(lead, 60), (second, 40)]), case(CommitteeId::new(), &[(lead, 10)])];
        let shares = |of: &[(MediatorId, u32)]| Today { shares: case(CommitteeId::new(), of).shares, reasons: vec![] };
        let mut today = BTreeMap::from([
            (paid[0].case_id, shares(&[(lead, 60), (third, 40)])),
            (paid[1].case_id, shares(&[(lead, 10)])),
        ]);
        let found = |today: &BTreeMap<CaseId, Today>| -> Vec<(MediatorId, i64)> {
            differences(&paid, today).iter().map(|one| (one.mediator_id, one.change)).collect()
        };
        assert_eq!(found(&today), [(second, -4000), (third, 4000)]);
        let reopened = Today { shares: vec![], reasons: vec![UnpaidReason::NotClosed] };
        today.insert(paid[0].case_id, reopened);
        assert_eq!(found(&today), [(lead, -6000), (second, -4000)]);
        assert_eq!(differences(&paid, &today)[0].reasons, [UnpaidReason::NotClosed]);
    }
}
