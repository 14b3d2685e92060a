//! Matching of two sides, pure: numbers in, pairs and their proof out. Deterministic: ties go to the lower number, nothing is random,
//! nothing is decided by floating point. It knows nothing of chambers and firms but their names. See `docs/matching.md`.

mod auction;
mod best;
mod callers;
pub mod certificate;
pub mod check;
mod cover;
mod fairest;
mod heap;
pub mod instance;
mod levels;
mod market;
pub mod measures;
mod prices;
mod stable;
#[cfg(test)]
mod tests;
mod unsolvable;

use certificate::Certificate;
use instance::{Draft, Instance, NONE, Unsolvable};

/// What a result should be good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// As many chambers served as possible, then the highest total score.
    Coverage,
    /// The highest total score.
    Total,
    /// No chamber and firm that would both rather have each other; of these the best for every chamber.
    Stable,
    /// As many served as possible, then the worst-served as well off as possible, then loads even, then the total.
    Fairest,
}

impl Policy {
    pub const ALL: [Self; 4] = [Self::Coverage, Self::Total, Self::Stable, Self::Fairest];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Total => "total",
            Self::Stable => "stable",
            Self::Fairest => "fairest",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.code() == code)
    }
}

/// The firm of each chamber, pinned pairs included, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub firms: Vec<Option<u32>>,
    pub certificate: Certificate,
}

/// Solves the draft, or says what is wrong with it. The same draft gives the same solution, byte for byte.
pub fn solve(draft: &Draft, policy: Policy) -> Result<Solution, Unsolvable> {
    let instance = Instance::new(draft)?;
    let (firms, certificate) = match policy {
        Policy::Coverage => best::coverage(&instance)?,
        Policy::Total => best::total(&instance)?,
        Policy::Stable => (stable::solve(&instance)?, Certificate::Stable),
        Policy::Fairest => fairest::solve(&instance)?,
    };
    let mut firms: Vec<Option<u32>> = firms.into_iter().map(|firm| (firm != NONE).then_some(firm)).collect();
    for &(chamber, firm) in &instance.pins {
        if let Some(pinned) = firms.get_mut(chamber as usize) {
            *pinned = Some(firm);
        }
    }
    Ok(Solution { firms, certificate })
}
