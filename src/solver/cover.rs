//! How many chambers can be served at all, and within which bounds: maximum matching by layers of shortest augmenting paths
//! (Hopcroft and Karp, SIAM J. Comput. 2, 1973), with room for several chambers at a firm. No scores here.
//!
//! Filling all firms up to 1, then 2, then 3 … spreads the load as evenly as possible: the sets of chambers and places that can
//! be matched form a matroid, and the greedy rule of matroids takes cheaper places first (Edmonds 1971; for loads: Harvey,
//! Ladner, Lovász, Tamir, "Semi-matchings", J. Algorithms 59, 2006). An augmenting path never lowers the load of a firm.
#![allow(clippy::indexing_slicing, reason = "hot loops over indexes that `Instance` has checked")]

use super::callers::Callers;
use super::instance::{Instance, NONE};

/// A growing matching over the edges whose chamber score is at least `floor`.
pub struct Cover<'a> {
    pub(super) instance: &'a Instance,
    pub(super) callers: &'a Callers,
    pub(super) floor: i32,
    /// The firm of each chamber, or `NONE`.
    pub firm: Vec<u32>,
    pub load: Vec<u32>,
    /// Chambers that have an edge and no firm.
    left: usize,
    /// How far each firm has looked for chambers without a firm: who has one never loses it.
    looked: Vec<u32>,
    /// Firms that can get nobody more, whatever room they are given.
    done: Vec<bool>,
    search: Search,
}

/// Working memory of one layered search.
#[derive(Default)]
struct Search {
    /// Layer of each firm, or `NONE`.
    depth: Vec<u32>,
    queue: Vec<u32>,
    /// The next caller of a firm to be tried.
    caller: Vec<u32>,
    path: Vec<u32>,
}

impl<'a> Cover<'a> {
    /// A matching that meets the minimum loads as far as they can be met; `short` tells.
    pub fn minimum(instance: &'a Instance, callers: &'a Callers, floor: i32) -> Self {
        let (chambers, firms) = (instance.chambers as usize, instance.firms as usize);
        let mut cover = Self {
            instance,
            callers,
            floor,
            firm: vec![NONE; chambers],
            load: vec![0; firms],
            left: (0..instance.chambers).filter(|&chamber| !instance.of(chamber).is_empty()).count(),
            looked: vec![0; firms],
            done: vec![false; firms],
            search: Search { depth: vec![NONE; firms], caller: vec![0; firms], ..Search::default() },
        };
        if instance.least.iter().any(|&least| least > 0) {
            cover.raise(&instance.least);
        }
        cover
    }

