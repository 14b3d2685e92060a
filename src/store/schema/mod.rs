//! The tables as diesel sees them, one file per family. Visible to the store alone.

pub(in crate::store) mod imports;
pub(in crate::store) mod settings;
