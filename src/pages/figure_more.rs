//! What of the figures is no tile and no chart: every count with its meaning, and what places that work offline handed up.

use super::areas::Names;
use super::figure_asking::Cut;
use super::figure_parts::{Num, Parts, percent};
use super::frame::Frame;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::contribution::Counter;
use crate::domain::figures::{Figures, Line};
use crate::domain::measures::{Dimension, Rate};
use crate::domain::merging::{Merged, MergedLine, MergedPackage};

pub(super) struct CountLine {
    pub name: &'static str,
    pub num: Num,
    pub leaves_out: &'static str,
}

/// What was handed up, beside the cases here and together with them.
pub(super) struct MergedTable {
    pub heads: Vec<&'static str>,
    pub rows: Vec<(String, Vec<String>)>,
    /// The places with their days.
    pub places: Vec<String>,
    pub left_out: Vec<String>,
}

impl Parts<'_> {
    /// What was handed up as a whole, and by what the table is broken down by where packages are counted by that.
    pub(super) fn merged(
        &self,
        f: &Frame,
        whole: &Merged,
        by: Option<&Merged>,
        cut: Cut,
        names: &Names,
    ) -> MergedTable {
        use Counter as C;
        const COUNTS: [Counter; 4] = [C::Accepted, C::Concluded, C::Agreed, C::AmountAgreed];
        let w = self.w;
        let row = |name: String, line: &MergedLine| {
            let of = |figures: &Figures, counter| figures.counts.get(&counter).copied().unwrap_or(0);
            let count = |counter: &Counter| {
                let (merged, together) = (of(&line.merged, *counter), of(&line.together, *counter));
                [together.saturating_sub(merged), merged, together].map(|count| self.written(count, Some(*counter)))
            };
            let mut cells: Vec<String> = COUNTS.iter().flat_map(count).collect();
            let rate = line.together.rates.iter().find(|one| one.rate == Rate::SuccessPerConcluded);
            let (open, close) = (f.w.paren, f.w.unparen);
            cells.extend(rate.map(|one| {
                format!("{}{open}{} / {}{close}", percent(one.basis_points), one.numerator, one.denominator)
            }));
            (name, cells)
        };
        let named = |line: &MergedLine| {
            let first = self.item(cut.0, &line.item, &line.name);
            match (&line.other, &line.other_name) {
                (Some(other), name) => {
                    format!("{first} · {}", self.item(cut.1, other, name.as_deref().unwrap_or_default()))
                }
                _ => first,
            }
        };
        let mut rows: Vec<_> = whole.items.iter().map(|line| row(f.w.total.to_owned(), line)).collect();
        rows.extend(by.into_iter().flat_map(|by| &by.items).map(|line| row(named(line), line)));
        let place =
            |one: &MergedPackage| format!("{} · {}", names.get(one.region_code), f.days(one.from_on, one.to_on));
        MergedTable {
            heads: vec![w.accepted, w.concluded, w.agreed, w.amount_agreed],
            rows,
            places: whole.packages.iter().map(place).collect(),
            left_out: whole
                .left_out
                .iter()
                .map(|one| {
                    let month = self.item(Dimension::Month, &one.month.to_string(), "");
                    format!("{} · {month}", names.get(one.region))
                })
                .collect(),
        }
    }

    /// Every count, with the way to its cases.
    pub(super) fn counts(&self, line: &Line) -> Vec<CountLine> {
        let count = |counter: &Counter| CountLine {
            name: counter.word(self.locale),
            num: self.num(line, (Dimension::Total, ""), *counter),
            leaves_out: self.of_both(counter.leaves_out()),
        };
        Counter::ALL.iter().map(count).collect()
    }

    fn of_both(&self, (zh, en): (&'static str, &'static str)) -> &'static str {
        if self.locale == Locale::Zh { zh } else { en }
    }
}
