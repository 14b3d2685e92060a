//! Lists in pages: `?cursor&limit`, `{items, next_cursor}`. A cursor is opaque to clients.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{IntoParams, PartialSchema, ToSchema};

const USUAL: u32 = 50;
const MOST: u32 = 200;

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

// By hand: the derived one refers to the rows' schema without bringing it along.
impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let rows = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        let text = ObjectBuilder::new().schema_type(Type::String);
        ObjectBuilder::new().property("items", rows).required("items").property("next_cursor", text).build().into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("PageOf{}", T::name()))
    }

    fn schemas(all: &mut Vec<(String, RefOr<Schema>)>) {
        all.push((T::name().into_owned(), T::schema()));
        T::schemas(all);
    }
}

/// Rows a page; `out_of_range` beyond 1 to 200.
pub fn limit(asked: Option<u32>) -> Result<usize> {
    match asked.unwrap_or(USUAL) {
        rows @ 1..=MOST => usize::try_from(rows).map_err(Error::internal),
        _ => Err(Error::field("limit", Code::OutOfRange)),
    }
}

/// The text a cursor stands for.
pub fn read_cursor(cursor: Option<&str>) -> Result<Option<String>> {
    let bad = |_| Error::field("cursor", Code::Invalid);
    let Some(cursor) = cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Error::field("cursor", Code::Invalid))?;
    String::from_utf8(bytes).map(Some).map_err(bad)
}

/// A cursor that stands for a text.
pub fn write_cursor(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Cuts rows read with `limit + 1` into a page; `key` is what the next page begins after.
pub fn page<R, T>(mut rows: Vec<R>, limit: usize, key: impl Fn(&R) -> String, show: impl Fn(&R) -> T) -> Page<T> {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_more).map(|last| write_cursor(&key(last)));
    Page { items: rows.iter().map(show).collect(), next_cursor }
}
