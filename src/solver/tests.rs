//! Every policy against brute force on thousands of small drafts, and the checker against each kind of tampering.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers of tests")]

use super::certificate::Certificate;
use super::check::{Flaw, check};
use super::instance::{Candidate, Draft, Limits, Unsolvable};
use super::{Policy, Solution, measures, solve};
use std::cmp::Reverse;

/// Knuth's linear congruential generator; the high bits.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(n.max(1))) as u32
    }
}

/// How a random draft is made: how large, how dense, with what besides.
struct Shape {
    chambers: u32,
    firms: u32,
    one_in: u32,
    highest: i32,
    most: u32,
    least: bool,
    pins: bool,
}

fn draft(rng: &mut Lcg, shape: &Shape) -> Draft {
    let firms = (0..shape.firms)
        .map(|_| {
            let most = rng.below(shape.most + 1);
            Limits { least: if shape.least && rng.below(3) == 0 { rng.below(most + 1) } else { 0 }, most }
        })
        .collect();
    let mut draft = Draft { chambers: shape.chambers, firms, ..Draft::default() };
    for chamber in 0..shape.chambers {
        for firm in 0..shape.firms {
            if rng.below(shape.one_in) == 0 {
                let mut score = || rng.below(shape.highest as u32 + 1) as i32;
                draft.candidates.push(Candidate { chamber, firm, chamber_score: score(), firm_score: score() });
            }
        }
    }
    for at in (0..draft.candidates.len()).rev() {
        let other = rng.below(at as u32 + 1) as usize;
        draft.candidates.swap(at, other);
    }
    if shape.pins {
        for c in draft.candidates.clone() {
            match rng.below(8) {
                0 if draft.pins.iter().all(|(chamber, _)| *chamber != c.chamber) => {
                    draft.pins.push((c.chamber, c.firm))
                }
                1 => draft.bans.push((c.chamber, c.firm)),
                _ => {}
            }
        }
    }
    draft
}

/// All results within pins, bans and maximum loads.
fn every(draft: &Draft) -> Vec<Vec<Option<u32>>> {
    let choices: Vec<Vec<Option<u32>>> = (0..draft.chambers)
        .map(|chamber| match draft.pins.iter().find(|(pinned, _)| *pinned == chamber) {
            Some((_, firm)) => vec![Some(*firm)],
            None => {
                let mine = draft
                    .candidates
                    .iter()
                    .filter(|c| c.chamber == chamber && !draft.bans.contains(&(chamber, c.firm)));
                std::iter::once(None).chain(mine.map(|c| Some(c.firm))).collect()
            }
        })
        .collect();
    let mut results = vec![Vec::new()];
    for choice in choices {
        let with = |r: &Vec<Option<u32>>, firm: &Option<u32>| r.iter().copied().chain([*firm]).collect::<Vec<_>>();
        results = results.iter().flat_map(|r| choice.iter().map(|firm| with(r, firm)).collect::<Vec<_>>()).collect();
        results.retain(|r| loads(draft, r).iter().zip(&draft.firms).all(|(load, limits)| *load <= limits.most));
    }
    results
}

fn loads(draft: &Draft, result: &[Option<u32>]) -> Vec<u32> {
    (0..draft.firms.len() as u32).map(|f| result.iter().filter(|firm| **firm == Some(f)).count() as u32).collect()
}

fn meets_minimum(draft: &Draft, result: &[Option<u32>]) -> bool {
    loads(draft, result).iter().zip(&draft.firms).all(|(load, limits)| *load >= limits.least)
}

fn score(draft: &Draft, chamber: u32, firm: u32) -> (i32, i32) {
    let c = draft.candidates.iter().find(|c| c.chamber == chamber && c.firm == firm).unwrap();
    (c.chamber_score, c.firm_score)
}

fn pairs(result: &[Option<u32>]) -> impl Iterator<Item = (u32, u32)> {
    (0..).zip(result).filter_map(|(chamber, firm)| firm.map(|firm| (chamber, firm)))
}

fn total(draft: &Draft, result: &[Option<u32>]) -> i64 {
    pairs(result).map(|(c, f)| score(draft, c, f)).map(|(a, b)| i64::from(a) + i64::from(b)).sum()
}

fn served(result: &[Option<u32>]) -> usize {
    pairs(result).count()
}

/// What `fairest` maximises, part after part.
fn fairness(draft: &Draft, result: &[Option<u32>]) -> (usize, i32, Reverse<u32>, i64) {
    let open = pairs(result).filter(|pair| !draft.pins.contains(pair));
    let worst = open.map(|(c, f)| score(draft, c, f).0).min().unwrap_or(i32::MAX);
    let squares = loads(draft, result).iter().map(|load| load * load).sum();
    (served(result), worst, Reverse(squares), total(draft, result))
}

