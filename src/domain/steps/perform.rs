//! Performance of the agreement: payments, other performance, default (L1 art 31).

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{PartyId, PaymentId, UrgingId};
use crate::domain::agreement::{Manner, Payment};
use crate::domain::callback::TaskKind;
use crate::domain::case::{CaseFile, Status};
use crate::domain::consent::Channel;
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::{CallbackTiming, Terms};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::performance::Urging;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// In fen, more than 0.
    pub amount: Fen,
    pub paid_on: NaiveDate,
    pub manner: Manner,
    pub reference: Option<Name>,
    /// Who was paid: a party of the case. Then nobody else is asked whether it came.
    pub payee_id: Option<PartyId>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Performed {
    pub performed_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Defaulting {
    pub defaulted_on: NaiveDate,
    pub reason: Option<Text>,
}

/// A party is urged to keep the agreement.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Urge {
    pub party_id: PartyId,
    pub urged_on: NaiveDate,
    pub channel: Channel,
    /// What was said.
    pub words: Text,
}

/// The payee's own word on a payment.
#[derive(Clone, Copy, Debug)]
pub struct PayeeWord {
    pub payment_id: PaymentId,
    /// Whether the money came.
    pub received: bool,
}

/// A payment; the last one makes the case performed. One after the default is recorded and changes no status.
pub fn record_payment(file: &mut CaseFile, input: NewPayment, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::RecordPayment, input.paid_on, by, |file| {
        rules::within_unpaid(file, input.amount)?;
        if let Some(payee) = input.payee_id {
            rules::party(file, "payee_id", payee)?;
        }
        let paid = file.case.amount_paid.checked_add(input.amount);
        file.case.amount_paid = paid.ok_or_else(|| Error::field("amount", Code::OutOfRange))?;
        let id = PaymentId::new();
        file.payments.push(Payment {
            id,
            case_id: file.case.id,
            amount: input.amount,
            paid_on: input.paid_on,
            manner: input.manner,
            reference: input.reference,
            confirmed_by_payee_on: None,
            payee_id: input.payee_id,
        });
        let all_paid = rules::unpaid(file) == Fen::ZERO;
        if all_paid && file.case.status == Status::Agreed {
            performed(file, input.paid_on, terms);
        }
        Ok(json!({
            "payment_id": id, "amount": input.amount, "paid_on": input.paid_on, "amount_paid": file.case.amount_paid,
            "all_paid": all_paid,
        }))
    })
}

/// The committee urges a party to perform (L1 art 31).
pub fn urge(file: &mut CaseFile, input: Urge, by: &Moment) -> Result<Event> {
    step(file, Action::Urge, input.urged_on, by, |file| {
        rules::party(file, "party_id", input.party_id)?;
        rules::not_before("urged_on", input.urged_on, file.case.concluded_on.unwrap_or(file.case.applied_on))?;
        let id = UrgingId::new();
        let details = json!({
            "urging_id": id, "party_id": input.party_id, "channel": input.channel,
            "words_sha256": sealed(Some(&input.words)), "unpaid": rules::unpaid(file),
        });
        file.urgings.push(Urging {
            id,
            case_id: file.case.id,
            party_id: input.party_id,
            urged_on: input.urged_on,
            channel: input.channel,
            words: Some(input.words),
            urged_by: by.account,
        });
        Ok(details)
    })
}

/// The payee says whether a payment came. If not, somebody has to look into it.
pub fn confirm_payment(file: &mut CaseFile, input: PayeeWord, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::ConfirmPayment, by.today, by, |file| {
        let payment = file.payments.iter().find(|payment| payment.id == input.payment_id);
        let payment = payment.ok_or_else(|| Error::field("payment_id", Code::UnknownReference))?;
        rules::require(payment.confirmed_by_payee_on.is_none(), Code::AlreadyDone)?;
        if let Some(party) = by.party {
            rules::is_payee(file, payment, party)?;
        }
        if input.received {
            let confirmed = file.payments.iter_mut().filter(|payment| payment.id == input.payment_id);
            confirmed.for_each(|payment| payment.confirmed_by_payee_on = Some(by.today));
        } else {
            let due_on = terms.days_after(by.today, terms.follow_up_days);
            super::callback::follow_up(file, TaskKind::PaymentDisputed, due_on, None);
        }
        Ok(json!({ "payment_id": input.payment_id, "received": input.received }))
    })
}

/// What the agreement asks was done, where no money is open.
pub fn confirm_performance(file: &mut CaseFile, input: Performed, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::ConfirmPerformance, input.performed_on, by, |file| {
        rules::require(rules::unpaid(file) == Fen::ZERO, Code::NotPaid)?;
        rules::not_before("performed_on", input.performed_on, file.case.concluded_on.unwrap_or(file.case.applied_on))?;
        performed(file, input.performed_on, terms);
        Ok(json!({ "performed_on": input.performed_on }))
    })
}

/// The agreement is not kept. Where no money is open, only words can say what was not done.
pub fn default(file: &mut CaseFile, input: Defaulting, by: &Moment) -> Result<Event> {
    step(file, Action::Default, input.defaulted_on, by, |file| {
        rules::not_before("defaulted_on", input.defaulted_on, file.case.concluded_on.unwrap_or(file.case.applied_on))?;
        if input.reason.is_none() && rules::unpaid(file) == Fen::ZERO {
            return Err(Error::field("reason", Code::Missing));
        }
        file.case.status = Status::Defaulted;
        let reason_sha256 = sealed(input.reason.as_ref());
        file.case.outcome_reason = input.reason;
        Ok(json!({ "unpaid": rules::unpaid(file), "reason_sha256": reason_sha256 }))
    })
}

fn performed(file: &mut CaseFile, on: NaiveDate, terms: &Terms) {
    file.case.status = Status::Performed;
    // Of an earlier default, or of a reopening: neither is why this agreement is not kept.
    file.case.outcome_reason = None;
    if let CallbackTiming::AfterPerformance(days) = terms.callbacks {
        super::callback::schedule_for_all(file, terms.days_after(on, days));
    }
}
