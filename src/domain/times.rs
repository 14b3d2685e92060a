//! How long things take, how old open cases are and how many a mediator has: each once, with its words, its unit, the day it counts
//! by and what it leaves out. Never a mean alone.

use super::measures::Dimension;
use super::period::Period;
use super::region::RegionCode;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

text_enum! {
    /// What is measured case by case.
    pub enum Time {
        ToConclusion = "days_to_conclusion", "受理至调解终结用时", "From acceptance to the end of mediation";
        ToAgreement = "days_to_agreement", "受理至达成协议用时", "From acceptance to the agreement";
        ToClosure = "days_to_closure", "申请至结案用时", "From application to closure";
        OtherSide = "days_to_other_side", "申请至对方首次表态用时", "From application to the other side's first answer";
        FirmAnswer = "hours_to_firm_answer", "律所答复用时", "From the offer to the firm's answer";
        OpenAge = "open_age", "未结案件已用时", "Age of the cases under way";
        Caseload = "caseload", "每名调解员在办案件", "Cases under way of each mediator";
    }
}

text_enum! {
    /// What a time is in.
    pub enum TimeUnit {
        Days = "days", "日", "days";
        Hours = "hours", "小时", "hours";
        Cases = "cases", "件", "cases";
    }
}

impl Time {
    /// Whether it is of what stands on one day, and not of what happened in a period.
    pub const fn is_of_a_day(self) -> bool {
        matches!(self, Self::OpenAge | Self::Caseload)
    }

    /// Whether it is kept by month, as the figures are; what firms answered and what mediators have is counted case by case.
    pub const fn is_kept(self) -> bool {
        !matches!(self, Self::FirmAnswer | Self::Caseload)
    }

    pub const fn unit(self) -> TimeUnit {
        match self {
            Self::FirmAnswer => TimeUnit::Hours,
            Self::Caseload => TimeUnit::Cases,
            _ => TimeUnit::Days,
        }
    }

    /// By which day it belongs to a period, in Chinese and English.
    pub const fn date_basis(self) -> (&'static str, &'static str) {
        match self {
            Self::ToConclusion => ("调解终结日", "day mediation ended"),
            Self::ToAgreement => ("达成日", "day of agreement"),
            Self::ToClosure => ("结案日", "day of closure"),
            Self::OtherSide => ("表态日", "day of the answer"),
            Self::FirmAnswer => ("答复日", "day of the answer"),
            Self::OpenAge | Self::Caseload => ("期间最后一日", "the last day of the period"),
        }
    }

    /// What it leaves out, in Chinese and English.
    pub const fn leaves_out(self) -> (&'static str, &'static str) {
        match self {
            Self::ToConclusion => {
                ("未受理的；中止与鉴定期间计入", "cases not accepted; suspensions and appraisals count")
            }
            Self::ToAgreement => ("未达成协议的", "cases without an agreement"),
            Self::ToClosure => ("未结案的", "cases not closed"),
            Self::OtherSide => ("对方从未表态的；未说明意见的告知", "cases whose other side never answered"),
            Self::FirmAnswer => ("逾期失效与收回的", "offers that lapsed or were taken back"),
            Self::OpenAge => {
                ("已终结的；重新办理的按最近一次计", "cases whose mediation ended; a reopened one counts as it stands")
            }
            Self::Caseload => ("没有在办案件的调解员；仅计主持人", "mediators without a case; only leads count"),
        }
    }
}

/// Values of a measure, and how often each was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What of a dimension they belong to.
    pub item: String,
    /// The code of the place that the cases are of; empty where nothing is divided by organisations.
    pub place: String,
    /// The day by which they count, or the first of their month.
    pub on: NaiveDate,
    pub counts: Vec<(i64, i64)>,
}

impl Taken {
    /// How many values there are.
    pub fn times(&self) -> i64 {
        self.counts.iter().map(|(_, times)| times).sum()
    }
}

/// The item of a dimension: its code or id, and its word or name in Chinese.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimesItem {
    pub item: String,
    pub name: String,
}

