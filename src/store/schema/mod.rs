//! The tables as diesel sees them, one file per family. Visible to the store alone.

pub(in crate::store) mod access;
pub(in crate::store) mod allowances;
#[allow(dead_code, reason = "the columns not asked for by name")]
pub(in crate::store) mod assignments;
pub(in crate::store) mod cases;
pub(in crate::store) mod clocks;
pub(in crate::store) mod directory;
pub(in crate::store) mod groups;
pub(in crate::store) mod imports;
pub(in crate::store) mod links;
pub(in crate::store) mod matching;
pub(in crate::store) mod merging;
pub(in crate::store) mod outbox;
pub(in crate::store) mod packs;
pub(in crate::store) mod pairings;
pub(in crate::store) mod papers;
pub(in crate::store) mod performance;
pub(in crate::store) mod probe;
pub(in crate::store) mod regions;
pub(in crate::store) mod reminders;
pub(in crate::store) mod reports;
pub(in crate::store) mod sessions;
