//! The log of what was done: who, which operation, on what, when, with what outcome. Grows only; holds no personal data.

use super::db::Conn;
use super::schema::access::access_log;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{AccountId, IdText};
use diesel::prelude::*;

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: Instant,
    pub account: Option<AccountId>,
    pub operation: &'static str,
    /// The id in the path.
    pub object: Option<String>,
    pub status: u16,
}

/// Adds a line.
pub fn add(c: &mut Conn, line: &Line) -> Result<()> {
    diesel::insert_into(access_log::table)
        .values((
            access_log::id.eq(IdText::new().as_str()),
            access_log::at.eq(line.at),
            access_log::account_id.eq(line.account),
            access_log::operation.eq(line.operation),
            access_log::object_id.eq(&line.object),
            access_log::status.eq(i64::from(line.status)),
        ))
        .execute(c)?;
    Ok(())
}

/// A line as it is read.
#[derive(Clone, Debug, diesel::Queryable)]
pub struct Entry {
    pub id: String,
    pub at: Instant,
    pub account: Option<AccountId>,
    pub operation: String,
    pub object: Option<String>,
    pub status: i64,
}

/// Which lines: of an account, of an object, of an operation, before one of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub account: Option<AccountId>,
    pub object: Option<String>,
    pub operation: Option<String>,
    pub before: Option<String>,
}

/// The lines, the newest first.
pub fn list(c: &mut Conn, filter: &Filter, limit: i64) -> Result<Vec<Entry>> {
    let mut found = access_log::table
        .select((
            access_log::id,
            access_log::at,
            access_log::account_id,
            access_log::operation,
            access_log::object_id,
            access_log::status,
        ))
        .order(access_log::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(account) = filter.account {
        found = found.filter(access_log::account_id.eq(account));
    }
    if let Some(object) = &filter.object {
        found = found.filter(access_log::object_id.eq(object.clone()));
    }
    if let Some(operation) = &filter.operation {
        found = found.filter(access_log::operation.eq(operation.clone()));
    }
    if let Some(before) = &filter.before {
        found = found.filter(access_log::id.lt(before.clone()));
    }
    Ok(found.load(c)?)
}
