//! What must hold before a step, by name, each with the article it comes from. Whether the status allows the step is in `lifecycle`.

use super::agreement::{Agreement, AgreementForm, Payment};
use super::case::{CaseFile, Origin, Outcome, Regime};
use super::consent::{Consent, ConsentMatter};
use super::contact::Name;
use super::mediators::CaseMediator;
use super::money::Fen;
use super::parties::{Party, PartyRole};
use super::risk::RiskReport;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{FirmId, MediatorId, PartyId};
use chrono::NaiveDate;

pub fn require(holds: bool, code: Code) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::Conflict(code)) }
}

/// A step is dated today or earlier: a late entry is a fact, an early one cannot be.
pub fn not_in_future(field: &str, on: NaiveDate, today: NaiveDate) -> Result<()> {
    if on <= today { Ok(()) } else { Err(Error::field(field, Code::FutureDate)) }
}

/// A day that cannot lie before another.
pub fn not_before(field: &str, on: NaiveDate, earliest: NaiveDate) -> Result<()> {
    if on >= earliest { Ok(()) } else { Err(Error::field(field, Code::DateOrder)) }
}

/// People's mediation takes no fee of any kind (L1 art 4); a fee needs a commercial licence and a day from 2026-05-01 (L8 art 16).
pub fn fee_allowed(regime: Regime, fee: Fen, licensed: bool, on: NaiveDate) -> Result<()> {
    let since = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap_or_default();
    require(fee == Fen::ZERO || (regime == Regime::Commercial && licensed && on >= since), Code::FeeForbidden)
}

/// A dispute has both sides (F1).
pub fn both_sides<'a>(roles: impl Iterator<Item = &'a PartyRole> + Clone) -> Result<()> {
    let has = |role: PartyRole| roles.clone().any(|each| *each == role);
    if has(PartyRole::Applicant) && has(PartyRole::Respondent) {
        Ok(())
    } else {
        Err(Error::field("parties", Code::SideMissing))
    }
}

/// The party of an id, or a fault of the field that names it.
pub fn party<'a>(file: &'a CaseFile, field: &str, id: PartyId) -> Result<&'a Party> {
    let found = file.parties.iter().find(|party| party.id == id);
    found.ok_or_else(|| Error::field(field, Code::UnknownReference))
}

/// Whether a party may say that a payment came: whoever was paid, or who speaks for that side of a group. Where the payee was not noted any
/// party may be asked.
pub fn is_payee(file: &CaseFile, payment: &Payment, who: PartyId) -> Result<()> {
    let Some(payee) = payment.payee_id else { return Ok(()) };
    let role = |id: PartyId| file.parties.iter().find(|party| party.id == id).map(|party| party.role);
    let speaks = file.representatives.iter().any(|one| one.party_id == who) && role(who) == role(payee);
    if who == payee || speaks { Ok(()) } else { Err(Error::field("party_id", Code::NotThePayee)) }
}

/// A party's last word on a matter; of a matter about one mediator or firm, on that one.
pub fn last_word(
    file: &CaseFile,
    party: PartyId,
    matter: ConsentMatter,
    about: (Option<MediatorId>, Option<FirmId>),
) -> Option<&Consent> {
    let fits = |consent: &&Consent| {
        consent.party_id == party
            && consent.matter == matter
            && (about.0.is_none() || consent.mediator_id == about.0)
            && (about.1.is_none() || consent.firm_id == about.1)
    };
    file.consents.iter().rfind(fits)
}

/// Whether every party said yes, by its last word.
pub fn all_parties_said_yes(file: &CaseFile, matter: ConsentMatter) -> bool {
    file.parties.iter().all(|party| last_word(file, party.id, matter, (None, None)).is_some_and(|word| word.given))
}

/// Whether every party separately agreed that this firm sees the case (L9 art 23).
pub fn disclosure_allowed(file: &CaseFile, firm: FirmId) -> bool {
    let yes = |party: &Party| {
        last_word(file, party.id, ConsentMatter::DisclosureToFirm, (None, Some(firm))).is_some_and(|word| word.given)
    };
    file.parties.iter().all(yes)
}

