//! Wanlian: mediation and legal-service case tracker. The layers, top to bottom; a module uses only those further down:
//!
//! `main -> cli -> server -> { api, pages, jobs } -> workflow -> { store, mail, formats } -> { domain, solver } -> base`
//!
//! `tests/architecture.rs` holds that line. `docs/architecture.md` says what lives where.

pub mod api;
pub mod base;
pub mod cli;
pub mod domain;
pub mod formats;
pub mod jobs;
pub mod mail;
pub mod pages;
pub mod server;
pub mod solver;
pub mod store;
pub mod workflow;
