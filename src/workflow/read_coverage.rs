//! Reads the coverage of an area for those who may see it, with the words beside the codes.

use crate::base::error::{Error, Result};
use crate::domain::chamber::ChamberKind;
use crate::domain::coverage::{CoverageBy, CoverageCounts, CoverageLine, CoverageSheet, RegionLevel};
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::coverage::{self, CoverageQuestion};
use crate::store::db::Conn;
use crate::store::regions;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The coverage of an area on a day, by one dimension. An area outside the scope has none: `NotFound`.
pub fn sheet(
    c: &mut Conn,
    scope: &Scope,
    region: RegionCode,
    on: NaiveDate,
    by: CoverageBy,
    idle_days: u16,
) -> Result<CoverageSheet> {
    let is_within = match scope {
        Scope::Everything => true,
        Scope::Regions { prefix, .. } => prefix.contains(region),
        _ => false,
    };
    if !is_within {
        return Err(Error::NotFound);
    }
    let question = CoverageQuestion { area: region.prefix(), on, by, idle_days };
    let mut counts = coverage::count(c, &question)?;
    if by == CoverageBy::Total {
        counts.entry(String::new()).or_default();
    }
    let names = names(c, by, &counts, on)?;
    let line = |(item, counts): (String, CoverageCounts)| {
        let name = names.get(&item).cloned().unwrap_or_default();
        CoverageLine::of(item, name, &counts)
    };
    Ok(CoverageSheet { region, on, by, idle_days, items: counts.into_iter().map(line).collect() })
}

fn names(
    c: &mut Conn,
    by: CoverageBy,
    counts: &BTreeMap<String, CoverageCounts>,
    on: NaiveDate,
) -> Result<BTreeMap<String, String>> {
    let words = |word: fn(&str) -> Option<&'static str>| {
        counts.keys().filter_map(|item| Some((item.clone(), word(item)?.to_owned()))).collect()
    };
    Ok(match by {
        CoverageBy::Total => BTreeMap::from([(String::new(), by.zh().to_owned())]),
        CoverageBy::Level => words(|code| RegionLevel::from_code(code).map(RegionLevel::zh)),
        CoverageBy::Kind => words(|code| ChamberKind::from_code(code).map(ChamberKind::zh)),
        CoverageBy::Region => {
            let codes: Vec<_> = counts.keys().filter_map(|item| item.parse().ok()).collect();
            regions::names(c, &codes, on)?.into_iter().map(|(code, name)| (code.to_string(), name)).collect()
        }
    })
}
