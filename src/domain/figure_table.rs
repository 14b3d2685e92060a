//! Some counts of a whole area by one dimension or two and by month, quarter or year, all at once: for whoever works on with them
//! elsewhere. The sheet with rates that people look at is in figures.rs.

use super::figures::CountDefinition;
use super::measures::Dimension;
use super::region::RegionCode;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The table of a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureTable {
    /// The area; none for the figures of an organisation.
    pub region: Option<RegionCode>,
    /// The first day of the period.
    pub from: NaiveDate,
    /// The last day of the period.
    pub to: NaiveDate,
    pub by: Dimension,
    /// The second dimension, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub and: Option<Dimension>,
    /// Month, quarter or year.
    pub per: Dimension,
    /// What each `item` is called in Chinese.
    pub names: BTreeMap<String, String>,
    /// What each `other` is called, where there are two dimensions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub other_names: BTreeMap<String, String>,
    /// What the counts of each row are, in their order.
    pub counts: Vec<CountDefinition>,
    /// By item, other and time; rows of which all counts are nothing are left out.
    pub rows: Vec<TableRow>,
}

/// The counts of an item in a month, a quarter or a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TableRow {
    /// Its code or id; empty for the whole and for cases without a firm.
    pub item: String,
    /// The same of the second dimension, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The first day of the month, `2024-Q3` or `2024`.
    pub time: String,
    /// Few cases of another organisation are not shown, nor what they could be computed from.
    pub suppressed: bool,
    /// In the order of the table's `counts`; amounts in fen. Empty where it is suppressed.
    pub counts: Vec<i64>,
}

impl TableRow {
    /// What no two rows of a table share.
    fn key(&self) -> (&str, Option<&str>, &str) {
        (&self.item, self.other.as_deref(), &self.time)
    }
}

/// Puts rows in their order.
pub fn sort(rows: &mut [TableRow]) {
    rows.sort_by(|one, other| one.key().cmp(&other.key()));
}

/// Puts rows in their order and makes one of those of the same item, other and time; rows of nothing are left out.
pub fn together(rows: &mut Vec<TableRow>) {
    sort(rows);
    rows.dedup_by(|next, kept| {
        let is_same = next.key() == kept.key();
        if is_same {
            kept.counts.iter_mut().zip(&next.counts).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
        }
        is_same
    });
    rows.retain(|row| row.counts.iter().any(|count| *count != 0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_same_key_are_added_and_nothing_is_left_out() {
        let row = |item: &str, time: &str, counts: [i64; 2]| TableRow {
            item: item.to_owned(),
            other: None,
            time: time.to_owned(),
            suppressed: false,
            counts: counts.to_vec(),
        };
        let mut rows = vec![
            row("b", "2024", [1, 2]),
            row("a", "2024", [3, 0]),
            row("a", "2023", [5, 7]),
            row("b", "2024", [10, 20]),
            row("a", "2024", [-3, 0]),
        ];
        together(&mut rows);
        assert_eq!(rows, [row("a", "2023", [5, 7]), row("b", "2024", [11, 22])]);
    }
}
