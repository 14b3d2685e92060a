//! A link by which a party without an account is asked one thing, once. The secret is in the link; a second step is a code of six
//! digits that goes to the address on record, or is read out by staff.

use super::lifecycle::Action;
use super::parties::Party;
use crate::base::clock::Instant;
use crate::base::id::{AccountId, CaseId, PartyId, PartyLinkId, PaymentId};
use crate::base::token;
use crate::text_enum;
use serde::Serialize;

text_enum! {
    /// What a party is asked.
    pub enum LinkPurpose {
        Callback = "callback", "调解协议履行情况回访", "How the agreement was kept";
        PaymentConfirmation = "payment_confirmation", "确认是否收到付款", "Whether a payment came";
        Progress = "progress", "查询办理进度", "How the case stands";
    }
}

text_enum! {
    /// How the code reaches the party.
    pub enum CodeWay {
        Mail = "mail", "发送至已确认的邮箱", "Mailed to the confirmed address";
        Staff = "staff", "由工作人员电话告知", "Read out by staff";
    }
}

impl LinkPurpose {
    /// The step the answer takes; none where the party only reads.
    pub const fn action(self) -> Option<Action> {
        match self {
            Self::Callback => Some(Action::RecordCallback),
            Self::PaymentConfirmation => Some(Action::ConfirmPayment),
            Self::Progress => None,
        }
    }
}

/// A link as it is kept. Neither secret nor code can be read from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct PartyLink {
    pub id: PartyLinkId,
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub purpose: LinkPurpose,
    /// The payment that is asked about.
    pub payment_id: Option<PaymentId>,
    #[serde(skip)]
    pub secret_sha256: String,
    /// What the party was reached by when the link was made: another address or phone ends it.
    #[serde(skip)]
    pub contact_sha256: String,
    pub made_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Instant,
    #[serde(skip)]
    pub code_sha256: Option<String>,
    #[serde(skip)]
    pub code_until: Option<Instant>,
    /// Tries of the present code.
    pub attempts: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used_at: Option<Instant>,
    /// Taken back, or replaced by another.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Instant>,
}

impl PartyLink {
    /// Whether it still asks: not used, not taken back or replaced, not over, and the party is reached as it was.
    pub fn is_open(&self, party: &Party, now: Instant) -> bool {
        self.used_at.is_none()
            && self.revoked_at.is_none()
            && now < self.expires_at
            && self.contact_sha256 == contact(party)
    }

    /// Whether another link took its place: one that asks the party the same was made when this one ended.
    pub fn is_replaced(&self, all: &[Self]) -> bool {
        let follows = |other: &Self| {
            other.id != self.id
                && other.party_id == self.party_id
                && other.purpose == self.purpose
                && Some(other.made_at) == self.revoked_at
        };
        all.iter().any(follows)
    }

    /// Whether these are the six digits that were sent, in their time.
    pub fn is_code(&self, code: &str, now: Instant) -> bool {
        self.code_until.is_some_and(|until| now < until) && self.code_sha256 == Some(sealed_code(self.id, code))
    }
}

/// The SHA-256 of how a party is reached.
pub fn contact(party: &Party) -> String {
    let email = party.email.as_ref().map_or("", |email| email.as_str());
    let phone = party.phone.as_ref().map_or("", |phone| phone.as_str());
    token::digest(format!("{email}\n{phone}\n{}", party.email_confirmed_on.is_some()).as_bytes())
}

/// What is kept of a code: bound to its link, so that it fits no other.
pub fn sealed_code(link: PartyLinkId, code: &str) -> String {
    token::digest(format!("{link} {}", code.trim()).as_bytes())
}

/// By mail where the party confirmed an address (L4 art 17), else through staff.
pub fn code_way(party: &Party) -> CodeWay {
    let is_confirmed = party.email.is_some() && party.email_confirmed_on.is_some();
    if is_confirmed { CodeWay::Mail } else { CodeWay::Staff }
}
