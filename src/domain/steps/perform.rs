//! Performance of the agreement: payments, other performance, default (L1 art 31).

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::PaymentId;
use crate::domain::agreement::{Manner, Payment};
use crate::domain::case::{CaseFile, Status};
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::{CallbackTiming, Terms, days_after};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
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

/// A payment; the last one makes the case performed. One after the default is recorded and changes no status.
pub fn record_payment(file: &mut CaseFile, input: NewPayment, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::RecordPayment, input.paid_on, by, |file| {
        rules::within_unpaid(file, input.amount)?;
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

/// What the agreement asks was done, where no money is open.
pub fn confirm_performance(file: &mut CaseFile, input: Performed, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::ConfirmPerformance, input.performed_on, by, |file| {
        rules::require(rules::unpaid(file) == Fen::ZERO, Code::NotPaid)?;
        rules::not_before("performed_on", input.performed_on, file.case.concluded_on.unwrap_or(file.case.applied_on))?;
        performed(file, input.performed_on, terms);
        Ok(json!({ "performed_on": input.performed_on }))
    })
}

/// The agreement is not kept.
pub fn default(file: &mut CaseFile, input: Defaulting, by: &Moment) -> Result<Event> {
    step(file, Action::Default, input.defaulted_on, by, |file| {
        rules::not_before("defaulted_on", input.defaulted_on, file.case.concluded_on.unwrap_or(file.case.applied_on))?;
        file.case.status = Status::Defaulted;
        let reason_sha256 = sealed(input.reason.as_ref());
        file.case.outcome_reason = input.reason;
        Ok(json!({ "unpaid": rules::unpaid(file), "reason_sha256": reason_sha256 }))
    })
}

fn performed(file: &mut CaseFile, on: NaiveDate, terms: &Terms) {
    file.case.status = Status::Performed;
    if let CallbackTiming::AfterPerformance(days) = terms.callbacks {
        super::callback::schedule_for_all(file, days_after(on, days));
    }
}
