//! Drafts that cannot be solved are named.

use super::*;

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
