//! What each party said yes or no to, and what each was told: the record that mediation is voluntary (L1 art 3).

use crate::base::id::{CaseId, ConsentId, FirmId, MediatorId, PartyId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// What the consent or the notice is about.
    pub enum ConsentMatter {
        Mediation = "mediation", "同意调解", "To mediate";
        RightsNotice = "rights_notice", "权利义务告知", "Notice of rights and duties";
        Mediator = "mediator", "同意由该调解员继续调解", "To go on with this mediator";
        Extension = "extension", "同意延长期限", "To extend the time limit";
        DisclosureToFirm = "disclosure_to_firm", "同意向律师事务所提供案件信息", "To show the case to a law firm";
        Confirmation = "confirmation", "同意申请司法确认", "To apply for judicial confirmation";
        SensitiveData = "sensitive_data", "同意处理敏感个人信息", "To handle sensitive personal data";
    }
}

text_enum! {
    /// How something was said or asked.
    pub enum Channel {
        InPerson = "in_person", "当面", "In person";
        Written = "written", "书面", "In writing";
        Phone = "phone", "电话", "By phone";
        Sms = "sms", "短信", "By text message";
        Visit = "visit", "上门", "By a visit";
        Email = "email", "邮件", "By e-mail";
        Online = "online", "网络", "Online";
    }
}

/// One party's word on one matter. A later word on the same matter replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Consent {
    pub id: ConsentId,
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub matter: ConsentMatter,
    /// Yes, or a clear refusal. Of a notice: it was given.
    pub given: bool,
    pub channel: Channel,
    pub recorded_on: NaiveDate,
    /// Taken over from a ledger that says the case was mediated, not recorded at the time.
    pub attested_by_ledger: bool,
    /// The mediator it is about, for `mediator`.
    pub mediator_id: Option<MediatorId>,
    /// The firm it is about, for `disclosure_to_firm`.
    pub firm_id: Option<FirmId>,
}
