//! How many chambers can be served at all, and within which bounds: maximum matching by layers of shortest augmenting paths
//! (Hopcroft and Karp, SIAM J. Comput. 2, 1973), with room for several chambers at a firm. No scores here.
//!
//! Filling all firms up to 1, then 2, then 3 … spreads the load as evenly as possible: the sets of chambers and places that can
//! be matched form a matroid, and the greedy rule of matroids takes cheaper places first (Edmonds 1971; for loads: Harvey,
//! Ladner, Lovász, Tamir, "Semi-matchings", J. Algorithms 59, 2006). An augmenting path never lowers the load of a firm.
#![allow(clippy::indexing_slicing, reason = "hot loops over indexes that `Instance` has checked")]

use super::instance::{Instance, NONE};

/// The level of a firm that is full in every result of this kind, with chambers left over that want in.
pub const FULL: u32 = u32::MAX;

/// A growing matching over the edges whose chamber score is at least `floor`.
pub struct Cover<'a> {
    instance: &'a Instance,
    floor: i32,
    /// The firm of each chamber, or `NONE`.
    pub firm: Vec<u32>,
    pub load: Vec<u32>,
    /// The chambers of firm `f` stand in `slots[first[f]..first[f] + load[f]]`.
    first: Vec<u32>,
    slots: Vec<u32>,
    search: Search,
}

/// Working memory of one layered search.
#[derive(Default)]
struct Search {
    /// Layer of each firm, or `NONE`.
    depth: Vec<u32>,
    queue: Vec<u32>,
    /// Next edge of a chamber, next member of a firm to be tried.
    edge: Vec<u32>,
    member: Vec<u32>,
    /// A path: a chamber, and the slot it would leave to the one before it.
    path: Vec<(u32, u32)>,
}

impl<'a> Cover<'a> {
    /// A matching that meets the minimum loads as far as they can be met; `short` tells.
    pub fn minimum(instance: &'a Instance, floor: i32) -> Self {
        let mut first = Vec::with_capacity(instance.firms as usize + 1);
        let mut places = 0;
        for room in &instance.most {
            first.push(places);
            places += room;
        }
        let (chambers, firms) = (instance.chambers as usize, instance.firms as usize);
        let search =
            Search { depth: vec![NONE; firms], edge: vec![0; chambers], member: vec![0; firms], ..Search::default() };
        let (firm, load, slots) = (vec![NONE; chambers], vec![0; firms], vec![NONE; places as usize]);
        let mut cover = Self { instance, floor, firm, load, first, slots, search };
        if instance.least.iter().any(|&least| least > 0) {
            cover.raise(&instance.least);
        }
        cover
    }

    /// The fullest matching over the edges of at least this chamber score, begun from what this one keeps of its pairs.
    pub fn fill_above(&self, floor: i32) -> Self {
        let mut cover = Self::minimum(self.instance, floor);
        if cover.short().is_some() {
            return cover;
        }
        // Minimum loads want a beginning of their own.
        if cover.served() == 0 {
            for chamber in 0..self.instance.chambers {
                let firm = self.firm[chamber as usize];
                if firm != NONE && cover.admits(chamber, firm) {
                    cover.slots[(cover.first[firm as usize] + cover.load[firm as usize]) as usize] = chamber;
                    cover.load[firm as usize] += 1;
                    cover.firm[chamber as usize] = firm;
                }
            }
        }
        cover.fill();
        cover
    }

    /// The first firm below its minimum load.
    pub fn short(&self) -> Option<u32> {
        (0..self.instance.firms).find(|&f| self.load[f as usize] < self.instance.least[f as usize])
    }

    /// As many chambers as possible.
    pub fn fill(&mut self) {
        self.raise(&self.instance.most);
    }

    /// As many chambers as possible, on loads as even as possible.
    pub fn fill_evenly(&mut self) {
        let instance = self.instance;
        let (mut level, highest) =
            (0, (0..instance.firms as usize).map(|f| instance.taken[f] + instance.most[f]).max());
        while level < highest.unwrap_or(0) {
            level += 1;
            let room = |f: usize| level.saturating_sub(instance.taken[f]).clamp(instance.least[f], instance.most[f]);
            let rooms: Vec<u32> = (0..instance.firms as usize).map(room).collect();
            self.raise(&rooms);
            if self.firm.iter().zip(0..).all(|(&firm, chamber)| firm != NONE || instance.of(chamber).is_empty()) {
                break;
            }
        }
    }

