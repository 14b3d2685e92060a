//! The values of an entry of the registry: as they are typed, as they are shown, and as a form has them; and the regions to choose from.

use super::fields::{Choice, Control, Drawn, Field, Kind};
use super::form::Form;
use super::frame::{Frame, grouped};
use super::registry_nouns::Noun;
use super::registry_words::Words;
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::base::text_enum::Term;
use crate::domain::form::Fields;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::regions;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Regions to choose from; where there are more, the code is typed.
const MOST_REGIONS: usize = 150;

/// What was typed as the fields of an entry. What stays empty is left out of a new one, and taken away from one on file. What cannot be a
/// number goes on as it is: whoever reads the form says so, beside all that is wrong with it.
pub(super) fn typed(noun: Noun, form: &Form, is_new: bool) -> Fields {
    let mut fields = Fields::new();
    for field in noun.fields() {
        let name = field.name.as_ref();
        let value = match (field.kind, form.typed(name)) {
            (Kind::Tick, _) => json!(form.get(name) == "true"),
            (Kind::Codes(_), _) => form.all(name).collect(),
            (Kind::Number, Some(text)) => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
            (_, Some(text)) => json!(text),
            (_, None) if is_new => continue,
            (_, None) => Value::Null,
        };
        fields.insert(name.to_owned(), value);
    }
    if let Some((_, field)) = noun.parent().filter(|_| is_new)
        && let Some(id) = form.typed(field)
    {
        fields.insert(field.to_owned(), json!(id));
    }
    fields
}

/// A value on file as a form has it: nothing, one text, or several under one name.
pub(super) fn typed_as(field: &Field, entry: &Value) -> Vec<(String, String)> {
    let texts = match entry.get(field.name.as_ref()) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Bool(true)) => vec!["true".to_owned()],
        Some(Value::Number(number)) => vec![number.to_string()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    texts.into_iter().map(|text| (field.name.to_string(), text)).collect()
}

/// A value as it is shown; a dash where there is none.
pub(super) fn written(field: &Field, entry: &Value, f: &Frame, w: &'static Words) -> String {
    let word = |terms: &[Term], code: &str| terms.iter().find(|term| term.code == code).map(|term| f.say(term));
    let dash = || "—".to_owned();
    match (field.kind, entry.get(field.name.as_ref())) {
        (Kind::Choice(terms), Some(Value::String(code))) => word(terms, code).map_or_else(dash, str::to_owned),
        (Kind::Codes(terms), Some(Value::Array(items))) => {
            let words: Vec<&str> = items.iter().filter_map(|item| word(terms, item.as_str()?)).collect();
            if words.is_empty() { dash() } else { words.join(f.locale.comma()) }
        }
        (Kind::Tick, Some(Value::Bool(flag))) => if *flag { w.yes } else { w.no }.to_owned(),
        (Kind::Day, Some(Value::String(day))) => day.parse::<NaiveDate>().map_or_else(|_| dash(), |day| f.day(day)),
        (_, Some(Value::Number(number))) => grouped(&number.to_string()),
        (_, Some(Value::String(text))) => text.clone(),
        _ => dash(),
    }
}

pub(super) fn label(field: &Field, f: &Frame) -> &'static str {
    if f.locale == Locale::Zh { field.zh } else { field.en }
}

pub(super) const fn is_number(field: &Field) -> bool {
    matches!(field.kind, Kind::Number)
}

/// A text of an entry; empty where there is none.
pub(super) fn text(entry: &Value, name: &str) -> String {
    entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The names of the regions of these entries.
pub(super) fn region_names(c: &mut Conn, entries: &[Value], on: NaiveDate) -> Result<BTreeMap<String, String>> {
    let mut codes: Vec<RegionCode> = entries.iter().filter_map(|one| text(one, "region_code").parse().ok()).collect();
    codes.sort_unstable();
    codes.dedup();
    Ok(regions::names(c, &codes, on)?.into_iter().map(|(code, name)| (code.to_string(), name)).collect())
}

pub(super) fn region_name(names: &BTreeMap<String, String>, code: &str) -> String {
    names.get(code).cloned().unwrap_or_else(|| code.to_owned())
}

/// The regions an entry may be put in: those of one's own area, and where it stands now. None where they are too many to choose from.
pub(super) fn region_choices(
    c: &mut Conn,
    own: Option<RegionCode>,
    now: Option<RegionCode>,
    on: NaiveDate,
) -> Result<Vec<(RegionCode, String)>> {
    let mut all: Vec<(RegionCode, String)> = match own {
        Some(own) => regions::within(c, own.prefix(), on)?.into_iter().map(|one| (one.code, one.name)).collect(),
        None => Vec::new(),
    };
    if let Some(now) = now.filter(|now| all.iter().all(|(code, _)| code != now)) {
        all.extend(regions::names(c, &[now], on)?);
    }
    Ok(if own.is_none() || all.len() > MOST_REGIONS { Vec::new() } else { all })
}

/// A choice of regions in place of typing a code.
pub(super) fn offer_regions(field: &mut Drawn, all: Vec<(RegionCode, String)>, chosen: &str, w: &'static Words) {
    if all.is_empty() {
        field.hint = w.region_hint;
        return;
    }
    let choice = |(code, name): (RegionCode, String)| {
        let value = code.to_string();
        Choice { on: value == chosen, label: format!("{name} {value}"), value }
    };
    field.control = Control::Choice { options: all.into_iter().map(choice).collect() };
}
