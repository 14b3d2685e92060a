//! What a template may name: the fields of a case and of what is repeated in it, and their values. Nothing else can be reached.

use std::collections::BTreeMap;

/// A field and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Field {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

/// A part of a template that is repeated, with the fields it adds to those around it. The first is that of the case itself.
#[derive(Clone, Copy, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Section {
    pub name: &'static str,
    pub fields: &'static [Field],
}

macro_rules! sections {
    ($($section:literal { $($name:literal $zh:literal $en:literal;)+ })+) => {
        /// Everything a template may name.
        pub const SECTIONS: &[Section] = &[$(Section {
            name: $section,
            fields: &[$(Field { name: $name, zh: $zh, en: $en }),+],
        }),+];
    };
}

sections! {
    "" {
        "committee" "调解委员会" "Committee";
        "mediation" "调解种类" "Kind of mediation";
        "case_no" "案号" "Case number";
        "external_no" "来源编号" "Number of the referring body";
        "regime" "适用规则" "Regime";
        "is_free" "不收费" "Free of charge";
        "is_peoples" "适用人民调解法" "Under the People's Mediation Law";
        "must_be_written" "协议须为书面" "The agreement must be in writing";
        "category" "纠纷类型" "Category";
        "subcategory" "二级类别" "Second level";
        "source" "案件来源" "Source";
        "difficulty" "难度" "Difficulty";
        "summary" "纠纷简要情况" "Facts of the dispute";
        "people" "涉及人数" "Persons involved";
        "applicants" "申请人名称" "Names of the applicants";
        "respondents" "被申请人名称" "Names of the respondents";
        "parties_named" "当事人名称" "Names of the parties";
        "applied_on" "申请日期" "Day of the application";
        "accepted_on" "受理日期" "Day of acceptance";
        "concluded_on" "调解终结日期" "Day mediation ended";
        "closed_on" "结案日期" "Day of closing";
        "due_on" "调解期限届满日" "Last day of the time limit";
        "mediation_from" "调解开始日期" "First day of mediation";
        "mediation_to" "调解结束日期" "Last day of mediation";
        "remedies_told_on" "告知其他途径的日期" "Day the other routes were told";
        "outcome" "调解结果" "Outcome";
        "outcome_reason" "结果说明" "Reason of the outcome";
        "claim" "申请事项" "What is asked for";
        "claim_second" "申请事项二" "Second thing asked for";
        "claim_third" "申请事项三" "Third thing asked for";
        "has_claim_amount" "有涉案金额" "There is an amount in dispute";
        "amount_claimed" "涉案金额" "Amount in dispute";
        "amount_claimed_capital" "涉案金额大写" "Amount in dispute, in capital figures";
        "has_amount" "有协议金额" "There is an amount agreed";
        "amount_agreed" "协议金额" "Amount agreed";
        "amount_agreed_capital" "协议金额大写" "Amount agreed, in capital figures";
        "amount_paid" "已履行金额" "Amount paid";
        "amount_paid_capital" "已履行金额大写" "Amount paid, in capital figures";
        "amount_unpaid" "未履行金额" "Amount unpaid";
        "amount_unpaid_capital" "未履行金额大写" "Amount unpaid, in capital figures";
        "representatives" "代表人" "Representatives of a group";
        "representatives_chosen" "代表人产生方式" "How the representatives were chosen";
        "mediators" "调解员" "Mediators";
        "lead_mediator" "主持调解员" "Lead mediator";
        "recorder" "记录人" "Recorder";
        "agreement_no" "协议编号" "Number of the agreement";
        "agreement_facts" "协议载明的事实" "Facts as the agreement has them";
        "agreement_mediators" "达成协议时的调解员" "Mediators when the agreement was made";
        "agreement_content" "协议内容" "Content of the agreement";
        "agreed_on" "协议日期" "Day of the agreement";
        "effective_on" "协议生效日期" "Day the agreement took effect";
        "performance_terms" "履行方式、时限" "Manner and time of performance";
        "copies" "协议份数" "Copies of the agreement";
        "confirmation" "司法确认情况" "Judicial confirmation";
        "confirmation_due_on" "申请司法确认的期限" "Last day to apply for confirmation";
        "court" "人民法院" "Court";
        "inquiry_on" "调查时间" "Time of the inquiry";
        "inquiry_place" "调查地点" "Place of the inquiry";
        "inquiry_by" "调查人" "Inquirer";
        "inquiry_of" "被调查人" "Person asked";
        "inquiry_with" "调查参加人" "Others at the inquiry";
        "inquiry_content" "调查内容" "Content of the inquiry";
        "retention" "保管期限" "Retention period";
        "filed_by" "立卷人" "Compiler of the file";
        "filed_on" "立卷日期" "Day of filing";
        "checked_by" "检查人" "Checker of the file";
        "item_count" "材料件数" "Number of papers";
        "page_count" "页数" "Number of pages";
        "file_remark" "卷宗情况" "State of the file";
        "sign_date" "填写日期" "Day of signing";
        "remark" "备注" "Remark";
    }
    "parties" {
        "party_role" "当事人地位" "Role of the party";
        "party_name" "姓名或名称" "Name";
        "is_person" "自然人" "A person";
        "is_organisation" "法人" "An organisation";
        "party_gender" "性别" "Sex";
        "party_ethnicity" "民族" "Ethnic group";
        "party_age" "年龄" "Age";
        "party_birth_on" "出生日期" "Date of birth";
        "party_occupation" "职业或职务" "Occupation or post";
        "party_phone" "联系方式" "Phone";
        "party_address" "单位或住址" "Address";
        "party_document_kind" "证件名称" "Kind of document";
        "party_document_number" "证件号码" "Number of the document";
        "party_representative" "法定代表人" "Legal representative";
        "party_opponents" "对方当事人" "The other side";
        "has_agent" "有代理人" "There is an agent";
        "party_agent" "委托代理人" "Agent";
        "party_agent_phone" "代理人联系方式" "Phone of the agent";
        "party_agent_document" "代理人证件号码" "Document of the agent";
        "party_agent_post" "代理人单位及职务" "Post of the agent";
        "party_agent_authority" "代理权限" "Authority of the agent";
        "is_special" "特别授权" "Special authority";
        "party_notice_channel" "告知方式" "How the notice was given";
        "party_noticed_on" "告知日期" "Day of the notice";
        "is_followed" "后面还有" "Another one follows";
    }
    "meetings" {
        "meeting_no" "调解次数" "Number of the meeting";
        "meeting_on" "调解时间" "Time of the meeting";
        "meeting_mode" "调解方式" "Mode of the meeting";
        "meeting_place" "调解地点" "Place of the meeting";
        "meeting_attended" "到场当事人" "Parties that came";
        "meeting_absent" "未到场当事人及原因" "Parties that did not come, and why";
        "meeting_mediators" "本次调解员" "Mediators of the meeting";
        "was_told" "已告知当事人" "The parties were told something";
        "meeting_told" "告知的内容" "What the parties were told";
        "meeting_statements" "当事人陈述" "What the parties stated";
        "meeting_facts" "查明的事实" "Facts that were found";
        "meeting_agreed" "达成的一致意见" "What was agreed in the meeting";
        "meeting_not_agreed" "未达成一致的原因" "Why nothing was agreed in the meeting";
        "meeting_participants" "参加人" "Participants";
        "meeting_record" "调解记录" "Record of the meeting";
        "is_followed" "后面还有" "Another one follows";
    }
    "instalments" {
        "instalment_no" "期次" "Number of the instalment";
        "instalment_due_on" "履行期限" "Day the instalment is due";
        "instalment_amount" "本期金额" "Amount of the instalment";
        "instalment_capital" "本期金额大写" "Amount of the instalment, in capital figures";
        "instalment_manner" "履行方式" "Manner of the instalment";
        "instalment_place" "履行地点" "Place of the instalment";
    }
    "payments" {
        "payment_no" "序号" "Number of the payment";
        "payment_on" "履行日期" "Day of the payment";
        "payment_amount" "付款金额" "Amount of the payment";
        "payment_capital" "付款金额大写" "Amount of the payment, in capital figures";
        "payment_manner" "付款方式" "Manner of the payment";
        "payment_payee" "收款人" "Payee";
        "payment_reference" "凭证号" "Reference of the payment";
    }
    "callbacks" {
        "callback_party" "回访对象" "Party called back";
        "callback_on" "回访时间" "Day of the callback";
        "callback_channel" "回访方式" "How the callback was made";
        "callback_result" "回访结果" "Result of the callback";
        "callback_performance" "协议履行情况" "Performance as the party says";
        "callback_satisfaction" "满意程度" "Satisfaction";
        "callback_remark" "回访情况" "What was said";
        "is_followed" "后面还有" "Another one follows";
    }
    "risks" {
        "risk_kind" "风险种类" "Kind of the risk";
        "risk_people" "风险涉及人数" "Persons at risk";
        "risk_raised_on" "发现日期" "Day the risk was seen";
        "risk_reported_to" "报告机关" "Body reported to";
        "risk_reported_on" "报告日期" "Day of the report";
        "risk_remark" "风险情况" "What the risk is";
    }
    "routes" {
        "route" "其他解决途径" "A route that remains";
    }
    "items" {
        "item_no" "材料序号" "Number of the paper";
        "item_name" "材料名称" "Name of the paper";
        "item_pages" "页号" "Pages";
        "item_remark" "材料备注" "Remark on the paper";
    }
    "missing" {
        "missing_name" "缺少的材料" "Missing paper";
        "missing_reason" "缺少的原因" "Why it is missing";
    }
}

