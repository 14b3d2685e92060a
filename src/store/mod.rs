//! All SQL, one file per table family. Reads take a `Scope`.

pub mod connect;
pub mod db;
pub mod dialect;
pub mod imports;
pub mod migrations;
pub mod record;
pub mod schema;
pub mod settings;
mod writer;
