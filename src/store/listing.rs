//! Lists of the directory: by area and by words of the name, page by page in the order of the ids; and the guarded change of a row.

use crate::domain::region::RegionPrefix;

/// Which rows of a list, and which page of them.
#[derive(Clone, Debug)]
pub struct Filter<Id> {
    pub area: Option<RegionPrefix>,
    /// Part of the name.
    pub q: Option<String>,
    /// Columns and the codes, ids or truths they must have, and lists with the code they must hold; only those that the table's
    /// `listing!` names.
    pub only: Vec<(&'static str, String)>,
    /// The last id of the page before.
    pub after: Option<Id>,
    pub limit: i64,
}

impl<Id> Default for Filter<Id> {
    fn default() -> Self {
        Self { area: None, q: None, only: Vec::new(), after: None, limit: 50 }
    }
}

diesel::define_sql_function! {
    /// With small letters for large ones: `like` tells them apart on PostgreSQL and not on SQLite.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// A `like` pattern for text that holds these characters as they are.
pub(super) fn holding(q: &str) -> String {
    format!("%{}%", q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// `listing!(firm: Firm, FirmId, only form, flag accepting, holds area in areas);` makes `list(c, &Filter)`, `get(c, id)` and
/// `advance(c, was, &row)` in a module that has `record!` for the table, where the table has `region_code`, `name` and `version`.
macro_rules! listing {
    ($table:ident : $Row:ty, $Id:ty $(, only $($column:ident)+)? $(, flag $($flag:ident)+)? $(, holds $($item:ident in $list:ident)+)?) => {
        /// A page of rows in the order of their ids, oldest first.
        pub fn list(
            c: &mut $crate::store::db::Conn,
            filter: &$crate::store::listing::Filter<$Id>,
        ) -> $crate::base::error::Result<Vec<$Row>> {
            use diesel::prelude::*;
            let mut query = $table::table.select(columns()).order($table::id).limit(filter.limit).into_boxed();
            if let Some(area) = filter.area {
                let (low, high) = area.range();
                query = query.filter($table::region_code.between(low, high));
            }
            if let Some(q) = &filter.q {
                use $crate::store::listing::{holding, lower};
                query = query.filter(lower($table::name).like(lower(holding(q))).escape('\\'));
            }
            for (column, value) in &filter.only {
                match *column {
                    $($(stringify!($column) => query = query.filter($table::$column.eq(value.clone())),)+)?
                    $($(stringify!($flag) => query = query.filter($table::$flag.eq(value == "true")),)+)?
                    $($(stringify!($item) => {
                        // Between the separators that stand between the codes, and here at both ends.
                        let list = concat!("';' || ", stringify!($table), ".", stringify!($list), " || ';'");
                        let list = diesel::dsl::sql::<diesel::sql_types::Text>(list);
                        let pattern = $crate::store::listing::holding(&format!(";{value};"));
                        query = query.filter(list.like(pattern).escape('\\'));
                    })+)?
                    other => {
                        let cause = format!("{} cannot be listed by {other} = {value}", stringify!($table));
                        return Err($crate::base::error::Error::internal(cause));
                    }
                }
            }
            if let Some(after) = filter.after {
                query = query.filter($table::id.gt(after));
            }
            Ok(query.load(c)?)
        }

        /// The names of these rows.
        pub fn names(
            c: &mut $crate::store::db::Conn,
            ids: &[$Id],
        ) -> $crate::base::error::Result<Vec<($Id, $crate::domain::contact::Name)>> {
            use diesel::prelude::*;
            Ok($table::table.filter($table::id.eq_any(ids)).select(($table::id, $table::name)).load(c)?)
        }

        /// The row of an id, or `NotFound`.
        pub fn get(c: &mut $crate::store::db::Conn, id: $Id) -> $crate::base::error::Result<$Row> {
            by_id(c, id)?.ok_or($crate::base::error::Error::NotFound)
        }

        $crate::store::record::versioned!($table: $Row);
    };
}
pub(in crate::store) use listing;

#[cfg(test)]
mod tests {
    #[test]
    fn wildcards_are_looked_for_as_they_are() {
        assert_eq!(super::holding("商会"), "%商会%");
        assert_eq!(super::holding("50%_\\"), "%50\\%\\_\\\\%");
    }
}
