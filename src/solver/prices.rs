//! Exact prices for an assignment, from nearly exact ones. An assignment has the highest total exactly when whole prices exist at
//! which every buyer is where it gains most, and every seller with empty seats asks nothing for them: the dual of the transportation
//! problem (Kantorovich; Ahuja, Magnanti, Orlin, "Network Flows", 1993, 9.3 and 12). They are shortest distances between sellers, where
//! moving a buyer from one to another costs the worth that is lost; found by label correcting (Bellman-Ford with a queue, 5.4).
#![allow(clippy::indexing_slicing, reason = "hot loops over indexes that `Instance` has checked")]

use super::auction::Auction;
use super::instance::NONE;

/// Prices that prove the assignment; `None` if it is not yet the best. `last`: it is known to be the best, take all the time needed.
pub fn exact(auction: &Auction, last: bool) -> Option<Vec<i64>> {
    let market = auction.market;
    // Rounded up and one more: the greatest exact prices below these are looked for, and lowering them is cheap.
    let start = |seller: u32| {
        let price = auction.price[seller as usize].div_euclid(auction.unit) + 2;
        let open = auction.load[seller as usize] < market.seats[seller as usize];
        if open { 0 } else { price }
    };
    let mut price: Vec<i64> = (0..market.sellers()).map(start).collect();
    let sold = |buyer: usize| market.offers[auction.taken[buyer] as usize];
    for buyer in 0..auction.taken.len() {
        if auction.taken[buyer] != NONE && market.may_stay[buyer] {
            let offer = sold(buyer);
            let price = &mut price[offer.seller as usize];
            *price = (*price).min(i64::from(offer.worth));
        }
    }
    let mut queued = vec![true; price.len()];
    let mut queue: std::collections::VecDeque<u32> = (0..market.sellers()).collect();
    let mut patience = 12 * price.len() + 1000;
    while let Some(seller) = queue.pop_front() {
        queued[seller as usize] = false;
        if !last {
            patience = patience.checked_sub(1)?;
        }
        let here = price[seller as usize];
        for &(buyer, worth, offer) in auction.asks(seller) {
            let taken = auction.taken[buyer as usize];
            if taken == NONE || taken == offer {
                // Who stays away must not gain here.
                if taken == NONE && i64::from(worth) > here {
                    return None;
                }
                continue;
            }
            let from = sold(buyer as usize);
            let least = here + i64::from(from.worth) - i64::from(worth);
            let there = &mut price[from.seller as usize];
            if least < *there {
                if least < 0 && !market.must_fill[from.seller as usize] {
                    return None;
                }
                *there = least;
                if !std::mem::replace(&mut queued[from.seller as usize], true) {
                    queue.push_back(from.seller);
                }
            }
        }
    }
    Some(price)
}
