//! The papers of a case: a template is read once, filled with named fields, and becomes a document that `formats` writes as DOCX or
//! PDF. Which papers a dossier needs is in `dossier.rs`.

pub mod case_fields;
pub mod fields;
pub mod fill;
pub mod layouts;
pub mod model;
pub mod names;
pub mod own_template;
pub mod party_fields;
pub mod spokesmen;
pub mod template;
