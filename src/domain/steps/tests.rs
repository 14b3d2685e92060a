//! What each step asks and leaves: whole lives, one table of refusals, and random lives that must keep the books right.

use super::*;
use crate::base::error::Error;
use crate::base::id::{CallbackId, CommitteeId, FirmId, MediatorId, PartyId, PaymentId};
use crate::domain::agreement::{AgreementForm, ConfirmationStatus, Manner, Signature};
use crate::domain::callback::{CallbackResult, Performance, Satisfaction, TaskKind};
use crate::domain::case::{Difficulty, Origin, Outcome, Regime, Source, Status};
use crate::domain::category::{Category, Subcategory};
use crate::domain::committee::MediatorStatus;
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::{CallbackTiming, Terms};
use crate::domain::dossier::Filed;
use crate::domain::event::verify;
use crate::domain::mediators::{ChosenBy, ReleaseReason};
use crate::domain::meeting::MeetingMode;
use crate::domain::money::Fen;
use crate::domain::parties::{PartyKind, PartyRole};
use crate::domain::performance::{self, PartState};
use crate::domain::region::RegionCode;
use crate::domain::risk::RiskKind;

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
    NewPayment { amount: Fen::yuan(yuan), paid_on: day(15), manner: Manner::Transfer, reference: None }
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

#[test]
fn a_labour_case_from_application_to_archive() {
    let (terms, by) = (Terms::default(), by());
    let mut file = agreed(Regime::Labour, 700);
    assert_eq!(file.case.due_on, Some(day(16)), "fifteen days from the application, not from acceptance");
    assert_eq!(file.case.outcome, Some(Outcome::Agreed));
    let effective = |file: &CaseFile| file.agreement.as_ref().unwrap().effective_on;
    assert_eq!(effective(&file), None, "the seal is missing");
    let seal = Signing { signatures: vec![], mediator_signed_on: None, sealed_on: Some(day(13)) };
    sign_agreement(&mut file, seal.clone(), &terms, &by).unwrap();
    assert_eq!(effective(&file), Some(day(13)), "the latest of all");
    assert_eq!(refusal(&file, |file| sign_agreement(file, seal, &terms, &by)), Code::NothingToSign);

    record_payment(&mut file, payment(200), &terms, &by).unwrap();
    assert_eq!((file.case.status, file.case.amount_paid), (Status::Agreed, Fen::yuan(200)));
    assert_eq!(refusal(&file, |file| record_payment(file, payment(501), &terms, &by)), Code::PaymentExceeds);
    record_payment(&mut file, payment(500), &terms, &by).unwrap();
    assert_eq!(file.case.status, Status::Performed);
    assert_eq!(file.callbacks.len(), 2, "both sides are asked");

    let asker = file.mediators[0].mediator_id;
    let bad = report(&file, Some(Satisfaction::Dissatisfied));
    assert_eq!(refusal(&file, |file| record_callback(file, bad.clone(), Some(asker), &terms, &by)), Code::OwnCallback);
    record_callback(&mut file, bad, None, &terms, &by).unwrap();
    assert_eq!((file.callbacks.len(), file.tasks[0].kind), (2, TaskKind::Dissatisfied));
    assert_eq!(file.tasks[0].due_on, day(27));

    assert_eq!(refusal(&file, |file| close(file, Closing { closed_on: day(14) }, &by)), Code::DateOrder);
    close(&mut file, Closing { closed_on: day(15) }, &by).unwrap();
    assert_eq!(file.agreement.as_ref().map(|agreement| agreement.agreed_on), Some(day(10)));
    archive(&mut file, Archiving { archived_on: day(21) }, &Filed::default(), &by).unwrap();
    assert_eq!(file.case.status, Status::Archived);
}

