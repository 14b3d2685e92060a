//! Reads a ledger row: Chinese words to values, the days in their order, all faults of the row at once.

use super::super::agreement::{AgreementForm, ConfirmationStatus};
use super::super::callback::Satisfaction;
use super::super::case::{Difficulty, Outcome, Regime, Source};
use super::super::category;
use super::super::consent::Channel;
use super::super::contact::{Email, Name, Phone, Text};
use super::super::id_number::IdNumber;
use super::super::import::CellFault;
use super::super::money::Fen;
use super::super::parties::{DocumentKind, DocumentNumber, PartyKind};
use super::super::region::RegionCode;
use super::super::uscc::Uscc;
use super::cells::{CellReader, people};
use super::{Ending, LedgerAgreement, LedgerCallback, LedgerCase, LedgerParty, Performance, mediator_names};
use crate::base::code::Code;
use chrono::NaiveDate;

/// Reads a row, whose cells `get` gives trimmed by column name; blank where the file has no such column. No day may lie after `today`.
pub fn read<'a>(get: &'a dyn Fn(&'static str) -> &'a str, today: NaiveDate) -> Result<LedgerCase, Vec<CellFault>> {
    let mut row = CellReader { get, today, faults: Vec::new() };
    let case = case(&mut row);
    row.finish(case)
}

fn case(row: &mut CellReader<'_>) -> Option<LedgerCase> {
    let case_no = row.required("案件编号", Name::parse);
    let committee = row.required("受理组织", Name::parse);
    let region = row.required("行政区划", RegionCode::parse);
    let mediators = mediators(row);
    let regime = row.word("适用程序", regime);
    let category = row.word("纠纷类型", category::from_ledger);
    let source = row.word("案件来源", Source::from_ledger);
    let applied_on = row.required_day("申请日期");
    let accepted_on = row.day("受理日期");
    let applicant = party(row, ["申请人", "申请人类型", "申请人证件号", "申请人电话", "申请人邮箱"]);
    let respondent = party(row, ["被申请人", "被申请人类型", "被申请人证件号", "被申请人电话", "被申请人邮箱"]);
    let people = row.optional("涉及人数", people);
    let summary = row.required("纠纷简介", Text::parse);
    let claimed = row.optional("涉案金额(元)", Fen::parse_yuan);
    let difficulty = row.word_or("难度", Difficulty::Ordinary, Difficulty::from_zh);
    let ending = ending(row);
    let closed_on = row.day("结案日期");
    let callback = callback(row);
    let (category, subcategory) = category?;
    let case = LedgerCase {
        case_no: case_no?.into_string(),
        committee: committee?.into_string(),
        region: region?,
        mediators,
        regime: regime?,
        category,
        subcategory,
        source: source?,
        applied_on: applied_on?,
        accepted_on,
        applicant: applicant?,
        respondent: respondent?,
        people: people.unwrap_or(2),
        summary: summary?,
        claimed: claimed.unwrap_or(Fen::ZERO),
        difficulty: difficulty?,
        ending: ending?,
        closed_on,
        callback: callback?,
    };
    check(row, &case);
    Some(case)
}

/// What the cells say together: nothing missing that the result needs, and the days in their order.
fn check(row: &mut CellReader<'_>, case: &LedgerCase) {
    let (applied, accepted) = (Some(case.applied_on), case.accepted_on);
    let agreed = match &case.ending {
        Ending::Agreed(agreement) => Some(agreement.on),
        _ => None,
    };
    let declined = matches!(case.ending, Ending::Declined(_));
    if accepted.is_none() && !declined && row.is_blank("受理日期") {
        row.fault("受理日期", Code::Missing);
    }
    let over = matches!(case.ending, Ending::Declined(_) | Ending::Withdrawn(_) | Ending::Terminated(_));
    if over && row.is_blank("结案日期") {
        row.fault("结案日期", Code::Missing);
    }
    if case.closed_on.is_some() && matches!(case.ending, Ending::Open) {
        row.fault("调解结果", Code::Missing);
    }
    if case.callback.is_some() && agreed.is_none() {
        row.fault("回访日期", Code::OutOfRange);
    }
    row.in_order(applied, accepted, "受理日期");
    row.in_order(accepted.or(applied), agreed, "协议日期");
    let last = agreed.or(accepted).or(applied);
    row.in_order(last, case.closed_on, "结案日期");
    row.in_order(last, case.callback.as_ref().map(|callback| callback.on), "回访日期");
}

