//! Every page on one page: what stands in no row cannot be reached. Permissions and audit are those of the API's operations.
//!
//! `method "path" Permission audit: handler;` where `Public` needs nobody signed in.

use super::visit::Visit;
use super::{
    account, admin, applications, audit, case, case_firms, case_links, cases, chamber, files, firm, group, group_step,
    imports, offers, packs, pairing_forms, pairings, paper, party, register, settings, sign_in, step, users, work,
};
use crate::base::error::Result;
use crate::domain::policy::Permission;
use actix_web::HttpResponse;
use actix_web::http::Method;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

// The pages of chambers beside their cases.
use super::{absences, layouts, notes, oddities, transfer};
// The pages of federations.
use super::{allowance_rules, allowance_sheet, allowances, own_allowances};
use super::{
    coverage, figure_cases, figure_forms, figure_months, figure_times, figures, matching, matching_run, matching_terms,
    matching_why, registry, registry_list, reports,
};
use super::{figure_keys, figure_packages};
use super::{firm_clients, registry_members};

/// What of a page is written to the access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audit {
    None,
    /// Personal data is shown.
    Access,
    Change,
    Security,
}

pub(super) type Answer<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse>> + 'a>>;

/// One row of the table.
pub struct Page {
    pub method: Method,
    pub path: &'static str,
    /// As in `pages::case::show`; stands in the log.
    pub name: &'static str,
    /// `None`: nobody needs to be signed in.
    pub permission: Option<Permission>,
    pub audit: Audit,
    pub(super) handler: for<'a> fn(&'a Visit) -> Answer<'a>,
}

macro_rules! permission {
    (Public) => {
        None
    };
    ($permission:ident) => {
        Some(Permission::$permission)
    };
}

macro_rules! pages {
    ($($method:ident $path:literal $permission:ident $audit:ident : $module:ident :: $handler:ident;)+) => {
        static TABLE: std::sync::LazyLock<Vec<Page>> = std::sync::LazyLock::new(|| vec![$(Page {
            method: Method::$method,
            path: $path,
            name: concat!("pages::", stringify!($module), "::", stringify!($handler)),
            permission: permission!($permission),
            audit: Audit::$audit,
            handler: |visit| Box::pin($module::$handler(visit)),
        }),+]);
    };
}

