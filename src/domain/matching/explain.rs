//! Why a chamber got no firm, and the smallest change that would help. A change is only stated when the run, solved again with it,
//! serves the chamber and everyone who was served before.

use super::facts::{ChamberFacts, FirmFacts};
use super::filter::{PairRemoval, removal};
use super::market::Market;
use super::outcome::Removed;
use super::request::{FirmLimits, PairWish, Parameters};
use super::score::Scale;
use super::seal::Run;
use crate::base::id::{ChamberId, FirmId};
use crate::domain::region::RegionCode;
use crate::text_enum;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

text_enum! {
    /// Why a chamber got no firm.
    pub enum UnmatchedReason {
        NoCandidate = "no_candidate", "没有可匹配的律所", "No firm passes the filters";
        WonByOthers = "won_by_others", "可匹配的律所均已由其他商会占满", "Its candidates went to others";
    }
}

text_enum! {
    /// One setting of one firm that would bring a chamber a firm.
    pub enum ChangeKind {
        RaiseLimit = "raise_limit", "提高律所承接上限", "Raise what the firm takes";
        AcceptAgain = "accept_again", "律所恢复承接", "Let the firm accept again";
        CrossRegion = "cross_region", "允许律所跨区域承接", "Let the firm work across regions";
    }
}

/// Why a chamber got no firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Unmatched {
    pub chamber_id: ChamberId,
    pub reason: UnmatchedReason,
    /// Firms that each filter removed for this chamber.
    pub removed: Vec<Removed>,
    /// Firms that no filter removed.
    pub candidates: u64,
    /// The smallest change found; none, when no single firm could help.
    pub change: Option<Change>,
}

/// A change of one firm with which the run would serve the chamber, and everyone it serves now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Change {
    pub kind: ChangeKind,
    pub firm_id: FirmId,
    pub firm_region: RegionCode,
    /// With `raise_limit`: what the firm would take in this run, and the capacity in the registry that allows it.
    pub most: Option<u32>,
    pub capacity: Option<i64>,
    /// The chamber must be pinned to the firm as well: others left over would win the new place.
    pub pin: bool,
}

/// Firms that are tried for each kind of change, the best first.
const TRIES: usize = 5;
/// Raises of a firm that are tried one by one, before one place is kept for the chamber.
const STEPS: u32 = 3;

/// A run with its draft laid out again, to ask many questions of.
pub struct Bench<'a> {
    run: &'a Run,
    market: Market,
    served: BTreeSet<ChamberId>,
    /// Chambers each firm got.
    load: BTreeMap<FirmId, u32>,
}

impl<'a> Bench<'a> {
    /// Lays the run out. Fails where its pins no longer pass the filters, which no stored run's do.
    pub fn of(run: &'a Run) -> crate::base::error::Result<Self> {
        let mut load: BTreeMap<FirmId, u32> = BTreeMap::new();
        for pair in &run.outcome.pairs {
            *load.entry(pair.firm_id).or_default() += 1;
        }
        let served = run.outcome.pairs.iter().map(|pair| pair.chamber_id).collect();
        Ok(Self { run, market: Market::of(&run.facts, &run.asked)?, served, load })
    }

    /// Why this chamber of the run got no firm; none when it got one, or is not in the run.
    pub fn unmatched(&self, id: ChamberId) -> Option<Unmatched> {
        let chamber = self.run.facts.chamber(id).filter(|_| !self.is_served(id))?;
        let mut removed: BTreeMap<PairRemoval, u64> = BTreeMap::new();
        let mut candidates = 0;
        for firm in &self.run.facts.firms {
            match self.removal(chamber, firm) {
                Some(filter) => *removed.entry(filter).or_default() += 1,
                None => candidates += 1,
            }
        }
        let reason = if candidates == 0 { UnmatchedReason::NoCandidate } else { UnmatchedReason::WonByOthers };
        let removed = removed.into_iter().map(|(filter, pairs)| Removed { filter, pairs }).collect();
        Some(Unmatched { chamber_id: id, reason, removed, candidates, change: self.change(chamber) })
    }

    /// Which filter stands between the two.
    pub fn removal(&self, chamber: &ChamberFacts, firm: &FirmFacts) -> Option<PairRemoval> {
        removal(&self.run.facts, &self.run.asked, chamber, firm, self.most(firm))
    }

    fn most(&self, firm: &FirmFacts) -> u32 {
        let given = self.run.asked.limits_of(firm.id).and_then(|limits| limits.most);
        given.unwrap_or(firm.room())
    }

    fn change(&self, chamber: &ChamberFacts) -> Option<Change> {
        let full = self.best(chamber, |firm| self.is_full(chamber, firm));
        self.raise_some(chamber, &full)
            .or_else(|| {
                let stopped = |firm: &FirmFacts| FirmFacts { accepting: true, ..firm.clone() };
                self.reopen(chamber, PairRemoval::NotAccepting, ChangeKind::AcceptAgain, stopped)
            })
            .or_else(|| {
                let roaming = |firm: &FirmFacts| FirmFacts { cross_region: true, ..firm.clone() };
                self.reopen(chamber, PairRemoval::OutOfArea, ChangeKind::CrossRegion, roaming)
            })
    }

    /// Whether nothing but want of room stands between them.
    fn is_full(&self, chamber: &ChamberFacts, firm: &FirmFacts) -> bool {
        let passes = removal(&self.run.facts, &self.run.asked, chamber, firm, u32::MAX).is_none();
        passes && self.load.get(&firm.id).copied().unwrap_or_default() >= self.most(firm)
    }

