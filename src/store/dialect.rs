//! The only place where the two databases are told apart.

use super::db::Conn;
use crate::base::text_list::TextList;
use diesel::dsl::sql;
use diesel::expression::{SqlLiteral, UncheckedBind};
use diesel::internal::derives::as_expression::Bound;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Bool, Text};
use std::fmt::{Debug, Display};

type Both = <Conn as diesel::Connection>::Backend;

/// What TextList does for each of the two, for the connection that is either.
impl<T: Debug + Display + Send + Sync + 'static> ToSql<Text, Both> for TextList<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Both>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}

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

/// The condition that a case holds all the words of a full-text query (`case_search::query`).
pub(super) fn found_by(c: &Conn, words: String) -> Found {
    let (before, after) = if has_row_locks(c) {
        ("cases.id IN (SELECT case_id FROM case_search WHERE words @@ ", "::tsquery)")
    } else {
        (
            "cases.id IN (SELECT case_id FROM case_search WHERE id IN
                (SELECT rowid FROM case_search_index WHERE case_search_index MATCH ",
            "))",
        )
    };
    sql::<Bool>(before).bind::<Text, _>(words).sql(after)
}

type Found = SqlLiteral<Bool, UncheckedBind<SqlLiteral<Bool>, Bound<Text, String>>>;
