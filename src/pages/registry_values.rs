//! The values of an entry of the registry: as they are typed, as they are shown, and as a form has them.

use super::fields::{Field, Kind};
use super::form::Form;
use super::frame::{Frame, grouped};
use super::registry_nouns::Noun;
use super::registry_words::Words;
use crate::base::locale::Locale;
use crate::base::text_enum::Term;
use crate::domain::form::Fields;
use crate::domain::region::RegionCode;
use chrono::NaiveDate;
use serde_json::{Value, json};

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

/// The region of an entry.
pub(super) fn region(entry: &Value) -> Option<RegionCode> {
    RegionCode::parse(entry.get("region_code")?.as_str()?).ok()
}
