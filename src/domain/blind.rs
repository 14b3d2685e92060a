//! What a law firm learns of a case before its conflict check: the kind of dispute and its size, nothing of who or what happened.

use super::case::{CaseFile, Difficulty, Regime, Status};
use super::category::{Category, Subcategory};
use super::money::Fen;
use super::parties::{PartyKind, PartyRole};
use super::region::RegionCode;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// The size of a claim; the exact amount is personal to the parties.
    pub enum AmountBand {
        None = "none", "未主张金额", "No amount claimed";
        Under10k = "under_10k", "1万元以下", "Under 10,000 yuan";
        Under50k = "under_50k", "1万至5万元", "10,000 to 50,000 yuan";
        Under200k = "under_200k", "5万至20万元", "50,000 to 200,000 yuan";
        Under1m = "under_1m", "20万至100万元", "200,000 to 1,000,000 yuan";
        Under5m = "under_5m", "100万至500万元", "1,000,000 to 5,000,000 yuan";
        From5m = "from_5m", "500万元以上", "5,000,000 yuan and more";
    }
}

impl AmountBand {
    /// The band of an amount; each begins at its lower end.
    pub fn of(amount: Fen) -> Self {
        match amount.get() / 100 {
            _ if amount == Fen::ZERO => Self::None,
            ..10_000 => Self::Under10k,
            10_000..50_000 => Self::Under50k,
            50_000..200_000 => Self::Under200k,
            200_000..1_000_000 => Self::Under1m,
            1_000_000..5_000_000 => Self::Under5m,
            _ => Self::From5m,
        }
    }
}

/// A case without names, facts and exact amounts.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BlindSummary {
    pub case_no: String,
    pub region_code: RegionCode,
    pub status: Status,
    pub regime: Regime,
    pub category: Category,
    pub subcategory: Option<Subcategory>,
    pub difficulty: Difficulty,
    pub amount: AmountBand,
    pub applied_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    /// Persons or organisations on each side.
    pub applicants: Vec<PartyKind>,
    pub respondents: Vec<PartyKind>,
}

impl BlindSummary {
    /// The summary of a case.
    pub fn of(file: &CaseFile) -> Self {
        let case = &file.case;
        let side =
            |role: PartyRole| file.parties.iter().filter(|party| party.role == role).map(|party| party.kind).collect();
        Self {
            case_no: case.case_no.clone(),
            region_code: case.region_code,
            status: case.status,
            regime: case.regime,
            category: case.category,
            subcategory: case.subcategory,
            difficulty: case.difficulty,
            amount: AmountBand::of(case.amount_claimed),
            applied_on: case.applied_on,
            due_on: case.due_on,
            applicants: side(PartyRole::Applicant),
            respondents: side(PartyRole::Respondent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_begins_at_its_lower_end() {
        for (yuan, band) in [
            ("0", AmountBand::None),
            ("0.01", AmountBand::Under10k),
            ("9999.99", AmountBand::Under10k),
            ("10000", AmountBand::Under50k),
            ("50000", AmountBand::Under200k),
            ("200000", AmountBand::Under1m),
            ("999999.99", AmountBand::Under1m),
            ("1000000", AmountBand::Under5m),
            ("5000000", AmountBand::From5m),
        ] {
            assert_eq!(AmountBand::of(Fen::parse_yuan(yuan).unwrap()), band, "{yuan}");
        }
    }
}
