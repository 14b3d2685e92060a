//! A sheet of figures as it is read by people and programs: items with counts and rates, and the words and formulas of each.

use super::contribution::{Counter, Tally};
use super::measures::{Basis, Dimension, Rate, RateFigure};
use super::region::RegionCode;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The figures of an area by one dimension.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sheet {
    /// The area; none for the figures of an organisation.
    pub region: Option<RegionCode>,
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last day of the period.
    pub to: NaiveDate,
    pub by: Dimension,
    pub items: Vec<Line>,
    pub definitions: Definitions,
}

/// One item: a category, a region, a committee, …; the whole when asked for `total`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// Its code or id; empty for the whole and for cases without a firm.
    pub item: String,
    /// Its word or name in Chinese.
    pub name: String,
    /// Fewer than three cases of another organisation are not shown, nor what they could be computed from.
    pub suppressed: bool,
    /// By code; amounts in fen. Empty where it is suppressed.
    #[schema(value_type = BTreeMap<String, i64>)]
    pub counts: BTreeMap<Counter, i64>,
    /// Each with its numerator and denominator.
    pub rates: Vec<RateFigure>,
}

impl Line {
    /// A line with its counts and rates.
    pub fn shown(item: String, name: String, tally: &Tally) -> Self {
        let counts = Counter::ALL.iter().map(|counter| (*counter, tally.get(*counter))).collect();
        let rates = Rate::ALL.iter().map(|rate| rate.of(tally)).collect();
        Self { item, name, suppressed: false, counts, rates }
    }

    /// A line that says only that it is held back.
    pub fn held_back(item: String, name: String) -> Self {
        Self { item, name, suppressed: true, counts: BTreeMap::new(), rates: Vec::new() }
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

impl Definitions {
    /// Every count and rate.
    pub fn all() -> Self {
        let counts = Counter::ALL.iter().map(|one| CountDefinition {
            code: *one,
            zh: one.zh(),
            en: one.en(),
            date_basis: Basis::of(*one),
        });
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
