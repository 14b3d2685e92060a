//! From facts to the draft of the solver: filters, scores, the best candidates of each chamber, limits, pins and bans, by number.

use super::facts::{Facts, FirmFacts, Pair};
use super::filter::{PairRemoval, removal};
use super::request::{PairWish, Parameters};
use super::score::Scale;
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::id::{ChamberId, FirmId};
use crate::solver::instance::{Candidate, Draft, Limits, Unsolvable};
use crate::solver::{self, Policy, Solution};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Chambers times firms, at most: a larger region is matched in parts.
pub const MOST_PAIRS: usize = 20_000_000;

/// The draft, and whom its numbers stand for.
#[derive(Clone, Debug)]
pub struct Market {
    pub draft: Draft,
    pub chambers: Vec<ChamberId>,
    pub firms: Vec<FirmId>,
    /// Pairs that each filter removed.
    pub removed: BTreeMap<PairRemoval, u64>,
    /// Pairs that no filter removed, beyond the best of their chamber.
    pub not_kept: u64,
}

impl Market {
    /// Lays the facts out. A fault for each pin that a filter removed.
    pub fn of(facts: &Facts, asked: &Parameters) -> Result<Self> {
        if facts.chambers.len().saturating_mul(facts.firms.len()) > MOST_PAIRS {
            return Err(Error::field("region", Code::MatchTooLarge));
        }
        let mut market = Self {
            draft: Draft { chambers: number(facts.chambers.len()), ..Draft::default() },
            chambers: facts.chambers.iter().map(|chamber| chamber.id).collect(),
            firms: facts.firms.iter().map(|firm| firm.id).collect(),
            removed: PairRemoval::ALL.iter().map(|filter| (*filter, 0)).collect(),
            not_kept: 0,
        };
        market.draft.firms = facts.firms.iter().map(|firm| limits(firm, asked)).collect();
        market.take_candidates(facts, asked);
        market.draft.pins = asked.pins.iter().filter_map(|pin| market.numbers(pin.pair())).collect();
        market.draft.bans = asked.bans.iter().filter_map(|ban| market.numbers(ban.pair())).collect();
        market.set_aside(asked);
        check_pins(facts, asked)?;
        Ok(market)
    }

    /// The numbers of a pair in the draft.
    pub fn numbers(&self, (chamber, firm): Pair) -> Option<(u32, u32)> {
        let chamber = self.chambers.binary_search(&chamber).ok()?;
        Some((number(chamber), number(self.firms.binary_search(&firm).ok()?)))
    }

    /// The same market with another limit of a firm that has room already, so that no other candidates come of it.
    pub fn with_most(&self, firm: FirmId, most: u32) -> Option<Self> {
        let mut market = self.clone();
        let place = self.firms.binary_search(&firm).ok()?;
        let limits = market.draft.firms.get_mut(place).filter(|limits| limits.most > 0)?;
        limits.most = most;
        Some(market)
    }

    /// The pairs of a result, in the order of the chambers.
    pub fn pairs<'a>(&'a self, firms: &'a [Option<u32>]) -> impl Iterator<Item = Pair> + 'a {
        let pair = |(chamber, firm): (&ChamberId, &Option<u32>)| Some((*chamber, *self.firms.get((*firm)? as usize)?));
        self.chambers.iter().zip(firms).filter_map(pair)
    }

    /// Solves by a policy and checks the proof; what is wrong is told with ids.
    pub fn solve(&self, policy: Policy) -> Result<Solution> {
        let solution = solver::solve(&self.draft, policy).map_err(|cause| self.refused(cause))?;
        solver::check::check(&self.draft, policy, &solution)
            .map_err(|flaw| Error::internal(format!("a result is not proved: {flaw:?}")))?;
        Ok(solution)
    }

    fn take_candidates(&mut self, facts: &Facts, asked: &Parameters) {
        let scale = Scale::of(&asked.weights);
        let pinned: BTreeSet<Pair> = asked.pins.iter().map(PairWish::pair).collect();
        for (c, chamber) in (0..).zip(&facts.chambers) {
            let mut own = Vec::new();
            for (f, (firm, limits)) in (0..).zip(facts.firms.iter().zip(&self.draft.firms)) {
                if let Some(filter) = removal(facts, asked, chamber, firm, limits.most) {
                    *self.removed.entry(filter).or_default() += 1;
                    continue;
                }
                let (chamber_score, firm_score) = scale.scores(facts, chamber, firm);
                own.push(Candidate { chamber: c, firm: f, chamber_score, firm_score });
            }
            own.sort_by_key(|one| (Reverse(one.chamber_score + one.firm_score), one.firm));
            let (all, mut place) = (own.len(), 0);
            own.retain(|one| {
                place += 1;
                let firm = self.firms.get(one.firm as usize);
                place <= usize::from(asked.candidates) || firm.is_some_and(|firm| pinned.contains(&(chamber.id, *firm)))
            });
            self.not_kept += u64::from(number(all - own.len()));
            own.sort_by_key(|one| one.firm);
            self.draft.candidates.extend(own);
        }
    }

    /// A firm that nobody may be paired with takes no part: it is neither idle nor does it make loads uneven.
    fn set_aside(&mut self, asked: &Parameters) {
        let mut is_wanted = vec![false; self.firms.len()];
        for candidate in &self.draft.candidates {
            if let Some(is_wanted) = is_wanted.get_mut(candidate.firm as usize) {
                *is_wanted = true;
            }
        }
        // When nobody is, that is not for want of room.
        if self.draft.candidates.is_empty() {
            return;
        }
        for ((id, limits), is_wanted) in self.firms.iter().zip(&mut self.draft.firms).zip(is_wanted) {
            if !is_wanted && asked.limits_of(*id).is_none() {
                limits.most = 0;
            }
        }
    }

    /// What the solver refused, with ids.
    fn refused(&self, cause: Unsolvable) -> Error {
        let Some(code) = cause.code() else { return Error::internal("the solver found a result and no proof") };
        let (chamber, firm) = cause.about();
        let chamber = chamber.and_then(|number| self.chambers.get(number as usize));
        let firm = firm.and_then(|number| self.firms.get(number as usize));
        let field = match (cause, chamber, firm) {
            (Unsolvable::MinimumUnmet { .. } | Unsolvable::MinimumUnstable { .. }, _, Some(firm)) => {
                format!("limits.{firm}")
            }
            (Unsolvable::PinsOverRoom { .. }, _, Some(firm)) => format!("pins.{firm}"),
            (_, Some(chamber), _) => format!("chambers.{chamber}"),
            (_, _, Some(firm)) => format!("firms.{firm}"),
            _ => "region".to_owned(),
        };
        Error::field(field, code)
    }
}

/// The limits that were given, else the free room; a firm that is not accepting takes nobody.
fn limits(firm: &FirmFacts, asked: &Parameters) -> Limits {
    let given = asked.limits_of(firm.id);
    let room = if firm.accepting { firm.room() } else { 0 };
    let most = given.and_then(|given| given.most).unwrap_or(room);
    Limits { least: given.and_then(|given| given.least).unwrap_or_default(), most }
}

fn check_pins(facts: &Facts, asked: &Parameters) -> Result<()> {
    let mut faults = Faults::default();
    for (at, pin) in asked.pins.iter().enumerate() {
        let (Some(chamber), Some(firm)) = (facts.chamber(pin.chamber_id), facts.firm(pin.firm_id)) else { continue };
        if let Some(filter) = removal(facts, asked, chamber, firm, limits(firm, asked).most) {
            faults.add(format!("pins[{at}]"), filter.pin_code());
        }
    }
    faults.done()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