    /// The fullest matching over the edges of at least this chamber score, begun from what this one keeps of its pairs.
    pub fn fill_above(&self, floor: i32) -> Self {
        let mut cover = Self::minimum(self.instance, self.callers, floor);
        if cover.short().is_some() {
            return cover;
        }
        // Minimum loads want a beginning of their own.
        if cover.served() == 0 {
            for chamber in 0..self.instance.chambers {
                let firm = self.firm[chamber as usize];
                if firm != NONE && cover.admits(chamber, firm) {
                    cover.take(firm, chamber);
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
            if self.left == 0 {
                break;
            }
        }
    }

    /// Chambers served, without the pinned ones.
    pub fn served(&self) -> usize {
        self.firm.iter().filter(|&&firm| firm != NONE).count()
    }

    /// Every chamber that has an edge is served.
    pub fn serves_all(&self) -> bool {
        self.left == 0
    }

    /// Adds chambers until no more fit within these rooms.
    fn raise(&mut self, rooms: &[u32]) {
        for firm in 0..self.instance.firms {
            while self.left > 0 && self.load[firm as usize] < rooms[firm as usize] {
                let Some(chamber) = self.waiting(firm) else { break };
                self.take(firm, chamber);
            }
        }
        while self.left > 0
            && let Some(last) = self.layers(rooms)
        {
            self.search.caller.fill(0);
            for firm in 0..self.instance.firms {
                while self.search.depth[firm as usize] == 0
                    && self.load[firm as usize] < rooms[firm as usize]
                    && self.augment(firm, last)
                {}
            }
        }
    }

    /// The first caller of a firm that has none yet.
    fn waiting(&mut self, firm: u32) -> Option<u32> {
        let looked = &mut self.looked[firm as usize];
        for &(chamber, score) in self.callers.of(firm).get(*looked as usize..)? {
            if self.firm[chamber as usize] == NONE && score >= self.floor {
                return Some(chamber);
            }
            *looked += 1;
        }
        None
    }

    fn take(&mut self, firm: u32, chamber: u32) {
        self.firm[chamber as usize] = firm;
        self.load[firm as usize] += 1;
        self.left -= 1;
    }

    /// Numbers the firms by their distance from those with room, where one firm is next to another whose chamber it could have, up to
    /// the first layer that has a chamber without a firm. If there is none, all that were reached are done.
    fn layers(&mut self, rooms: &[u32]) -> Option<u32> {
        self.search.depth.fill(NONE);
        let mut queue = std::mem::take(&mut self.search.queue);
        queue.clear();
        let open = |f: &u32| self.load[*f as usize] < rooms[*f as usize] && !self.done[*f as usize];
        queue.extend((0..self.instance.firms).filter(open));
        queue.iter().for_each(|&firm| self.search.depth[firm as usize] = 0);
        let (mut at, mut layer, mut end, mut found) = (0, 0, queue.len(), None);
        while at < queue.len() {
            let firm = queue[at];
            if self.waiting(firm).is_some() {
                found = Some(layer);
            } else if found.is_none() {
                for &(chamber, score) in self.callers.of(firm) {
                    let from = self.firm[chamber as usize];
                    if score >= self.floor && from != NONE && self.search.depth[from as usize] == NONE {
                        self.search.depth[from as usize] = layer + 1;
                        queue.push(from);
                    }
                }
            }
            at += 1;
            if at == end {
                if found.is_some() {
                    break;
                }
                (layer, end) = (layer + 1, queue.len());
            }
        }
        if found.is_none() {
            queue.iter().for_each(|&firm| self.done[firm as usize] = true);
        }
        self.search.queue = queue;
        found
    }

    /// One path from this firm through the layers, depth first without recursion; applied when it ends at a chamber without a firm.
    fn augment(&mut self, firm: u32, last: u32) -> bool {
        let mut path = std::mem::take(&mut self.search.path);
        path.clear();
        path.push(firm);
        let mut layer = 0;
        let mut end = None;
        while let Some(&top) = path.last() {
            if layer == last {
                end = self.waiting(top);
                if end.is_some() {
                    break;
                }
            } else if let Some(&(chamber, score)) = self.callers.of(top).get(self.search.caller[top as usize] as usize)
            {
                let from = self.firm[chamber as usize];
                if score >= self.floor && from != NONE && self.search.depth[from as usize] == layer + 1 {
                    path.push(from);
                    layer += 1;
                } else {
                    self.search.caller[top as usize] += 1;
                }
                continue;
            }
            // A dead end: the one before it goes on to its next caller.
            path.pop();
            if let Some(&before) = path.last() {
                self.search.caller[before as usize] += 1;
                layer -= 1;
            }
        }
        let found = end.is_some();
        if let Some(mut chamber) = end {
            self.left -= 1;
            self.load[firm as usize] += 1;
            while let Some(to) = path.pop() {
                self.firm[chamber as usize] = to;
                if let Some(&before) = path.last() {
                    chamber = self.callers.of(before)[self.search.caller[before as usize] as usize].0;
                    self.search.caller[before as usize] += 1;
                }
            }
        }
        self.search.path = path;
        found
    }

    fn admits(&self, chamber: u32, firm: u32) -> bool {
        self.floor <= 0 || self.instance.edge(chamber, firm).is_some_and(|edge| edge.chamber_score >= self.floor)
    }
}
