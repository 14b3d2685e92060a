//! JSON read strictly: no field twice, no list where an object is meant, and no day beyond the calendar in use. serde alone takes
//! the first two.

use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use chrono::{Datelike, NaiveDate};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;
use std::fmt;
use std::ops::RangeInclusive;

/// Years a day can lie in: whatever lies outside was mistyped.
const YEARS: RangeInclusive<i32> = 1900..=2199;

/// The value of a JSON text, and the place and cause where it does not fit. A text that is not JSON, or names a field twice, is
/// malformed.
pub(super) fn parse<T: DeserializeOwned>(
    bytes: &[u8],
    refusal: impl FnOnce(&str, &serde_json::Error) -> Error,
) -> Result<T> {
    let tree: Tree = serde_json::from_slice(bytes).map_err(|_| Error::Malformed(Code::Malformed))?;
    let mut faults = Vec::new();
    check_days(&tree.0, "", &mut faults);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    serde_path_to_error::deserialize(Strict(&tree.0)).map_err(|error| refusal(&error.path().to_string(), error.inner()))
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
