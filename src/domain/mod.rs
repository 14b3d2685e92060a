//! The rules of the field as pure code: no clock, no connection, no HTTP.

pub mod assignment;
pub mod conflicts;
pub mod contact;
pub mod import;
pub mod money;
pub mod notices;
pub mod region;