#[test]
fn refusals_name_their_rule() {
    let (terms, by) = (Terms::default(), by());
    let accept_it =
        |file: &mut CaseFile| accept(file, Acceptance { accepted_on: day(2), simplified: false }, &terms, &by);

    let mut paid = registration(Regime::People);
    paid.fee = Fen::yuan(1);
    assert_eq!(register(paid, &terms, &by).unwrap_err().code(), Code::FeeForbidden);
    let mut one_sided = registration(Regime::People);
    one_sided.parties.truncate(1);
    assert!(register(one_sided, &terms, &by).is_err());

    let file = accepted(Regime::People);
    assert_eq!(refusal(&file, accept_it), Code::WrongStatus);
    assert_eq!(refusal(&file, start), Code::ConsentMissing);
    let mut file = file;
    all_say_yes(&mut file, ConsentMatter::Mediation);
    assert_eq!(refusal(&file, start), Code::NoticeMissing);
    give_notice(&mut file, Notice { party_ids: vec![], channel: Channel::Phone, recorded_on: day(3) }, &by).unwrap();
    assert_eq!(refusal(&file, start), Code::NoLead);
    for standing in [MediatorStatus::Suspended, MediatorStatus::Removed] {
        let barred = |file: &mut CaseFile| appoint_mediator(file, appointment(MediatorId::new()), standing, &by);
        assert_eq!(refusal(&file, barred), Code::MediatorBarred);
    }
    let related = Appointment { relation_declared: true, ..appointment(MediatorId::new()) };
    appoint_mediator(&mut file, related.clone(), MediatorStatus::Active, &by).unwrap();
    assert_eq!(refusal(&file, start), Code::RelationOpen);
    let mut agreed_to = file.clone();
    for at in 0..2 {
        let word = Consenting {
            mediator_id: Some(related.mediator_id),
            ..said(&agreed_to, at, ConsentMatter::Mediator, true)
        };
        record_consent(&mut agreed_to, word, &by).unwrap();
    }
    start(&mut agreed_to).unwrap();
    let (reason, next) = (ReleaseReason::Relation, appointment(MediatorId::new()));
    let swap = Replacement { mediator_id: related.mediator_id, reason, appointment: next };
    replace_mediator(&mut file, swap, MediatorStatus::Active, &by).unwrap();
    assert_eq!(rules::active_mediators(&file).filter(|each| each.lead).count(), 1, "the lead is taken over");
    start(&mut file).unwrap();

    let word = said(&file, 1, ConsentMatter::Mediation, false);
    record_consent(&mut file, word, &by).unwrap();
    let input = agreeing(&file, 1);
    assert_eq!(refusal(&file, |file| agree(file, input, &terms, &by)), Code::PartyRefused);
    let no_word = |file: &mut CaseFile| terminate(file, terminating(Outcome::PartyRefused, false), &by);
    assert_eq!(refusal(&file, no_word), Code::RemediesUntold);
    let wrong = |file: &mut CaseFile| terminate(file, terminating(Outcome::Agreed, true), &by);
    assert_eq!(refusal(&file, wrong), Code::OutcomeNotHere);
    let unsaid = |file: &mut CaseFile| terminate(file, terminating(Outcome::Other, true), &by);
    assert_eq!(refusal(&file, unsaid), Code::Missing);
    terminate(&mut file, terminating(Outcome::PartyRefused, true), &by).unwrap();
    close(&mut file, Closing { closed_on: day(9) }, &by).unwrap();

    let again = |file: &mut CaseFile| {
        reopen(file, Reopening { reopened_on: day(20), to: Status::Mediating, reason: text("重新同意调解") }, &by)
    };
    assert_eq!(refusal(&file, again), Code::PartyRefused);
    let word = said(&file, 1, ConsentMatter::Mediation, true);
    record_consent(&mut file, word, &by).unwrap();
    again(&mut file).unwrap();
    assert_eq!((file.case.status, file.case.outcome, file.case.closed_on), (Status::Mediating, None, None));
}

