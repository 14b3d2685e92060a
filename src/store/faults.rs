//! What a fault of the database means: a broken constraint, a lost connection, a transaction that gave way, something that passes.

use crate::base::error::Error;
use diesel::result::{DatabaseErrorKind, Error as Cause};

/// How PostgreSQL says that a connection is no more.
const LOST: [&str; 2] = ["terminating connection", "server closed the connection"];

/// The unique constraint that an error says is broken, named `table_column_column_key` on both databases (a primary key
/// likewise). Name unique indexes that way.
pub fn unique(error: &Error) -> Option<String> {
    let Some(Cause::DatabaseError(DatabaseErrorKind::UniqueViolation, about)) = cause(error) else { return None };
    if let Some(name) = about.constraint_name() {
        let table = about.table_name().unwrap_or_default();
        return Some(if name == format!("{table}_pkey") { format!("{table}_id_key") } else { name.to_owned() });
    }
    // SQLite: "UNIQUE constraint failed: firm.region_code, firm.name" or "… failed: index 'name'".
    let columns = about.message().rsplit_once("failed: ")?.1;
    if let Some(index) = columns.strip_prefix("index '") {
        return Some(index.trim_end_matches('\'').to_owned());
    }
    let (table, _) = columns.split_once('.')?;
    let names: Vec<&str> = columns.split(", ").filter_map(|column| column.split_once('.')).map(|pair| pair.1).collect();
    Some(format!("{table}_{}_key", names.join("_")))
}

fn cause(error: &Error) -> Option<&Cause> {
    let Error::Internal(cause) = error else { return None };
    cause.downcast_ref()
}

/// The server is no longer at the other end.
pub(super) fn is_lost(error: &Error) -> bool {
    match cause(error) {
        Some(Cause::DatabaseError(DatabaseErrorKind::ClosedConnection, _)) => true,
        Some(Cause::DatabaseError(_, about)) => LOST.iter().any(|sign| about.message().contains(sign)),
        _ => false,
    }
}

/// PostgreSQL chose this transaction to end so that another could go on (serialisation failure, deadlock).
pub(super) fn gave_way(error: &Error) -> bool {
    match cause(error) {
        Some(Cause::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
        Some(Cause::DatabaseError(_, about)) => about.message() == "deadlock detected",
        _ => false,
    }
}

/// SQLite ended the whole transaction by itself (full disk, I/O error), so that the savepoint in it is no more.
pub(super) fn savepoint_is_gone(error: &Error) -> bool {
    matches!(cause(error), Some(Cause::DatabaseError(_, about)) if about.message().contains("no such savepoint"))
}

/// Faults that pass by themselves (lost connection, lock or statement timeout, full disk, a server that takes no writes for now) become
/// `Busy`, which asks to try again.
pub(super) fn passing(error: Error) -> Error {
    const SIGNS: [&str; 6] = [
        "canceling statement",
        "database is locked",
        "disk is full",
        "No space left",
        "disk I/O error",
        "in a read-only transaction",
    ];
    let passes = gave_way(&error)
        || is_lost(&error)
        || match cause(&error) {
            Some(Cause::BrokenTransactionManager) => true,
            Some(Cause::DatabaseError(_, about)) => SIGNS.iter().any(|sign| about.message().contains(sign)),
            Some(Cause::RollbackErrorOnCommit { .. }) => true,
            _ => false,
        };
    if passes {
        tracing::error!(cause = %error, "the database is not available");
        Error::Busy
    } else {
        error
    }
}
