//! `wanlian rebuild statistics`: makes every figure anew from the cases, behind a progress bar, and verifies the result.

use super::{bar, say, verify};
use crate::base::clock::{Clock, china_day};
use crate::base::config::Config;
use crate::base::error::Result;
use crate::store::db::Db;
use crate::store::statistics_rebuild::{Stage, rebuild};
use clap::Subcommand;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 依案件重建统计 / make the figures anew from the cases
    Statistics,
}

/// All figures or, when it fails, none: it is one transaction. Exit code 1 when they do not verify after it.
pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let What::Statistics = arguments.what;
    let db = Db::open(&config.database.url, 1)?;
    let (bar, today) = (bar("统计 statistics")?, china_day(Clock::default().now()));
    let counted = bar.clone();
    let done = db.write_now(move |tx| {
        rebuild(tx, today, &mut |stage, done, of| {
            counted.set_prefix(match stage {
                Stage::Counting => "计数 counting cases",
                Stage::Writing => "写入 writing figures",
            });
            counted.set_length(of);
            counted.set_position(done);
        })
    });
    bar.finish_and_clear();
    done?;
    say("统计已依案件重建 / the figures were made anew from the cases")?;
    verify::figures(&db)
}
