//! Publishes the figures of a period as they are now, and holds them against those of a later day.

use super::make_form;
use super::read_statistics::{self, Asked};
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ReportId};
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::report::{DIMENSIONS, Difference, Kept, KeptTable, Report, definitions, differences};
use crate::store::db::Conn;
use crate::store::reports;

/// What bodies of reports look like; another number, should they ever change.
const FORMAT: u16 = 1;

/// Publishes a period of an area within the scope; `NotFound` outside it, `FutureDate` where the period is not over by today.
pub fn publish(
    tx: &mut Conn,
    scope: &Scope,
    (region, period): (RegionCode, Period),
    by: Option<AccountId>,
    now: Instant,
) -> Result<Report> {
    if period.to > china_day(now) {
        return Err(Error::field("to", Code::FutureDate));
    }
    let form = make_form::form(tx, scope, Some(region), period, now)?;
    let (id, name) = (ReportId::new(), form.name.clone());
    let tables = tables(tx, scope, region, period, now)?;
    let kept = Kept { format: FORMAT, id, region, published_at: now, form, tables, definitions: definitions()? };
    let (body, sha256) = kept.sealed()?;
    let (from_on, to_on) = (period.from, period.to);
    let report =
        Report { id, region_code: region, name, from_on, to_on, published_by: by, published_at: now, sha256, body };
    reports::insert(tx, &report)?;
    Ok(report)
}

/// Where the figures of today differ from those of a report: cases behind it were corrected, or came in late.
pub fn compare(c: &mut Conn, scope: &Scope, report: &Report, now: Instant) -> Result<Vec<Difference>> {
    let period = Period { from: report.from_on, to: report.to_on };
    let today = tables(c, scope, report.region_code, period, now)?;
    Ok(differences(&report.kept()?.tables, &today))
}

fn tables(c: &mut Conn, scope: &Scope, region: RegionCode, period: Period, now: Instant) -> Result<Vec<KeptTable>> {
    let table = |by: &Dimension| {
        let (by, and) = (*by, Dimension::Total);
        let asked = Asked { region: Some(region), period, by, and, compare: None, as_of: None, is_operator: false };
        KeptTable::of(&read_statistics::sheet(c, scope, &asked, now)?)
    };
    DIMENSIONS.iter().map(table).collect::<Result<_, Error>>()
}