#[test]
fn the_form_of_an_agreement_goes_by_the_regime() {
    let (terms, by) = (Terms::default(), by());
    let oral = |file: &CaseFile| Agreeing { form: AgreementForm::Oral, signatures: vec![], ..agreeing(file, 5) };
    let labour = mediating(Regime::Labour);
    assert_eq!(refusal(&labour, |file| agree(file, oral(&labour), &terms, &by)), Code::OralLabour);
    let mut people = mediating(Regime::People);
    let wordless = Agreeing { content: None, ..oral(&people) };
    assert_eq!(refusal(&people, |file| agree(file, wordless, &terms, &by)), Code::OralWithoutContent);
    let part = |yuan| NewInstalment { due_on: day(20), amount: Fen::yuan(yuan), manner: Manner::Cash, place: None };
    let short = Agreeing { instalments: vec![part(2), part(2)], ..oral(&people) };
    assert_eq!(refusal(&people, |file| agree(file, short, &terms, &by)), Code::InstalmentsSum);
    let whole = Agreeing { instalments: vec![part(2), part(3)], ..oral(&people) };
    let terms = Terms { callbacks: CallbackTiming::AfterAgreement(7), ..terms };
    agree(&mut people, whole, &terms, &by).unwrap();
    assert_eq!(people.agreement.as_ref().unwrap().effective_on, Some(day(10)), "an oral one on the day it is reached");
    assert_eq!(people.callbacks.iter().map(|each| each.due_on).collect::<Vec<_>>(), [day(17), day(17)]);
}

#[test]
fn an_extension_needs_every_party_each_time_and_labour_has_none() {
    let by = by();
    let to = |to_due_on| {
        move |file: &mut CaseFile| {
            extend(
                file,
                Extending { extended_on: day(5), to_due_on, reason: None },
                &Terms::default(),
                &Moment { today: day(31), ..self::by() },
            )
        }
    };
    let april = |number| NaiveDate::from_ymd_opt(2026, 4, number).unwrap();
    let mut file = mediating(Regime::People);
    assert_eq!(file.case.due_on, Some(april(2)), "a month from acceptance");
    assert_eq!(refusal(&file, to(april(9))), Code::ExtensionConsentMissing);
    let word = said(&file, 0, ConsentMatter::Extension, true);
    record_consent(&mut file, word, &by).unwrap();
    assert_eq!(refusal(&file, to(april(9))), Code::ExtensionConsentMissing, "one party is not all");
    all_say_yes(&mut file, ConsentMatter::Extension);
    assert_eq!(refusal(&file, to(april(2))), Code::DateOrder);
    to(april(9))(&mut file).unwrap();
    assert_eq!(refusal(&file, to(april(12))), Code::ExtensionConsentMissing, "each time anew");
    let mut labour = mediating(Regime::Labour);
    all_say_yes(&mut labour, ConsentMatter::Extension);
    assert_eq!(refusal(&labour, to(april(9))), Code::LabourNotExtended);
    let pause = Suspending { suspended_on: day(6), reason: text("鉴定") };
    suspend(&mut file, pause, &by).unwrap();
    resume(&mut file, Resuming { resumed_on: day(9) }, &Terms::default(), &by).unwrap();
    assert_eq!(file.case.due_on, Some(april(13)), "three days of suspension do not count, and the twelfth is a Sunday");
    let (from, until) = (StartOfAppraisal { started_on: day(10), subject: None }, EndOfAppraisal { ended_on: day(12) });
    start_appraisal(&mut file, from.clone(), &by).unwrap();
    assert_eq!(refusal(&file, |file| start_appraisal(file, from, &by)), Code::AppraisalOpen);
    end_appraisal(&mut file, until.clone(), &Terms::default(), &by).unwrap();
    assert_eq!(file.case.due_on, Some(april(14)), "nor do two of appraisal");
    assert_eq!(refusal(&file, |file| end_appraisal(file, until, &Terms::default(), &by)), Code::NoOpenPause);
}

