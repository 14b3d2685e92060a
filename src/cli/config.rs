//! `wanlian config check`: the settings as they will be used. Loading them has already refused what is not safe.

use super::say;
use crate::base::clock::{Clock, china_day};
use crate::base::config::{Config, read_calendar};
use crate::base::error::Result;
use crate::base::locale::Locale;
use chrono::Days;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 显示生效的配置（不含密钥）/ show the settings in effect, without secrets
    Check,
    /// 检查工作日历文件 / check a file of days off and make-up working days
    Calendar { file: PathBuf },
    /// 显示带注释的默认配置 / show the default settings with their comments
    Defaults,
}

pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    match arguments.what {
        What::Check => {
            let gap = calendar_gap(config);
            for setting in config.sections(Locale::Zh)?.iter().flat_map(|section| &section.settings) {
                say(format_args!("{} = {}", setting.key, setting.value))?;
            }
            gap.map_or(Ok(()), say)?;
            say("The settings are good. 配置无误。")
        }
        What::Calendar { ref file } => {
            for (year, (off, made_up)) in read_calendar(file)?.years() {
                say(format_args!("{year}: {off} 天放假 days off, {made_up} 天调休上班 make-up working days"))?;
            }
            say("The calendar is good. 日历无误。")
        }
        What::Defaults => say(crate::base::config::DEFAULTS.trim_end()),
    }
}

/// In words, the year within a month from now that the working calendar lacks.
pub(super) fn calendar_gap(config: &Config) -> Option<String> {
    let today = china_day(Clock::default().now());
    let year = config.mediation.calendar.unknown_year(today, today.checked_add_days(Days::new(31)).unwrap_or(today));
    year.map(|year| {
        format!(
            "工作日历缺少 {year} 年：该年仅按周六、周日休息计算，请补充 mediation.calendar_file\n\
             The working calendar lacks {year}: only Saturdays and Sundays are days off then; complete mediation.calendar_file"
        )
    })
}