    /// The best firms of a kind in the eyes of both.
    fn best(&self, chamber: &ChamberFacts, is_such: impl Fn(&FirmFacts) -> bool) -> Vec<&'a FirmFacts> {
        let scale = Scale::of(&self.run.asked.weights);
        let mut firms: Vec<&FirmFacts> = self.run.facts.firms.iter().filter(|firm| is_such(firm)).collect();
        firms.sort_by_cached_key(|firm| {
            let (own, other) = scale.scores(&self.run.facts, chamber, firm);
            (Reverse(own + other), firm.id)
        });
        firms.truncate(TRIES);
        firms
    }

    fn raise(&self, chamber: &ChamberFacts, firm: &FirmFacts, by: u32) -> Option<Change> {
        let most = self.most(firm).saturating_add(by);
        let market = match self.market.with_most(firm.id, most) {
            Some(market) => market,
            None => Market::of(&self.run.facts, &self.with_most(firm.id, most)).ok()?,
        };
        self.helps(chamber.id, &market).then(|| raised(firm, most))
    }

    /// One place more, kept for the chamber.
    fn raise_for(&self, chamber: &ChamberFacts, firm: &FirmFacts) -> Option<Change> {
        let most = self.most(firm).saturating_add(1);
        let mut asked = self.with_most(firm.id, most);
        asked.pins.push(PairWish::to_try((chamber.id, firm.id)).ok()?);
        let market = Market::of(&self.run.facts, &asked).ok()?;
        self.helps(chamber.id, &market).then(|| Change { pin: true, ..raised(firm, most) })
    }

    fn with_most(&self, firm_id: FirmId, most: u32) -> Parameters {
        let mut asked = self.run.asked.clone();
        let place = asked.limits.binary_search_by_key(&firm_id, |one| one.firm_id);
        let least = asked.limits_of(firm_id).and_then(|limits| limits.least);
        let limits = FirmLimits { firm_id, least, most: Some(most) };
        match place.ok().and_then(|at| asked.limits.get_mut(at)) {
            Some(known) => *known = limits,
            None => asked.limits.insert(place.unwrap_or_else(|at| at), limits),
        }
        asked
    }

    /// The least raise of any of these firms. Whoever is left over calls for the same places, so that one more may go to another
    /// chamber: then a little more is tried, then one place that is kept, and at last as many as it takes for all who call.
    fn raise_some(&self, chamber: &ChamberFacts, full: &[&FirmFacts]) -> Option<Change> {
        let in_turn = (1..=STEPS).find_map(|by| full.iter().find_map(|firm| self.raise(chamber, firm, by)));
        let kept = || full.iter().find_map(|firm| self.raise_for(chamber, firm));
        in_turn.or_else(kept).or_else(|| full.iter().find_map(|firm| self.raise_by_halves(chamber, firm)))
    }

    fn raise_by_halves(&self, chamber: &ChamberFacts, firm: &FirmFacts) -> Option<Change> {
        let left_over = self.run.facts.chambers.iter().filter(|one| !self.is_served(one.id));
        let callers = left_over.filter(|one| self.is_full(one, firm)).count();
        let (mut low, mut high) = (STEPS, u32::try_from(callers).ok().filter(|callers| *callers > STEPS)?);
        let mut found = self.raise(chamber, firm, high)?;
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match self.raise(chamber, firm, middle) {
                Some(change) => (high, found) = (middle, change),
                None => low = middle,
            }
        }
        Some(found)
    }

    /// A firm that only this filter removes, changed so that it no longer does.
    fn reopen(
        &self,
        chamber: &ChamberFacts,
        filter: PairRemoval,
        kind: ChangeKind,
        changed: impl Fn(&FirmFacts) -> FirmFacts,
    ) -> Option<Change> {
        let (facts, asked) = (&self.run.facts, &self.run.asked);
        let only_this = |firm: &FirmFacts| {
            removal(facts, asked, chamber, firm, u32::MAX) == Some(filter)
                && removal(facts, asked, chamber, &changed(firm), self.most(firm)).is_none()
        };
        let helps = |firm: &&&FirmFacts| {
            let mut facts = facts.clone();
            let place = facts.firms.iter_mut().find(|one| one.id == firm.id);
            place.is_some_and(|place| {
                *place = changed(place);
                true
            }) && Market::of(&facts, asked).is_ok_and(|market| self.helps(chamber.id, &market))
        };
        let tried = self.best(chamber, only_this);
        let firm = tried.iter().find(helps)?;
        Some(Change { kind, firm_id: firm.id, firm_region: firm.region, most: None, capacity: None, pin: false })
    }

    /// Solved again: the chamber is served, and so is everyone who was.
    fn helps(&self, chamber: ChamberId, market: &Market) -> bool {
        let Ok(solution) = market.solve(self.run.asked.policy.solver()) else { return false };
        let served: BTreeSet<ChamberId> = market.pairs(&solution.firms).map(|pair| pair.0).collect();
        served.contains(&chamber) && served.is_superset(&self.served)
    }

    /// Whether the run gave the chamber a firm.
    pub fn is_served(&self, chamber: ChamberId) -> bool {
        self.served.contains(&chamber)
    }

    /// The run that is asked about.
    pub fn run(&self) -> &'a Run {
        self.run
    }

    /// Its draft.
    pub fn market(&self) -> &Market {
        &self.market
    }
}

fn raised(firm: &FirmFacts, most: u32) -> Change {
    let capacity = Some(firm.load.saturating_add(most.into()));
    let (kind, firm_id, firm_region) = (ChangeKind::RaiseLimit, firm.id, firm.region);
    Change { kind, firm_id, firm_region, most: Some(most), capacity, pin: false }
}
