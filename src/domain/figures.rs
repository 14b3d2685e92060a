//! A sheet of figures as it is read by people and programs: items with counts and rates, and the words and formulas of each.

use super::contribution::{Counter, Tally};
use super::measures::{Basis, Dimension, Rate, RateFigure};
use super::period::Comparison;
use super::region::RegionCode;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The figures of an area by one or two dimensions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sheet {
    /// The area; none for the figures of an organisation.
    pub region: Option<RegionCode>,
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last day of the period.
    pub to: NaiveDate,
    /// The day at whose end the figures were known so, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    pub by: Dimension,
    /// The second dimension, where two were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub and: Option<Dimension>,
    /// The period that this one is held against, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
    pub items: Vec<Line>,
    pub definitions: Definitions,
}

/// The period that figures are held against.
#[derive(Debug, Serialize, ToSchema)]
pub struct Compared {
    pub with: Comparison,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// One item: a category, a region, a committee, …; the whole when asked for `total`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// Its code or id; empty for the whole and for cases without a firm.
    pub item: String,
    /// Its word or name in Chinese.
    pub name: String,
    /// The same of the second dimension, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_name: Option<String>,
    #[serde(flatten)]
    pub figures: Figures,
    /// The same of the period it is held against, and by how much the counts changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
}

/// Counts, and the rates made of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figures {
    /// Fewer than three cases of another organisation are not shown, nor what they could be computed from.
    pub suppressed: bool,
    /// By code; amounts in fen. Empty where it is suppressed.
    #[schema(value_type = BTreeMap<String, i64>)]
    pub counts: BTreeMap<Counter, i64>,
    /// Each with its numerator and denominator.
    pub rates: Vec<RateFigure>,
}

/// The figures of an earlier period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Before {
    #[serde(flatten)]
    pub figures: Figures,
    /// The count now less the count then. Empty where either is suppressed.
    #[schema(value_type = BTreeMap<String, i64>)]
    pub change: BTreeMap<Counter, i64>,
}

impl Figures {
    /// The figures of a tally; only that they are held back where they are.
    pub fn of(tally: &Tally, suppressed: bool) -> Self {
        if suppressed {
            return Self { suppressed, counts: BTreeMap::new(), rates: Vec::new() };
        }
        let counts = Counter::ALL.iter().map(|counter| (*counter, tally.get(*counter))).collect();
        let rates = Rate::ALL.iter().map(|rate| rate.of(tally)).collect();
        Self { suppressed, counts, rates }
    }
}

impl Before {
    /// What was before `now`.
    pub fn of(figures: Figures, now: &Figures) -> Self {
        let change = match (figures.suppressed, now.suppressed) {
            (false, false) => {
                let then = |counter| figures.counts.get(counter).copied().unwrap_or(0);
                now.counts.iter().map(|(counter, count)| (*counter, count.saturating_sub(then(counter)))).collect()
            }
            _ => BTreeMap::new(),
        };
        Self { figures, change }
    }
}

/// What every figure means.
#[derive(Debug, Serialize, ToSchema)]
pub struct Definitions {
    pub counts: Vec<CountDefinition>,
    pub rates: Vec<RateDefinition>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CountDefinition {
    pub code: Counter,
    pub zh: &'static str,
    pub en: &'static str,
    /// The day that decides the month.
    pub date_basis: Basis,
    pub leaves_out_zh: &'static str,
    pub leaves_out_en: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RateDefinition {
    pub code: Rate,
    pub zh: &'static str,
    pub en: &'static str,
    /// The sum of these counts …
    pub numerator: &'static [Counter],
    /// … over the sum of these.
    pub denominator: &'static [Counter],
    pub leaves_out_zh: &'static str,
    pub leaves_out_en: &'static str,
}

impl CountDefinition {
    pub fn of(code: Counter) -> Self {
        let (leaves_out_zh, leaves_out_en) = code.leaves_out();
        let (zh, en, date_basis) = (code.zh(), code.en(), Basis::of(code));
        Self { code, zh, en, date_basis, leaves_out_zh, leaves_out_en }
    }
}

impl Definitions {
    /// Every count and rate.
    pub fn all() -> Self {
        let counts = Counter::ALL.iter().copied().map(CountDefinition::of);
        let rates = Rate::ALL.iter().map(|one| {
            let ((numerator, denominator), (leaves_out_zh, leaves_out_en)) = (one.formula(), one.leaves_out());
            RateDefinition {
                code: *one,
                zh: one.zh(),
                en: one.en(),
                numerator,
                denominator,
                leaves_out_zh,
                leaves_out_en,
            }
        });
        Self { counts: counts.collect(), rates: rates.collect() }
    }
}
