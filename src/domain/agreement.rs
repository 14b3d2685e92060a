//! The agreement, its schedule and what was paid. Amounts are in fen.

use super::contact::{Name, Text};
use super::money::Fen;
use crate::base::id::{AgreementId, CaseId, InstalmentId, PartyId, PaymentId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

text_enum! {
    pub enum AgreementForm {
        Written = "written", "书面", "Written";
        Oral = "oral", "口头", "Oral";
    }
}

text_enum! {
    /// The side track of judicial confirmation (L1 art 33, L2 arts 205-206).
    pub enum ConfirmationStatus {
        None = "none", "未申请", "Not applied for";
        Applied = "applied", "已申请", "Applied for";
        Accepted = "accepted", "法院已受理", "Accepted by the court";
        Confirmed = "confirmed", "已确认", "Confirmed";
        Dismissed = "dismissed", "裁定驳回", "Dismissed";
        Refused = "refused", "法院不予受理", "Not accepted by the court";
        Expired = "expired", "逾期未申请", "Not applied for in time";
    }
}

text_enum! {
    /// How something is performed or was paid.
    pub enum Manner {
        Cash = "cash", "现金", "Cash";
        Transfer = "transfer", "转账", "Transfer";
        Goods = "goods", "实物", "Goods";
        Act = "act", "行为", "An act";
        Other = "other", "其他", "Other";
    }
}

/// A party and the day it signed, stamped or set its fingerprint. Kept as `party_id@2026-01-31`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub party_id: PartyId,
    pub signed_on: NaiveDate,
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.party_id, self.signed_on)
    }
}

impl FromStr for Signature {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (party, day) = text.split_once('@').ok_or("a signature is party@day")?;
        Ok(Self {
            party_id: party.parse().map_err(|_| "a signature names a party")?,
            signed_on: day.parse().map_err(|_| "a signature has a day")?,
        })
    }
}

/// What the parties agreed. `effective_on` follows from the signatures (L1 arts 29-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Agreement {
    pub id: AgreementId,
    pub case_id: CaseId,
    pub agreement_no: Option<String>,
    pub form: AgreementForm,
    /// What was agreed in words; an oral agreement must have it (L1 art 28).
    pub content: Option<Text>,
    pub amount: Fen,
    pub agreed_on: NaiveDate,
    #[schema(value_type = Vec<Signature>)]
    pub signatures: TextList<Signature>,
    pub mediator_signed_on: Option<NaiveDate>,
    pub sealed_on: Option<NaiveDate>,
    /// The latest of all signatures and the seal, or the day of an oral agreement; empty while one is missing.
    pub effective_on: Option<NaiveDate>,
    pub confirmation: ConfirmationStatus,
    /// The day the confirmation came to stand where it does.
    pub confirmation_on: Option<NaiveDate>,
    /// The last day to apply for confirmation: 30 days after effect.
    pub confirmation_due_on: Option<NaiveDate>,
    /// Signatures and seal are taken over from a ledger, not recorded at the time.
    pub attested_by_ledger: bool,
    /// The main facts and the disputed matters, where the agreement states them in words of its own (L1 art 29).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Text>,
    /// How many copies were made: one for each party and one for the committee (L1 art 29, F2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<i32>,
    /// The court that was asked to confirm it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court: Option<Name>,
    /// The court's number of the confirmation, of the series 调确字 (L5 art 4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court_no: Option<Name>,
}

/// One part of the performance, due on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Instalment {
    pub id: InstalmentId,
    pub case_id: CaseId,
    /// 1, 2, 3 … in the order they are due.
    pub no: i32,
    pub due_on: NaiveDate,
    pub amount: Fen,
    pub manner: Manner,
    pub place: Option<Name>,
}

/// Money that was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Payment {
    pub id: PaymentId,
    pub case_id: CaseId,
    pub amount: Fen,
    pub paid_on: NaiveDate,
    pub manner: Manner,
    /// The number of the receipt or the transfer.
    pub reference: Option<Name>,
    /// The day the payee said that the money came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_by_payee_on: Option<NaiveDate>,
    /// Who was paid; none where it was not noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payee_id: Option<PartyId>,
}
