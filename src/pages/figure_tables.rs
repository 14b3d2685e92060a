//! The tables of the page of figures: totals, rates with both their counts, and the lines by a dimension, darker where they are larger.

use super::figure_parts::{Grid, Num, Parts, RateLine, Row, Tile, count_of, cut_address, grouped, percent};
use super::words;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::contribution::Counter;
use crate::domain::figures::{Line, Sheet};
use crate::domain::measures::{Dimension, Rate, RateFigure};

/// Rows of the table on one page.
const ROWS: usize = 40;

impl Parts<'_> {
    pub(super) fn tiles(&self, line: &Line) -> Vec<Tile> {
        use Counter as C;
        let shown = [
            (self.w.registered, C::Registered),
            (self.w.accepted, C::Accepted),
            (self.w.concluded, C::Concluded),
            (self.w.agreed, C::Agreed),
            (self.w.performed, C::Performed),
            (self.w.confirmed, C::Confirmed),
        ];
        let amounts = [
            (self.w.amount_claimed, C::AmountClaimed),
            (self.w.amount_agreed, C::AmountAgreed),
            (self.w.amount_paid, C::AmountPaid),
        ];
        let tile = |(name, counter): (&'static str, Counter)| Tile {
            name,
            num: self.num(line, (Dimension::Total, ""), counter),
            change: line
                .before
                .as_ref()
                .and_then(|before| before.change.get(&counter))
                .map(|by| self.signed(*by, counter)),
        };
        shown.into_iter().chain(amounts).map(tile).collect()
    }

    pub(super) fn rates(&self, line: &Line) -> Vec<RateLine> {
        line.figures.rates.iter().map(|one| self.rate(line, one)).collect()
    }

    /// Those that are asked for, in that order.
    pub(super) fn some_rates(&self, line: &Line, which: &[Rate]) -> Vec<RateLine> {
        let found = which.iter().filter_map(|rate| line.figures.rates.iter().find(|one| one.rate == *rate));
        found.map(|one| self.rate(line, one)).collect()
    }

    pub(super) fn rate(&self, line: &Line, one: &RateFigure) -> RateLine {
        let (above, below) = one.rate.formula();
        let words =
            |counters: &[Counter]| counters.iter().map(|one| one.word(self.locale)).collect::<Vec<_>>().join(" + ");
        let before =
            line.before.as_ref().and_then(|before| before.figures.rates.iter().find(|then| then.rate == one.rate));
        let counted = |counters: &[Counter], sum: i64| match counters {
            [counter] => self.num(line, (Dimension::Total, ""), *counter),
            _ => Num { text: grouped(sum), href: None, heat: 0 },
        };
        let (open, close) = (words::of(self.locale).paren, words::of(self.locale).unparen);
        let leaves_out = one.rate.leaves_out();
        RateLine {
            name: one.rate.word(self.locale),
            percent: percent(one.basis_points),
            above: counted(above, one.numerator),
            below: counted(below, one.denominator),
            before: before.map(|then| {
                let text = |sum, counter: Option<&Counter>| self.written(sum, counter.copied());
                let (above, below) = (text(then.numerator, above.first()), text(then.denominator, below.first()));
                format!("{}{open}{above} / {below}{close}", percent(then.basis_points))
            }),
            formula: format!("{} ÷ {}", words(above), words(below)),
            leaves_out: if self.locale == Locale::Zh { leaves_out.0 } else { leaves_out.1 },
        }
    }

    /// The table by a dimension, from a row on.
    pub(super) fn grid(&self, sheet: &Sheet, from: usize) -> Grid {
        use Counter as C;
        const COUNTS: [Counter; 5] = [C::Registered, C::Accepted, C::Concluded, C::Agreed, C::Performed];
        let mut heads = vec![self.w.registered, self.w.accepted, self.w.concluded, self.w.agreed, self.w.performed];
        heads.push(self.w.success);
        if sheet.compared.is_some() {
            heads.push(self.w.change);
        }
        let most: Vec<i64> =
            COUNTS.iter().map(|one| sheet.items.iter().map(|line| count_of(line, *one)).max().unwrap_or(0)).collect();
        let mut lines: Vec<&Line> = sheet.items.iter().collect();
        let and = sheet.and.unwrap_or(Dimension::Total);
        // Areas stay in the order of their codes, as everybody knows them, and days and pairs in theirs.
        if sheet.by != Dimension::Region && !sheet.by.is_of_time() && and == Dimension::Total {
            lines.sort_by_key(|line| (line.figures.suppressed, std::cmp::Reverse(count_of(line, C::Accepted))));
        }
        let other = |line: &Line| line.other.clone().unwrap_or_default();
        let (open, close) = (super::words::of(self.locale).paren, super::words::of(self.locale).unparen);
        let cells = |line: &Line| {
            let cut = cut_address((sheet.by, &line.item), (and, &other(line)));
            let count = |(counter, most): (&Counter, &i64)| {
                let num = self.num_of(line, &cut, *counter);
                Num { heat: heat(count_of(line, *counter), *most), ..num }
            };
            let mut cells: Vec<Num> = COUNTS.iter().zip(&most).map(count).collect();
            let rate = line.figures.rates.iter().find(|one| one.rate == Rate::SuccessPerConcluded);
            cells.extend(rate.map(|one| Num {
                text: format!("{}{open}{} / {}{close}", percent(one.basis_points), one.numerator, one.denominator),
                href: None,
                heat: heat(one.basis_points.unwrap_or(0), 10_000),
            }));
            if sheet.compared.is_some() {
                let change = line.before.as_ref().and_then(|before| before.change.get(&C::Accepted));
                let text = change.map_or_else(|| "—".to_owned(), |by| self.signed(*by, C::Accepted));
                cells.push(Num { text, href: None, heat: 0 });
            }
            cells
        };
        let row = |line: &&Line| Row {
            name: match &line.other {
                None => self.item(sheet.by, &line.item, &line.name),
                Some(other) => {
                    let second = self.item(and, other, line.other_name.as_deref().unwrap_or_default());
                    format!("{} · {second}", self.item(sheet.by, &line.item, &line.name))
                }
            },
            cells: (!line.figures.suppressed).then(|| cells(line)),
        };
        let next = from.saturating_add(ROWS);
        Grid {
            heads,
            rows: lines.iter().skip(from).take(ROWS).map(row).collect(),
            has_held: lines.iter().any(|line| line.figures.suppressed),
            more: (next < lines.len()).then(|| format!("/figures?{}{}&row={next}#grid", self.days(), self.kept())),
        }
    }
}

/// How dark a cell is, 0 to 5.
fn heat(value: i64, most: i64) -> i64 {
    if value <= 0 || most <= 0 { 0 } else { (value.saturating_mul(5) + most - 1) / most }
}
