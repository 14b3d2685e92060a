//! All SQL, one file per table family. Reads take a `Scope`.

pub mod backup;
pub mod connect;
pub mod db;
pub mod dialect;
pub mod durability;
pub mod imports;
pub mod migrations;
pub mod outbox;
pub mod record;
pub mod schema;
pub mod settings;
mod writer;
