//! What each step asks and leaves: whole lives, one table of refusals, and random lives that must keep the books right.

mod any_life;
mod course;
mod sessions;
mod settlement;

use super::*;
use crate::base::error::Error;
use crate::base::id::{CallbackId, CommitteeId, FirmId, MediatorId, PartyId, PaymentId, RepresentativeId};
use crate::domain::agreement::{AgreementForm, ConfirmationStatus, Manner, Signature};
use crate::domain::callback::{CallbackResult, Performance, Satisfaction, TaskKind};
use crate::domain::case::{Difficulty, Origin, Outcome, Regime, Source, Status};
use crate::domain::category::{Category, Subcategory};
use crate::domain::clock_rules::ClockId;
use crate::domain::clocks::{self, ClockState};
use crate::domain::committee::MediatorStatus;
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::contact::{Name, Text};
use crate::domain::contribution::{self, Counter};
use crate::domain::deadlines::{CallbackTiming, Terms};
use crate::domain::dossier::Filed;
use crate::domain::event::verify;
use crate::domain::group::Representative;
use crate::domain::measures::Rate;
use crate::domain::mediators::{ChosenBy, ReleaseReason};
use crate::domain::meeting::MeetingMode;
use crate::domain::money::Fen;
use crate::domain::parties::{PartyKind, PartyRole};
use crate::domain::performance::{self, PartState};
use crate::domain::region::RegionCode;
use crate::domain::risk::RiskKind;
use crate::domain::session_plan::PlanState;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
}

fn by() -> Moment {
    Moment::at(day(31).and_hms_opt(8, 0, 0).unwrap(), None)
}

fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

fn party(role: PartyRole, name: &str) -> NewParty {
    NewParty::named(role, PartyKind::Person, Name::parse(name).unwrap())
}

fn registration(regime: Regime) -> Registration {
    Registration {
        committee_id: CommitteeId::new(),
        region_code: RegionCode::parse("330226").unwrap(),
        case_no: "宁商调〔2026〕0001号".into(),
        regime,
        category: Category::Labour,
        subcategory: Some(Subcategory::OtherLabour),
        source: Source::Application,
        external_no: None,
        summary: text("加班费争议"),
        applied_on: day(1),
        amount_claimed: Fen::yuan(900),
        difficulty: Difficulty::Ordinary,
        people: None,
        origin: Origin::Live,
        fee: Fen::ZERO,
        licensed: false,
        parties: vec![party(PartyRole::Applicant, "王一"), party(PartyRole::Respondent, "甲厂")],
    }
}

fn registered(regime: Regime) -> CaseFile {
    register(registration(regime), &Terms::default(), &by()).unwrap().0
}

fn said(file: &CaseFile, at: usize, matter: ConsentMatter, given: bool) -> Consenting {
    let party_id = file.parties[at].id;
    Consenting {
        party_id,
        matter,
        given,
        channel: Channel::Phone,
        recorded_on: day(3),
        mediator_id: None,
        firm_id: None,
    }
}

fn all_say_yes(file: &mut CaseFile, matter: ConsentMatter) {
    for at in 0..file.parties.len() {
        let word = said(file, at, matter, true);
        record_consent(file, word, &by()).unwrap();
    }
}

fn appointment(mediator_id: MediatorId) -> Appointment {
    let chosen_by = ChosenBy::Committee;
    Appointment { mediator_id, lead: false, chosen_by, relation_declared: false, appointed_on: day(2) }
}

fn accepted(regime: Regime) -> CaseFile {
    let mut file = registered(regime);
    accept(&mut file, Acceptance { accepted_on: day(2), simplified: false }, &Terms::default(), &by()).unwrap();
    file
}

fn prepared(regime: Regime) -> CaseFile {
    let mut file = accepted(regime);
    appoint_mediator(&mut file, appointment(MediatorId::new()), MediatorStatus::Active, &by()).unwrap();
    all_say_yes(&mut file, ConsentMatter::Mediation);
    give_notice(&mut file, Notice { party_ids: vec![], channel: Channel::Written, recorded_on: day(3) }, &by())
        .unwrap();
    file
}

fn start(file: &mut CaseFile) -> Result<Event> {
    start_mediation(file, StartOfMediation { started_on: day(4) }, &by())
}

fn mediating(regime: Regime) -> CaseFile {
    let mut file = prepared(regime);
    start(&mut file).unwrap();
    file
}

fn agreeing(file: &CaseFile, yuan: u32) -> Agreeing {
    Agreeing {
        agreement_no: None,
        form: AgreementForm::Written,
        content: Some(text("分期支付")),
        amount: Fen::yuan(yuan),
        agreed_on: day(10),
        signatures: file.parties.iter().map(|party| Signature { party_id: party.id, signed_on: day(11) }).collect(),
        mediator_signed_on: Some(day(12)),
        sealed_on: None,
        instalments: vec![],
        facts: None,
        copies: None,
    }
}

fn confirming(status: ConfirmationStatus, on: NaiveDate) -> ConfirmationStep {
    ConfirmationStep { status, on, concerns_status: false, court: None, court_no: None }
}

fn unplanned(held_on: NaiveDate, mode: MeetingMode, attended: Vec<PartyId>, record: Option<Text>) -> NewMeeting {
    let (absent, statements) = (vec![], vec![]);
    NewMeeting { plan_id: None, held_on, mode, place: None, attended, absent, statements, points: None, record }
}

fn agreed(regime: Regime, yuan: u32) -> CaseFile {
    let mut file = mediating(regime);
    let meeting = unplanned(day(8), MeetingMode::OnSite, vec![], None);
    hold_meeting(&mut file, meeting, &by()).unwrap();
    let input = agreeing(&file, yuan);
    agree(&mut file, input, &Terms::default(), &by()).unwrap();
    file
}

fn part_of(yuan: u32, due: u32) -> NewInstalment {
    NewInstalment { due_on: day(due), amount: Fen::yuan(yuan), manner: Manner::Transfer, place: None }
}

fn payment(yuan: u32) -> NewPayment {
    NewPayment { amount: Fen::yuan(yuan), paid_on: day(15), manner: Manner::Transfer, reference: None, payee_id: None }
}

fn report(file: &CaseFile, satisfaction: Option<Satisfaction>) -> CallbackReport {
    CallbackReport {
        party_id: file.parties[0].id,
        done_on: day(20),
        channel: Channel::Phone,
        result: CallbackResult::Answered,
        performance: Some(Performance::Full),
        satisfaction,
        remark: None,
    }
}

/// The code of a refusal: that of the state, or of the first wrong field. The file must be as it was.
fn refusal(file: &CaseFile, take: impl FnOnce(&mut CaseFile) -> Result<Event>) -> Code {
    let mut tried = file.clone();
    let error = take(&mut tried).unwrap_err();
    assert_eq!(&tried, file, "a refused step changes nothing");
    match error {
        Error::Invalid(faults) => faults[0].code,
        other => other.code(),
    }
}

fn terminating(outcome: Outcome, told: bool) -> Terminating {
    Terminating { terminated_on: day(9), outcome, reason: None, remedies_told_on: told.then(|| day(9)) }
}
