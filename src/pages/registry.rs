//! The registry: lists with a search, each entry on a page of its own, and the forms that enter and amend one. The same forms of the
//! workflow as the API's read what was typed, so that every fault finds its field.

use super::fields::{Choice, Field, Setting};
use super::form::Form;
use super::frame::Frame;
use super::import_words;
use super::refusal::{faults, mendable};
use super::registry_nouns::{Entry, Noun};
use super::registry_values::{is_number, label, region as region_of, text, typed, typed_as, written};
use super::registry_words::{self, Words};
use super::step::FormPage;
use super::visit::Visit;
use super::{areas, once, paging, show};
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
/// Entries below one that its page shows.
const BELOW: i64 = 20;

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

#[derive(Template)]
#[template(path = "pages/templates/registry_entry.html")]
struct EntryPage {
    f: Frame,
    w: &'static Words,
    noun: Noun,
    id: String,
    facts: Vec<(&'static str, String)>,
    parent: Option<(Noun, String, String)>,
    below: Option<Below>,
    warnings: Vec<&'static str>,
    is_own: bool,
    is_masked: bool,
    /// What else is kept of it, on a page of its own.
    more: Option<(&'static str, &'static str)>,
}

/// What belongs to an entry.
struct Below {
    noun: Noun,
    field: &'static str,
    entries: Vec<(String, String)>,
    has_more: bool,
    may_add: bool,
}

pub(super) async fn home(_: &Visit) -> Result<HttpResponse> {
    Ok(show::see("/registry/chambers"))
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

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (noun, id, actor, now) =
        (Noun::of_path(visit.page.path)?, visit.param::<String>("id")?, visit.actor()?.clone(), visit.now);
    let (today, own) = (visit.today(), id.clone());
    let may_add = noun.child().is_some_and(|(below, _)| actor.may(below.permissions().0));
    let (entry, parent, below, place) = visit
        .read(move |c: &mut Conn| {
            let entry = noun.get(c, &actor, &own, now)?;
            let parent = match noun.parent() {
                Some((above, field)) if !text(&entry.value, field).is_empty() => {
                    let id = text(&entry.value, field);
                    let name = text(&above.get(c, &actor, &id, now)?.value, "name");
                    Some((above, id, name))
                }
                _ => None,
            };
            let below = match noun.child() {
                Some((below, field)) => {
                    let only = Some((field, own.clone()));
                    Some((below, field, below.list(c, &actor, (None, None), (only, None), BELOW + 1)?))
                }
                None => None,
            };
            let place = match region_of(&entry.value) {
                Some(code) => format!("{} {code}", areas::Names::of(c, [code], today)?.get(code)),
                None => String::new(),
            };
            Ok((entry, parent, below, place))
        })
        .await?;
    let w = registry_words::of(visit.locale);
    let Entry { value, warnings, is_own, .. } = entry;
    let f = Frame::of(visit, &text(&value, "name"))?;
    let fields = noun.fields();
    let fact = |field: &Field| match field.name.as_ref() {
        "name" => None,
        "region_code" => Some((w.region, place.clone())),
        _ => Some((label(field, &f), written(field, &value, &f, w))),
    };
    let most = usize::try_from(BELOW).map_err(Error::internal)?;
    show::ok(&EntryPage {
        facts: fields.iter().filter_map(fact).collect(),
        parent,
        below: below.map(|(noun, field, entries)| Below {
            noun,
            field,
            has_more: entries.len() > most,
            entries: entries.iter().take(most).map(|one| (text(one, "id"), text(one, "name"))).collect(),
            may_add,
        }),
        warnings: warnings.iter().map(|one| one.code.word(visit.locale)).collect(),
        is_masked: ["phone", "email", "contact_name"].iter().any(|field| text(&value, field).contains('*')),
        more: noun.more(is_own, w),
        is_own,
        noun,
        id,
        w,
        f,
    })
}

/// The form for a new entry; what it belongs to comes with the address.
pub(super) async fn new(visit: &Visit) -> Result<HttpResponse> {
    let noun = Noun::of_path(visit.page.path)?;
    let own = visit.actor()?.region().map(|region| region.to_string()).unwrap_or_default();
    let mut usual = vec![("region_code".to_owned(), own), ("accepting".to_owned(), "true".to_owned())];
    if let Some((_, field)) = noun.parent() {
        usual.push((field.to_owned(), visit.query.get(field).to_owned()));
    }
    form(visit, noun, None, &Form::of(usual), None).await
}

pub(super) async fn add(visit: &Visit) -> Result<HttpResponse> {
    let (noun, actor, now) = (Noun::of_path(visit.page.path)?, visit.actor()?.clone(), visit.now);
    let typed = typed(noun, &visit.form, true);
    let enter = move |tx: &mut Conn| Ok(format!("/registry/{}/{}", noun.name(), noun.add(tx, &actor, &typed, now)?));
    match once::make(visit, enter).await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => form(visit, noun, None, &visit.form, Some(&mendable(error)?)).await,
    }
}

