//! `wanlian statistics`: the figures of an area by one dimension, as a table or as JSON. For the operator, who may see all.

use super::say;
use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::domain::contribution::{Counter, Tally};
use crate::domain::measures::{Dimension, Rate};
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Db;
use crate::store::statistics::{self, Question};
use chrono::{Days, Months, NaiveDate};
use serde_json::{Map, Value, json};

#[derive(clap::Args)]
pub struct Arguments {
    /// 行政区划代码 / region code (GB/T 2260); 000000 is the nation
    #[arg(long, default_value = "000000")]
    region: String,
    /// 起：YYYY-MM 或月初日 / first month, or its first day
    #[arg(long)]
    from: String,
    /// 止：YYYY-MM 或月末日 / last month, or its last day
    #[arg(long)]
    to: String,
    /// total, region, committee, category, source, regime, firm, month
    #[arg(long, default_value = "total")]
    by: String,
    /// 输出 JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// Prints the figures. Amounts are in fen; shares are in basis points beside both of their counts.
pub fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let region = RegionCode::parse(&arguments.region).map_err(|code| Error::field("region", code))?;
    let by = Dimension::from_code(&arguments.by).ok_or_else(|| Error::field("by", Code::UnknownCode))?;
    let (from, to) = (first_month(&arguments.from)?, last_month(&arguments.to)?);
    if from > to {
        return Err(Error::field("to", Code::DateOrder));
    }
    let question = Question { area: region.prefix(), from, to, by };
    let db = Db::open(&config.database.url, 1)?;
    let rows = db.read_now(|c| statistics::read(c, &Scope::Everything, &question))?;
    if arguments.json {
        let rows: Vec<Value> = rows.iter().map(|(item, tally)| row(item, tally)).collect();
        let reply = json!({ "region": region, "from": from, "to_month": to, "by": by, "items": rows,
            "definitions": definitions() });
        return say(reply);
    }
    for (item, tally) in &rows {
        say(format!("[{}]", if item.is_empty() { "-" } else { item }))?;
        for counter in Counter::ALL {
            say(format!("  {:>16}  {:<24}{}", tally.get(*counter), counter.code(), counter.zh()))?;
        }
        for rate in Rate::ALL {
            let figure = rate.of(tally);
            let counts = format!("{}/{}", figure.numerator, figure.denominator);
            let share = figure.basis_points.map_or("-".to_owned(), percent);
            let least = figure.at_least_basis_points.map_or(String::new(), |least| format!(" (≥ {})", percent(least)));
            say(format!("  {share:>16}  {:<24}{} {counts}{least}", rate.code(), rate.zh()))?;
        }
    }
    Ok(())
}

fn row(item: &str, tally: &Tally) -> Value {
    let counts: Map<String, Value> =
        Counter::ALL.iter().map(|counter| (counter.code().to_owned(), tally.get(*counter).into())).collect();
    let rates: Vec<_> = Rate::ALL.iter().map(|rate| rate.of(tally)).collect();
    json!({ "item": item, "counts": counts, "rates": rates })
}

fn definitions() -> Value {
    let counts: Vec<Value> =
        Counter::ALL.iter().map(|one| json!({ "code": one, "zh": one.zh(), "en": one.en() })).collect();
    let rates = Rate::ALL.iter().map(|one| {
        let ((numerator, denominator), (zh, en)) = (one.formula(), one.leaves_out());
        json!({ "code": one, "zh": one.zh(), "en": one.en(), "numerator": numerator, "denominator": denominator,
            "leaves_out_zh": zh, "leaves_out_en": en })
    });
    json!({ "counts": counts, "rates": rates.collect::<Vec<_>>() })
}

fn percent(points: i64) -> String {
    format!("{}.{:02} %", points / 100, points % 100)
}

/// The first day of the month that `from` names.
fn first_month(text: &str) -> Result<NaiveDate> {
    let day = day(text, "from")?;
    if is_first(day) { Ok(day) } else { Err(Error::field("from", Code::WholeMonths)) }
}

/// The first day of the month that `to` names by itself or by its last day.
fn last_month(text: &str) -> Result<NaiveDate> {
    let last = day(text, "to")?;
    if text.len() == 7 {
        return Ok(last);
    }
    let next = last.checked_add_days(Days::new(1)).filter(|next| is_first(*next));
    let month = next.and_then(|next| next.checked_sub_months(Months::new(1)));
    month.ok_or_else(|| Error::field("to", Code::WholeMonths))
}

fn is_first(day: NaiveDate) -> bool {
    chrono::Datelike::day(&day) == 1
}

fn day(text: &str, field: &str) -> Result<NaiveDate> {
    let full = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
    full.parse().map_err(|_| Error::field(field, Code::BadDate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_whole_months() {
        let first = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        assert_eq!(first_month("2024-02").unwrap(), first("2024-02-01"));
        assert_eq!(last_month("2024-02-29").unwrap(), first("2024-02-01"));
        assert_eq!(last_month("2024-02").unwrap(), first("2024-02-01"));
        assert!(first_month("2024-02-02").is_err() && last_month("2024-02-28").is_err() && last_month("2024").is_err());
    }
}
