//! Enters, amends and ends what a place pays for a case (以案定补).

use super::directory::{check_region, reach, reach_version, taken};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::AllowanceRuleId;
use crate::domain::allowance::{AllowanceRule, AllowanceTerms};
use crate::domain::place::Place;
use crate::domain::policy::{Actor, Permission::ManageFederation};
use crate::domain::region::RegionCode;
use crate::store::allowance_rules;
use crate::store::db::Conn;
use chrono::{Datelike, NaiveDate};

/// The years a rule can be of: 以案定补 began with the law of 2010.
const YEARS: std::ops::RangeInclusive<i32> = 2010..=2100;

/// A new rule; a place has one a year. `NotFound` outside the actor's area, `Conflict` where there is one.
pub fn add(
    tx: &mut Conn,
    actor: &Actor,
    (region_code, year): (RegionCode, i32),
    terms: AllowanceTerms,
    now: Instant,
) -> Result<AllowanceRule> {
    reach(actor, ManageFederation, &Place::of_region(region_code))?;
    check_region(tx, region_code, now)?;
    if !YEARS.contains(&year) {
        return Err(Error::field("year", Code::OutOfRange));
    }
    let (basis, sharing, rates) = terms.checked()?;
    let (id, version, closed_on) = (AllowanceRuleId::new(), 1, None);
    let (created_at, updated_at) = (now, now);
    let rule =
        AllowanceRule { id, region_code, year, basis, sharing, rates, closed_on, version, created_at, updated_at };
    allowance_rules::insert(tx, &rule).map_err(taken)?;
    Ok(rule)
}

/// A rule with other terms. Approved sheets keep the terms they were computed by.
pub fn amend(
    tx: &mut Conn,
    actor: &Actor,
    id: AllowanceRuleId,
    terms: AllowanceTerms,
    seen: i64,
    now: Instant,
) -> Result<AllowanceRule> {
    let old = allowance_rules::by_id(tx, id)?.ok_or(Error::NotFound)?;
    reach_version(actor, ManageFederation, &Place::of_region(old.region_code), old.version, seen)?;
    let (basis, sharing, rates) = terms.checked()?;
    let rule = AllowanceRule { basis, sharing, rates, version: old.version + 1, updated_at: now, ..old };
    allowance_rules::advance(tx, rule.version - 1, &rule)?;
    Ok(rule)
}

/// Ends a rule with a day of its year: what closes later is not paid, nor by the rule of a place around it. Another day may be set.
pub fn close(
    tx: &mut Conn,
    actor: &Actor,
    id: AllowanceRuleId,
    closed_on: NaiveDate,
    seen: i64,
    now: Instant,
) -> Result<AllowanceRule> {
    let old = allowance_rules::by_id(tx, id)?.ok_or(Error::NotFound)?;
    reach_version(actor, ManageFederation, &Place::of_region(old.region_code), old.version, seen)?;
    if closed_on.year() != old.year {
        return Err(Error::field("closed_on", Code::OutOfRange));
    }
    let rule = AllowanceRule { closed_on: Some(closed_on), version: old.version + 1, updated_at: now, ..old };
    allowance_rules::advance(tx, rule.version - 1, &rule)?;
    Ok(rule)
}
