//! `wanlian backup --to FILE`: a whole copy of the database, taken while it is in use.

use super::say;
use crate::base::config::Config;
use crate::base::error::Result;
use crate::base::refusal::Refusal;
use crate::store::backup;
use crate::store::connect::Target;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct Arguments {
    /// 备份文件（不得已存在）/ the file to make; it must not be there yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Copies an SQLite database; for PostgreSQL names the command that does it.
pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let file = arguments.to.display();
    match Target::parse(&config.database.url)? {
        Target::Sqlite(from) => {
            backup::sqlite(&from, &arguments.to)?;
            say(format_args!("Copied and checked 已备份并校验: {file}"))
        }
        Target::Postgres(url) => {
            let command = format!("pg_dump --format=custom --file='{file}' '{}'", without_password(&url));
            Err(Refusal::new(
                format!("PostgreSQL 请用其自带工具备份：{command}"),
                format!("PostgreSQL is backed up with its own tool: {command}"),
            )
            .into())
        }
    }
}

/// The URL as it may be shown: `postgres://user:secret@host/name` loses `:secret`.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return String::new() };
    match rest.split_once('@') {
        Some((user, place)) => format!("{scheme}://{}@{place}", user.split(':').next().unwrap_or_default()),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(super::without_password("postgres://u:p@h:1/d?x=1"), "postgres://u@h:1/d?x=1");
        assert_eq!(super::without_password("postgres://h/d"), "postgres://h/d");
    }
}
