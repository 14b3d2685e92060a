//! The assignment of the highest total worth, by auction: buyers bid for the seller that leaves them most, sellers with empty seats
//! lower their price until somebody comes, and the least raise of a bid shrinks from round to round.
//! (Bertsekas, "A new algorithm for the assignment problem", Math. Programming 21, 1981; many equal seats: Bertsekas and Castañon,
//! "The auction algorithm for the transportation problem", Ann. Oper. Res. 20, 1989; empty seats by the reverse auction: the same,
//! "A forward/reverse auction algorithm for asymmetric assignment problems", Comput. Optim. Appl. 1, 1992.)
//!
//! After a round with least raise ε no buyer could do better by more than ε. So the total is within (buyers · ε) of the optimum; worths
//! are multiplied by `unit` > 2 · buyers, whence ε = 1 is exact. `prices.rs` mostly finds the exact prices, which prove it, long before.
#![allow(clippy::indexing_slicing, reason = "hot loops over indexes that `Instance` has checked")]

use super::heap::{rise, sink};
use super::instance::NONE;
use super::market::Market;
use super::prices;

/// Below any profit, far from overflow.
const NOTHING: i64 = i64::MIN / 4;

/// The offer each buyer took, or `NONE`, and the exact price of each seller in whole worths.
pub struct Outcome {
    pub taken: Vec<u32>,
    pub prices: Vec<i64>,
}

pub struct Auction<'a> {
    pub market: &'a Market,
    /// What one worth counts in prices.
    pub unit: i64,
    pub taken: Vec<u32>,
    pub price: Vec<i64>,
    pub load: Vec<u32>,
    profit: Vec<i64>,
    /// The takers of seller `s` are `seats[first[s]..first[s] + load[s]]` with their bids; while buyers bid, a heap with the lowest on top.
    first: Vec<u32>,
    seats: Vec<(i64, u32)>,
    /// For each seller who may come: the buyer, the worth, the offer.
    asked_from: Vec<u32>,
    asks: Vec<(u32, i32, u32)>,
    waiting: Vec<u32>,
}

/// Solves the market. Every buyer who must not stay, and every seat that must be taken, needs an assignment that satisfies all of them.
/// `None` if the result could not be proved, which is a fault of this file.
pub fn solve(market: &Market) -> Option<Outcome> {
    let mut auction = Auction::new(market);
    let highest = market.offers.iter().map(|offer| i64::from(offer.worth)).max().unwrap_or(0).max(1);
    let mut raise = (highest * auction.unit / 12).max(1);
    loop {
        auction.buyers_bid(raise);
        auction.sellers_ask(raise);
        if (raise * 4 < auction.unit || raise == 1)
            && let Some(prices) = prices::exact(&auction, raise == 1)
        {
            return Some(Outcome { taken: auction.taken, prices });
        }
        if raise == 1 {
            return None;
        }
        raise = (raise / 6).max(1);
    }
}

impl<'a> Auction<'a> {
    fn new(market: &'a Market) -> Self {
        let (buyers, sellers) = (market.buyers(), market.sellers() as usize);
        let mut first = vec![0];
        let mut asked_from = vec![0_u32; sellers + 1];
        market.offers.iter().for_each(|offer| asked_from[offer.seller as usize + 1] += 1);
        for (seller, &seats) in market.seats.iter().enumerate() {
            first.push(first[seller] + seats);
            asked_from[seller + 1] += asked_from[seller];
        }
        let mut next = asked_from.clone();
        let mut asks = vec![(NONE, 0, NONE); market.offers.len()];
        for buyer in 0..buyers {
            for (offer, at) in market.of(buyer).iter().zip(market.start[buyer as usize]..) {
                asks[next[offer.seller as usize] as usize] = (buyer, offer.worth, at);
                next[offer.seller as usize] += 1;
            }
        }
        Self {
            market,
            unit: 2 * (i64::from(buyers) + 1),
            taken: vec![NONE; buyers as usize],
            price: vec![0; sellers],
            load: vec![0; sellers],
            profit: vec![0; buyers as usize],
            seats: vec![(0, NONE); first[sellers] as usize],
            first,
            asked_from,
            asks,
            waiting: Vec::new(),
        }
    }

    /// From empty seats: each buyer in turn takes the seat that leaves most, at the price at which the next best would do as well.
    fn buyers_bid(&mut self, raise: i64) {
        self.load.fill(0);
        for first in 0..self.market.buyers() {
            let mut waiting = Some(first);
            while let Some(buyer) = waiting {
                waiting = self.bid(buyer, raise);
            }
        }
        for (profit, &taken) in self.profit.iter_mut().zip(&self.taken) {
            *profit = match taken {
                NONE => 0,
                offer => {
                    worth(self.market, offer, self.unit)
                        - self.price[self.market.offers[offer as usize].seller as usize]
                }
            };
        }
    }

