//! Bytes in, rows or bytes out: CSV, XLSX. No database.

pub mod csv;
pub mod table;
pub mod xlsx;
