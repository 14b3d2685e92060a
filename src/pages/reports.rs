//! Published reports: the list, publishing a period, one with its hash and form, its files, and where the figures of today differ.

use super::fields::Choice;
use super::figure_parts::named;
use super::figure_words::{self, Words};
use super::frame::Frame;
use super::paper::saved;
use super::refusal::{self, Marks, faults};
use super::visit::Visit;
use super::{areas, figure_forms, once, paging, show};
use crate::base::error::{Error, Result};
use crate::base::id::ReportId;
use crate::base::text_enum::Worded;
use crate::domain::official_form::FilledForm;
use crate::domain::period::Period;
use crate::domain::policy::Permission;
use crate::domain::region::RegionCode;
use crate::domain::report::{Difference, Report};
use crate::store::db::Conn;
use crate::store::{accounts, reports};
use crate::workflow::publish_report;
use crate::workflow::read_statistics::area_of;
use crate::workflow::write_form::{self, ReportFormat};
use actix_web::HttpResponse;
use askama::Template;

const ROWS: usize = 50;
/// Differences on the page; all of them come by the interface.
const MOST_DIFFERENCES: usize = 200;

#[derive(Template)]
#[template(path = "pages/templates/reports.html")]
struct ReportsPage {
    f: Frame,
    w: &'static Words,
    reports: Vec<Report>,
    next: Option<String>,
    may_publish: bool,
    once: String,
    regions: Vec<Choice>,
    from: String,
    to: String,
    faults: Marks,
}

#[derive(Template)]
#[template(path = "pages/templates/report.html")]
struct ReportPage {
    f: Frame,
    w: &'static Words,
    report: Report,
    publisher: Option<String>,
    form: FilledForm,
    /// The names of the places that handed figures up.
    places: Vec<String>,
    /// The columns by their sections, each with the cells of the rows, the total last.
    sections: Vec<figure_forms::Section>,
    differences: Vec<(String, String, i64, i64, i64)>,
    more_differences: bool,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (scope, today, may_publish) = (visit.scope()?, visit.today(), visit.actor()?.may(Permission::ManageFederation));
    let before = paging::place(visit, "before")?;
    let rows = paging::rows(ROWS);
    let region = area_of(&scope, None)?;
    let (mut reports, regions) = visit
        .read(move |c| {
            let regions = if may_publish { areas::around(c, &scope, region, today)? } else { Vec::new() };
            Ok((reports::list(c, &scope, before, rows)?, regions))
        })
        .await?;
    let next = paging::cut(&mut reports, ROWS, |last| format!("/reports?before={}", last.id));
    let w = figure_words::of(visit.locale);
    let typed = |name: &str, usual: String| visit.form.typed(name).map_or(usual, str::to_owned);
    // Usually the month that is over.
    let Period { from: begin, to: last } =
        Period::of_months_before(today, 1).unwrap_or(Period { from: today, to: today });
    let chosen = visit.form.typed("region").map_or(region, |text| RegionCode::parse(text).ok());
    let page = ReportsPage {
        f: Frame::of(visit, w.reports)?,
        w,
        reports,
        next,
        may_publish,
        once: once::field(visit)?.1,
        regions: areas::choices(regions, chosen),
        from: typed("from", begin.to_string()),
        to: typed("to", last.to_string()),
        faults: Marks::of(faults(error), visit.locale),
    };
    refusal::html(&page, error)
}

/// Publishes a period as its figures are now, once however often the form is sent.
pub(super) async fn publish(visit: &Visit) -> Result<HttpResponse> {
    let (scope, now, by) = (visit.scope()?, visit.now, visit.actor()?.recorded());
    let published = async {
        let region = visit.form.typed("region").map(RegionCode::parse).transpose();
        let region = area_of(&scope, region.map_err(|code| Error::field("region", code))?)?;
        let period = Period::parse(visit.form.get("from").trim(), visit.form.get("to").trim())?;
        let asked = (region.unwrap_or(RegionCode::NATION), period);
        let publish =
            move |tx: &mut Conn| Ok(format!("/reports/{}", publish_report::publish(tx, &scope, asked, by, now)?.id));
        once::make(visit, publish).await
    };
    match published.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error @ Error::Invalid(_)) => page(visit, Some(&error)).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope, now) = (visit.param::<ReportId>("id")?, visit.scope()?, visit.now);
    let today = visit.today();
    let (report, form, places, publisher, differences) = visit
        .read(move |c: &mut Conn| {
            let report = reports::get(c, &scope, id)?;
            let publisher = match report.published_by {
                Some(account) => accounts::by_id(c, account)?.map(|one| one.name.into_string()),
                None => None,
            };
            let differences = publish_report::compare(c, &scope, &report, now)?;
            let form = report.kept()?.form;
            let names = areas::Names::of(c, form.sources.iter().map(|one| one.region), today)?;
            let places = form.sources.iter().map(|one| names.get(one.region)).collect();
            Ok((report, form, places, publisher, differences))
        })
        .await?;
    let (w, locale) = (figure_words::of(visit.locale), visit.locale);
    let sections = figure_forms::sections(&form, locale);
    let f = Frame::of(visit, &report.name)?;
    let (open, close) = (f.w.paren, f.w.unparen);
    let difference = |one: &Difference| {
        let item = named(one.by, &one.item, &one.name, w, locale);
        let item = if one.item.is_empty() { one.by.word(locale).to_owned() } else { item };
        let item = if one.handed_up { format!("{item}{open}{}{close}", w.handed_up) } else { item };
        (item, one.count.word(locale).to_owned(), one.published, one.now, one.change)
    };
    show::ok(&ReportPage {
        f,
        w,
        publisher,
        places,
        sections,
        more_differences: differences.len() > MOST_DIFFERENCES,
        differences: differences.iter().take(MOST_DIFFERENCES).map(difference).collect(),
        form,
        report,
    })
}

/// `/reports/{id}/file?format=xlsx`; all that was published when no format is named.
pub(super) async fn file(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope) = (visit.param::<ReportId>("id")?, visit.scope()?);
    let format = match visit.query.typed("format") {
        Some(code) => ReportFormat::from_code(code).ok_or(Error::NotFound)?,
        None => ReportFormat::Json,
    };
    let report = visit.read(move |c| reports::get(c, &scope, id)).await?;
    saved(write_form::report(report, format)?)
}
