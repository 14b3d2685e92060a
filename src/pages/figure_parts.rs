//! The parts of the page of figures as its template shows them: numbers with the way to their cases, tables, and the charts drawn of them.

use super::figure_asking::Asking;
use super::figure_words::Words;
use super::frame;
use super::visit::Visit;
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::case::{Regime, Source};
use crate::domain::category::Category;
use crate::domain::contribution::Counter;
use crate::domain::coverage::CoverageLine;
use crate::domain::figures::{Line, Sheet};
use crate::domain::measures::Dimension;
use crate::domain::money::Fen;
use crate::domain::period::Period;
use crate::domain::policy::{Permission, Scope};
use chrono::{Datelike, NaiveDate};

/// A number, the way to the cases behind it, and how dark its cell is.
pub(super) struct Num {
    pub text: String,
    pub href: Option<String>,
    pub heat: i64,
}

/// A line of a table; without cells where a small group is held back.
pub(super) struct Row {
    pub name: String,
    pub cells: Option<Vec<Num>>,
}

pub(super) struct Tile {
    pub name: &'static str,
    pub num: Num,
    /// By how much it changed, where it is held against something.
    pub change: Option<String>,
}

pub(super) struct RateLine {
    pub name: &'static str,
    pub percent: String,
    pub above: Num,
    pub below: Num,
    /// The same of the period it is held against, with its counts.
    pub before: Option<String>,
    pub formula: String,
    pub leaves_out: &'static str,
}

/// A chart and the table behind it.
pub(super) struct Course {
    pub svg: String,
    pub heads: Vec<&'static str>,
    pub rows: Vec<Row>,
}