fn blocks(draft: &Draft, result: &[Option<u32>], c: &Candidate) -> bool {
    let pinned = |chamber: u32| draft.pins.iter().any(|pin| pin.0 == chamber);
    if pinned(c.chamber) || draft.bans.contains(&(c.chamber, c.firm)) || result[c.chamber as usize] == Some(c.firm) {
        return false;
    }
    let has = result[c.chamber as usize].map(|f| (score(draft, c.chamber, f).0, Reverse(f)));
    let open = loads(draft, result)[c.firm as usize] < draft.firms[c.firm as usize].most;
    let mut held = pairs(result).filter(|(chamber, f)| *f == c.firm && !pinned(*chamber));
    Some((c.chamber_score, Reverse(c.firm))) > has
        && (open || held.any(|(o, f)| (c.firm_score, Reverse(c.chamber)) > (score(draft, o, f).1, Reverse(o))))
}

/// The policy's promise, by enumeration.
fn against_brute_force(draft: &Draft) {
    let all = every(draft);
    let legal: Vec<_> = all.iter().filter(|result| meets_minimum(draft, result)).collect();
    for policy in Policy::ALL {
        let solution = match solve(draft, policy) {
            Ok(solution) => solution,
            Err(Unsolvable::MinimumUnstable { .. }) if policy == Policy::Stable => {
                let stable = |r: &&&Vec<Option<u32>>| !draft.candidates.iter().any(|c| blocks(draft, r, c));
                assert_eq!(legal.iter().filter(stable).count(), 0, "{draft:?}");
                continue;
            }
            Err(Unsolvable::MinimumUnmet { .. }) => {
                assert!(legal.is_empty(), "{policy:?} {draft:?}");
                continue;
            }
            Err(Unsolvable::PinsOverRoom { .. } | Unsolvable::NoRoom) => {
                assert!(all.is_empty() || draft.firms.iter().all(|limits| limits.most == 0), "{draft:?}");
                continue;
            }
            Err(other) => panic!("{policy:?} {other:?} {draft:?}"),
        };
        let result = &solution.firms;
        assert_eq!(check(draft, policy, &solution), Ok(()), "{policy:?} {draft:?} {solution:?}");
        assert!(legal.contains(&result), "{policy:?} {draft:?}");
        match policy {
            Policy::Total => {
                assert_eq!(Some(total(draft, result)), legal.iter().map(|r| total(draft, r)).max(), "{draft:?}")
            }
            Policy::Coverage => {
                let key = |r: &[Option<u32>]| (served(r), total(draft, r));
                assert_eq!(Some(key(result)), legal.iter().map(|r| key(r)).max(), "{draft:?}");
            }
            Policy::Fairest => {
                assert_eq!(Some(fairness(draft, result)), legal.iter().map(|r| fairness(draft, r)).max(), "{draft:?}")
            }
            Policy::Stable => {
                let stable: Vec<_> =
                    all.iter().filter(|r| !draft.candidates.iter().any(|c| blocks(draft, r, c))).collect();
                assert!(stable.contains(&result), "{draft:?}");
                for chamber in 0..draft.chambers {
                    let liked =
                        |r: &[Option<u32>]| r[chamber as usize].map(|f| (score(draft, chamber, f).0, Reverse(f)));
                    assert_eq!(Some(liked(result)), stable.iter().map(|r| liked(r)).max(), "{draft:?}");
                }
            }
        }
        let of = measures::of(draft, result);
        assert_eq!((of.served, of.total), (served(result) as u64, total(draft, result)));
        assert_eq!(of.blocking_pairs, draft.candidates.iter().filter(|c| blocks(draft, result, c)).count() as u64);
        assert_eq!(of.worst, pairs(result).map(|(c, f)| score(draft, c, f).0).min());
    }
}

#[test]
fn every_policy_equals_brute_force() {
    let mut rng = Lcg(1);
    for round in 0..4000_u32 {
        let (chambers, firms) = (1 + rng.below(5), 1 + rng.below(4));
        let highest = [0, 1, 3, 20, 1000][rng.below(5) as usize];
        let (one_in, most) = (1 + rng.below(3), 1 + rng.below(3));
        let shape = Shape { chambers, firms, one_in, highest, most, least: round % 2 == 1, pins: round % 3 == 2 };
        against_brute_force(&draft(&mut rng, &shape));
    }
}

