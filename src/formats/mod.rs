//! Bytes in, rows or bytes out: CSV, XLSX. No database.
