//! Every page on one page: what stands in no row cannot be reached. Permissions and audit are those of the API's operations.
//!
//! `method "path" Permission audit: handler;` where `Public` needs nobody signed in.

use super::visit::Visit;
use super::{admin, case, cases, chamber, offers, pairings, paper, party, register, sign_in, step, work};
use crate::base::error::Result;
use crate::domain::policy::Permission;
use actix_web::HttpResponse;
use actix_web::http::Method;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

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
    GET  "/cases"                     ReadCases  None: cases::list;
    GET  "/cases/new"                 RegisterCase None: register::show;
    POST "/cases/new"                 RegisterCase Change: register::save;
    GET  "/cases/{id}"                ReadCases  Access: case::show;
    GET  "/cases/{id}/steps/{action}" StepCase   Access: step::show;
    POST "/cases/{id}/steps/{action}" StepCase   Change: step::take;
    GET  "/cases/{id}/papers/{item}"  ReadCases  Access: paper::show;
    GET  "/cases/{id}/bundle"         ReadCases  Access: paper::bundle;
    GET  "/offers"                    ReadAssignments None: offers::list;
    GET  "/offers/{id}"               ReadAssignments Access: offers::show;
    POST "/offers/{id}/names"         AnswerAssignment Access: offers::names;
    POST "/offers/{id}/check"         AnswerAssignment Change: offers::check;
    POST "/offers/{id}/acceptance"    AnswerAssignment Change: offers::accept;
    POST "/offers/{id}/refusal"       AnswerAssignment Change: offers::decline;
    GET  "/pairings"                  ReadPairings None: pairings::list;
    GET  "/pairings/{id}"             ReadPairings None: pairings::show;
    POST "/pairings/{id}/answer"      AnswerPairing Change: pairings::answer;
    GET  "/chamber"                   AssignCase None: chamber::show;
    POST "/chamber/intake-link"       AssignCase Change: chamber::make_link;
    GET  "/users"                     ManageAccounts None: admin::users;
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