#[test]
fn a_planned_session_is_moved_cancelled_or_held_with_everyone_accounted_for() {
    let by = by();
    let mut file = mediating(Regime::People);
    let time = |text: &str, mode, place: Option<&str>, link: Option<&str>| SessionTime {
        starts: text.parse().unwrap(),
        minutes: 60,
        mode,
        place: place.map(|place| Name::parse(place).unwrap()),
        link: link.map(|link| Name::parse(link).unwrap()),
    };
    let at = |time| NewSession { time, party_ids: vec![], mediator_ids: vec![] };
    // It is 16:00 in China on the thirty-first of March.
    for (wrong, code) in [
        (time("2026-03-31T16:00:00", MeetingMode::Phone, None, None), Code::PastTime),
        (time("2028-04-01T09:00:00", MeetingMode::Phone, None, None), Code::OutOfRange),
        (time("2026-04-01T09:00:00", MeetingMode::OnSite, None, None), Code::Missing),
        (time("2026-04-01T09:00:00", MeetingMode::Online, Some("室"), None), Code::Missing),
        (time("2026-04-01T09:00:00", MeetingMode::Online, None, Some("http://a")), Code::LinkFormat),
        (SessionTime { minutes: 4, ..time("2026-04-01T09:00:00", MeetingMode::Phone, None, None) }, Code::OutOfRange),
    ] {
        assert_eq!(refusal(&file, |file| plan_session(file, at(wrong), &by)), code);
    }
    let phone = |text: &str| time(text, MeetingMode::Phone, None, None);
    let stranger = NewSession { mediator_ids: vec![MediatorId::new()], ..at(phone("2026-04-01T00:30:00")) };
    assert_eq!(refusal(&file, |file| plan_session(file, stranger, &by)), Code::UnknownReference);
    plan_session(&mut file, at(phone("2026-04-01T00:30:00")), &by).unwrap();
    let plan = file.session_plans[0].clone();
    assert_eq!(
        (plan.starts_at.to_string(), plan.starts_on.to_string()),
        ("2026-03-31 16:30:00".into(), "2026-04-01".into())
    );
    assert_eq!((plan.parties.len(), plan.mediators.len(), plan.sequence), (2, 1, 0), "everyone is invited");
    let shift = SessionMove { plan_id: plan.id, time: phone("2026-04-02T09:00:00") };
    move_session(&mut file, shift.clone(), &by).unwrap();
    assert_eq!((file.session_plans[0].starts_on.to_string(), file.session_plans[0].sequence), ("2026-04-02".into(), 1));

    let (one, two) = (file.parties[0].id, file.parties[1].id);
    let held = NewMeeting { plan_id: Some(plan.id), ..unplanned(day(31), MeetingMode::Phone, vec![one], None) };
    let absent = |party_id, reason| Absence { party_id, reason, remark: None };
    use crate::domain::session_plan::{AbsenceReason, PlanState};
    for (wrong, code) in [
        (held.clone(), Code::AttendanceMissing),
        (NewMeeting { absent: vec![absent(one, AbsenceReason::Work)], ..held.clone() }, Code::BothThereAndNot),
        (NewMeeting { absent: vec![absent(two, AbsenceReason::Other)], ..held.clone() }, Code::Missing),
        (
            NewMeeting { absent: vec![absent(PartyId::new(), AbsenceReason::Work)], ..held.clone() },
            Code::UnknownReference,
        ),
    ] {
        assert_eq!(refusal(&file, |file| hold_meeting(file, wrong, &by)), code);
    }
    let points = |not_agreed: Option<&str>| RecordPoints {
        notice_given: true,
        principles_told: true,
        risk_told: true,
        facts: None,
        agreed: None,
        not_agreed: not_agreed.map(text),
        routes_told: false,
    };
    let held = NewMeeting { absent: vec![absent(two, AbsenceReason::Work)], ..held };
    let untold = NewMeeting { points: Some(points(Some("分歧过大"))), ..held.clone() };
    assert_eq!(refusal(&file, |file| hold_meeting(file, untold, &by)), Code::RemediesUntold);
    let mut other = file.clone();
    hold_meeting(&mut file, NewMeeting { points: Some(points(None)), ..held }, &by).unwrap();
    let plan = &file.session_plans[0];
    assert_eq!((plan.state, plan.meeting_id), (PlanState::Held, Some(file.meetings[0].id)));
    assert_eq!((file.attendances[0].party_id, file.attendances[0].came), (two, false));
    assert_eq!(refusal(&file, |file| move_session(file, shift, &by)), Code::SessionOver);

    let cancel = SessionCancellation { plan_id: other.session_plans[0].id, reason: text("改日再约") };
    cancel_session(&mut other, cancel.clone(), &by).unwrap();
    assert_eq!((other.session_plans[0].state, other.session_plans[0].sequence), (PlanState::Cancelled, 2));
    assert_eq!(refusal(&other, |file| cancel_session(file, cancel, &by)), Code::SessionOver);
    assert!(
        AbsenceReason::TERMS.iter().all(|term| !term.en.to_lowercase().contains("cancel")),
        "not coming cancels nothing"
    );
}

