//! Why not that firm? What a filter, a ban or the others stand for, and what it would cost to have it all the same.

use super::explain::{Bench, Unmatched};
use super::facts::Pair;
use super::filter::PairRemoval;
use super::market::Market;
use super::outcome::measured;
use super::request::PairWish;
use super::score::{Parts, Scale};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId};
use crate::domain::conflicts::Conflict;
use crate::domain::contact::Text;
use crate::text_enum;
use serde::Serialize;
use std::collections::BTreeMap;

text_enum! {
    /// How a firm stands to a chamber in a run.
    pub enum FirmStanding {
        Matched = "matched", "已与该商会匹配", "Matched with the chamber";
        Removed = "removed", "被条件排除", "Removed by a filter";
        NotKept = "not_kept", "未进入保留的候选", "Not among the best candidates that were kept";
        Candidate = "candidate", "是候选，但另有更优安排", "A candidate, but otherwise arranged";
    }
}

/// What a run did for a chamber, and why not that firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    pub chamber_id: ChamberId,
    /// The firm it got.
    pub matched: Option<FirmId>,
    pub unmatched: Option<Unmatched>,
    /// The firm that was asked about.
    pub firm: Option<WhyNot>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WhyNot {
    pub firm_id: FirmId,
    pub standing: FirmStanding,
    /// The filter that removed it.
    pub removal: Option<PairRemoval>,
    /// Why it was banned.
    pub ban_reason: Option<Text>,
    /// What stands between them, with the files it comes from.
    pub conflicts: Vec<Conflict>,
    pub chamber_score: i32,
    pub firm_score: i32,
    #[schema(value_type = Object)]
    pub chamber_parts: Parts,
    #[schema(value_type = Object)]
    pub firm_parts: Parts,
    /// What pinning it would bring, where it could be pinned.
    pub pin: Option<PinEffect>,
}

/// The run solved again with the pair pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PinEffect {
    /// The code of why it has no result.
    pub refused: Option<String>,
    /// How many chambers fewer would be served, and how many points less the total would have; negative, if more.
    pub served_less: i64,
    pub total_less: i64,
    /// The others who would get another firm, or none.
    pub displaced: Vec<Displaced>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Displaced {
    pub chamber_id: ChamberId,
    pub before: Option<FirmId>,
    pub after: Option<FirmId>,
}

/// Explains a chamber, and a firm for it. `UnknownChamber` and `UnknownFirm` for those that took no part.
pub fn explain(bench: &Bench<'_>, chamber: ChamberId, firm: Option<FirmId>) -> Result<Explanation> {
    let facts = &bench.run().facts;
    if facts.chamber(chamber).is_none() {
        return Err(Error::field("chamber_id", Code::UnknownChamber));
    }
    let matched = bench.run().outcome.pairs.iter().find(|pair| pair.chamber_id == chamber).map(|pair| pair.firm_id);
    let firm = firm.map(|firm| why_not(bench, (chamber, firm), matched)).transpose()?;
    Ok(Explanation { chamber_id: chamber, matched, unmatched: bench.unmatched(chamber), firm })
}

fn why_not(bench: &Bench<'_>, (chamber_id, firm_id): Pair, matched: Option<FirmId>) -> Result<WhyNot> {
    let (facts, asked) = (&bench.run().facts, &bench.run().asked);
    let unknown = |field, code| move || Error::field(field, code);
    let chamber = facts.chamber(chamber_id).ok_or_else(unknown("chamber_id", Code::UnknownChamber))?;
    let firm = facts.firm(firm_id).ok_or_else(unknown("firm_id", Code::UnknownFirm))?;
    let removal = bench.removal(chamber, firm);
    let numbers = bench.market().numbers((chamber_id, firm_id));
    let is_kept = bench.market().draft.candidates.iter().any(|one| Some((one.chamber, one.firm)) == numbers);
    let standing = match removal {
        _ if matched == Some(firm_id) => FirmStanding::Matched,
        Some(_) => FirmStanding::Removed,
        None if is_kept => FirmStanding::Candidate,
        None => FirmStanding::NotKept,
    };
    let could_be = matches!(standing, FirmStanding::Candidate | FirmStanding::NotKept);
    let (chamber_parts, firm_parts) = Scale::of(&asked.weights).parts(facts, chamber, firm);
    Ok(WhyNot {
        firm_id,
        standing,
        removal,
        ban_reason: asked.ban((chamber_id, firm_id)).map(|ban| ban.reason.clone()),
        conflicts: facts.conflicts_of((chamber_id, firm_id)).to_vec(),
        chamber_score: chamber_parts.values().sum(),
        firm_score: firm_parts.values().sum(),
        chamber_parts,
        firm_parts,
        pin: could_be.then(|| pinned(bench, (chamber_id, firm_id))).transpose()?,
    })
}

/// Solves again with the pair pinned, in place of another pin of the chamber.
fn pinned(bench: &Bench<'_>, (chamber_id, firm_id): Pair) -> Result<PinEffect> {
    let (facts, mut asked) = (&bench.run().facts, bench.run().asked.clone());
    asked.pins.retain(|pin| pin.chamber_id != chamber_id);
    asked.pins.push(PairWish::to_try((chamber_id, firm_id))?);
    let solved = Market::of(facts, &asked).and_then(|market| {
        let solution = market.solve(asked.policy.solver())?;
        Ok((market, solution))
    });
    let (market, solution) = match solved {
        Ok(solved) => solved,
        Err(Error::Invalid(faults)) => {
            let refused = faults.first().map(|fault| fault.code.as_str().to_owned());
            return Ok(PinEffect { refused, served_less: 0, total_less: 0, displaced: Vec::new() });
        }
        Err(error) => return Err(error),
    };
    let after: BTreeMap<ChamberId, FirmId> = market.pairs(&solution.firms).collect();
    let before: BTreeMap<ChamberId, FirmId> =
        bench.run().outcome.pairs.iter().map(|pair| (pair.chamber_id, pair.firm_id)).collect();
    let others = market.chambers.iter().filter(|chamber| **chamber != chamber_id);
    let moved = others.map(|chamber| Displaced {
        chamber_id: *chamber,
        before: before.get(chamber).copied(),
        after: after.get(chamber).copied(),
    });
    let now = measured(facts, &market, &solution.firms);
    let chosen = bench.run().outcome.chosen(&bench.run().asked).and_then(|line| line.measures.as_ref());
    let count = |chambers: u64| i64::try_from(chambers).unwrap_or(i64::MAX);
    Ok(PinEffect {
        refused: None,
        served_less: chosen.map_or(0, |was| count(was.served)) - count(now.served),
        total_less: chosen.map_or(0, |was| was.total) - now.total,
        displaced: moved.filter(|one| one.before != one.after).collect(),
    })
}
