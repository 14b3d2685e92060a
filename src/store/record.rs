//! `record!`: the plain SQL of a table whose row is a domain struct, field by field. Queries with a meaning are written by hand.

/// Rows of up to 32 columns in one statement: SQLite binds 32,766 values, PostgreSQL twice as many.
pub(in crate::store) const MANY: usize = 1000;

/// `record!(party: Party { id: PartyId, case_id, name });` makes, in the calling module:
/// `columns()`, the tuple of columns in that order; `insert(c, &row)`; `insert_all(c, &rows)`; `save(c, &row)`, which writes every column but the id
/// and is `NotFound` when the row is gone; `by_id(c, id)`. The struct derives `diesel::Queryable` and has the same order;
/// the table must be in scope by its name. The first field is the primary key and the only one whose type is named.
macro_rules! record {
    ($table:ident : $Row:ty { $id:ident : $Id:ty, $($field:ident),+ $(,)? }) => {
        /// The columns in the order of the struct.
        #[allow(dead_code, clippy::type_complexity, reason = "one of a set that every table gets")]
        pub(in $crate::store) const fn columns() -> ($table::$id, $($table::$field),+) {
            ($table::$id, $($table::$field),+)
        }

        /// Writes a new row.
        #[allow(dead_code, reason = "one of a set that every table gets")]
        pub fn insert(c: &mut $crate::store::db::Conn, row: &$Row) -> $crate::base::error::Result<()> {
            use diesel::prelude::*;
            // Once for each database: a list in a text column is made anew for binding, which `MultiConnection` cannot do.
            $crate::store::dialect::each!(c, c => diesel::insert_into($table::table)
                .values(($table::$id.eq(&row.$id), $($table::$field.eq(&row.$field)),+))
                .execute(c))?;
            Ok(())
        }

        /// Writes new rows, up to a thousand in a statement.
        #[allow(dead_code, reason = "one of a set that every table gets")]
        pub fn insert_all(c: &mut $crate::store::db::Conn, rows: &[&$Row]) -> $crate::base::error::Result<()> {
            use diesel::prelude::*;
            for rows in rows.chunks($crate::store::record::MANY) {
                let values: Vec<_> =
                    rows.iter().map(|row| ($table::$id.eq(&row.$id), $($table::$field.eq(&row.$field)),+)).collect();
                $crate::store::dialect::each!(c, c => diesel::insert_into($table::table).values(&values).execute(c))?;
            }
            Ok(())
        }

        /// Writes every column of an existing row; `NotFound` when it is gone.
        #[allow(dead_code, reason = "one of a set that every table gets")]
        pub fn save(c: &mut $crate::store::db::Conn, row: &$Row) -> $crate::base::error::Result<()> {
            use diesel::prelude::*;
            let changed = $crate::store::dialect::each!(c, c => diesel::update($table::table.filter($table::$id.eq(&row.$id)))
                .set(($($table::$field.eq(&row.$field)),+ ,))
                .execute(c))?;
            if changed == 1 { Ok(()) } else { Err($crate::base::error::Error::NotFound) }
        }

        /// The row of an id.
        #[allow(dead_code, reason = "one of a set that every table gets")]
        pub fn by_id(c: &mut $crate::store::db::Conn, id: $Id) -> $crate::base::error::Result<Option<$Row>> {
            use diesel::prelude::*;
            let found = $crate::store::dialect::each!(c, c => $table::table.filter($table::$id.eq(id))
                .select(columns()).first::<$Row>(c).optional())?;
            Ok(found)
        }
    };
}
pub(in crate::store) use record;

/// `versioned!(pairing: Pairing);` beside `record!` makes the guarded change of a row that has a `version`.
macro_rules! versioned {
    ($table:ident : $Row:ty) => {
        /// Writes a row that was at version `was`; `Stale` when somebody else was faster.
        pub fn advance(c: &mut $crate::store::db::Conn, was: i64, row: &$Row) -> $crate::base::error::Result<()> {
            use diesel::prelude::*;
            let claimed = $table::table.filter($table::id.eq(row.id)).filter($table::version.eq(was));
            if diesel::update(claimed).set($table::version.eq(row.version)).execute(c)? == 0 {
                let current = by_id(c, row.id)?.map(|row| row.version);
                return Err($crate::base::error::Error::Stale { current });
            }
            save(c, row)
        }
    };
}
pub(in crate::store) use versioned;

/// `of_area!(report);` makes `of_area(scope)`: the rows whose `region_code` lies in the area of a scope, none for an organisation.
macro_rules! of_area {
    ($table:ident) => {
        fn of_area<'a>(
            scope: &$crate::domain::policy::Scope,
        ) -> $table::BoxedQuery<'a, <$crate::store::db::Conn as diesel::Connection>::Backend> {
            let query = $table::table.into_boxed();
            match scope.area().map($crate::domain::region::RegionPrefix::range) {
                Some((low, high)) => query.filter($table::region_code.between(low, high)),
                None => query.filter(diesel::dsl::sql::<diesel::sql_types::Bool>("1 = 0")),
            }
        }
    };
}
pub(in crate::store) use of_area;
