//! The stable result that is best for every chamber: deferred acceptance, chambers proposing (Gale and Shapley, "College admissions and
//! the stability of marriage", Amer. Math. Monthly 69, 1962). Preferences are strict: the higher own score, then the lower number; so
//! the result is unique. Every stable result gives each firm the same load (Roth 1986), hence one test of the minimum loads decides.
#![allow(clippy::indexing_slicing, reason = "hot loops over indexes that `Instance` has checked")]

use super::heap::{rise, sink};
use super::instance::{Edge, Instance, NONE, Unsolvable};

/// How much somebody is liked: the score, then the lower number. As one number, so that one comparison decides.
fn liking(score: i32, number: u32) -> i64 {
    (i64::from(score) << 32) | i64::from(NONE - number)
}

/// Whom a liking is for.
fn number(liking: i64) -> u32 {
    NONE - u32::try_from(liking & i64::from(NONE)).unwrap_or(0)
}

/// The firm of each chamber, or `NONE`. Pinned pairs are not touched: they neither propose nor can be driven out.
pub fn solve(instance: &Instance) -> Result<Vec<u32>, Unsolvable> {
    let mut firm = vec![NONE; instance.chambers as usize];
    // What firm `f` holds: a heap in `held[first[f]..first[f] + load[f]]`, the least liked first.
    let mut first = vec![0_u32];
    instance.most.iter().for_each(|most| first.push(first[first.len() - 1] + most));
    let mut held = vec![0_i64; first[instance.firms as usize] as usize];
    let mut load = vec![0_u32; instance.firms as usize];
    // How much each chamber liked the firm it proposed to last.
    let mut last = vec![i64::MAX; instance.chambers as usize];
    for begin in 0..instance.chambers {
        let mut chamber = begin;
        while let Some(edge) = next(instance.of(chamber), &mut last[chamber as usize]) {
            let f = edge.firm as usize;
            let (own, most) = (liking(edge.firm_score, chamber), instance.most[f]);
            let places = &mut held[first[f] as usize..(first[f] + most) as usize];
            if load[f] < most {
                places[load[f] as usize] = own;
                load[f] += 1;
                rise(&mut places[..load[f] as usize]);
                firm[chamber as usize] = edge.firm;
                break;
            }
            if own > places[0] {
                let refused = number(std::mem::replace(&mut places[0], own));
                sink(places);
                firm[chamber as usize] = edge.firm;
                firm[refused as usize] = NONE;
                chamber = refused;
            }
        }
    }
    match (0..instance.firms).find(|&f| load[f as usize] < instance.least[f as usize]) {
        Some(firm) => Err(Unsolvable::MinimumUnstable { firm }),
        None => Ok(firm),
    }
}

/// The firm liked best after the last one: rows are short and chambers propose few times, so looking beats sorting.
fn next(row: &[Edge], last: &mut i64) -> Option<Edge> {
    let (mut best, mut found) = (-1, None);
    for edge in row {
        let liking = liking(edge.chamber_score, edge.firm);
        if liking < *last && liking > best {
            (best, found) = (liking, Some(*edge));
        }
    }
    *last = best;
    found
}
