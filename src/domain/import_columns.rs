//! The words that a column of an imported file takes, for those who fill it in. Reading them is register_rows.rs and ledger/.

use super::agreement::{AgreementForm, ConfirmationStatus};
use super::callback::Satisfaction;
use super::case::{Difficulty, Outcome, Regime, Source};
use super::category::Category;
use super::chamber::ChamberKind;
use super::consent::Channel;
use super::firm::FirmForm;
use super::parties::PartyKind;
use super::vocabulary::{Industry, Language, PracticeArea};
use crate::base::text_enum::Term;

/// The Chinese words of a column; none where anything fitting may stand in it. Lists are divided by a semicolon.
pub fn words(column: &str) -> Vec<&'static str> {
    let of = |terms: &'static [Term]| terms.iter().map(|term| term.zh).collect();
    match column {
        "类型" => of(ChamberKind::TERMS),
        "行业门类" => of(Industry::TERMS),
        "组织形式" => of(FirmForm::TERMS),
        "需求领域" | "专业领域" => of(PracticeArea::TERMS),
        "语言" => of(Language::TERMS),
        "适用程序" => of(Regime::TERMS),
        "纠纷类型" => of(Category::TERMS),
        "案件来源" => of(Source::TERMS),
        "申请人类型" | "被申请人类型" => of(PartyKind::TERMS),
        "难度" => of(Difficulty::TERMS),
        "终止原因" => Outcome::TERMS.iter().filter(|term| term.code != "agreed").map(|term| term.zh).collect(),
        "协议形式" => of(AgreementForm::TERMS),
        "司法确认" => of(ConfirmationStatus::TERMS),
        "回访方式" => of(Channel::TERMS),
        "满意度" => of(Satisfaction::TERMS),
        "调解结果" => vec!["成功", "不成功", "撤回", "不予受理", "调解中"],
        "履行情况" => vec!["已履行", "履行中", "未履行"],
        "回访对象" => vec!["申请人", "被申请人"],
        "已成立调解组织" | "接受跨区域" => vec!["是", "否"],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::base::code::Code;
    use crate::base::id::{ChamberId, FirmId};
    use crate::domain::form::Stamp;
    use crate::domain::import::CellFault;
    use crate::domain::{ledger, register_rows};

    /// Whether reading a file of this kind in which the column says this finds the word unknown.
    fn is_unknown(kind: &str, column: &'static str, word: &'static str) -> bool {
        let now = "2026-11-21T00:00:00".parse().unwrap();
        // Without a result the ledger does not look at the cells of an agreement, without a day not at those of a callback.
        let cell = |asked: &str| match asked {
            _ if asked == column => Some(word),
            "调解结果" if column == "终止原因" => Some("不成功"),
            "调解结果" => Some("成功"),
            "协议日期" | "回访日期" => Some("2026-01-05"),
            _ => None,
        };
        let faults: Vec<CellFault> = match kind {
            "chamber" => register_rows::chamber(cell, Stamp::new(ChamberId::new(), now)).err().unwrap_or_default(),
            "firm" => register_rows::firm(cell, Stamp::new(FirmId::new(), now)).err().unwrap_or_default(),
            _ => {
                let get = |asked: &'static str| cell(asked).unwrap_or_default();
                ledger::read(&get, "2026-11-21".parse().unwrap()).err().unwrap_or_default()
            }
        };
        faults.iter().any(|fault| fault.column == column && matches!(fault.code, Code::UnknownCode | Code::WrongType))
    }

    #[test]
    fn every_word_that_is_offered_is_read() {
        for (kind, columns) in [
            ("chamber", ["类型", "行业门类", "需求领域", "语言", "已成立调解组织"].as_slice()),
            ("firm", ["组织形式", "专业领域", "语言", "接受跨区域"].as_slice()),
            ("ledger", ledger::COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>().as_slice()),
        ] {
            for column in columns.iter().copied() {
                let offered = words(column);
                if !offered.is_empty() {
                    assert!(is_unknown(kind, column, "胡写"), "{column} takes anything");
                }
                for word in offered {
                    assert!(!is_unknown(kind, column, word), "{column} does not take {word}");
                }
            }
        }
    }
}