pub(super) struct Funnel {
    pub svg: String,
    pub stages: Vec<(&'static str, Num)>,
    pub lost: Vec<(&'static str, Num)>,
}

pub(super) struct Grid {
    pub heads: Vec<&'static str>,
    pub rows: Vec<Row>,
    pub has_held: bool,
    pub more: Option<String>,
}

pub(super) struct Coverage {
    pub on: String,
    pub total: Option<CoverageRow>,
    pub rows: Vec<CoverageRow>,
    pub svg: String,
}

pub(super) struct CoverageRow {
    pub name: String,
    pub percent: String,
    pub line: CoverageLine,
}

pub(super) struct Satisfaction {
    pub svg: String,
    pub answers: Vec<(&'static str, Num)>,
    pub rates: Vec<RateLine>,
    pub at_least: Option<String>,
}

/// By what the course is shown, so that no chart has more than some two dozen points.
pub(super) fn pace(period: Period) -> Dimension {
    let Period { from, to } = period;
    match (to - from).num_days() {
        ..=731 => Dimension::Month,
        732..=2200 => Dimension::Quarter,
        _ => Dimension::Year,
    }
}

/// What all parts are made with.
pub(super) struct Parts<'a> {
    pub w: &'static Words,
    pub locale: Locale,
    pub asking: &'a Asking,
    by: String,
    and: String,
    /// Whoever sees whole places of cases can look behind a figure.
    may_look: bool,
}

impl<'a> Parts<'a> {
    pub(super) fn of(visit: &Visit, w: &'static Words, asking: &'a Asking) -> Result<Self> {
        let cases = visit.actor()?.scope(Permission::ReadCases);
        let may_look = matches!(cases, Scope::Regions { .. } | Scope::Committees(_) | Scope::Everything);
        let (by, and) = (visit.query.get("by").to_owned(), visit.query.get("and").to_owned());
        Ok(Self { w, locale: visit.locale, asking, by, and, may_look })
    }

    /// What the address keeps when the days change.
    pub(super) fn kept(&self) -> String {
        let region = self.asking.region.map_or_else(String::new, |region| format!("&region={region}"));
        let compare = self.asking.compare.map_or_else(String::new, |with| format!("&compare={with}"));
        let named =
            |name: &str, code: &str| Dimension::from_code(code).map_or_else(String::new, |by| format!("&{name}={by}"));
        format!("{region}{compare}{}{}", named("by", &self.by), named("and", &self.and))
    }

    /// Periods that are often looked at.
    pub(super) fn quick(&self, today: NaiveDate) -> Vec<(String, String)> {
        let (year, quarter) = (today.year(), format!("{}-Q{}", today.year(), today.month0() / 3 + 1));
        let month = today.format("%Y-%m").to_string();
        [
            (self.w.this_month, month),
            (self.w.this_quarter, quarter),
            (self.w.this_year, year.to_string()),
            (self.w.last_year, (year - 1).to_string()),
        ]
        .map(|(label, days)| (label.to_owned(), format!("/figures?from={days}&to={days}{}", self.kept())))
        .into()
    }

    /// The years that have figures.
    pub(super) fn years(&self, sheet: &Sheet) -> Vec<(String, String)> {
        let years = sheet.items.iter().map(|line| &line.item);
        years.map(|year| (year.clone(), format!("/figures?from={year}&to={year}{}", self.kept()))).collect()
    }

    pub(super) fn days(&self) -> String {
        let Period { from, to } = self.asking.period;
        format!("from={from}&to={to}")
    }

    /// A count of a line with the way to its cases.
    pub(super) fn num(&self, line: &Line, (by, item): (Dimension, &str), counter: Counter) -> Num {
        self.num_of(line, &cut_address((by, item), (Dimension::Total, "")), counter)
    }

    /// The same of a line by two dimensions.
    pub(super) fn num_of(&self, line: &Line, cut: &str, counter: Counter) -> Num {
        let count = count_of(line, counter);
        let looks = self.may_look && count != 0;
        let href = looks.then(|| format!("/figures/cases?{}{cut}&count={counter}", self.asking.address()));
        Num { text: self.written(count, Some(counter)), href, heat: 0 }
    }

    pub(super) fn written(&self, count: i64, counter: Option<Counter>) -> String {
        match counter.filter(|counter| counter.is_amount()).and_then(|_| Fen::new(count).ok()) {
            Some(amount) => frame::yuan(amount),
            None => grouped(count),
        }
    }

    pub(super) fn signed(&self, by: i64, counter: Counter) -> String {
        let text = self.written(by.saturating_abs(), Some(counter));
        match by {
            0 => "±0".to_owned(),
            1.. => format!("+{text}"),
            _ => format!("−{text}"),
        }
    }

    /// The word or name of an item.
    pub(super) fn item(&self, by: Dimension, item: &str, name: &str) -> String {
        named(by, item, name, self.w, self.locale)
    }
}

/// What an address says of the items of a line; `Total` of what it is not broken down by.
pub(super) fn cut_address((by, item): (Dimension, &str), (and, other): (Dimension, &str)) -> String {
    let first = if by == Dimension::Total { String::new() } else { format!("&by={by}&item={item}") };
    let second = if and == Dimension::Total { String::new() } else { format!("&and={and}&other={other}") };
    format!("{first}{second}")
}

/// The word or name of an item; `name` is what the sheet calls it in Chinese.
pub(super) fn named(by: Dimension, item: &str, name: &str, w: &'static Words, locale: Locale) -> String {
    let word = match by {
        Dimension::Category => Category::from_code(item).map(|one| one.word(locale)),
        Dimension::Source => Source::from_code(item).map(|one| one.word(locale)),
        Dimension::Regime => Regime::from_code(item).map(|one| one.word(locale)),
        Dimension::Firm if item.is_empty() => Some(w.no_firm),
        _ => None,
    };
    match (by, locale) {
        (Dimension::Month, _) => match item.parse::<NaiveDate>() {
            Ok(month) if locale == Locale::Zh => format!("{}年{}月", month.year(), month.month()),
            Ok(month) => month.format("%B %Y").to_string(),
            Err(_) => item.to_owned(),
        },
        (Dimension::Quarter, Locale::Zh) => item.replacen("-Q", "年第", 1) + "季度",
        (Dimension::Year, Locale::Zh) => format!("{item}年"),
        (Dimension::Quarter | Dimension::Year, Locale::En) => item.to_owned(),
        _ => word.map_or_else(
            || [name, item, w.no_item].into_iter().find(|one| !one.is_empty()).unwrap_or_default().to_owned(),
            str::to_owned,
        ),
    }
}

pub(super) fn count_of(line: &Line, counter: Counter) -> i64 {
    line.figures.counts.get(&counter).copied().unwrap_or(0)
}

/// `66.82%`; a dash where nothing was counted.
pub(super) fn percent(points: Option<i64>) -> String {
    points.map_or_else(|| "—".to_owned(), |points| format!("{}.{:02}%", points / 100, points % 100))
}

pub(super) fn grouped(count: i64) -> String {
    frame::grouped(&count.to_string())
}
