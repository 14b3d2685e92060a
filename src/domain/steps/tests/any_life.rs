//! What holds after any steps in any order, and what events hold.

use super::*;

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
        20 => reopen(file, Reopening { reopened_on: on, to: Status::Agreed, reason: text("理由") }, terms, &by),
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
