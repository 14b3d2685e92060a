//! Reads the coverage of an area, and the services held there, for those who may see it, with the words beside the codes.

use crate::base::error::{Error, Result};
use crate::base::id::ChamberId;
use crate::domain::chamber::ChamberKind;
use crate::domain::coverage::{CoverageBy, CoverageCounts, CoverageLine, CoverageSheet, RegionLevel};
use crate::domain::network_measures::NetworkMeasure;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::service_totals::{ServiceLine, ServiceSheet, ServiceSums, ServicesBy};
use crate::domain::services::ServiceKind;
use crate::store::coverage::{self, CoverageQuestion};
use crate::store::db::Conn;
use crate::store::{regions, service_totals};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The first year of which there is any coverage: before, no chamber was paired.
pub const FIRST_YEAR: i32 = 2000;

/// The coverage of an area on a day, by one dimension. An area outside the scope has none: `NotFound`.
pub fn sheet(
    c: &mut Conn,
    scope: &Scope,
    region: RegionCode,
    on: NaiveDate,
    by: CoverageBy,
    idle_days: u16,
) -> Result<CoverageSheet> {
    if !scope.reaches(Some(region)) {
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
    let (items, definitions) = (counts.into_iter().map(line).collect(), NetworkMeasure::definitions(false));
    Ok(CoverageSheet { region, on, by, idle_days, items, definitions })
}

/// The services held in an area from a day to a day, by one dimension. An area outside the scope has none: `NotFound`.
pub fn services(
    c: &mut Conn,
    scope: &Scope,
    region: RegionCode,
    (from, to): (NaiveDate, NaiveDate),
    by: ServicesBy,
) -> Result<ServiceSheet> {
    if !scope.reaches(Some(region)) {
        return Err(Error::NotFound);
    }
    let mut sums = service_totals::count(c, region.prefix(), (from, to), by)?;
    if by == ServicesBy::Total {
        sums.entry(String::new()).or_default();
    }
    let names = match by {
        ServicesBy::Total => names(c, CoverageBy::Total, &sums, to)?,
        ServicesBy::Region => names(c, CoverageBy::Region, &sums, to)?,
        ServicesBy::Kind => ServiceKind::TERMS.iter().map(|term| (term.code.to_owned(), term.zh.to_owned())).collect(),
    };
    let line = |(item, sums): (String, ServiceSums)| {
        let name = names.get(&item).cloned().unwrap_or_default();
        ServiceLine { item, name, sums }
    };
    let (items, definitions) = (sums.into_iter().map(line).collect(), NetworkMeasure::definitions(true));
    Ok(ServiceSheet { region, from, to, by, items, definitions })
}

/// What firms did for a chamber from a day to a day: by kind of service, and the whole.
pub fn received(
    c: &mut Conn,
    chamber: ChamberId,
    days: (NaiveDate, NaiveDate),
) -> Result<(Vec<ServiceLine>, ServiceLine)> {
    let sums = service_totals::of_chamber(c, chamber, days)?;
    let mut whole = ServiceSums::default();
    for one in sums.values() {
        whole.add(one);
    }
    let line = |(item, sums): (String, ServiceSums)| {
        let name = ServiceKind::from_code(&item).map_or("", ServiceKind::zh).to_owned();
        ServiceLine { item, name, sums }
    };
    let all = ServiceLine { item: String::new(), name: ServicesBy::Total.zh().to_owned(), sums: whole };
    Ok((sums.into_iter().map(line).collect(), all))
}

/// The words, or the names on a day, of the items that were counted.
fn names<T>(
    c: &mut Conn,
    by: CoverageBy,
    counted: &BTreeMap<String, T>,
    on: NaiveDate,
) -> Result<BTreeMap<String, String>> {
    let words = |word: fn(&str) -> Option<&'static str>| {
        counted.keys().filter_map(|item| Some((item.clone(), word(item)?.to_owned()))).collect()
    };
    Ok(match by {
        CoverageBy::Total => BTreeMap::from([(String::new(), by.zh().to_owned())]),
        CoverageBy::Level => words(|code| RegionLevel::from_code(code).map(RegionLevel::zh)),
        CoverageBy::Kind => words(|code| ChamberKind::from_code(code).map(ChamberKind::zh)),
        CoverageBy::Region => {
            let codes: Vec<_> = counted.keys().filter_map(|item| item.parse().ok()).collect();
            regions::names(c, &codes, on)?.into_iter().map(|(code, name)| (code.to_string(), name)).collect()
        }
    })
}
