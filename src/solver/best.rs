//! The results that are best by score: `total` and `coverage`. Coverage is settled first, without scores, as levels (`cover.rs`); what
//! the levels leave open is exactly the set of results that serve most, and among these the auction finds the highest total.
#![allow(clippy::indexing_slicing, reason = "every index comes from `Instance`")]

use super::auction;
use super::callers::Callers;
use super::certificate::Certificate;
use super::cover::Cover;
use super::instance::{Edge, Instance, Unsolvable};
use super::levels::FULL;
use super::market::Market;

/// The firm of each chamber, or `NONE`, and what proves it.
pub type Found = Result<(Vec<u32>, Certificate), Unsolvable>;

/// The highest total score, whoever goes without.
pub fn total(instance: &Instance) -> Found {
    met(&Cover::minimum(instance, &Callers::new(instance), 0))?;
    let rooms = |f: u32| (instance.least[f as usize], instance.most[f as usize]);
    let (firms, prices) = weighted(instance, rooms, |_, _| true, |_| true)?;
    Ok((firms, Certificate::Total { prices }))
}

/// As many chambers as possible, then the highest total score.
pub fn coverage(instance: &Instance) -> Found {
    let callers = Callers::new(instance);
    let cover = served(instance, &callers)?;
    let levels = if cover.serves_all() { vec![0; instance.firms as usize] } else { cover.levels(|_| 0) };
    drop(cover);
    drop(callers);
    let rooms = |f: u32| {
        let most = instance.most[f as usize];
        (if levels[f as usize] == FULL { most } else { instance.least[f as usize] }, most)
    };
    let (firms, prices) = within(instance, &levels, 0, rooms)?;
    Ok((firms, Certificate::Coverage { levels, prices }))
}

/// As many chambers as can be served.
pub fn served<'a>(instance: &'a Instance, callers: &'a Callers) -> Result<Cover<'a>, Unsolvable> {
    let mut cover = Cover::minimum(instance, callers, 0);
    met(&cover)?;
    cover.fill();
    Ok(cover)
}

fn met(cover: &Cover<'_>) -> Result<(), Unsolvable> {
    cover.short().map_or(Ok(()), |firm| Err(Unsolvable::MinimumUnmet { firm }))
}

/// The highest total among the results that the levels describe: each chamber at a lowest level, and without a firm only at `FULL`.
pub fn within(
    instance: &Instance,
    levels: &[u32],
    floor: i32,
    rooms: impl Fn(u32) -> (u32, u32),
) -> Result<(Vec<u32>, Vec<i64>), Unsolvable> {
    let lowest = |chamber: u32| {
        let admitted = instance.of(chamber).iter().filter(|edge| edge.chamber_score >= floor);
        admitted.map(|edge| levels[edge.firm as usize]).min().unwrap_or(FULL)
    };
    let lowest: Vec<u32> = (0..instance.chambers).map(lowest).collect();
    let allowed = |chamber: u32, edge: Edge| {
        levels[edge.firm as usize] == lowest[chamber as usize] && edge.chamber_score >= floor
    };
    weighted(instance, rooms, allowed, |chamber| lowest[chamber as usize] == FULL)
}

/// The auction over the edges that are allowed, and the price of each firm.
fn weighted(
    instance: &Instance,
    rooms: impl Fn(u32) -> (u32, u32),
    allowed: impl Fn(u32, Edge) -> bool,
    may_stay: impl Fn(u32) -> bool,
) -> Result<(Vec<u32>, Vec<i64>), Unsolvable> {
    let market = Market::new(instance, &rooms, &allowed, &may_stay);
    let outcome = auction::solve(&market).ok_or(Unsolvable::Unproven)?;
    let firms = outcome.taken.iter().map(|&offer| market.firm_of(offer)).collect();
    let mut prices = market.by_firm(&outcome.prices);
    // A firm without a seat was not in the market: its price is what keeps everybody away.
    let closed: Vec<bool> = (0..instance.firms).map(|f| rooms(f).1 == 0).collect();
    if closed.contains(&true) {
        for chamber in 0..instance.chambers {
            let gain = |edge: &Edge| i64::from(edge.worth()) - prices[edge.firm as usize];
            let row = || instance.of(chamber).iter().filter(|edge| allowed(chamber, **edge));
            let most = row().filter(|edge| !closed[edge.firm as usize]).map(gain).max();
            let most = if may_stay(chamber) { most.unwrap_or(0).max(0) } else { most.unwrap_or(0) };
            for edge in row().filter(|edge| closed[edge.firm as usize]) {
                let price = &mut prices[edge.firm as usize];
                *price = (*price).max(i64::from(edge.worth()) - most);
            }
        }
    }
    Ok((firms, prices))
}
