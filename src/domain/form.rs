//! A form as it was sent: a JSON object whose fields are read one by one, so that all that is wrong is said at once.

use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::Fault;
use crate::base::text_list::TextList;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;
use std::fmt::Debug;
use std::ops::RangeInclusive;

/// A JSON object.
pub type Fields = serde_json::Map<String, Value>;

/// Reads fields and keeps what is wrong with them. `null` is the same as absent.
pub struct Form<'a> {
    fields: &'a Fields,
    known: Vec<&'static str>,
    pub faults: Vec<Fault>,
}

/// What was kept all the same, but should be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Warning {
    #[schema(value_type = String)]
    pub code: Code,
    pub field: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Warning {
    pub fn new(field: &'static str, code: Code) -> Self {
        Self { code, field, zh: code.zh(), en: code.en() }
    }
}

/// What a row has that nobody enters.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<Id> {
    pub id: Id,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl<Id> Stamp<Id> {
    /// Of a new row.
    pub fn new(id: Id, now: Instant) -> Self {
        Self { id, version: 1, created_at: now, updated_at: now }
    }

    /// Of the next version of a row.
    pub fn next(id: Id, version: i64, created_at: Instant, now: Instant) -> Self {
        Self { id, version: version + 1, created_at, updated_at: now }
    }
}

/// What is entered by a form.
pub trait Entered: Serialize {
    /// Fields that the program itself fills in; no form holds them.
    const OWN: &'static [&'static str];
    /// Fields that a new one cannot do without.
    const NEEDED: &'static [&'static str];
}

impl<'a> Form<'a> {
    pub fn new(fields: &'a Fields) -> Self {
        Self { fields, known: Vec::new(), faults: Vec::new() }
    }

    /// The value of a text field; `None` when absent or wrong.
    pub fn maybe<T, E: Into<Code>>(&mut self, field: &'static str, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        match self.get(field)? {
            Value::String(text) => parse(text).map_err(|code| self.fault(field, code.into())).ok(),
            _ => {
                self.fault(field, Code::WrongType);
                None
            }
        }
    }

    /// The value of a text field that must be there.
    pub fn needed<T, E: Into<Code>>(&mut self, field: &'static str, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let faults = self.faults.len();
        let value = self.maybe(field, parse);
        if value.is_none() && self.faults.len() == faults {
            self.fault(field, Code::Missing);
        }
        value
    }

    /// Codes, each once, in the order given; empty when absent.
    pub fn list<T: PartialEq + Debug + 'static>(
        &mut self,
        field: &'static str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> TextList<T> {
        let mut list = Vec::new();
        match self.get(field) {
            None => {}
            Some(Value::Array(items)) => {
                for item in items {
                    match item.as_str().and_then(&from_code) {
                        Some(value) if list.contains(&value) => {}
                        Some(value) => list.push(value),
                        None => self.fault(field, Code::UnknownCode),
                    }
                }
            }
            Some(_) => self.fault(field, Code::WrongType),
        }
        TextList(list)
    }

    /// A whole number within a range; `None` when absent or wrong.
    pub fn whole(&mut self, field: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(field)?;
        match value.as_i64() {
            Some(number) if range.contains(&number) => return Some(number),
            Some(_) => self.fault(field, Code::OutOfRange),
            None => self.fault(field, Code::WrongType),
        }
        None
    }

    /// Yes or no; `usual` when absent.
    pub fn flag(&mut self, field: &'static str, usual: bool) -> bool {
        match self.get(field) {
            None => usual,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.fault(field, Code::WrongType);
                usual
            }
        }
    }

    /// A day of the years 1900 to 2199, as `2026-01-31`.
    pub fn day(&mut self, field: &'static str) -> Option<NaiveDate> {
        self.maybe(field, day)
    }

    /// A day that must be there.
    pub fn needed_day(&mut self, field: &'static str) -> Option<NaiveDate> {
        self.needed(field, day)
    }

    pub fn fault(&mut self, field: &'static str, code: Code) {
        self.faults.push(Fault { field: field.to_owned(), code });
    }

    /// All faults, fields that nobody asked for among them; none when the form is good.
    pub fn close(mut self) -> Vec<Fault> {
        for field in self.fields.keys().filter(|field| !self.known.contains(&field.as_str())) {
            self.faults.push(Fault { field: field.clone(), code: Code::UnknownField });
        }
        self.faults
    }

    fn get(&mut self, field: &'static str) -> Option<&'a Value> {
        self.known.push(field);
        self.fields.get(field).filter(|value| !value.is_null())
    }
}

fn day(text: &str) -> Result<NaiveDate, Code> {
    within_reason(text.parse().map_err(|_| Code::BadDate)?)
}

/// A day of the years 1900 to 2199, or `out_of_range`.
pub fn within_reason(day: NaiveDate) -> Result<NaiveDate, Code> {
    if (1900..2200).contains(&day.year()) { Ok(day) } else { Err(Code::OutOfRange) }
}

/// An id, or `unknown_reference`.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Code> {
    text.parse().map_err(|_| Code::UnknownReference)
}

/// A parser for the codes of a text enum.
pub fn code<T>(from_code: impl Fn(&str) -> Option<T>) -> impl Fn(&str) -> Result<T, Code> {
    move |text| from_code(text).ok_or(Code::UnknownCode)
}

/// The fields of a stored thing as a form would send them, changed by those of a patch: `null` takes a field away (RFC 7396).
pub fn patched<T: Entered>(current: &T, patch: &Fields) -> Result<Fields, serde_json::Error> {
    let Value::Object(mut fields) = serde_json::to_value(current)? else { return Ok(patch.clone()) };
    for own in T::OWN {
        fields.remove(*own);
    }
    fields.extend(patch.clone());
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let sent = fields(
            json!({ "name": "", "count": 11, "flag": "yes", "day": "2026-02-30", "far": "9999-01-01", "stray": 1, "list": ["x"] }),
        );
        let mut form = Form::new(&sent);
        let name = form.needed("name", |text| if text.is_empty() { Err(Code::Missing) } else { Ok(text.to_owned()) });
        form.needed("other", |text| Ok::<_, Code>(text.to_owned()));
        form.whole("count", 0..=10);
        form.flag("flag", false);
        form.day("day");
        form.needed_day("far");
        form.list("list", |_| None::<i32>);
        let faults: Vec<_> = form.close().into_iter().map(|fault| (fault.field, fault.code)).collect();
        let expected = [
            ("name", Code::Missing),
            ("other", Code::Missing),
            ("count", Code::OutOfRange),
            ("flag", Code::WrongType),
            ("day", Code::BadDate),
            ("far", Code::OutOfRange),
            ("list", Code::UnknownCode),
            ("stray", Code::UnknownField),
        ];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(name, None);
    }

    #[test]
    fn a_patch_changes_what_it_names_and_null_takes_away() {
        #[derive(Serialize)]
        struct Row(Value);
        impl Entered for Row {
            const OWN: &'static [&'static str] = &["id", "version"];
            const NEEDED: &'static [&'static str] = &[];
        }
        let current = Row(json!({ "id": "1", "version": 3, "name": "a", "phone": "1", "email": "e" }));
        let patch = fields(json!({ "name": "b", "phone": null }));
        assert_eq!(
            Value::from(patched(&current, &patch).unwrap()),
            json!({ "name": "b", "phone": null, "email": "e" })
        );
    }
}
