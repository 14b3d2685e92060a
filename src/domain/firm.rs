//! Law firms, their lawyers, and whom they serve.

use super::contact::{Email, Name, Phone};
use super::region::RegionCode;
use super::uscc::Uscc;
use super::vocabulary::{Language, PracticeArea};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::id::{FirmId, LawyerId, MandateId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// 组织形式.
    pub enum FirmForm {
        Partnership = "partnership", "合伙", "Partnership";
        Individual = "individual", "个人", "Individual";
        State = "state", "国资", "State-funded";
    }
}

/// A law firm. Its licence number is its unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Firm {
    pub id: FirmId,
    pub region_code: RegionCode,
    pub name: Name,
    pub licence_no: Uscc,
    /// Why a code whose check digit does not fit is kept all the same.
    pub licence_reason: Option<super::contact::Text>,
    pub form: FirmForm,
    pub lawyers: i64,
    #[schema(value_type = Vec<PracticeArea>)]
    pub areas: TextList<PracticeArea>,
    #[schema(value_type = Vec<Language>)]
    pub languages: TextList<Language>,
    /// How many cases and pairings it can carry at once.
    pub capacity: i64,
    pub cross_region: bool,
    pub accepting: bool,
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
    pub enum LawyerKind {
        FullTime = "full_time", "专职律师", "Full-time";
        PartTime = "part_time", "兼职律师", "Part-time";
        Public = "public", "公职律师", "Government";
        InHouse = "in_house", "公司律师", "In-house";
    }
}

text_enum! {
    pub enum LawyerStatus {
        Active = "active", "执业", "Practising";
        Suspended = "suspended", "停止执业", "Suspended";
        Left = "left", "离所", "Left the firm";
    }
}

/// A lawyer of a firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Lawyer {
    pub id: LawyerId,
    pub firm_id: FirmId,
    pub region_code: RegionCode,
    pub name: Name,
    pub licence_no: Option<String>,
    pub kind: LawyerKind,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub status: LawyerStatus,
    pub version: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}

/// A client of a firm, which makes a conflict of interest with the other side (Lawyers Law art 47(3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Mandate {
    pub id: MandateId,
    pub firm_id: FirmId,
    pub client_name: Name,
    /// ID number or credit code in its normal form.
    pub document_no: Option<String>,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
}

/// Warns when a lawyer's licence number has not the 17 digits beginning with 1 (older ones have 12).
pub fn licence_warning(number: &str) -> Option<Code> {
    let usual = number.len() == 17 && number.starts_with('1') && number.bytes().all(|b| b.is_ascii_digit());
    (!usual).then_some(Code::LicenceFormat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_number_has_17_digits_beginning_with_1() {
        assert_eq!(licence_warning("13302201510123456"), None);
        for unusual in ["", "133022015101", "23302201510123456", "1330220151012345X"] {
            assert_eq!(licence_warning(unusual), Some(Code::LicenceFormat), "{unusual}");
        }
    }
}
