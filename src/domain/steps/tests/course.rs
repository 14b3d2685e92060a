//! The course of a case: from the application to the archive, time limits, risks.

use super::*;

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
    let put_away =
        |file: &mut CaseFile| archive(file, Archiving { archived_on: day(21) }, &Filed::default(), &self::by());
    // The other side was not called back, and nobody could do it in an archived case.
    assert_eq!(refusal(&file, put_away), Code::DossierItemMissing);
    let other = CallbackReport { party_id: file.parties[1].id, ..report(&file, Some(Satisfaction::Satisfied)) };
    record_callback(&mut file, other, None, &terms, &by).unwrap();
    put_away(&mut file).unwrap();
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
        reopen(
            file,
            Reopening { reopened_on: day(20), to: Status::Mediating, reason: text("重新同意调解") },
            &terms,
            &by,
        )
    };
    assert_eq!(refusal(&file, again), Code::PartyRefused);
    let word = said(&file, 1, ConsentMatter::Mediation, true);
    record_consent(&mut file, word, &by).unwrap();
    again(&mut file).unwrap();
    assert_eq!((file.case.status, file.case.outcome, file.case.closed_on), (Status::Mediating, None, None));
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

/// What its agreement counts as: performed or not performed, of those agreed.
fn kept(file: &CaseFile) -> [i64; 2] {
    let mut sum = contribution::Tally::default();
    contribution::of(file).values().for_each(|added| sum.merge(&added.counts, 1));
    [Counter::Performed, Counter::Defaulted].map(|counter| sum.get(counter))
}

#[test]
fn what_is_kept_after_all_counts_as_performed() {
    let (by, terms) = (by(), Terms::default());
    let defaulting = |reason: Option<&str>| Defaulting { defaulted_on: day(15), reason: reason.map(text) };
    let again =
        |on| Reopening { reopened_on: day(on), to: Status::Agreed, reason: text("当事人申请恢复履行") };
    // Paid in full after the default: late, and performed, whether somebody takes the case up again or not.
    let mut file = agreed(Regime::People, 100);
    default(&mut file, defaulting(Some("拒不支付")), &by).unwrap();
    assert_eq!(kept(&file), [0, 1]);
    record_payment(&mut file, payment(60), &terms, &by).unwrap();
    assert_eq!(kept(&file), [0, 1]);
    record_payment(&mut file, payment(40), &terms, &by).unwrap();
    assert_eq!(kept(&file), [1, 0]);
    close(&mut file, Closing { closed_on: day(16) }, &by).unwrap();
    assert_eq!(kept(&file), [1, 0]);
    reopen(&mut file, again(17), &terms, &by).unwrap();
    assert_eq!(kept(&file), [0, 0]);
    confirm_performance(&mut file, Performed { performed_on: day(18) }, &terms, &by).unwrap();
    close(&mut file, Closing { closed_on: day(18) }, &by).unwrap();
    assert_eq!((kept(&file), &file.case.outcome_reason), ([1, 0], &None));

    // Without money to pay only words say that it was not kept; they go when it was.
    let mut file = agreed(Regime::People, 0);
    assert_eq!(refusal(&file, |file| default(file, defaulting(None), &by)), Code::Missing);
    default(&mut file, defaulting(Some("拒不道歉")), &by).unwrap();
    close(&mut file, Closing { closed_on: day(16) }, &by).unwrap();
    assert_eq!(kept(&file), [0, 1]);
    reopen(&mut file, again(17), &terms, &by).unwrap();
    confirm_performance(&mut file, Performed { performed_on: day(18) }, &terms, &by).unwrap();
    // An earlier version left the reason of the reopening with a case that was performed.
    let mut old = file.clone();
    old.case.outcome_reason = Some(text("当事人申请恢复履行"));
    for mut file in [file, old] {
        assert_eq!(kept(&file), [1, 0]);
        close(&mut file, Closing { closed_on: day(18) }, &by).unwrap();
        assert_eq!((kept(&file), &file.case.outcome_reason), ([1, 0], &None));
    }
}

#[test]
fn who_is_reached_need_not_answer() {
    let by = by();
    let mut file = agreed(Regime::People, 0);
    let silent = CallbackReport { result: CallbackResult::Declined, performance: None, ..report(&file, None) };
    let said = CallbackReport { satisfaction: Some(Satisfaction::Fair), ..silent.clone() };
    let record = |file: &mut CaseFile, input| record_callback(file, input, None, &Terms::default(), &by);
    assert_eq!(refusal(&file, |file| record(file, said)), Code::CallbackUnanswered);
    let gone = CallbackReport { result: CallbackResult::Unreachable, ..silent.clone() };
    for input in [silent, gone, report(&file, Some(Satisfaction::Fair))] {
        record(&mut file, input).unwrap();
    }
    let mut sum = contribution::Tally::default();
    contribution::of(&file).values().for_each(|added| sum.merge(&added.counts, 1));
    let of = |rate: Rate| (rate.of(&sum).numerator, rate.of(&sum).denominator);
    let due = sum.get(Counter::CallbacksDue);
    assert!(due >= 3);
    assert_eq!((of(Rate::Reached), of(Rate::Response), of(Rate::Unreachable)), ((2, due), (1, due), (1, due)));
}
