//! The database as it stands, table by table, and changes made behind the program's back.

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use std::collections::BTreeMap;

/// The tables of a case and what belongs to it.
pub const CASE_TABLES: [&str; 14] = [
    "cases",
    "party",
    "case_mediator",
    "consent",
    "meeting",
    "agreement",
    "instalment",
    "payment",
    "callback",
    "extension",
    "risk_report",
    "task",
    "urging",
    "case_event",
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    v: String,
}

/// A connection that knows nothing of the program.
pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Grow with every request, whatever comes of it, or belong to signing in.
const ASIDE: [&str; 6] =
    ["access_log", "session", "refresh_token", "login_throttle", "region", "__diesel_schema_migrations"];

impl Raw {
    pub fn open(url: &str) -> Self {
        match url.strip_prefix("sqlite:") {
            Some(path) => {
                let mut c = SqliteConnection::establish(path).unwrap();
                c.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA synchronous = OFF").unwrap();
                Self::Sqlite(c)
            }
            None => Self::Postgres(PgConnection::establish(url).unwrap()),
        }
    }

    /// The column `v` of a query.
    pub fn texts(&mut self, sql: &str) -> Vec<String> {
        let rows: Vec<Row> = match self {
            Self::Sqlite(c) => sql_query(sql).load(c).unwrap(),
            Self::Postgres(c) => sql_query(sql).load(c).unwrap(),
        };
        rows.into_iter().map(|row| row.v).collect()
    }

    pub fn run(&mut self, sql: &str) {
        match self {
            Self::Sqlite(c) => c.batch_execute(sql).unwrap_or_else(|cause| panic!("{sql}: {cause}")),
            Self::Postgres(c) => c.batch_execute(sql).unwrap_or_else(|cause| panic!("{sql}: {cause}")),
        }
    }

    pub fn tables(&mut self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                "SELECT name AS v FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%index%'"
            }
            Self::Postgres(_) => {
                "SELECT table_name::text AS v FROM information_schema.tables WHERE table_schema = 'public'"
            }
        };
        self.texts(sql)
    }

    pub fn columns(&mut self, table: &str) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => format!("SELECT name AS v FROM pragma_table_info('{table}')"),
            Self::Postgres(_) => {
                format!(
                    "SELECT column_name::text AS v FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
                )
            }
        };
        self.texts(&sql)
    }

    /// Each column with its type.
    pub fn kinds(&mut self, table: &str) -> Vec<(String, String)> {
        let sql = match self {
            Self::Sqlite(_) => format!("SELECT name || '|' || type AS v FROM pragma_table_info('{table}')"),
            Self::Postgres(_) => format!(
                "SELECT column_name::text || '|' || data_type::text AS v FROM information_schema.columns WHERE table_name = '{table}'"
            ),
        };
        self.texts(&sql).iter().map(|text| text.split_once('|').unwrap()).map(|(a, b)| (a.into(), b.into())).collect()
    }

    /// Every row of every table but those that grow with each request.
    pub fn everything(&mut self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for table in self.tables().into_iter().filter(|table| !ASIDE.contains(&table.as_str())) {
            let sql = match self {
                Self::Postgres(_) => format!("SELECT t::text AS v FROM {table} t ORDER BY 1"),
                Self::Sqlite(_) => {
                    let columns: Vec<_> =
                        self.columns(&table).iter().map(|column| format!("quote(\"{column}\")")).collect();
                    format!("SELECT {} AS v FROM {table} ORDER BY 1", columns.join(" || ',' || "))
                }
            };
            let rows = self.texts(&sql);
            all.insert(table, rows);
        }
        all
    }

    /// The tables that are no longer as they were.
    pub fn differences(&mut self, before: &BTreeMap<String, Vec<String>>) -> Vec<String> {
        let after = self.everything();
        before.iter().filter(|(table, rows)| *rows != &after[*table]).map(|(table, _)| table.clone()).collect()
    }
}
