//! Why the program does not start: what is wrong and how to put it right, in both languages.

use std::fmt;

/// Shown to the operator on standard error; the program then ends with `EX_CONFIG` (78).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refusal {
    pub zh: String,
    pub en: String,
}

impl Refusal {
    /// A refusal from its Chinese and English sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.en, self.zh)
    }
}

impl From<Refusal> for super::error::Error {
    fn from(refusal: Refusal) -> Self {
        Self::internal(refusal)
    }
}
