//! `wanlian config check`: the settings as they will be used. Loading them has already refused what is not safe.

use super::say;
use crate::base::config::Config;
use crate::base::error::Result;
use clap::{Args, Subcommand};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 显示生效的配置（不含密钥）/ show the settings in effect, without secrets
    Check,
    /// 显示带注释的默认配置 / show the default settings with their comments
    Defaults,
}

pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    match arguments.what {
        What::Check => say(format_args!("{config:#?}\nThe settings are good. 配置无误。")),
        What::Defaults => say(crate::base::config::DEFAULTS.trim_end()),
    }
}
