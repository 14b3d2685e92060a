//! All SQL, one file per table family. Reads take a `Scope`.

pub mod assignments;
pub mod backup;
pub mod case_events;
pub mod case_files;
pub mod case_lists;
pub mod case_numbers;
mod case_scope;
mod case_search;
mod case_tables;
pub mod connect;
pub mod db;
pub mod dialect;
pub mod durability;
pub mod imports;
pub mod migrations;
pub mod outbox;
pub mod record;
pub mod regions;
pub mod schema;
pub mod settings;
mod writer;
