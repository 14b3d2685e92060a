//! The rules of the field as pure code: no clock, no connection, no HTTP.

pub mod agreement;
pub mod assignment;
pub mod callback;
pub mod case;
pub mod category;
pub mod conflicts;
pub mod consent;
pub mod contact;
pub mod event;
pub mod extension;
pub mod import;
pub mod ledger;
pub mod lifecycle;
pub mod mediators;
pub mod meeting;
pub mod moment;
pub mod money;
pub mod notices;
pub mod parties;
pub mod ranking;
pub mod region;
pub mod risk;
