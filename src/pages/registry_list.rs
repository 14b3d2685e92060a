//! The lists of the registry, with a search by name and by area.

use super::fields::{Choice, Field};
use super::frame::Frame;
use super::import_words;
use super::registry_nouns::Noun;
use super::registry_values::{is_number, label, region as region_of, text, written};
use super::registry_words::{self, Words};
use super::visit::Visit;
use super::{areas, paging, show};
use crate::base::error::{Error, Result};
use crate::base::text_enum::Worded;
use crate::domain::contact::Name;
use crate::domain::import::ImportKind;
use crate::domain::policy::{Permission, Scope};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use actix_web::HttpResponse;
use askama::Template;
use serde_json::Value;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/registry.html")]
struct ListPage {
    f: Frame,
    w: &'static Words,
    noun: Noun,
    q: String,
    q_error: Option<&'static str>,
    regions: Vec<Choice>,
    heads: Vec<(&'static str, bool)>,
    lines: Vec<Line>,
    next: Option<String>,
    may_add: bool,
    /// What can be brought in by a file, for those who may.
    import: Option<ImportKind>,
    i: &'static import_words::Words,
}

struct Line {
    id: String,
    name: String,
    region: String,
    /// Each with whether it is a number.
    cells: Vec<(String, bool)>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let (noun, actor, today) = (Noun::of_path(visit.page.path)?, visit.actor()?.clone(), visit.today());
    let query = &visit.query;
    let searched = query.typed("q").map(Name::parse).transpose();
    let q_error = searched.as_ref().err().map(|code| code.word(visit.locale));
    let q = searched.ok().flatten().map(Name::into_string);
    // One's own area first; empty is everywhere.
    let region = match query.typed("region") {
        Some(text) => Some(RegionCode::parse(text).map_err(|_| Error::NotFound)?),
        None if visit.path.contains("region=") => None,
        None => actor.region().filter(|region| *region != RegionCode::NATION),
    };
    let only = noun.parent().and_then(|(_, field)| Some((field, query.typed(field)?.to_owned())));
    let area = region.filter(|_| only.is_none()).map(RegionCode::prefix);
    let after = query.typed("after").map(str::to_owned);
    let rows = paging::rows(ROWS);
    let (may_add, may_import) = (actor.may(noun.permissions().0), actor.may(Permission::Import));
    let (mut found, all, names) = visit
        .read(move |c: &mut Conn| {
            let found = noun.list(c, &actor, (area, q), (only, after.as_deref()), rows)?;
            let all = areas::around(c, &Scope::Everything, Some(region.unwrap_or(RegionCode::NATION)), today)?;
            let names = areas::Names::of(c, found.iter().filter_map(region_of), today)?;
            Ok((found, all, names))
        })
        .await?;
    let w = registry_words::of(visit.locale);
    let next = paging::cut(&mut found, ROWS, |last| paging::onward(visit, "after", text(last, "id")));
    let fields = noun.fields();
    let shown: Vec<&Field> =
        noun.columns().iter().filter_map(|name| fields.iter().find(|field| field.name == *name)).collect();
    let f = Frame::of(visit, noun.word(w))?;
    let line = |entry: &Value| Line {
        id: text(entry, "id"),
        name: text(entry, "name"),
        region: region_of(entry).map(|code| names.get(code)).unwrap_or_default(),
        cells: shown.iter().map(|field| (written(field, entry, &f, w), is_number(field))).collect(),
    };
    show::ok(&ListPage {
        w,
        noun,
        q: query.get("q").to_owned(),
        q_error,
        regions: areas::choices_or_all(all, region, w.everywhere),
        heads: shown.iter().map(|field| (label(field, &f), is_number(field))).collect(),
        lines: found.iter().map(line).collect(),
        next,
        import: noun.import().filter(|_| may_import),
        i: import_words::of(visit.locale),
        may_add: may_add && noun.parent().is_none_or(|(_, field)| field == "chamber_id"),
        f,
    })
}
