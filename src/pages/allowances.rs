//! Allowances (以案定补): the approved sheets, one drawn up for a period, and its approval. How a sheet is shown is in allowance_sheet.rs.

use super::allowance_sheet::{SheetPage, Standing};
use super::allowance_words::{self, Words};
use super::fields::Choice;
use super::frame::Frame;
use super::paper::saved;
use super::refusal::{self, Marks, faults};
use super::visit::Visit;
use super::{areas, once, paging, show};
use crate::base::error::{Error, Result};
use crate::base::id::AllowanceSheetId;
use crate::base::text_enum::Worded;
use crate::domain::allowance_sheet::{AllowanceSheet, ApprovedSheet};
use crate::domain::period::Period;
use crate::domain::policy::Permission;
use crate::domain::region::RegionCode;
use crate::store::allowances;
use crate::store::db::Conn;
use crate::workflow::pay_allowances::{self, Asked};
use crate::workflow::read_statistics::area_of;
use crate::workflow::write_allowances;
use crate::workflow::write_form::FormFormat;
use actix_web::HttpResponse;
use askama::Template;
use chrono::{Datelike, Days, NaiveDate};

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/allowances.html")]
struct AllowancesPage {
    f: Frame,
    w: &'static Words,
    sheets: Vec<ApprovedSheet>,
    next: Option<String>,
    regions: Vec<Choice>,
    from: String,
    to: String,
    faults: Marks,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    home(visit, None).await
}

/// The approved sheets, and the form that draws one up with what is wrong in it.
async fn home(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (scope, today) = (visit.scope()?, visit.today());
    let before = paging::place::<AllowanceSheetId>(visit, "before")?;
    let rows = paging::rows(ROWS);
    let area = area_of(&scope, None)?;
    let read =
        move |c: &mut Conn| Ok((allowances::list(c, &scope, before, rows)?, areas::around(c, &scope, area, today)?));
    let (mut sheets, regions) = visit.read(read).await?;
    let next = paging::cut(&mut sheets, ROWS, |last| format!("/allowances?before={}", last.id));
    let w = allowance_words::of(visit.locale);
    let typed =
        |name: &str| [&visit.form, &visit.query].into_iter().find_map(|form| form.typed(name)).map(str::to_owned);
    let (first, last) = quarter_before(today);
    let chosen = typed("region").map_or(area, |region| RegionCode::parse(&region).ok());
    let page = AllowancesPage {
        f: Frame::of(visit, w.title)?,
        w,
        sheets,
        next,
        regions: areas::choices(regions, chosen),
        from: typed("from").unwrap_or_else(|| first.to_string()),
        to: typed("to").unwrap_or_else(|| last.to_string()),
        faults: Marks::of(faults(error), visit.locale),
    };
    refusal::html(&page, error)
}

/// The days of the quarter that is over: allowances are mostly paid by the quarter.
fn quarter_before(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let month = |day: NaiveDate| day.month0() / 3 * 3 + 1;
    let begin = |day: NaiveDate| day.with_day(1).and_then(|first| first.with_month(month(day))).unwrap_or(day);
    let this = begin(today);
    let last = this.checked_sub_days(Days::new(1)).unwrap_or(this);
    (begin(last), last)
}

/// What is asked for by address or form, with the address of the same question.
fn asked(visit: &Visit) -> Result<(Asked, String)> {
    let form = if visit.form.typed("from").is_some() { &visit.form } else { &visit.query };
    let scope = visit.scope()?;
    let region = form.typed("region").map(RegionCode::parse).transpose();
    let region = region.map_err(|code| Error::field("region", code)).and_then(|region| area_of(&scope, region))?;
    let period = Period::parse(form.get("from").trim(), form.get("to").trim())?;
    let area = region.map_or_else(String::new, |region| format!("&region={region}"));
    let address = format!("from={}&to={}{area}", period.from, period.to);
    Ok((Asked { scope, region, period, wants_identity_scans: visit.config.attachments.identity_scans }, address))
}

