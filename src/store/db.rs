//! The database: `read` and `write` are the only ways in. SQLite has one writer that commits in groups, PostgreSQL a pool.

use super::connect::{Purpose, Target};
use super::dialect::each;
use super::faults::{gave_way, is_lost, passing};
use super::migrations;
use super::writer::Queue;
use crate::base::error::{Error, Result};
use crate::base::refusal::Refusal;
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::R2D2Connection;
use diesel::result::QueryResult;
use diesel::sqlite::SqliteConnection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// A connection to either database; queries are written once for both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

type Transactions = <Conn as Connection>::TransactionManager;

/// How often a write is tried again when PostgreSQL gave it up for another (40001, 40P01).
const RETRIES: u32 = 3;

/// The database, shared by all parts of the program.
#[derive(Clone)]
pub struct Db {
    readers: Pool,
    writer: Writer,
}

#[derive(Clone)]
enum Writer {
    Queue(Queue),
    Pool(Pool),
}

impl Db {
    /// Opens the database of a URL, brings its tables up to date, and keeps up to `readers` connections for reading.
    pub fn open(url: &str, readers: u32) -> Result<Self, Refusal> {
        let target = Target::parse(url)?;
        migrations::run(&mut target.connect(Purpose::Upkeep)?)?;
        let writer = match &target {
            Target::Sqlite(_) => Writer::Queue(Queue::start(target.clone())?),
            Target::Postgres(_) => Writer::Pool(pool(&target, Purpose::Write, readers)?),
        };
        Ok(Self { readers: pool(&target, Purpose::Read, readers)?, writer })
    }

    /// Reads from one snapshot, off the async threads.
    pub async fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        let db = self.clone();
        blocking(move || db.read_now(f)).await
    }

    /// Reads from one snapshot and blocks meanwhile: for commands, jobs and tests.
    pub fn read_now<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut slot = checkout(&self.readers, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN")?;
        settle(&mut slot.conn, f).map_err(passing)
    }

    /// Reads without a transaction, off the async threads: each statement sees what is there when it begins, which spares two
    /// round trips where one row decides. `f` is cloned where a connection turns out to be lost.
    pub async fn glance<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        let pool = self.readers.clone();
        blocking(move || look(&pool, &f)).await
    }

    /// Does all of `f` in one transaction, or nothing of it; returns after the commit. `f` is cloned where it may have to
    /// be tried again, so it must have no effect but on the database.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        match &self.writer {
            Writer::Queue(queue) => {
                let (tell, told) = tokio::sync::oneshot::channel();
                queue.put(f, |answer| drop(tell.send(answer)))?;
                told.await.unwrap_or(Err(Error::Busy))
            }
            Writer::Pool(pool) => {
                let pool = pool.clone();
                blocking(move || write_to(&pool, f)).await
            }
        }
    }

    /// `write` that blocks: for commands, jobs and tests.
    pub fn write_now<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        match &self.writer {
            Writer::Queue(queue) => {
                let (tell, told) = std::sync::mpsc::sync_channel(1);
                queue.put(f, move |answer| drop(tell.send(answer)))?;
                told.recv().unwrap_or(Err(Error::Busy))
            }
            Writer::Pool(pool) => write_to(pool, f),
        }
    }
}

/// Does `f`, or nothing of it, within the transaction under way; lets `f` fail and the rest go on.
pub fn savepoint<T>(c: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    Transactions::begin_transaction(c)?;
    settle(c, f)
}

/// Begins a transaction with the words of each database.
pub(super) fn begin(c: &mut Conn, pg: &str, sqlite: &str) -> QueryResult<()> {
    let sql = if matches!(c, Conn::Pg(_)) { pg } else { sqlite };
    each!(c, c => AnsiTransactionManager::begin_transaction_sql(c, sql))
}

/// Ends the innermost transaction or savepoint: keeps what `f` did, or takes it back when it fails or panics.
pub(super) fn settle<T>(c: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(|| f(c))) {
        Ok(Ok(value)) => {
            Transactions::commit_transaction(c)?;
            Ok(value)
        }
        Ok(Err(error)) => {
            Transactions::rollback_transaction(c)?;
            Err(error)
        }
        Err(_) => {
            Transactions::rollback_transaction(c)?;
            Err(Error::internal("a panic inside a transaction; it was rolled back"))
        }
    }
}

