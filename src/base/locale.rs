//! The two languages of the product, and how a day and the marks between words are written in each.

use chrono::{Datelike, NaiveDate};

crate::text_enum! {
    /// The language a person reads: of pages, mails and sentences.
    pub enum Locale {
        Zh = "zh", "中文", "Chinese";
        En = "en", "英文", "English";
    }
}

impl Locale {
    /// A day as it is read: 2026年11月21日, or 21 November 2026.
    pub fn day(self, on: NaiveDate) -> String {
        match self {
            Self::Zh => format!("{}年{}月{}日", on.year(), on.month(), on.day()),
            Self::En => on.format("%-d %B %Y").to_string(),
        }
    }

    /// Between the parts of a list.
    pub const fn comma(self) -> &'static str {
        match self {
            Self::Zh => "、",
            Self::En => ", ",
        }
    }

    /// Between sentences of a list.
    pub const fn semicolon(self) -> &'static str {
        match self {
            Self::Zh => "；",
            Self::En => "; ",
        }
    }
}