    /// Chambers served, without the pinned ones.
    pub fn served(&self) -> usize {
        self.firm.iter().filter(|&&firm| firm != NONE).count()
    }

    /// Adds chambers until no more fit within these rooms.
    fn raise(&mut self, rooms: &[u32]) {
        while let Some(last) = self.layers(rooms) {
            self.search.edge.fill(0);
            self.search.member.fill(0);
            for chamber in 0..self.instance.chambers {
                if self.firm[chamber as usize] == NONE {
                    self.augment(chamber, last, rooms);
                }
            }
        }
    }

    /// Numbers the firms by their distance from the chambers without one, up to the first layer with room, which it returns.
    fn layers(&mut self, rooms: &[u32]) -> Option<u32> {
        let Search { depth, queue, .. } = &mut self.search;
        depth.fill(NONE);
        queue.clear();
        queue.extend((0..self.instance.chambers).filter(|&chamber| self.firm[chamber as usize] == NONE));
        let (mut at, mut layer, mut end, mut found) = (0, 0, queue.len(), false);
        while at < queue.len() {
            for edge in self.instance.of(queue[at]) {
                let f = edge.firm as usize;
                if depth[f] != NONE || edge.chamber_score < self.floor {
                    continue;
                }
                depth[f] = layer;
                found |= self.load[f] < rooms[f];
                let first = self.first[f] as usize;
                queue.extend_from_slice(&self.slots[first..first + self.load[f] as usize]);
            }
            at += 1;
            if at == end {
                if found {
                    return Some(layer);
                }
                (layer, end) = (layer + 1, queue.len());
            }
        }
        None
    }

    /// One path from this chamber through the layers, depth first without recursion; applied when it ends at a firm with room.
    fn augment(&mut self, chamber: u32, last: u32, rooms: &[u32]) {
        let Self { instance, floor, firm, load, first, slots, search } = self;
        let Search { depth, edge, member, path, .. } = search;
        path.clear();
        path.push((chamber, NONE));
        let mut layer = 0;
        while let Some(&(top, _)) = path.last() {
            let Some(next) = instance.of(top).get(edge[top as usize] as usize) else {
                path.pop();
                layer -= u32::from(layer > 0);
                continue;
            };
            let f = next.firm as usize;
            if depth[f] == layer && next.chamber_score >= *floor {
                if layer == last && load[f] < rooms[f] {
                    break;
                }
                if layer < last && member[f] < load[f] {
                    let slot = first[f] + member[f];
                    member[f] += 1;
                    path.push((slots[slot as usize], slot));
                    layer += 1;
                    continue;
                }
            }
            edge[top as usize] += 1;
        }
        let Some(&(top, _)) = path.last() else { return };
        let end = instance.of(top)[edge[top as usize] as usize].firm;
        let mut slot = first[end as usize] + load[end as usize];
        load[end as usize] += 1;
        let mut to = end;
        while let Some((moved, left)) = path.pop() {
            let from = firm[moved as usize];
            slots[slot as usize] = moved;
            firm[moved as usize] = to;
            (slot, to) = (left, from);
        }
    }

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
        let (start, lists) = instance.chambers_by_firm();
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
                for &chamber in &lists[start[f as usize] as usize..start[f as usize + 1] as usize] {
                    let from = self.firm[chamber as usize];
                    if from == NONE || done[from as usize] || !self.admits(chamber, f) {
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
        let (start, lists) = instance.chambers_by_firm();
        let mut price = vec![0; instance.firms as usize];
        let mut queue: Vec<u32> =
            (0..instance.firms).filter(|&f| self.load[f as usize] < instance.least[f as usize]).collect();
        let reward = -1 - i64::from(instance.chambers);
        queue.iter().for_each(|&f| price[f as usize] = reward);
        while let Some(f) = queue.pop() {
            for &chamber in &lists[start[f as usize] as usize..start[f as usize + 1] as usize] {
                let from = self.firm[chamber as usize];
                if from != NONE && price[from as usize] == 0 && self.admits(chamber, f) {
                    price[from as usize] = reward;
                    queue.push(from);
                }
            }
        }
        price
    }

    fn admits(&self, chamber: u32, firm: u32) -> bool {
        self.floor <= 0 || self.instance.edge(chamber, firm).is_some_and(|edge| edge.chamber_score >= self.floor)
    }
}
