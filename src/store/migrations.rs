//! Brings a database to the tables this program knows: all steps in one transaction, so that it is at the old state or the new.

use super::db::{Conn, begin, settle};
use super::regions;
use crate::base::error::Error;
use crate::base::refusal::Refusal;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Applies what is missing and returns its versions. Refuses a database that is newer than this program.
/// Several nodes may start at once: they take turns.
pub fn run(c: &mut Conn) -> Result<Vec<String>, Refusal> {
    in_turn(c, |c| {
        check_not_newer(c)?;
        let missing = pending(c)?;
        match c {
            Conn::Pg(c) => c.run_pending_migrations(POSTGRES).map(drop),
            Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop),
        }
        .map_err(|cause| failed(&*cause))?;
        regions::seed(c).map_err(|cause| failed(&cause))?;
        Ok(missing)
    })
}

/// Refuses a database that is newer or older than this program; changes nothing.
pub fn check(c: &mut Conn) -> Result<(), Refusal> {
    check_not_newer(c)?;
    let missing = pending(c)?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("数据库缺少迁移 {}；请先运行 wanlian migrate。", missing.join("、")),
        format!("The database lacks the migrations {}; run `wanlian migrate` first.", missing.join(", ")),
    ))
}

/// Takes every migration back, newest first; with it all data.
pub fn revert_all(c: &mut Conn) -> Result<(), Refusal> {
    in_turn(c, |c| {
        match c {
            Conn::Pg(c) => c.revert_all_migrations(POSTGRES).map(drop),
            Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop),
        }
        .map_err(|cause| failed(&*cause))
    })
}

fn check_not_newer(c: &mut Conn) -> Result<(), Refusal> {
    let known = known(c).map_err(|cause| failed(&*cause))?;
    let applied = applied(c)?;
    match applied.iter().find(|version| !known.contains(version)) {
        None => Ok(()),
        Some(version) => Err(Refusal::new(
            format!("数据库由更新版本的程序建立（迁移 {version}），本程序不认识；请使用新版本的程序，或恢复备份。"),
            format!(
                "The database was made by a newer version of this program (migration {version}); use that version, or restore a backup."
            ),
        )),
    }
}

fn pending(c: &mut Conn) -> Result<Vec<String>, Refusal> {
    let applied = applied(c)?;
    let mut known = known(c).map_err(|cause| failed(&*cause))?;
    known.retain(|version| !applied.contains(version));
    Ok(known)
}

/// The versions this program brings with it, in order.
fn known(c: &Conn) -> Outcome<Vec<String>> {
    fn versions<DB: diesel::backend::Backend>(source: &EmbeddedMigrations) -> Outcome<Vec<String>> {
        let all: Vec<Box<dyn Migration<DB>>> = source.migrations()?;
        let mut versions: Vec<String> = all.iter().map(|one| one.name().version().to_string()).collect();
        versions.sort();
        Ok(versions)
    }
    match c {
        Conn::Pg(_) => versions::<diesel::pg::Pg>(&POSTGRES),
        Conn::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(&SQLITE),
    }
}

fn applied(c: &mut Conn) -> Result<Vec<String>, Refusal> {
    let versions = match c {
        Conn::Pg(c) => c.applied_migrations(),
        Conn::Sqlite(c) => c.applied_migrations(),
    };
    Ok(versions.map_err(|cause| failed(&*cause))?.iter().map(ToString::to_string).collect())
}

/// One transaction, and on PostgreSQL a lock that other nodes wait for.
fn in_turn<T>(c: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Refusal>) -> Result<T, Refusal> {
    let turn = |c: &mut Conn| -> crate::base::error::Result<T> {
        if let Conn::Pg(c) = c {
            c.batch_execute("SELECT pg_advisory_xact_lock(8277468610)")?;
        }
        Ok(work(c)?)
    };
    begin(c, "BEGIN", "BEGIN IMMEDIATE").map_err(|cause| failed(&cause))?;
    settle(c, turn).map_err(|error| match error {
        Error::Internal(cause) => match cause.downcast::<Refusal>() {
            Ok(refusal) => *refusal,
            Err(cause) => failed(&*cause),
        },
        other => failed(&other),
    })
}

fn failed(cause: &(dyn std::error::Error + 'static)) -> Refusal {
    Refusal::new(
        format!("数据库迁移失败，未作任何更改：{cause}"),
        format!("The database could not be migrated; nothing was changed: {cause}"),
    )
}
