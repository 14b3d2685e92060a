//! The checker accepts what is solved and refuses each kind of tampering.

use super::*;

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
