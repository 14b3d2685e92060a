//! Every policy against brute force on thousands of small drafts.

use super::*;

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