/// The official word, or a word of older forms.
fn regime(word: &str) -> Option<Regime> {
    match word {
        "劳动争议调解" => Some(Regime::Labour),
        "委派调解" | "诉前调解" => Some(Regime::CourtPre),
        "委托调解" | "诉中调解" => Some(Regime::CourtPost),
        _ => Regime::from_zh(word),
    }
}

fn mediators(row: &mut CellReader<'_>) -> Vec<Name> {
    let names: Vec<&str> = mediator_names(row.text("调解员")).collect();
    if names.is_empty() {
        row.fault("调解员", Code::Missing);
    }
    names.into_iter().filter_map(|name| row.noted("调解员", Name::parse(name))).collect()
}

fn party(row: &mut CellReader<'_>, [name, kind, document, phone, email]: [&'static str; 5]) -> Option<LedgerParty> {
    let found = row.required(name, Name::parse);
    let kind = row.word(kind, |word| match word {
        "个人" | "公民" => Some(PartyKind::Person),
        "单位" | "企业" | "其他组织" | "非法人组织" => Some(PartyKind::Organisation),
        _ => PartyKind::from_zh(word),
    });
    let number = row.optional(document, DocumentNumber::parse);
    let phone = row.optional(phone, Phone::parse);
    let email = row.optional(email, Email::parse);
    let kind = kind?;
    let number = number.map(|number| (document_kind(kind, &number), number));
    let checked = number.as_ref().map_or(Ok(()), |(kind, number)| match kind {
        DocumentKind::IdCard => IdNumber::parse(number.as_str()).map(|_| ()),
        DocumentKind::Uscc => Uscc::parse(number.as_str()).map(|_| ()),
        _ => Ok(()),
    });
    row.noted(document, checked)?;
    Some(LedgerParty { name: found?, kind, document: number, phone, email })
}

/// Ledgers do not say what the number is the number of; its form does.
fn document_kind(kind: PartyKind, number: &DocumentNumber) -> DocumentKind {
    let text = number.as_str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match kind {
        PartyKind::Person if text.len() == 18 && (digits == 18 || (digits == 17 && text.ends_with('X'))) => {
            DocumentKind::IdCard
        }
        PartyKind::Organisation if text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            DocumentKind::Uscc
        }
        _ => DocumentKind::Other,
    }
}

fn ending(row: &mut CellReader<'_>) -> Option<Ending> {
    let reason = |row: &mut CellReader<'_>, blank| row.word_or("终止原因", blank, outcome);
    match row.text("调解结果") {
        "" | "调解中" | "未结" => Some(Ending::Open),
        "成功" | "调解成功" | "达成协议" => agreement(row).map(Ending::Agreed),
        "不成功" | "调解不成" | "不成" | "失败" | "终止" => {
            row.word("终止原因", outcome).map(Ending::Terminated)
        }
        "撤回" | "撤回申请" => reason(row, Outcome::ApplicantWithdrew).map(Ending::Withdrawn),
        "不予受理" => reason(row, Outcome::OutsideScope).map(Ending::Declined),
        _ => {
            row.fault("调解结果", Code::UnknownCode);
            None
        }
    }
}

/// The closing reason of a word: any but success.
fn outcome(word: &str) -> Option<Outcome> {
    match word {
        "一方不同意" | "当事人不同意调解" => Some(Outcome::NoConsent),
        "当事人拒绝" | "一方拒绝调解" => Some(Outcome::PartyRefused),
        "无法联系" | "下落不明" => Some(Outcome::Unreachable),
        "差距过大" | "分歧较大" => Some(Outcome::WideGap),
        "超期" | "逾期" => Some(Outcome::TimeLimit),
        _ => Outcome::from_zh(word).filter(|outcome| *outcome != Outcome::Agreed),
    }
}

