//! What came of a run: the pairs of the policy that was chosen with their proof, and all four policies side by side.

use super::facts::{Facts, Pair};
use super::filter::PairRemoval;
use super::market::Market;
use super::request::{MatchingPolicy, Parameters};
use super::score::{Parts, Scale};
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId};
use crate::base::token;
use crate::solver::certificate::Certificate;
use crate::solver::measures;
use serde::{Deserialize, Serialize};

/// All that is stored of a result. Lists stand in a fixed order: the same run gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub summary: Summary,
    /// In the order of the chambers.
    pub pairs: Vec<MatchedPair>,
    /// Firms by their number, which is their place in the order of their ids.
    pub certificate: Certificate,
}

/// What was there to choose from, and how the policies do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Summary {
    /// Pairs that could come about.
    pub candidates: u64,
    /// Pairs that each filter removed.
    pub removed: Vec<Removed>,
    /// Pairs that no filter removed, beyond the best of their chamber.
    pub not_kept: u64,
    /// SHA-256 of candidates, limits, pins and bans as the solver got them.
    pub draft_sha256: String,
    /// All four policies on the same candidates.
    pub policies: Vec<PolicyOutcome>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Removed {
    pub filter: PairRemoval,
    pub pairs: u64,
}

/// What one policy comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PolicyOutcome {
    pub policy: MatchingPolicy,
    /// The code of why it has no result here.
    pub refused: Option<String>,
    pub measures: Option<RunMeasures>,
    pub price: Option<Price>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RunMeasures {
    /// Chambers with a firm, of all in the run.
    pub served: u64,
    pub chambers: u64,
    /// Sum of both scores over the pairs.
    pub total: i64,
    /// The lowest score that a served chamber gives its firm.
    pub worst: Option<i32>,
    pub jain: Jain,
    /// Firms with room that get no chamber.
    pub idle_firms: u64,
    /// Chambers and firms that would rather have each other.
    pub blocking_pairs: u64,
    /// Chambers that had a firm before and get another one.
    pub changed_links: u64,
}

/// Jain's index of the loads of firms with room: `(Σ load)² / (firms · Σ load²)`; 1 when all carry the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Jain {
    pub numerator: u64,
    pub denominator: u64,
    /// Cut down; none when nobody carries anything.
    pub per_mille: Option<u64>,
}

/// How far a policy stays behind the best of the four, measure by measure; 0 where it is the best.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Price {
    pub served_less: u64,
    pub total_less: i64,
    pub worst_less: i32,
    pub jain_per_mille_less: u64,
    pub idle_firms_more: u64,
    pub blocking_pairs_more: u64,
    pub changed_links_more: u64,
}

/// A pair of the result with the parts of both scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MatchedPair {
    pub chamber_id: ChamberId,
    pub firm_id: FirmId,
    pub chamber_score: i32,
    pub firm_score: i32,
    /// Points by criterion; they add up to the score.
    #[schema(value_type = Object)]
    pub chamber_parts: Parts,
    #[schema(value_type = Object)]
    pub firm_parts: Parts,
    pub pinned: bool,
}

impl Outcome {
    /// Solves all four policies. Fails where the chosen one has no result; another one that has none says so in its line.
    pub fn of(facts: &Facts, asked: &Parameters) -> Result<Self> {
        let market = Market::of(facts, asked)?;
        let chosen = market.solve(asked.policy.solver())?;
        let mut policies = Vec::new();
        for &policy in MatchingPolicy::ALL {
            let solved = if policy == asked.policy { Ok(chosen.clone()) } else { market.solve(policy.solver()) };
            let (measures, refused) = match solved {
                Ok(solution) => (Some(measured(facts, &market, &solution.firms)), None),
                Err(Error::Invalid(faults)) => (None, faults.first().map(|fault| fault.code.as_str().to_owned())),
                Err(error) => return Err(error),
            };
            policies.push(PolicyOutcome { policy, refused, measures, price: None });
        }
        let all: Vec<RunMeasures> = policies.iter().filter_map(|one| one.measures.clone()).collect();
        for one in &mut policies {
            one.price = one.measures.as_ref().and_then(|own| price(own, &all));
        }
        let removed = market.removed.iter().map(|(filter, pairs)| Removed { filter: *filter, pairs: *pairs }).collect();
        let candidates = u64::try_from(market.draft.candidates.len()).map_err(Error::internal)?;
        let draft_sha256 = Instance::of(&market).sha256()?;
        let not_kept = market.not_kept;
        Ok(Self {
            summary: Summary { candidates, removed, not_kept, draft_sha256, policies },
            pairs: pairs(facts, asked, market.pairs(&chosen.firms)),
            certificate: chosen.certificate,
        })
    }

