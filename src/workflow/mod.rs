//! One file per verb: load, decide, record, return. Order only: no SQL, no HTTP.

pub mod access;
pub mod answer_offer;
pub mod assign_firms;
pub mod choose_mediators;
pub mod directory;
pub mod import;
pub mod import_cases;
pub mod import_chambers;
pub mod import_file;
pub mod import_firms;
pub mod keep_chambers;
pub mod keep_committees;
pub mod keep_federations;
pub mod keep_firms;
pub mod keep_lawyers;
pub mod keep_mediators;
mod ledger_places;
pub mod manage_accounts;
pub mod notify;
pub mod pass_on_offer;
pub mod rank_firms;
pub mod read_statistics;
pub mod record;
pub mod register_case;
pub mod sign_in;
pub mod take_step;
pub mod write_note;