#[test]
fn a_risk_is_reported_before_it_is_cleared_or_the_case_closed() {
    let by = by();
    let mut file = accepted(Regime::People);
    let seen = RiskReporting {
        risk_report_id: None,
        kind: RiskKind::CivilToCriminal,
        people: 2,
        raised_on: day(5),
        reported_to: None,
        reported_on: None,
        remark: None,
    };
    report_risk(&mut file, seen.clone(), &by).unwrap();
    let risk_report_id = file.risk_reports[0].id;
    let clear = |file: &mut CaseFile| clear_risk(file, RiskCleared { risk_report_id, cleared_on: day(8) }, &by);
    assert_eq!(refusal(&file, clear), Code::RiskUnreported);
    withdraw(&mut file, Withdrawing { withdrawn_on: day(7), outcome: Outcome::OwnSettlement, reason: None }, &by)
        .unwrap();
    let shut = |file: &mut CaseFile| close(file, Closing { closed_on: day(9) }, &by);
    assert_eq!(refusal(&file, shut), Code::RiskUnreported);
    let (reported_to, reported_on) = (Some(Name::parse("派出所").unwrap()), Some(day(6)));
    let told = RiskReporting { risk_report_id: Some(risk_report_id), reported_to, reported_on, ..seen };
    report_risk(&mut file, told, &by).unwrap();
    clear(&mut file).unwrap();
    assert_eq!(refusal(&file, clear), Code::AlreadyDone);
    shut(&mut file).unwrap();
}

#[test]
fn confirmation_is_joint_and_goes_step_by_step() {
    let by = by();
    let to = |status| move |file: &mut CaseFile| advance_confirmation(file, confirming(status, day(20)), &self::by());
    let mut file = agreed(Regime::People, 5);
    assert_eq!(refusal(&file, to(ConfirmationStatus::Applied)), Code::NotEffective);
    let seal = Signing { signatures: vec![], mediator_signed_on: None, sealed_on: Some(day(13)) };
    sign_agreement(&mut file, seal, &Terms::default(), &by).unwrap();
    assert_eq!(refusal(&file, to(ConfirmationStatus::Applied)), Code::ConfirmationNotJoint);
    all_say_yes(&mut file, ConsentMatter::Confirmation);
    let marriage = |file: &mut CaseFile| {
        let status = ConfirmationStatus::Applied;
        advance_confirmation(
            file,
            ConfirmationStep { concerns_status: true, ..confirming(status, day(20)) },
            &self::by(),
        )
    };
    assert_eq!(refusal(&file, marriage), Code::StatusNotConfirmed);
    assert_eq!(refusal(&file, to(ConfirmationStatus::Confirmed)), Code::ConfirmationOrder);
    for status in [ConfirmationStatus::Applied, ConfirmationStatus::Accepted, ConfirmationStatus::Confirmed] {
        to(status)(&mut file).unwrap();
    }
}

