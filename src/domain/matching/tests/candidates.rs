//! Who is a candidate for whom.

use super::*;

#[test]
fn each_filter_removes_what_it_should() {
    type Case = (fn(&mut Facts, &mut Parameters), Option<PairRemoval>);
    let table: [Case; 13] = [
        (|_, _| {}, None),
        (|f, _| f.firms[0].accepting = false, Some(PairRemoval::NotAccepting)),
        (|f, asked| asked.bans.push(wish(f.chambers[0].id, f.firms[0].id)), Some(PairRemoval::Banned)),
        (|f, _| f.paired.extend([(f.chambers[0].id, f.firms[0].id)]), Some(PairRemoval::AlreadyPaired)),
        (|f, _| f.firms[0].region = RegionCode::parse("330100").unwrap(), Some(PairRemoval::OutOfArea)),
        (|f, _| (f.firms[0].region, f.firms[0].cross_region) = (RegionCode::parse("330100").unwrap(), true), None),
        (
            |f, _| (f.firms[0].region, f.firms[0].cross_region) = (RegionCode::parse("420100").unwrap(), true),
            Some(PairRemoval::OutOfArea),
        ),
        (|f, _| f.firms[0].region = RegionCode::parse("330205").unwrap(), None),
        (|f, _| f.firms[0].region = RegionCode::parse("330000").unwrap(), None),
        (|f, _| f.chambers[0].region = RegionCode::parse("330000").unwrap(), None),
        (|f, _| f.firms[0].languages = vec![Language::Korean], Some(PairRemoval::NoCommonLanguage)),
        (|f, _| f.firms[0].languages = vec![], None),
        (
            |f, _| {
                let kind = ConflictKind::OppositeSide;
                let conflict = Conflict { kind, case_id: Some(CaseId::new()), mandate_id: None, lawyer_id: None };
                let (chamber_id, firm_id) = (f.chambers[0].id, f.firms[0].id);
                f.conflicts.push(PairConflicts { chamber_id, firm_id, conflicts: vec![conflict] });
            },
            Some(PairRemoval::Conflict),
        ),
    ];
    for (at, (change, expected)) in table.into_iter().enumerate() {
        let mut facts = facts(vec![chamber("330226")], vec![firm("330226", 1)]);
        let mut asked = asked(MatchingPolicy::Total, &facts);
        change(&mut facts, &mut asked);
        assert_eq!(removal(&facts, &asked, &facts.chambers[0], &facts.firms[0], 1), expected, "{at}");
        if expected.is_none() {
            let full = removal(&facts, &asked, &facts.chambers[0], &facts.firms[0], 0);
            assert_eq!(full, Some(PairRemoval::Full), "{at}");
        }
    }
}

#[test]
fn a_firm_that_nobody_may_be_paired_with_is_not_idle() {
    let facts = facts(vec![chamber("330226")], vec![firm("330226", 1), firm("330100", 5)]);
    let run = Run::compute(asked(MatchingPolicy::Coverage, &facts), facts).unwrap();
    let measures = run.outcome.summary.policies[0].measures.clone().unwrap();
    assert_eq!((measures.idle_firms, measures.jain.per_mille), (0, Some(1000)));
}

#[test]
fn pinned_pairs_are_candidates_however_many_are_better() {
    let facts = facts(vec![chamber("330226")], vec![firm("330226", 1), firm("330205", 1), firm("330203", 1)]);
    let mut asked = asked(MatchingPolicy::Stable, &facts);
    asked.candidates = 1;
    let last = facts.firms[2].id;
    asked.pins.push(wish(facts.chambers[0].id, last));
    let market = Market::of(&facts, &asked).unwrap();
    assert_eq!((market.draft.candidates.len(), market.not_kept), (2, 1));
    let run = Run::compute(asked, facts).unwrap();
    assert_eq!((run.outcome.pairs[0].firm_id, run.outcome.pairs[0].pinned), (last, true));
}
