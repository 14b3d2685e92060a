//! JSON read strictly: no field twice, no list where an object is meant, and no day beyond the calendar in use. serde alone takes
//! the first two.

use super::code::Code;
use super::error::{Error, Fault, Result};
use chrono::{Datelike, NaiveDate};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;
use std::fmt;
use std::ops::RangeInclusive;

/// Years a day can lie in: whatever lies outside was mistyped.
const YEARS: RangeInclusive<i32> = 1900..=2199;

/// The value of a JSON text. A text that is not JSON, or names a field twice, is malformed (400); JSON of another shape is invalid
/// (422) and the field is named.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let tree: Tree = serde_json::from_slice(bytes).map_err(|_| Error::Malformed(Code::Malformed))?;
    read(&tree.0)
}

/// What a JSON value says; the field is named where it does not fit.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T> {
    let mut faults = Vec::new();
    check_days(value, "", &mut faults);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    serde_path_to_error::deserialize(Strict(value)).map_err(|error| refusal(&error.path().to_string(), error.inner()))
}

fn refusal(path: &str, cause: &serde_json::Error) -> Error {
    if !cause.is_data() {
        return Error::Malformed(Code::Malformed);
    }
    let text = cause.to_string();
    let quoted = text.split('`').nth(1).unwrap_or_default();
    let (code, below) = match () {
        () if text.starts_with("unknown field") => (Code::UnknownField, None),
        () if text.starts_with("missing field") => (Code::Missing, Some(quoted)),
        () if text.starts_with("unknown variant") => (Code::UnknownCode, None),
        () if text.starts_with("invalid type") || text.starts_with("not a UUID") => (Code::WrongType, None),
        // The words of chrono.
        () if text.starts_with("input ")
            || text.starts_with("premature end")
            || text.contains("invalid characters") =>
        {
            (Code::BadDate, None)
        }
        () if text.starts_with("invalid value") => (Code::OutOfRange, None),
        // Our own types say their code.
        () => {
            let word = text.split(' ').next().unwrap_or_default();
            let known = Code::of(word);
            (known.unwrap_or(Code::WrongType), None)
        }
    };
    let at = if path == "." { "" } else { path };
    let field = match below {
        Some(name) if at.is_empty() => name.to_owned(),
        Some(name) if at.ends_with(name) => at.to_owned(),
        Some(name) => format!("{at}.{name}"),
        None => at.to_owned(),
    };
    Error::field(field, code)
}

/// Every day has a name that ends with `on`, so that what is none is found wherever it stands.
fn check_days(value: &Value, at: &str, faults: &mut Vec<Fault>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                let day = (name == "on" || name.ends_with("_on")).then(|| value.as_str()?.parse::<NaiveDate>().ok());
                if day.flatten().is_some_and(|day| !YEARS.contains(&day.year())) {
                    faults.push(Fault { field: path, code: Code::OutOfRange });
                } else {
                    check_days(value, &path, faults);
                }
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(no, item)| check_days(item, &format!("{at}[{no}]"), faults));
        }
        _ => {}
    }
}

/// A JSON value in which no object names a field twice.
struct Tree(Value);

impl<'de> de::Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(TreeVisitor).map(Self)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Tree(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some((name, Tree(value))) = map.next_entry::<String, Tree>()? {
            if fields.insert(name, value).is_some() {
                return Err(de::Error::custom("a field twice"));
            }
        }
        Ok(Value::Object(fields))
    }
}

/// Reads a value as serde_json does, but a struct from nothing but an object.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Value);

type Cause = serde_json::Error;

impl<'a> IntoDeserializer<'a, Cause> for Strict<'a> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Cause;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Cause> {
        match self.0 {
            Value::Array(items) => {
                let mut seq = SeqDeserializer::new(items.iter().map(Strict));
                let value = visitor.visit_seq(&mut seq)?;
                seq.end()?;
                Ok(value)
            }
            Value::Object(fields) => {
                let mut map = MapDeserializer::new(fields.iter().map(|(name, value)| (name.as_str(), Strict(value))));
                let value = visitor.visit_map(&mut map)?;
                map.end()?;
                Ok(value)
            }
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Cause> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Cause> {
        if self.0.is_array() {
            return Err(de::Error::invalid_type(Unexpected::Seq, &"an object"));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Cause> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Cause> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Inner {
        count: i64,
    }
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Outer {
        items: Vec<Inner>,
        id: Option<crate::base::id::CaseId>,
        role: Option<crate::base::locale::Locale>,
        day_on: Option<chrono::NaiveDate>,
    }

    #[test]
    fn the_wrong_field_is_named() {
        for (text, field, code) in [
            (r#"{"items":[{"count":1},{"count":"x"}]}"#, "items[1].count", Code::WrongType),
            (r#"{"items":[{"count":1.5}]}"#, "items[0].count", Code::WrongType),
            (r#"{"items":[{}]}"#, "items[0].count", Code::Missing),
            (r#"{}"#, "items", Code::Missing),
            (r#"{"items":[],"more":1}"#, "more", Code::UnknownField),
            (r#"{"items":[],"role":"king"}"#, "role", Code::UnknownCode),
            (r#"{"items":[],"id":"17"}"#, "id", Code::WrongType),
            (r#"[[{"count":1}]]"#, "", Code::WrongType),
            (r#"{"items":[[1]]}"#, "items[0]", Code::WrongType),
            (r#"{"items":[{"count":18446744073709551616}]}"#, "items[0].count", Code::WrongType),
            (r#"{"items":[{"count":9223372036854775808}]}"#, "items[0].count", Code::OutOfRange),
            (r#"{"items":[],"day_on":"2026-02-30"}"#, "day_on", Code::BadDate),
            (r#"{"items":[],"day_on":"0000-01-01"}"#, "day_on", Code::OutOfRange),
            (r#"{"items":[],"day_on":"9999-12-31"}"#, "day_on", Code::OutOfRange),
        ] {
            match parse::<Outer>(text.as_bytes()) {
                Err(Error::Invalid(faults)) => {
                    assert_eq!((faults[0].field.as_str(), faults[0].code), (field, code), "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "{}{}", "\u{feff}{}", deep.as_str(), r#"{"items":[],"items":[]}"#] {
            assert!(
                matches!(parse::<Outer>(text.as_bytes()), Err(Error::Malformed(_))),
                "{}",
                &text[..text.len().min(20)]
            );
        }
    }
}
