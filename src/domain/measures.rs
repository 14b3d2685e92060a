//! Every figure once: its words, how it is computed, by which day it counts and what it leaves out. A rate never comes without
//! the two counts it is made of (domain.md 6.3).

use super::contribution::{CellKey, Counter, Tally};
use super::region::RegionPrefix;
use crate::text_enum;
use serde::Serialize;

text_enum! {
    /// What figures are broken down by.
    pub enum Dimension {
        Total = "total", "合计", "Total";
        Region = "region", "地区", "Region";
        Committee = "committee", "调解组织", "Committee";
        Category = "category", "纠纷类别", "Category";
        Source = "source", "案件来源", "Source";
        Regime = "regime", "调解类型", "Regime";
        Firm = "firm", "律师事务所", "Law firm";
        Month = "month", "月份", "Month";
        Quarter = "quarter", "季度", "Quarter";
        Year = "year", "年份", "Year";
    }
}

impl Dimension {
    /// Whether it divides the period itself.
    pub const fn is_of_time(self) -> bool {
        matches!(self, Self::Month | Self::Quarter | Self::Year)
    }

    /// Whether its items are organisations, some of whose figures are not for others.
    pub const fn is_of_organisations(self) -> bool {
        matches!(self, Self::Committee | Self::Firm)
    }

    /// The month, quarter or year that a month belongs to, by its first day as text: `2024-07-01`, `2024-Q3`, `2024`.
    pub fn of_month(self, month: &str) -> String {
        let year = month.get(..4).unwrap_or_default();
        match self {
            Self::Year => year.to_owned(),
            Self::Quarter => {
                let month: u32 = month.get(5..7).and_then(|digits| digits.parse().ok()).unwrap_or(1);
                format!("{year}-Q{}", month.saturating_sub(1) / 3 + 1)
            }
            _ => month.to_owned(),
        }
    }

    /// What counts at a place of the figures counts under this. Regions are those directly below an area, or the case's own without one.
    pub fn item(self, at: &CellKey, area: Option<RegionPrefix>) -> String {
        match self {
            Self::Total => String::new(),
            Self::Region => area.map_or(at.region, |area| area.child(at.region)).to_string(),
            Self::Committee => at.committee.to_string(),
            Self::Category => at.category.to_string(),
            Self::Source => at.source.to_string(),
            Self::Regime => at.regime.to_string(),
            Self::Firm => at.firm.map(|firm| firm.to_string()).unwrap_or_default(),
            Self::Month | Self::Quarter | Self::Year => self.of_month(&at.month.to_string()),
        }
    }
}

text_enum! {
    /// The rates. The date basis of each is that of its counts: a rate of two bases compares two flows of the same months.
    pub enum Rate {
        SuccessPerAccepted = "success_per_accepted", "调解成功率（占受理）", "Success, of accepted";
        SuccessPerConcluded = "success_per_concluded", "调解成功率（占终结）", "Success, of concluded";
        Terminated = "terminated_rate", "终止率", "Terminated, of concluded";
        OwnSettlement = "own_settlement_rate", "自行和解率", "Settled by themselves, of concluded";
        Difficult = "difficult_rate", "疑难复杂案件占比", "Hard or major, of accepted";
        Written = "written_rate", "书面协议占比", "In writing, of agreed";
        Performance = "performance", "履行率", "Performed, of agreed";
        Default = "default_rate", "未履行率", "Not performed, of agreed";
        Confirmation = "confirmation", "司法确认率", "Confirmed by a court, of agreed";
        AmountPaid = "amount_paid_rate", "金额履行率", "Amount paid, of amount agreed";
        Reached = "reached_rate", "联系到率", "Callbacks reached, of due";
        Response = "response", "回访率", "Callbacks answered, of due";
        Unreachable = "unreachable_rate", "未能联系率", "Callbacks not reached, of due";
        Satisfaction = "satisfaction", "满意率", "Satisfied or fairly, of those who said";
    }
}

