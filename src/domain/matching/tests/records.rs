//! Runs as they are stored, compared and published, and what earlier pairings say.

use super::*;

#[test]
fn links_that_would_change_are_counted() {
    let (one, two) = (firm("330226", 1), firm("330226", 1));
    let mut facts = facts(vec![chamber("330226"), chamber("330226")], vec![one.clone(), two.clone()]);
    let (first, second) = (facts.chambers[0].id, facts.chambers[1].id);
    facts.linked.extend([(first, one.id), (second, two.id)]);
    let keeps = Run::compute(asked(MatchingPolicy::Total, &facts), facts.clone()).unwrap();
    assert!(keeps.outcome.summary.policies.iter().all(|line| line.measures.as_ref().unwrap().changed_links == 0));
    let mut two_before = facts.clone();
    two_before.linked.insert((first, two.id));
    assert!(!two_before.changes_link((first, one.id)) && !two_before.changes_link((first, two.id)));
    let mut crossed = asked(MatchingPolicy::Total, &facts);
    crossed.pins.push(wish(first, two.id));
    let changes = Run::compute(crossed, facts).unwrap();
    assert!(changes.outcome.summary.policies.iter().all(|line| line.measures.as_ref().unwrap().changed_links == 2));
    let told = compare((MatchingRunId::new(), &keeps), (MatchingRunId::new(), &changes));
    assert_eq!((told.kept, told.changed.len(), told.gained.len(), told.lost.len()), (0, 2, 0, 0));
}

#[test]
fn a_stored_run_is_verified_byte_by_byte() {
    let mut chance = Chance(11);
    let by = Moment { today: day("2026-03-01"), ..at("2026-03-01") };
    let facts = chance.facts();
    let run = Run::compute(asked(MatchingPolicy::Coverage, &facts), facts).unwrap();
    let (head, file) = run.seal(&by).unwrap();
    assert_eq!(seal::verify(&head, &file), Ok(()));
    let rehash = |file: RunFile| {
        let mut head = head.clone();
        (head.inputs_sha256, head.result_sha256) = (file.inputs_sha256(), file.result_sha256());
        seal::verify(&head, &file)
    };
    // With the hashes forged as well, the texts still contradict each other.
    let mut forged = run.clone();
    forged.outcome.summary.policies[0].refused = Some("x".into());
    let text = |run: &Run| run.seal(&by).unwrap().1.result;
    let with = |result: String| RunFile { result, ..file.clone() };
    assert_eq!(rehash(with(text(&forged))), Err(RunFlaw::Outcome));
    let mut forged = run.clone();
    forged.outcome.pairs.pop();
    assert_eq!(rehash(with(text(&forged))), Err(RunFlaw::Certificate));
    let mut forged = run.clone();
    forged.outcome.summary.draft_sha256 = "0".into();
    assert_eq!(rehash(with(text(&forged))), Err(RunFlaw::Draft));
    let larger = file.facts.replace("\"lawyers\":", "\"lawyers\":1");
    assert_ne!(larger, file.facts);
    assert_eq!(rehash(RunFile { facts: larger, ..file.clone() }), Err(RunFlaw::Draft), "other scores");
    assert_eq!(rehash(with("{}".into())), Err(RunFlaw::Unreadable));
    assert_eq!(rehash(with(format!("{} ", file.result))), Err(RunFlaw::Outcome), "a blank is a byte");
    let mut other = head.clone();
    other.served += 1;
    assert_eq!(seal::verify(&other, &file), Err(RunFlaw::Head));
}

#[test]
fn a_run_is_published_once_and_tried_out_never() {
    let mut chance = Chance(11);
    let facts = chance.facts();
    let by = at("2026-03-01");
    let (mut head, _) = Run::compute(asked(MatchingPolicy::Coverage, &facts), facts).unwrap().seal(&by).unwrap();
    let code = |result: crate::base::error::Result<()>| match result.unwrap_err() {
        Error::Conflict(code) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(head.check_base()), Code::RunNotPublished);
    let mut tried = head.clone();
    tried.what_if = true;
    assert_eq!(code(tried.publish(&by)), Code::RunWhatIf);
    head.publish(&by).unwrap();
    head.check_base().unwrap();
    assert_eq!(code(head.publish(&by)), Code::RunPublished);
    head.supersede();
    assert_eq!((code(head.publish(&by)), code(head.check_base())), (Code::RunPublished, Code::RunNotPublished));
}

#[test]
fn what_became_of_earlier_pairings_is_known() {
    let today = day("2026-03-20");
    let with = |status, change: fn(&mut Pairing)| {
        let mut pairing =
            Pairing { status, id: crate::base::id::PairingId::new(), chamber_id: Some(ChamberId::new()), ..proposed() };
        change(&mut pairing);
        pairing
    };
    let lapsed = with(PairingStatus::Proposed, |_| {});
    let waiting = with(PairingStatus::Proposed, |one| one.answer_due_on = day("2026-03-20"));
    let declined = with(PairingStatus::Declined, |one| {
        (one.refused_by, one.refusal) = (Some(PairingSide::Firm), Some(PairingRefusal::TooFar));
    });
    let living = with(PairingStatus::Signed, |one| {
        (one.from_on, one.until_on) = (Some(day("2026-01-01")), Some(day("2026-12-31")))
    });
    let ended = with(PairingStatus::Signed, |one| {
        (one.from_on, one.until_on) = (Some(day("2025-01-01")), Some(day("2026-03-19")))
    });
    let broken = with(PairingStatus::Terminated, |one| one.termination = Some(TerminationReason::NoService));
    let parted = with(PairingStatus::Terminated, |one| one.termination = Some(TerminationReason::Mutual));
    let all = [lapsed, waiting, declined, living, ended, broken, parted];
    let pair = |one: &Pairing| (one.chamber_id.unwrap(), one.firm_id);
    let history = History::of(&all, today);
    assert_eq!(history.paired, [&all[1], &all[3]].map(pair).into());
    assert_eq!(history.linked, BTreeSet::from([pair(&all[4])]));
    let judged = |one: &Pairing| (history.firms[&one.firm_id].judged, history.firms[&one.firm_id].praised);
    let expected = [(0, 0), (0, 0), (0, 0), (0, 0), (1, 1), (1, 0), (0, 0)];
    assert_eq!(all.each_ref().map(judged), expected);
    let last = |one: &Pairing| history.firms[&one.firm_id].last_paired_on;
    assert_eq!((last(&all[0]), last(&all[2]), last(&all[3])), (None, None, Some(day("2026-03-01"))));
    let proposals = all.each_ref().map(|one| Proposal {
        pairing_id: one.id,
        run_id: MatchingRunId::new(),
        chamber_id: one.chamber_id.unwrap(),
        firm_id: one.firm_id,
    });
    let (standing, refused) = history::answered(&proposals, &all, today).unwrap();
    assert_eq!(standing, [&all[1], &all[3]].map(|one| one.chamber_id.unwrap()).into());
    let reasons: Vec<_> = refused.iter().map(|ban| (ban.chamber_id, ban.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [(all[0].chamber_id.unwrap(), "逾期未答复 Lapsed"), (all[2].chamber_id.unwrap(), "地域不便 Too far away")]
    );
}
