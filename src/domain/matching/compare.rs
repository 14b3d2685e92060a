//! Two runs side by side: who gains a firm, who loses one, who gets another, and what becomes of the measures.

use super::facts::Pair;
use super::outcome::RunMeasures;
use super::request::MatchingPolicy;
use super::seal::Run;
use crate::base::id::{ChamberId, FirmId, MatchingRunId};
use serde::Serialize;
use std::collections::BTreeMap;

/// From one run to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Comparison {
    pub before: ComparedRun,
    pub after: ComparedRun,
    /// Chambers with the same firm in both.
    pub kept: u64,
    /// Chambers with a firm only after.
    pub gained: Vec<ComparedPair>,
    /// Chambers with a firm only before.
    pub lost: Vec<ComparedPair>,
    /// Chambers with another firm after.
    pub changed: Vec<ChangedPair>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ComparedRun {
    pub id: MatchingRunId,
    pub policy: MatchingPolicy,
    pub measures: Option<RunMeasures>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ComparedPair {
    pub chamber_id: ChamberId,
    pub firm_id: FirmId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChangedPair {
    pub chamber_id: ChamberId,
    pub before: FirmId,
    pub after: FirmId,
}

/// Compares what two runs came to.
pub fn compare(before: (MatchingRunId, &Run), after: (MatchingRunId, &Run)) -> Comparison {
    let (old, new) = (firms(before.1), firms(after.1));
    let only = |here: &BTreeMap<ChamberId, FirmId>, there: &BTreeMap<ChamberId, FirmId>| {
        let own = here.iter().filter(|(chamber, _)| !there.contains_key(chamber));
        own.map(|(chamber_id, firm_id)| ComparedPair { chamber_id: *chamber_id, firm_id: *firm_id }).collect()
    };
    let both = old.iter().filter_map(|(chamber, before)| Some((*chamber, *before, *new.get(chamber)?)));
    let changed = both.filter(|(_, before, after)| before != after);
    let changed: Vec<_> =
        changed.map(|(chamber_id, before, after)| ChangedPair { chamber_id, before, after }).collect();
    let kept = old.iter().filter(|(chamber, firm)| new.get(chamber) == Some(firm)).count();
    Comparison {
        before: side(before),
        after: side(after),
        kept: u64::try_from(kept).unwrap_or(u64::MAX),
        gained: only(&new, &old),
        lost: only(&old, &new),
        changed,
    }
}

fn firms(run: &Run) -> BTreeMap<ChamberId, FirmId> {
    let pairs = run.outcome.pairs.iter().map(|pair| -> Pair { (pair.chamber_id, pair.firm_id) });
    pairs.collect()
}

fn side((id, run): (MatchingRunId, &Run)) -> ComparedRun {
    let measures = run.outcome.chosen(&run.asked).and_then(|line| line.measures.clone());
    ComparedRun { id, policy: run.asked.policy, measures }
}
