//! A ledger row through the steps of a case's life, with the ledger's own days. What came late is a fact, not a fault.

use super::{Ending, LedgerAgreement, LedgerCase, LedgerParty, Performance};
use crate::base::error::{Error, Result};
use crate::base::id::{CommitteeId, MediatorId};
use crate::domain::agreement::{AgreementForm, ConfirmationStatus, Manner};
use crate::domain::callback::{CallbackResult, Performance as Told};
use crate::domain::case::{CaseFile, Origin, Outcome};
use crate::domain::committee::MediatorStatus;
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::event::Event;
use crate::domain::mediators::ChosenBy;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::PartyRole;
use crate::domain::steps::{self, *};
use chrono::NaiveDate;

/// The file of the case as the ledger leaves it, and the events of all its steps. `Invalid` or `Conflict` when a step refuses.
pub fn fold(
    row: &LedgerCase,
    committee: CommitteeId,
    mediators: &[MediatorId],
    terms: &Terms,
    by: &Moment,
) -> Result<(CaseFile, Vec<Event>)> {
    let (file, event) = register(registration(row, committee), terms, by)?;
    let mut life = Life { file, events: vec![event], terms, by };
    life.run(row, mediators)?;
    Ok((life.file, life.events))
}

struct Life<'a> {
    file: CaseFile,
    events: Vec<Event>,
    terms: &'a Terms,
    by: &'a Moment,
}

