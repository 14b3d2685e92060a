//! Papers and the whole dossier, to be saved and printed: made as the API makes them.

use super::visit::Visit;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::dossier::DossierItem;
use crate::formats::file_name::disposition;
use crate::store::db::Conn;
use crate::workflow::show_case::is_disclosure;
use crate::workflow::write_paper::{self, BundleFormat, Made, PaperFormat};
use crate::workflow::{make_bundle, make_papers};
use actix_web::HttpResponse;

/// `/cases/{id}/papers/agreement.docx`: the paper of a dossier as DOCX or PDF.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (id, name) = (visit.param::<CaseId>("id")?, visit.param::<String>("item")?);
    let (item, format) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let item = DossierItem::from_code(item).ok_or(Error::NotFound)?;
    let format = PaperFormat::from_code(format).ok_or(Error::NotFound)?;
    let (actor, by, config) = (visit.actor()?.clone(), visit.moment(), visit.config.clone());
    let terms = visit.terms();
    let paper = shown(visit, move |c| make_papers::paper(c, &actor, id, item, None, (&terms, &by))).await?;
    let write = move || write_paper::paper(&paper, format, &config.documents);
    saved(tokio::task::spawn_blocking(write).await.map_err(Error::internal)??)
}

/// `/cases/{id}/bundle?format=zip`; one PDF when no format is named.
pub(super) async fn bundle(visit: &Visit) -> Result<HttpResponse> {
    let id = visit.param::<CaseId>("id")?;
    let format = BundleFormat::from_code(visit.query.get("format")).unwrap_or(BundleFormat::Pdf);
    let (actor, by, config) = (visit.actor()?.clone(), visit.moment(), visit.config.clone());
    let ways = visit.ways();
    let dossier = shown(visit, move |c| make_bundle::gather(c, &actor, id, &ways, &by)).await?;
    let make = move || write_paper::bundle(&dossier, format, &config);
    saved(tokio::task::spawn_blocking(make).await.map_err(Error::internal)??)
}

/// Reads what is shown of a case; what a firm is shown is written down.
pub(super) async fn shown<T: Send + 'static>(
    visit: &Visit,
    read: impl FnOnce(&mut Conn) -> Result<T> + Clone + Send + 'static,
) -> Result<T> {
    if is_disclosure(visit.actor()?) { visit.write(read).await } else { visit.read(read).await }
}

/// A file that the browser saves and never shows itself.
pub(super) fn saved(made: Made) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok()
        .content_type(made.content_type)
        .insert_header(("Content-Disposition", disposition(&made.name)))
        .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
        .body(made.bytes))
}
