//! Counts pairs, chambers covered and firms involved of an area on a day: living pairings of active chambers only.

use super::db::Conn;
use crate::base::error::Result;
use crate::domain::coverage::{CoverageBy, CoverageCounts};
use crate::domain::region::RegionPrefix;
use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct CoverageQuestion {
    pub area: RegionPrefix,
    pub on: NaiveDate,
    pub by: CoverageBy,
    pub idle_days: u16,
}

#[derive(QueryableByName)]
struct Chambers {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = BigInt)]
    chambers: i64,
    #[diesel(sql_type = BigInt)]
    with_committee: i64,
}

#[derive(QueryableByName)]
struct Pairs {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = BigInt)]
    pairs: i64,
    #[diesel(sql_type = BigInt)]
    covered: i64,
    #[diesel(sql_type = BigInt)]
    firms: i64,
    #[diesel(sql_type = BigInt)]
    idle: i64,
}

#[derive(QueryableByName)]
struct Federations {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = BigInt)]
    federations: i64,
    #[diesel(sql_type = BigInt)]
    covered: i64,
}

/// The counts by item. Days and digits of our own: nothing in these texts comes from outside.
pub fn count(c: &mut Conn, question: &CoverageQuestion) -> Result<BTreeMap<String, CoverageCounts>> {
    let CoverageQuestion { area, on, by, .. } = *question;
    let (low, high) = area.range();
    let living = format!(
        "p.from_on <= '{on}' AND p.until_on >= '{on}' AND (p.terminated_on IS NULL OR p.terminated_on > '{on}')"
    );
    let since = idle_since(on, question.idle_days);
    let key = key(by, area);
    let mut counts: BTreeMap<String, CoverageCounts> = BTreeMap::new();
    let chambers: Vec<Chambers> = diesel::sql_query(format!(
        "SELECT {key} AS item, count(*) AS chambers, count(CASE WHEN EXISTS (SELECT 1 FROM committee k
            WHERE k.chamber_id = x.id AND k.status = 'active') THEN 1 END) AS with_committee
        FROM chamber x WHERE x.status = 'active' AND x.region_code BETWEEN '{low}' AND '{high}' GROUP BY 1"
    ))
    .load(c)?;
    for row in chambers {
        let item = counts.entry(row.item).or_default();
        (item.chambers, item.with_committee) = (row.chambers, row.with_committee);
    }
    let pairs: Vec<Pairs> = diesel::sql_query(format!(
        "SELECT {key} AS item, count(*) AS pairs, count(DISTINCT x.id) AS covered, count(DISTINCT p.firm_id) AS firms,
            count(CASE WHEN {} THEN 1 END) AS idle
        FROM pairing p JOIN chamber x ON x.id = p.chamber_id
        WHERE x.status = 'active' AND x.region_code BETWEEN '{low}' AND '{high}' AND {living} GROUP BY 1",
        idle(since, on)
    ))
    .load(c)?;
    for row in pairs {
        let item = counts.entry(row.item).or_default();
        (item.pairs, item.covered, item.firms, item.idle) = (row.pairs, row.covered, row.firms, row.idle);
    }
    // A federation is of no kind of chamber.
    if by == CoverageBy::Kind {
        return Ok(counts);
    }
    let federations: Vec<Federations> = diesel::sql_query(format!(
        "SELECT {key} AS item, count(*) AS federations, count(CASE WHEN EXISTS (SELECT 1 FROM pairing p
            WHERE p.federation_id = x.id AND {living}) THEN 1 END) AS covered
        FROM federation x WHERE x.region_code BETWEEN '{low}' AND '{high}' GROUP BY 1"
    ))
    .load(c)?;
    for row in federations {
        let item = counts.entry(row.item).or_default();
        (item.federations, item.federations_covered) = (row.federations, row.covered);
    }
    Ok(counts)
}

/// The last day of which a service no longer keeps a pairing from being idle on `on`.
pub(super) fn idle_since(on: NaiveDate, idle_days: u16) -> NaiveDate {
    on.checked_sub_days(Days::new(idle_days.into())).unwrap_or(NaiveDate::MIN)
}

/// The condition that a pairing `p` that lives on a day is idle: it began by `since`, and had no service after that day.
pub(super) fn idle(since: NaiveDate, on: NaiveDate) -> String {
    format!(
        "p.from_on <= '{since}' AND NOT EXISTS (SELECT 1 FROM service s WHERE s.pairing_id = p.id
            AND s.held_on > '{since}' AND s.held_on <= '{on}')"
    )
}

/// The item that a chamber, federation or service `x` belongs to. By region: the area itself, and each area directly below it.
pub(super) fn key(by: CoverageBy, area: RegionPrefix) -> String {
    match by {
        CoverageBy::Total => "CAST('' AS TEXT)".to_owned(),
        CoverageBy::Kind => "x.kind".to_owned(),
        CoverageBy::Level => "CASE WHEN x.region_code = '000000' THEN 'nation' WHEN substr(x.region_code, 3) = '0000'
            THEN 'province' WHEN substr(x.region_code, 5) = '00' THEN 'city' ELSE 'county' END"
            .to_owned(),
        CoverageBy::Region => {
            let (code, digits) = (area.code(), (area.as_str().len() + 2).min(6));
            let zeros = "0".repeat(6 - digits);
            format!(
                "CASE WHEN x.region_code = '{code}' THEN '{code}' ELSE substr(x.region_code, 1, {digits}) || '{zeros}' END"
            )
        }
    }
}
