//! `wanlian config check`: the settings as they will be used. Loading them has already refused what is not safe.

use super::say;
use crate::base::clock::{Clock, china_day};
use crate::base::config::Config;
use crate::base::error::Result;
use crate::domain::working_calendar::WorkingCalendar;
use chrono::Days;
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
        What::Check => {
            let gap = calendar_gap(config)?;
            say(format_args!("{config:#?}"))?;
            gap.map_or(Ok(()), say)?;
            say("The settings are good. 配置无误。")
        }
        What::Defaults => say(crate::base::config::DEFAULTS.trim_end()),
    }
}

/// In words, the year within a month from now that the working calendar lacks; a calendar that cannot be read is refused.
pub(super) fn calendar_gap(config: &Config) -> Result<Option<String>> {
    let today = china_day(Clock::default().now());
    let calendar = WorkingCalendar::parse(&config.mediation.calendar.0)?;
    let year = calendar.unknown_year(today, today.checked_add_days(Days::new(31)).unwrap_or(today));
    Ok(year.map(|year| {
        format!(
            "工作日历缺少 {year} 年：该年仅按周六、周日休息计算，请补充 mediation.calendar_file\n\
             The working calendar lacks {year}: only Saturdays and Sundays are days off then; complete mediation.calendar_file"
        )
    }))
}
