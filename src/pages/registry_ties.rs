//! What an entry is tied to beside what it belongs to, found by the name that was typed: the lawyer whom a mediator is, which the check of
//! conflicts asks, and the chamber of a committee that came without one.

use super::fields::{Drawn, Field, Kind, Setting, may};
use super::form::Form;
use super::registry_nouns::Noun;
use super::registry_values::text;
use super::registry_words::Words;
use crate::base::error::{Fault, Result};
use crate::base::id::CommitteeId;
use crate::base::locale::Locale;
use crate::domain::contact::Name;
use crate::domain::form::Fields;
use crate::domain::policy::Actor;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::{chambers, committees, lawyers};
use serde_json::{Value, json};

/// What an entry is tied to: under which words, and the noun, id and name of the other, if there is one.
pub(super) type Tie = (&'static str, Option<(Noun, String, String)>);

/// The noun that an entry is tied to, and the field that names it.
fn of(noun: Noun) -> Option<(Noun, Field)> {
    match noun {
        Noun::Mediators => Some((Noun::Lawyers, may("lawyer_id", Kind::Line, "即律师", "Is the lawyer"))),
        Noun::Committees => Some((Noun::Chambers, may("chamber_id", Kind::Line, "所属商会", "Its chamber"))),
        _ => None,
    }
}

/// Whether a form asks for it: the chamber of a committee is settled once, by whoever adds it from the chamber's page or is of the chamber.
pub(super) fn is_asked(noun: Noun, actor: &Actor, known: bool, filled: &Form) -> bool {
    match noun {
        Noun::Mediators => true,
        Noun::Committees => {
            let settled = (!known && actor.chamber().is_some()) || is_id(filled.get("chamber_id"));
            !settled
        }
        _ => false,
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<crate::base::id::ChamberId>().is_ok()
}

/// The field with what was typed.
pub(super) fn drawn(
    noun: Noun,
    setting: &Setting,
    filled: &Form,
    faults: &[Fault],
    w: &'static Words,
) -> Option<Drawn> {
    let (_, field) = of(noun)?;
    let hint = if noun == Noun::Mediators { w.lawyer_hint } else { w.chamber_hint };
    Some(Drawn { hint, ..setting.drawn(&field, filled, faults) })
}

/// What an entry is tied to, to be shown; nothing where that is what it belongs to.
pub(super) fn shown(c: &mut Conn, noun: Noun, entry: &Value, locale: Locale) -> Result<Option<Tie>> {
    let Some((other, field)) = of(noun) else { return Ok(None) };
    let label = if locale == Locale::Zh { field.zh } else { field.en };
    match (noun, name(c, noun, entry)?) {
        (Noun::Committees, Some(_)) => Ok(None),
        (_, found) => Ok(Some((label, found.map(|name| (other, text(entry, &field.name), name))))),
    }
}

/// What a form has of it: the name of the lawyer on file; the id of a chamber, which is settled.
pub(super) fn on_file(c: &mut Conn, noun: Noun, entry: &Value) -> Result<Vec<(String, String)>> {
    let Some((_, field)) = of(noun) else { return Ok(Vec::new()) };
    let value = if noun == Noun::Committees { Some(text(entry, &field.name)) } else { name(c, noun, entry)? };
    Ok(value.map(|value| (field.name.to_string(), value)).into_iter().collect())
}

fn name(c: &mut Conn, noun: Noun, entry: &Value) -> Result<Option<String>> {
    let named = |name: &str| text(entry, name);
    Ok(match noun {
        Noun::Mediators => match named("lawyer_id").parse() {
            Ok(id) => lawyers::by_id(c, id)?.map(|one| one.name.into_string()),
            Err(_) => None,
        },
        Noun::Committees => match named("chamber_id").parse() {
            Ok(id) => chambers::by_id(c, id)?.map(|one| one.name.into_string()),
            Err(_) => None,
        },
        _ => None,
    })
}

/// The fields with an id in the place of the name that was typed. A name that nobody has, or several have, stays as it is: no reference.
pub(super) fn tied(c: &mut Conn, noun: Noun, form: &Form, known: Option<&Value>, mut fields: Fields) -> Result<Fields> {
    let Some((_, field)) = of(noun) else { return Ok(fields) };
    let name = field.name.as_ref();
    let before = known.map(|entry| text(entry, name)).unwrap_or_default();
    if noun == Noun::Committees && !before.is_empty() {
        return Ok(fields);
    }
    match form.typed(name) {
        Some(typed) if is_id(typed) => drop(fields.insert(name.to_owned(), json!(typed))),
        Some(typed) => {
            let found = match noun {
                Noun::Mediators => lawyer(c, form, known, typed, &before)?,
                _ => chamber(c, form, typed)?,
            };
            fields.insert(name.to_owned(), json!(found.unwrap_or_else(|| typed.to_owned())));
        }
        None if known.is_some() => drop(fields.insert(name.to_owned(), Value::Null)),
        None => {}
    }
    Ok(fields)
}

/// The chamber of a name in the region of the committee.
fn chamber(c: &mut Conn, form: &Form, typed: &str) -> Result<Option<String>> {
    let (Ok(region), Ok(name)) = (RegionCode::parse(form.get("region_code")), Name::parse(typed)) else {
        return Ok(None);
    };
    Ok(chambers::find_by_name(c, region, &name)?.map(|one| one.id.to_string()))
}

/// The lawyer of a name in the area around the mediator, or of a licence; of several of one name whoever is on file.
fn lawyer(c: &mut Conn, form: &Form, known: Option<&Value>, typed: &str, before: &str) -> Result<Option<String>> {
    let region = match known {
        Some(entry) => RegionCode::parse(&text(entry, "region_code")).ok(),
        None => match form.get("committee_id").parse::<CommitteeId>() {
            Ok(id) => committees::by_id(c, id)?.map(|one| one.region_code),
            Err(_) => None,
        },
    };
    let Some(area) = region.and_then(|region| region.up().nth(1)) else { return Ok(None) };
    let found: Vec<String> = lawyers::known_as(c, area.prefix(), typed)?.into_iter().map(|id| id.to_string()).collect();
    Ok(match found.as_slice() {
        [only] => Some(only.clone()),
        several => several.iter().find(|id| *id == before).cloned(),
    })
}
