//! A copy of an SQLite database that is in use: whole, checked, and under its name only when it is on the disk.

use super::connect::{Purpose, Target};
use super::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::refusal::Refusal;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::fs::File;
use std::path::Path;

/// Copies the database at `from` to the new file `to`. Writers go on meanwhile; the copy is of one moment.
pub fn sqlite(from: &Path, to: &Path) -> Result<()> {
    let refuse =
        |zh: &str, en: &str| Refusal::new(format!("{}：{zh}", to.display()), format!("{}: {en}", to.display()));
    if to.exists() {
        return Err(refuse("文件已存在", "the file is there already").into());
    }
    if !from.exists() {
        return Err(Refusal::new("还没有数据库文件。", "There is no database file yet.").into());
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    drop(std::fs::remove_file(part));
    let mut c = Target::Sqlite(from.to_owned()).connect(Purpose::Upkeep)?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(part.to_string_lossy().as_ref()).execute(&mut c)?;
    check(part)?;
    File::open(part)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(part, to))
        .and_then(|()| {
            File::open(to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()
        })
        .map_err(|cause| refuse(&cause.to_string(), &cause.to_string()).into())
}

/// Reads every page of the copy.
fn check(copy: &Path) -> Result<()> {
    let mut c = Conn::Sqlite(SqliteConnection::establish(&copy.to_string_lossy()).map_err(Error::internal)?);
    let sql = diesel::dsl::sql::<Text>("SELECT integrity_check FROM pragma_integrity_check");
    let said: Vec<String> = sql.load(&mut c)?;
    if said == ["ok"] { Ok(()) } else { Err(Error::internal(format!("the copy is damaged: {}", said.join("; ")))) }
}
