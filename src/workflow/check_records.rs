//! Looks through one's own records of a period for what deserves a second look before figures are sent up.

use super::read_statistics::{Asked, table};
use crate::base::error::Result;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::quality::{Oddity, oddities};
use crate::store::db::Conn;
use crate::store::quality;
use crate::store::statistics_cases::CountedDays;

/// Cases of a committee that are glanced at: those of a year or more of most.
const GLANCED: i64 = 300;

/// What was noticed in the records of the scope's committees.
pub fn check(c: &mut Conn, scope: &Scope, period: Period) -> Result<Vec<Oddity>> {
    noticed(c, scope, period, None, &mut CountedDays::default())
}

/// The same among the cases that were registered last: quick enough to be asked with every page that only says whether there is anything.
pub fn glance(c: &mut Conn, scope: &Scope, period: Period, counted: &mut CountedDays) -> Result<Vec<Oddity>> {
    noticed(c, scope, period, Some(GLANCED), counted)
}

fn noticed(
    c: &mut Conn,
    scope: &Scope,
    period: Period,
    newest: Option<i64>,
    counted: &mut CountedDays,
) -> Result<Vec<Oddity>> {
    let asked = Asked {
        region: None,
        period,
        by: Dimension::Total,
        and: Dimension::Total,
        compare: None,
        as_of: None,
        is_operator: false,
    };
    let (cells, _) = table(c, scope, &asked, period, counted)?;
    let whole = cells.into_values().next().unwrap_or_default();
    Ok(oddities(&quality::looked_at(c, scope, period, newest)?, &whole))
}
