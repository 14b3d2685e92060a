//! The layouts of a committee's papers: built in or its own, typed or sent as a file, tried out on a case, taken back.

use super::chamber_words::{self, Words};
use super::frame::Frame;
use super::paper::saved;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{fields::Choice, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{CaseId, CommitteeId};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::documents::fields::{SECTIONS, Section};
use crate::domain::dossier::DossierItem;
use crate::domain::policy::{Permission, Sight};
use crate::store::case_lists::{self, Filter};
use crate::store::committees;
use crate::store::db::Conn;
use crate::workflow::keep_templates::{self, Layout};
use crate::workflow::write_paper::{self, PaperFormat};
use actix_web::HttpResponse;
use askama::Template;

/// Cases a layout can be tried out on, the newest.
const CASES: i64 = 20;

#[derive(Template)]
#[template(path = "pages/templates/layouts.html")]
struct LayoutsPage {
    f: Frame,
    w: &'static Words,
    id: CommitteeId,
    lines: Vec<(DossierItem, bool)>,
}

#[derive(Template)]
#[template(path = "pages/templates/layout_of_paper.html")]
struct LayoutPage {
    f: Frame,
    w: &'static Words,
    id: CommitteeId,
    item: DossierItem,
    layout: Layout,
    version: i64,
    /// As typed, or as it is in use.
    text: String,
    refused: Option<&'static str>,
    /// What is wrong, each with its line.
    faults: Vec<String>,
    case_fault: Option<&'static str>,
    /// None for those who do not see cases whole.
    cases: Option<Vec<Choice>>,
    sections: &'static [Section],
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor) = (visit.param::<CommitteeId>("id")?, visit.actor()?.clone());
    let (layouts, committee) = visit
        .read(move |c| {
            let layouts = keep_templates::layouts(c, &actor, id)?;
            Ok((layouts, committees::get(c, id)?))
        })
        .await?;
    let w = chamber_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", committee.name, w.layouts))?;
    show::ok(&LayoutsPage { w, id, lines: layouts.iter().map(|one| (one.item, one.is_own())).collect(), f })
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Puts a layout in use: the file where one was chosen, else what was typed.
pub(super) async fn put(visit: &Visit) -> Result<HttpResponse> {
    let ((committee, item), actor, now) = (at(visit)?, visit.actor()?.clone(), visit.now);
    let seen = visit.version()?;
    let kept = async {
        let text = text(visit)?;
        visit.change(move |tx| keep_templates::put(tx, &actor, (committee, item), &text, seen, now)).await
    };
    match kept.await {
        Ok(_) => Ok(show::see(&format!("/committees/{committee}/layouts/{item}"))),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

/// Goes back to the built-in layout.
pub(super) async fn take_back(visit: &Visit) -> Result<HttpResponse> {
    let ((committee, item), actor, now) = (at(visit)?, visit.actor()?.clone(), visit.now);
    let seen = visit.version()?;
    visit.change(move |tx| keep_templates::take_back(tx, &actor, (committee, item), seen, now)).await?;
    Ok(show::see(&format!("/committees/{committee}/layouts")))
}

/// The paper of a case as the layout would make it; nothing is kept.
pub(super) async fn preview(visit: &Visit) -> Result<HttpResponse> {
    let (at, actor, by, config) = (at(visit)?, visit.actor()?.clone(), visit.moment(), visit.config.clone());
    let tried = async {
        let text = text(visit)?;
        let case: CaseId = visit.form.get("case_id").parse().map_err(|_| Error::field("case_id", Code::Missing))?;
        let terms = visit.terms();
        visit.read(move |c| keep_templates::preview(c, &actor, at, &text, case, (&terms, &by))).await
    };
    match tried.await {
        Ok(paper) => {
            let write = move || write_paper::paper(&paper, PaperFormat::Docx, &config.documents);
            saved(tokio::task::spawn_blocking(write).await.map_err(Error::internal)??)
        }
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

fn at(visit: &Visit) -> Result<(CommitteeId, DossierItem)> {
    let item = DossierItem::from_code(&visit.param::<String>("item")?).ok_or(Error::NotFound)?;
    Ok((visit.param("id")?, item))
}

fn text(visit: &Visit) -> Result<String> {
    match visit.form.files().first() {
        Some(file) => String::from_utf8(file.bytes.to_vec()).map_err(|_| Error::field("file", Code::Unsupported)),
        None => Ok(visit.form.get("text").to_owned()),
    }
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let ((id, item), actor) = (at(visit)?, visit.actor()?.clone());
    let (layout, cases) = visit
        .read(move |c: &mut Conn| {
            let layout = keep_templates::layout(c, &actor, id, item)?;
            let scope = actor.scope(Permission::ReadCases);
            let is_whole = actor.may(Permission::StepCase) && scope.sight() == Sight::Full;
            let filter = Filter { committee: Some(id), ..Filter::default() };
            let cases = is_whole.then(|| case_lists::list(c, &scope, &filter, CASES)).transpose()?;
            Ok((layout, cases))
        })
        .await?;
    let w = chamber_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", item.word(visit.locale), w.layouts))?;
    let choice = |line: case_lists::Line| {
        let value = line.case.id.to_string();
        Choice { on: value == visit.form.get("case_id"), label: line.case.case_no, value }
    };
    let (of_case, of_text): (Vec<&Fault>, Vec<&Fault>) =
        faults(error).iter().partition(|fault| fault.field == "case_id");
    let said = |fault: &&Fault| {
        let word = fault.code.word(visit.locale);
        match (fault.field.strip_prefix("line ").and_then(|line| line.split_once(": ")), visit.locale) {
            (Some((no, what)), Locale::Zh) => format!("第{no}行（{what}）：{word}"),
            (Some((no, what)), Locale::En) => format!("Line {no} ({what}): {word}"),
            (None, _) => word.to_owned(),
        }
    };
    // A file is shown as it was sent, so that it can be mended here.
    let typed = error.map(|_| text(visit).unwrap_or_default());
    let page = LayoutPage {
        w,
        id,
        item,
        version: layout.version(),
        text: typed.unwrap_or_else(|| layout.text.clone()),
        layout,
        refused: sentence(error, visit),
        faults: of_text.iter().map(said).collect(),
        case_fault: of_case.first().map(|fault| fault.code.word(visit.locale)),
        cases: cases.map(|cases| cases.into_iter().map(choice).collect()),
        sections: SECTIONS,
        f,
    };
    refusal::html(&page, error)
}