/// A clear refusal of one party ends the mediation (L1 arts 17, 23).
pub fn nobody_refused(file: &CaseFile) -> Result<()> {
    let refused = |party: &Party| {
        last_word(file, party.id, ConsentMatter::Mediation, (None, None)).is_some_and(|word| !word.given)
    };
    require(!file.parties.iter().any(refused), Code::PartyRefused)
}

/// Every party agreed to mediate (L1 arts 3, 17).
pub fn all_consented(file: &CaseFile) -> Result<()> {
    nobody_refused(file)?;
    require(all_parties_said_yes(file, ConsentMatter::Mediation), Code::ConsentMissing)
}

/// Every party was told its rights and duties (L6 art 30).
pub fn all_noticed(file: &CaseFile) -> Result<()> {
    require(all_parties_said_yes(file, ConsentMatter::RightsNotice), Code::NoticeMissing)
}

/// The mediators now on the case.
pub fn active_mediators(file: &CaseFile) -> impl Iterator<Item = &CaseMediator> {
    file.mediators.iter().filter(|mediator| mediator.released_on.is_none())
}

/// One or more mediators, exactly one of them the lead (L1 art 19).
pub fn one_lead(file: &CaseFile) -> Result<()> {
    require(active_mediators(file).filter(|mediator| mediator.lead).count() == 1, Code::NoLead)
}

/// A mediator who declared a relation goes on only when every party agreed to it (L3 art 15, L4 art 13).
pub fn no_open_relation(file: &CaseFile) -> Result<()> {
    let agreed = |mediator: &CaseMediator| {
        let about = (Some(mediator.mediator_id), None);
        let yes =
            |party: &Party| last_word(file, party.id, ConsentMatter::Mediator, about).is_some_and(|word| word.given);
        file.parties.iter().all(yes)
    };
    require(active_mediators(file).all(|mediator| !mediator.relation_declared || agreed(mediator)), Code::RelationOpen)
}

/// All that comes before mediating: consent, notice, a lead, no open relation.
pub fn may_mediate(file: &CaseFile) -> Result<()> {
    all_consented(file)?;
    all_noticed(file)?;
    one_lead(file)?;
    no_open_relation(file)
}

/// Labour mediation has fifteen days and then the right to arbitrate (L7 art 14); others are extended by all parties (L3 art 27,
/// L4 art 24), each time anew.
pub fn may_extend(file: &CaseFile) -> Result<()> {
    require(file.case.regime != Regime::Labour, Code::LabourNotExtended)?;
    let last = file.extensions.last().map(|extension| extension.id.to_string()).unwrap_or_default();
    let yes = |party: &Party| {
        last_word(file, party.id, ConsentMatter::Extension, (None, None))
            .is_some_and(|word| word.given && *word.id.as_str() > *last)
    };
    require(file.parties.iter().all(yes), Code::ExtensionConsentMissing)
}

/// Labour agreements are written (L7 art 14); an oral one needs its content recorded (L1 art 28).
pub fn form_allowed(regime: Regime, form: AgreementForm, has_content: bool) -> Result<()> {
    if form == AgreementForm::Oral {
        require(regime != Regime::Labour, Code::OralLabour)?;
        if !has_content {
            return Err(Error::field("content", Code::OralWithoutContent));
        }
    }
    Ok(())
}

/// When an agreement takes effect: an oral one on the day it is reached (L1 art 30); a written one on the latest day of all parties'
/// signatures, the mediator's and the seal, and not while one is missing (L1 art 29). A ledger's word stands for signatures.
pub fn effective_on(agreement: &Agreement, parties: &[Party]) -> Option<NaiveDate> {
    if agreement.form == AgreementForm::Oral || agreement.attested_by_ledger {
        return Some(agreement.agreed_on);
    }
    let signed = |party: &Party| {
        let of_party = agreement.signatures.iter().filter(|signature| signature.party_id == party.id);
        of_party.map(|signature| signature.signed_on).max()
    };
    let days = parties.iter().map(signed).chain([agreement.mediator_signed_on, agreement.sealed_on]);
    let days: Vec<NaiveDate> = days.collect::<Option<_>>()?;
    days.into_iter().max()
}