impl Life<'_> {
    fn run(&mut self, row: &LedgerCase, mediators: &[MediatorId]) -> Result<()> {
        let (terms, by) = (self.terms, self.by);
        let last_on = row.closed_on.or(row.accepted_on).unwrap_or(row.applied_on);
        if let Some(accepted_on) = row.accepted_on {
            self.take(|file| accept(file, Acceptance { accepted_on, simplified: false }, terms, by))?;
            mediators.iter().try_for_each(|mediator| self.appoint(*mediator, accepted_on))?;
        }
        match &row.ending {
            Ending::Open => self.mediate(row)?,
            Ending::Declined(outcome) => {
                let input = Declining {
                    declined_on: last_on,
                    outcome: *outcome,
                    reason: in_words(*outcome)?,
                    remedies_told_on: Some(last_on),
                };
                self.take(|file| decline(file, input, by))?;
            }
            Ending::Withdrawn(outcome) => {
                let input = Withdrawing { withdrawn_on: last_on, outcome: *outcome, reason: None };
                self.take(|file| withdraw(file, input, by))?;
            }
            Ending::Terminated(outcome) => {
                // Who refused or was never reached did not consent: such a case ends before mediation began.
                if !matches!(outcome, Outcome::NoConsent | Outcome::PartyRefused | Outcome::Unreachable) {
                    self.mediate(row)?;
                }
                let input = Terminating {
                    terminated_on: last_on,
                    outcome: *outcome,
                    reason: in_words(*outcome)?,
                    remedies_told_on: Some(last_on),
                };
                self.take(|file| terminate(file, input, by))?;
            }
            Ending::Agreed(agreement) => {
                self.mediate(row)?;
                self.agree(row, agreement)?;
                self.perform(agreement, row.closed_on.unwrap_or(agreement.on))?;
            }
        }
        if let Some(closed_on) = row.closed_on {
            self.take(|file| close(file, Closing { closed_on }, by))?;
        }
        self.call_back(row)
    }

    fn take(&mut self, step: impl FnOnce(&mut CaseFile) -> Result<Event>) -> Result<()> {
        self.events.push(step(&mut self.file)?);
        Ok(())
    }

    fn appoint(&mut self, mediator_id: MediatorId, appointed_on: NaiveDate) -> Result<()> {
        let input = Appointment {
            mediator_id,
            lead: false,
            chosen_by: ChosenBy::Committee,
            relation_declared: false,
            appointed_on,
        };
        let by = self.by;
        // Whether they may mediate now says nothing about then.
        self.take(|file| appoint_mediator(file, input, MediatorStatus::Active, by))
    }

    /// The ledger says the case was mediated: that stands for the consents and the notice, which are marked as attested by it.
    fn mediate(&mut self, row: &LedgerCase) -> Result<()> {
        let (by, on) = (self.by, row.accepted_on.unwrap_or(row.applied_on));
        self.all_say_yes(ConsentMatter::Mediation, on)?;
        let notice = Notice { party_ids: Vec::new(), channel: Channel::InPerson, recorded_on: on };
        self.take(|file| give_notice(file, notice, by))?;
        self.take(|file| start_mediation(file, StartOfMediation { started_on: on }, by))
    }

    fn all_say_yes(&mut self, matter: ConsentMatter, on: NaiveDate) -> Result<()> {
        let by = self.by;
        let parties: Vec<_> = self.file.parties.iter().map(|party| party.id).collect();
        parties.into_iter().try_for_each(|party_id| {
            let word = Consenting {
                party_id,
                matter,
                given: true,
                channel: Channel::InPerson,
                recorded_on: on,
                mediator_id: None,
                firm_id: None,
            };
            self.take(|file| record_consent(file, word, by))
        })
    }

    fn agree(&mut self, row: &LedgerCase, agreement: &LedgerAgreement) -> Result<()> {
        let (terms, by, on) = (self.terms, self.by, agreement.on);
        let input = Agreeing {
            agreement_no: None,
            form: agreement.form,
            // The ledger does not hold the words of an agreement; of an oral one it is itself the record.
            content: (agreement.form == AgreementForm::Oral).then(|| row.summary.clone()),
            amount: agreement.amount,
            agreed_on: on,
            signatures: Vec::new(),
            mediator_signed_on: None,
            sealed_on: None,
            instalments: Vec::new(),
            facts: None,
            copies: None,
        };
        self.take(|file| steps::agree(file, input, terms, by))?;
        // The ledger gives no days of the court's: the agreement's for the application, the closing for what came after.
        let later = row.closed_on.unwrap_or(on);
        let track: &[(ConfirmationStatus, NaiveDate)] = match agreement.confirmation {
            ConfirmationStatus::None => return Ok(()),
            ConfirmationStatus::Expired => &[(ConfirmationStatus::Expired, later)],
            ConfirmationStatus::Applied => &[(ConfirmationStatus::Applied, on)],
            ConfirmationStatus::Accepted | ConfirmationStatus::Refused => {
                &[(ConfirmationStatus::Applied, on), (agreement.confirmation, later)]
            }
            ConfirmationStatus::Confirmed | ConfirmationStatus::Dismissed => &[
                (ConfirmationStatus::Applied, on),
                (ConfirmationStatus::Accepted, later),
                (agreement.confirmation, later),
            ],
        };
        self.all_say_yes(ConsentMatter::Confirmation, on)?;
        track.iter().try_for_each(|(status, on)| {
            let input =
                ConfirmationStep { status: *status, on: *on, concerns_status: false, court: None, court_no: None };
            self.take(|file| advance_confirmation(file, input, by))
        })
    }

    fn perform(&mut self, agreement: &LedgerAgreement, on: NaiveDate) -> Result<()> {
        let (terms, by) = (self.terms, self.by);
        if agreement.paid > Fen::ZERO {
            let input = NewPayment {
                amount: agreement.paid,
                paid_on: on,
                manner: Manner::Other,
                reference: None,
                payee_id: None,
            };
            self.take(|file| record_payment(file, input, terms, by))?;
        }
        match agreement.performance {
            Performance::Performed if agreement.amount == Fen::ZERO => {
                self.take(|file| confirm_performance(file, Performed { performed_on: on }, terms, by))
            }
            Performance::Performed | Performance::UnderWay => Ok(()),
            Performance::Defaulted => {
                self.take(|file| steps::default(file, Defaulting { defaulted_on: on, reason: None }, by))
            }
        }
    }

    fn call_back(&mut self, row: &LedgerCase) -> Result<()> {
        let (terms, by) = (self.terms, self.by);
        let Some((callback, Ending::Agreed(agreement))) = row.callback.as_ref().zip(Some(&row.ending)) else {
            return Ok(());
        };
        let role = if callback.applicant { PartyRole::Applicant } else { PartyRole::Respondent };
        let asked = self.file.parties.iter().find(|party| party.role == role).map(|party| party.id);
        let performance = match agreement.performance {
            Performance::Performed => Told::Full,
            Performance::UnderWay => Told::Partial,
            Performance::Defaulted => Told::None,
        };
        let answered = callback.satisfaction.is_some();
        let input = CallbackReport {
            party_id: asked.ok_or_else(|| Error::internal("a case without that side"))?,
            done_on: callback.on,
            channel: callback.channel,
            result: if answered { CallbackResult::Answered } else { CallbackResult::Unreachable },
            performance: answered.then_some(performance),
            satisfaction: callback.satisfaction,
            remark: None,
        };
        self.take(|file| record_callback(file, input, None, terms, by))
    }
}

/// The list's last reason asks for words; the ledger has no column for them.
fn in_words(outcome: Outcome) -> Result<Option<Text>> {
    let words = (outcome == Outcome::Other).then(|| Text::parse("台账未载明具体原因"));
    words.transpose().map_err(|code| Error::field("reason", code))
}

fn registration(row: &LedgerCase, committee_id: CommitteeId) -> Registration {
    Registration {
        committee_id,
        region_code: row.region,
        case_no: row.case_no.clone(),
        regime: row.regime,
        category: row.category,
        subcategory: row.subcategory,
        source: row.source,
        external_no: None,
        summary: row.summary.clone(),
        applied_on: row.applied_on,
        amount_claimed: row.claimed,
        difficulty: row.difficulty,
        people: Some(row.people),
        origin: Origin::Ledger,
        fee: Fen::ZERO,
        licensed: false,
        parties: vec![party(&row.applicant, PartyRole::Applicant), party(&row.respondent, PartyRole::Respondent)],
    }
}

fn party(party: &LedgerParty, role: PartyRole) -> NewParty {
    let document = party.document.clone();
    NewParty {
        document_kind: document.as_ref().map(|(kind, _)| *kind),
        document_number: document.map(|(_, number)| number),
        phone: party.phone.clone(),
        email: party.email.clone(),
        ..NewParty::named(role, party.kind, party.name.clone())
    }
}