/// The form with what is on file; `NotFound` for an entry of somebody else's.
pub(super) async fn edit(visit: &Visit) -> Result<HttpResponse> {
    let (noun, id, entry) = opened(visit).await?;
    let on_file = noun.fields().iter().flat_map(|field| typed_as(field, &entry.value)).collect();
    form(visit, noun, Some((id, entry.version)), &Form::of(on_file), None).await
}

pub(super) async fn amend(visit: &Visit) -> Result<HttpResponse> {
    let (noun, id, entry) = opened(visit).await?;
    let seen = visit.form.get("version").parse().map_err(|_| Error::NotFound)?;
    let (actor, now, patch, of) = (visit.actor()?.clone(), visit.now, typed(noun, &visit.form, false), id.clone());
    match visit.change(move |tx| noun.amend(tx, &actor, &of, (&patch, seen), now)).await {
        Ok(()) => Ok(show::see(&format!("/registry/{}/{id}", noun.name()))),
        // The version is the one there is now, so that a second look is enough.
        Err(error) => form(visit, noun, Some((id, entry.version)), &visit.form, Some(&mendable(error)?)).await,
    }
}

async fn opened(visit: &Visit) -> Result<(Noun, String, Entry)> {
    let (noun, id) = (Noun::of_path(visit.page.path)?, visit.param::<String>("id")?);
    let (actor, now, of) = (visit.actor()?.clone(), visit.now, id.clone());
    let entry = visit.read(move |c: &mut Conn| noun.get(c, &actor, &of, now)).await?;
    if entry.is_own { Ok((noun, id, entry)) } else { Err(Error::NotFound) }
}

async fn form(
    visit: &Visit,
    noun: Noun,
    known: Option<(String, i64)>,
    filled: &Form,
    error: Option<&Error>,
) -> Result<HttpResponse> {
    let (w, actor, today) = (registry_words::of(visit.locale), visit.actor()?.clone(), visit.today());
    let code = RegionCode::parse(filled.get("region_code")).ok();
    let regions = visit.read(move |c| areas::to_put_in(c, actor.region(), code, today)).await?;
    let setting = Setting::of(visit);
    let (mut drawn, rest) = setting.draw(&noun.fields(), filled, faults(error));
    areas::offer(&mut drawn, regions, filled.get("region_code"), visit.locale);
    let path = format!("/registry/{}", noun.name());
    let (action, back, hidden) = match &known {
        Some((id, version)) => (format!("{path}/{id}/edit"), format!("{path}/{id}"), ("version", version.to_string())),
        None => (format!("{path}/new"), path.clone(), once::field(visit)?),
    };
    let mut hidden = vec![hidden];
    if let Some((_, field)) = noun.parent().filter(|_| known.is_none()) {
        hidden.push((field, filled.get(field).to_owned()));
    }
    let title = format!("{} · {}", noun.word(w), if known.is_some() { w.edit } else { w.add });
    let page = FormPage {
        intro: w.add_intro,
        back: Some((back, noun.word(w).to_owned())),
        hidden,
        ..FormPage::of(visit, &title, action, (drawn, rest), w.save, error)?
    };
    page.answer(error)
}
