//! The charts of the page of figures, each with the table behind it: course, kinds, funnel, coverage, satisfaction.

use super::charts::{self, Point};
use super::figure_parts::{
    Course, Coverage, CoverageRow, Funnel, Num, Parts, Row, Satisfaction, count_of, grouped, pace, percent,
};
use super::frame::Frame;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::contribution::Counter;
use crate::domain::coverage::{CoverageLine, CoverageSheet};
use crate::domain::figures::{Line, Sheet};
use crate::domain::measures::{Dimension, Rate, RateFigure};
use crate::domain::period::Period;
use chrono::{Datelike, Months, NaiveDate};

/// Bars of areas in one picture; the table has all.
const BARS: usize = 40;

impl Parts<'_> {
    /// The course: every month of the period, those without a case too.
    pub(super) fn course(&self, sheet: &Sheet) -> Course {
        let (pace, Period { from, to }) = (pace(self.asking.period), self.asking.period);
        let first = from.with_day(1).unwrap_or(from);
        let months = (0..2400).map_while(|past| first.checked_add_months(Months::new(past)));
        let mut items: Vec<(NaiveDate, String)> =
            months.take_while(|month| *month <= to).map(|month| (month, pace.of_month(&month.to_string()))).collect();
        items.dedup_by(|later, earlier| later.1 == earlier.1);
        let count = items.len();
        let counters = [Counter::Registered, Counter::Accepted, Counter::Agreed];
        let (mut points, mut rows) = (Vec::new(), Vec::new());
        for (at, (month, item)) in items.iter().enumerate() {
            let line = sheet.items.iter().find(|line| line.item == *item);
            let value = |counter| line.map_or(0, |line| count_of(line, counter));
            let label = self.item(pace, item, "");
            let mark = self.mark(pace, *month, at, count);
            points.push(Point { label: label.clone(), mark, values: counters.map(value).to_vec() });
            let cell = |counter| match line {
                Some(line) => self.num(line, (pace, item), counter),
                None => Num { text: "0".to_owned(), href: None, heat: 0 },
            };
            rows.push(Row { name: label, cells: Some(counters.map(cell).into()) });
        }
        let heads = vec![self.w.registered, self.w.accepted, self.w.agreed];
        Course { svg: charts::columns(self.w.trend, &points), heads, rows }
    }

    /// What stands below a column: few enough for a phone.
    fn mark(&self, pace: Dimension, month: NaiveDate, at: usize, count: usize) -> Option<String> {
        let step = match (pace, count) {
            (_, ..=6) => 1,
            (Dimension::Month, _) => 3,
            (Dimension::Quarter, _) => 4 * count.div_ceil(20),
            _ => count.div_ceil(5),
        };
        let (year, quarter) = (month.year(), month.month0() / 3);
        // Months by their quarters and quarters by their years, so that each year begins with a mark.
        let no = match pace {
            Dimension::Month => usize::try_from(month.month0()).unwrap_or(0),
            Dimension::Quarter => usize::try_from(year * 4).unwrap_or(0) + usize::try_from(quarter).unwrap_or(0),
            _ => at,
        };
        let is_shown = no % step == 0;
        let text = match (pace, self.locale) {
            (Dimension::Month, Locale::Zh) if month.month() == 1 => format!("{year}年"),
            (Dimension::Month, Locale::Zh) => format!("{}月", month.month()),
            (Dimension::Month, Locale::En) => month.format(if month.month() == 1 { "%Y" } else { "%b" }).to_string(),
            (Dimension::Quarter, Locale::Zh) if quarter > 0 => format!("{}季度", quarter + 1),
            (Dimension::Quarter, Locale::En) if quarter > 0 => format!("Q{}", quarter + 1),
            (_, Locale::Zh) => format!("{year}年"),
            _ => year.to_string(),
        };
        is_shown.then_some(text)
    }

    pub(super) fn kinds(&self, sheet: &Sheet) -> Course {
        let mut lines: Vec<&Line> = sheet.items.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(count_of(line, Counter::Accepted)));
        let point = |line: &&Line| Point {
            label: self.item(Dimension::Category, &line.item, &line.name),
            mark: Some(grouped(count_of(line, Counter::Accepted))),
            values: vec![count_of(line, Counter::Accepted)],
        };
        let counters = [Counter::Accepted, Counter::Agreed];
        let row = |line: &&Line| Row {
            name: self.item(Dimension::Category, &line.item, &line.name),
            cells: Some(counters.map(|counter| self.num(line, (Dimension::Category, &line.item), counter)).into()),
        };
        let points: Vec<Point> = lines.iter().map(point).filter(|point| point.values != [0]).collect();
        let heads = vec![self.w.accepted, self.w.agreed];
        Course { svg: charts::bars(self.w.kinds, &points, None), heads, rows: lines.iter().map(row).collect() }
    }

    pub(super) fn funnel(&self, line: Option<&Line>) -> Funnel {
        use Counter as C;
        let Some(line) = line else { return Funnel { svg: String::new(), stages: Vec::new(), lost: Vec::new() } };
        let stages = [
            (self.w.registered, C::Registered),
            (self.w.accepted, C::Accepted),
            (self.w.concluded, C::Concluded),
            (self.w.agreed, C::Agreed),
            (self.w.performed, C::Performed),
        ];
        let point = |(name, counter): &(&str, Counter)| Point {
            label: (*name).to_owned(),
            mark: Some(grouped(count_of(line, *counter))),
            values: vec![count_of(line, *counter)],
        };
        let num = |(name, counter): (&'static str, Counter)| (name, self.num(line, (Dimension::Total, ""), counter));
        let lost = [C::Declined, C::Withdrawn, C::OwnSettlement, C::Terminated, C::Defaulted];
        Funnel {
            svg: charts::funnel(self.w.funnel, &stages.iter().map(point).collect::<Vec<_>>()),
            stages: stages.into_iter().map(num).collect(),
            lost: lost.map(|counter| num((counter.word(self.locale), counter))).into(),
        }
    }

    pub(super) fn coverage(&self, f: &Frame, total: &CoverageSheet, below: CoverageSheet) -> Coverage {
        let row = |line: CoverageLine| CoverageRow {
            name: if line.name.is_empty() { line.item.clone() } else { line.name.clone() },
            percent: percent(line.coverage.basis_points),
            line,
        };
        let rows: Vec<CoverageRow> = below.items.into_iter().filter(|line| line.chambers > 0).map(row).collect();
        let point = |row: &CoverageRow| Point {
            label: row.name.clone(),
            mark: Some(format!(
                "{}{}{} / {}{}",
                row.percent, f.w.paren, row.line.coverage.numerator, row.line.coverage.denominator, f.w.unparen
            )),
            values: vec![row.line.coverage.basis_points.unwrap_or(0)],
        };
        let points: Vec<Point> = rows.iter().take(BARS).map(point).collect();
        let whole = total.items.first().filter(|line| line.chambers > 0).cloned();
        let svg = charts::bars(self.w.coverage, &points, Some(10_000));
        Coverage { on: f.day(total.on), total: whole.map(row), rows, svg }
    }

    pub(super) fn satisfaction(&self, line: Option<&Line>) -> Satisfaction {
        use Counter as C;
        let none = || Satisfaction { svg: String::new(), answers: Vec::new(), rates: Vec::new(), at_least: None };
        let Some(line) = line.filter(|line| count_of(line, C::CallbacksDue) > 0) else { return none() };
        let said = [(self.w.satisfied, C::Satisfied), (self.w.fair, C::Fair), (self.w.dissatisfied, C::Dissatisfied)];
        let unsaid = count_of(line, C::CallbacksDue) - said.iter().map(|(_, one)| count_of(line, *one)).sum::<i64>();
        let mut points: Vec<Point> = said
            .iter()
            .map(|(name, one)| Point { label: (*name).to_owned(), mark: None, values: vec![count_of(line, *one)] })
            .collect();
        points.push(Point { label: self.w.unsaid.to_owned(), mark: None, values: vec![unsaid] });
        let mut answers: Vec<(&'static str, Num)> =
            said.map(|(name, one)| (name, self.num(line, (Dimension::Total, ""), one))).into();
        answers.push((self.w.unsaid, Num { text: grouped(unsaid), href: None, heat: 0 }));
        let shown = |one: &&RateFigure| matches!(one.rate, Rate::Satisfaction | Rate::Response);
        let rates: Vec<&RateFigure> = line.figures.rates.iter().filter(shown).collect();
        Satisfaction {
            svg: charts::divided(self.w.satisfaction, &points),
            answers,
            at_least: rates.iter().find_map(|one| one.at_least_basis_points).map(|points| percent(Some(points))),
            rates: rates.into_iter().map(|one| self.rate(line, one)).collect(),
        }
    }
}