#[test]
fn the_checker_accepts_every_larger_result() {
    let mut rng = Lcg(2);
    let mut solved = 0;
    for round in 0..120_u32 {
        let (chambers, firms) = (20 + rng.below(150), 5 + rng.below(60));
        let (one_in, most) = (1 + rng.below(firms / 3 + 1), 1 + rng.below(8));
        let highest = [1, 50, 1_000_000][rng.below(3) as usize];
        let shape = Shape { chambers, firms, one_in, highest, most, least: round % 2 == 1, pins: round % 3 == 2 };
        let draft = draft(&mut rng, &shape);
        for policy in Policy::ALL {
            match solve(&draft, policy) {
                Ok(solution) => {
                    assert_eq!(check(&draft, policy, &solution), Ok(()), "{policy:?} round {round}");
                    assert_eq!(solve(&draft, policy), Ok(solution), "the same draft gives the same solution");
                    solved += 1;
                }
                Err(Unsolvable::Unproven) => panic!("{policy:?} round {round}"),
                Err(_) => {}
            }
        }
    }
    assert!(solved > 200, "{solved}");
}

/// Three chambers, two firms; chambers 0 and 1 want firm 0, which has one place.
fn small() -> Draft {
    let candidate = |(chamber, firm, chamber_score, firm_score)| Candidate { chamber, firm, chamber_score, firm_score };
    let rows = [(0, 0, 9, 4), (0, 1, 2, 1), (1, 0, 8, 9), (1, 1, 3, 3), (2, 1, 4, 4)];
    let firms = vec![Limits { least: 0, most: 1 }, Limits { least: 1, most: 2 }];
    Draft { chambers: 3, firms, candidates: rows.map(candidate).to_vec(), ..Draft::default() }
}

#[test]
fn tampered_results_are_refused() {
    let draft = small();
    let good = solve(&draft, Policy::Coverage).unwrap();
    assert_eq!(good.firms, [Some(1), Some(0), Some(1)]);
    let pairs = |firms: [Option<u32>; 3]| Solution { firms: firms.to_vec(), ..good.clone() };
    let refused = |draft: &Draft, solution: &Solution| check(draft, Policy::Coverage, solution).unwrap_err();
    assert_eq!(refused(&draft, &Solution { firms: vec![None; 2], ..good.clone() }), Flaw::Length);
    assert_eq!(refused(&draft, &pairs([Some(1), Some(0), Some(0)])), Flaw::NotCandidate { chamber: 2 });
    assert_eq!(refused(&draft, &pairs([Some(1), Some(0), Some(7)])), Flaw::NotCandidate { chamber: 2 });
    assert_eq!(refused(&draft, &pairs([Some(0), Some(0), Some(1)])), Flaw::OverMost { firm: 0 });
    assert_eq!(refused(&draft, &pairs([None, Some(0), None])), Flaw::UnderLeast { firm: 1 });
    assert_eq!(refused(&draft, &pairs([None, Some(0), Some(1)])), Flaw::NotBest, "one chamber less");
    assert_eq!(refused(&draft, &pairs([Some(0), Some(1), Some(1)])), Flaw::NotBest, "a lower total");
    let banned = Draft { bans: vec![(2, 1)], ..draft.clone() };
    assert_eq!(refused(&banned, &good), Flaw::Banned { chamber: 2 });
    let pinned = Draft { pins: vec![(1, 1)], ..draft.clone() };
    assert_eq!(refused(&pinned, &good), Flaw::PinBroken { chamber: 1 });
    assert_eq!(check(&draft, Policy::Total, &good), Err(Flaw::OtherPolicy));
    let stable = Solution { firms: vec![Some(0), Some(1), Some(1)], certificate: Certificate::Stable };
    assert_eq!(check(&draft, Policy::Stable, &stable), Err(Flaw::Blocking { chamber: 1, firm: 0 }));
}

/// Changes the floor, the proofs of coverage and of the floor, and the levels.
type Change = fn(&mut i32, &mut Vec<i64>, &mut Vec<i64>, &mut Vec<u32>);

