//! The agreement is reached, and signed.

use super::plan_session::{cancel_planned, with_plans};
use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AgreementId, InstalmentId};
use crate::base::text_list::TextList;
use crate::domain::agreement::{Agreement, AgreementForm, ConfirmationStatus, Instalment, Manner, Signature};
use crate::domain::agreement_lint::{self, Draft, Finding};
use crate::domain::case::{CaseFile, Outcome, Status};
use crate::domain::clocks::confirmation_due_on;
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::{CallbackTiming, Terms};
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
pub struct Agreeing {
    pub agreement_no: Option<Name>,
    pub form: AgreementForm,
    pub content: Option<Text>,
    /// In fen; 0 when nothing is to be paid.
    pub amount: Fen,
    pub agreed_on: NaiveDate,
    #[serde(default)]
    pub signatures: Vec<Signature>,
    pub mediator_signed_on: Option<NaiveDate>,
    pub sealed_on: Option<NaiveDate>,
    /// They make up the amount; none when it is paid at once.
    #[serde(default)]
    pub instalments: Vec<NewInstalment>,
    /// The main facts and the disputed matters, in the words of the agreement.
    pub facts: Option<Text>,
    /// How many copies are made: one for each party and one for the committee.
    pub copies: Option<i32>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInstalment {
    pub due_on: NaiveDate,
    pub amount: Fen,
    pub manner: Manner,
    pub place: Option<Name>,
}

/// Signatures and seal that came later.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    #[serde(default)]
    pub signatures: Vec<Signature>,
    pub mediator_signed_on: Option<NaiveDate>,
    pub sealed_on: Option<NaiveDate>,
}

/// The parties agree: form and content (L1 art 28, L7 art 14), the schedule, and from when it is in force (L1 arts 29, 30). What
/// contradicts itself is refused with all that does.
pub fn agree(file: &mut CaseFile, input: Agreeing, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::Agree, input.agreed_on, by, |file| {
        rules::may_mediate(file)?;
        rules::form_allowed(file.case.regime, input.form, input.content.is_some())?;
        rules::not_before("agreed_on", input.agreed_on, file.case.accepted_on.unwrap_or(file.case.applied_on))?;
        let (agreed_on, amount) = (input.agreed_on, input.amount);
        let (agreement, instalments) = drafted(file, input, terms)?;
        agreement_lint::no_contradiction(&draft(file, &agreement, &instalments, by.today))?;
        let details = json!({
            "form": agreement.form, "amount": agreement.amount, "agreed_on": agreement.agreed_on,
            "effective_on": agreement.effective_on, "content_sha256": sealed(agreement.content.as_ref()),
            "instalments": instalments.iter().map(|part| json!([part.due_on, part.amount])).collect::<Vec<_>>(),
        });
        (file.agreement, file.instalments) = (Some(agreement), instalments);
        let details = with_plans(details, &cancel_planned(file));
        let case = &mut file.case;
        case.status = Status::Agreed;
        case.outcome = Some(Outcome::Agreed);
        case.outcome_reason = None;
        case.concluded_on = Some(agreed_on);
        case.amount_agreed = amount;
        if let CallbackTiming::AfterAgreement(days) = terms.callbacks {
            super::callback::schedule_for_all(file, terms.days_after(agreed_on, days));
        }
        Ok(details)
    })
}

/// Adds signatures and the seal; the agreement takes effect with the last of them (L1 art 29).
pub fn sign_agreement(file: &mut CaseFile, input: Signing, terms: &Terms, by: &Moment) -> Result<Event> {
    step(file, Action::SignAgreement, by.today, by, |file| {
        let taken = file.agreement.take().filter(|agreement| agreement.effective_on.is_none());
        let mut agreement = taken.ok_or(Error::Conflict(Code::NothingToSign))?;
        sign(&mut agreement, file, input, terms)?;
        agreement_lint::no_contradiction(&draft(file, &agreement, &file.instalments, by.today))?;
        let details = json!({
            "signatures": agreement.signatures, "mediator_signed_on": agreement.mediator_signed_on,
            "sealed_on": agreement.sealed_on, "effective_on": agreement.effective_on,
        });
        file.agreement = Some(agreement);
        Ok(details)
    })
}

/// What would be found if this were agreed in the case today. `Invalid` where it names a party the case does not have.
pub fn lint_agreement(file: &CaseFile, input: Agreeing, terms: &Terms, today: NaiveDate) -> Result<Vec<Finding>> {
    let (agreement, instalments) = drafted(file, input, terms)?;
    Ok(agreement_lint::lint(&draft(file, &agreement, &instalments, today)))
}

fn draft<'a>(
    file: &'a CaseFile,
    agreement: &'a Agreement,
    instalments: &'a [Instalment],
    today: NaiveDate,
) -> Draft<'a> {
    Draft { regime: file.case.regime, parties: &file.parties, agreement, instalments, today }
}

fn drafted(file: &CaseFile, input: Agreeing, terms: &Terms) -> Result<(Agreement, Vec<Instalment>)> {
    let mut agreement = Agreement {
        id: AgreementId::new(),
        case_id: file.case.id,
        agreement_no: input.agreement_no.map(Name::into_string),
        form: input.form,
        content: input.content,
        amount: input.amount,
        agreed_on: input.agreed_on,
        signatures: TextList::default(),
        mediator_signed_on: None,
        sealed_on: None,
        effective_on: None,
        confirmation: ConfirmationStatus::None,
        confirmation_on: None,
        confirmation_due_on: None,
        attested_by_ledger: rules::attested(file),
        facts: input.facts,
        copies: input.copies,
        court: None,
        court_no: None,
    };
    let signing = Signing {
        signatures: input.signatures,
        mediator_signed_on: input.mediator_signed_on,
        sealed_on: input.sealed_on,
    };
    sign(&mut agreement, file, signing, terms)?;
    Ok((agreement, schedule(file, input.instalments)))
}

fn sign(agreement: &mut Agreement, file: &CaseFile, input: Signing, terms: &Terms) -> Result<()> {
    for signature in input.signatures {
        rules::party(file, "signatures", signature.party_id)?;
        agreement.signatures.0.retain(|earlier| earlier.party_id != signature.party_id);
        agreement.signatures.0.push(signature);
    }
    agreement.mediator_signed_on = input.mediator_signed_on.or(agreement.mediator_signed_on);
    agreement.sealed_on = input.sealed_on.or(agreement.sealed_on);
    agreement.effective_on = rules::effective_on(agreement, &file.parties);
    agreement.confirmation_due_on = agreement.effective_on.map(|on| confirmation_due_on(on, terms));
    debug_assert!(agreement.form == AgreementForm::Written || agreement.effective_on.is_some());
    Ok(())
}

fn schedule(file: &CaseFile, parts: Vec<NewInstalment>) -> Vec<Instalment> {
    let mut parts = parts;
    parts.sort_by_key(|part| part.due_on);
    let numbered = (1_i32..).zip(parts).map(|(no, part)| Instalment {
        id: InstalmentId::new(),
        case_id: file.case.id,
        no,
        due_on: part.due_on,
        amount: part.amount,
        manner: part.manner,
        place: part.place,
    });
    numbered.collect()
}