text_enum! {
    /// The day that decides the month in which something counts.
    pub enum Basis {
        Applied = "applied", "申请日", "Day of application";
        Accepted = "accepted", "受理日", "Day of acceptance";
        Concluded = "concluded", "调解终结日", "Day mediation ended";
        Agreed = "agreed", "达成日", "Day of agreement";
        Paid = "paid", "付款日", "Day of payment";
        Closed = "closed", "结案日", "Day of closure";
        CallbackDue = "callback_due", "应访日", "Day the callback is due";
        RiskOver = "risk_over", "风险解除日", "Day the risk was over";
    }
}

impl Basis {
    /// The basis of a count; `contribution.rs` counts by it.
    pub const fn of(counter: Counter) -> Self {
        use Counter as C;
        match counter {
            C::Registered => Self::Applied,
            C::Accepted | C::People | C::AmountClaimed | C::Difficult => Self::Accepted,
            C::Concluded | C::Terminated | C::Withdrawn | C::OwnSettlement | C::Declined => Self::Concluded,
            C::Agreed | C::AgreedWritten | C::AgreedOral | C::Performed | C::Defaulted => Self::Agreed,
            C::Confirmed | C::AmountAgreed => Self::Agreed,
            C::AmountPaid => Self::Paid,
            C::Closed => Self::Closed,
            C::CallbacksDue | C::CallbacksAnswered => Self::CallbackDue,
            C::CallbacksDeclined | C::CallbacksUnreachable => Self::CallbackDue,
            C::Satisfied | C::Fair | C::Dissatisfied => Self::CallbackDue,
            C::SuicidesPrevented | C::SuicidesPreventedPeople | C::CrimesPrevented | C::CrimesPreventedPeople => {
                Self::RiskOver
            }
            C::PetitionsPrevented | C::PetitionsPreventedPeople | C::FightsPrevented | C::FightsPreventedPeople => {
                Self::RiskOver
            }
        }
    }
}

/// A rate as it is shown: both counts, and the share in basis points (10 000 = 100 %), cut down; none when nothing is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RateFigure {
    pub rate: Rate,
    /// Which counts above and below the line: `agreed / concluded`.
    pub formula: String,
    /// The days by which those counts are put into months.
    pub date_basis: Vec<Basis>,
    pub numerator: i64,
    pub denominator: i64,
    pub basis_points: Option<i64>,
    /// The lower end of the 95 % interval after Wilson, in basis points; for satisfaction only, which is a sample.
    pub at_least_basis_points: Option<i64>,
}

impl Rate {
    /// Counters above and below the line.
    pub const fn formula(self) -> (&'static [Counter], &'static [Counter]) {
        use Counter as C;
        match self {
            Self::SuccessPerAccepted => (&[C::Agreed], &[C::Accepted]),
            Self::SuccessPerConcluded => (&[C::Agreed], &[C::Concluded]),
            Self::Terminated => (&[C::Terminated], &[C::Concluded]),
            Self::OwnSettlement => (&[C::OwnSettlement], &[C::Concluded]),
            Self::Difficult => (&[C::Difficult], &[C::Accepted]),
            Self::Written => (&[C::AgreedWritten], &[C::Agreed]),
            Self::Performance => (&[C::Performed], &[C::Agreed]),
            Self::Default => (&[C::Defaulted], &[C::Agreed]),
            Self::Confirmation => (&[C::Confirmed], &[C::Agreed]),
            Self::AmountPaid => (&[C::AmountPaid], &[C::AmountAgreed]),
            Self::Reached => (&[C::CallbacksAnswered, C::CallbacksDeclined], &[C::CallbacksDue]),
            Self::Response => (&[C::CallbacksAnswered], &[C::CallbacksDue]),
            Self::Unreachable => (&[C::CallbacksUnreachable], &[C::CallbacksDue]),
            Self::Satisfaction => (&[C::Satisfied, C::Fair], &[C::Satisfied, C::Fair, C::Dissatisfied]),
        }
    }

