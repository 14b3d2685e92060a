//! Group cases (群体案件): one employer, many workers. Each worker has a file of their own, joined to the mother case (母案).

use super::agreement::Instalment;
use super::case::CaseFile;
use super::money::Fen;
use super::parties::PartyRole;
use super::steps::NewInstalment;
use crate::base::id::{CaseId, GroupPlaceId, PartyId, RepresentativeId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// How the cases of a group count in the figures; local practice differs.
    pub enum GroupCounting {
        Each = "each", "逐件计数", "Each file is a case";
        Once = "once", "合并计为一件", "The group is one case: its mother case";
    }
}

/// Cases of one group, at most.
pub const MOST_CHILDREN: usize = 500;

/// With so many people and the same claim a side may send representatives (十人以上, L7 art 7; 以上 includes the number, Civil Code
/// art 1259).
pub const TO_REPRESENT: i64 = 10;

/// Representatives of a group, at most (three to five in labour arbitration).
pub const MOST_REPRESENTATIVES: usize = 5;

/// Where a case belongs. The way of counting is the setting of the day it joined, so that a figure does not change by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct GroupPlace {
    pub id: GroupPlaceId,
    pub case_id: CaseId,
    pub mother_id: CaseId,
    pub counting: GroupCounting,
    pub joined_on: NaiveDate,
}

impl GroupPlace {
    /// The case is none by itself in any count of cases, in what is measured case by case and in what is looked through: its mother
    /// case is. `store/case_groups.rs` says the same to the database.
    pub fn is_counted_in_mother(&self) -> bool {
        self.counting == GroupCounting::Once
    }
}

/// A party of the mother case who speaks for their side of the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Representative {
    pub id: RepresentativeId,
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub chosen_on: NaiveDate,
}

/// Whether two files are parts of one dispute: the same party stands on the same side of both. A number decides where both have one.
pub fn is_one_dispute(one: &CaseFile, other: &CaseFile) -> bool {
    one.parties.iter().any(|party| {
        other.parties.iter().filter(|same| same.role == party.role).any(|same| {
            match (&party.document_number, &same.document_number) {
                (Some(number), Some(another)) => number == another,
                _ => party.name == same.name,
            }
        })
    })
}

/// The side that many stand on: the one the parties of a group do not share.
pub fn other_side(role: PartyRole) -> PartyRole {
    match role {
        PartyRole::Applicant => PartyRole::Respondent,
        PartyRole::Respondent => PartyRole::Applicant,
    }
}

/// A schedule for `amount` in the proportions of another one, to the fen: what is due by each day is rounded down, the last day
/// brings the rest. Parts of nothing are left out; no schedule, or one of nothing, gives none.
pub fn in_proportion(schedule: &[Instalment], amount: Fen) -> Vec<NewInstalment> {
    let whole: i128 = schedule.iter().map(|part| i128::from(part.amount.get())).sum();
    let (mut due, mut given) = (0_i128, 0_i128);
    let mut parts = Vec::new();
    for part in schedule {
        due += i128::from(part.amount.get());
        let Some(until_now) = (i128::from(amount.get()) * due).checked_div(whole) else { break };
        let share = i64::try_from(until_now - given).ok().and_then(|fen| Fen::new(fen).ok()).unwrap_or_default();
        given = until_now;
        if share > Fen::ZERO {
            let place = part.place.clone();
            parts.push(NewInstalment { due_on: part.due_on, amount: share, manner: part.manner, place });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::InstalmentId;
    use crate::domain::agreement::Manner;
    use proptest::prelude::*;

    fn schedule(amounts: &[i64]) -> Vec<Instalment> {
        let part = |(no, fen): (i32, &i64)| Instalment {
            id: InstalmentId::new(),
            case_id: CaseId::new(),
            no,
            due_on: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            amount: Fen::new(*fen).unwrap(),
            manner: Manner::ALL[0],
            place: None,
        };
        (1..).zip(amounts).map(part).collect()
    }

    fn shares(amounts: &[i64], amount: i64) -> Vec<i64> {
        in_proportion(&schedule(amounts), Fen::new(amount).unwrap()).iter().map(|part| part.amount.get()).collect()
    }

    #[test]
    fn a_schedule_is_shared_to_the_fen() {
        assert_eq!(shares(&[1_000, 1_000, 1_000], 10_000), [3_333, 3_333, 3_334]);
        assert_eq!(shares(&[3_000_000], 7), [7]);
        assert_eq!(shares(&[1, 1], 1), [1]);
        assert!(shares(&[], 500).is_empty() && shares(&[0], 500).is_empty() && shares(&[5], 0).is_empty());
    }

    proptest! {
        #[test]
        fn no_fen_is_lost(amounts in prop::collection::vec(1..1_000_000_000_000_i64, 1..24), amount in 0..9_007_199_254_740_991_i64) {
            prop_assert_eq!(shares(&amounts, amount).iter().sum::<i64>(), amount);
        }
    }
}
