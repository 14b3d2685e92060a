//! `wanlian migrate`: brings the tables up to date and says what was done.

use super::say;
use crate::base::config::Config;
use crate::base::error::Result;
use crate::store::connect::{Purpose, Target};
use crate::store::migrations;

/// Applies the missing migrations, all or none.
pub(super) fn run(config: &Config) -> Result<()> {
    let mut c = Target::parse(&config.database.url)?.connect(Purpose::Upkeep)?;
    let applied = migrations::run(&mut c)?;
    if applied.is_empty() {
        return say("The tables are up to date. 数据库结构已是最新。");
    }
    say(format_args!("Applied 已应用: {}", applied.join(", ")))
}