fn agreement(row: &mut CellReader<'_>) -> Option<LedgerAgreement> {
    let on = row.required_day("协议日期");
    let form = row.word_or("协议形式", AgreementForm::Written, AgreementForm::from_zh);
    let amount = row.optional("协议金额(元)", Fen::parse_yuan).unwrap_or(Fen::ZERO);
    let paid = row.optional("已履行金额(元)", Fen::parse_yuan);
    let performance = row.word_or("履行情况", Performance::UnderWay, |word| match word {
        "已履行" | "履行完毕" | "全部履行" => Some(Performance::Performed),
        "履行中" | "部分履行" => Some(Performance::UnderWay),
        "未履行" | "不履行" => Some(Performance::Defaulted),
        _ => None,
    });
    let confirmation = row.word_or("司法确认", ConfirmationStatus::None, |word| match word {
        "否" => Some(ConfirmationStatus::None),
        "是" => Some(ConfirmationStatus::Confirmed),
        "驳回" => Some(ConfirmationStatus::Dismissed),
        _ => ConfirmationStatus::from_zh(word),
    });
    // Where the ledger says performed and gives no sum, all of it was paid.
    let whole = performance == Some(Performance::Performed);
    let paid = paid.unwrap_or(if whole { amount } else { Fen::ZERO });
    if paid > amount || (whole && paid < amount) {
        row.fault("已履行金额(元)", Code::OutOfRange);
    }
    Some(LedgerAgreement { on: on?, form: form?, amount, performance: performance?, paid, confirmation: confirmation? })
}

/// `Some(None)` where the ledger tells of no callback.
fn callback(row: &mut CellReader<'_>) -> Option<Option<LedgerCallback>> {
    if row.is_blank("回访日期") {
        if !row.is_blank("满意度") {
            row.fault("回访日期", Code::Missing);
        }
        return Some(None);
    }
    let on = row.day("回访日期");
    let channel = row.word_or("回访方式", Channel::Phone, |word| match word {
        "走访" | "登门" => Some(Channel::Visit),
        "微信" | "网上" => Some(Channel::Online),
        _ => Channel::from_zh(word),
    });
    let applicant = row.word_or("回访对象", true, |word| match word {
        "申请人" => Some(true),
        "被申请人" => Some(false),
        _ => None,
    });
    // A blank is no answer: satisfaction is never assumed.
    let satisfaction = row.word_or("满意度", None, |word| match word {
        "未答复" | "未接通" => Some(None),
        _ => Satisfaction::from_zh(word).map(Some),
    });
    Some(Some(LedgerCallback { on: on?, channel: channel?, applicant: applicant?, satisfaction: satisfaction? }))
}

#[cfg(test)]
mod tests {
    use super::super::COLUMNS;
    use super::*;

    const ROW: &str = "宁商调〔2019〕0001号,宁海县商会人民调解委员会,330226,宁调员丁,劳动争议,其他劳动争议纠纷,当事人申请,2019-09-03,2019-09-03,\
        马勇琪,自然人,330226196106131729,14058337939,,宁海顺盛食品厂,法人,9133022679817143YE,16552881656,,2,社会保险补缴争议,149600.00,一般,\
        成功,,2019-09-09,书面,139000.00,已履行,139000.00,已确认,2019-09-24,2019-09-27,上门,申请人,满意";

    /// Reads the row above with some cells changed.
    fn read_with(changes: &[(&str, &str)]) -> Result<LedgerCase, Vec<(&'static str, Code)>> {
        let mut cells: Vec<&str> = ROW.split(',').map(str::trim).collect();
        for (column, text) in changes {
            cells[COLUMNS.iter().position(|known| known.name == *column).unwrap()] = text;
        }
        let get = |column: &'static str| cells[COLUMNS.iter().position(|known| known.name == column).unwrap()];
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let mut reader = CellReader { get: &get, today, faults: Vec::new() };
        let case = case(&mut reader);
        let faults = |faults: Vec<CellFault>| faults.into_iter().map(|fault| (fault.column, fault.code)).collect();
        reader.finish(case).map_err(faults)
    }

