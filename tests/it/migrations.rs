//! Both databases have the same steps and, after them, the same tables, columns and kinds of columns.

use crate::both;
use crate::support::*;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::db::Conn;
use wanlian::store::migrations;

/// What SQLite's declared type is called by PostgreSQL's catalogue.
const KINDS: &[(&str, &str)] = &[
    ("TEXT", "text"),
    ("BIGINT", "bigint"),
    ("INTEGER", "integer"),
    ("DATE", "date"),
    ("TIMESTAMP", "timestamp without time zone"),
    ("BOOLEAN", "boolean"),
    ("BLOB", "bytea"),
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

/// `table.column` with its kind and whether it may be null, of every table but the record of migrations. SQLite's own
/// row number has 64 bits whatever it is called; what PostgreSQL derives for its search index has no counterpart.
fn columns(c: &mut Conn) -> BTreeMap<String, String> {
    let sql = match c {
        Conn::Sqlite(_) => {
            "SELECT m.name || '.' || p.name AS place,
               CASE WHEN p.pk AND p.type = 'INTEGER' AND (SELECT sum(pk) FROM pragma_table_info(m.name)) = 1
                 THEN 'BIGINT' ELSE p.type END || CASE WHEN p.\"notnull\" OR p.pk THEN ' not null' ELSE '' END AS kind
             FROM pragma_table_list m, pragma_table_info(m.name) p
             WHERE m.schema = 'main' AND m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
        Conn::Pg(_) => {
            "SELECT table_name || '.' || column_name AS place,
               data_type || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END AS kind
             FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER'"
        }
    };
    let rows: Vec<Column> = diesel::sql_query(sql).load(c).unwrap();
    rows.into_iter().filter(|row| !row.place.starts_with("__diesel")).map(|row| (row.place, row.kind)).collect()
}

fn connect(fresh: &Fresh) -> Conn {
    Target::parse(&fresh.url).unwrap().connect(Purpose::Upkeep).unwrap()
}

#[test]
fn both_have_the_same_steps_up_and_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let steps = |backend: &str| -> BTreeSet<String> {
        let folders = std::fs::read_dir(root.join(backend)).unwrap().map(|entry| entry.unwrap().path());
        folders
            .inspect(|folder| assert!(folder.join("up.sql").exists() && folder.join("down.sql").exists(), "{folder:?}"))
            .map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(steps("sqlite"), steps("postgres"));
    let numbers: Vec<String> = steps("sqlite").iter().map(|name| name[..4].to_owned()).collect();
    let distinct: BTreeSet<&String> = numbers.iter().collect();
    assert_eq!(numbers.len(), distinct.len(), "two steps share a number: {numbers:?}");
}

#[test]
fn both_have_the_same_columns() {
    let (Some(sqlite), Some(postgres)) = (Fresh::new(Backend::Sqlite), Fresh::new(Backend::Postgres)) else { return };
    let kinds: BTreeMap<&str, &str> = KINDS.iter().copied().collect();
    let mapped: BTreeMap<String, String> = columns(&mut connect(&sqlite))
        .into_iter()
        .map(|(place, kind)| {
            let (name, null) = kind.split_once(' ').map_or((kind.as_str(), ""), |(name, _)| (name, " not null"));
            let name =
                kinds.get(name).unwrap_or_else(|| panic!("{place} has the type {name:?}, which is not in the map"));
            (place, format!("{name}{null}"))
        })
        .collect();
    assert!(!mapped.is_empty());
    pretty(&mapped, &columns(&mut connect(&postgres)));
}

/// Fails with the differences alone.
fn pretty(sqlite: &BTreeMap<String, String>, postgres: &BTreeMap<String, String>) {
    let places: BTreeSet<&String> = sqlite.keys().chain(postgres.keys()).collect();
    let differences: Vec<String> = places
        .into_iter()
        .filter(|place| sqlite.get(*place) != postgres.get(*place))
        .map(|place| format!("{place}: sqlite {:?}, postgres {:?}", sqlite.get(place), postgres.get(place)))
        .collect();
    assert!(differences.is_empty(), "\n{}\n", differences.join("\n"));
}

both! {
    fn up_down_and_up_again_is_the_same(fresh: Fresh) {
        let mut c = connect(&fresh);
        let before = columns(&mut c);
        migrations::check(&mut c).unwrap();
        migrations::revert_all(&mut c).unwrap();
        assert_eq!(columns(&mut c), BTreeMap::new());
        assert!(migrations::check(&mut c).unwrap_err().en.contains("wanlian migrate"));
        migrations::run(&mut c).unwrap();
        assert_eq!(columns(&mut c), before);
        assert_eq!(migrations::run(&mut c).unwrap(), Vec::<String>::new());
    }

    fn a_newer_database_is_refused(fresh: Fresh) {
        let mut c = connect(&fresh);
        diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").execute(&mut c).unwrap();
        assert!(migrations::run(&mut c).unwrap_err().en.contains("9999"));
    }

    fn many_nodes_may_start_at_once(fresh: Fresh) {
        let empty = Fresh::empty(fresh.backend).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| migrations::run(&mut connect(&empty)).unwrap());
            }
        });
        migrations::check(&mut connect(&empty)).unwrap();
    }
}