#[test]
fn tampered_certificates_are_refused() {
    let draft = small();
    for policy in [Policy::Coverage, Policy::Total] {
        let good = solve(&draft, policy).unwrap();
        for firm in 0..2 {
            for by in [-50, 50] {
                let mut bad = good.clone();
                let (Certificate::Coverage { prices, .. } | Certificate::Total { prices }) = &mut bad.certificate
                else {
                    panic!("no prices")
                };
                prices[firm] += by;
                assert_eq!(check(&draft, policy, &bad), Err(Flaw::NotBest), "{policy:?} {firm} {by}");
            }
        }
    }
    let good = solve(&draft, Policy::Fairest).unwrap();
    assert_eq!(good.firms, [Some(0), Some(1), Some(1)], "the worst-served has 3 rather than 2");
    let with = |change: Change| {
        let mut bad = good.clone();
        if let Certificate::Fairest { floor, served, worst, levels, .. } = &mut bad.certificate {
            change(floor, served, worst, levels);
        }
        check(&draft, Policy::Fairest, &bad)
    };
    assert_eq!(with(|_, _, _, _| ()), Ok(()));
    assert_eq!(with(|floor, _, _, _| *floor += 1), Err(Flaw::NotHighestFloor));
    assert_eq!(with(|floor, _, _, _| *floor -= 1), Err(Flaw::NotHighestFloor));
    assert_eq!(with(|_, _, worst, _| worst.fill(0)), Err(Flaw::NotHighestFloor));
    assert_eq!(with(|_, served, _, _| served[0] += 5), Err(Flaw::NotMostServed));
    assert_eq!(with(|_, _, _, levels| levels.fill(1)), Err(Flaw::NotBest));
    let worse = Solution { firms: vec![Some(1), Some(0), Some(1)], ..good.clone() };
    assert_eq!(check(&draft, Policy::Fairest, &worse), Err(Flaw::NotHighestFloor));
}

/// A change of `small` and what it must be answered with.
type Case = (fn(&mut Draft), Unsolvable);

#[test]
fn bad_drafts_are_named() {
    let (chamber, firm) = (1, 0);
    let cases: [Case; 18] = [
        (|d| d.chambers = 0, Unsolvable::NoChambers),
        (|d| d.firms.clear(), Unsolvable::NoFirms),
        (|d| d.firms.fill(Limits { least: 0, most: 0 }), Unsolvable::NoRoom),
        (|d| d.chambers = 3_000_000, Unsolvable::TooLarge),
        (|d| d.candidates[4].chamber = 3, Unsolvable::UnknownChamber { chamber: 3 }),
        (|d| d.candidates[4].firm = 2, Unsolvable::UnknownFirm { firm: 2 }),
        (|d| d.pins.push((3, 0)), Unsolvable::UnknownChamber { chamber: 3 }),
        (|d| d.bans.push((0, 2)), Unsolvable::UnknownFirm { firm: 2 }),
        (|d| d.candidates[3].firm = 0, Unsolvable::RepeatedCandidate { chamber, firm }),
        (|d| d.candidates[2].firm_score = -1, Unsolvable::NegativeScore { chamber, firm }),
        (|d| d.candidates[2].chamber_score = i32::MAX, Unsolvable::ScoreTooHigh { chamber, firm }),
        (|d| d.firms[0].least = 2, Unsolvable::LimitsCrossed { firm }),
        (|d| d.pins.push((2, 0)), Unsolvable::PinNotCandidate { chamber: 2, firm }),
        (|d| (d.pins, d.bans) = (vec![(1, 0)], vec![(1, 0)]), Unsolvable::PinBanned { chamber, firm }),
        (|d| d.pins = vec![(1, 0), (1, 1)], Unsolvable::PinnedTwice { chamber }),
        (|d| d.pins = vec![(0, 0), (1, 0)], Unsolvable::PinsOverRoom { firm }),
        (|d| d.firms[1] = Limits { least: 4, most: 5 }, Unsolvable::MinimumUnmet { firm: 1 }),
        (
            |d| (d.firms[0], d.firms[1]) = (Limits { least: 2, most: 2 }, Limits { least: 2, most: 2 }),
            Unsolvable::MinimumUnmet { firm: 1 },
        ),
    ];
    for (change, expected) in cases {
        let mut draft = small();
        change(&mut draft);
        for policy in [Policy::Coverage, Policy::Total, Policy::Fairest] {
            assert_eq!(solve(&draft, policy), Err(expected));
        }
    }
    // A stable result may exist only without a minimum that others can meet.
    let mut draft = small();
    draft.firms[0].most = 2;
    draft.firms[1].least = 2;
    assert!(solve(&draft, Policy::Total).is_ok());
    assert_eq!(solve(&draft, Policy::Stable), Err(Unsolvable::MinimumUnstable { firm: 1 }));
}

#[test]
fn a_chamber_nobody_may_serve_stays_without() {
    let mut draft = small();
    draft.candidates.truncate(4);
    for policy in Policy::ALL {
        assert_eq!(solve(&draft, policy).unwrap().firms[2], None, "{policy:?}");
    }
}
