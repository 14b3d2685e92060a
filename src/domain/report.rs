//! A published report: the figures, definitions and form of a period as they were on the day of publication, and how the figures of
//! today differ from them.

use super::contribution::Counter;
use super::figures::{Definitions, Figures, Sheet};
use super::measures::Dimension;
use super::official_form::FilledForm;
use super::region::RegionCode;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ReportId};
use crate::base::token;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a report breaks its figures down by.
pub const DIMENSIONS: [Dimension; 6] =
    [Dimension::Total, Dimension::Region, Dimension::Category, Dimension::Source, Dimension::Regime, Dimension::Month];

/// A report as it is listed. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, ToSchema)]
pub struct Report {
    pub id: ReportId,
    pub region_code: RegionCode,
    /// The name of the area on that day.
    pub name: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub published_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Instant,
    /// SHA-256 of the file `json`, in hexadecimal.
    pub sha256: String,
    #[serde(skip)]
    pub body: String,
}

/// What is kept of a report: all that its files are made of.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    pub format: u16,
    pub id: ReportId,
    pub region: RegionCode,
    pub published_at: Instant,
    pub form: FilledForm,
    pub tables: Vec<KeptTable>,
    /// What places that work offline had handed up; not in the tables, which are of cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handed_up: Vec<KeptTable>,
    /// What every count and rate meant on that day.
    pub definitions: serde_json::Value,
}

/// The figures by one dimension.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptTable {
    pub by: Dimension,
    pub items: Vec<KeptLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptLine {
    pub item: String,
    pub name: String,
    pub counts: BTreeMap<Counter, i64>,
    /// Each with both of its counts.
    pub rates: serde_json::Value,
}

/// A figure that is no longer what was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Difference {
    pub by: Dimension,
    pub item: String,
    pub name: String,
    pub count: Counter,
    pub published: i64,
    pub now: i64,
    pub change: i64,
    /// It is of what was handed up, and not of the cases.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub handed_up: bool,
}

impl Kept {
    /// The body of a report and its hash.
    pub fn sealed(&self) -> Result<(String, String)> {
        let body = serde_json::to_string(self).map_err(Error::internal)?;
        let sha256 = token::digest(body.as_bytes());
        Ok((body, sha256))
    }
}

impl Report {
    /// What was kept. A body that is not what was published is an error: nothing is made of it.
    pub fn kept(&self) -> Result<Kept> {
        if token::digest(self.body.as_bytes()) != self.sha256 {
            return Err(Error::internal(format!("the report {} is not what was published", self.id)));
        }
        serde_json::from_str(&self.body).map_err(Error::internal)
    }
}

impl KeptTable {
    /// A sheet as it is kept.
    pub fn of(sheet: &Sheet) -> Result<Self> {
        let line = |line: &super::figures::Line| KeptLine::of(line.item.clone(), line.name.clone(), &line.figures);
        Ok(Self { by: sheet.by, items: sheet.items.iter().map(line).collect::<Result<_>>()? })
    }
}

impl KeptLine {
    /// The figures of an item as they are kept.
    pub fn of(item: String, name: String, figures: &Figures) -> Result<Self> {
        let rates = serde_json::to_value(&figures.rates).map_err(Error::internal)?;
        Ok(Self { item, name, counts: figures.counts.clone(), rates })
    }
}

/// The definitions as they are kept.
pub fn definitions() -> Result<serde_json::Value> {
    serde_json::to_value(Definitions::all()).map_err(Error::internal)
}

/// Where the figures of today are not what was published. A count that came later has no published figure and is left out.
pub fn differences(published: &[KeptTable], now: &[KeptTable], handed_up: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    for then in published {
        let Some(now) = now.iter().find(|table| table.by == then.by) else { continue };
        let known: Vec<Counter> = then.items.iter().flat_map(|line| line.counts.keys().copied()).collect();
        let line_of = |table: &KeptTable, item: &str| table.items.iter().find(|line| line.item == item).cloned();
        let mut items: Vec<(&str, &str)> =
            then.items.iter().chain(&now.items).map(|line| (line.item.as_str(), line.name.as_str())).collect();
        items.sort_unstable();
        items.dedup_by_key(|(item, _)| *item);
        for (item, name) in items {
            let count = |table: &KeptTable, counter: Counter| {
                line_of(table, item).and_then(|line| line.counts.get(&counter).copied()).unwrap_or(0)
            };
            for counter in Counter::ALL.iter().copied().filter(|one| known.is_empty() || known.contains(one)) {
                let (published, now) = (count(then, counter), count(now, counter));
                if published != now {
                    let (by, item, name, change) = (then.by, item.to_owned(), name.to_owned(), now - published);
                    found.push(Difference { by, item, name, count: counter, published, now, change, handed_up });
                }
            }
        }
    }
    found
}
