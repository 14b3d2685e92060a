//! The parties of a case: who they are, how they are reached, who speaks for them.

use super::contact::{Email, Name, Phone, is_invisible};
use crate::base::code::Code;
use crate::base::id::{CaseId, PartyId};
use crate::{text_enum, text_value};
use chrono::NaiveDate;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

text_enum! {
    pub enum PartyRole {
        Applicant = "applicant", "申请人", "Applicant";
        Respondent = "respondent", "被申请人", "Respondent";
    }
}

text_enum! {
    pub enum PartyKind {
        Person = "person", "自然人", "Person";
        Organisation = "organisation", "法人", "Organisation";
    }
}

text_enum! {
    /// What the party's number is the number of (domain.md 10.3).
    pub enum DocumentKind {
        IdCard = "id_card", "居民身份证", "Resident identity card";
        Uscc = "uscc", "统一社会信用代码", "Unified social credit code";
        Passport = "passport", "护照", "Passport";
        HongKongMacaoPermit = "hong_kong_macao_permit", "港澳居民来往内地通行证", "Mainland permit for Hong Kong and Macao residents";
        TaiwanPermit = "taiwan_permit", "台湾居民来往大陆通行证", "Mainland permit for Taiwan residents";
        PermanentResidence = "permanent_residence", "外国人永久居留证", "Permanent residence card";
        Other = "other", "其他证件", "Other document";
    }
}

text_enum! {
    /// How the dispute touches the members of a chamber (P3).
    pub enum ScopeRelation {
        BetweenMembers = "between_members", "会员之间", "Between members";
        InsideMember = "inside_member", "会员企业内部", "Inside a member enterprise";
        MemberAndPartner = "member_and_partner", "会员与生产经营关联方", "A member and its business partner";
        MemberAndOther = "member_and_other", "会员与其他单位或个人", "A member and another";
        Other = "other", "其他", "Other";
    }
}

text_enum! {
    /// What an agent may do for the party.
    pub enum AgentAuthority {
        General = "general", "一般授权", "General";
        Special = "special", "特别授权", "Special: may settle";
    }
}

text_value! {
    /// The number of an identity document or an organisation, in upper case and without blanks.
    pub struct DocumentNumber: personal, read_document_number, max 40;
}

fn read_document_number(text: &str) -> Result<String, Code> {
    let number: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    match number.chars().count() {
        0 => Err(Code::Missing),
        41.. => Err(Code::TooLong),
        _ if number.chars().any(is_invisible) => Err(Code::ControlCharacter),
        _ => Ok(number),
    }
}

/// One side, or one of several on a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Party {
    pub id: PartyId,
    pub case_id: CaseId,
    pub role: PartyRole,
    pub kind: PartyKind,
    pub name: Name,
    pub document_kind: Option<DocumentKind>,
    pub document_number: Option<DocumentNumber>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    /// The day the party confirmed the address: mail goes to no other (L4 art 17).
    pub email_confirmed_on: Option<NaiveDate>,
    pub address: Option<Name>,
    /// Who signs for an organisation.
    pub representative: Option<Name>,
    pub agent_name: Option<Name>,
    pub agent_phone: Option<Phone>,
    pub agent_email: Option<Email>,
    pub agent_authority: Option<AgentAuthority>,
    pub scope_relation: Option<ScopeRelation>,
}