    /// The line of the policy that was chosen.
    pub fn chosen(&self, asked: &Parameters) -> Option<&PolicyOutcome> {
        self.summary.policies.iter().find(|one| one.policy == asked.policy)
    }
}

/// The draft in the form that `wanlian solve --in` reads, with numbers for ids: with the certificate, all that a checker needs.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Instance {
    pub chambers: Vec<InstanceChamber>,
    pub firms: Vec<InstanceFirm>,
    /// Chamber, firm, what the chamber thinks of the firm, what the firm thinks of the chamber.
    pub edges: Vec<(u32, u32, i32, i32)>,
    pub pins: Vec<(u32, u32)>,
    pub bans: Vec<(u32, u32)>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InstanceChamber {
    pub id: u32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InstanceFirm {
    pub id: u32,
    pub capacity: u32,
    pub minimum: u32,
}

impl Instance {
    /// Of its JSON.
    pub fn sha256(&self) -> Result<String> {
        Ok(token::digest(&serde_json::to_vec(self).map_err(Error::internal)?))
    }

    /// The draft of a market.
    pub fn of(market: &Market) -> Self {
        let firm = |(id, limits): (u32, &crate::solver::instance::Limits)| InstanceFirm {
            id,
            capacity: limits.most,
            minimum: limits.least,
        };
        let edges = market.draft.candidates.iter();
        Self {
            chambers: (0..market.draft.chambers).map(|id| InstanceChamber { id }).collect(),
            firms: (0..).zip(&market.draft.firms).map(firm).collect(),
            edges: edges.map(|edge| (edge.chamber, edge.firm, edge.chamber_score, edge.firm_score)).collect(),
            pins: market.draft.pins.clone(),
            bans: market.draft.bans.clone(),
        }
    }
}

/// What a result comes to.
pub fn measured(facts: &Facts, market: &Market, firms: &[Option<u32>]) -> RunMeasures {
    let of = measures::of(&market.draft, firms);
    let changed = market.pairs(firms).filter(|pair| facts.changes_link(*pair)).count();
    let (numerator, denominator) = of.jain;
    let whole = |number: u128| u64::try_from(number).unwrap_or(u64::MAX);
    RunMeasures {
        served: of.served,
        chambers: market.draft.chambers.into(),
        total: of.total,
        worst: of.worst,
        jain: Jain {
            numerator: whole(numerator),
            denominator: whole(denominator),
            per_mille: (numerator * 1000).checked_div(denominator).map(whole),
        },
        idle_firms: of.idle_firms,
        blocking_pairs: of.blocking_pairs,
        changed_links: u64::try_from(changed).unwrap_or(u64::MAX),
    }
}

fn price(own: &RunMeasures, all: &[RunMeasures]) -> Option<Price> {
    let least = |of: fn(&RunMeasures) -> u64| all.iter().map(of).min();
    let most = |of: fn(&RunMeasures) -> u64| all.iter().map(of).max();
    let jain = |one: &RunMeasures| one.jain.per_mille.unwrap_or_default();
    Some(Price {
        served_less: most(|one| one.served)? - own.served,
        total_less: all.iter().map(|one| one.total).max()? - own.total,
        worst_less: all.iter().filter_map(|one| one.worst).max().unwrap_or_default() - own.worst.unwrap_or_default(),
        jain_per_mille_less: most(jain)? - jain(own),
        idle_firms_more: own.idle_firms - least(|one| one.idle_firms)?,
        blocking_pairs_more: own.blocking_pairs - least(|one| one.blocking_pairs)?,
        changed_links_more: own.changed_links - least(|one| one.changed_links)?,
    })
}

fn pairs(facts: &Facts, asked: &Parameters, pairs: impl Iterator<Item = Pair>) -> Vec<MatchedPair> {
    let scale = Scale::of(&asked.weights);
    let shown = |(chamber_id, firm_id): Pair| {
        let (chamber_parts, firm_parts) = scale.parts(facts, facts.chamber(chamber_id)?, facts.firm(firm_id)?);
        Some(MatchedPair {
            chamber_id,
            firm_id,
            chamber_score: chamber_parts.values().sum(),
            firm_score: firm_parts.values().sum(),
            chamber_parts,
            firm_parts,
            pinned: asked.is_pinned((chamber_id, firm_id)),
        })
    };
    pairs.filter_map(shown).collect()
}
