//! The rows of a case file as far as they count in the figures: what is read to count many cases at once.

use super::agreement::{Agreement, AgreementForm, ConfirmationStatus, Payment};
use super::callback::{Callback, CallbackResult, Satisfaction};
use super::case::{Case, Difficulty, Outcome, Regime, Source, Status};
use super::category::Category;
use super::contact::Text;
use super::group::GroupPlace;
use super::money::Fen;
use super::region::RegionCode;
use super::risk::{RiskKind, RiskReport};
use crate::base::id::{CaseId, CommitteeId, FirmId};
use chrono::NaiveDate;

/// The rows of a case that count.
#[derive(Clone, Copy, Debug)]
pub struct CountedRows<'a> {
    pub case: &'a CountedCase,
    pub agreement: Option<&'a CountedAgreement>,
    pub payments: &'a [CountedPayment],
    pub callbacks: &'a [CountedCallback],
    pub risks: &'a [CountedRisk],
    pub place: Option<&'a GroupPlace>,
    /// The day on which the other side first said whether it would mediate.
    pub first_word: Option<NaiveDate>,
}

/// Makes a struct of some fields of another one, which are read as such and taken over from it.
macro_rules! counted {
    ($Counted:ident of $Row:ty { $($field:ident : $Type:ty),+ $(,)? }) => {
        #[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
        pub struct $Counted {
            $(pub $field: $Type,)+
        }

        impl From<&$Row> for $Counted {
            fn from(row: &$Row) -> Self {
                Self { $($field: row.$field.clone()),+ }
            }
        }
    };
}

counted! {
    CountedCase of Case {
        id: CaseId,
        committee_id: CommitteeId,
        region_code: RegionCode,
        status: Status,
        regime: Regime,
        category: Category,
        source: Source,
        applied_on: NaiveDate,
        accepted_on: Option<NaiveDate>,
        concluded_on: Option<NaiveDate>,
        closed_on: Option<NaiveDate>,
        outcome: Option<Outcome>,
        outcome_reason: Option<Text>,
        amount_claimed: Fen,
        amount_paid: Fen,
        difficulty: Difficulty,
        people: i32,
        firm_id: Option<FirmId>,
    }
}

counted! {
    CountedAgreement of Agreement {
        case_id: CaseId,
        form: AgreementForm,
        amount: Fen,
        agreed_on: NaiveDate,
        confirmation: ConfirmationStatus,
    }
}

counted! {
    CountedPayment of Payment { case_id: CaseId, amount: Fen, paid_on: NaiveDate }
}

counted! {
    CountedCallback of Callback {
        case_id: CaseId,
        due_on: NaiveDate,
        result: Option<CallbackResult>,
        satisfaction: Option<Satisfaction>,
    }
}

counted! {
    CountedRisk of RiskReport { case_id: CaseId, kind: RiskKind, people: i32, cleared_on: Option<NaiveDate> }
}
