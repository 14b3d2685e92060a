//! Lists in pages: `?cursor&limit`, `{items, next_cursor}`. A cursor is opaque to clients.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

const USUAL: u8 = 50;
const MOST: u8 = 200;

/// The part of a query that every list has. Flatten is not possible in queries: lists with filters repeat the two fields.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let page = ObjectBuilder::new()
            .property("items", ArrayBuilder::new().items(T::schema()))
            .required("items")
            .property("next_cursor", text);
        page.into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

/// Rows a page.
#[derive(Clone, Copy, Debug)]
pub struct Limit(u8);

impl Limit {
    /// How many are shown.
    pub fn shown(self) -> usize {
        self.0.into()
    }

    /// How many are read: one more says that there is another page.
    pub fn read(self) -> i64 {
        i64::from(self.0) + 1
    }

    /// No more than so many.
    pub fn at_most(self, most: u8) -> Self {
        Self(self.0.min(most))
    }
}

/// Rows a page; `out_of_range` beyond 1 to 200.
pub fn limit(asked: Option<u32>) -> Result<Limit> {
    match asked.map_or(Ok(USUAL), u8::try_from) {
        Ok(rows @ 1..=MOST) => Ok(Limit(rows)),
        _ => Err(Error::field("limit", Code::OutOfRange)),
    }
}

/// What a cursor stands for: an id, a text.
pub fn read_cursor<T: FromStr>(cursor: Option<&str>) -> Result<Option<T>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let meant = text.and_then(|text| text.parse().ok());
    meant.map(Some).ok_or_else(|| Error::field("cursor", Code::Invalid))
}

/// A cursor that stands for a text.
pub fn write_cursor(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Cuts the rows read (`Limit::read`) into a page; `key` is what the next page begins after.
pub fn page<R, T>(mut rows: Vec<R>, limit: Limit, key: impl Fn(&R) -> String, show: impl Fn(&R) -> T) -> Page<T> {
    let has_more = rows.len() > limit.shown();
    rows.truncate(limit.shown());
    let next_cursor = rows.last().filter(|_| has_more).map(|last| write_cursor(&key(last)));
    Page { items: rows.iter().map(show).collect(), next_cursor }
}