    /// One bid; returns the buyer who lost a seat to it.
    fn bid(&mut self, buyer: u32, raise: i64) -> Option<u32> {
        let market = self.market;
        let b = buyer as usize;
        let (mut best, mut second, mut at) = (NOTHING, NOTHING, NONE);
        if market.may_stay[b] {
            best = 0;
        }
        for (offer, index) in market.of(buyer).iter().zip(market.start[b]..) {
            // Wrapping, for speed: `Instance` bounds scores and sizes so that nothing comes near 63 bits.
            let gain = i64::from(offer.worth).wrapping_mul(self.unit).wrapping_sub(self.price[offer.seller as usize]);
            if gain > second {
                if gain > best {
                    (second, best, at) = (best, gain, index);
                } else {
                    second = gain;
                }
            }
        }
        self.taken[b] = at;
        if at == NONE {
            return None;
        }
        let s = market.offers[at as usize].seller as usize;
        // Who has one choice only would pay anything; a raise of the whole worth lets all others know.
        let own = worth(market, at, self.unit);
        let bid = if second == NOTHING { self.price[s] + own + raise } else { own - second + raise };
        let first = self.first[s] as usize;
        let seats = &mut self.seats[first..self.first[s + 1] as usize];
        let load = self.load[s] as usize;
        let lost = if load < seats.len() {
            seats[load] = (bid, buyer);
            rise(&mut seats[..=load]);
            self.load[s] += 1;
            None
        } else {
            let lost = std::mem::replace(&mut seats[0], (bid, buyer)).1;
            sink(seats);
            Some(lost)
        };
        if self.load[s] as usize == seats.len() {
            self.price[s] = self.price[s].max(seats[0].0);
        }
        lost
    }

    /// Sellers with empty seats lower their price to what the second keenest buyer would pay, and take the keenest.
    fn sellers_ask(&mut self, raise: i64) {
        self.waiting = (0..self.market.sellers()).rev().filter(|&seller| self.wants(seller as usize)).collect();
        while let Some(seller) = self.waiting.pop() {
            while self.wants(seller as usize) {
                self.ask(seller as usize, raise);
            }
        }
    }

    /// Has empty seats that must be taken, or that cost something though nobody takes them.
    fn wants(&self, seller: usize) -> bool {
        self.load[seller] < self.market.seats[seller] && (self.market.must_fill[seller] || self.price[seller] > 0)
    }

    fn ask(&mut self, seller: usize, raise: i64) {
        let (mut best, mut second, mut who, mut via) = (NOTHING, NOTHING, NONE, NONE);
        for &(buyer, worth, offer) in &self.asks[self.asked_from[seller] as usize..self.asked_from[seller + 1] as usize]
        {
            let pays = i64::from(worth).wrapping_mul(self.unit).wrapping_sub(self.profit[buyer as usize]);
            if pays > second && self.taken[buyer as usize] != offer {
                if pays > best {
                    (second, best, who, via) = (best, pays, buyer, offer);
                } else {
                    second = pays;
                }
            }
        }
        let floor = if self.market.must_fill[seller] { NOTHING } else { 0 };
        let mut price = floor;
        if who != NONE && best >= floor + raise {
            // The only buyer left for a seat that must be taken gets it at any price.
            price = if second == NOTHING && floor == NOTHING { best - raise } else { floor.max(second - raise) };
            self.leave(who);
            self.taken[who as usize] = via;
            self.seats[(self.first[seller] + self.load[seller]) as usize] = (0, who);
            self.load[seller] += 1;
        }
        self.price[seller] = price.min(self.price[seller]);
        let first = self.first[seller] as usize;
        for &(_, buyer) in &self.seats[first..first + self.load[seller] as usize] {
            self.profit[buyer as usize] =
                worth(self.market, self.taken[buyer as usize], self.unit) - self.price[seller];
        }
    }

    /// Takes a buyer out of the seat it has, if any; its seller may now want another.
    fn leave(&mut self, buyer: u32) {
        let taken = self.taken[buyer as usize];
        if taken == NONE {
            return;
        }
        let from = self.market.offers[taken as usize].seller;
        let (first, load) = (self.first[from as usize] as usize, self.load[from as usize] as usize);
        if let Some(at) = (first..first + load).find(|&at| self.seats[at].1 == buyer) {
            self.seats.swap(at, first + load - 1);
            self.load[from as usize] -= 1;
        }
        if self.wants(from as usize) {
            self.waiting.push(from);
        }
    }

    /// For each seller, the buyers who might come and at which worth.
    pub fn asks(&self, seller: u32) -> &[(u32, i32, u32)] {
        &self.asks[self.asked_from[seller as usize] as usize..self.asked_from[seller as usize + 1] as usize]
    }
}

fn worth(market: &Market, offer: u32, unit: i64) -> i64 {
    i64::from(market.offers[offer as usize].worth) * unit
}
