//! The bottom layer: errors, ids, text enums, clock, configuration, tokens and passwords. Imports nothing of ours.

pub mod change;
pub mod clock;
pub mod code;
pub mod config;
pub mod error;
pub mod id;
pub mod json;
pub mod locale;
pub mod password;
pub mod refusal;
pub mod signature;
pub mod telemetry;
pub mod text_enum;
pub mod text_list;
pub mod text_value;
pub mod token;
pub mod working_calendar;
