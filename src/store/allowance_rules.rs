//! What places pay for a case (以案定补), one rule a region and year. Everybody may read them; who may keep them is asked before.

use super::db::Conn;
use super::dialect::each;
use super::record::{record, versioned};
use super::schema::allowances::allowance_rule;
use crate::base::error::Result;
use crate::base::id::AllowanceRuleId;
use crate::domain::allowance::AllowanceRule;
use crate::domain::region::{RegionCode, RegionPrefix};
use diesel::prelude::*;

record!(allowance_rule: AllowanceRule {
    id: AllowanceRuleId, region_code, year, basis, sharing, rates, closed_on, version, created_at, updated_at,
});
versioned!(allowance_rule: AllowanceRule);

/// Rules in the order of their ids: of an area and of a year, where these are given.
pub fn list(
    c: &mut Conn,
    (area, year): (Option<RegionPrefix>, Option<i32>),
    after: Option<AllowanceRuleId>,
    limit: i64,
) -> Result<Vec<AllowanceRule>> {
    each!(c, c => {
        let mut query = allowance_rule::table.select(columns()).order(allowance_rule::id).limit(limit).into_boxed();
        if let Some(area) = area {
            let (low, high) = area.range();
            query = query.filter(allowance_rule::region_code.between(low, high));
        }
        if let Some(year) = year {
            query = query.filter(allowance_rule::year.eq(year));
        }
        if let Some(after) = after {
            query = query.filter(allowance_rule::id.gt(after));
        }
        Ok(query.load(c)?)
    })
}

/// The rules of these places in these years.
pub fn of(c: &mut Conn, regions: &[RegionCode], years: &[i32]) -> Result<Vec<AllowanceRule>> {
    let wanted = allowance_rule::table
        .filter(allowance_rule::region_code.eq_any(regions))
        .filter(allowance_rule::year.eq_any(years));
    Ok(each!(c, c => wanted.order(allowance_rule::id).select(columns()).load(c))?)
}
