//! Adds up the services held in an area in a period.

use super::coverage;
use super::db::Conn;
use crate::base::error::Result;
use crate::base::id::ChamberId;
use crate::domain::coverage::CoverageBy;
use crate::domain::region::RegionPrefix;
use crate::domain::service_totals::{ServiceSums, ServicesBy};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

#[derive(QueryableByName)]
struct Sums {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = BigInt)]
    services: i64,
    #[diesel(sql_type = BigInt)]
    confirmed: i64,
    #[diesel(sql_type = BigInt)]
    pro_bono: i64,
    #[diesel(sql_type = BigInt)]
    enterprises: i64,
    #[diesel(sql_type = BigInt)]
    people: i64,
    #[diesel(sql_type = BigInt)]
    minutes: i64,
}

/// The sums by item, both days included. Days, digits and ids of our own: nothing in this text comes from outside.
pub fn count(
    c: &mut Conn,
    area: RegionPrefix,
    (from, to): (NaiveDate, NaiveDate),
    by: ServicesBy,
) -> Result<BTreeMap<String, ServiceSums>> {
    let (low, high) = area.range();
    let key = match by {
        ServicesBy::Total => coverage::key(CoverageBy::Total, area),
        ServicesBy::Region => coverage::key(CoverageBy::Region, area),
        ServicesBy::Kind => "x.kind".to_owned(),
    };
    let within = format!("x.region_code BETWEEN '{low}' AND '{high}' AND x.held_on BETWEEN '{from}' AND '{to}'");
    summed(c, &key, &format!("service x WHERE {within}"))
}

/// The sums by kind of what firms did for one chamber, both days included.
pub fn of_chamber(
    c: &mut Conn,
    chamber: ChamberId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<String, ServiceSums>> {
    let own = format!("p.chamber_id = '{chamber}' AND x.held_on BETWEEN '{from}' AND '{to}'");
    summed(c, "x.kind", &format!("service x JOIN pairing p ON p.id = x.pairing_id WHERE {own}"))
}

fn summed(c: &mut Conn, key: &str, found: &str) -> Result<BTreeMap<String, ServiceSums>> {
    let sum = |column: &str| format!("CAST(sum(x.{column}) AS BIGINT) AS {column}");
    let rows: Vec<Sums> = diesel::sql_query(format!(
        "SELECT {key} AS item, count(*) AS services, count(x.confirmed_at) AS confirmed,
            count(CASE WHEN x.pro_bono THEN 1 END) AS pro_bono, {}, {}, {}
        FROM {found} GROUP BY 1",
        sum("enterprises"),
        sum("people"),
        sum("minutes"),
    ))
    .load(c)?;
    let sums = |row: Sums| {
        let Sums { item, services, confirmed, pro_bono, enterprises, people, minutes } = row;
        (item, ServiceSums { services, confirmed, pro_bono, enterprises, people, minutes })
    };
    Ok(rows.into_iter().map(sums).collect())
}
