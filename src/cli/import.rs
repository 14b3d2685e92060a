//! `wanlian import KIND FILE`: brings a file in, shows how far it is, and says what became of the rows.

use super::{bar, say};
use crate::base::clock::Clock;
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::refusal::Refusal;
use crate::domain::deadlines::Terms;
use crate::domain::import::{Import, ImportKind};
use crate::domain::policy::Actor;
use crate::store::db::Db;
use crate::workflow::import_file::{self, Incoming};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct Arguments {
    /// 文件内容 / what the file holds
    kind: Kind,
    /// CSV（UTF-8 或 GB18030）或 XLSX / the file
    file: PathBuf,
    /// 只检查，不写入 / decide only, store nothing
    #[arg(long)]
    dry_run: bool,
    /// 有误的行写到此文件 / where the rows that failed go, with the reason
    #[arg(long, value_name = "OUT.csv")]
    faults: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Chambers,
    Firms,
    Cases,
}

/// Brings the file in. Rows that failed are an error, after all others are in and the faults are told.
pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let bytes = std::fs::read(&arguments.file).map_err(|cause| unusable(&arguments.file, &cause))?;
    let db = Db::open(&config.database.url, config.database.readers)?;
    let kind = match arguments.kind {
        Kind::Chambers => ImportKind::Chambers,
        Kind::Firms => ImportKind::Firms,
        Kind::Cases => ImportKind::Cases,
    };
    let import = bring(&db, config, kind, &bytes, arguments.dry_run)?;
    tell(&import)?;
    if let Some((faults, out)) = import.faults_file.as_ref().zip(arguments.faults.as_ref()) {
        std::fs::write(out, faults).map_err(|cause| unusable(out, &cause))?;
        say(format_args!("有误的行 Rows that failed: {}", out.display()))?;
    }
    if import.failed == 0 { Ok(()) } else { Err(Error::Conflict(Code::RowsFailed)) }
}

/// Brings a file in as the program itself, behind a bar that counts rows that are done.
pub(super) fn bring(db: &Db, config: &Config, kind: ImportKind, bytes: &[u8], dry_run: bool) -> Result<Import> {
    let bar = bar(kind.zh())?;
    let mut progress = |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let (clock, terms) = (Clock::default(), Terms::from(&config.mediation));
    let import =
        import_file::bring(db, &clock, &Actor::system(), terms, Incoming { kind, bytes, dry_run }, &mut progress);
    bar.finish_and_clear();
    import
}

/// The summary, what there is to warn of, and the first faults.
fn tell(import: &Import) -> Result<()> {
    let trial = if import.dry_run { "（试运行 dry run）" } else { "" };
    say(format_args!(
        "{}{trial}: 共 total {}, 新增 created {}, 未变 unchanged {}, 有误 failed {}",
        import.kind.zh(),
        import.total,
        import.created,
        import.unchanged,
        import.failed
    ))?;
    for notes in [&import.warnings, &import.faults] {
        let notes: Vec<serde_json::Value> = serde_json::from_str(notes).map_err(Error::internal)?;
        for note in notes.iter().take(20) {
            let text = |name: &str| note.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            let row = note.get("row").and_then(serde_json::Value::as_u64).unwrap_or_default();
            say(format_args!("  行 row {row} {}: {} {}", text("column"), text("zh"), text("en")))?;
        }
    }
    Ok(())
}

fn unusable(file: &Path, cause: &std::io::Error) -> Error {
    Refusal::new(
        format!("无法使用文件 {}：{cause}", file.display()),
        format!("The file {} cannot be used: {cause}", file.display()),
    )
    .into()
}
