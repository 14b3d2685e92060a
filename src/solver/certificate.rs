//! What proves a result. Whoever holds the draft, the pairs and this can convince themselves with `check.rs`, or with a few lines of
//! their own, without trusting the solver: any prices give a bound on every result, and these give one that the result reaches.

/// The level of a firm that is full in every result that serves as many chambers.
pub use super::levels::FULL;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "policy", rename_all = "snake_case")]
pub enum Certificate {
    /// Nothing is needed: that no pair blocks can be seen from the pairs.
    Stable,
    /// Prices by firm, in whole points of score.
    Total { prices: Vec<i64> },
    /// The price of a firm is `levels · (more than any score can buy) + prices`: level `FULL` beyond being served at all.
    Coverage { levels: Vec<u32>, prices: Vec<i64> },
    /// As `Coverage` among the pairs that are worth `floor` to their chamber, where the level is what one chamber more costs in load;
    /// `served` proves that no more can be served, `worst` that as many cannot be with all of them above `floor`.
    Fairest { floor: i32, served: Vec<i64>, worst: Vec<i64>, levels: Vec<u32>, prices: Vec<i64> },
}
