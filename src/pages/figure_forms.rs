//! The official forms of an area or an organisation: filled in, whether their cells add up, and as files.

use super::fields::{Choice, choices};
use super::figure_asking::Asking;
use super::figure_filter::{Filter, read};
use super::figure_words::{self, Words};
use super::frame::{Frame, grouped};
use super::paper::saved;
use super::show;
use super::visit::Visit;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::official_form::{Column, FilledForm, written};
use crate::domain::policy::Scope;
use crate::store::db::Conn;
use crate::workflow::make_form::{self, FormKind};
use crate::workflow::write_form::{self, FormFormat};
use crate::workflow::write_paper::Made;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/figure_forms.html")]
struct FormsPage {
    f: Frame,
    w: &'static Words,
    filter: Filter,
    form: Option<FilledForm>,
    sections: Vec<Section>,
    /// The address of the file, up to its format.
    file: String,
}

fn kind_of(visit: &Visit) -> FormKind {
    FormKind::from_code(visit.query.get("form")).unwrap_or(FormKind::Cases)
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (now, kind) = (visit.now, kind_of(visit));
    let form = move |c: &mut Conn, scope: &Scope, asked: &Asking| {
        make_form::fill(c, scope, kind, (asked.region, asked.period), now)
    };
    let (regions, found) = read(visit, form).await?;
    let w = figure_words::of(visit.locale);
    let options: Vec<Choice> = choices(FormKind::TERMS, kind.code(), visit.locale, "").into_iter().skip(1).collect();
    let asked = found.as_ref().map(|(asking, _)| asking).map_err(Vec::as_slice);
    let address = asked.map_or_else(|_| String::new(), Asking::address);
    let filter = Filter::of(visit, ("/figures/forms", "form", w.form), options, regions, asked);
    let (status, form) = match found {
        Ok((_, form)) => (StatusCode::OK, Some(form)),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    let page = FormsPage {
        f: Frame::of(visit, w.forms)?,
        w,
        filter,
        sections: form.as_ref().map(|form| sections(form, visit.locale)).unwrap_or_default(),
        form,
        file: format!("/figures/forms/file?form={}&{address}&format=", kind.code()),
    };
    show::html(status, &page)
}

/// Columns of a form under the heading they share.
pub(super) struct Section {
    pub heading: String,
    pub lines: Vec<Line>,
}

/// A column of a form: its name, the unit, and the cells of the rows, the total last.
pub(super) struct Line {
    pub name: String,
    pub unit: &'static str,
    pub cells: Vec<String>,
}

/// A form in its sections, in the order of its columns.
pub(super) fn sections(form: &FilledForm, locale: Locale) -> Vec<Section> {
    let line = |(at, column): (usize, &Column)| {
        let rows = form.rows.iter().chain([&form.total]);
        let cells = rows.map(|row| match row.cells.get(at) {
            _ if column.blank => "—".to_owned(),
            cell => grouped(&written(column.unit, cell.copied().unwrap_or(0))),
        });
        let name = if locale == Locale::Zh { &column.zh } else { &column.en };
        // Some names end in their unit.
        let unit = Some(column.unit.word(locale)).filter(|unit| !name.ends_with(&format!(", {unit}")));
        Line { name: name.clone(), unit: unit.unwrap_or_default(), cells: cells.collect() }
    };
    let columns: Vec<(usize, &Column)> = form.columns.iter().enumerate().collect();
    let together = columns.chunk_by(|(_, one), (_, next)| one.group == next.group);
    let section = |columns: &[(usize, &Column)]| {
        let group = columns.first().map_or("", |(_, column)| column.group.as_str());
        Section { heading: figure_words::section(group, locale), lines: columns.iter().copied().map(line).collect() }
    };
    together.map(section).collect()
}

/// `/figures/forms/file?format=xlsx`, csv or json.
pub(super) async fn file(visit: &Visit) -> Result<HttpResponse> {
    let (scope, now, kind, asking) = (visit.scope()?, visit.now, kind_of(visit), Asking::of(visit)?);
    let code = visit.query.get("format").to_owned();
    let format = FormFormat::from_code(&code);
    if format.is_none() && code != "json" {
        return Err(Error::NotFound);
    }
    let read = move |c: &mut Conn| make_form::fill(c, &scope, kind, (asking.region, asking.period), now);
    let form = visit.read(read).await?;
    match format {
        Some(format) => saved(write_form::form(&form, format, visit.today())?),
        None => saved(Made {
            name: format!("{} {} {}.json", form.title_zh, form.from, form.to),
            content_type: "application/json; charset=utf-8",
            bytes: serde_json::to_vec(&form).map_err(Error::internal)?,
        }),
    }
}
