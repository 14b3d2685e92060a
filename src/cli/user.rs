//! `wanlian user`: accounts from the command line; the way to the first administrator.

use super::say;
use crate::base::clock::Clock;
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::base::password::{self, Password};
use crate::domain::account::{Login, Reach};
use crate::domain::contact::Name;
use crate::domain::policy::Role;
use crate::domain::region::RegionCode;
use crate::store::accounts;
use crate::store::db::Db;
use crate::workflow::manage_accounts::{self, Changes, NewAccount, Place};
use clap::{Args, Subcommand};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 新建账号，显示一次性密码 / add an account and show its password once
    Add(Add),
    /// 停用账号 / disable an account
    Disable {
        #[arg(long)]
        login: String,
    },
    /// 列出账号 / list accounts
    List,
}

#[derive(Args)]
struct Add {
    #[arg(long)]
    login: String,
    /// sysadmin, federation_admin, federation_viewer, chamber_admin, mediator, firm_admin, lawyer
    #[arg(long)]
    role: String,
    #[arg(long)]
    name: Option<String>,
    /// 区划代码 / six digits, for federation roles
    #[arg(long)]
    region: Option<String>,
    #[arg(long)]
    chamber: Option<String>,
    #[arg(long)]
    mediator: Option<String>,
    #[arg(long)]
    firm: Option<String>,
    #[arg(long)]
    lawyer: Option<String>,
    /// 从标准输入读取密码 / read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// Runs one of the commands.
pub(super) fn run(arguments: Arguments, config: &Config) -> Result<()> {
    let db = Db::open(&config.database.url, 1)?;
    match arguments.command {
        Command::Add(new) => add(new, &db, config),
        Command::Disable { login } => disable(&login, &db),
        Command::List => list(&db),
    }
}

fn add(given: Add, db: &Db, config: &Config) -> Result<()> {
    let wrong = |field: &'static str| move |code| Error::field(field, code);
    let login = Login::parse(&given.login).map_err(wrong("login"))?;
    let role = Role::from_code(&given.role).ok_or_else(|| Error::field("role", Code::UnknownCode))?;
    let name = Name::parse(given.name.as_deref().unwrap_or(&given.login)).map_err(wrong("name"))?;
    let place = Place {
        region_code: given.region.as_deref().map(RegionCode::parse).transpose().map_err(wrong("region"))?,
        chamber_id: id("chamber", given.chamber)?,
        mediator_id: id("mediator", given.mediator)?,
        firm_id: id("firm", given.firm)?,
        lawyer_id: id("lawyer", given.lawyer)?,
    };
    let (password, shown) = if given.password_stdin {
        let text = std::io::read_to_string(std::io::stdin()).map_err(Error::internal)?;
        let text = text.trim_end_matches(['\r', '\n']);
        (Password::parse(text, login.as_str()).map_err(wrong("password"))?, None)
    } else {
        let (password, shown) = Password::random()?;
        (password, Some(shown))
    };
    let password_hash = password::hash_now(&password, &config.auth)?;
    let new = NewAccount { login, name, password_hash, role, place, email: None, locale: Locale::Zh };
    let now = Clock::default().now();
    let account = db.write_now(move |c| manage_accounts::add(c, &Reach::Everyone, new, now))?;
    say(format_args!("{} {}", account.login, account.role))?;
    match shown {
        Some(shown) => say(format_args!("password 密码 (shown once 仅显示一次): {shown}")),
        None => Ok(()),
    }
}

fn disable(login: &str, db: &Db) -> Result<()> {
    let login = Login::parse(login).map_err(|code| Error::field("login", code))?;
    let now = Clock::default().now();
    let account = db.write_now(move |c| {
        let account = accounts::by_login(c, &login)?.ok_or(Error::NotFound)?;
        let changes = Changes { disabled: Some(true), ..Changes::default() };
        manage_accounts::amend(c, &Reach::Everyone, None, account.id, None, changes, now)
    })?;
    say(format_args!("{} disabled 已停用", account.login))
}

fn list(db: &Db) -> Result<()> {
    let accounts = db.read_now(|c| accounts::list(c, &Reach::Everyone, None, i64::MAX))?;
    for account in accounts {
        let state = if account.disabled_at.is_some() { "disabled 停用" } else { "" };
        say(format_args!("{}\t{}\t{}\t{state}", account.id, account.login, account.role))?;
    }
    Ok(())
}

fn id<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> Result<Option<T>> {
    text.map(|text| text.parse().map_err(|_| Error::field(field, Code::WrongType))).transpose()
}
