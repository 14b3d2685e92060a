//! Who mediates a case: one lead and any number beside, each with who chose them (L1 art 19).

use crate::base::id::{CaseId, CaseMediatorId, MediatorId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    pub enum ChosenBy {
        Committee = "committee", "委员会指定", "The committee";
        Parties = "parties", "当事人选择", "The parties";
    }
}

text_enum! {
    /// Why a mediator left a case.
    pub enum ReleaseReason {
        PartyAsked = "party_asked", "当事人申请更换", "A party asked for another";
        Relation = "relation", "存在利害关系", "A relation to the case";
        Unavailable = "unavailable", "无法履职", "Unavailable";
        Other = "other", "其他", "Other";
    }
}

/// A mediator's place in one case; `released_on` is empty while they are active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct CaseMediator {
    pub id: CaseMediatorId,
    pub case_id: CaseId,
    pub mediator_id: MediatorId,
    pub lead: bool,
    pub chosen_by: ChosenBy,
    /// Declared a relation to a party or the dispute (L3 art 15).
    pub relation_declared: bool,
    pub appointed_on: NaiveDate,
    pub released_on: Option<NaiveDate>,
    pub release_reason: Option<ReleaseReason>,
}
