//! The product asked from outside: over HTTP in process, on both databases. One binary, one file per topic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test may count"
)]

mod applications;
mod links;
#[allow(dead_code, unused_imports, reason = "each topic uses its own part")]
mod support;

mod agreements;
mod allowance_pages;
mod allowances;
mod assignments;
mod attachments;
mod bad_input;
mod browser;
mod case_bad_input;
mod case_order;
mod case_pages;
mod case_properties;
mod case_races;
mod cases;
mod chamber_pages;
mod clocks;
mod commands;
mod cuts;
mod database;
mod demo;
mod docs;
mod documents;
mod federation_pages;
mod figure_tables;
mod figures;
mod first_pages;
mod fuzz;
mod groups;
mod import_pages;
mod imports;
mod known_figures;
mod logins;
mod mail;
mod mail_tls;
mod matching_runs;
mod matrix;
mod merging;
mod migrations;
mod notices;
mod nulls;
mod organisation_form;
mod outside_pages;
mod packs;
mod pages;
mod pairings;
mod people_pages;
mod plans;
mod published_tables;
mod registry;
mod registry_rest;
mod relocation;
mod reminders;
mod reports;
mod sessions;
mod staff_pages;
mod start;
mod start_stop;
mod statistics;
mod story;
mod templates;
mod times;
mod tokens;
mod transfers;
mod users;
