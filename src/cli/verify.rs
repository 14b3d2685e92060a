//! `wanlian verify statistics` recounts every figure. `wanlian verify cases`: shows that no case was changed behind the program's back, or names the first that was.

use super::say;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::store::case_audit::{self, Break};
use crate::store::db::Db;
use clap::Subcommand;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 核对案件留痕 / walk the chains of the cases
    Cases,
    /// 重新计数核对统计 / recount the figures from the cases
    Statistics,
}

/// Cases read in one snapshot.
const BATCH: i64 = 200;

/// Exit code 1, and the first bad record on standard output, when something was changed.
pub fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let db = Db::open(&config.database.url, 1)?;
    match arguments.what {
        What::Cases => cases(&db),
        What::Statistics => figures(&db),
    }
}

/// Says whether the figures are what the cases add up to.
pub(super) fn figures(db: &Db) -> Result<()> {
    match db.read_now(crate::store::statistics::first_difference)? {
        None => say("统计与案件一致 / every figure is what the cases add up to"),
        Some(found) => {
            say(format!("统计不符 / a figure is not what the cases add up to: {found}"))?;
            Err(Error::internal("the figures do not verify"))
        }
    }
}

fn cases(db: &Db) -> Result<()> {
    match first_break(db)? {
        None => say("案件留痕完整 / every case is as its steps left it"),
        Some(found) => {
            say(words(&found, &number(db, &found)?))?;
            Err(Error::internal("the cases do not verify"))
        }
    }
}

/// The first break in the database.
pub fn first_break(db: &Db) -> Result<Option<Break>> {
    let mut from: Option<String> = None;
    loop {
        let start = from.clone();
        let (found, last) = db.read_now(move |c| case_audit::walk(c, start.as_deref(), BATCH))?;
        if found.is_some() {
            return Ok(found);
        }
        match last {
            Some(last) => from = Some(last),
            None => return db.read_now(case_audit::without_case),
        }
    }
}

/// The case's number, as it now stands, and its id.
fn number(db: &Db, found: &Break) -> Result<String> {
    let id = match found {
        Break::Event { case, .. } | Break::State { case } => case.to_string(),
        Break::Unreadable { case } | Break::NoCase { case } => case.clone(),
    };
    let wanted = id.clone();
    let number = db.read_now(move |c| case_audit::case_no(c, &wanted))?;
    Ok(number.map_or_else(|| id.clone(), |number| format!("{number} ({id})")))
}

fn words(found: &Break, case: &str) -> String {
    match found {
        Break::Event { seq, .. } => {
            format!("案件 {case} 第 {seq} 条记录被改动 / event {seq} of case {case} was changed")
        }
        Break::State { .. } => format!("案件 {case} 的内容与留痕不符 / case {case} is not what its last event left"),
        Break::Unreadable { .. } => format!("案件 {case} 无法读取 / case {case} cannot be read"),
        Break::NoCase { .. } => format!("案件 {case} 已不存在，仅余记录 / case {case} is gone, its events are left"),
    }
}
