//! What counts how much in a score: the settings of the place, or those of one run.

use crate::base::code::Code;
use crate::base::config::{Matching, MatchingWeights};
use crate::base::error::Faults;
use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// A part of a score.
    pub enum Criterion {
        Practice = "practice", "专业匹配", "Practice areas against needs and industry";
        Nearness = "nearness", "地域远近", "Nearness";
        Language = "language", "语言", "Languages in common";
        Size = "size", "律所规模", "Size of the firm";
        Satisfaction = "satisfaction", "以往评价", "Past satisfaction";
        Load = "load", "承接余量", "Free room";
        Rotation = "rotation", "轮候时间", "Time without a new pairing";
        Link = "link", "原有联系", "Paired before";
    }
}

impl Criterion {
    /// What a chamber looks at in a firm.
    pub const OF_CHAMBER: [Self; 6] =
        [Self::Practice, Self::Nearness, Self::Language, Self::Size, Self::Satisfaction, Self::Link];
    /// What a firm looks at in a chamber, and how much it is its turn.
    pub const OF_FIRM: [Self; 6] =
        [Self::Practice, Self::Nearness, Self::Language, Self::Load, Self::Rotation, Self::Link];
}

/// The weight of each part, 0 to 1000. Only their proportion matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weights(BTreeMap<Criterion, i64>);

impl From<&MatchingWeights> for Weights {
    fn from(settings: &MatchingWeights) -> Self {
        let MatchingWeights { practice, nearness, language, size, satisfaction, load, rotation, link } = *settings;
        let in_order = [practice, nearness, language, size, satisfaction, load, rotation, link];
        Self(Criterion::ALL.iter().copied().zip(in_order).collect())
    }
}

impl Weights {
    /// With the weights of one run in place of the settings; a wrong one is noted.
    pub fn with(mut self, own: &BTreeMap<Criterion, i64>, faults: &mut Faults) -> Self {
        for (criterion, weight) in own {
            let field = format!("weights.{criterion}");
            faults.check(*weight >= 0, &field, Code::NegativeWeight);
            faults.check(*weight <= Matching::HEAVIEST, &field, Code::OutOfRange);
            self.0.insert(*criterion, *weight);
        }
        self
    }

    /// The weight of every part.
    pub fn all(&self) -> &BTreeMap<Criterion, i64> {
        &self.0
    }

    /// The weight of a part.
    pub fn of(&self, criterion: Criterion) -> i64 {
        self.0.get(&criterion).copied().unwrap_or_default()
    }
}
