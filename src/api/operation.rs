//! One row of the operation table: what it tells, and the macro that reads the rows of `operations.rs`.

use super::openapi::Shape;
use crate::domain::policy::Permission;
use actix_web::Route;
use actix_web::http::Method;

/// What an operation does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Reads,
    Creates,
    Changes,
    Acts,
}

/// What of an operation is written to the access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audit {
    None,
    Access,
    Change,
    Security,
}

/// One row of the table.
pub struct Operation {
    pub method: Method,
    /// Below `/api/v1`.
    pub path: &'static str,
    /// As in `users::create`; stands in the log.
    pub name: &'static str,
    /// `None`: nobody needs to be signed in.
    pub permission: Option<Permission>,
    pub kind: Kind,
    pub audit: Audit,
    pub status: u16,
    pub zh: &'static str,
    pub en: &'static str,
    pub(super) route: fn() -> Route,
    pub(super) shape: fn() -> Shape,
}

/// What of a table the access log can hold: name, Chinese, English.
pub fn words(table: &[Operation]) -> Vec<(&'static str, &'static str, &'static str)> {
    let logged = table.iter().filter(|one| one.audit != Audit::None);
    logged.map(|one| (one.name, one.zh, one.en)).collect()
}

/// Where the table is mounted.
pub const BASE: &str = "/api/v1";

macro_rules! permission {
    (Public) => {
        None
    };
    ($permission:ident) => {
        Some($crate::domain::policy::Permission::$permission)
    };
}

/// Makes the table of its rows.
macro_rules! operations {
    ($($method:ident $path:literal $kind:ident $permission:ident $audit:ident :
        $module:ident :: $handler:ident $({ $query:ty })? $([ $body:ty ])? -> $reply:ty, $status:literal, $zh:literal, $en:literal;)+) => {
        static TABLE: std::sync::LazyLock<Vec<$crate::api::operation::Operation>> = std::sync::LazyLock::new(|| vec![$($crate::api::operation::Operation {
            method: actix_web::http::Method::$method,
            path: $path,
            name: concat!(stringify!($module), "::", stringify!($handler)),
            permission: $crate::api::operation::permission!($permission),
            kind: $crate::api::operation::Kind::$kind,
            audit: $crate::api::operation::Audit::$audit,
            status: $status,
            zh: $zh,
            en: $en,
            route: || actix_web::web::route().method(actix_web::http::Method::$method).to($module::$handler),
            shape: || $crate::api::openapi::Shape::new()$(.query::<$query>())?$(.body::<$body>())?.reply::<$reply>(),
        }),+]);
    };
}

pub(super) use operations;
pub(super) use permission;
