//! Published reports. The database itself refuses to change one.

use super::db::Conn;
use super::record::{of_area, record};
use super::schema::reports::report;
use crate::base::error::{Error, Result};
use crate::base::id::ReportId;
use crate::domain::policy::Scope;
use crate::domain::report::Report;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

record!(report: Report {
    id: ReportId, region_code, name, from_on, to_on, published_by, published_at, sha256, body,
});
of_area!(report);

/// A report; `NotFound` outside the scope.
pub fn get(c: &mut Conn, scope: &Scope, id: ReportId) -> Result<Report> {
    let found = of_area(scope).filter(report::id.eq(id)).select(columns()).first(c).optional()?;
    found.ok_or(Error::NotFound)
}

/// The reports within a scope, latest first, from before a report on.
pub fn list(c: &mut Conn, scope: &Scope, before: Option<ReportId>, limit: i64) -> Result<Vec<Report>> {
    let mut query = of_area(scope);
    if let Some(before) = before {
        query = query.filter(report::id.lt(before));
    }
    // Without the bodies, which are long and not listed.
    let head = (
        report::id,
        report::region_code,
        report::name,
        report::from_on,
        report::to_on,
        report::published_by,
        report::published_at,
        report::sha256,
        sql::<Text>("''"),
    );
    Ok(query.select(head).order(report::id.desc()).limit(limit).load(c)?)
}
