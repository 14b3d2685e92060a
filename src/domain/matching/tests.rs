//! Scores and filters as tables; what is explained, held against trying everything out.

use super::compare::compare;
use super::explain::{Bench, ChangeKind, UnmatchedReason};
use super::facts::{ChamberFacts, Facts, FirmFacts, PairConflicts};
use super::filter::{PairRemoval, removal};
use super::history::{self, History};
use super::market::Market;
use super::request::{FirmLimits, MatchingPolicy, NewRun, PairWish, Parameters};
use super::run::Proposal;
use super::score::Scale;
use super::seal::{self, Run, RunFlaw};
use super::weights::Criterion;
use super::why_not::{FirmStanding, explain};
use crate::base::code::Code;
use crate::base::config::{Config, Matching};
use crate::base::error::Error;
use crate::base::id::{CaseId, ChamberId, FirmId, MatchingRunId};
use crate::domain::conflicts::{Conflict, ConflictKind};
use crate::domain::contact::Text;
use crate::domain::moment::Moment;
use crate::domain::pairing::tests::{at, day, proposed};
use crate::domain::pairing::{Pairing, PairingRefusal, PairingSide, PairingStatus, TerminationReason};
use crate::domain::region::RegionCode;
use crate::domain::vocabulary::{Industry, Language, PracticeArea};
use std::collections::{BTreeMap, BTreeSet};

fn settings() -> Matching {
    let none = figment::providers::Serialized::defaults(serde_json::json!({}));
    Config::layered(None, none).unwrap().matching
}

fn chamber(region: &str) -> ChamberFacts {
    let region = RegionCode::parse(region).unwrap();
    let needs = vec![PracticeArea::Labour, PracticeArea::Contract];
    ChamberFacts { id: ChamberId::new(), region, needs, industry: None, languages: vec![Language::Chinese] }
}

fn firm(region: &str, room: i64) -> FirmFacts {
    FirmFacts {
        id: FirmId::new(),
        region: RegionCode::parse(region).unwrap(),
        areas: vec![PracticeArea::Labour],
        languages: vec![Language::Chinese],
        lawyers: 20,
        capacity: room,
        load: 0,
        accepting: true,
        cross_region: false,
        judged: 0,
        praised: 0,
        last_paired_on: None,
    }
}

fn facts(chambers: Vec<ChamberFacts>, firms: Vec<FirmFacts>) -> Facts {
    let (paired, linked) = (BTreeSet::new(), BTreeSet::new());
    Facts { on: day("2026-03-01"), chambers, firms, paired, linked, conflicts: vec![] }
}

fn new(policy: MatchingPolicy) -> NewRun {
    serde_json::from_value(serde_json::json!({"region": "330200", "policy": policy})).unwrap()
}

fn asked(policy: MatchingPolicy, facts: &Facts) -> Parameters {
    Parameters::of(new(policy), &settings(), vec![], facts).unwrap()
}

fn wish(chamber_id: ChamberId, firm_id: FirmId) -> PairWish {
    PairWish { chamber_id, firm_id, reason: Text::parse("由").unwrap() }
}

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

/// Small markets made up by chance, from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn facts(&mut self) -> Facts {
        let regions = ["330203", "330226", "330200", "330100", "330110"];
        let region = |chance: &mut Self, most: u64| regions[usize::try_from(chance.below(most)).unwrap()];
        let chambers = (0..3 + self.below(4)).map(|_| chamber(region(self, 4))).collect();
        let firms = (0..2 + self.below(3))
            .map(|_| FirmFacts {
                accepting: self.below(5) > 0,
                cross_region: self.below(4) == 0,
                lawyers: i64::try_from(self.below(40)).unwrap(),
                areas: PracticeArea::ALL.iter().copied().filter(|_| self.below(2) == 0).collect(),
                ..firm(region(self, 5), i64::try_from(self.below(3)).unwrap())
            })
            .collect();
        facts(chambers, firms)
    }
}

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
    let by = Moment { now: at("2026-03-01").now, today: day("2026-03-01"), account: None };
    let facts = chance.facts();
    let run = Run::compute(asked(MatchingPolicy::Coverage, &facts), facts).unwrap();
    let (head, file) = run.seal(&by).unwrap();
    assert_eq!(seal::verify(&head, &file), Ok(()));
    let rehash = |file: super::run::RunFile| {
        let mut head = head.clone();
        (head.inputs_sha256, head.result_sha256) = (file.inputs_sha256(), file.result_sha256());
        seal::verify(&head, &file)
    };
    // With the hashes forged as well, the texts still contradict each other.
    let mut forged = run.clone();
    forged.outcome.summary.policies[0].refused = Some("x".into());
    let text = |run: &Run| run.seal(&by).unwrap().1.result;
    let with = |result: String| super::run::RunFile { result, ..file.clone() };
    assert_eq!(rehash(with(text(&forged))), Err(RunFlaw::Outcome));
    let mut forged = run.clone();
    forged.outcome.pairs.pop();
    assert_eq!(rehash(with(text(&forged))), Err(RunFlaw::Certificate));
    let mut forged = run.clone();
    forged.outcome.summary.draft_sha256 = "0".into();
    assert_eq!(rehash(with(text(&forged))), Err(RunFlaw::Draft));
    let larger = file.facts.replace("\"lawyers\":", "\"lawyers\":1");
    assert_ne!(larger, file.facts);
    assert_eq!(rehash(super::run::RunFile { facts: larger, ..file.clone() }), Err(RunFlaw::Draft), "other scores");
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