#[test]
fn confirmation_is_refused_after_thirty_days_and_its_number_is_of_the_series() {
    let april = |number| NaiveDate::from_ymd_opt(2026, 4, number).unwrap();
    let by = Moment { today: april(20), ..by() };
    let mut file = agreed(Regime::People, 5);
    let seal = Signing { signatures: vec![], mediator_signed_on: None, sealed_on: Some(day(13)) };
    sign_agreement(&mut file, seal, &Terms::default(), &by).unwrap();
    all_say_yes(&mut file, ConsentMatter::Confirmation);
    let last_on = file.agreement.as_ref().unwrap().confirmation_due_on.unwrap();
    let apply = |on| {
        let by = by.clone();
        move |file: &mut CaseFile| advance_confirmation(file, confirming(ConfirmationStatus::Applied, on), &by)
    };
    assert_eq!(refusal(&file, apply(last_on + chrono::Duration::days(1))), Code::ConfirmationLate);
    apply(last_on)(&mut file).unwrap();
    let numbered = |number: &str| {
        let court_no = Some(Name::parse(number).unwrap());
        ConfirmationStep { court_no, ..confirming(ConfirmationStatus::Accepted, last_on) }
    };
    let wrong = numbered("（2026）浙0226民初1号");
    assert_eq!(refusal(&file, |file| advance_confirmation(file, wrong, &by)), Code::CourtNoFormat);
    advance_confirmation(&mut file, numbered("（2026）浙0226调确1号"), &by).unwrap();
}

#[test]
fn payments_fill_the_parts_in_the_order_they_are_due() {
    let mut file = mediating(Regime::People);
    let instalments = vec![part_of(30, 20), part_of(20, 12), part_of(50, 31)];
    let input = Agreeing { instalments, ..agreeing(&file, 100) };
    agree(&mut file, input, &Terms::default(), &by()).unwrap();
    for yuan in [15, 10] {
        record_payment(&mut file, payment(yuan), &Terms::default(), &by()).unwrap();
    }
    let ledger = performance::ledger(&file, day(21));
    let shown: Vec<_> = ledger.parts.iter().map(|part| (part.paid.get() / 100, part.state, part.late_days)).collect();
    assert_eq!(shown, [(20, PartState::Paid, 3), (5, PartState::Late, 1), (0, PartState::Due, 0)]);
    assert_eq!((ledger.open, ledger.overdue), (Fen::yuan(75), Fen::yuan(25)));
    assert_eq!(performance::ledger(&file, day(20)).parts[1].state, PartState::Partly, "not late on the day itself");
    record_payment(&mut file, payment(75), &Terms::default(), &by()).unwrap();
    assert!(performance::ledger(&file, day(21)).parts.iter().all(|part| part.state == PartState::Paid));
}

#[test]
fn a_payee_says_by_itself_whether_money_came_and_a_callback_says_whose_word_it_is() {
    let (by, terms) = (by(), Terms::default());
    let mut file = agreed(Regime::People, 5);
    record_payment(&mut file, payment(2), &terms, &by).unwrap();
    let party = file.parties[0].id;
    let own = Moment::of_party(by.now, party);
    let word = |received| PayeeWord { payment_id: file.payments[0].id, received };
    let (no, yes) = (word(false), word(true));
    let event = confirm_payment(&mut file, no, &terms, &own).unwrap();
    assert_eq!(event.details["by_party"], party.to_string());
    assert_eq!(file.tasks.last().unwrap().kind, TaskKind::PaymentDisputed);
    confirm_payment(&mut file, yes, &terms, &own).unwrap();
    assert_eq!(file.payments[0].confirmed_by_payee_on, Some(own.today));
    assert_eq!(refusal(&file, |file| confirm_payment(file, yes, &terms, &own)), Code::AlreadyDone);
    let words = report(&file, None);
    record_callback(&mut file, words, None, &terms, &own).unwrap();
    let first = file.callbacks.last().unwrap().clone();
    assert_eq!(first.source, Some(crate::domain::callback::Source::Party));
    let again = |file: &mut CaseFile| {
        let input = CallbackReopening { callback_id: first.id, due_on: day(25), reason: text("说法不一") };
        reopen_callback(file, input, &own)
    };
    again(&mut file).unwrap();
    assert_eq!(file.callbacks.last().unwrap().reopens, Some(first.id));
    assert_eq!(refusal(&file, again), Code::CallbackOpen);
}

