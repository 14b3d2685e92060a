//! How far an agreement is performed, part by part, as follows from its payments; and the urging of those who do not pay (L1 art 31).

use super::attachments::Attachment;
use super::case::CaseFile;
use super::consent::Channel;
use super::contact::{Name, Text};
use super::money::Fen;
use crate::base::id::{AccountId, AttachmentId, CaseId, InstalmentId, PartyId, PaymentId, UrgingId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

/// A party was urged to perform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Urging {
    pub id: UrgingId,
    pub case_id: CaseId,
    pub party_id: PartyId,
    pub urged_on: NaiveDate,
    pub channel: Channel,
    /// What was said.
    pub words: Option<Text>,
    pub urged_by: Option<AccountId>,
}

text_enum! {
    /// Where one part of the performance stands.
    pub enum PartState {
        Due = "due", "未到期", "Not yet due";
        Partly = "partly", "部分支付", "Partly paid";
        Paid = "paid", "已付清", "Paid";
        Late = "late", "逾期", "Late";
    }
}

/// One instalment with what was paid on it. Amounts are in fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Part {
    /// Empty where the agreement has no instalments: the whole is one part.
    pub instalment_id: Option<InstalmentId>,
    pub no: i32,
    /// Empty where the agreement names no day.
    pub due_on: Option<NaiveDate>,
    pub amount: Fen,
    pub paid: Fen,
    pub open: Fen,
    pub state: PartState,
    /// The day the last fen of it was paid.
    pub paid_on: Option<NaiveDate>,
    /// Days after the day it was due: until it was paid, or until today.
    pub late_days: i64,
}

/// A payment and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Proof {
    pub payment_id: PaymentId,
    pub amount: Fen,
    pub paid_on: NaiveDate,
    /// The number of the receipt or the transfer.
    pub reference: Option<Name>,
    pub confirmed_by_payee_on: Option<NaiveDate>,
    /// The files that prove it, as far as the reader may know of them.
    pub attachments: Vec<AttachmentId>,
}

/// The whole performance: `paid` and `open` add up to `agreed`, over the parts as over the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ledger {
    pub agreed: Fen,
    pub paid: Fen,
    pub open: Fen,
    /// What is open of parts whose day has passed.
    pub overdue: Fen,
    pub parts: Vec<Part>,
    pub payments: Vec<Proof>,
    pub urgings: Vec<Urging>,
}

/// The ledger of a case on a day. First in, first out: payments in the order of their days fill the parts in the order of theirs,
/// whatever part a payer had in mind.
pub fn ledger(file: &CaseFile, today: NaiveDate) -> Ledger {
    let mut payments: Vec<_> = file.payments.iter().collect();
    payments.sort_by_key(|payment| (payment.paid_on, payment.id));
    let mut money = payments.iter().map(|payment| (payment.paid_on, payment.amount)).collect::<Vec<_>>().into_iter();
    let mut purse = (NaiveDate::MIN, Fen::ZERO);
    let mut parts = schedule(file);
    for part in &mut parts {
        while part.open > Fen::ZERO {
            if purse.1 == Fen::ZERO {
                let Some(next) = money.next() else { break };
                purse = next;
            }
            let taken = purse.1.min(part.open);
            // Neither can fail: no more is taken than is there.
            part.paid = part.paid.checked_add(taken).unwrap_or(part.paid);
            part.open = part.open.checked_sub(taken).unwrap_or_default();
            purse.1 = purse.1.checked_sub(taken).unwrap_or_default();
            part.paid_on = (part.open == Fen::ZERO).then_some(purse.0);
        }
        settle(part, today);
    }
    let late = parts.iter().filter(|part| part.state == PartState::Late).map(|part| part.open);
    let paid = file.case.amount_paid;
    Ledger {
        agreed: file.case.amount_agreed,
        paid,
        open: file.case.amount_agreed.checked_sub(paid).unwrap_or_default(),
        overdue: Fen::total(late).unwrap_or_default(),
        payments: payments
            .into_iter()
            .map(|payment| Proof {
                payment_id: payment.id,
                amount: payment.amount,
                paid_on: payment.paid_on,
                reference: payment.reference.clone(),
                confirmed_by_payee_on: payment.confirmed_by_payee_on,
                attachments: Vec::new(),
            })
            .collect(),
        urgings: file.urgings.clone(),
        parts,
    }
}

impl Ledger {
    /// The same ledger, each payment with those of the files that prove it.
    pub fn proved_by(mut self, files: &[Attachment]) -> Self {
        for payment in &mut self.payments {
            let proofs = files.iter().filter(|file| file.payment_id == Some(payment.payment_id));
            payment.attachments = proofs.map(|file| file.id).collect();
        }
        self
    }
}

/// The parts as agreed, by the day they are due; the whole amount as one where there are no instalments.
fn schedule(file: &CaseFile) -> Vec<Part> {
    let part = |instalment_id, no, due_on, amount| Part {
        instalment_id,
        no,
        due_on,
        amount,
        paid: Fen::ZERO,
        open: amount,
        state: PartState::Due,
        paid_on: None,
        late_days: 0,
    };
    if file.instalments.is_empty() {
        let amount = file.case.amount_agreed;
        return if amount == Fen::ZERO { Vec::new() } else { vec![part(None, 1, None, amount)] };
    }
    let mut parts: Vec<_> = file.instalments.iter().collect();
    parts.sort_by_key(|each| (each.due_on, each.no));
    parts.into_iter().map(|each| part(Some(each.id), each.no, Some(each.due_on), each.amount)).collect()
}

/// An open part is late from the day after it is due; a part of nothing is paid.
fn settle(part: &mut Part, today: NaiveDate) {
    let until = if part.open == Fen::ZERO { part.paid_on } else { Some(today) };
    let late = part.due_on.zip(until).map_or(0, |(due, until)| (until - due).num_days().max(0));
    part.late_days = late;
    part.state = match () {
        () if part.open == Fen::ZERO => PartState::Paid,
        () if late > 0 => PartState::Late,
        () if part.paid > Fen::ZERO => PartState::Partly,
        () => PartState::Due,
    };
}
