//! What comes of it: the agreement, its confirmation by a court, its performance, the callbacks.

use super::*;

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
    let expire =
        |file: &mut CaseFile| advance_confirmation(file, confirming(ConfirmationStatus::Expired, last_on), &self::by());
    assert_eq!(refusal(&file, expire), Code::FutureDate);
    let in_time = Moment { today: last_on, ..by.clone() };
    let expire =
        |file: &mut CaseFile| advance_confirmation(file, confirming(ConfirmationStatus::Expired, last_on), &in_time);
    assert_eq!(refusal(&file, expire), Code::DateOrder, "the last day is not over");
    let window = |file: &CaseFile, today| {
        let all = clocks::of(file, &Terms::default(), today);
        let clock = all.into_iter().find(|one| one.rule == ClockId::ConfirmApply).unwrap();
        (clock.state, clock.days_left, clock.overdue)
    };
    assert_eq!(window(&file, last_on), (ClockState::Running, Some(0), false));
    let unused = (ClockState::Lapsed, None, false);
    assert_eq!(window(&file, last_on + chrono::Duration::days(1)), unused, "who does not apply is not late");
    apply(last_on)(&mut file).unwrap();
    let numbered = |number: &str| {
        let court_no = Some(Name::parse(number).unwrap());
        ConfirmationStep { court_no, ..confirming(ConfirmationStatus::Accepted, last_on) }
    };
    let wrong = numbered("（2026）浙0226民初1号");
    assert_eq!(refusal(&file, |file| advance_confirmation(file, wrong, &by)), Code::CourtNoFormat);
    let accepted =
        ConfirmationStep { on: last_on + chrono::Duration::days(2), ..numbered("（2026）浙0226调确1号") };
    advance_confirmation(&mut file, accepted, &by).unwrap();
    let clock =
        clocks::of(&file, &Terms::default(), by.today).into_iter().find(|one| one.rule == ClockId::ConfirmApply);
    let clock = clock.unwrap();
    assert_eq!((clock.ended_on, clock.overdue), (Some(last_on), false), "they applied on the last day");
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
fn a_payment_has_a_party_for_its_payee_and_nobody_else_says_that_it_came() {
    let (by, terms) = (by(), Terms::default());
    let mut file = agreed(Regime::People, 5);
    let (payee, payer) = (file.parties[0].id, file.parties[1].id);
    let to = |payee_id| NewPayment { payee_id: Some(payee_id), ..payment(2) };
    let stranger = |file: &mut CaseFile| record_payment(file, to(PartyId::new()), &terms, &by);
    assert_eq!(refusal(&file, stranger), Code::UnknownReference);
    record_payment(&mut file, to(payee), &terms, &by).unwrap();
    let paid = file.payments.last().unwrap().clone();
    assert_eq!(paid.payee_id, Some(payee));
    let word = PayeeWord { payment_id: paid.id, received: true };
    let of = |party| Moment::of_party(by.now, party);
    assert_eq!(refusal(&file, |file| confirm_payment(file, word, &terms, &of(payer))), Code::NotThePayee);
    // Who speaks for the payee's side of a group may; one of the other side not.
    let mut group = file.clone();
    let mut second = group.parties[0].clone();
    second.id = PartyId::new();
    let spokesman = second.id;
    group.parties.push(second);
    assert_eq!(refusal(&group, |file| confirm_payment(file, word, &terms, &of(spokesman))), Code::NotThePayee);
    let speaks =
        |party_id| Representative { id: RepresentativeId::new(), case_id: file.case.id, party_id, chosen_on: day(5) };
    group.representatives = vec![speaks(payer), speaks(spokesman)];
    assert_eq!(refusal(&group, |file| confirm_payment(file, word, &terms, &of(payer))), Code::NotThePayee);
    confirm_payment(&mut group, word, &terms, &of(spokesman)).unwrap();
    confirm_payment(&mut file, word, &terms, &of(payee)).unwrap();
    assert_eq!(file.payments[0].confirmed_by_payee_on, Some(by.today));
}

#[test]
fn the_last_day_to_enforce_moves_over_the_holiday() {
    use crate::domain::remedies::{self, Route};
    let mut file = agreed(Regime::People, 5);
    file.case.status = Status::Defaulted;
    file.agreement.as_mut().unwrap().confirmation = ConfirmationStatus::Confirmed;
    let mut part = file.instalments.first().cloned().unwrap_or_else(|| crate::domain::agreement::Instalment {
        id: crate::base::id::InstalmentId::new(),
        case_id: file.case.id,
        no: 1,
        due_on: day(1),
        amount: Fen::yuan(5),
        manner: Manner::Transfer,
        place: None,
    });
    for (due, last) in [("2024-10-01", "2026-10-08"), ("2024-01-10", "2026-01-12"), ("2024-03-04", "2026-03-04")] {
        part.due_on = due.parse().unwrap();
        file.instalments = vec![part.clone()];
        let advice = remedies::of_case(&file, day(31), &Terms::default().calendar);
        assert_eq!((advice[0].route, advice[0].until_on), (Route::Enforcement, last.parse().ok()), "{due}");
    }
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
