//! `wanlian serve`: opens the database, starts the clock's jobs and the server, and says where it is.

use super::{config::calendar_gap, say};
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::refusal::Refusal;
use crate::domain::account::Reach;
use crate::jobs;
use crate::server::{self, Parts};
use crate::store::accounts;
use crate::store::connect::Target;
use crate::store::db::Db;
use crate::store::durability;
use std::sync::Arc;

/// Serves until told to stop.
pub(super) fn run(config: Config) -> Result<()> {
    if let Some(gap) = calendar_gap(&config) {
        tracing::warn!("{gap}");
    }
    let config = Arc::new(config);
    let db = Db::open(&config.database.url, config.database.readers)?;
    check_durability(&db, &config)?;
    let clock = Clock::default();
    greet(&db)?;
    let jobs = jobs::start(jobs::Work { db: db.clone(), clock: clock.clone(), config: config.clone() })?;
    say(format_args!("http://{}  (stop 停止: Ctrl-C)", config.server.bind))?;
    let runtime = actix_web::rt::System::new();
    let served = runtime.block_on(server::serve(Parts { db, clock, config }));
    jobs.stop();
    served
}

/// Where nobody can sign in yet, says how to make the first administrator.
fn greet(db: &Db) -> Result<()> {
    if !db.read_now(|c| accounts::list(c, &Reach::Everyone, None, 1))?.is_empty() {
        return Ok(());
    }
    say("尚无账号。请另开终端新建首个管理员，密码仅显示一次：")?;
    say("Nobody can sign in yet. Make the first administrator in another terminal; the password is shown once:")?;
    say("  wanlian user add --login admin --role sysadmin")
}

/// In production a database that may forget is refused; elsewhere it is said.
fn check_durability(db: &Db, config: &Config) -> Result<()> {
    let found = durability::weaknesses(db, &Target::parse(&config.database.url)?)?.join(", ");
    if found.is_empty() {
        return Ok(());
    }
    if config.is_production() {
        return Err(Error::from(Refusal::new(
            format!("数据库可能丢失已确认的数据：{found}"),
            format!("The database may lose what it acknowledged: {found}"),
        )));
    }
    tracing::warn!(found, "the database may lose what it acknowledged");
    Ok(())
}
