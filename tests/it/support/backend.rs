//! A fresh, migrated database for one test: a copied SQLite file, or a copy of a template on the throw-away PostgreSQL.

use super::cluster;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::path::Path;
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
    pub folder: Folder,
}

/// A folder for one test, and its database on the cluster; both go away with it, for a run makes hundreds of them.
pub struct Folder {
    dir: tempfile::TempDir,
    database: Option<String>,
}

impl Folder {
    /// A new folder, of no database.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), database: None }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let (Some(name), Some(cluster)) = (&self.database, cluster::running()) {
            // Not an error of its own: a test that fails may have taken the cluster with it.
            let gone = PgConnection::establish(&cluster.url("postgres"));
            let _ = gone.map(|mut c| c.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
        }
    }
}

impl Fresh {
    /// `None` where PostgreSQL is not installed; an error then if `WANLIAN_REQUIRE_POSTGRES` is set.
    pub fn new(backend: Backend) -> Option<Self> {
        let mut folder = Folder::new();
        let url = match backend {
            Backend::Sqlite => {
                let file = folder.path().join("wanlian.db");
                std::fs::write(&file, sqlite_template()).unwrap();
                format!("sqlite:{}", file.display())
            }
            Backend::Postgres => postgres_copy(&mut folder)?,
        };
        Some(Self { backend, url, folder })
    }

    /// An empty database without a table.
    pub fn empty(backend: Backend) -> Option<Self> {
        let mut folder = Folder::new();
        let url = match backend {
            Backend::Sqlite => format!("sqlite:{}", folder.path().join("wanlian.db").display()),
            Backend::Postgres => create("template0", &mut folder)?,
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

fn postgres_copy(folder: &mut Folder) -> Option<String> {
    static TEMPLATE: OnceLock<Option<()>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let cluster = cluster::running()?;
        cluster.execute("CREATE DATABASE migrated");
        migrate(&cluster.url("migrated"));
        Some(())
    });
    create("migrated", folder)
}

/// A new database copied from `template`, which goes away with the folder; its URL.
fn create(template: &str, folder: &mut Folder) -> Option<String> {
    static NAMES: Mutex<u32> = Mutex::new(0);
    let cluster = cluster::running()?;
    // One at a time: a template that is being copied must not be in use.
    let mut last = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *last += 1;
    let name = format!("t{last}");
    cluster.execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
    let url = cluster.url(&name);
    folder.database = Some(name);
    Some(url)
}

impl cluster::Cluster {
    fn execute(&self, sql: &str) {
        PgConnection::establish(&self.url("postgres")).unwrap().batch_execute(sql).unwrap();
    }
}
