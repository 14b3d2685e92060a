//! An application for mediation by somebody without an account (F1 申请书), until the committee decides on it.

use super::case::{Outcome, Regime};
use super::category::Category;
use super::contact::{Email, Name, Phone, Text};
use super::money::Fen;
use super::parties::PartyKind;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::Faults;
use crate::base::error::Result;
use crate::base::id::{AccountId, ApplicationId, CaseId, ChamberId, CommitteeId, IntakeLinkId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    pub enum ApplicationStatus {
        Waiting = "waiting", "待审查", "Waiting";
        Accepted = "accepted", "已登记为案件", "Registered as a case";
        Refused = "refused", "不予受理", "Refused";
    }
}

/// What is asked of an applicant.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApplication {
    pub applicant: Name,
    pub applicant_kind: PartyKind,
    pub applicant_phone: Phone,
    pub applicant_email: Option<Email>,
    pub applicant_address: Option<Name>,
    pub respondent: Name,
    pub respondent_kind: PartyKind,
    pub respondent_phone: Option<Phone>,
    pub respondent_address: Option<Name>,
    /// What happened.
    pub summary: Text,
    /// What is asked for.
    pub wanted: Text,
    pub category: Option<Category>,
    /// In fen.
    pub amount_claimed: Option<Fen>,
    /// That the applicant read the rules and applies of their own will (F1): must be true.
    pub voluntary: bool,
}

impl NewApplication {
    /// Whether it can be taken in: made of free will, and against somebody else.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        faults.check(self.voluntary, "voluntary", Code::NotVoluntary);
        faults.check(self.applicant != self.respondent, "respondent", Code::OwnRespondent);
        faults.done()
    }
}

/// An application as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Application {
    pub id: ApplicationId,
    pub committee_id: CommitteeId,
    pub status: ApplicationStatus,
    pub applicant_name: Name,
    pub applicant_kind: PartyKind,
    pub applicant_phone: Phone,
    pub applicant_email: Option<Email>,
    pub applicant_address: Option<Name>,
    pub respondent_name: Name,
    pub respondent_kind: PartyKind,
    pub respondent_phone: Option<Phone>,
    pub respondent_address: Option<Name>,
    pub summary: Text,
    pub wanted: Text,
    pub category: Option<Category>,
    pub amount_claimed: Fen,
    #[serde(skip)]
    pub progress_sha256: String,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
    pub decided_by: Option<AccountId>,
    pub outcome: Option<Outcome>,
    pub reason: Option<Text>,
    pub case_id: Option<CaseId>,
    pub version: i64,
}

impl Application {
    /// The regime its category follows unless something else is said.
    pub fn regime(&self) -> Regime {
        if self.category == Some(Category::Labour) { Regime::Labour } else { Regime::People }
    }
}

/// The link or QR code of a chamber. It is public: it opens a form, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct IntakeLink {
    pub id: IntakeLinkId,
    pub chamber_id: ChamberId,
    /// The committee of the chamber that decides on what comes in.
    pub committee_id: CommitteeId,
    pub code: String,
    pub made_by: AccountId,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
}
