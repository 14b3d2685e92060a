//! All SQL, one file per table family. Reads take a `Scope`.
