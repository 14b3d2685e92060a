//! Checks a result against the draft and its certificate. It shares no code with the solvers and trusts nothing they laid out: it knows
//! the draft, the pairs and the prices. Sums are in 128 bits.
//!
//! The one theorem used is weak duality: for any prices of places, no result can be worth more than what each chamber would gain at
//! its best firm plus what each firm would earn at its best load. When a result reaches that bound, it is the best.
#![allow(clippy::indexing_slicing, reason = "`limits` has checked every index before it is used")]

use super::certificate::{Certificate, FULL};
use super::instance::{Candidate, Draft};
use super::{Policy, Solution};
use std::collections::BTreeSet;

/// The first thing that is wrong with a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Not one entry a chamber, or not one price a firm.
    Length,
    NotCandidate {
        chamber: u32,
    },
    Banned {
        chamber: u32,
    },
    PinBroken {
        chamber: u32,
    },
    OverMost {
        firm: u32,
    },
    UnderLeast {
        firm: u32,
    },
    /// These two would rather have each other.
    Blocking {
        chamber: u32,
        firm: u32,
    },
    /// The certificate is of another policy.
    OtherPolicy,
    /// The prices do not prove that this is the best.
    NotBest,
    /// The certificate does not prove that no more chambers can be served.
    NotMostServed,
    /// A chamber has less than the floor, or it is not proved that the floor cannot be higher.
    NotHighestFloor,
}

/// The parts of a draft that are not decided by pins and bans, and the result on them.
struct Open<'a> {
    draft: &'a Draft,
    /// Candidates of chambers that are not pinned, without those that are banned, each with whether it is a pair.
    edges: Vec<(Candidate, bool)>,
    served: i128,
    /// Of each firm: pinned chambers, all chambers, and the candidates in `edges`, more than which can never come.
    taken: Vec<u32>,
    load: Vec<u32>,
    callers: Vec<u32>,
}

/// Nothing, when the solution is what its policy promises.
pub fn check(draft: &Draft, policy: Policy, solution: &Solution) -> Result<(), Flaw> {
    let open = limits(draft, &solution.firms)?;
    match (policy, &solution.certificate) {
        (Policy::Stable, Certificate::Stable) => stable(&open, &solution.firms),
        (Policy::Total, Certificate::Total { prices }) => open.best(0, &vec![0; prices.len()], prices, false, false),
        (Policy::Coverage, Certificate::Coverage { levels, prices }) => open.best(0, levels, prices, true, false),
        (Policy::Fairest, Certificate::Fairest { floor, served, worst, levels, prices }) => {
            let below = |(c, pair): &(Candidate, bool)| *pair && c.chamber_score < *floor;
            if open.bound(0, &wide(served), |_, _| 1, 0)? != open.served {
                return Err(Flaw::NotMostServed);
            }
            let beyond = open.bound(floor.saturating_add(1), &wide(worst), |_, _| 1, 0)?;
            if open.edges.iter().any(below) || (open.served > 0 && beyond >= open.served) {
                return Err(Flaw::NotHighestFloor);
            }
            open.best(*floor, levels, prices, true, true)
        }
        _ => Err(Flaw::OtherPolicy),
    }
}

fn wide(prices: &[i64]) -> Vec<i128> {
    prices.iter().map(|&price| i128::from(price)).collect()
}

/// Every pair is a candidate and not banned, every pin holds, every load is within its limits.
fn limits<'a>(draft: &'a Draft, firms: &[Option<u32>]) -> Result<Open<'a>, Flaw> {
    if firms.len() != draft.chambers as usize {
        return Err(Flaw::Length);
    }
    let bans: BTreeSet<(u32, u32)> = draft.bans.iter().copied().collect();
    let mut pinned = vec![false; firms.len()];
    let mut taken = vec![0; draft.firms.len()];
    for &(chamber, firm) in &draft.pins {
        if firms.get(chamber as usize) != Some(&Some(firm)) {
            return Err(Flaw::PinBroken { chamber });
        }
        pinned[chamber as usize] = true;
        *taken.get_mut(firm as usize).ok_or(Flaw::PinBroken { chamber })? += 1;
    }
    let mut found = vec![false; firms.len()];
    let mut load = vec![0; draft.firms.len()];
    let mut edges = Vec::with_capacity(draft.candidates.len());
    for &candidate in &draft.candidates {
        let (chamber, firm) = (candidate.chamber as usize, candidate.firm as usize);
        if chamber >= firms.len() || firm >= load.len() {
            return Err(Flaw::Length);
        }
        let (pair, banned) =
            (firms[chamber] == Some(candidate.firm), bans.contains(&(candidate.chamber, candidate.firm)));
        if pair && banned {
            return Err(Flaw::Banned { chamber: candidate.chamber });
        }
        if pair && !std::mem::replace(&mut found[chamber], true) {
            load[firm] += 1;
        }
        if !(pinned[chamber] || banned) {
            edges.push((candidate, pair));
        }
    }
    let stray = |(chamber, firm): &(u32, &Option<u32>)| firm.is_some() && !found[*chamber as usize];
    if let Some((chamber, _)) = (0..).zip(firms).find(stray) {
        return Err(Flaw::NotCandidate { chamber });
    }
    for (firm, (limits, &load)) in (0..).zip(draft.firms.iter().zip(&load)) {
        if load > limits.most {
            return Err(Flaw::OverMost { firm });
        }
        if load < limits.least {
            return Err(Flaw::UnderLeast { firm });
        }
    }
    // A firm whose room is all pinned can take nobody: its other candidates are none.
    edges.retain(|(candidate, _)| taken[candidate.firm as usize] < draft.firms[candidate.firm as usize].most);
    let served = edges.iter().filter(|(_, pair)| *pair).count() as i128;
    let mut callers = vec![0; draft.firms.len()];
    edges.iter().for_each(|(candidate, _)| callers[candidate.firm as usize] += 1);
    Ok(Open { draft, edges, served, taken, load, callers })
}

