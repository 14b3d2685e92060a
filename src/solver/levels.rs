//! What a fullest matching says about all matchings as full: dual prices without scores (Kőnig's theorem, and its form for loads).
#![allow(clippy::indexing_slicing, reason = "every index comes from `Instance`")]

use super::cover::Cover;
use super::instance::NONE;

/// The level of a firm that is full in every result of this kind, with chambers left over that want in.
pub const FULL: u32 = u32::MAX;

impl Cover<'_> {
    /// The level of each firm: what one place more would cost there or at any firm its chambers can be moved on to, where the
    /// `k`-th place of a firm costs `cost(k)`; `FULL` when no chamber more fits. These are dual prices: a matching is of this
    /// kind exactly when each chamber is at a lowest level among its firms and each firm holds the places cheaper than its level.
    pub fn levels(&self, cost: impl Fn(u32) -> u32) -> Vec<u32> {
        let instance = self.instance;
        let next = |f: usize| match self.load[f] < instance.most[f] {
            true => cost(instance.taken[f] + self.load[f] + 1),
            false => FULL,
        };
        let mut level: Vec<u32> = (0..instance.firms as usize).map(next).collect();
        let mut order: Vec<u32> = (0..instance.firms).filter(|&f| level[f as usize] != FULL).collect();
        order.sort_by_key(|&f| level[f as usize]);
        let mut done = vec![false; instance.firms as usize];
        let mut queue = Vec::new();
        // Lowest first: what it reaches against the moves has that level too, and is settled.
        for source in order {
            if std::mem::replace(&mut done[source as usize], true) {
                continue;
            }
            let height = level[source as usize];
            queue.push(source);
            while let Some(f) = queue.pop() {
                for &(chamber, score) in self.callers.of(f) {
                    let from = self.firm[chamber as usize];
                    if from == NONE || done[from as usize] || score < self.floor {
                        continue;
                    }
                    done[from as usize] = true;
                    level[from as usize] = height;
                    queue.push(from);
                }
            }
        }
        level
    }

    /// Prices of firms that prove that no matching over these edges serves more chambers than this one, or, where a firm is short,
    /// that none meets the minimum loads: then the firms that would have to share too few chambers pay for each.
    pub fn barrier(&self) -> Vec<i64> {
        if self.short().is_none() {
            return self.levels(|_| 0).iter().map(|&level| i64::from(level == FULL)).collect();
        }
        let instance = self.instance;
        let mut price = vec![0; instance.firms as usize];
        let mut queue: Vec<u32> =
            (0..instance.firms).filter(|&f| self.load[f as usize] < instance.least[f as usize]).collect();
        let reward = -1 - i64::from(instance.chambers);
        queue.iter().for_each(|&f| price[f as usize] = reward);
        while let Some(f) = queue.pop() {
            for &(chamber, score) in self.callers.of(f) {
                let from = self.firm[chamber as usize];
                if from != NONE && price[from as usize] == 0 && score >= self.floor {
                    price[from as usize] = reward;
                    queue.push(from);
                }
            }
        }
        price
    }
}
