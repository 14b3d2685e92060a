//! Notes on a case. They are no part of its file or its chain, and nothing of them is ever searched.

use super::contact::Text;
use crate::base::id::{AccountId, CaseId, NoteId};
use crate::text_enum;
use chrono::NaiveDateTime;
use serde::Serialize;

text_enum! {
    /// For whose eyes a note is.
    pub enum NoteKind {
        Joint = "joint", "共同会谈", "Joint session";
        Internal = "internal", "内部", "Internal";
        /// What one party said in confidence: sealed from everybody but the mediator who wrote it.
        PrivateCaucus = "private_caucus", "单独会谈", "Private caucus";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Note {
    pub id: NoteId,
    pub case_id: CaseId,
    pub author: AccountId,
    pub kind: NoteKind,
    pub body: Text,
    pub written_at: NaiveDateTime,
}
