//! What is to be matched: the draft as a caller states it, and the instance that was found sound, laid out for the algorithms.
#![allow(clippy::indexing_slicing, reason = "every index was checked when the draft was read")]

pub use super::unsolvable::Unsolvable;
use std::collections::BTreeSet;

/// No firm, no edge.
pub const NONE: u32 = u32::MAX;
/// A score above this is refused, so that no sum can leave 64 bits.
pub const HIGHEST_SCORE: i32 = 1_000_000;
/// Chambers and firms together.
pub const MOST_SIDES: usize = 2_000_000;

/// How many chambers one firm takes in this run: at least, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub least: u32,
    pub most: u32,
}

/// A pair that may come about, and what each side thinks of the other: more is better, 0 the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub chamber: u32,
    pub firm: u32,
    pub chamber_score: i32,
    pub firm_score: i32,
}

/// Everything a run depends on. Chambers and firms are numbers from 0 in the order of their ids: ties go to the lower one.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub chambers: u32,
    pub firms: Vec<Limits>,
    pub candidates: Vec<Candidate>,
    /// (chamber, firm) that must be a pair.
    pub pins: Vec<(u32, u32)>,
    /// (chamber, firm) that must not be one.
    pub bans: Vec<(u32, u32)>,
}

/// A candidate as its chamber sees it.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub firm: u32,
    pub chamber_score: i32,
    pub firm_score: i32,
}

impl Edge {
    pub fn worth(self) -> i32 {
        self.chamber_score.saturating_add(self.firm_score)
    }
}

/// A sound draft without its pins and bans: a pinned chamber has no edges left, and its firm that much less room.
#[derive(Debug)]
pub struct Instance {
    pub chambers: u32,
    pub firms: u32,
    /// The edges of chamber `c` are `start[c]..start[c + 1]`, by rising firm.
    start: Vec<u32>,
    edges: Vec<Edge>,
    /// Left to fill and room left beyond the pins; room never exceeds the number of candidates.
    pub least: Vec<u32>,
    pub most: Vec<u32>,
    /// Pinned chambers of each firm.
    pub taken: Vec<u32>,
    pub pins: Vec<(u32, u32)>,
}

impl Instance {
    /// Checks the draft and lays it out. Time: one pass, and a sort of the rows that are out of order.
    pub fn new(draft: &Draft) -> Result<Self, Unsolvable> {
        let firms = sound(draft)?;
        let (pins, taken) = pins(draft)?;
        let banned: BTreeSet<(u32, u32)> = draft.bans.iter().copied().collect();
        let mut pinned = vec![false; draft.chambers as usize];
        pins.iter().for_each(|(chamber, _)| pinned[*chamber as usize] = true);
        let room: Vec<bool> = draft.firms.iter().zip(&taken).map(|(limits, taken)| limits.most > *taken).collect();
        let (start, edges) = rows(draft, |c| {
            room[c.firm as usize]
                && !pinned[c.chamber as usize]
                && (banned.is_empty() || !banned.contains(&(c.chamber, c.firm)))
        })?;
        let mut degree = vec![0_u32; draft.firms.len()];
        edges.iter().for_each(|edge| degree[edge.firm as usize] += 1);
        let left = |limit: u32, firm: usize| limit.saturating_sub(taken[firm]);
        let least: Vec<u32> = draft.firms.iter().enumerate().map(|(f, limits)| left(limits.least, f)).collect();
        let most = draft.firms.iter().enumerate().map(|(f, limits)| left(limits.most, f).min(degree[f])).collect();
        if let Some(firm) = (0..firms).find(|&f| least[f as usize] > degree[f as usize]) {
            return Err(Unsolvable::MinimumUnmet { firm });
        }
        Ok(Self { chambers: draft.chambers, firms, start, edges, least, most, taken, pins })
    }

    /// The edges of a chamber.
    pub fn of(&self, chamber: u32) -> &[Edge] {
        &self.edges[self.start[chamber as usize] as usize..self.start[chamber as usize + 1] as usize]
    }

    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edge of a pair of which it is known that it is one.
    pub fn edge(&self, chamber: u32, firm: u32) -> Option<Edge> {
        let row = self.of(chamber);
        row.binary_search_by_key(&firm, |edge| edge.firm).ok().map(|at| row[at])
    }
}

