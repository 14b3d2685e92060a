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

/// How many lines an operation has: `wanlian` shows it, and tests count by it.
pub fn count(c: &mut Conn, operation: &str) -> Result<i64> {
    Ok(access_log::table.filter(access_log::operation.eq(operation)).count().get_result(c)?)
}
