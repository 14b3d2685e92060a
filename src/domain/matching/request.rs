//! What is asked of a run: region, policy, weights, limits, pins and bans; and what of it is wrong by itself.

use super::facts::{Facts, Pair};
use super::weights::{Criterion, Weights};
use crate::base::code::Code;
use crate::base::config::Matching;
use crate::base::error::{Error, Faults, Result};
use crate::base::id::{ChamberId, FirmId, MatchingRunId};
use crate::domain::contact::Text;
use crate::domain::region::RegionCode;
use crate::solver::Policy;
use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

text_enum! {
    /// What a run should be good at.
    pub enum MatchingPolicy {
        Coverage = "coverage", "覆盖优先", "As many chambers served as possible, then the highest total";
        Total = "total", "总分最高", "The highest total score";
        Stable = "stable", "稳定匹配", "No chamber and firm that would rather have each other";
        Fairest = "fairest", "公平优先", "Coverage, then the worst-served, then even loads, then the total";
    }
}

impl MatchingPolicy {
    /// What the solver calls it.
    pub const fn solver(self) -> Policy {
        match self {
            Self::Coverage => Policy::Coverage,
            Self::Total => Policy::Total,
            Self::Stable => Policy::Stable,
            Self::Fairest => Policy::Fairest,
        }
    }
}

/// A run to be opened.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    /// The chambers of this area.
    pub region: RegionCode,
    pub policy: MatchingPolicy,
    /// Weights in place of those of the settings, 0 to 1000 each.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub weights: BTreeMap<Criterion, i64>,
    /// Candidates kept of each chamber, 1 to 1000; as the settings say when absent.
    pub candidates: Option<u16>,
    #[serde(default)]
    pub limits: Vec<FirmLimits>,
    /// Pairs that must come about.
    #[serde(default)]
    pub pins: Vec<PairWish>,
    /// Pairs that must not.
    #[serde(default)]
    pub bans: Vec<PairWish>,
    /// Only to see what would be: it is never published.
    #[serde(default)]
    pub what_if: bool,
    /// A published run: what it proposed and is not over stays, what was declined or lapsed is not proposed again.
    pub around: Option<MatchingRunId>,
}

impl NewRun {
    /// What a run was asked, to be asked again with something changed.
    pub fn again(asked: &Parameters) -> Self {
        let Parameters { region, policy, what_if, around, weights, candidates, limits, pins, bans } = asked.clone();
        let (weights, candidates) = (weights.all().clone(), Some(candidates));
        Self { region, policy, weights, candidates, limits, pins, bans, what_if, around }
    }

    /// Wishes for a pair: the chamber is pinned to nobody else, and the pair is not banned at the same time.
    pub fn pin(&mut self, wish: PairWish) {
        self.pins.retain(|pin| pin.chamber_id != wish.chamber_id);
        self.free(wish.pair());
        self.pins.push(wish);
    }

    /// Wishes that a pair does not come about.
    pub fn ban(&mut self, wish: PairWish) {
        self.free(wish.pair());
        self.bans.push(wish);
    }

    /// Wishes nothing of a pair.
    pub fn free(&mut self, pair: Pair) {
        self.pins.retain(|pin| pin.pair() != pair);
        self.bans.retain(|ban| ban.pair() != pair);
    }
}

/// How many chambers a firm takes in this run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirmLimits {
    pub firm_id: FirmId,
    /// At least; 0 when absent.
    pub least: Option<u32>,
    /// At most; its free room when absent.
    pub most: Option<u32>,
}

/// A pair that is wished for, or not, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairWish {
    pub chamber_id: ChamberId,
    pub firm_id: FirmId,
    pub reason: Text,
}

impl PairWish {
    /// A pin to see what it would bring; it is stored nowhere.
    pub fn to_try((chamber_id, firm_id): Pair) -> Result<Self> {
        let reason = Text::parse("试算 what if").map_err(|code| Error::field("reason", code))?;
        Ok(Self { chamber_id, firm_id, reason })
    }

