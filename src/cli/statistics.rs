//! `wanlian statistics`: the figures of an area by one dimension, as a table or as JSON. For the operator, who may see all.

use super::say;
use crate::base::clock::Clock;
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::domain::figures::Line;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Db;
use crate::workflow::read_statistics::{self, Asked};
use chrono::NaiveDate;

#[derive(clap::Args)]
pub struct Arguments {
    /// 行政区划代码 / region code (GB/T 2260); 000000 is the nation
    #[arg(long, default_value = "000000")]
    region: String,
    /// 起：YYYY、YYYY-Qn、YYYY-MM 或 YYYY-MM-DD / first year, quarter, month or day
    #[arg(long)]
    from: String,
    /// 止：同上 / last year, quarter, month or day
    #[arg(long)]
    to: String,
    /// total, region, committee, category, source, regime, firm, month, quarter, year
    #[arg(long, default_value = "total")]
    by: String,
    /// 截至某日所知：YYYY-MM-DD / as known at the end of a past day; for whole months
    #[arg(long)]
    as_of: Option<NaiveDate>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// Prints the figures. Amounts are in fen; shares are in basis points beside both of their counts.
pub fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let region = RegionCode::parse(&arguments.region).map_err(|code| Error::field("region", code))?;
    let by = Dimension::from_code(&arguments.by).ok_or_else(|| Error::field("by", Code::UnknownCode))?;
    let period = Period::parse(&arguments.from, &arguments.to)?;
    let (db, now) = (Db::open(&config.database.url, 1)?, Clock::default().now());
    let asked = Asked {
        region: Some(region),
        period,
        by,
        and: Dimension::Total,
        compare: None,
        as_of: arguments.as_of,
        is_operator: true,
    };
    let read = |c: &mut _| read_statistics::sheet(c, &Scope::Everything, &asked, now);
    let sheet = db.read_now(read)?;
    if arguments.json {
        return say(serde_json::to_string(&sheet).map_err(Error::internal)?);
    }
    sheet.items.iter().try_for_each(table)
}

/// One item: its counts, then its rates with both of theirs.
fn table(line: &Line) -> Result<()> {
    say(format!("[{}] {}", if line.item.is_empty() { "-" } else { &line.item }, line.name))?;
    for (counter, figure) in &line.figures.counts {
        say(format!("  {figure:>16}  {:<24}{}", counter.code(), counter.zh()))?;
    }
    for figure in &line.figures.rates {
        let counts = format!("{}/{}", figure.numerator, figure.denominator);
        let share = figure.basis_points.map_or("-".to_owned(), percent);
        let least = figure.at_least_basis_points.map_or(String::new(), |least| format!(" (≥ {})", percent(least)));
        say(format!("  {share:>16}  {:<24}{} {counts}{least}", figure.rate.code(), figure.rate.zh()))?;
    }
    Ok(())
}

fn percent(points: i64) -> String {
    format!("{}.{:02} %", points / 100, points % 100)
}
