//! The settings of matching runs: how many candidates are kept, and what counts how much. What each weight means: `config/default.toml`.

use super::check::Problems;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    pub candidates: u16,
    pub weights: MatchingWeights,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MatchingWeights {
    pub practice: i64,
    pub nearness: i64,
    pub language: i64,
    pub size: i64,
    pub satisfaction: i64,
    pub load: i64,
    pub rotation: i64,
    pub link: i64,
}

impl Matching {
    /// A weight is a whole number from 0 to this.
    pub const HEAVIEST: i64 = 1000;

    pub(super) fn check(&self, found: &mut Problems) {
        let is_some = (1..=1000).contains(&self.candidates);
        found.check(is_some, "matching.candidates", "应为 1 至 1000", "must be 1 to 1000");
        let MatchingWeights { practice, nearness, language, size, satisfaction, load, rotation, link } = self.weights;
        let are_good = [practice, nearness, language, size, satisfaction, load, rotation, link]
            .iter()
            .all(|weight| (0..=Self::HEAVIEST).contains(weight));
        found.check(are_good, "matching.weights", "各权重应为 0 至 1000", "each weight must be 0 to 1000");
    }
}
