//! The entries of the registry: each on a page of its own, and the forms that enter and amend one. The same forms of the workflow as the
//! API's read what was typed, so that every fault finds its field. The lists are in `registry_list.rs`.

use super::fields::{Field, Setting};
use super::form::Form;
use super::frame::Frame;
use super::refusal::{faults, mendable};
use super::registry_nouns::{Entry, Noun};
use super::registry_ties::{self as ties, Tie};
use super::registry_values::{label, region as region_of, text, typed, typed_as, written};
use super::registry_words::{self, Words};
use super::step::FormPage;
use super::visit::Visit;
use super::{areas, once, show};
use crate::base::error::{Error, Result};
use crate::base::text_enum::Worded;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use actix_web::HttpResponse;
use askama::Template;

/// Entries below one that its page shows.
const BELOW: i64 = 20;

#[derive(Template)]
#[template(path = "pages/templates/registry_entry.html")]
struct EntryPage {
    f: Frame,
    w: &'static Words,
    noun: Noun,
    id: String,
    facts: Vec<(&'static str, String)>,
    parent: Option<(Noun, String, String)>,
    /// What else it is tied to.
    tie: Option<Tie>,
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

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (noun, id, actor, now) =
        (Noun::of_path(visit.page.path)?, visit.param::<String>("id")?, visit.actor()?.clone(), visit.now);
    let (today, own, locale) = (visit.today(), id.clone(), visit.locale);
    let may_add = noun.child().is_some_and(|(below, _)| actor.may(below.permissions().0));
    let (entry, (parent, tie), below, place) = visit
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
            let tie = ties::shown(c, noun, &entry.value, locale)?;
            Ok((entry, (parent, tie), below, place))
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
        tie,
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
    let filled = visit.form.clone();
    let enter = move |tx: &mut Conn| {
        let tied = ties::tied(tx, noun, &filled, None, typed)?;
        Ok(format!("/registry/{}/{}", noun.name(), noun.add(tx, &actor, &tied, now)?))
    };
    match once::make(visit, enter).await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => form(visit, noun, None, &visit.form, Some(&mendable(error)?)).await,
    }
}

/// The form with what is on file; `NotFound` for an entry of somebody else's.
pub(super) async fn edit(visit: &Visit) -> Result<HttpResponse> {
    let (noun, id, entry) = opened(visit).await?;
    let mut on_file: Vec<_> = noun.fields().iter().flat_map(|field| typed_as(field, &entry.value)).collect();
    on_file.extend(visit.read(move |c| ties::on_file(c, noun, &entry.value)).await?);
    form(visit, noun, Some((id, entry.version)), &Form::of(on_file), None).await
}

pub(super) async fn amend(visit: &Visit) -> Result<HttpResponse> {
    let (noun, id, entry) = opened(visit).await?;
    let seen = visit.form.get("version").parse().map_err(|_| Error::NotFound)?;
    let (actor, now, patch, of) = (visit.actor()?.clone(), visit.now, typed(noun, &visit.form, false), id.clone());
    let (filled, on_file) = (visit.form.clone(), entry.value);
    let change = move |tx: &mut Conn| {
        let patch = ties::tied(tx, noun, &filled, Some(&on_file), patch)?;
        noun.amend(tx, &actor, &of, (&patch, seen), now)
    };
    match visit.change(change).await {
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
    let asks = ties::is_asked(noun, &actor, known.is_some(), filled);
    let code = RegionCode::parse(filled.get("region_code")).ok();
    let regions = visit.read(move |c| areas::to_put_in(c, actor.region(), code, today)).await?;
    let setting = Setting::of(visit);
    let (mut drawn, rest) = setting.draw(&noun.fields(), filled, faults(error));
    areas::offer(&mut drawn, regions, filled.get("region_code"), visit.locale);
    drawn.extend(ties::drawn(noun, &setting, filled, faults(error), w).filter(|_| asks));
    let path = format!("/registry/{}", noun.name());
    let (action, back, hidden) = match &known {
        Some((id, version)) => (format!("{path}/{id}/edit"), format!("{path}/{id}"), ("version", version.to_string())),
        None => (format!("{path}/new"), path.clone(), once::field(visit)?),
    };
    let mut hidden = vec![hidden];
    if let Some((_, field)) = noun.parent().filter(|(above, _)| known.is_none() && !(asks && *above == Noun::Chambers))
    {
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
