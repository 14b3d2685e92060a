//! The case ledger (台账): its columns, and a row of it as facts. Reading a row is read.rs; what the facts do to a case is steps.rs.

mod cells;
mod read;
pub mod steps;

pub use read::read;

use super::agreement::{AgreementForm, ConfirmationStatus};
use super::callback::Satisfaction;
use super::case::{Difficulty, Outcome, Regime, Source};
use super::category::{Category, Subcategory};
use super::consent::Channel;
use super::contact::{Email, Name, Phone, Text};
use super::import::Column;
use super::money::Fen;
use super::parties::{DocumentKind, DocumentNumber, PartyKind};
use super::region::RegionCode;
use chrono::NaiveDate;
use serde::Serialize;

/// The columns of a ledger, and whether a file must have them.
pub const COLUMNS: &[Column] = &[
    required("案件编号"),
    required("受理组织"),
    required("行政区划"),
    required("调解员"),
    required("适用程序"),
    required("纠纷类型"),
    required("案件来源"),
    required("申请日期"),
    required("受理日期"),
    required("申请人"),
    required("申请人类型"),
    optional("申请人证件号"),
    optional("申请人电话"),
    optional("申请人邮箱"),
    required("被申请人"),
    required("被申请人类型"),
    optional("被申请人证件号"),
    optional("被申请人电话"),
    optional("被申请人邮箱"),
    optional("涉及人数"),
    required("纠纷简介"),
    optional("涉案金额(元)"),
    optional("难度"),
    required("调解结果"),
    optional("终止原因"),
    optional("协议日期"),
    optional("协议形式"),
    optional("协议金额(元)"),
    optional("履行情况"),
    optional("已履行金额(元)"),
    optional("司法确认"),
    optional("结案日期"),
    optional("回访日期"),
    optional("回访方式"),
    optional("回访对象"),
    optional("满意度"),
];

const fn required(name: &'static str) -> Column {
    Column { name, required: true }
}

const fn optional(name: &'static str) -> Column {
    Column { name, required: false }
}

/// The names in a cell of mediators, however they are divided.
pub fn mediator_names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['、', ';', '；', ',', '，', ' ']).filter(|name| !name.is_empty())
}

/// One case as the ledger tells it.
#[derive(Clone, Debug, Serialize)]
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

#[derive(Clone, Debug, Serialize)]
pub struct LedgerParty {
    pub name: Name,
    pub kind: PartyKind,
    pub document: Option<(DocumentKind, DocumentNumber)>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
}

/// How a case ended, if it did.
#[derive(Clone, Debug, Serialize)]
pub enum Ending {
    Open,
    Declined(Outcome),
    Withdrawn(Outcome),
    Terminated(Outcome),
    Agreed(LedgerAgreement),
}

#[derive(Clone, Debug, Serialize)]
pub struct LedgerAgreement {
    pub on: NaiveDate,
    pub form: AgreementForm,
    pub amount: Fen,
    pub performance: Performance,
    pub paid: Fen,
    pub confirmation: ConfirmationStatus,
}

/// What became of the promise (履行情况).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Performance {
    Performed,
    UnderWay,
    Defaulted,
}

#[derive(Clone, Debug, Serialize)]
pub struct LedgerCallback {
    pub on: NaiveDate,
    pub channel: Channel,
    /// Whether the applicant was asked, or else the respondent.
    pub applicant: bool,
    /// None when nobody answered.
    pub satisfaction: Option<Satisfaction>,
}
