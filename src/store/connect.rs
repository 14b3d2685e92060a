//! Opens one connection, by the scheme of the URL, with the settings that keep what was answered. Pools are in db.rs.

use super::db::Conn;
use crate::base::refusal::Refusal;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::path::{Path, PathBuf};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    Sqlite(PathBuf),
    Postgres(String),
}

/// What a connection may do, which decides its settings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Read,
    Write,
    /// Migrations and backups: no time limit on a statement.
    Upkeep,
}

impl Target {
    /// Reads `sqlite:path` or `postgres://…`. A bare path is refused: it might be a mistyped URL.
    pub fn parse(url: &str) -> Result<Self, Refusal> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            Some(path) if !path.is_empty() && !path.starts_with(':') => Ok(Self::Sqlite(path.into())),
            _ => Err(Refusal::new(
                "database.url 应为 sqlite:路径 或 postgres://用户:密码@主机/库名。",
                "database.url must be sqlite:PATH or postgres://user:password@host/name.",
            )),
        }
    }

    /// One connection with its settings made and read back.
    pub fn connect(&self, purpose: Purpose) -> Result<Conn, Refusal> {
        match self {
            Self::Sqlite(path) => sqlite(path, purpose),
            Self::Postgres(url) => postgres(url, purpose),
        }
    }
}

fn sqlite(path: &Path, purpose: Purpose) -> Result<Conn, Refusal> {
    let refuse = |cause: &dyn std::fmt::Display| {
        Refusal::new(
            format!("无法打开数据库文件 {}：{cause}", path.display()),
            format!("The database file {} cannot be opened: {cause}", path.display()),
        )
    };
    make(path).map_err(|cause| refuse(&cause))?;
    let mut c = SqliteConnection::establish(&path.to_string_lossy()).map_err(|cause| refuse(&cause))?;
    // What a savepoint would take back is kept in memory: in temporary files it was half of all that is written.
    // The timeout comes first: switching to WAL may already have to wait for another process.
    let settings = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
        PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;";
    let rest = match purpose {
        Purpose::Read => "PRAGMA cache_size=-8192; PRAGMA query_only=ON;",
        // Moving the log into the file costs two more flushes, and writes a page that changed often only once: seldom is cheap.
        Purpose::Write | Purpose::Upkeep => "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8000;",
    };
    c.batch_execute(settings).and_then(|()| c.batch_execute(rest)).map_err(|cause| refuse(&cause))?;
    let kept = pragmas(&mut c).map_err(|cause| refuse(&cause))?;
    if kept == ("wal".to_owned(), 2, 1) {
        Ok(Conn::Sqlite(c))
    } else {
        Err(refuse(&format!("journal_mode, synchronous, foreign_keys = {kept:?}, not wal, 2, 1")))
    }
}

/// Makes the file, for its owner alone, where there is none. One that is there is not opened: to close it by hand would drop all
/// locks that SQLite holds on it for this process, and the next program that looks into it would delete the log in use.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// `journal_mode`, `synchronous` and `foreign_keys` as SQLite has them.
fn pragmas(c: &mut SqliteConnection) -> QueryResult<(String, i64, i64)> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        journal_mode: String,
        #[diesel(sql_type = BigInt)]
        synchronous: i64,
        #[diesel(sql_type = BigInt)]
        foreign_keys: i64,
    }
    let sql = "SELECT journal_mode, synchronous, foreign_keys
        FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys";
    let row: Row = diesel::sql_query(sql).get_result(c)?;
    Ok((row.journal_mode, row.synchronous, row.foreign_keys))
}

fn postgres(url: &str, purpose: Purpose) -> Result<Conn, Refusal> {
    // The cause names host and port; the URL is not shown, for it holds the password.
    let refuse = |cause: &dyn std::fmt::Display| {
        Refusal::new(format!("无法连接 PostgreSQL：{cause}"), format!("PostgreSQL cannot be reached: {cause}"))
    };
    let mut c = PgConnection::establish(url).map_err(|cause| refuse(&cause))?;
    let limits = match purpose {
        Purpose::Upkeep => "SET statement_timeout = 0",
        Purpose::Read | Purpose::Write => {
            // Lists come from indexes, newest first: on the disks of today a page out of order costs hardly more than the next one.
            "SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';
            SET random_page_cost = 1.1"
        }
    };
    c.batch_execute(limits)
        .and_then(|()| c.batch_execute("SET timezone = 'UTC'; SET client_min_messages = 'warning'"))
        .map_err(|cause| refuse(&cause))?;
    Ok(Conn::Pg(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides_and_a_bare_path_is_refused() {
        assert!(Target::parse("sqlite:data/w.db").unwrap() == Target::Sqlite("data/w.db".into()));
        assert!(Target::parse("sqlite:///srv/w.db").unwrap() == Target::Sqlite("/srv/w.db".into()));
        assert!(matches!(Target::parse("postgres://h/d"), Ok(Target::Postgres(_))));
        for url in ["", "w.db", "sqlite:", "sqlite::memory:", "mysql://h/d", "postgres:/h"] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
    }
}
