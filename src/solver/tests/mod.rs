//! What the tests of the solver share: drafts made by chance.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers of tests")]

mod bad_drafts;
mod brute_force;
mod checker;

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

/// Three chambers, two firms; chambers 0 and 1 want firm 0, which has one place.
fn small() -> Draft {
    let candidate = |(chamber, firm, chamber_score, firm_score)| Candidate { chamber, firm, chamber_score, firm_score };
    let rows = [(0, 0, 9, 4), (0, 1, 2, 1), (1, 0, 8, 9), (1, 1, 3, 3), (2, 1, 4, 4)];
    let firms = vec![Limits { least: 0, most: 1 }, Limits { least: 1, most: 2 }];
    Draft { chambers: 3, firms, candidates: rows.map(candidate).to_vec(), ..Draft::default() }
}
