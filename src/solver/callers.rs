//! The edges as the firms see them: who may come to each.
#![allow(clippy::indexing_slicing, reason = "every index comes from `Instance`")]

use super::instance::{Instance, NONE};

/// For each firm the chambers that may come to it, with their score, by rising chamber.
pub struct Callers {
    start: Vec<u32>,
    list: Vec<(u32, i32)>,
}

impl Callers {
    pub fn new(instance: &Instance) -> Self {
        let mut start = vec![0_u32; instance.firms as usize + 1];
        instance.edges().iter().for_each(|edge| start[edge.firm as usize + 1] += 1);
        for firm in 0..instance.firms as usize {
            start[firm + 1] += start[firm];
        }
        let (mut next, mut list) = (start.clone(), vec![(NONE, 0); instance.edges().len()]);
        for chamber in 0..instance.chambers {
            for edge in instance.of(chamber) {
                let at = &mut next[edge.firm as usize];
                list[*at as usize] = (chamber, edge.chamber_score);
                *at += 1;
            }
        }
        Self { start, list }
    }

    pub fn of(&self, firm: u32) -> &[(u32, i32)] {
        &self.list[self.start[firm as usize] as usize..self.start[firm as usize + 1] as usize]
    }
}
