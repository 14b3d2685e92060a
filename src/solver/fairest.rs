//! The fairest result, by four aims in this order: as many chambers served as possible; the worst-served of them as well off as
//! possible (by its own score); the load as even as possible (the least sum of squares of the firms' loads, which is the highest
//! Jain's index); the highest total score. Pinned pairs count for the load and are not counted as worst-served: nobody can better them.
//!
//! The second aim is a bottleneck problem: a search by halves for the highest floor at which as many are still served (Edmonds and
//! Fulkerson, "Bottleneck extrema", J. Combin. Theory 8, 1970). The third gives levels (`cover.rs`), within which the auction decides.
#![allow(clippy::indexing_slicing, reason = "every index comes from `Instance`")]

use super::best::{Found, served, within};
use super::callers::Callers;
use super::certificate::Certificate;
use super::cover::Cover;
use super::instance::Instance;
use super::levels::FULL;

/// The firm of each chamber, or `NONE`, and what proves it.
pub fn solve(instance: &Instance) -> Found {
    let callers = Callers::new(instance);
    let cover = served(instance, &callers)?;
    let count = cover.served();
    let everybody = cover.serves_all();
    let proof = if everybody { vec![0; instance.firms as usize] } else { cover.barrier() };
    let (floor, worst) = highest_floor(instance, cover, count, everybody);
    let mut even = Cover::minimum(instance, &callers, floor);
    even.fill_evenly();
    let levels = even.levels(|place| place);
    drop(even);
    let rooms = |f: u32| {
        let (level, f) = (levels[f as usize], f as usize);
        let (least, most, taken) = (instance.least[f], instance.most[f], instance.taken[f]);
        match level {
            FULL => (most, most),
            // The places that cost less than the level must be taken, those that cost as much may be.
            level => {
                let below = level.saturating_sub(1);
                (below.saturating_sub(taken).clamp(least, most), level.saturating_sub(taken).clamp(least, most))
            }
        }
    };
    let (firms, prices) = within(instance, &levels, floor, rooms)?;
    Ok((firms, Certificate::Fairest { floor, served: proof, worst, levels, prices }))
}

/// The highest score that every chamber of a result that serves `count` can have, and what proves that there is no higher.
fn highest_floor(instance: &Instance, mut good: Cover<'_>, count: usize, everybody: bool) -> (i32, Vec<i64>) {
    let best = |chamber: u32| instance.of(chamber).iter().map(|edge| edge.chamber_score).max();
    let each = (0..instance.chambers).filter_map(best);
    let top = if everybody { each.min() } else { each.max() }.unwrap_or(0);
    let mut scores: Vec<i32> =
        instance.edges().iter().map(|edge| edge.chamber_score).filter(|&score| score <= top).collect();
    scores.sort_unstable();
    scores.dedup();
    // The lowest score holds as it leaves out no edge.
    let (mut holds, mut fails, mut proof) = (0, scores.len(), None);
    while holds + 1 < fails {
        let middle = holds.midpoint(fails);
        let cover = good.fill_above(scores[middle]);
        if cover.short().is_none() && cover.served() == count {
            (holds, good) = (middle, cover);
        } else {
            // No score lies between the floor and the lowest that fails, so what proves this proves it of all above the floor.
            (fails, proof) = (middle, Some(cover));
        }
    }
    let floor = scores.get(holds).copied().unwrap_or(0);
    (floor, proof.unwrap_or_else(|| good.fill_above(floor.saturating_add(1))).barrier())
}
