//! Groups of fields that the forms of steps have: an ending, a mediator, the time of a session, corrections.

use super::fields::{Field, Kind as K, may, must};
use crate::domain::case::{CaseFile, Difficulty, Outcome, Source};
use crate::domain::category::{Category, Subcategory};
use crate::domain::mediators::ChosenBy;
use crate::domain::meeting::MeetingMode;
use crate::domain::parties::DocumentKind;

/// How and when a case ends.
pub(super) fn ending(day: &'static str, zh: &'static str, en: &'static str) -> Vec<Field> {
    vec![
        must(day, K::Today, zh, en),
        must("outcome", K::Choice(Outcome::TERMS), "结果", "Outcome"),
        may("reason", K::Long, "理由", "Reason"),
        may("remedies_told_on", K::Day, "告知其他途径的日期", "Other routes were told on"),
    ]
}

/// Who becomes a mediator of the case; `below` is where it stands in the body.
pub(super) fn appointment(below: &str) -> Vec<Field> {
    vec![
        must(format!("{below}mediator_id"), K::Colleague, "调解员", "Mediator"),
        must(format!("{below}chosen_by"), K::Choice(ChosenBy::TERMS), "产生方式", "Chosen by"),
        must(format!("{below}appointed_on"), K::Today, "指定日期", "Appointed on"),
        may(format!("{below}lead"), K::Tick, "担任主持人", "Takes the lead"),
        may(format!("{below}relation_declared"), K::Tick, "已声明与当事人有利害关系", "Declared a relation to a party"),
    ]
}

/// When and where a session is.
pub(super) fn session_time() -> Vec<Field> {
    vec![
        must("time.starts", K::Time, "开始时间", "Starts"),
        must("time.minutes", K::Number, "时长（分钟）", "Minutes"),
        must("time.mode", K::Choice(MeetingMode::TERMS), "形式", "Mode"),
        may("time.place", K::Line, "地点（现场须填）", "Place (for a session in person)"),
        may("time.link", K::Line, "会议链接（线上须填，以 https:// 开头）", "Link (for a session by video; https://)"),
    ]
}

/// What may be corrected of a case and its parties.
pub(super) fn amendment(file: &CaseFile) -> Vec<Field> {
    let mut fields = vec![
        must("summary", K::Long, "纠纷摘要", "Summary"),
        must("category", K::Choice(Category::TERMS), "纠纷类别", "Category"),
        may("subcategory", K::Choice(Subcategory::TERMS), "细类", "Subcategory"),
        must("source", K::Choice(Source::TERMS), "来源", "Source"),
        may("external_no", K::Line, "移送单位编号", "Number of the referring body"),
        must("amount_claimed", K::Money, "涉及金额（元）", "Amount in dispute (yuan)"),
        must("difficulty", K::Choice(Difficulty::TERMS), "难易程度", "Difficulty"),
        must("people", K::Number, "涉及人数", "People"),
    ];
    for at in 0..file.parties.len() {
        let of = |part: &str| format!("parties[{at}].{part}");
        fields.extend([
            must(of("name"), K::Line, "当事人姓名或名称", "Party: name"),
            may(of("document_kind"), K::Choice(DocumentKind::TERMS), "证件类型", "Document"),
            may(of("document_number"), K::Line, "证件号码", "Document number"),
            may(of("phone"), K::Phone, "电话", "Phone"),
            may(of("email"), K::Email, "邮箱", "E-mail"),
            may(of("email_confirmed_on"), K::Day, "邮箱核实日期", "E-mail confirmed on"),
            may(of("address"), K::Line, "住址", "Address"),
            may(of("representative"), K::Line, "法定代表人", "Representative"),
            may(of("agent_name"), K::Line, "代理人", "Agent"),
            may(of("agent_phone"), K::Phone, "代理人电话", "Agent's phone"),
        ]);
    }
    fields
}
