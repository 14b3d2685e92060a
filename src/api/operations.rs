//! Every operation of the API on one page. Router and OpenAPI are both built from this table, so neither has more than the other.
//!
//! `method "path" kind Permission audit: handler {Query} [Body] -> Reply, status, "zh", "en";` where `{Query}` and `[Body]` may be
//! missing. `creates` needs an `Idempotency-Key`, `changes` an `If-Match`; `acts` and `reads` need neither. `Public` needs nobody
//! signed in. Audit: `None`, `Access` (personal data is shown), `Change`, `Security`; all but the first are written to the log.

use super::openapi::Shape;
use super::page::{Page, PageQuery};
use super::{logins, mails, me, users, vocabulary};
use crate::domain::policy::Permission;
use actix_web::Route;
use actix_web::http::Method;
use std::collections::BTreeMap;
use std::sync::LazyLock;

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

/// Where the table is mounted.
pub const BASE: &str = "/api/v1";

macro_rules! permission {
    (Public) => {
        None
    };
    ($permission:ident) => {
        Some(Permission::$permission)
    };
}

macro_rules! operations {
    ($($method:ident $path:literal $kind:ident $permission:ident $audit:ident :
        $module:ident :: $handler:ident $({ $query:ty })? $([ $body:ty ])? -> $reply:ty, $status:literal, $zh:literal, $en:literal;)+) => {
        static TABLE: LazyLock<Vec<Operation>> = LazyLock::new(|| vec![$(Operation {
            method: Method::$method,
            path: $path,
            name: concat!(stringify!($module), "::", stringify!($handler)),
            permission: permission!($permission),
            kind: Kind::$kind,
            audit: Audit::$audit,
            status: $status,
            zh: $zh,
            en: $en,
            route: || actix_web::web::route().method(Method::$method).to($module::$handler),
            shape: || Shape::new()$(.query::<$query>())?$(.body::<$body>())?.reply::<$reply>(),
        }),+]);
    };
}

operations! {
    POST   "/logins"          Acts    Public         Security: logins::create [logins::Credentials] -> logins::Tokens, 200, "登录", "Sign in";
    POST   "/logins/refresh"  Acts    Public         None: logins::refresh [logins::Refresh] -> logins::Tokens, 200, "续期登录", "Renew a sign-in";
    DELETE "/logins/current"  Acts    OwnAccount     Security: logins::end -> (), 204, "退出登录", "Sign out";
    GET    "/me"              Reads   OwnAccount     None: me::show -> me::Me, 200, "当前账号", "Who is signed in";
    GET    "/vocabulary"      Reads   Public         None: vocabulary::list -> vocabulary::Vocabulary, 200, "代码与词汇", "Codes and their words";
    GET    "/users"           Reads   ManageAccounts None: users::list {PageQuery} -> Page<users::User>, 200, "列出账号", "List accounts";
    POST   "/users"           Creates ManageAccounts Security: users::create [users::NewUser] -> users::User, 201, "新建账号", "Add an account";
    GET    "/users/{id}"      Reads   ManageAccounts None: users::show -> users::User, 200, "查看账号", "Show an account";
    PATCH  "/users/{id}"      Changes ManageAccounts Security: users::amend [users::Amendment] -> users::User, 200, "修改或停用账号", "Amend or disable an account";
    GET    "/mails"           Reads   ReadMail       None: mails::list {mails::MailQuery} -> Page<mails::Mail>, 200, "列出待发邮件", "List the queue of mails";
    POST   "/mails/{id}/requeue" Acts ManageMail     Change: mails::requeue -> mails::Mail, 200, "重新发送失败的邮件", "Queue a mail that was given up again";
}

/// The whole table.
pub fn all() -> &'static [Operation] {
    &TABLE
}

/// The operation of a method and a matched pattern.
pub(super) fn find(method: &Method, pattern: &str) -> Option<&'static Operation> {
    let path = pattern.strip_prefix(BASE)?;
    TABLE.iter().find(|operation| operation.method == *method && operation.path == path)
}

/// The methods of a matched pattern, for `Allow`.
pub(super) fn methods(pattern: &str) -> Vec<String> {
    let path = pattern.strip_prefix(BASE).unwrap_or(pattern);
    TABLE.iter().filter(|operation| operation.path == path).map(|operation| operation.method.to_string()).collect()
}

/// The table by path; fixed paths come before those with an id in the same place.
pub(super) fn by_path() -> Vec<(&'static str, Vec<&'static Operation>)> {
    let mut paths: BTreeMap<(String, &str), Vec<&Operation>> = BTreeMap::new();
    for operation in all() {
        // `{` sorts after every letter.
        paths.entry((operation.path.to_owned(), operation.path)).or_default().push(operation);
    }
    paths.into_iter().map(|((_, path), operations)| (path, operations)).collect()
}