/// How values spread: half of them are at most the median, nine tenths at most P90 (each a value that occurs: nearest rank).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Spread {
    pub measure: Time,
    pub zh: &'static str,
    pub en: &'static str,
    pub unit: TimeUnit,
    /// Whose values these are, where a dimension was asked for.
    #[serde(flatten)]
    pub of: Option<TimesItem>,
    pub date_basis_zh: &'static str,
    pub date_basis_en: &'static str,
    pub leaves_out_zh: &'static str,
    pub leaves_out_en: &'static str,
    /// Fewer than three of other organisations are not shown, nor what they could be computed from.
    pub suppressed: bool,
    /// How many values there are, and what they come to.
    pub count: Option<i64>,
    pub sum: Option<i64>,
    /// The sum over the count, in hundredths, cut down; none of nothing.
    pub mean_hundredths: Option<i64>,
    pub median: Option<i64>,
    pub p90: Option<i64>,
    pub most: Option<i64>,
}

impl Spread {
    /// Of these values, each with how often it was taken.
    pub fn of(measure: Time, of: Option<TimesItem>, values: &BTreeMap<i64, i64>, suppressed: bool) -> Self {
        let count: i64 = values.values().sum();
        let sum: i64 = values.iter().map(|(value, times)| value.saturating_mul(*times)).sum();
        let shown = |value: Option<i64>| value.filter(|_| !suppressed);
        let (date_basis_zh, date_basis_en) = measure.date_basis();
        let (leaves_out_zh, leaves_out_en) = measure.leaves_out();
        Self {
            measure,
            zh: measure.zh(),
            en: measure.en(),
            unit: measure.unit(),
            of,
            date_basis_zh,
            date_basis_en,
            leaves_out_zh,
            leaves_out_en,
            suppressed,
            count: shown(Some(count)),
            sum: shown(Some(sum)),
            mean_hundredths: shown(sum.saturating_mul(100).checked_div(count)),
            median: shown(ranked(values, count, 50)),
            p90: shown(ranked(values, count, 90)),
            most: shown(values.last_key_value().map(|(value, _)| *value)),
        }
    }
}

/// The value of the nearest rank: at least so many of a hundred are not above it.
fn ranked(values: &BTreeMap<i64, i64>, count: i64, percent: i64) -> Option<i64> {
    let mut below = 0;
    let reaches = |(_, times): &(&i64, &i64)| {
        below += **times;
        below.saturating_mul(100) >= count.saturating_mul(percent)
    };
    values.iter().find(reaches).map(|(value, _)| *value)
}

/// The times of an area or an organisation in a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimesSheet {
    /// The area; none for an organisation.
    pub region: Option<RegionCode>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What the values are divided by.
    pub by: Dimension,
    /// Each measure of the whole, or of each item that has values.
    pub items: Vec<Spread>,
    /// Measures that are counted case by case, for which too many cases are under way: they are told of smaller areas.
    pub not_counted: Vec<Time>,
}

impl TimesSheet {
    pub fn of(
        region: Option<RegionCode>,
        period: Period,
        by: Dimension,
        items: Vec<Spread>,
        not_counted: Vec<Time>,
    ) -> Self {
        Self { region, from: period.from, to: period.to, by, items, not_counted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_of_values_that_occur() {
        let spread = |values: &[i64]| {
            let mut counts = BTreeMap::new();
            values.iter().for_each(|value| *counts.entry(*value).or_default() += 1);
            Spread::of(Time::ToClosure, None, &counts, false)
        };
        let of = |values| {
            let spread = spread(values);
            (spread.count, spread.sum, spread.mean_hundredths, spread.median, spread.p90, spread.most)
        };
        assert_eq!(of(&[]), (Some(0), Some(0), None, None, None, None));
        assert_eq!(of(&[7]), (Some(1), Some(7), Some(700), Some(7), Some(7), Some(7)));
        assert_eq!(of(&[9, 1, 2, 3]), (Some(4), Some(15), Some(375), Some(2), Some(9), Some(9)));
        let ten: Vec<i64> = (1..=10).rev().collect();
        assert_eq!(of(&ten), (Some(10), Some(55), Some(550), Some(5), Some(9), Some(10)));
        assert_eq!(of(&[4, 4, 4, 1, 8]), (Some(5), Some(21), Some(420), Some(4), Some(8), Some(8)));
    }

    #[test]
    fn what_is_held_back_shows_nothing() {
        let few = Spread::of(Time::OpenAge, None, &BTreeMap::from([(4, 1), (5, 1)]), true);
        assert!(few.suppressed && few.count.is_none() && few.median.is_none() && few.most.is_none());
    }
}