/// The number of firms, when nothing in the draft is out of its bounds.
fn sound(draft: &Draft) -> Result<u32, Unsolvable> {
    if draft.chambers == 0 {
        return Err(Unsolvable::NoChambers);
    }
    if draft.firms.is_empty() {
        return Err(Unsolvable::NoFirms);
    }
    let too_many =
        draft.chambers as usize + draft.firms.len() > MOST_SIDES || draft.candidates.len() > NONE as usize / 4;
    let firms = u32::try_from(draft.firms.len()).ok().filter(|_| !too_many).ok_or(Unsolvable::TooLarge)?;
    if draft.firms.iter().all(|limits| limits.most == 0) {
        return Err(Unsolvable::NoRoom);
    }
    if let Some(firm) = (0..firms).find(|&f| draft.firms[f as usize].least > draft.firms[f as usize].most) {
        return Err(Unsolvable::LimitsCrossed { firm });
    }
    let known = |chamber, firm| match (chamber < draft.chambers, firm < firms) {
        (true, true) => Ok(()),
        (false, _) => Err(Unsolvable::UnknownChamber { chamber }),
        (_, false) => Err(Unsolvable::UnknownFirm { firm }),
    };
    draft.pins.iter().chain(&draft.bans).try_for_each(|&(chamber, firm)| known(chamber, firm))?;
    for &Candidate { chamber, firm, chamber_score, firm_score } in &draft.candidates {
        known(chamber, firm)?;
        if chamber_score < 0 || firm_score < 0 {
            return Err(Unsolvable::NegativeScore { chamber, firm });
        }
        if chamber_score > HIGHEST_SCORE || firm_score > HIGHEST_SCORE {
            return Err(Unsolvable::ScoreTooHigh { chamber, firm });
        }
    }
    Ok(firms)
}

/// Pinned pairs by chamber, and how many each firm has.
type Pins = (Vec<(u32, u32)>, Vec<u32>);

fn pins(draft: &Draft) -> Result<Pins, Unsolvable> {
    let mut pins = draft.pins.clone();
    pins.sort_unstable();
    let mut taken = vec![0_u32; draft.firms.len()];
    let candidates: BTreeSet<(u32, u32)> = match pins.is_empty() {
        true => BTreeSet::new(),
        false => draft.candidates.iter().map(|c| (c.chamber, c.firm)).collect(),
    };
    for (at, &(chamber, firm)) in pins.iter().enumerate() {
        if at > 0 && pins[at - 1].0 == chamber {
            return Err(Unsolvable::PinnedTwice { chamber });
        }
        if draft.bans.contains(&(chamber, firm)) {
            return Err(Unsolvable::PinBanned { chamber, firm });
        }
        if !candidates.contains(&(chamber, firm)) {
            return Err(Unsolvable::PinNotCandidate { chamber, firm });
        }
        taken[firm as usize] += 1;
        if taken[firm as usize] > draft.firms[firm as usize].most {
            return Err(Unsolvable::PinsOverRoom { firm });
        }
    }
    Ok((pins, taken))
}

/// The candidates that stay, as rows by chamber, each by rising firm.
fn rows(draft: &Draft, stays: impl Fn(&Candidate) -> bool) -> Result<(Vec<u32>, Vec<Edge>), Unsolvable> {
    let chambers = draft.chambers as usize;
    let mut start = vec![0_u32; chambers + 1];
    let staying = || draft.candidates.iter().filter(|candidate| stays(candidate));
    staying().for_each(|candidate| start[candidate.chamber as usize + 1] += 1);
    for chamber in 0..chambers {
        start[chamber + 1] += start[chamber];
    }
    let mut next = start.clone();
    let mut edges = vec![Edge { firm: NONE, chamber_score: 0, firm_score: 0 }; start[chambers] as usize];
    for &Candidate { chamber, firm, chamber_score, firm_score } in staying() {
        let at = &mut next[chamber as usize];
        edges[*at as usize] = Edge { firm, chamber_score, firm_score };
        *at += 1;
    }
    for chamber in 0..draft.chambers {
        let row = &mut edges[start[chamber as usize] as usize..start[chamber as usize + 1] as usize];
        // Most rows come in order already.
        if row.is_sorted_by(|one, next| one.firm < next.firm) {
            continue;
        }
        row.sort_unstable_by_key(|edge| edge.firm);
        if let Some(twice) = row.windows(2).find(|two| two[0].firm == two[1].firm) {
            return Err(Unsolvable::RepeatedCandidate { chamber, firm: twice[0].firm });
        }
    }
    Ok((start, edges))
}
