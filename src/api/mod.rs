//! REST: decode, one workflow or store call, encode. No rules, no SQL. `operations.rs` is the table of all of it.

pub mod absences;
pub mod allowance_rules;
pub mod allowances;
pub mod applications;
pub mod assignments;
pub mod attachments;
pub mod body;
pub mod calendar;
pub mod case_agreement;
pub mod case_notes;
pub mod case_steps;
pub mod cases;
pub mod chambers;
pub mod clocks;
pub mod committees;
pub mod coverage;
pub mod creation;
pub mod ctx;
pub mod directory;
mod docs;
pub mod documents;
pub mod download;
pub mod federations;
pub mod figure_packages;
pub mod firms;
pub mod forms;
pub mod groups;
pub mod guarded;
pub mod imports;
pub mod lawyers;
pub mod links;
pub mod logins;
pub mod mails;
pub mod matching_results;
pub mod matching_runs;
pub mod me;
pub mod mediators;
pub mod openapi;
pub mod operation;
pub mod operations;
pub mod packs;
pub mod page;
pub mod pairings;
pub mod problem;
pub mod quality;
pub mod regions;
pub mod reply;
pub mod reports;
pub mod services;
pub mod statistics;
pub mod statistics_table;
pub mod templates;
pub mod users;
pub mod version;
pub mod vocabulary;
pub mod work;

use crate::base::code::Code;
use crate::base::error::Error;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

/// Mounts every operation of the table, and nothing else but their description.
pub fn mount(routes: &mut ServiceConfig) {
    routes.configure(docs::mount);
    let mut scope = web::scope(operation::BASE)
        // An id that is none looks like one that is not there.
        .app_data(web::PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
        .app_data(web::QueryConfig::default().error_handler(|cause, _| bad_query(&cause).into()));
    for (path, operations) in operations::by_path() {
        let resource = operations
            .into_iter()
            .fold(web::resource(path), |resource, operation| resource.route((operation.route)()))
            .default_service(web::to(ctx::method_not_allowed))
            .wrap(from_fn(ctx::admit));
        scope = scope.service(resource);
    }
    routes.service(scope.default_service(web::to(ctx::not_found)));
}

/// A query that does not fit: the parameter is named where serde names it.
fn bad_query(cause: &actix_web::error::QueryPayloadError) -> Error {
    let text = cause.to_string();
    let name = text.split('`').nth(1).unwrap_or("query");
    let code = match () {
        () if text.contains("unknown field") => Code::UnknownField,
        () if text.contains("missing field") => Code::Missing,
        () if text.contains("unknown variant") => return Error::field("query", Code::UnknownCode),
        () => return Error::field("query", Code::Invalid),
    };
    Error::field(name, code)
}