/// The instalments, if there are any, make up the whole amount.
pub fn instalments_sum(amounts: impl Iterator<Item = Fen>, amount: Fen) -> Result<()> {
    let mut amounts = amounts.peekable();
    if amounts.peek().is_some() && Fen::total(amounts) != Some(amount) {
        return Err(Error::field("instalments", Code::InstalmentsSum));
    }
    Ok(())
}

/// What is still to be paid under the agreement.
pub fn unpaid(file: &CaseFile) -> Fen {
    file.case.amount_agreed.checked_sub(file.case.amount_paid).unwrap_or(Fen::ZERO)
}

/// Nobody pays more than was agreed.
pub fn within_unpaid(file: &CaseFile, amount: Fen) -> Result<()> {
    if amount == Fen::ZERO {
        return Err(Error::field("amount", Code::BadAmount));
    }
    if amount > unpaid(file) { Err(Error::field("amount", Code::PaymentExceeds)) } else { Ok(()) }
}

/// The reasons a case, or an application, is not taken (L6 art 22).
pub const REASONS_TO_DECLINE: [Outcome; 7] = {
    use Outcome::*;
    [OutsideScope, AlreadyHandled, NoConsent, PartyRefused, Unreachable, Referred, Other]
};

/// The end has a reason from the list (L4 art 25), in words where the list says nothing.
pub fn reason_given(outcome: Outcome, allowed: &[Outcome], in_words: bool) -> Result<()> {
    if !allowed.contains(&outcome) {
        return Err(Error::field("outcome", Code::OutcomeNotHere));
    }
    if outcome == Outcome::Other && !in_words { Err(Error::field("reason", Code::Missing)) } else { Ok(()) }
}

/// Mediation that fails is ended and the parties are told of arbitration, administrative and court routes (L1 art 26).
pub fn remedies_told(told_on: Option<NaiveDate>) -> Result<NaiveDate> {
    told_on.ok_or_else(|| Error::field("remedies_told_on", Code::RemediesUntold))
}

/// A risk is reported to the police or another body at once (L1 art 25): without it the flag stays.
pub fn risk_reported(risk: &RiskReport) -> Result<()> {
    require(risk.reported_on.is_some() && risk.reported_to.is_some(), Code::RiskUnreported)
}

/// Who mediated a case does not ask how content people are with the mediator.
pub fn not_about_oneself(file: &CaseFile, asker: Option<MediatorId>) -> Result<()> {
    let mediated = asker.is_some_and(|asker| file.mediators.iter().any(|mediator| mediator.mediator_id == asker));
    require(!mediated, Code::OwnCallback)
}

/// Both sides ask the court together (L1 art 33, L2 art 205), of an agreement in effect; matters of identity, adoption or marriage
/// are not confirmed (L5 art 4).
pub fn may_apply_for_confirmation(file: &CaseFile, concerns_status: bool) -> Result<()> {
    let effective = file.agreement.as_ref().is_some_and(|agreement| agreement.effective_on.is_some());
    require(effective, Code::NotEffective)?;
    require(!concerns_status, Code::StatusNotConfirmed)?;
    require(all_parties_said_yes(file, ConsentMatter::Confirmation), Code::ConfirmationNotJoint)
}

/// Confirmation is applied for within 30 days of effect (L1 art 33, L2 art 205). A ledger tells what happened, in time or not.
pub fn confirmation_in_time(file: &CaseFile, on: NaiveDate) -> Result<()> {
    let last_on = file.agreement.as_ref().and_then(|agreement| agreement.confirmation_due_on);
    require(attested(file) || last_on.is_none_or(|last_on| on <= last_on), Code::ConfirmationLate)
}

/// A court numbers confirmations in a series of their own (L5 art 4).
pub fn court_number(number: Option<&Name>) -> Result<()> {
    let is_of_series = number.is_none_or(|number| number.as_str().contains("调确"));
    if is_of_series { Ok(()) } else { Err(Error::field("court_no", Code::CourtNoFormat)) }
}

/// Whether what is recorded now was taken over from a ledger.
pub fn attested(file: &CaseFile) -> bool {
    file.case.origin == Origin::Ledger
}
