//! `wanlian verify files`: every file of a case is there, is as it came, and stands in the chain of its case.

use super::say;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::domain::attachments::Attachment;
use crate::store::db::Db;
use crate::store::{attachments, blobs};

/// Files read in one go.
const BATCH: i64 = 200;

/// Says of each file what is wrong with it; an error when anything is.
pub(super) fn run(db: &Db, config: &Config) -> Result<()> {
    let (mut from, mut seen, mut flaws) = (None, 0_i64, 0_u64);
    loop {
        let batch = db.read_now(move |c| attachments::after(c, from, BATCH))?;
        let Some(last) = batch.last().map(|one| one.id) else { break };
        from = Some(last);
        for one in batch {
            seen += 1;
            for flaw in look(db, config, &one)? {
                flaws += 1;
                say(format!("材料 / file {} ({}): {flaw}", one.id, one.case_id))?;
            }
        }
    }
    let recorded = db.read_now(attachments::recorded)?;
    if recorded != seen {
        flaws += 1;
        say(format!(
            "留痕记有 {recorded} 件材料，现存 {seen} 件 / the chains know {recorded} files, there are {seen}"
        ))?;
    }
    if flaws > 0 {
        return Err(Error::internal("the files do not verify"));
    }
    say(format!("{seen} 件材料与留痕一致 / every file is as it came"))
}

fn look(db: &Db, config: &Config, one: &Attachment) -> Result<Vec<&'static str>> {
    let wanted = one.clone();
    let is_recorded = db.read_now(move |c| attachments::is_recorded(c, &wanted))?;
    let flaw = match one.removed_at {
        Some(_) => None,
        None => blobs::check(&config.attachments.folder, &one.sha256)?,
    };
    let mut words = Vec::new();
    if !is_recorded {
        words.push("与案件留痕不符 / not what the chain of its case says");
    }
    words.extend(flaw.map(|flaw| match flaw {
        blobs::Flaw::Missing => "文件不存在 / the file is gone",
        blobs::Flaw::Changed => "文件内容被改动 / the file was changed",
    }));
    Ok(words)
}
