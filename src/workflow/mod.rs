//! One file per verb: load, decide, record, return. Order only: no SQL, no HTTP.

pub mod access;
pub mod choose_mediators;
pub mod import;
pub mod import_cases;
mod ledger_places;
pub mod manage_accounts;
pub mod import_chambers;
pub mod import_firms;
pub mod notify;
pub mod record;
pub mod register_case;
pub mod sign_in;
pub mod take_step;
pub mod write_note;
