//! HTML for people, over the same workflow and store calls as the API. `table.rs` is the table of all pages; templates, stylesheet and
//! script lie beside.

mod absences;
mod account;
mod account_words;
mod admin;
mod admission;
mod alike;
mod applications;
mod areas;
mod assets;
mod audit;
mod audit_words;
mod case;
mod case_firms;
mod case_links;
mod case_words;
mod cases;
mod chamber;
mod chamber_words;
mod cookies;
mod error_page;
mod field_rows;
mod field_subjects;
mod fields;
mod file_words;
mod files;
mod filled;
mod firm;
mod firm_clients;
mod form;
mod frame;
mod group;
mod group_step;
mod group_words;
mod import_words;
mod imports;
mod layouts;
mod link_words;
mod notes;
mod oddities;
mod offers;
mod once;
mod overview;
mod packs;
mod paging;
mod pairing_forms;
mod pairing_words;
mod pairings;
mod paper;
mod party;
mod qr;
mod refusal;
mod register;
mod settings;
mod show;
mod sign_in;
mod stages;
mod step;
mod step_fields;
mod step_groups;
pub mod table;
mod transfer;
mod users;
mod visit;
mod waiting;
mod words;
mod work;
mod work_words;

// The pages of federations.
mod allowance_rules;
mod allowance_sheet;
mod allowance_words;
mod allowances;
mod charts;
mod coverage;
mod figure_asking;
mod figure_cases;
mod figure_charts;
mod figure_filter;
mod figure_forms;
mod figure_keys;
mod figure_months;
mod figure_more;
mod figure_packages;
mod figure_parts;
mod figure_tables;
mod figure_times;
mod figure_words;
mod figures;
mod matching;
mod matching_run;
mod matching_terms;
mod matching_why;
mod matching_words;
mod own_allowances;
mod package_words;
mod rate_rows;
mod registry;
mod registry_list;
mod registry_members;
mod registry_nouns;
mod registry_ties;
mod registry_values;
mod registry_words;
mod reports;

pub use audit_words::Operations;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};

/// Mounts every page of the table and the files they load. What nobody has is answered here, after `api::mount`.
pub fn mount(routes: &mut ServiceConfig) {
    routes.configure(assets::mount);
    for (path, pages) in table::by_path() {
        let resource = pages
            .into_iter()
            .fold(web::resource(path), |resource, page| resource.route(admission::route(page)))
            .default_service(web::to(lost));
        routes.service(resource);
    }
    routes.default_service(web::to(lost));
}

/// No page has the path, or not with this method.
async fn lost(request: HttpRequest) -> HttpResponse {
    error_page::lost(&request)
}
