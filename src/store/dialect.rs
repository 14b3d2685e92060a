//! The only place where the two databases are told apart.

use super::db::Conn;

/// `each!(conn, c => expression)`: the same text compiled once for each concrete connection, for what diesel knows of both
/// databases but not of `MultiConnection` (`on_conflict`, inserts of many rows, `union`).
macro_rules! each {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::store::db::Conn::Pg($c) => $body,
            $crate::store::db::Conn::Sqlite($c) => $body,
        }
    };
}
pub(in crate::store) use each;

/// Whether row locks (`FOR UPDATE SKIP LOCKED`) are there; where not, there is a single writer anyway.
pub fn has_row_locks(c: &Conn) -> bool {
    matches!(c, Conn::Pg(_))
}
