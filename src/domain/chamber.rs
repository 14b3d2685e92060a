//! Federations of industry and commerce and chambers of commerce, as the registry holds them.

use super::contact::{Email, Name, Phone, Text};
use super::region::RegionCode;
use super::uscc::Uscc;
use super::vocabulary::{Industry, Language, PracticeArea};
use crate::base::clock::Instant;
use crate::base::id::{ChamberId, FederationId};
use crate::base::text_list::TextList;
use crate::text_enum;
use serde::Serialize;

/// A federation (工商联). Its region says its level: nation, province, city, county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Federation {
    pub id: FederationId,
    pub region_code: RegionCode,
    pub name: Name,
    pub contact_name: Option<Name>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub version: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}

text_enum! {
    /// The six kinds of chamber.
    pub enum ChamberKind {
        General = "general", "总商会", "General chamber";
        Industry = "industry", "行业商会", "Industry chamber";
        Hometown = "hometown", "异地商会", "Hometown chamber";
        Township = "township", "乡镇街道商会", "Township chamber";
        Village = "village_community_building", "村社区楼宇商会", "Village, community or building chamber";
        Overseas = "overseas", "海外商会", "Overseas chamber";
    }
}

text_enum! {
    /// Without real work for a year a chamber is dormant, and is then dissolved.
    pub enum ChamberStatus {
        Active = "active", "正常", "Active";
        Dormant = "dormant", "休眠", "Dormant";
        Dissolved = "dissolved", "注销", "Dissolved";
    }
}

/// A chamber of commerce (商会).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Chamber {
    pub id: ChamberId,
    pub region_code: RegionCode,
    pub name: Name,
    pub uscc: Option<Uscc>,
    /// Why a code whose check digit does not fit is kept all the same.
    pub uscc_reason: Option<Text>,
    pub kind: ChamberKind,
    pub industry: Option<Industry>,
    pub members: Option<i64>,
    pub contact_name: Option<Name>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    #[schema(value_type = Vec<PracticeArea>)]
    pub needs: TextList<PracticeArea>,
    #[schema(value_type = Vec<Language>)]
    pub languages: TextList<Language>,
    /// It says that it has a mediation body; those known here are committees.
    pub has_mediation: bool,
    pub wanted_firms: i64,
    pub status: ChamberStatus,
    pub version: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}
