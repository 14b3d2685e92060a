//! The case ledger (台账): its columns, and a row of it as facts. Reading a row is read.rs; what the facts do to a case is steps.rs.

mod cells;
mod read;

pub use read::read;

use super::agreement::{AgreementForm, ConfirmationStatus};
use super::callback::Satisfaction;
use super::case::{Difficulty, Outcome, Regime, Source};
use super::category::{Category, Subcategory};
use super::consent::Channel;
use super::contact::{Email, Name, Phone, Text};
use super::money::Fen;
use super::parties::{DocumentKind, DocumentNumber, PartyKind};
use super::region::RegionCode;
use chrono::NaiveDate;

/// The columns of a ledger, and whether a file must have them.
pub const COLUMNS: [(&str, bool); 36] = [
    ("案件编号", true),
    ("受理组织", true),
    ("行政区划", true),
    ("调解员", true),
    ("适用程序", true),
    ("纠纷类型", true),
    ("案件来源", true),
    ("申请日期", true),
    ("受理日期", true),
    ("申请人", true),
    ("申请人类型", true),
    ("申请人证件号", false),
    ("申请人电话", false),
    ("申请人邮箱", false),
    ("被申请人", true),
    ("被申请人类型", true),
    ("被申请人证件号", false),
    ("被申请人电话", false),
    ("被申请人邮箱", false),
    ("涉及人数", false),
    ("纠纷简介", true),
    ("涉案金额(元)", false),
    ("难度", false),
    ("调解结果", true),
    ("终止原因", false),
    ("协议日期", false),
    ("协议形式", false),
    ("协议金额(元)", false),
    ("履行情况", false),
    ("已履行金额(元)", false),
    ("司法确认", false),
    ("结案日期", false),
    ("回访日期", false),
    ("回访方式", false),
    ("回访对象", false),
    ("满意度", false),
];

/// One case as the ledger tells it.
#[derive(Clone, Debug)]
pub struct LedgerCase {
    pub case_no: String,
    pub committee: String,
    pub region: RegionCode,
    pub mediators: Vec<Name>,
    pub regime: Regime,
    pub category: Category,
    pub subcategory: Option<Subcategory>,
    pub source: Source,
    pub applied_on: NaiveDate,
    /// None only for a case that was never accepted.
    pub accepted_on: Option<NaiveDate>,
    pub applicant: LedgerParty,
    pub respondent: LedgerParty,
    pub people: i32,
    pub summary: Text,
    pub claimed: Fen,
    pub difficulty: Difficulty,
    pub ending: Ending,
    pub closed_on: Option<NaiveDate>,
    pub callback: Option<LedgerCallback>,
}

#[derive(Clone, Debug)]
pub struct LedgerParty {
    pub name: Name,
    pub kind: PartyKind,
    pub document: Option<(DocumentKind, DocumentNumber)>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
}

/// How a case ended, if it did.
#[derive(Clone, Debug)]
pub enum Ending {
    Open,
    Declined(Outcome),
    Withdrawn(Outcome),
    Terminated(Outcome),
    Agreed(LedgerAgreement),
}

#[derive(Clone, Debug)]
pub struct LedgerAgreement {
    pub on: NaiveDate,
    pub form: AgreementForm,
    pub amount: Fen,
    pub performance: Performance,
    pub paid: Fen,
    pub confirmation: ConfirmationStatus,
}

/// What became of the promise (履行情况).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Performance {
    Performed,
    UnderWay,
    Defaulted,
}

#[derive(Clone, Debug)]
pub struct LedgerCallback {
    pub on: NaiveDate,
    pub channel: Channel,
    /// Whether the applicant was asked, or else the respondent.
    pub applicant: bool,
    /// None when nobody answered.
    pub satisfaction: Option<Satisfaction>,
}
