//! A fresh, migrated database for one test: a copied SQLite file, or a copy of a template on the throw-away PostgreSQL.

use super::cluster;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::sync::{Mutex, OnceLock};
use wanlian::store::connect::{Purpose, Target};
use wanlian::store::migrations;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A migrated database nobody else uses, and a folder that goes away with it.
pub struct Fresh {
    pub backend: Backend,
    pub url: String,
    pub folder: tempfile::TempDir,
}

impl Fresh {
    /// `None` where PostgreSQL is not installed; an error then if `WANLIAN_REQUIRE_POSTGRES` is set.
    pub fn new(backend: Backend) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let url = match backend {
            Backend::Sqlite => {
                let file = folder.path().join("wanlian.db");
                std::fs::write(&file, sqlite_template()).unwrap();
                format!("sqlite:{}", file.display())
            }
            Backend::Postgres => postgres_copy()?,
        };
        Some(Self { backend, url, folder })
    }

    /// An empty database without a table.
    pub fn empty(backend: Backend) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let url = match backend {
            Backend::Sqlite => format!("sqlite:{}", folder.path().join("wanlian.db").display()),
            Backend::Postgres => create("template0")?,
        };
        Some(Self { backend, url, folder })
    }
}

fn migrate(url: &str) {
    migrations::run(&mut Target::parse(url).unwrap().connect(Purpose::Upkeep).unwrap()).unwrap();
}

/// The bytes of a migrated database file; made once.
fn sqlite_template() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("template.db");
        migrate(&format!("sqlite:{}", file.display()));
        std::fs::read(file).unwrap()
    })
}

fn postgres_copy() -> Option<String> {
    static TEMPLATE: OnceLock<Option<()>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let cluster = cluster::running()?;
        cluster.execute("CREATE DATABASE migrated");
        migrate(&cluster.url("migrated"));
        Some(())
    });
    create("migrated")
}

/// A new database copied from `template`; its URL.
fn create(template: &str) -> Option<String> {
    static NAMES: Mutex<u32> = Mutex::new(0);
    let cluster = cluster::running()?;
    // One at a time: a template that is being copied must not be in use.
    let mut last = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *last += 1;
    let name = format!("t{last}");
    cluster.execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Some(cluster.url(&name))
}

impl cluster::Cluster {
    fn execute(&self, sql: &str) {
        PgConnection::establish(&self.url("postgres")).unwrap().batch_execute(sql).unwrap();
    }
}
