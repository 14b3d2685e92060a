//! Bytes in, rows or documents out, and the other way round: CSV, XLSX, DOCX, PDF, iCalendar. No database.

pub mod archive;
pub mod csv;
pub mod docx;
pub mod file_name;
pub mod file_type;
pub mod font;
pub mod form_sheet;
pub mod ics;
mod line_breaking;
pub mod page_layout;
pub mod pdf;
pub mod table;
pub mod volume;
pub mod workbook;
pub mod xlsx;