#[test]
fn an_archive_names_what_is_missing_and_a_ledger_case_is_attested() {
    let by = by();
    let mut file = agreed(Regime::People, 0);
    confirm_performance(&mut file, Performed { performed_on: day(14) }, &Terms::default(), &by).unwrap();
    close(&mut file, Closing { closed_on: day(14) }, &by).unwrap();
    let put_away = |file: &mut CaseFile| archive(file, Archiving { archived_on: day(14) }, &Filed::default(), &by);
    assert_eq!(refusal(&file, put_away), Code::DossierItemMissing, "the agreement lacks its seal");

    let mut input = registration(Regime::Labour);
    input.origin = Origin::Ledger;
    let mut file = register(input, &Terms::default(), &by).unwrap().0;
    accept(&mut file, Acceptance { accepted_on: day(2), simplified: false }, &Terms::default(), &by).unwrap();
    appoint_mediator(&mut file, appointment(MediatorId::new()), MediatorStatus::Active, &by).unwrap();
    all_say_yes(&mut file, ConsentMatter::Mediation);
    give_notice(&mut file, Notice { party_ids: vec![], channel: Channel::Written, recorded_on: day(2) }, &by).unwrap();
    assert!(file.consents.iter().all(|consent| consent.attested_by_ledger));
    start(&mut file).unwrap();
    let bare = Agreeing { content: None, signatures: vec![], mediator_signed_on: None, ..agreeing(&file, 0) };
    agree(&mut file, bare, &Terms::default(), &by).unwrap();
    assert_eq!(file.agreement.as_ref().unwrap().effective_on, Some(day(10)));
    confirm_performance(&mut file, Performed { performed_on: day(14) }, &Terms::default(), &by).unwrap();
    close(&mut file, Closing { closed_on: day(14) }, &by).unwrap();
    put_away(&mut file).unwrap();
}

#[test]
fn an_event_holds_no_name_and_no_words() {
    let mut file = agreed(Regime::People, 5);
    let input = Defaulting { defaulted_on: day(20), reason: Some(text("拒不支付")) };
    let event = default(&mut file, input, &by()).unwrap();
    let shown = event.details.to_string();
    assert!(!shown.contains("拒不支付") && shown.contains(&digest("拒不支付")));
    let (file, event) = register(registration(Regime::People), &Terms::default(), &by()).unwrap();
    for words in ["王一", "甲厂", "加班费"] {
        assert!(!event.details.to_string().contains(words));
    }
    assert!(!serde_json::to_string(&file).unwrap().contains("head_hash"));
}