type Pool = r2d2::Pool<Manager>;

struct Manager {
    target: Target,
    purpose: Purpose,
}

/// A pooled connection; `spoiled` when it could not even begin.
struct Slot {
    conn: Conn,
    spoiled: bool,
}

/// diesel's own manager tries each database in turn and hides why it failed; ours goes by the URL.
impl r2d2::ManageConnection for Manager {
    type Connection = Slot;
    type Error = Refusal;

    fn connect(&self) -> Result<Slot, Refusal> {
        Ok(Slot { conn: self.target.connect(self.purpose)?, spoiled: false })
    }

    fn is_valid(&self, slot: &mut Slot) -> Result<(), Refusal> {
        slot.conn.ping().map_err(|cause| Refusal::new("连接已失效。", format!("The connection is gone: {cause}")))
    }

    fn has_broken(&self, slot: &mut Slot) -> bool {
        slot.spoiled || std::thread::panicking() || slot.conn.is_broken()
    }
}

fn pool(target: &Target, purpose: Purpose, size: u32) -> Result<Pool, Refusal> {
    r2d2::Pool::builder()
        .max_size(size.max(1))
        .min_idle(Some(1))
        // A ping at each checkout would cost a third of the throughput; `checkout` notices a dead connection instead.
        .test_on_check_out(false)
        .connection_timeout(Duration::from_secs(5))
        .build(Manager { target: target.clone(), purpose })
        .map_err(|cause| Refusal::new(format!("无法建立连接池：{cause}"), format!("No connection pool: {cause}")))
}

fn take(pool: &Pool) -> Result<r2d2::PooledConnection<Manager>> {
    pool.get().map_err(|cause| {
        tracing::error!(%cause, "no database connection");
        Error::Busy
    })
}

/// A connection with its transaction begun. Dead ones (the server was restarted) are dropped on the way.
fn checkout(pool: &Pool, pg: &str, sqlite: &str) -> Result<r2d2::PooledConnection<Manager>> {
    for _ in 0..=pool.max_size() {
        let mut slot = take(pool)?;
        match begin(&mut slot.conn, pg, sqlite) {
            Ok(()) => return Ok(slot),
            Err(cause) => {
                tracing::warn!(%cause, "a database connection was lost");
                slot.spoiled = true;
            }
        }
    }
    Err(Error::Busy)
}

fn look<T>(pool: &Pool, f: &(impl FnOnce(&mut Conn) -> Result<T> + Clone)) -> Result<T> {
    for _ in 0..=pool.max_size() {
        let mut slot = take(pool)?;
        let seen = catch_unwind(AssertUnwindSafe(|| f.clone()(&mut slot.conn)));
        match seen.unwrap_or_else(|_| Err(Error::internal("a panic while reading"))) {
            Err(error) if is_lost(&error) => {
                tracing::warn!(cause = %error, "a database connection was lost");
                slot.spoiled = true;
            }
            other => return other.map_err(passing),
        }
    }
    Err(Error::Busy)
}

fn write_to<T>(pool: &Pool, f: impl FnOnce(&mut Conn) -> Result<T> + Clone) -> Result<T> {
    for _ in 0..RETRIES {
        let mut slot = checkout(pool, "BEGIN", "BEGIN IMMEDIATE")?;
        match settle(&mut slot.conn, f.clone()) {
            Err(error) if gave_way(&error) => tracing::warn!("a transaction gave way to another and is tried again"),
            other => return other.map_err(passing),
        }
    }
    let mut slot = checkout(pool, "BEGIN", "BEGIN IMMEDIATE")?;
    settle(&mut slot.conn, f).map_err(passing)
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(f).await.unwrap_or_else(|cause| Err(Error::internal(cause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let refusal = Db::open("sqlite:/proc/none/t.db", 1).err().unwrap();
        assert!(refusal.en.contains("/proc/none/t.db"), "{refusal}");
    }

    #[test]
    fn an_unreachable_server_is_named_without_the_password() {
        let refusal = Db::open("postgres://u:secret@127.0.0.1:1/d", 1).err().unwrap();
        assert!(refusal.en.contains("Connection refused") && !refusal.en.contains("secret"), "{refusal}");
    }
}
