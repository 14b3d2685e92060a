//! What one mediator is due (以案定补), as they see it themselves: each case with their part of it and why. What a sheet comes to is in
//! allowance_sheet.rs.

use super::allowance::{AllowanceRule, Sharing};
use super::allowance_sheet::{CaseDue, CaseUnpaid};
use super::case::Difficulty;
use super::contact::Text;
use super::money::Fen;
use crate::base::id::{AllowanceSheetId, CaseId, MediatorId};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// A mediator's cases that closed in a period. Amounts are in fen, and the mediator's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnAllowances {
    pub mediator_id: MediatorId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What approved sheets pay.
    pub approved_total: Fen,
    /// What would be paid were a sheet approved now.
    pub due_total: Fen,
    /// On approved sheets, by the day they closed.
    pub approved: Vec<OwnShare>,
    /// On no sheet yet.
    pub due: Vec<OwnShare>,
    /// That pay nothing, each with every reason.
    pub unpaid: Vec<CaseUnpaid>,
}

/// A mediator's part of what a case pays, and what it follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnShare {
    pub case_id: CaseId,
    pub case_no: String,
    pub closed_on: NaiveDate,
    pub grade: Difficulty,
    /// What the case pays.
    pub amount: Fen,
    /// The mediator's part of that; 0 where it all goes to the lead.
    pub share: Fen,
    /// How many share it.
    pub sharers: usize,
    /// The document that the rule follows, and who gets what under it.
    pub basis: Option<Text>,
    pub sharing: Option<Sharing>,
    /// The sheet that pays it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet_id: Option<AllowanceSheetId>,
}

impl OwnShare {
    /// The part of a mediator under a rule.
    pub fn of(
        case: &CaseDue,
        mediator: MediatorId,
        rule: Option<&AllowanceRule>,
        sheet_id: Option<AllowanceSheetId>,
    ) -> Self {
        Self {
            case_id: case.case_id,
            case_no: case.case_no.clone(),
            closed_on: case.closed_on,
            grade: case.grade,
            amount: case.amount,
            share: case.share_of(mediator).unwrap_or_default(),
            sharers: case.shares.len(),
            basis: rule.map(|rule| rule.basis.clone()),
            sharing: rule.map(|rule| rule.sharing),
            sheet_id,
        }
    }
}

/// What these parts come to.
pub fn total(shares: &[OwnShare]) -> Fen {
    Fen::total(shares.iter().map(|one| one.share)).unwrap_or(Fen::MAX)
}