    /// The two.
    pub fn pair(&self) -> Pair {
        (self.chamber_id, self.firm_id)
    }
}

/// What a run was asked, settings filled in; stored with it. Bans stand in the order of their pairs, limits in that of their firms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    pub region: RegionCode,
    pub policy: MatchingPolicy,
    pub what_if: bool,
    pub around: Option<MatchingRunId>,
    pub weights: Weights,
    pub candidates: u16,
    pub limits: Vec<FirmLimits>,
    pub pins: Vec<PairWish>,
    pub bans: Vec<PairWish>,
}

impl Parameters {
    /// What was asked, over the settings; all that is wrong with it by itself, or does not fit the facts. `refused` are pairs that a
    /// run before proposed in vain.
    pub fn of(new: NewRun, settings: &Matching, refused: Vec<PairWish>, facts: &Facts) -> Result<Self> {
        let mut faults = Faults::default();
        let weights = Weights::from(&settings.weights).with(&new.weights, &mut faults);
        let candidates = new.candidates.unwrap_or(settings.candidates);
        faults.check((1..=1000).contains(&candidates), "candidates", Code::OutOfRange);
        let NewRun { region, policy, what_if, around, mut limits, pins, mut bans, .. } = new;
        for (field, wishes) in [("pins", &pins), ("bans", &bans)] {
            for (at, wish) in wishes.iter().enumerate() {
                let is_chamber = facts.chamber(wish.chamber_id).is_some();
                faults.check(is_chamber, &format!("{field}[{at}].chamber_id"), Code::UnknownChamber);
                let is_firm = facts.firm(wish.firm_id).is_some();
                faults.check(is_firm, &format!("{field}[{at}].firm_id"), Code::UnknownFirm);
            }
        }
        let mut seen = BTreeSet::new();
        for (at, pin) in pins.iter().enumerate() {
            faults.check(seen.insert(pin.chamber_id), &format!("pins[{at}].chamber_id"), Code::PinnedTwice);
        }
        check_limits(&limits, what_if, facts, &mut faults);
        faults.done()?;
        bans.extend(refused.into_iter().filter(|ban| facts.chamber(ban.chamber_id).is_some()));
        bans.sort_by_key(PairWish::pair);
        bans.dedup_by_key(|ban| ban.pair());
        limits.sort_by_key(|one| one.firm_id);
        Ok(Self { region, policy, what_if, around, weights, candidates, limits, pins, bans })
    }

    /// The ban of a pair.
    pub fn ban(&self, pair: Pair) -> Option<&PairWish> {
        self.bans.binary_search_by_key(&pair, PairWish::pair).ok().and_then(|at| self.bans.get(at))
    }

    /// Whether a pair must come about.
    pub fn is_pinned(&self, pair: Pair) -> bool {
        self.pins.iter().any(|pin| pin.pair() == pair)
    }

    /// The limits given for a firm.
    pub fn limits_of(&self, firm: FirmId) -> Option<&FirmLimits> {
        self.limits.binary_search_by_key(&firm, |one| one.firm_id).ok().and_then(|at| self.limits.get(at))
    }
}

/// Each firm once, known, its least not above its most, and that not above its room unless it is only tried out.
fn check_limits(limits: &[FirmLimits], what_if: bool, facts: &Facts, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (at, one) in limits.iter().enumerate() {
        let field = |name: &str| format!("limits[{at}].{name}");
        faults.check(seen.insert(one.firm_id), &field("firm_id"), Code::RepeatedFirm);
        let Some(firm) = facts.firm(one.firm_id) else {
            faults.add(field("firm_id"), Code::UnknownFirm);
            continue;
        };
        let most = one.most.unwrap_or(firm.room());
        faults.check(one.least.unwrap_or_default() <= most, &field("least"), Code::LimitsCrossed);
        faults.check(what_if || most <= firm.room(), &field("most"), Code::LimitOverRoom);
    }
}