pub(super) async fn draft(visit: &Visit) -> Result<HttpResponse> {
    drafted(visit, None).await
}

/// The sheet as it is now, above it why it was not approved.
async fn drafted(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (asked, address) = match asked(visit) {
        Ok(found) => found,
        Err(error @ Error::Invalid(_)) => return home(visit, Some(&error)).await,
        Err(error) => return Err(error),
    };
    let (region, period) = (asked.region, asked.period);
    match visit.read(move |c| pay_allowances::draft(c, &asked)).await {
        Ok(sheet) => {
            let standing = standing(visit, &sheet, period)?;
            let base = format!("/allowances/draft?{address}");
            let mut page = SheetPage::of(visit, &sheet, (&base, standing)).await?;
            page.place = place(visit, region).await?;
            page.files = ["xlsx", "csv"]
                .map(|format| (format!("/allowances/draft/file?{address}&format={format}"), format.to_uppercase()))
                .into();
            page.refused = error.map(|error| error.code().word(visit.locale));
            refusal::html(&page, error)
        }
        Err(error @ Error::Invalid(_)) => home(visit, Some(&error)).await,
        Err(error) => Err(error),
    }
}

/// Whether whoever looks may approve the draft, and why not.
fn standing(visit: &Visit, sheet: &AllowanceSheet, period: Period) -> Result<Standing> {
    Ok(match sheet.region {
        Some(region) if visit.actor()?.may(Permission::ManageFederation) => {
            if period.to > visit.today() {
                Standing::TooEarly
            } else if sheet.paid.is_empty() {
                Standing::Nothing
            } else {
                Standing::MayApprove { region, sha256: sheet.sealed()?.1, once: once::field(visit)?.1 }
            }
        }
        _ => Standing::Shown,
    })
}

/// The name of an area; of none the account's own organisation.
async fn place(visit: &Visit, region: Option<RegionCode>) -> Result<String> {
    let Some(region) = region else { return Ok(allowance_words::of(visit.locale).own_part.to_owned()) };
    let today = visit.today();
    Ok(visit.read(move |c| areas::Names::of(c, [region], today)).await?.get(region))
}

pub(super) async fn draft_file(visit: &Visit) -> Result<HttpResponse> {
    let (asked, _) = asked(visit)?;
    let format = match visit.query.typed("format") {
        Some(code) => FormFormat::from_code(code).ok_or(Error::NotFound)?,
        None => FormFormat::Xlsx,
    };
    let sheet = visit.read(move |c| pay_allowances::draft(c, &asked)).await?;
    saved(write_allowances::draft(&sheet, format, visit.today())?)
}

/// Approves what was seen, once however often the form is sent.
pub(super) async fn approve(visit: &Visit) -> Result<HttpResponse> {
    let (asked, now, by) = match asked(visit) {
        Ok((asked, _)) => (asked, visit.now, visit.actor()?.recorded()),
        Err(error @ Error::Invalid(_)) => return home(visit, Some(&error)).await,
        Err(error) => return Err(error),
    };
    let (region, seen) = (asked.region.ok_or(Error::Forbidden)?, visit.form.get("sha256").to_owned());
    let approve = move |tx: &mut Conn| {
        Ok(format!("/allowances/{}", pay_allowances::approve(tx, &asked, region, &seen, by, now)?.id))
    };
    match once::make(visit, approve).await {
        Ok(path) => Ok(show::see(&path)),
        Err(error @ Error::Invalid(_)) => home(visit, Some(&error)).await,
        Err(error @ Error::Conflict(_)) => drafted(visit, Some(&error)).await,
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarter_that_is_over_is_offered() {
        let day = |text: &str| text.parse().unwrap();
        for (today, from, to) in [
            ("2026-11-21", "2026-07-01", "2026-09-30"),
            ("2026-01-01", "2025-10-01", "2025-12-31"),
            ("2026-05-31", "2026-01-01", "2026-03-31"),
        ] {
            assert_eq!(quarter_before(day(today)), (day(from), day(to)), "{today}");
        }
    }
}
