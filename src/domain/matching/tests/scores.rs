//! What each part of a score is worth.

use super::*;

/// The parts of both scores of one chamber and one firm.
fn parts(change: impl FnOnce(&mut Facts)) -> (BTreeMap<Criterion, i32>, BTreeMap<Criterion, i32>) {
    let mut facts = facts(vec![chamber("330226")], vec![firm("330226", 4)]);
    change(&mut facts);
    Scale::of(&asked(MatchingPolicy::Total, &facts).weights).parts(&facts, &facts.chambers[0], &facts.firms[0])
}

#[test]
fn each_part_is_worth_its_weight() {
    // Of 110 that a chamber weighs, practice has 40; nothing is lost but what is cut down.
    let (of_chamber, of_firm) = parts(|_| {});
    let expected = [
        (Criterion::Practice, 181_818),
        (Criterion::Nearness, 227_272),
        (Criterion::Language, 45_454),
        (Criterion::Size, 22_727),
        (Criterion::Satisfaction, 68_181),
        (Criterion::Link, 0),
    ];
    assert_eq!(of_chamber, expected.into());
    assert_eq!((of_firm[&Criterion::Load], of_firm[&Criterion::Rotation]), (90_909, 90_909));
    let everything = parts(|facts| {
        let pair = (facts.chambers[0].id, facts.firms[0].id);
        facts.linked.insert(pair);
        let firm = &mut facts.firms[0];
        (firm.lawyers, firm.judged, firm.praised) = (400, 1_000_000, 1_000_000);
        firm.areas = PracticeArea::ALL.to_vec();
    });
    for side in [everything.0, everything.1] {
        assert!((999_000..=1_000_000).contains(&side.values().sum::<i32>()), "{side:?}");
    }
}

#[test]
fn what_is_better_is_worth_more() {
    type Case = (Criterion, fn(&mut Facts), i32);
    let table: [Case; 14] = [
        (Criterion::Practice, |f| f.firms[0].areas = vec![], 0),
        (Criterion::Practice, |f| f.chambers[0].needs = vec![], 363_636),
        (Criterion::Practice, |f| f.chambers[0].industry = Some(Industry::C), 161_454),
        (Criterion::Nearness, |f| f.firms[0].region = RegionCode::parse("330205").unwrap(), 159_090),
        (Criterion::Nearness, |f| f.firms[0].region = RegionCode::parse("330100").unwrap(), 68_181),
        (Criterion::Nearness, |f| f.firms[0].region = RegionCode::parse("420100").unwrap(), 0),
        (Criterion::Language, |f| f.chambers[0].languages.push(Language::English), 22_727),
        (Criterion::Language, |f| f.chambers[0].languages.clear(), 45_454),
        (Criterion::Size, |f| f.firms[0].lawyers = 1_000, 45_454),
        (Criterion::Satisfaction, |f| (f.firms[0].judged, f.firms[0].praised) = (2, 2), 102_272),
        (Criterion::Satisfaction, |f| f.firms[0].judged = 2, 34_090),
        (Criterion::Load, |f| f.firms[0].load = 3, 22_727),
        (Criterion::Rotation, |f| f.firms[0].last_paired_on = Some(day("2025-03-01")), 45_454),
        (Criterion::Rotation, |f| f.firms[0].last_paired_on = Some(day("2026-03-02")), 0),
    ];
    for (criterion, change, expected) in table {
        let (of_chamber, of_firm) = parts(change);
        let found = of_chamber.get(&criterion).or(of_firm.get(&criterion)).unwrap();
        assert_eq!(*found, expected, "{criterion}");
    }
}

#[test]
fn weights_that_are_all_nothing_give_nothing() {
    let facts = facts(vec![chamber("330226")], vec![firm("330226", 4)]);
    let mut new = new(MatchingPolicy::Coverage);
    new.weights = Criterion::ALL.iter().map(|one| (*one, 0)).collect();
    let asked = Parameters::of(new, &settings(), vec![], &facts).unwrap();
    let run = Run::compute(asked, facts).unwrap();
    assert_eq!((run.outcome.pairs.len(), run.outcome.pairs[0].chamber_score), (1, 0));
}
