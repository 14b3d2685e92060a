//! The weighted problem in the form the auction takes: buyers who want one seat each, and sellers with some seats of the same kind.
//! A firm with a minimum load is two sellers: one whose seats must all be taken, one whose seats may stay empty.
#![allow(clippy::indexing_slicing, reason = "hot loops over indexes that `Instance` has checked")]

use super::instance::{Edge, Instance, NONE};

/// What one buyer would gain from one seller.
#[derive(Clone, Copy)]
pub struct Offer {
    pub seller: u32,
    pub worth: i32,
}

#[derive(Default)]
pub struct Market {
    /// The offers of buyer `b` are `start[b]..start[b + 1]`.
    pub start: Vec<u32>,
    pub offers: Vec<Offer>,
    /// May this buyer go without?
    pub may_stay: Vec<bool>,
    pub seats: Vec<u32>,
    /// Must all seats of this seller be taken?
    pub must_fill: Vec<bool>,
    /// The firm of each seller, and the first seller of each firm.
    pub firm: Vec<u32>,
    first: Vec<u32>,
}

impl Market {
    /// Firms as sellers of between `rooms(f).0` and `rooms(f).1` seats; of the edges those that are allowed. A result within these
    /// bounds must exist: the auction would not end otherwise.
    pub fn new(
        instance: &Instance,
        rooms: impl Fn(u32) -> (u32, u32),
        allowed: impl Fn(u32, Edge) -> bool,
        may_stay: impl Fn(u32) -> bool,
    ) -> Self {
        let mut market = Self { start: vec![0], ..Self::default() };
        let mut sellers = 0;
        for firm in 0..instance.firms {
            let (least, most) = rooms(firm);
            market.first.push(sellers);
            let mut kinds =
                [(least, true), (most - least, false)].into_iter().filter(|(seats, _)| *seats > 0).peekable();
            // A firm without room is still a seller, so that it has a price.
            let none = kinds.peek().is_none().then_some((0, false));
            for (seats, must) in kinds.chain(none) {
                market.seats.push(seats);
                market.must_fill.push(must);
                market.firm.push(firm);
                sellers += 1;
            }
        }
        market.first.push(sellers);
        market.offers.reserve_exact(instance.edges().len());
        let mut offers = 0;
        for chamber in 0..instance.chambers {
            for edge in instance.of(chamber).iter().filter(|edge| allowed(chamber, **edge)) {
                for seller in market.first[edge.firm as usize]..market.first[edge.firm as usize + 1] {
                    if market.seats[seller as usize] > 0 {
                        market.offers.push(Offer { seller, worth: edge.worth() });
                        offers += 1;
                    }
                }
            }
            market.start.push(offers);
            let alone = market.start[chamber as usize] == offers;
            market.may_stay.push(alone || may_stay(chamber));
        }
        market
    }

    pub fn buyers(&self) -> u32 {
        // `new` pushed one start too many on purpose, and as many buyers as an `Instance` has.
        (0_u32..).zip(&self.may_stay).last().map_or(0, |(last, _)| last + 1)
    }

    pub fn sellers(&self) -> u32 {
        self.first.last().copied().unwrap_or(0)
    }

    pub fn of(&self, buyer: u32) -> &[Offer] {
        &self.offers[self.start[buyer as usize] as usize..self.start[buyer as usize + 1] as usize]
    }

    /// The firm of an offer by its index, or `NONE`.
    pub fn firm_of(&self, offer: u32) -> u32 {
        if offer == NONE { NONE } else { self.firm[self.offers[offer as usize].seller as usize] }
    }

    /// The price of each firm: that of its obligatory seats where it has some. With exact prices nobody is in a dearer seat of a
    /// firm while it has a cheaper one, so the two differ only when the others are all empty.
    pub fn by_firm(&self, prices: &[i64]) -> Vec<i64> {
        self.first.iter().take(self.first.len() - 1).map(|&seller| prices[seller as usize]).collect()
    }
}
