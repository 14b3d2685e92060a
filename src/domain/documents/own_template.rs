//! A committee's own layout of a paper, in place of the built-in one. Every version is kept.

use crate::base::id::{AccountId, CommitteeId, DocumentTemplateId};
use crate::domain::dossier::DossierItem;
use chrono::NaiveDateTime;

/// One version, numbered from 1 within its committee and paper. A retired one, being the last, leaves the built-in layout.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct OwnTemplate {
    pub id: DocumentTemplateId,
    pub committee_id: CommitteeId,
    pub item: DossierItem,
    pub no: i64,
    pub body: String,
    pub author: AccountId,
    pub created_at: NaiveDateTime,
    pub retired_at: Option<NaiveDateTime>,
}