/// Another name for a section: the same fields, of some of the same things.
const ALIASES: &[(&str, &str)] =
    &[("agents", "parties"), ("applicant_parties", "parties"), ("respondent_parties", "parties")];

/// The section of a name, `agents` being those parties that have one.
pub fn section(name: &str) -> Option<&'static Section> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, own)| own);
    SECTIONS.iter().skip(1).find(|section| section.name == name)
}

/// The field of a name in one of these sections, the innermost first; those of the case are always there.
pub fn field(within: &[&Section], name: &str) -> Option<&'static Field> {
    let own = within.iter().rev().flat_map(|section| section.fields.iter());
    let case = SECTIONS.first().into_iter().flat_map(|section| section.fields.iter());
    own.chain(case).find(|field| field.name == name)
}

/// Values by name: what is not here is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    texts: BTreeMap<&'static str, String>,
    lists: BTreeMap<&'static str, Vec<Fields>>,
}

impl Fields {
    /// With a value, if there is one that is not empty.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Option<String>>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a value, if there is one that is not empty.
    pub fn set(&mut self, name: &'static str, value: impl Into<Option<String>>) {
        if let Some(value) = value.into().filter(|text| !text.trim().is_empty()) {
            self.texts.insert(name, value);
        }
    }

    /// Sets what `{{#name}}` stands or falls with.
    pub fn flag(&mut self, name: &'static str, holds: bool) {
        self.set(name, holds.then(|| "是".to_owned()));
    }

    pub fn list(&mut self, name: &'static str, entries: Vec<Fields>) {
        self.lists.insert(name, entries);
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    pub(super) fn entries(&self, name: &str) -> Option<&[Fields]> {
        self.lists.get(name).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_thing() {
        for section in SECTIONS {
            for field in section.fields {
                let alike = SECTIONS.iter().flat_map(|one| one.fields).filter(|one| one.name == field.name);
                assert!(alike.clone().all(|one| one == field), "{}", field.name);
                assert!(section.name.is_empty() || super::section(field.name).is_none(), "{}", field.name);
            }
        }
    }

    #[test]
    fn what_is_empty_is_not_known() {
        let fields = Fields::default().with("summary", Some(" ".to_owned())).with("case_no", "一号".to_owned());
        assert_eq!((fields.text("summary"), fields.text("case_no")), (None, Some("一号")));
    }
}