pages! {
    GET  "/"                          OwnAccount None: work::home;
    GET  "/sign-in"                   Public     None: sign_in::show;
    POST "/sign-in"                   Public     Security: sign_in::enter;
    POST "/sign-out"                  Public     Security: sign_in::leave;
    POST "/language"                  Public     None: sign_in::language;
    GET  "/account/password"          OwnAccount None: sign_in::password;
    POST "/account/password"          OwnAccount Security: sign_in::change_password;
    GET  "/work"                      OwnAccount None: work::show;
    GET  "/account"                   OwnAccount None: account::show;
    POST "/account/calendar"          OwnAccount Security: account::make_calendar;
    POST "/account/calendar/removal"  OwnAccount Security: account::remove_calendar;
    GET  "/cases"                     ReadCases  None: cases::list;
    GET  "/cases/new"                 RegisterCase None: register::show;
    POST "/cases/new"                 RegisterCase Change: register::save;
    GET  "/cases/{id}"                ReadCases  Access: case::show;
    GET  "/cases/{id}/steps/{action}" StepCase   Access: step::show;
    POST "/cases/{id}/steps/{action}" StepCase   Change: step::take;
    GET  "/cases/{id}/papers/{item}"  ReadCases  Access: paper::show;
    GET  "/cases/{id}/bundle"         ReadCases  Access: paper::bundle;
    GET  "/cases/{id}/files"          ReadCases  Access: files::list;
    POST "/cases/{id}/files"          StepCase   Change: files::add;
    GET  "/files/{id}"                ReadCases  Access: files::save;
    POST "/files/{id}/removal"        StepCase   Change: files::remove;
    GET  "/cases/{id}/notes"          StepCase   Access: notes::list;
    POST "/cases/{id}/notes"          StepCase   Change: notes::write;
    GET  "/cases/{id}/group"          ReadCases  Access: group::show;
    GET  "/cases/{id}/group/steps/{action}" StepCase Access: group_step::show;
    POST "/cases/{id}/group/steps/{action}" StepCase Change: group_step::take;
    POST "/cases/{id}/children"       RegisterCase Change: group::add;
    POST "/cases/{id}/joining"        StepCase   Change: group::join;
    GET  "/cases/{id}/firms"          AssignCase Access: case_firms::show;
    POST "/cases/{id}/firms"          AssignCase Change: case_firms::offer;
    POST "/cases/{id}/firms/{offer}/withdrawal" AssignCase Change: case_firms::take_back;
    POST "/cases/{id}/firms/{offer}/basis" AssignCase Change: case_firms::file_basis;
    GET  "/cases/{id}/links"          StepCase   Access: case_links::list;
    POST "/cases/{id}/links"          StepCase   Change: case_links::make;
    POST "/cases/{id}/links/{link}/code" StepCase Security: case_links::read_out;
    POST "/cases/{id}/links/{link}/revocation" StepCase Change: case_links::revoke;
    GET  "/applications"              RegisterCase Access: applications::list;
    GET  "/applications/{id}"         RegisterCase Access: applications::show;
    POST "/applications/{id}/acceptance" RegisterCase Change: applications::accept;
    POST "/applications/{id}/refusal" RegisterCase Change: applications::refuse;
    GET  "/offers"                    ReadAssignments None: offers::list;
    GET  "/offers/{id}"               ReadAssignments Access: offers::show;
    POST "/offers/{id}/names"         AnswerAssignment Access: offers::names;
    POST "/offers/{id}/check"         AnswerAssignment Change: offers::check;
    POST "/offers/{id}/acceptance"    AnswerAssignment Change: offers::accept;
    POST "/offers/{id}/refusal"       AnswerAssignment Change: offers::decline;
    GET  "/packs"                     OwnAccount None: packs::list;
    POST "/packs"                     OwnAccount Change: packs::choose;
    GET  "/pairings"                  ReadPairings None: pairings::list;
    GET  "/pairings/{id}"             ReadPairings None: pairings::show;
    POST "/pairings/{id}/answer"      AnswerPairing Change: pairings::answer;
    GET  "/pairings/{id}/signature"   SignPairing None: pairing_forms::signature;
    POST "/pairings/{id}/signature"   SignPairing Change: pairing_forms::sign;
    GET  "/pairings/{id}/renewal"     SignPairing None: pairing_forms::renewal;
    POST "/pairings/{id}/renewal"     SignPairing Change: pairing_forms::renew;
    GET  "/pairings/{id}/termination" ManagePairing None: pairing_forms::termination;
    POST "/pairings/{id}/termination" ManagePairing Change: pairing_forms::terminate;
    GET  "/pairings/{id}/services"    LogService None: pairing_forms::service;
    POST "/pairings/{id}/services"    LogService Change: pairing_forms::log;
    GET  "/services/{id}"             LogService None: pairing_forms::amendment;
    POST "/services/{id}"             LogService Change: pairing_forms::amend;
    POST "/services/{id}/confirmation" ConfirmService Change: pairing_forms::confirm;
    GET  "/firm"                      ReadAssignments None: firm::show;
    GET  "/chamber"                   AssignCase None: chamber::show;
    POST "/chamber/intake-link"       AssignCase Change: chamber::make_link;
    POST "/chamber/intake-link/removal" AssignCase Change: chamber::remove_link;
    GET  "/oddities"                  AssignCase None: oddities::show;
    GET  "/mediators/{id}/absences"   ReadRegistry None: absences::list;
    POST "/mediators/{id}/absences"   ManageCommittee Change: absences::note;
    POST "/absences/{id}/removal"     ManageCommittee Change: absences::take_back;
    GET  "/mediators/{id}/transfer"   AssignCase Access: transfer::show;
    POST "/mediators/{id}/transfer"   AssignCase Change: transfer::take;
    GET  "/committees/{id}/layouts"   ManageCommittee None: layouts::list;
    GET  "/committees/{id}/layouts/{item}" ManageCommittee None: layouts::show;
    POST "/committees/{id}/layouts/{item}" ManageCommittee Change: layouts::put;
    POST "/committees/{id}/layouts/{item}/removal" ManageCommittee Change: layouts::take_back;
    POST "/committees/{id}/layouts/{item}/preview" ManageCommittee Access: layouts::preview;
    GET  "/imports"                   Import     None: imports::list;
    POST "/imports"                   Import     Change: imports::send;
    GET  "/imports/blank"             Import     None: imports::blank;
    GET  "/imports/{id}"              Import     None: imports::show;
    POST "/imports/{id}/confirmation" Import     Change: imports::confirm;
    GET  "/imports/{id}/faults"       Import     Access: imports::faults;
    GET  "/users"                     ManageAccounts None: users::list;
    GET  "/users/new"                 ManageAccounts None: users::begin;
    POST "/users/new"                 ManageAccounts Security: users::create;
    GET  "/users/{id}"                ManageAccounts None: users::show;
    POST "/users/{id}"                ManageAccounts Security: users::amend;
    GET  "/audit"                     ReadAudit  Access: audit::log;
    GET  "/settings"                  ReadAudit  None: settings::show;
    GET  "/mails"                     ReadMail   None: admin::mails;
    POST "/mails/{id}/requeue"        ManageMail Change: admin::requeue;
    GET  "/p/{id}"                    Public     None: party::begin;
    POST "/p/{id}"                    Public     None: party::open;
    POST "/p/{id}/code"               Public     None: party::code;
    POST "/p/{id}/answer"             Public     Change: party::answer;
    GET  "/apply/{code}"              Public     None: party::apply_form;
    POST "/apply/{code}"              Public     Change: party::apply;
    GET  "/progress"                  Public     None: party::progress_form;
    POST "/progress"                  Public     None: party::progress;
    GET  "/figures"                        ReadStatistics None: figures::show;
    GET  "/coverage"                       ReadCoverage None: coverage::show;
    GET  "/figures/cases"                  ReadCases None: figure_cases::list;
    GET  "/figures/times"                  ReadStatistics None: figure_times::show;
    GET  "/figures/forms"                  ReadStatistics None: figure_forms::show;
    GET  "/figures/months"                 ReadStatistics None: figure_months::file;
    GET  "/figures/forms/file"             ReadStatistics None: figure_forms::file;
    GET  "/reports"                        ReadStatistics None: reports::list;
    POST "/reports"                        ManageFederation Change: reports::publish;
    GET  "/reports/{id}"                   ReadStatistics None: reports::show;
    GET  "/reports/{id}/file"              ReadStatistics None: reports::file;
    GET  "/packages"                       ReadStatistics None: figure_packages::list;
    POST "/packages"                       Import Change: figure_packages::import;
    GET  "/packages/keys"                  ManageFederation None: figure_keys::list;
    POST "/packages/keys"                  ManageFederation Security: figure_keys::register;
    POST "/packages/keys/{id}/retirement"  ManageFederation Security: figure_keys::retire;
    GET  "/allowances"                     ReadAllowances None: allowances::list;
    POST "/allowances"                     ManageFederation Change: allowances::approve;
    GET  "/allowances/draft"               ReadAllowances Access: allowances::draft;
    GET  "/allowances/draft/file"          ReadAllowances Access: allowances::draft_file;
    GET  "/allowances/own"                 OwnAllowances None: own_allowances::show;
    GET  "/allowances/rules"               ReadRegistry None: allowance_rules::list;
    GET  "/allowances/rules/new"           ManageFederation None: allowance_rules::new;
    POST "/allowances/rules/new"           ManageFederation Change: allowance_rules::add;
    GET  "/allowances/rules/{id}"          ManageFederation None: allowance_rules::edit;
    POST "/allowances/rules/{id}"          ManageFederation Change: allowance_rules::amend;
    GET  "/allowances/rules/{id}/closure"  ManageFederation None: allowance_rules::ending;
    POST "/allowances/rules/{id}/closure"  ManageFederation Change: allowance_rules::close;
    GET  "/allowances/{id}"                ReadAllowances Access: allowance_sheet::show;
    GET  "/allowances/{id}/file"           ReadAllowances Access: allowance_sheet::file;
    GET  "/matching"                       ReadMatching None: matching::list;
    POST "/matching"                       ManagePairing Change: matching::open;
    GET  "/matching/{id}"                  ReadMatching None: matching_run::show;
    POST "/matching/{id}/again"            ManagePairing Change: matching::again;
    POST "/matching/{id}/publication"      ManagePairing Change: matching_run::publish;
    GET  "/matching/{id}/terms"            ManagePairing None: matching_terms::show;
    POST "/matching/{id}/terms"            ManagePairing Change: matching_terms::again;
    GET  "/matching/{id}/why"              ReadMatching None: matching_why::show;
    GET  "/matching/{id}/comparison"       ReadMatching None: matching_why::compare;
    GET  "/registry"                       ReadRegistry None: registry::home;
    GET  "/registry/federations"           ReadRegistry None: registry_list::list;
    GET  "/registry/federations/new"       ManageFederation None: registry::new;
    POST "/registry/federations/new"       ManageFederation Change: registry::add;
    GET  "/registry/federations/{id}"      ReadRegistry None: registry::show;
    GET  "/registry/federations/{id}/edit" ManageFederation None: registry::edit;
    POST "/registry/federations/{id}/edit" ManageFederation Change: registry::amend;
    GET  "/registry/chambers"              ReadRegistry None: registry_list::list;
    GET  "/registry/chambers/new"          ManageFederation None: registry::new;
    POST "/registry/chambers/new"          ManageFederation Change: registry::add;
    GET  "/registry/chambers/{id}"         ReadRegistry None: registry::show;
    GET  "/registry/chambers/{id}/edit"    ManageChamber None: registry::edit;
    POST "/registry/chambers/{id}/edit"    ManageChamber Change: registry::amend;
    GET  "/registry/committees"            ReadRegistry None: registry_list::list;
    GET  "/registry/committees/new"        ManageCommittee None: registry::new;
    POST "/registry/committees/new"        ManageCommittee Change: registry::add;
    GET  "/registry/committees/{id}"       ReadRegistry None: registry::show;
    GET  "/registry/committees/{id}/edit"  ManageCommittee None: registry::edit;
    POST "/registry/committees/{id}/edit"  ManageCommittee Change: registry::amend;
    GET  "/registry/committees/{id}/members" ReadRegistry None: registry_members::show;
    POST "/registry/committees/{id}/members" ManageCommittee Change: registry_members::seat;
    GET  "/registry/mediators"             ReadRegistry None: registry_list::list;
    GET  "/registry/mediators/new"         ManageCommittee None: registry::new;
    POST "/registry/mediators/new"         ManageCommittee Change: registry::add;
    GET  "/registry/mediators/{id}"        ReadRegistry None: registry::show;
    GET  "/registry/mediators/{id}/edit"   ManageCommittee None: registry::edit;
    POST "/registry/mediators/{id}/edit"   ManageCommittee Change: registry::amend;
    GET  "/registry/firms"                 ReadRegistry None: registry_list::list;
    GET  "/registry/firms/new"             ManageFederation None: registry::new;
    POST "/registry/firms/new"             ManageFederation Change: registry::add;
    GET  "/registry/firms/{id}"            ReadRegistry None: registry::show;
    GET  "/registry/firms/{id}/edit"       ManageFirm None: registry::edit;
    POST "/registry/firms/{id}/edit"       ManageFirm Change: registry::amend;
    GET  "/registry/firms/{id}/clients"    ManageFirm Access: firm_clients::list;
    POST "/registry/firms/{id}/clients"    ManageFirm Change: firm_clients::add;
    POST "/registry/firms/{id}/clients/{client}/end" ManageFirm Change: firm_clients::end;
    GET  "/registry/lawyers"               ReadRegistry None: registry_list::list;
    GET  "/registry/lawyers/new"           ManageLawyer None: registry::new;
    POST "/registry/lawyers/new"           ManageLawyer Change: registry::add;
    GET  "/registry/lawyers/{id}"          ReadRegistry None: registry::show;
    GET  "/registry/lawyers/{id}/edit"     ManageLawyer None: registry::edit;
    POST "/registry/lawyers/{id}/edit"     ManageLawyer Change: registry::amend;
}

/// The whole table.
pub fn all() -> &'static [Page] {
    &TABLE
}

/// The table by path; fixed paths come before those with an id in the same place.
pub(super) fn by_path() -> BTreeMap<&'static str, Vec<&'static Page>> {
    let mut paths: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in all() {
        // `{` sorts after every letter.
        paths.entry(page.path).or_default().push(page);
    }
    paths
}
