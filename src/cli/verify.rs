//! `wanlian verify files` shows that every file of a case is as it came. `wanlian verify statistics` recounts every figure. `wanlian verify run` repeats a matching run. `wanlian verify cases`: shows that no case was changed behind the program's back, or names the first that was.

use super::say;
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::id::MatchingRunId;
use crate::domain::matching::seal::{self, RunFlaw};
use crate::store::case_audit::{self, Break};
use crate::store::db::Db;
use crate::store::matching_runs;
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
    /// 核对案件材料 / read every file of the cases
    Files,
    /// 重新计数核对统计 / recount the figures from the cases
    Statistics,
    /// 重算并核验一次匹配 / compute a matching run again and check its certificate
    Run {
        /// 匹配编号 / the id of the run
        id: MatchingRunId,
    },
}

/// Cases read in one snapshot.
const BATCH: i64 = 200;

/// Exit code 1, and the first bad record on standard output, when something was changed.
pub fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let db = Db::open(&config.database.url, 1)?;
    match arguments.what {
        What::Cases => cases(&db),
        What::Files => super::verify_files::run(&db, config),
        What::Statistics => figures(&db),
        What::Run { id } => run_of(&db, id),
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

fn run_of(db: &Db, id: MatchingRunId) -> Result<()> {
    let (head, file) = db.read_now(move |c| {
        let head = matching_runs::by_id(c, id)?.ok_or(Error::NotFound)?;
        Ok((head, matching_runs::file(c, id)?))
    })?;
    match seal::verify(&head, &file) {
        Ok(()) => {
            say(format!("匹配 {id}：输入与结果的摘要相符，重算结果逐字节相同，证书成立"))?;
            say(format!("run {id}: hashes fit, computed again to the same bytes, the certificate holds"))
        }
        Err(flaw) => {
            say(format!("匹配 {id} 不符 / run {id} does not verify: {}", run_words(flaw)))?;
            Err(Error::Conflict(Code::RunDiffers))
        }
    }
}

fn run_words(flaw: RunFlaw) -> &'static str {
    match flaw {
        RunFlaw::Inputs => "输入被改动 / its inputs were changed",
        RunFlaw::Result => "结果被改动 / its result was changed",
        RunFlaw::Unreadable => "无法读取 / it cannot be read",
        RunFlaw::Head => "摘要行与内容不符 / its head says something else than its inputs and result",
        RunFlaw::Draft => "输入得出另外的候选或评分 / its inputs lead to other candidates or scores",
        RunFlaw::Outcome => "重算得出另外的结果 / computing it again gives another result",
        RunFlaw::Certificate => "证书不成立 / its certificate does not hold",
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
