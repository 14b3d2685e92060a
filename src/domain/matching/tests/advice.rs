//! The change that would help a chamber, and why not that firm, against trying everything out.

use super::*;

/// The chambers that a run with these facts serves; none, when it cannot be computed.
fn served(facts: &Facts, asked: &Parameters) -> Option<BTreeSet<ChamberId>> {
    let run = Run::compute(asked.clone(), facts.clone()).ok()?;
    Some(run.outcome.pairs.iter().map(|pair| pair.chamber_id).collect())
}

/// Every change of one setting of one firm, tried out.
fn every_change(facts: &Facts, asked: &Parameters) -> Vec<(ChangeKind, FirmId, u32, Option<BTreeSet<ChamberId>>)> {
    let mut all = Vec::new();
    for (at, firm) in facts.firms.iter().enumerate() {
        for more in 1..=7 {
            let most = firm.room() + more;
            let limits = vec![FirmLimits { firm_id: firm.id, least: None, most: Some(most) }];
            let asked = Parameters { limits, ..asked.clone() };
            if firm.accepting {
                all.push((ChangeKind::RaiseLimit, firm.id, most, served(facts, &asked)));
            }
        }
        let mut changed = facts.clone();
        changed.firms[at].accepting = true;
        all.push((ChangeKind::AcceptAgain, firm.id, 0, served(&changed, asked)));
        let mut changed = facts.clone();
        changed.firms[at].cross_region = true;
        all.push((ChangeKind::CrossRegion, firm.id, 0, served(&changed, asked)));
    }
    all
}

#[test]
fn the_stated_change_serves_the_chamber_and_none_is_stated_only_where_there_is_none() {
    let mut chance = Chance(20_261_121);
    let mut stated: BTreeMap<Option<ChangeKind>, u32> = BTreeMap::new();
    let mut pinned = 0;
    for round in 0..150 {
        let facts = chance.facts();
        let policy = MatchingPolicy::ALL[round % 4];
        let asked = asked(policy, &facts);
        let Ok(run) = Run::compute(asked.clone(), facts.clone()) else { continue };
        let before = served(&facts, &asked).unwrap();
        let changes = every_change(&facts, &asked);
        let bench = Bench::of(&run).unwrap();
        for chamber in &facts.chambers {
            let Some(left_over) = bench.unmatched(chamber.id) else {
                assert!(before.contains(&chamber.id));
                continue;
            };
            assert!(!before.contains(&chamber.id));
            let helps = |served: &Option<BTreeSet<ChamberId>>| {
                served.as_ref().is_some_and(|served| served.contains(&chamber.id) && served.is_superset(&before))
            };
            let change = left_over.change;
            *stated.entry(change.as_ref().map(|change| change.kind)).or_default() += 1;
            match change {
                Some(change) => {
                    let most = change.most.unwrap_or_default();
                    let tried = if change.pin {
                        pinned += 1;
                        let limits = vec![FirmLimits { firm_id: change.firm_id, least: None, most: Some(most) }];
                        let pins = vec![wish(chamber.id, change.firm_id)];
                        served(&facts, &Parameters { limits, pins, ..asked.clone() })
                    } else {
                        let of_change = (change.kind, change.firm_id, most);
                        changes.iter().find(|one| (one.0, one.1, one.2) == of_change).unwrap().3.clone()
                    };
                    assert!(helps(&tried), "round {round}: {change:?}");
                    // Without a pin, no smaller raise of the firm would do; with one, none of the first three without.
                    let room = facts.firm(change.firm_id).unwrap().room();
                    let tried_before = if change.pin { room + 4 } else { most };
                    let less = changes.iter().filter(|one| {
                        one.0 == ChangeKind::RaiseLimit && one.1 == change.firm_id && one.2 < tried_before
                    });
                    assert_eq!(less.filter(|one| helps(&one.3)).count(), 0, "round {round}: a smaller raise would do");
                }
                None => {
                    let found = changes.iter().find(|one| helps(&one.3));
                    assert!(found.is_none(), "round {round}: {found:?}");
                }
            }
            let possible = facts.firms.iter().any(|firm| removal(&facts, &asked, chamber, firm, firm.room()).is_none());
            assert_eq!(left_over.reason == UnmatchedReason::WonByOthers, possible);
        }
    }
    for kind in ChangeKind::ALL.iter().map(|kind| Some(*kind)).chain([None]) {
        assert!(stated.get(&kind).is_some_and(|count| *count > 3), "{kind:?}: {stated:?}");
    }
    assert!(pinned > 3, "{pinned}");
}

#[test]
fn why_not_that_firm_is_what_pinning_it_comes_to() {
    let mut chance = Chance(7);
    let mut standings: BTreeMap<FirmStanding, u32> = BTreeMap::new();
    for round in 0..60 {
        let facts = chance.facts();
        let mut asked = asked(MatchingPolicy::ALL[round % 4], &facts);
        asked.candidates = 2;
        let Ok(run) = Run::compute(asked.clone(), facts.clone()) else { continue };
        let bench = Bench::of(&run).unwrap();
        for (chamber, firm) in
            facts.chambers.iter().flat_map(|chamber| facts.firms.iter().map(move |firm| (chamber, firm)))
        {
            let told = explain(&bench, chamber.id, Some(firm.id)).unwrap();
            let why = told.firm.unwrap();
            *standings.entry(why.standing).or_default() += 1;
            let mut forced = asked.clone();
            forced.pins.push(wish(chamber.id, firm.id));
            let forced = Run::compute(forced, facts.clone());
            match (why.standing, why.pin) {
                (FirmStanding::Matched, None) => assert_eq!(told.matched, Some(firm.id)),
                (FirmStanding::Removed, None) => assert!(why.removal.is_some() && forced.is_err()),
                (_, Some(effect)) => {
                    let total = |run: &Run| run.outcome.chosen(&run.asked).unwrap().measures.clone().unwrap().total;
                    let count = |run: &Run| i64::try_from(run.outcome.pairs.len()).unwrap();
                    let forced = forced.unwrap();
                    assert_eq!(
                        (effect.total_less, effect.served_less),
                        (total(&run) - total(&forced), count(&run) - count(&forced))
                    );
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(standings.len(), FirmStanding::ALL.len(), "{standings:?}");
}
