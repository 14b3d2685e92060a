//! What a result comes to, in whole numbers: coverage, totals, the worst-served, evenness of load, blocking pairs.
#![allow(clippy::indexing_slicing, reason = "the firms of a solution are firms of its draft; see `of`")]

use super::instance::{Candidate, Draft};
use std::cmp::Reverse;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Chambers with a firm.
    pub served: u64,
    /// Sum of both scores over the pairs.
    pub total: i64,
    /// The lowest score that a served chamber gives its firm.
    pub worst: Option<i32>,
    /// Jain's index of the loads of the firms that have room: `(Σ load)² / (firms · Σ load²)`, from 1 / firms to 1.
    pub jain: (u128, u128),
    /// Firms with room and without a chamber.
    pub idle_firms: u64,
    /// Pairs who would both rather have each other; pinned pairs are not theirs to break.
    pub blocking_pairs: u64,
}

/// Measures a result: the firm of each chamber of the draft. Entries that name no firm of the draft count as none.
pub fn of(draft: &Draft, firms: &[Option<u32>]) -> Measures {
    let bans: BTreeSet<(u32, u32)> = draft.bans.iter().copied().collect();
    let pinned: BTreeSet<u32> = draft.pins.iter().map(|(chamber, _)| *chamber).collect();
    let partner = |c: &Candidate| firms.get(c.chamber as usize).copied().flatten();
    let known = |c: &&Candidate| (c.firm as usize) < draft.firms.len() && (c.chamber as usize) < firms.len();
    let mut measures = Measures::default();
    let mut load = vec![0_u32; draft.firms.len()];
    let mut has = vec![None; firms.len()];
    let mut worst: Vec<Option<(i32, Reverse<u32>)>> = vec![None; draft.firms.len()];
    for c in draft.candidates.iter().filter(known).filter(|c| partner(c) == Some(c.firm)) {
        measures.served += 1;
        measures.total += i64::from(c.chamber_score) + i64::from(c.firm_score);
        measures.worst = Some(measures.worst.map_or(c.chamber_score, |worst| worst.min(c.chamber_score)));
        load[c.firm as usize] += 1;
        has[c.chamber as usize] = Some((c.chamber_score, Reverse(c.firm)));
        if pinned.is_empty() || !pinned.contains(&c.chamber) {
            let liked = (c.firm_score, Reverse(c.chamber));
            let worst = &mut worst[c.firm as usize];
            *worst = Some(worst.map_or(liked, |known| known.min(liked)));
        }
    }
    let open = |c: &&Candidate| {
        (bans.is_empty() || !bans.contains(&(c.chamber, c.firm))) && (pinned.is_empty() || !pinned.contains(&c.chamber))
    };
    for c in draft.candidates.iter().filter(known).filter(open) {
        let chamber_would = has[c.chamber as usize].is_none_or(|has| (c.chamber_score, Reverse(c.firm)) > has);
        let firm_would = load[c.firm as usize] < draft.firms[c.firm as usize].most
            || worst[c.firm as usize].is_some_and(|worst| (c.firm_score, Reverse(c.chamber)) > worst);
        measures.blocking_pairs += u64::from(chamber_would && firm_would);
    }
    let with_room: Vec<u128> = draft
        .firms
        .iter()
        .zip(&load)
        .filter(|(limits, _)| limits.most > 0)
        .map(|(_, &load)| u128::from(load))
        .collect();
    let (sum, squares): (u128, u128) = (with_room.iter().sum(), with_room.iter().map(|load| load * load).sum());
    measures.jain = (sum * sum, with_room.len() as u128 * squares);
    measures.idle_firms = with_room.iter().filter(|load| **load == 0).count() as u64;
    measures
}
