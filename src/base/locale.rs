//! The two languages of the product, and how a day is written in each.

use chrono::{Datelike, NaiveDate};

crate::text_enum! {
    /// The language a person reads: of pages, mails and sentences.
    pub enum Locale {
        Zh = "zh", "中文", "Chinese";
        En = "en", "英文", "English";
    }
}

impl Locale {
    /// A day as it is read: 2026年11月21日, or 2026-11-21.
    pub fn day(self, on: NaiveDate) -> String {
        match self {
            Self::Zh => format!("{}年{}月{}日", on.year(), on.month(), on.day()),
            Self::En => on.format("%Y-%m-%d").to_string(),
        }
    }
}