    #[test]
    fn a_row_is_read_to_the_fen() {
        let case = read_with(&[]).unwrap();
        let Ending::Agreed(agreement) = &case.ending else { panic!("agreed") };
        assert_eq!(
            (case.claimed, agreement.amount, agreement.paid),
            (Fen::yuan(149_600), Fen::yuan(139_000), Fen::yuan(139_000))
        );
        assert_eq!((case.regime, case.subcategory.unwrap().code()), (Regime::Labour, "other_labour"));
        assert_eq!(agreement.confirmation, ConfirmationStatus::Confirmed);
        assert_eq!(case.applicant.document.unwrap().0, DocumentKind::IdCard);
        assert_eq!(case.respondent.document.unwrap().0, DocumentKind::Uscc);
        let callback = case.callback.unwrap();
        assert_eq!((callback.channel, callback.applicant), (Channel::Visit, true));
        assert_eq!(callback.satisfaction, Some(Satisfaction::Satisfied));
    }

    #[test]
    fn all_faults_of_a_row_come_at_once() {
        let faults = read_with(&[
            ("案件编号", ""),
            ("适用程序", "家庭"),
            ("申请日期", "2019-13-01"),
            ("申请人证件号", "330226196106131728"),
            ("申请人电话", "12"),
            ("协议金额(元)", "1,000"),
            ("满意度", "很好"),
        ]);
        let expected = [
            ("案件编号", Code::Missing),
            ("适用程序", Code::UnknownCode),
            ("申请日期", Code::BadDate),
            ("申请人电话", Code::PhoneFormat),
            ("申请人证件号", Code::IdNumberChecksum),
            ("协议金额(元)", Code::BadAmount),
            ("已履行金额(元)", Code::OutOfRange),
            ("满意度", Code::UnknownCode),
        ];
        assert_eq!(faults.unwrap_err(), expected);
    }

    #[test]
    fn days_out_of_order_and_results_without_their_days_are_faults() {
        for (changes, fault) in [
            (vec![("受理日期", "2019-09-02")], ("受理日期", Code::DateOrder)),
            (vec![("协议日期", "2019-09-02")], ("协议日期", Code::DateOrder)),
            (vec![("结案日期", "2019-09-08")], ("结案日期", Code::DateOrder)),
            (vec![("回访日期", "2019-09-08")], ("回访日期", Code::DateOrder)),
            (vec![("受理日期", "")], ("受理日期", Code::Missing)),
            (vec![("回访日期", "")], ("回访日期", Code::Missing)),
            (vec![("已履行金额(元)", "139000.01")], ("已履行金额(元)", Code::OutOfRange)),
            (vec![("已履行金额(元)", "1")], ("已履行金额(元)", Code::OutOfRange)),
            (vec![("调解结果", "不成功"), ("回访日期", ""), ("满意度", "")], ("终止原因", Code::Missing)),
            (
                vec![("调解结果", "不成功"), ("终止原因", "达成协议"), ("回访日期", ""), ("满意度", "")],
                ("终止原因", Code::UnknownCode),
            ),
            (
                vec![("调解结果", "撤回"), ("结案日期", ""), ("回访日期", ""), ("满意度", "")],
                ("结案日期", Code::Missing),
            ),
            (vec![("调解结果", "")], ("调解结果", Code::Missing)),
            (vec![("调解结果", "撤回")], ("回访日期", Code::OutOfRange)),
        ] {
            let faults = read_with(&changes).unwrap_err();
            assert!(faults.contains(&fault), "{changes:?}: {faults:?}");
        }
    }

    #[test]
    fn a_blank_satisfaction_is_no_answer() {
        assert_eq!(read_with(&[("满意度", "")]).unwrap().callback.unwrap().satisfaction, None);
    }
}
