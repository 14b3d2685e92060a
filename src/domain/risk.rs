//! Risks of escalation, and the report to the police or another body that the law asks for (L1 art 25).

use super::contact::{Name, Text};
use crate::base::id::{AccountId, CaseId, RiskReportId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// The kinds the official form counts, each by cases and persons.
    pub enum RiskKind {
        CivilToCriminal = "civil_to_criminal", "民转刑", "A civil dispute turning criminal";
        MassPetition = "mass_petition", "群体性上访", "Mass petition";
        MassFight = "mass_fight", "群体性械斗", "Mass fight";
        Suicide = "suicide", "自杀", "Suicide";
        PublicOrder = "public_order", "治安案件", "A breach of public order";
        Escalation = "escalation", "激化", "Escalation";
    }
}

/// A risk, from the day it was seen to the day it was over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct RiskReport {
    pub id: RiskReportId,
    pub case_id: CaseId,
    pub kind: RiskKind,
    /// Persons concerned.
    pub people: i32,
    pub raised_on: NaiveDate,
    pub reported_to: Option<Name>,
    pub reported_on: Option<NaiveDate>,
    pub reported_by: Option<AccountId>,
    /// The harm was prevented, or the risk is over.
    pub cleared_on: Option<NaiveDate>,
    pub remark: Option<Text>,
}