    /// What the rate leaves out, in Chinese and English.
    pub const fn leaves_out(self) -> (&'static str, &'static str) {
        match self {
            Self::SuccessPerAccepted => {
                ("成功与受理可能在不同月份", "agreement and acceptance may fall in different months")
            }
            Self::SuccessPerConcluded => ("未终结的案件；不予受理的案件", "cases under way; cases declined"),
            Self::Terminated => ("未终结的案件；受理前终止的", "cases under way; those ended before acceptance"),
            Self::OwnSettlement => (
                "申请人撤回而未和解的；受理前和解的计入分子",
                "withdrawals without a settlement; settlements before acceptance count above the line",
            ),
            Self::Difficult => ("未受理的案件", "cases not accepted"),
            Self::Written => ("口头协议计入分母", "oral agreements count below the line"),
            Self::Default => ("尚在履行期的计入分母", "those not yet due count below the line"),
            Self::Performance => {
                ("自行和解；尚在履行期的计入分母", "own settlements; those not yet due count below the line")
            }
            Self::Confirmation => ("已申请未裁定的", "those applied for and not decided"),
            Self::AmountPaid => ("付款可能属于以前月份的协议", "payments may be on agreements of earlier months"),
            Self::Reached => {
                ("未能联系的与尚未回访的计入分母", "those not reached or not yet made count below the line")
            }
            Self::Response => ("未到期的回访按应访日计入", "those not yet made count by their due day"),
            Self::Unreachable => ("尚未回访的计入分母", "those not yet made count below the line"),
            Self::Satisfaction => ("未答复的当事人", "parties who did not answer"),
        }
    }

    /// The figure of this rate in a tally.
    pub fn of(self, tally: &Tally) -> RateFigure {
        let (above, below) = self.formula();
        let sum = |counters: &[Counter]| counters.iter().map(|counter| tally.get(*counter)).sum::<i64>();
        let (numerator, denominator) = (sum(above), sum(below));
        let at_least_basis_points = match self {
            Self::Satisfaction => wilson_lower(numerator, denominator),
            _ => None,
        };
        let basis_points = share(numerator, denominator);
        let codes = |counters: &[Counter]| counters.iter().map(|one| one.code()).collect::<Vec<_>>().join(" + ");
        let formula = format!("{} / {}", codes(above), codes(below));
        let mut date_basis: Vec<_> = above.iter().chain(below).map(|counter| Basis::of(*counter)).collect();
        date_basis.dedup();
        RateFigure { rate: self, formula, date_basis, numerator, denominator, basis_points, at_least_basis_points }
    }
}

/// Basis points of a share, cut down so that 9 999 of 10 000 is never shown as all.
pub(super) fn share(numerator: i64, denominator: i64) -> Option<i64> {
    let points = i128::from(numerator) * 10_000;
    if denominator <= 0 { None } else { i64::try_from(points.div_euclid(denominator.into())).ok() }
}

/// Lower bound of the 95 % Wilson interval in basis points, rounded.
#[allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "for display"
)]
fn wilson_lower(good: i64, all: i64) -> Option<i64> {
    if all <= 0 {
        return None;
    }
    let (n, z2) = (all as f64, 1.96_f64 * 1.96);
    let p = good as f64 / n;
    let spread = 1.96 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    Some((((p + z2 / (2.0 * n) - spread) / (1.0 + z2 / n)) * 10_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(counts: &[(Counter, i64)]) -> Tally {
        let mut tally = Tally::default();
        counts.iter().for_each(|(counter, by)| tally.add(*counter, *by));
        tally
    }

    #[test]
    fn a_rate_comes_with_its_counts() {
        // 中小企业协会: 8970 of 13424 concluded, 14631 handled (domain.md 6.3).
        let sme = tally(&[(Counter::Agreed, 8970), (Counter::Concluded, 13424), (Counter::Accepted, 14631)]);
        let figure = Rate::SuccessPerConcluded.of(&sme);
        assert_eq!((figure.numerator, figure.denominator, figure.basis_points), (8970, 13424, Some(6682)));
        assert_eq!(Rate::SuccessPerAccepted.of(&sme).basis_points, Some(6130));
        assert_eq!(Rate::Performance.of(&Tally::default()).basis_points, None);
    }

    #[test]
    fn all_satisfied_is_a_lower_bound() {
        for (good, all, points) in [(781, 781, 9951), (10, 10, 7225), (0, 5, 0)] {
            let figure =
                Rate::Satisfaction.of(&tally(&[(Counter::Satisfied, good), (Counter::Dissatisfied, all - good)]));
            assert_eq!(figure.at_least_basis_points, Some(points), "{good}/{all}");
        }
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(share(99_999, 100_000), Some(9_999));
        assert_eq!(share(1, 0), None);
    }
}
