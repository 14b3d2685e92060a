//! One file per verb: load, decide, record, return. Order only: no SQL, no HTTP.

pub mod import;
pub mod notify;
