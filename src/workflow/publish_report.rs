//! Publishes the figures of a period as they are now, and holds them against those of a later day.

use super::make_form;
use super::merge_figures;
use super::read_statistics::{self, Asked, names};
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ReportId};
use crate::domain::contribution::Tally;
use crate::domain::figures::Figures;
use crate::domain::measures::Dimension;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::domain::report::{DIMENSIONS, Difference, Kept, KeptLine, KeptTable, Report, definitions, differences};
use crate::domain::suppression::Items;
use crate::store::db::Conn;
use crate::store::reports;
use crate::store::statistics_cases::CountedDays;

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
    let handed_up = handed_up(tx, scope, region, period, now)?;
    let kept =
        Kept { format: FORMAT, id, region, published_at: now, form, tables, handed_up, definitions: definitions()? };
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
    let above = handed_up(c, scope, report.region_code, period, now)?;
    let kept = report.kept()?;
    let mut found = differences(&kept.tables, &today, false);
    found.extend(differences(&kept.handed_up, &above, true));
    Ok(found)
}

const fn asked(region: RegionCode, period: Period, by: Dimension) -> Asked {
    let and = Dimension::Total;
    Asked { region: Some(region), period, by, and, compare: None, as_of: None, is_operator: false }
}

fn tables(c: &mut Conn, scope: &Scope, region: RegionCode, period: Period, now: Instant) -> Result<Vec<KeptTable>> {
    let mut counted = CountedDays::default();
    let table = |by: &Dimension| {
        let sheet = read_statistics::next_sheet(c, scope, &asked(region, period, *by), &mut counted, now)?;
        KeptTable::of(&sheet)
    };
    DIMENSIONS.iter().map(table).collect::<Result<_, Error>>()
}

/// The same of what was handed up.
fn handed_up(c: &mut Conn, scope: &Scope, region: RegionCode, period: Period, now: Instant) -> Result<Vec<KeptTable>> {
    let found = merge_figures::handed_up(c, scope, Some(region), period, None)?;
    let table = |by: &Dimension| {
        let counted = found.as_ref().map_or(Ok(None), |found| found.by(c, (*by, Dimension::Total)))?;
        let (sums, _) = counted.unwrap_or_default();
        let names = names(c, *by, sums.keys().map(|items| items.0.as_str()), now)?;
        let named = |(items, tally): (Items, Tally)| {
            let name = names.get(&items.0).cloned().unwrap_or_default();
            KeptLine::of(items.0, name, &Figures::of(&tally, false))
        };
        Ok(KeptTable { by: *by, items: sums.into_iter().map(named).collect::<Result<_>>()? })
    };
    DIMENSIONS.iter().map(table).collect::<Result<_, Error>>()
}
