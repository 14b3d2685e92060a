//! The command line, one file per command. Each parses nothing but its own arguments and calls the layers below.

mod backup;
mod config;
mod demo;
mod demo_work;
mod export;
mod import;
mod mail;
mod migrate;
mod rebuild;
mod serve;
mod solve;
mod statistics;
mod user;
pub mod verify;
mod verify_files;

use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::refusal::Refusal;
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// What sysexits(3) calls a configuration error.
const EX_CONFIG: u8 = 78;

/// 万联：商会调解与法律服务案件系统 / mediation and legal-service case tracker
#[derive(Parser)]
#[command(name = "wanlian", version)]
struct Arguments {
    /// 配置文件 / settings file; else WANLIAN_CONFIG, else the defaults
    #[arg(long, global = true, env = "WANLIAN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// 启动服务（默认）/ serve (the default)
    Serve,
    /// 升级数据库结构 / bring the tables up to date
    Migrate,
    /// 检查配置 / look at the settings
    Config(config::Arguments),
    /// 统计 / figures of an area by one dimension
    Statistics(statistics::Arguments),
    /// 求解匹配实例 / match chambers with firms from a file
    Solve(solve::Arguments),
    /// 演示：宁海县 781 件案件，本机服务 / the demonstration: the 781 cases of Ninghai, served on this machine
    Demo,
    /// 导入商会、律所或案件台账 / bring chambers, law firms or a case ledger in
    Import(import::Arguments),
    /// 导出已签名的统计数据包 / hand up the figures of a place that works offline
    Export(export::Arguments),
    /// 备份数据库 / copy the database while it is in use
    Backup(backup::Arguments),
    /// 核对数据未被篡改 / show that nothing was changed behind the program
    Verify(verify::Arguments),
    /// 重建统计 / make the figures anew from the cases
    Rebuild(rebuild::Arguments),
    /// 试发邮件 / try out the mail settings
    Mail(mail::Arguments),
    /// 管理账号 / manage accounts
    User(user::Arguments),
}

/// Runs the command of this process. Exit code 78: the settings or the database do not allow a start; 1: it failed.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match arguments.command {
        // The demonstration has settings of its own, so that it touches nothing else.
        Some(Command::Demo) => demo::config(),
        _ => Config::load(arguments.config.as_deref()),
    };
    match config.map_err(Error::from).and_then(|config| run(arguments.command, config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut out = std::io::stderr();
            match refusal(&error) {
                Some(refusal) => drop(writeln!(out, "{refusal}")),
                None => drop(writeln!(out, "{}", words(&error))),
            }
            ExitCode::from(if refusal(&error).is_some() { EX_CONFIG } else { 1 })
        }
    }
}

fn run(command: Option<Command>, config: Config) -> Result<()> {
    crate::base::telemetry::start(&config.log);
    match command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(config),
        Command::Migrate => migrate::run(&config),
        Command::Config(arguments) => config::run(&arguments, &config),
        Command::Statistics(arguments) => statistics::run(&arguments, &config),
        Command::Solve(arguments) => solve::run(&arguments),
        Command::Demo => demo::run(config),
        Command::Import(arguments) => import::run(&arguments, &config),
        Command::Export(arguments) => export::run(&arguments, &config),
        Command::Backup(arguments) => backup::run(&arguments, &config),
        Command::Verify(arguments) => verify::run(&arguments, &config),
        Command::Rebuild(arguments) => rebuild::run(&arguments, &config),
        Command::Mail(arguments) => mail::run(&arguments, &config),
        Command::User(arguments) => user::run(arguments, &config),
    }
}

/// One line to the person at the terminal.
fn say(line: impl std::fmt::Display) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").map_err(Error::internal)
}

/// A bar that counts what is done of how much.
fn bar(name: &'static str) -> Result<ProgressBar> {
    let style =
        ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {per_sec} {eta}").map_err(Error::internal)?;
    Ok(ProgressBar::new(0).with_style(style).with_prefix(name))
}

fn refusal(error: &Error) -> Option<&Refusal> {
    let Error::Internal(cause) = error else { return None };
    cause.downcast_ref()
}

/// An error in both languages, with every wrong field.
fn words(error: &Error) -> String {
    let code = error.code();
    let mut words = format!("{} {}", code.en(), code.zh());
    match error {
        Error::Invalid(faults) => {
            for fault in faults {
                words += &format!("\n  {}: {} {}", fault.field, fault.code.en(), fault.code.zh());
            }
        }
        Error::Internal(cause) => words += &format!("\n  {cause}"),
        _ => {}
    }
    words
}