/// One random step; the numbers pick days, amounts and who is meant.
fn random_step(file: &mut CaseFile, pick: u8, number: u32, terms: &Terms) -> Result<Event> {
    let by = by();
    let on = day(1 + number % 31);
    let at = usize::try_from(number).unwrap() % file.parties.len();
    let outcome = Outcome::ALL[usize::try_from(number).unwrap() % Outcome::ALL.len()];
    let party_id: PartyId = file.parties[at].id;
    let reason = number.is_multiple_of(2).then(|| text("理由"));
    match pick {
        0 => accept(file, Acceptance { accepted_on: on, simplified: false }, terms, &by),
        1 => decline(file, Declining { declined_on: on, outcome, reason, remedies_told_on: None }, &by),
        2 => appoint_mediator(file, appointment(MediatorId::new()), MediatorStatus::Active, &by),
        3 | 4 => {
            record_consent(file, said(&file.clone(), at, ConsentMatter::Mediation, !number.is_multiple_of(9)), &by)
        }
        5 => give_notice(file, Notice { party_ids: vec![], channel: Channel::Phone, recorded_on: on }, &by),
        6 | 7 => start(file),
        8 => suspend(file, Suspending { suspended_on: on, reason: text("鉴定") }, &by),
        9 => resume(file, Resuming { resumed_on: on }, terms, &by),
        10 => hold_meeting(file, unplanned(on, MeetingMode::Phone, vec![party_id], reason), &by),
        11 => {
            let input = agreeing(file, number % 50);
            agree(file, input, terms, &by)
        }
        12 => {
            let parts = (0..1 + number % 4).map(|at| part_of(1 + number % 7, 10 + (at * 5 + number) % 20)).collect();
            let input = Agreeing { instalments: parts, ..agreeing(file, (1 + number % 4) * (1 + number % 7)) };
            agree(file, input, terms, &by)
        }
        13 => terminate(file, Terminating { terminated_on: on, outcome, reason, remedies_told_on: Some(on) }, &by),
        14 => withdraw(file, Withdrawing { withdrawn_on: on, outcome, reason }, &by),
        15 | 16 => record_payment(file, payment(number % 40), terms, &by),
        17 => default(file, Defaulting { defaulted_on: on, reason }, &by),
        18 => record_callback(file, CallbackReport { party_id, ..report(&file.clone(), None) }, None, terms, &by),
        19 => close(file, Closing { closed_on: on }, &by),
        20 => reopen(file, Reopening { reopened_on: on, to: Status::Agreed, reason: text("理由") }, &by),
        21 => archive(file, Archiving { archived_on: on }, &Filed::default(), &by),
        22 => assign_firm(file, FirmId::new(), &by),
        23 => release_firm(file, &by),
        24 => confirm_performance(file, Performed { performed_on: on }, terms, &by),
        25 => {
            let urge = Urge { party_id, urged_on: on, channel: Channel::Phone, words: text("请按期付款") };
            super::urge(file, urge, &by)
        }
        26 => {
            let callback_id = file.callbacks.get(at).map_or_else(CallbackId::new, |callback| callback.id);
            reopen_callback(file, CallbackReopening { callback_id, due_on: on, reason: text("再问") }, &by)
        }
        27 => {
            let payment_id = file.payments.get(at).map_or_else(PaymentId::new, |payment| payment.id);
            let by = Moment::of_party(by.now, party_id);
            confirm_payment(file, PayeeWord { payment_id, received: number.is_multiple_of(2) }, terms, &by)
        }
        _ => {
            amend(file, Amendment { people: Some(i32::try_from(number).unwrap()), ..Amendment::default() }, terms, &by)
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 400, failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_life_keeps_the_books_right(steps in proptest::collection::vec((0_u8..29, 0_u32..1000), 1..120)) {
        let (by, terms) = (by(), Terms::default());
        let (mut file, first) = register(registration(Regime::People), &terms, &by).unwrap();
        let mut chain = vec![first.chain(file.case.id, "", &by)];
        for (pick, number) in steps {
            let before = file.clone();
            match random_step(&mut file, pick, number, &terms) {
                Ok(event) => {
                    let allowed = lifecycle::leads(before.case.status, event.action);
                    proptest::prop_assert!(allowed.contains(&file.case.status));
                    proptest::prop_assert_eq!(file.case.version, before.case.version + 1);
                    let prev = chain.last().map(|event| event.hash.clone()).unwrap();
                    chain.push(event.chain(file.case.id, &prev, &by));
                }
                Err(error) => {
                    proptest::prop_assert!(!matches!(error, Error::Internal(_)), "{}", error);
                    proptest::prop_assert_eq!(&file, &before);
                }
            }
            let paid = Fen::total(file.payments.iter().map(|payment| payment.amount)).unwrap();
            proptest::prop_assert_eq!(paid, file.case.amount_paid);
            proptest::prop_assert!(paid <= file.case.amount_agreed);
            let ledger = performance::ledger(&file, by.today);
            let sum = |of: fn(&performance::Part) -> Fen| Fen::total(ledger.parts.iter().map(of)).unwrap();
            proptest::prop_assert_eq!((sum(|part| part.paid), sum(|part| part.open)), (ledger.paid, ledger.open));
            proptest::prop_assert_eq!(ledger.paid.checked_add(ledger.open), Some(ledger.agreed));
            proptest::prop_assert!(ledger.parts.iter().all(|part| part.paid.checked_add(part.open) == Some(part.amount)));
            proptest::prop_assert!(rules::active_mediators(&file).filter(|each| each.lead).count() <= 1);
            let closed = matches!(file.case.status, Status::Closed | Status::Archived);
            proptest::prop_assert_eq!(closed, file.case.closed_on.is_some());
        }
        proptest::prop_assert_eq!(verify(&chain, &chain.last().unwrap().hash), None);
    }
}