/// No chamber and firm would both rather have each other; pinned pairs are not theirs to break.
fn stable(open: &Open<'_>, firms: &[Option<u32>]) -> Result<(), Flaw> {
    // What each chamber has, and the least liked that each firm has: a score, then the lower number.
    let mut has: Vec<Option<(i32, i64)>> = vec![None; firms.len()];
    let mut worst: Vec<Option<(i32, i64)>> = vec![None; open.load.len()];
    for (c, _) in open.edges.iter().filter(|(_, pair)| *pair) {
        has[c.chamber as usize] = Some((c.chamber_score, -i64::from(c.firm)));
        let liked = (c.firm_score, -i64::from(c.chamber));
        let worst = &mut worst[c.firm as usize];
        *worst = Some(worst.map_or(liked, |known| known.min(liked)));
    }
    for (c, pair) in &open.edges {
        let firm = c.firm as usize;
        let chamber_would = has[c.chamber as usize].is_none_or(|has| (c.chamber_score, -i64::from(c.firm)) > has);
        let room = open.load[firm] < open.draft.firms[firm].most;
        let firm_would = room || worst[firm].is_some_and(|worst| (c.firm_score, -i64::from(c.chamber)) > worst);
        if !pair && chamber_would && firm_would {
            return Err(Flaw::Blocking { chamber: c.chamber, firm: c.firm });
        }
    }
    Ok(())
}

impl Open<'_> {
    /// The most that any result over candidates of at least this chamber score can be worth, by these prices of firms; the `k`-th
    /// chamber of a firm costs `k · step`.
    fn bound(
        &self,
        floor: i32,
        prices: &[i128],
        value: impl Fn(&Candidate, &Self) -> i128,
        step: i128,
    ) -> Result<i128, Flaw> {
        if prices.len() != self.load.len() {
            return Err(Flaw::Length);
        }
        let mut gain = vec![0_i128; self.draft.chambers as usize];
        for (c, _) in self.edges.iter().filter(|(c, _)| c.chamber_score >= floor) {
            let gain = &mut gain[c.chamber as usize];
            *gain = (*gain).max(value(c, self) - prices[c.firm as usize]);
        }
        let mut bound: i128 = gain.iter().sum();
        for (firm, (limits, &price)) in self.draft.firms.iter().zip(prices).enumerate() {
            let (pinned, callers) = (i128::from(self.taken[firm]), i128::from(self.callers[firm]));
            let most = (i128::from(limits.most) - pinned).min(callers);
            let least = (i128::from(limits.least) - pinned).clamp(0, most);
            let load = match step {
                0 if price > 0 => most,
                0 => least,
                // Places that cost less than the price are worth taking.
                step => ((price - 1).div_euclid(step) - pinned).clamp(least, most),
            };
            bound += load * price - step * spread(pinned, load);
        }
        Ok(bound)
    }

    /// The result reaches the bound of these prices, where being served counts for more than all else, and evenness for more than score.
    fn best(&self, floor: i32, levels: &[u32], prices: &[i64], serve: bool, even: bool) -> Result<(), Flaw> {
        if levels.len() != prices.len() {
            return Err(Flaw::Length);
        }
        let chambers = i128::from(self.draft.chambers) + 1;
        let worth = |c: &Candidate| i128::from(c.chamber_score) + i128::from(c.firm_score);
        let highest = self.edges.iter().map(|(c, _)| worth(c)).max().unwrap_or(0);
        let widest = prices.iter().map(|&price| i128::from(price).abs()).max().unwrap_or(0);
        // One step of evenness outweighs all scores together, one chamber served outweighs all steps.
        let step = if even { highest * chambers + 2 * widest + 1 } else { 0 };
        let serve = if serve { step * chambers * chambers + highest * chambers + 2 * widest + 1 } else { 0 };
        let price = |(&level, &price): (&u32, &i64)| {
            i128::from(price) + if level == FULL { serve } else { step * i128::from(level) }
        };
        let prices: Vec<i128> = levels.iter().zip(prices).map(price).collect();
        let bound = self.bound(floor, &prices, |c, _| worth(c) + serve, step)?;
        let mut reached: i128 = self.edges.iter().filter(|(_, pair)| *pair).map(|(c, _)| worth(c) + serve).sum();
        for (&load, &taken) in self.load.iter().zip(&self.taken) {
            reached -= step * spread(i128::from(taken), i128::from(load) - i128::from(taken));
        }
        if bound == reached { Ok(()) } else { Err(Flaw::NotBest) }
    }
}

/// What `more` chambers cost a firm that has `taken`: `taken + 1`, `taken + 2`, …
fn spread(taken: i128, more: i128) -> i128 {
    more * taken + more * (more + 1) / 2
}
