//! Bytes in, rows or documents out, and the other way round: CSV, XLSX, DOCX, PDF. No database.

pub mod csv;
pub mod docx;
pub mod font;
mod line_breaking;
pub mod page_layout;
pub mod pdf;
pub mod table;
pub mod xlsx;
