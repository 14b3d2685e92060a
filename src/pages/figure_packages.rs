//! Figures that offline places hand up: the packages that were taken in, and taking one in.

use super::form::SentFile;
use super::frame::Frame;
use super::package_words::{self, Words};
use super::refusal::{self, mendable};
use super::visit::Visit;
use super::{areas, paging, show};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::FigurePackageId;
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::figure_package::SignedPackage;
use crate::domain::merging::{MergedPackage, PackageOutcome};
use crate::domain::policy::Permission;
use crate::store::db::Conn;
use crate::store::merging;
use crate::workflow::merge_figures;
use actix_web::HttpResponse;
use askama::Template;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/figure_packages.html")]
struct PackagesPage {
    f: Frame,
    w: &'static Words,
    /// Each with the name of its place.
    packages: Vec<(String, MergedPackage)>,
    next: Option<String>,
    may_import: bool,
    may_register: bool,
    done: Option<&'static str>,
    refused: Vec<&'static str>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    // Those that may be seen are the same after one was sent.
    let (scope, today, actor) = (visit.actor()?.scope(Permission::ReadStatistics), visit.today(), visit.actor()?);
    let before = paging::place::<FigurePackageId>(visit, "before")?;
    let rows = paging::rows(ROWS);
    let (mut found, names) = visit
        .read(move |c: &mut Conn| {
            let found = merging::list(c, &scope, before, rows)?;
            let names = areas::Names::of(c, found.iter().map(|one| one.region_code), today)?;
            Ok((found, names))
        })
        .await?;
    let next = paging::cut(&mut found, ROWS, |last| format!("/packages?before={}", last.id));
    let w = package_words::of(visit.locale);
    let said = |outcome| match outcome {
        PackageOutcome::Merged => w.merged,
        PackageOutcome::Replaced => w.replaced_older,
        PackageOutcome::Unchanged => w.unchanged,
    };
    let page = PackagesPage {
        f: Frame::of(visit, w.title)?,
        w,
        packages: found.into_iter().map(|one| (names.get(one.region_code), one)).collect(),
        next,
        may_import: actor.may(Permission::Import),
        may_register: actor.may(Permission::ManageFederation),
        done: PackageOutcome::from_code(visit.query.get("outcome")).map(said),
        refused: match error {
            Some(Error::Invalid(faults)) => faults.iter().map(|fault| fault.code.word(visit.locale)).collect(),
            Some(error) => vec![error.code().word(visit.locale)],
            None => Vec::new(),
        },
    };
    refusal::html(&page, error)
}

/// Takes the chosen package in; the list then says what became of it.
pub(super) async fn import(visit: &Visit) -> Result<HttpResponse> {
    let (scope, by) = (visit.scope()?, visit.moment());
    let taken = async {
        let signed = read(visit.form.files().first())?;
        visit.change(move |tx| merge_figures::import(tx, &scope, &signed, &by)).await
    };
    match taken.await {
        Ok((_, outcome)) => Ok(show::see(&format!("/packages?outcome={outcome}"))),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

fn read(file: Option<&SentFile>) -> Result<SignedPackage> {
    let file = file.ok_or_else(|| Error::field("file", Code::Missing))?;
    json::parse(&file.bytes).map_err(|_| Error::field("file", Code::UnreadablePackage))
}
